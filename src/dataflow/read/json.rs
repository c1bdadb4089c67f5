//! JSON, with the place of what is wrong in it.

use serde_json::Value;

use crate::connect::text::escape;
use crate::dataflow::otel::Problem;

/// A file of JSON.
pub(super) struct File<'a> {
    /// What to call it.
    pub(super) name: &'a str,
    text: &'a str,
}

impl<'a> File<'a> {
    /// Reads it. `how` is how to write such a file.
    ///
    /// # Errors
    /// Where it is no JSON object.
    pub(super) fn read(name: &'a str, text: &'a str, how: &str) -> Result<(Self, Value), Problem> {
        // PowerShell writes a mark before the first byte.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file = Self { name, text };
        let wrong = |line, what: String| Problem {
            name: name.to_owned(),
            line,
            message: format!("{what}; write it with {how}"),
        };
        if text.trim().is_empty() {
            return Err(wrong(None, "the file is empty".to_owned()));
        }
        match serde_json::from_str::<Value>(text) {
            Ok(value) if value.is_object() => Ok((file, value)),
            Ok(_) => Err(wrong(Some(1), "this is JSON, but no object".to_owned())),
            // The parser's words hold nothing of the text.
            Err(error) => Err(wrong(Some(error.line()), format!("this is no JSON ({error})"))),
        }
    }

    /// What is wrong, at the first line where `key` stands.
    pub(super) fn wrong(&self, key: &str, message: impl Into<String>) -> Problem {
        let quoted = format!("\"{key}\"");
        let line = self.text.lines().position(|line| line.contains(&quoted)).map(|line| line + 1);
        Problem { name: self.name.to_owned(), line, message: message.into() }
    }
}

/// The text of a key, as it may be shown. An empty one says nothing.
pub(super) fn text(value: &Value, key: &str) -> Option<String> {
    value[key].as_str().filter(|text| !text.is_empty()).map(escape)
}

/// The texts of a list of texts; nothing where it is none.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|one| one.as_str().map(escape)).collect()
}
