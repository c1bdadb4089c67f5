//! One result of one check on one subject.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, Severity, Status};

/// A half-open range of bytes in the original input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to but without `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Its length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it marks a place between two bytes.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether at least one byte belongs to both.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The part of `text` that it names, or nothing where it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A line to show a person, with the place that a finding is about. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The line as it may be shown: secrets masked, control characters escaped.
    pub text: String,
    /// Where to point at, in bytes of `text`.
    pub span: Span,
    /// What to write beside the caret.
    pub label: Option<Cow<'static, str>>,
}

/// Who has accepted what a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AcceptedBy {
    /// An older report, which knows of it (`--baseline`).
    Baseline,
    /// A skip of `chalkstore.toml`.
    Waiver,
}

/// What a check found that does not count any more: the result is a skip, though the check was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accepted {
    /// Who has accepted it.
    pub by: AcceptedBy,
    /// What the check came to.
    pub status: Status,
    /// What it said.
    pub message: String,
}

/// What a finding has to say beyond "this check passed".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// What was seen, with its value. Empty: the check's passing state says it.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// Further facts; they never change the status.
    pub notes: Vec<Cow<'static, str>>,
    /// What the finding is about, where that is narrower than the section's subject (a node, a shard).
    pub subject: Option<String>,
    /// The place in the original input.
    pub span: Option<Span>,
    /// The line to show, where there is one.
    pub snippet: Option<Snippet>,
    /// What was found, where somebody has accepted it.
    pub accepted: Option<Accepted>,
}

/// One result. A bare pass allocates nothing, because a batch makes millions of them.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check that was made.
    pub check: &'static Check,
    /// What became of it.
    pub status: Status,
    /// How bad it is; the check's own unless the assessment knows better.
    pub severity: Severity,
    /// All else.
    pub detail: Option<Box<Detail>>,
}

impl Finding {
    /// The check's passing state was seen.
    pub const fn pass(check: &'static Check) -> Self {
        Self { check, status: Status::Pass, severity: check.severity, detail: None }
    }

    /// Any other result, with what was seen.
    pub fn new(check: &'static Check, status: Status, message: impl Into<Cow<'static, str>>) -> Self {
        let detail = Detail { message: message.into(), ..Detail::default() };
        Self { check, status, severity: check.severity, detail: Some(Box::new(detail)) }
    }

    /// The check's passing state was seen not to hold.
    pub fn fail(check: &'static Check, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(check, Status::Fail, message)
    }

    /// It works, but somebody should look at it.
    pub fn warn(check: &'static Check, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(check, Status::Warn, message)
    }

    /// It could not be determined; `reason` says why.
    pub fn unknown(check: &'static Check, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(check, Status::Unknown, reason)
    }

    /// It was not asked, or needs a check that failed; `reason` says which.
    pub fn skip(check: &'static Check, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(check, Status::Skip, reason)
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.detail_mut().help = Some(help.into());
        self
    }

    /// Adds a fact that does not change the status.
    #[must_use]
    pub fn note(mut self, note: impl Into<Cow<'static, str>>) -> Self {
        self.detail_mut().notes.push(note.into());
        self
    }

    /// Says what was seen, where the status alone does not.
    #[must_use]
    pub fn message_is(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.detail_mut().message = message.into();
        self
    }

    /// Names the part of the subject that it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.detail_mut().subject = Some(subject.into());
        self
    }

    /// Names the place in the original input.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.detail_mut().span = Some(span);
        self
    }

    /// Makes it a skip that says `why`, and keeps what was found: somebody has accepted it.
    pub fn accept(&mut self, by: AcceptedBy, why: String) {
        let accepted = Accepted { by, status: self.status, message: self.message().to_owned() };
        self.status = Status::Skip;
        let detail = self.detail_mut();
        detail.message = why.into();
        detail.accepted = Some(accepted);
    }

    /// What was found, where somebody has accepted it.
    pub fn accepted(&self) -> Option<&Accepted> {
        self.detail.as_ref().and_then(|detail| detail.accepted.as_ref())
    }

    /// What was seen; for a bare pass the check's passing state.
    pub fn message(&self) -> &str {
        match &self.detail {
            Some(detail) if !detail.message.is_empty() => &detail.message,
            _ => self.check.passing,
        }
    }

    /// What to do, if there is something to do.
    pub fn help_text(&self) -> Option<&str> {
        self.detail.as_ref().and_then(|detail| detail.help.as_deref())
    }

    /// Facts that do not change the status.
    pub fn notes(&self) -> &[Cow<'static, str>] {
        self.detail.as_ref().map_or(&[], |detail| &detail.notes)
    }

    /// The place in the original input.
    pub fn span(&self) -> Option<Span> {
        self.detail.as_ref().and_then(|detail| detail.span)
    }

    /// The line to show a person.
    pub fn snippet(&self) -> Option<&Snippet> {
        self.detail.as_ref().and_then(|detail| detail.snippet.as_ref())
    }

    /// What it is about: its own subject, or the section's.
    pub fn subject<'a>(&'a self, section: &'a str) -> &'a str {
        self.detail.as_ref().and_then(|detail| detail.subject.as_deref()).unwrap_or(section)
    }

    /// The details, made when there are none yet.
    pub fn detail_mut(&mut self) -> &mut Detail {
        self.detail.get_or_insert_default()
    }
}
