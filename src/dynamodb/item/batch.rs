//! Many items at once, as a worker sizes them.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::key::key;
use super::refusal::Refusal;
use super::sizer::{Measured, Sizer};
use crate::dynamodb::units::{Consistency, MAX_ITEM_BYTES, read_units, write_units};

/// What is wrong with an item of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: u64,
    pub(crate) message: String,
    /// The input is at fault: the text is no JSON.
    pub(crate) is_malformed: bool,
}

/// An item that is over 400 KB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Oversized {
    pub(crate) line: u64,
    pub(crate) bytes: u64,
    /// Its key, as a report may show it.
    pub(crate) key: Option<String>,
}

/// What one attribute takes in many items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) name: Box<[u8]>,
    pub(crate) items: u64,
    pub(crate) bytes: u64,
}

/// Attributes in the order in which they were first seen. Items of a stream have them in the same order, mostly.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) list: Vec<Total>,
    places: HashMap<Box<[u8]>, usize>,
}

impl Totals {
    /// Adds to an attribute, which is perhaps at this place. Returns its place.
    pub(crate) fn add(&mut self, likely: usize, name: &[u8], items: u64, bytes: u64) -> usize {
        let is_there = self.list.get(likely).is_some_and(|total| *total.name == *name);
        let place = if is_there {
            likely
        } else if let Some(place) = self.places.get(name) {
            *place
        } else {
            self.list.push(Total { name: name.into(), ..Total::default() });
            self.places.insert(name.into(), self.list.len() - 1);
            self.list.len() - 1
        };
        if let Some(total) = self.list.get_mut(place) {
            total.items += items;
            total.bytes += bytes;
        }
        place
    }

    /// Whether it is known.
    pub(crate) fn has(&self, name: &[u8]) -> bool {
        self.places.contains_key(name)
    }
}

/// What came of a batch.
#[derive(Debug, Default)]
pub(crate) struct Sized {
    /// The size of each item that could be sized.
    pub(crate) sizes: Vec<u64>,
    /// Items over 400 KB.
    pub(crate) oversized: Vec<Oversized>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) totals: Totals,
    /// A line of NDJSON for each item, where it is wanted.
    pub(crate) lines: Option<String>,
}

impl Sized {
    /// For a batch of items; with lines of NDJSON or without.
    pub(crate) fn new(with_lines: bool) -> Self {
        Self { lines: with_lines.then(String::new), ..Self::default() }
    }

    /// Sizes an item that begins in this line of this input.
    pub(crate) fn item(&mut self, sizer: &mut Sizer, text: &[u8], line: u64, input: &str) {
        let Ok(text) = std::str::from_utf8(text) else {
            return self.problem(line, Refusal::Utf8.to_string(), true, input);
        };
        self.text(sizer, text, line, input);
    }

    /// The same of what is known to be UTF-8.
    pub(crate) fn text(&mut self, sizer: &mut Sizer, text: &str, line: u64, input: &str) {
        match sizer.measure(text) {
            Ok(measured) => self.measured(&measured, line, input),
            Err(error) => {
                let before = text.as_bytes().get(..error.at).unwrap_or_default();
                let line = line + memchr::memchr_iter(b'\n', before).count() as u64;
                self.problem(line, error.to_string(), error.reason.is_malformed(), input);
            }
        }
    }

    fn measured(&mut self, measured: &Measured<'_>, line: u64, input: &str) {
        let bytes = measured.bytes;
        self.sizes.push(bytes);
        let mut likely = 0;
        for attribute in measured.attributes() {
            likely = self.totals.add(likely, attribute.name, 1, attribute.bytes) + 1;
        }
        if bytes > MAX_ITEM_BYTES {
            let key = key(measured);
            let error = format!("it has {bytes} bytes, and DynamoDB takes at most {MAX_ITEM_BYTES}");
            self.line(
                &json!({"type": "item", "input": input, "line": line, "key": key, "error": error, "bytes": bytes}),
            );
            self.oversized.push(Oversized { line, bytes, key });
            return;
        }
        if let Some(lines) = &mut self.lines {
            let read = |consistency| read_units(bytes, consistency);
            let [strong, eventual, transactional] =
                [Consistency::Strong, Consistency::Eventual, Consistency::Transactional].map(read);
            let wcu = write_units(0, bytes);
            let written = writeln!(
                lines,
                r#"{{"type":"item","bytes":{bytes},"wcu":{wcu},"rcu_strong":{strong},"rcu_eventual":{eventual},"rcu_transactional":{transactional}}}"#
            );
            debug_assert!(written.is_ok(), "memory takes every line");
        }
    }

    /// An item that has no size.
    pub(crate) fn problem(&mut self, line: u64, message: String, is_malformed: bool, input: &str) {
        self.line(&json!({"type": "item", "input": input, "line": line, "error": message}));
        self.problems.push(Problem { line, message, is_malformed });
    }

    /// Adds a line for an item that takes no units.
    fn line(&mut self, value: &Value) {
        if let Some(lines) = &mut self.lines {
            lines.push_str(&value.to_string());
            lines.push('\n');
        }
    }
}
