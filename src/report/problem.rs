//! Something that is wrong in a file that somebody wrote, such as `chalkstore.toml`: it is told before any work starts.

use std::fmt;

use super::{Snippet, Span};

/// What is wrong in a file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// What is wrong, without anything secret.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it is; nothing where the whole file is meant.
    pub place: Option<Place>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, in characters, from 1.
    pub column: usize,
    /// The bytes of the file that are meant.
    pub span: Span,
    /// The line to show. What could be a secret is masked in it.
    pub snippet: Snippet,
}

impl Problem {
    /// The line, from 1; nothing where the whole file is meant.
    pub fn line(&self) -> Option<usize> {
        self.place.as_ref().map(|place| place.line)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}:{}:{}: {}", self.file, place.line, place.column, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}
