//! What stands in `${…}`: variables, files, and what a collector takes where there is none.
//!
//! What is not at hand becomes a mark in the text, so that `https://${env:TENANT}.example.com` still says whose host it is.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::node::{Map, Node};
use super::parse;

/// Where the name of something unknown begins and ends in a text.
pub(super) const UNKNOWN: [char; 2] = ['\u{1}', '\u{2}'];

/// Where the name of a variable begins and ends that would change the text if it were set.
pub(super) const UNLESS: [char; 2] = ['\u{3}', '\u{4}'];

/// What stands for the address of the pod or of its node. No variable can be called that.
pub(super) const POD_ADDRESS: &str = "status.podIP";

/// Values in values.
const MOST_DEPTH: usize = 4;

/// Values of one configuration that are put in.
const MOST_VALUES: usize = 1_000;

/// The longest name of something unknown, in characters.
const LONGEST_NAME: usize = 60;

/// What the resource beside a configuration says of a variable.
#[derive(Clone, PartialEq)]
pub(super) enum Variable {
    /// It is this.
    Value(String),
    /// The address of the pod or of its node.
    Address,
    /// It comes from a Secret, a ConfigMap or elsewhere.
    Elsewhere,
}

/// Puts values in.
pub(super) struct Expander<'a> {
    variables: &'a BTreeMap<String, Variable>,
    /// Whether `{{ … }}` is a template, as in Helm values.
    has_templates: bool,
    left: Cell<usize>,
    /// Variables whose default is a whole section, or an empty list.
    sections: RefCell<BTreeSet<String>>,
}

impl<'a> Expander<'a> {
    pub(super) fn new(variables: &'a BTreeMap<String, Variable>, has_templates: bool) -> Self {
        Self { variables, has_templates, left: Cell::new(MOST_VALUES), sections: RefCell::default() }
    }

    /// The value with what is known put in.
    pub(super) fn node(&self, node: &Node) -> Node {
        self.at_depth(node, 0)
    }

    /// The variables whose default was put in for a whole section: if one is set, there is another.
    pub(super) fn sections(&self) -> Vec<String> {
        self.sections.borrow().iter().cloned().collect()
    }

    /// What the resource beside the configuration says of a variable; nothing where it says nothing, or that it is empty.
    pub(super) fn given(&self, name: &str) -> Option<String> {
        self.variables.get(name)?;
        let Node::Text(text) = self.variable(name, None, 0) else { return None };
        (!text.trim().is_empty()).then_some(text)
    }

    fn at_depth(&self, node: &Node, depth: usize) -> Node {
        match node {
            Node::Text(text) => self.text(text, depth),
            Node::List(list) => Node::List(list.iter().map(|node| self.at_depth(node, depth)).collect()),
            Node::Map(map) => {
                let inner = map.iter().map(|(key, node)| (key.clone(), self.at_depth(node, depth)));
                Node::Map(inner.collect::<Map>())
            }
            other => other.clone(),
        }
    }

    fn text(&self, text: &str, depth: usize) -> Node {
        let text = without_marks(text);
        if self.has_templates && text.contains("{{") {
            return Node::Text(unknown("a Helm template"));
        }
        let ends = ends(&text);
        // A value that is nothing but `${…}` may be anything: a list of exporters, a whole section.
        if text.starts_with("${") && ends.get(&0) == Some(&(text.len() - 1)) {
            return self.value(&text[2..text.len() - 1], depth);
        }
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('$') {
            let start = text.len() - rest.len() + at;
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                out.push('$');
                rest = after;
            } else if let Some(end) = ends.get(&start) {
                match self.value(&text[start + 2..*end], depth) {
                    Node::Text(value) => out.push_str(&value),
                    Node::Bool(value) => out.push_str(if value { "true" } else { "false" }),
                    Node::Null => {}
                    Node::List(_) | Node::Map(_) => out.push_str(&unknown("a list or map in a text")),
                }
                rest = &text[end + 1..];
            } else {
                // Collectors before 0.104 took `$NAME` for a variable, later ones take it as it is.
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                let is_name = rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
                out.push_str(&if is_name { unknown(&rest[..end]) } else { "$".to_owned() });
                rest = if is_name { &rest[end..] } else { rest };
            }
        }
        out.push_str(rest);
        Node::Text(out)
    }

    /// What stands for the inside of a `${…}`.
    fn value(&self, inner: &str, depth: usize) -> Node {
        let left = self.left.get();
        if depth >= MOST_DEPTH || left == 0 {
            return Node::Text(unknown("too many values in values"));
        }
        self.left.set(left - 1);
        // A default, and YAML, may hold values of their own.
        let plain = inner.strip_prefix("env:").unwrap_or(inner);
        if let Some((name, default)) = plain.split_once(":-")
            && !name.contains(['$', ':'])
        {
            return self.variable(name, Some(default), depth);
        }
        if let Some(text) = inner.strip_prefix("yaml:") {
            return self.yaml(text, depth);
        }
        let inner = match self.text(inner, depth + 1) {
            Node::Text(inner) if !inner.contains(UNKNOWN) && !inner.contains(UNLESS) => inner,
            // A name that is made of values: what it names cannot be told.
            Node::Text(inner) => return Node::Text(unknown(&super::address::shown(&inner))),
            _ => return Node::Text(unknown("a name that is none")),
        };
        match inner.split_once(':').unwrap_or(("env", &inner)) {
            ("env", rest) => match rest.split_once(":-") {
                Some((name, default)) => self.variable(name, Some(default), depth),
                None => self.variable(rest, None, depth),
            },
            // An address may have a password in it.
            (scheme @ ("http" | "https"), _) => Node::Text(unknown(&format!("{scheme}:…"))),
            (scheme, rest) => Node::Text(unknown(&format!("{scheme}:{rest}"))),
        }
    }

    fn variable(&self, name: &str, default: Option<&str>, depth: usize) -> Node {
        match (self.variables.get(name), default) {
            (Some(Variable::Value(value)), _) => self.yaml(value, depth),
            (Some(Variable::Address), _) => Node::Text(unknown(POD_ADDRESS)),
            (Some(Variable::Elsewhere), _) | (None, None) => {
                Node::Text(unknown(&name.replace(POD_ADDRESS, "")))
            }
            (None, Some(default)) => {
                let node = self.yaml(default, depth);
                // A list of nothing has no text that could be marked.
                let is_empty = node.list().is_some_and(<[Node]>::is_empty);
                if matches!(node, Node::Map(_)) || is_empty {
                    self.sections.borrow_mut().insert(super::address::shown(name));
                }
                unless(name, node)
            }
        }
    }

    /// A value that is YAML by itself, as that of a variable is.
    fn yaml(&self, text: &str, depth: usize) -> Node {
        let node = match parse::documents(text) {
            Ok(mut documents) if documents.len() == 1 => documents.remove(0),
            Ok(documents) if documents.is_empty() => Node::Text(String::new()),
            // `*.example.com` is no YAML, and yet a text.
            _ => Node::Text(text.to_owned()),
        };
        self.at_depth(&node, depth + 1)
    }
}

