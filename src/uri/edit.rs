//! Corrections: small edits of the original that the checks propose, and their application.
//!
//! An edit names places, never contents: what it does to the evidence's text it does to the value itself, so
//! a correction can be shown masked and written in full.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;

use super::PASSWORD_ESCAPES;
use super::judge::judge;
use super::redact::redact;
use crate::report::Span;
use crate::secrets::Secret;

/// What a span is replaced by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// This text.
    Text(Cow<'static, str>),
    /// What stands at this place of the original.
    Copy(Span),
    /// What stands at this place of the original, percent-encoded as a password has to be.
    Encode(Span),
}

/// One replacement in the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced; empty to insert.
    pub at: Span,
    /// What stands there afterwards, one after another.
    pub with: Vec<Piece>,
}

impl Edit {
    /// Replaces a place by a text.
    pub(super) fn replace(at: Span, text: impl Into<Cow<'static, str>>) -> Self {
        Self { at, with: vec![Piece::Text(text.into())] }
    }

    /// Takes a place out.
    pub(super) const fn delete(at: Span) -> Self {
        Self { at, with: Vec::new() }
    }
}

/// How often edits are made and judged again: one correction can bring the next one to light.
const ROUNDS: usize = 4;

/// The value with every proposed correction made, if it then fails no check; nothing if there is nothing to
/// correct, or if something is left that only a person can know.
pub fn corrected(value: &str) -> Option<Secret> {
    let mut value = value.to_owned();
    for round in 0..=ROUNDS {
        let judged = judge(&redact(value.as_bytes()));
        if judged.edits.is_empty() {
            return (round > 0 && !judged.assessment.has_failed()).then(|| Secret::new(value));
        }
        value = apply(&value, judged.edits);
    }
    None
}

/// Makes the edits, from left to right. Of two that overlap the first one wins; the next round sees the rest.
fn apply(value: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let mut edited = String::with_capacity(value.len() + 16);
    let mut at = 0;
    for edit in edits {
        if edit.at.start < at {
            continue;
        }
        edited.push_str(value.get(at..edit.at.start).unwrap_or_default());
        for piece in edit.with {
            match piece {
                Piece::Text(text) => edited.push_str(&text),
                Piece::Copy(span) => edited.push_str(span.of(value)),
                Piece::Encode(span) => edited.extend(utf8_percent_encode(span.of(value), PASSWORD_ESCAPES)),
            }
        }
        at = edit.at.end;
    }
    edited.push_str(value.get(at..).unwrap_or_default());
    edited
}
