//! The text of a file, and places in it.

use std::ops::Range;

use super::masked::masked;
use crate::report::{Place, Problem, Snippet, Span};

/// What of a line is not to be shown, whatever it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hides {
    /// What looks like a secret alone.
    Nothing,
    /// The value behind a key.
    Behind,
    /// The value that is meant.
    From,
}

/// The text, and where its lines begin.
pub(super) struct Source<'a> {
    name: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { name, text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line, from 1, in which a byte stands.
    pub(super) fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// Where a thing is written, as `chalkstore.toml:12`.
    pub(super) fn origin(&self, at: usize) -> String {
        format!("{}:{}", self.name, self.line(at))
    }

    /// A problem of the whole file.
    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem { file: self.name.to_owned(), message: message.into(), help: None, place: None }
    }

    /// A problem at a place.
    pub(super) fn at(
        &self,
        span: &Range<usize>,
        message: impl Into<String>,
        label: Option<String>,
        hides: Hides,
    ) -> Problem {
        let start = self.text.floor_char_boundary(span.start);
        let line = self.line(start).max(1);
        let line_start = self.starts[line - 1];
        let rest = &self.text[line_start..];
        let whole = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        // The end of a file is behind its last line.
        let from = (start - line_start).min(whole.len());
        let to = span.end.saturating_sub(line_start).clamp(from, whole.len());
        let shown = Span::new(from, whole.floor_char_boundary(to).max(from));
        let hidden_from = match hides {
            // A header has no value.
            Hides::Behind if !whole.trim_start().starts_with('[') => Some(shown.end),
            Hides::From => Some(shown.start),
            _ => None,
        };
        let (text, shown) = masked(whole, shown, hidden_from);
        let column = whole[..whole.floor_char_boundary(from)].chars().count() + 1;
        let snippet = Snippet { text, span: shown, label: label.map(Into::into) };
        let place = Place { line, column, span: Span::new(span.start, span.end.max(span.start)), snippet };
        Problem { place: Some(place), ..self.problem(message) }
    }
}