/// For each `${` that is closed, by where it begins, the place of its `}`. One pass: a text of nothing but openings is long.
fn ends(text: &str) -> BTreeMap<usize, usize> {
    let (mut open, mut ends) = (Vec::new(), BTreeMap::new());
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match (byte, bytes.peek().map(|(_, byte)| *byte)) {
            (b'$', Some(b'$')) => {
                bytes.next();
            }
            (b'$', Some(b'{')) => open.push(at),
            (b'}', _) => {
                if let Some(start) = open.pop() {
                    ends.insert(start, at);
                }
            }
            _ => {}
        }
    }
    ends
}

/// The mark of something unknown.
pub(super) fn unknown(name: &str) -> String {
    let name: String = without_marks(name).chars().take(LONGEST_NAME).collect();
    format!("{}{name}{}", UNKNOWN[0], UNKNOWN[1])
}

/// The value with the mark of a variable whose default it is.
fn unless(name: &str, node: Node) -> Node {
    match node {
        Node::Text(text) => Node::Text(format!("{}{}{}{text}", UNLESS[0], without_marks(name), UNLESS[1])),
        Node::List(list) => Node::List(list.into_iter().map(|node| unless(name, node)).collect()),
        Node::Map(map) => Node::Map(map.into_iter().map(|(key, node)| (key, unless(name, node))).collect()),
        Node::Bool(flag) => unless(name, Node::Text(flag.to_string())),
        Node::Null => unless(name, Node::Text(String::new())),
    }
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !UNKNOWN.contains(c) && !UNLESS.contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(text: &str) -> String {
        let variables = BTreeMap::from([
            ("HOST".to_owned(), Variable::Value("otel.example.com".to_owned())),
            ("LOOP".to_owned(), Variable::Value("${env:LOOP}${env:LOOP}".to_owned())),
            ("POD".to_owned(), Variable::Address),
            ("KEY".to_owned(), Variable::Elsewhere),
        ]);
        match Expander::new(&variables, false).node(&Node::Text(text.to_owned())) {
            Node::Text(text) => text
                .replace(UNKNOWN[0], "<")
                .replace(UNKNOWN[1], ">")
                .replace(UNLESS[0], "[")
                .replace(UNLESS[1], "]"),
            Node::List(list) => format!("a list of {}", list.len()),
            Node::Bool(flag) => format!("the flag {flag}"),
            _ => "something else".to_owned(),
        }
    }

    #[test]
    fn every_way_to_write_a_variable() {
        for (text, expected) in [
            ("${env:HOST}:4317", "otel.example.com:4317"),
            ("${HOST}", "otel.example.com"),
            ("https://${env:NOT_SET}/v1", "https://<NOT_SET>/v1"),
            ("$OLD:4317", "<OLD>:4317"),
            ("${env:X:-a.example.com}:1", "[X]a.example.com:1"),
            ("${X:-b}", "[X]b"),
            ("${env:HOST:-b}", "otel.example.com"),
            ("${env:KEY:-b}", "<KEY>"),
            ("${env:POD}:4317", "<status.podIP>:4317"),
            ("${env:X:-[a, b]}", "a list of 2"),
            ("${env:X:-true}", "[X]true"),
            ("${env:X:-null}", "[X]"),
            ("${env:X:-}", "[X]"),
            ("${yaml:true}", "the flag true"),
            ("${file:/etc/otel/host}:1", "<file:/etc/otel/host>:1"),
            ("${https://me:hunter2@example.com/x}", "<https:…>"),
            ("${env:${env:WHICH}}", "<env:${WHICH}>"),
            ("${env:X:-${env:HOST}}", "[X]otel.example.com"),
            ("${env:X:-${env:Y:-a:1}}", "[X][Y]a:1"),
            ("$${env:HOST}", "${env:HOST}"),
            ("$$${env:HOST}", "$otel.example.com"),
            ("a$$b$", "a$b$"),
            ("${env:HOST", "${env:HOST"),
        ] {
            assert_eq!(expanded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_that_holds_itself_ends() {
        assert!(expanded("${env:LOOP}").contains("too many values"));
    }

    #[test]
    fn marks_do_not_come_from_the_text() {
        assert_eq!(expanded("a\u{1}b\u{2}"), "ab");
    }
}
