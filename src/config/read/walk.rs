//! Walks the document along the schema: unknown keys, wrong types and wrong values are told, and what is right is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::rules::{self, KEYS, Rule, VALUES};
use super::schema::followed;
use super::slips::example;
use super::source::{Hides, Source};
use crate::report::{Problem, catalogue, nearest, nearest_value};
use crate::secrets::shown_value;

/// Where a URI itself may stand.
const STORE_URI: &str = "environments.*.online_store.uri";
const WITHOUT_PASSWORD: &str = "a password does not belong into this file: write secret = \"NAME\" (of AWS Secrets Manager), \
                                uri_env = \"VARIABLE\" or uri_file = \"FILE\" instead";

/// Where something stands: the keys that lead there.
pub(super) type Path = Vec<String>;

/// What came of it.
pub(super) struct Walked {
    /// What is right, as JSON; nothing where not even the whole is.
    pub(super) value: Option<Value>,
    pub(super) problems: Vec<Problem>,
    /// Where each key stands.
    pub(super) spans: BTreeMap<Path, Range<usize>>,
    /// Tables of which something was left out, so that nothing can be said of them as a whole.
    pub(super) spoiled: BTreeSet<Path>,
    /// Where the skips that were kept are written, by environment.
    pub(super) origins: BTreeMap<String, Vec<String>>,
}

/// A walk under way.
pub(super) struct Walk<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) schema: &'a Value,
    /// Where the walk is: as it is written, and as rules and schema have it.
    pub(super) path: Path,
    pub(super) pattern: Vec<String>,
    pub(super) walked: Walked,
}

impl<'a> Walk<'a> {
    /// Walks all of it.
    pub(super) fn document(
        source: &'a Source<'a>,
        schema: &'a Value,
        document: &Spanned<DeTable<'_>>,
    ) -> Walked {
        let walked = Walked {
            value: None,
            problems: Vec::new(),
            spans: BTreeMap::new(),
            spoiled: BTreeSet::new(),
            origins: BTreeMap::new(),
        };
        let mut walk = Self { source, schema, path: Vec::new(), pattern: Vec::new(), walked };
        let table = document.get_ref();
        if table
            .get("environments")
            .and_then(|value| value.get_ref().as_table())
            .is_none_or(DeTable::is_empty)
            && !table.contains_key("environments")
        {
            let help = "describe one: [environments.production.online_store] and so on, or let `chalkstore init --environment production` write it by looking";
            let problem = source.problem("no environment is described");
            walk.walked.problems.push(Problem { help: Some(help.to_owned()), ..problem });
        }
        walk.walked.value = Some(walk.table(table, &(0..0), schema));
        walk.walked
    }

    /// A problem at a place, after which the table that it stands in is no whole any more.
    pub(super) fn tell(
        &mut self,
        span: &Range<usize>,
        message: String,
        label: Option<String>,
        help: Option<String>,
        hides: Hides,
    ) {
        let problem = self.source.at(span, message, label, hides);
        self.walked.problems.push(Problem { help, ..problem });
        for length in 0..=self.path.len() {
            self.walked.spoiled.insert(self.path[..length].to_vec());
        }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, schema: &'a Value) -> Option<Value> {
        let node = followed(self.schema, schema);
        let span = value.span();
        if let Some(choices) = choices(node) {
            return self.choice(key, value, &choices);
        }
        match (node["type"].as_str().unwrap_or_default(), value.get_ref()) {
            ("object", DeValue::Table(table)) => Some(self.table(table, &span, node)),
            ("array", DeValue::Array(items)) => Some(self.list(key, items, node)),
            ("integer", DeValue::Integer(number)) => {
                let (least, most) = (
                    node["minimum"].as_i64().unwrap_or(i64::MIN),
                    node["maximum"].as_i64().unwrap_or(i64::MAX),
                );
                let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
                let right = parsed.filter(|number| (least..=most).contains(number));
                if right.is_none() {
                    self.tell(
                        &span,
                        format!("`{key}` is a whole number from {least} to {most}"),
                        None,
                        None,
                        Hides::Nothing,
                    );
                }
                right.map(Into::into)
            }
            ("string", DeValue::String(text)) => self.text(key, text, &span),
            // A day may be written as TOML has days.
            ("string", DeValue::Datetime(day)) if self.rule().is_some_and(|rule| rule.noun == "a day") => {
                self.text(key, &day.to_string(), &span)
            }
            (wanted, given) => {
                self.wrong_type(key, wanted, given, &span);
                None
            }
        }
    }

