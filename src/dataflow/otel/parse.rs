//! From text to values, with an eye on what hostile text could cost.

use std::fmt;

use serde_saphyr::{DuplicateKeyPolicy, Error, NonFiniteFloatPolicy, Options};

use super::node::Node;

/// The longest text that is read, in bytes. A ConfigMap holds a megabyte; a list of them may be longer.
pub(super) const MOST_BYTES: usize = 16 << 20;

/// Values of one text, and events that aliases may make of them.
const MOST_NODES: usize = 200_000;

/// Marks of JSON that may begin a value. In strings they are none, and are counted too.
const MOST_JSON_MARKS: usize = 1 << 20;

/// Maps and lists in each other.
const MOST_DEPTH: usize = 48;

/// Why a text is neither YAML nor JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: Option<usize>,
    pub(super) message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// Every document of a YAML stream; JSON is YAML.
pub(super) fn documents(text: &str) -> Result<Vec<Node>, Fault> {
    if text.len() > MOST_BYTES {
        let message = format!("it is longer than {} MiB", MOST_BYTES >> 20);
        return Err(Fault { line: None, message });
    }
    // JSON has no limit on the length of a key or on what stands in one line, and tabs are white space there.
    let marks = text.bytes().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count();
    if marks <= MOST_JSON_MARKS
        && text.trim_start().starts_with('{')
        && let Ok(node) = serde_json::from_str(text)
    {
        return Ok(vec![node]);
    }
    serde_saphyr::from_multiple_with_options(text, options()).map_err(|error| fault(&error))
}

fn options() -> Options {
    let budget = serde_saphyr::budget! {
        max_events: 2 * MOST_NODES,
        max_nodes: MOST_NODES,
        max_depth: MOST_DEPTH,
        max_aliases: 1_000,
        max_anchors: 1_000,
        max_merge_keys: 1_000,
        max_recorded_anchor_events: MOST_NODES,
        max_recorded_anchor_bytes: MOST_BYTES,
        max_total_scalar_bytes: MOST_BYTES,
        flow_nesting_limit: MOST_DEPTH,
    };
    let alias_limits = serde_saphyr::alias_limits! {
        max_total_replayed_events: MOST_NODES,
        max_replay_stack_depth: 16,
    };
    serde_saphyr::options! {
        budget: budget,
        alias_limits: alias_limits,
        duplicate_keys: DuplicateKeyPolicy::Error,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    }
}

/// The fault without the text around it, in which a secret may stand.
fn fault(error: &Error) -> Fault {
    let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
    let mut error = error;
    while let Error::AliasError { error: inner, .. } | Error::WithSnippet { error: inner, .. } = error {
        error = inner;
    }
    let message = match error {
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            "it is deeper, longer or has more aliases than any configuration".to_owned()
        }
        Error::DuplicateMappingKey { .. } => "a key stands twice in the same map".to_owned(),
        Error::UnknownAnchor { .. } => "an alias (`*name`) has no anchor (`&name`)".to_owned(),
        Error::Eof { .. } => "it ends too early".to_owned(),
        Error::NullIntoString { .. } | Error::Unexpected { .. } => "a key is no text".to_owned(),
        // The scanner's own words, in which stands one character of the text at most.
        Error::Message { msg, .. } | Error::ExternalMessage { msg, .. } if !msg.contains('"') => {
            format!("it is no YAML: {msg}")
        }
        _ => "it is no YAML".to_owned(),
    };
    Fault { line: line.filter(|line| *line > 0), message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Fault {
        documents(text).err().unwrap_or_else(|| panic!("{} bytes were read", text.len()))
    }

    #[test]
    fn a_fault_has_its_line_and_none_of_the_text() {
        let told = refused("exporters:\n  otlp:\n\t endpoint: hunter2\n");
        assert_eq!(told.line, Some(3), "{told}");
        assert!(!told.to_string().contains("hunter2"));
        let told = refused("a: 1\nb: 2\na: hunter2\n");
        assert_eq!(told.to_string(), "line 3: a key stands twice in the same map");
        assert_eq!(
            refused("a: *hunter2\n").to_string(),
            "line 1: an alias (`*name`) has no anchor (`&name`)"
        );
        assert!(refused("{\"a\": 1, \"a\": 2}").line.is_some());
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        assert_eq!(refused(&bomb).message, "it is deeper, longer or has more aliases than any configuration");
        refused(&"[".repeat(100_000));
        refused(&"{a: ".repeat(10_000));
        refused(&"- ".repeat(100_000));
        refused(&(0..60).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>());
        refused(&"a: b\n---\n".repeat(10_000));
        refused(&"- a\n".repeat(MOST_NODES + 1));
        refused(&" ".repeat(MOST_BYTES + 1));
        assert!(documents(&"{\"a\":".repeat(100_000)).is_err());
    }

    #[test]
    fn json_may_be_long_and_indented_with_tabs() {
        let key = "k".repeat(5_000);
        assert!(documents(&format!("{{\n\t\"{key}\":\t1\n}}")).is_ok());
    }
}
