//! JSON, with the place of what is wrong in it.

use serde_json::{Deserializer, Value};

use super::unique::Unique;
use crate::connect::text::escape;
use crate::dataflow::otel::Problem;

/// A file of JSON.
pub(super) struct File<'a> {
    /// What to call it.
    pub(super) name: &'a str,
    text: &'a str,
}

impl<'a> File<'a> {
    /// Reads one object. `how` is how to write such a file.
    ///
    /// # Errors
    /// Where it is no JSON object, or several.
    pub(super) fn read(name: &'a str, text: &'a str, how: &str) -> Result<(Self, Value), Problem> {
        let (file, mut documents) = Self::read_all(name, text, how)?;
        match (documents.pop(), documents.len()) {
            (Some(one), 0) => Ok((file, one)),
            _ => Err(Problem {
                name: name.to_owned(),
                line: None,
                message: format!("several objects stand in it, and one is meant; write it with {how}"),
            }),
        }
    }

    /// Reads all objects that follow each other in it: at least one.
    ///
    /// # Errors
    /// Where one is no JSON object.
    pub(super) fn read_all(name: &'a str, text: &'a str, how: &str) -> Result<(Self, Vec<Value>), Problem> {
        // PowerShell writes a mark before the first byte.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let file = Self { name, text };
        let wrong = |line, what: String| Problem {
            name: name.to_owned(),
            line,
            message: format!("{what}; write it with {how}"),
        };
        let mut documents = Vec::new();
        let mut read = Deserializer::from_str(text).into_iter::<Unique>();
        loop {
            let rest = text[read.byte_offset()..].trim_start();
            let line = text[..text.len() - rest.len()].matches('\n').count() + 1;
            match read.next() {
                None if documents.is_empty() => return Err(wrong(None, "the file is empty".to_owned())),
                None => return Ok((file, documents)),
                Some(Ok(Unique(value))) if value.is_object() => documents.push(value),
                Some(Ok(_)) => return Err(wrong(Some(line), "this is JSON, but no object".to_owned())),
                // The parser's words hold nothing of the text.
                Some(Err(error)) => {
                    return Err(wrong(Some(error.line()), format!("this is no JSON ({error})")));
                }
            }
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

/// The texts of those of these keys that hold one.
pub(super) fn every(value: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter().filter_map(|key| text(value, key)).collect()
}

/// The texts of a list of texts; nothing where it is none.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|one| one.as_str().map(escape)).collect()
}
