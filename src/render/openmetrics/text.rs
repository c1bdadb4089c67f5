//! Names, labels and help texts as both formats understand them.

use std::collections::BTreeMap;

use crate::render::escape::visible;

/// A name of letters, digits and underscores.
pub(super) fn name_of(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

/// A help text: `OpenMetrics` escapes quotes there, and Prometheus' older format does not know it.
pub(super) fn help_of(text: &str) -> String {
    visible(text).replace('\\', "/").replace('"', "'")
}

/// `{name="value",…}`, sorted by name; nothing where there is none.
pub(super) fn labels_of(labels: &[(&str, &str)]) -> String {
    let labels: BTreeMap<String, String> =
        labels.iter().map(|(name, value)| (name_of(name), value_of(value))).collect();
    if labels.is_empty() {
        return String::new();
    }
    let each: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    format!("{{{}}}", each.join(","))
}

/// A label's value, escaped as both formats have it.
pub(super) fn value_of(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str("\\n"),
            other => escaped.push(other),
        }
    }
    escaped
}