    fn list(&mut self, key: &str, items: &DeArray<'_>, node: &'a Value) -> Value {
        let mut kept = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.path.push(index.to_string());
            self.pattern.push("*".to_owned());
            let before = self.walked.problems.len();
            let value = self.value(key, item, &node["items"]);
            self.path.pop();
            self.pattern.pop();
            // Half a skip is none.
            let Some(value) = value.filter(|_| self.walked.problems.len() == before) else { continue };
            kept.push(value);
            if let [_, environment, part] = self.path.as_slice()
                && part == "skip"
            {
                let origins = self.walked.origins.entry(environment.clone()).or_default();
                origins.push(self.source.origin(item.span().start));
            }
        }
        kept.into()
    }

    pub(super) fn rule(&self) -> Option<&'static Rule> {
        rules::of(VALUES, &self.pattern.join("."))
    }

    /// A text that has a rule.
    fn text(&mut self, key: &str, text: &str, span: &Range<usize>) -> Option<Value> {
        let Some(rule) = self.rule() else { return Some(text.into()) };
        let Err(reason) = (rule.check)(text) else { return Some(text.into()) };
        let shown = shown_value(text);
        let given = if shown == text { format!("`{shown}`") } else { "this".to_owned() };
        let reason = if reason.is_empty() { reason } else { format!(": {reason}") };
        let near = near_value(rule, text);
        let (message, help) = if rule.path == STORE_URI {
            (
                format!("this URI{}", reason.strip_prefix(": it").unwrap_or(" is blank")),
                WITHOUT_PASSWORD.to_owned(),
            )
        } else if is_of_skip(rule) && catalogue::find(text).is_some() {
            (
                format!("{given} cannot be skipped{reason}"),
                "take this skip out, and mend the skips that the check tells of".to_owned(),
            )
        } else {
            let key = if rule.path.ends_with('*') { None } else { Some(key) };
            (format!("{given} is not {}{reason}", rule.noun), example(key, rule))
        };
        self.tell(
            span,
            message,
            near.map(|near| format!("did you mean `{near}`?")),
            Some(help),
            Hides::Nothing,
        );
        None
    }

    /// One of several words.
    fn choice(&mut self, key: &str, value: &Spanned<DeValue<'_>>, choices: &[&'a str]) -> Option<Value> {
        let span = value.span();
        let text = match value.get_ref() {
            DeValue::Boolean(is_on) if choices == ["on", "off"] => Some(if *is_on { "on" } else { "off" }),
            other => other.as_str(),
        };
        let Some(text) = text else {
            self.wrong_type(key, "string", value.get_ref(), &span);
            return None;
        };
        // As on the command line: capitals, `_` and `-` make no other word.
        let plain = |word: &str| word.to_ascii_lowercase().replace('-', "_");
        if let Some(right) = choices.iter().find(|choice| plain(choice) == plain(text)) {
            return Some((*right).into());
        }
        let near = nearest_value(text, choices.iter().copied());
        let message = format!("`{key}` cannot be `{}`", shown_value(text));
        let help = format!("it is one of {}", choices.join(", "));
        self.tell(
            &span,
            message,
            near.map(|near| format!("did you mean `{near}`?")),
            Some(help),
            Hides::Nothing,
        );
        None
    }

    fn table(&mut self, table: &DeTable<'_>, span: &Range<usize>, node: &'a Value) -> Value {
        let mut kept = Map::new();
        let free = &node["additionalProperties"];
        let known = node["properties"].as_object();
        let mut told = Vec::new();
        let mut has_unknown = false;
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let schema = known.and_then(|known| known.get(&name));
            let (schema, step) = match schema {
                Some(schema) => (schema, name.clone()),
                None if free.is_object() => {
                    if !self.free_key(&name, &key.span()) {
                        has_unknown = true;
                        continue;
                    }
                    (free, "*".to_owned())
                }
                None => {
                    has_unknown = true;
                    self.unknown(&name, key.span(), value, node);
                    continue;
                }
            };
            told.push((name.clone(), key.span()));
            self.path.push(name.clone());
            self.pattern.push(step);
            // A table with a header is told by its header's key.
            self.walked.spans.insert(self.path.clone(), key.span());
            let value = self.value(&name, value, schema);
            self.path.pop();
            self.pattern.pop();
            kept.extend(value.map(|value| (name, value)));
        }
        let place = self.walked.spans.get(&self.path).cloned().unwrap_or_else(|| span.clone());
        self.needs(&told, has_unknown, &place, node);
        kept.into()
    }

    /// A key that whoever writes the file chooses.
    fn free_key(&mut self, name: &str, span: &Range<usize>) -> bool {
        let Some(rule) = rules::of(KEYS, &self.pattern.join(".")) else { return true };
        let Err(reason) = (rule.check)(name) else { return true };
        let shown = shown_value(name);
        let given = if shown == name { format!("`{shown}`") } else { "this".to_owned() };
        let reason = if reason.is_empty() { reason } else { format!(": {reason}") };
        let help = match self.pattern.as_slice() {
            [_] => "a name has letters, digits, `.`, `_` and `-`, such as production".to_owned(),
            _ => format!("write for example {}", rule.example),
        };
        self.tell(span, format!("{given} is not {}{reason}", rule.noun), None, Some(help), Hides::Behind);
        false
    }
}

/// Whether a check stands there.
fn is_of_skip(rule: &Rule) -> bool {
    rule.path.ends_with("skip.*.check")
}

/// What was meant, where that can be known.
fn near_value(rule: &Rule, text: &str) -> Option<&'static str> {
    if !is_of_skip(rule) || catalogue::find(text).is_some() {
        return None;
    }
    let codes = catalogue::ALL.iter().map(|check| check.code);
    nearest(text, catalogue::ALL.iter().map(|check| check.name)).or_else(|| nearest(text, codes))
}

/// The words that a place takes, where it takes certain ones.
fn choices(node: &Value) -> Option<Vec<&str>> {
    let listed =
        node["enum"].as_array().map(|words| words.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    let described = node["oneOf"].as_array();
    listed.or_else(|| {
        let all = described?.iter().flat_map(|one| {
            let consts = one["const"].as_str().into_iter();
            consts.chain(one["enum"].as_array().into_iter().flatten().filter_map(Value::as_str))
        });
        Some(all.collect())
    })
}
