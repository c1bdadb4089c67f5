//! The text of a draft, line by line.

use std::fmt::Write as _;

use crate::connect::text::escape;

/// The widest comment, in characters.
const WIDTH: usize = 110;

/// A text that is being made.
pub(super) struct Page {
    pub(super) text: String,
    environment: String,
    /// What was asked for and could not be observed, with the reason.
    pub(super) unobserved: Vec<String>,
}

impl Page {
    pub(super) fn new(environment: &str) -> Self {
        Self { text: String::new(), environment: bare(environment), unobserved: Vec::new() }
    }

    /// A part's table.
    pub(super) fn part(&mut self, part: &str) {
        self.line(&format!("\n[environments.{}.{part}]", self.environment));
    }

    /// The same for a part of which nothing is known.
    pub(super) fn part_idea(&mut self, part: &str) {
        self.line(&format!("\n# [environments.{}.{part}]", self.environment));
    }

    /// One of a list of tables, of which nothing is known.
    pub(super) fn item_idea(&mut self, part: &str) {
        self.line(&format!("\n# [[environments.{}.{part}]]", self.environment));
    }

    /// A comment.
    pub(super) fn says(&mut self, text: &str) {
        let text = escape(text);
        let mut line = String::from("#");
        for word in text.split(' ') {
            if line.chars().count() + 1 + word.chars().count() > WIDTH && line.len() > 1 {
                self.line(&line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        self.line(&line);
    }

    /// A key with its value.
    pub(super) fn key(&mut self, key: &str, value: impl Into<toml::Value>) {
        self.line(&format!("{} = {}", bare(key), value.into()));
    }

    /// A key that is left to be decided, with what it is for and an example.
    pub(super) fn idea(&mut self, key: &str, example: impl Into<toml::Value>, why: &str) {
        self.says(why);
        self.line(&format!("# {} = {}", bare(key), example.into()));
    }

    /// What could not be observed, with the reason.
    pub(super) fn unseen(&mut self, what: &str, reason: &str) {
        let told = format!("{what} could not be observed: {}", escape(reason));
        self.says(&told);
        self.unobserved.push(told);
    }

    fn line(&mut self, line: &str) {
        // Writing into memory cannot fail.
        let _written = writeln!(self.text, "{line}");
    }
}

/// A key as TOML has it.
fn bare(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare { key.to_owned() } else { toml::Value::from(key).to_string() }
}
