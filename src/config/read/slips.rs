//! How slips are told: wrong types, keys that are none, keys that are missing.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::rules::{self, KEYS, NUMBERS, Rule, VALUES};
use super::schema::followed;
use super::source::Hides;
use super::walk::{Path, Walk};
use crate::report::nearest;
use crate::secrets::shown_value;

impl<'a> Walk<'a> {
    /// The path as people know it: `[environments.production.table]`.
    pub(super) fn header(path: &[String]) -> String {
        let is_bare =
            |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        let part =
            |part: &String| if is_bare(part) { part.clone() } else { format!("\"{}\"", shown_value(part)) };
        format!("[{}]", path.iter().map(part).collect::<Vec<_>>().join("."))
    }

    pub(super) fn wrong_type(&mut self, key: &str, wanted: &str, given: &DeValue<'_>, span: &Range<usize>) {
        let wants = match wanted {
            "object" => "a table",
            "array" => "a list",
            "integer" => "a whole number",
            _ => "a text in quotes",
        };
        let given = match given {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or a time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let help = match wanted {
            "object" if self.path.len() < 4 => {
                format!("write {}, and its keys below it", Self::header(&self.path))
            }
            "object" => self.table_of(key),
            "array" => {
                let items = self.pattern.join(".") + ".*";
                match rules::of(VALUES, &items) {
                    Some(rule) => format!("write for example {key} = [\"{}\"]", rule.example),
                    None => format!("write [{}], and its keys below it", Self::header(&self.path)),
                }
            }
            "integer" => match NUMBERS.iter().find(|(path, _)| *path == self.pattern.join(".")) {
                Some((_, number)) => format!("write for example {key} = {number}"),
                None => "write a whole number".to_owned(),
            },
            _ => match self.rule() {
                Some(rule) if !rule.path.ends_with('*') => example(Some(key), rule),
                Some(rule) => format!("write for example \"{}\"", rule.example),
                None => "write it in quotes".to_owned(),
            },
        };
        let of_list = if self.is_item() { "an item of " } else { "" };
        let message = format!("{of_list}`{key}` takes {wants}, and this is {given}");
        self.tell(span, message, None, Some(help), Hides::From);
    }

    /// Whether what is looked at is an item of a list.
    fn is_item(&self) -> bool {
        self.pattern.last().is_some_and(|part| part == "*")
            && self.path.last().is_some_and(|part| part.parse::<usize>().is_ok())
    }

    /// How a table whose keys are chosen by whoever writes it is written, or one of a list of tables.
    fn table_of(&self, key: &str) -> String {
        let place = self.pattern.join(".");
        let within = format!("{place}.*");
        let number = NUMBERS.iter().find(|(path, _)| *path == within).map(|(_, number)| number.to_string());
        let value = number.or_else(|| rules::of(VALUES, &within).map(|rule| format!("\"{}\"", rule.example)));
        if let (Some(name), Some(value)) = (rules::of(KEYS, &place), value) {
            return format!("write for example {key} = {{ {} = {value} }}", name.example);
        }
        let path: Path = self.path.iter().filter(|part| part.parse::<usize>().is_err()).cloned().collect();
        format!("write [{}], and its keys below it", Self::header(&path))
    }

    /// What a table needs, and what it must not have together.
    pub(super) fn needs(
        &mut self,
        told: &[(String, Range<usize>)],
        has_unknown: bool,
        span: &Range<usize>,
        node: &Value,
    ) {
        let required = node["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| !has_unknown && told.iter().all(|(told, _)| told != name)) {
            if self.path.is_empty() {
                continue;
            }
            let pattern = [self.pattern.join("."), name.to_owned()].join(".");
            let help = rules::of(VALUES, &pattern).map(|rule| example(Some(name), rule));
            let header = Self::header(
                &self.path.iter().filter(|part| part.parse::<usize>().is_err()).cloned().collect::<Vec<_>>(),
            );
            self.tell(span, format!("{header} has no `{name}`"), None, help, Hides::Nothing);
        }
        let names = || {
            node["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        if node["minProperties"].as_u64().is_some_and(|least| (told.len() as u64) < least) && !has_unknown {
            let header = Self::header(&self.path);
            let (message, help) = if node["properties"].is_object() {
                let message = format!("{header} does not say where the URI comes from");
                (message, format!("give one of {}", names()))
            } else {
                let help = "describe one: [environments.production.online_store] and so on";
                ("no environment is described".to_owned(), help.to_owned())
            };
            self.tell(span, message, None, Some(help), Hides::Nothing);
        }
        if node["maxProperties"].as_u64().is_some_and(|most| (told.len() as u64) > most) {
            let mut given: Vec<&(String, Range<usize>)> = told.iter().collect();
            given.sort_by_key(|(_, span)| span.start);
            let both = given.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            let last = given.last().map_or_else(|| span.clone(), |(_, span)| span.clone());
            let message = format!("the URI comes from one place, and {} are given: {both}", told.len());
            self.tell(&last, message, None, Some(format!("keep one of {}", names())), Hides::Nothing);
        }
    }

    /// A key that is none.
    pub(super) fn unknown(
        &mut self,
        name: &str,
        span: Range<usize>,
        value: &Spanned<DeValue<'_>>,
        node: &'a Value,
    ) {
        let known: Vec<&str> =
            node["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        let shown = shown_value(name);
        let message = if shown == name { format!("unknown key `{shown}`") } else { "unknown key".to_owned() };
        let near = nearest(name, known.iter().copied());
        let is_table = value.get_ref().is_table()
            || value
                .get_ref()
                .as_array()
                .is_some_and(|items| items.iter().any(|item| item.get_ref().is_table()));
        let keys = known.join(", ");
        if let (Some(near), false) = (near, self.path.is_empty()) {
            let label = Some(format!("did you mean `{near}`?"));
            return self.tell(&span, message, label, None, Hides::Behind);
        }
        let elsewhere = self.elsewhere(name);
        let help = match self.path.as_slice() {
            [] => "an environment's tables stand below it: [environments.production.online_store] and so on"
                .to_owned(),
            _ if elsewhere.is_some() => {
                format!("it belongs into {}", Self::header(&elsewhere.unwrap_or_default()))
            }
            [_, _] if is_table => format!(
                "there are {keys}; where it is a part of the environment's name, write that in quotes: [environments.\"{}.{}\"]",
                self.path.last().map(|name| shown_value(name)).unwrap_or_default(),
                shown
            ),
            path => format!("{} takes {keys}", Self::header(path)),
        };
        self.tell(
            &span,
            message,
            near.map(|near| format!("did you mean `{near}`?")),
            Some(help),
            Hides::Behind,
        );
    }

    /// The table of the same environment that does take a key.
    fn elsewhere(&self, name: &str) -> Option<Path> {
        let [first, environment, ..] = self.path.as_slice() else { return None };
        let node = followed(self.schema, &self.schema["properties"]["environments"]["additionalProperties"]);
        let parts = node["properties"].as_object()?;
        if parts.contains_key(name) {
            return Some(vec![first.clone(), environment.clone(), name.to_owned()]);
        }
        let takes = |part: &&String| followed(self.schema, &parts[*part])["properties"][name].is_object();
        let mut found = parts.keys().filter(takes);
        let part = found.next().filter(|_| found.next().is_none())?;
        Some(vec![first.clone(), environment.clone(), part.clone()])
    }
}

/// How a text is written.
pub(super) fn example(key: Option<&str>, rule: &Rule) -> String {
    match key {
        Some(key) if !rule.path.ends_with('*') => format!("write for example {key} = \"{}\"", rule.example),
        _ => format!("write for example \"{}\"", rule.example),
    }
}
