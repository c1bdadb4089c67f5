//! What stands in the tables of a comment: subjects and findings, each in a row of its own.

use super::blocks::{inline, inline_lines};
use crate::render::words::{narrower_subject, shortened};
use crate::report::{Counts, Finding, Status};
use crate::words::count;

/// The most characters of a name, and of a part of what a finding says.
const NAME: usize = 200;
const PART: usize = 1_500;
/// The most notes of a finding.
const NOTES: usize = 8;

/// A subject's name.
pub(super) fn name(title: &str) -> String {
    format!("<code>{}</code>", inline(&shortened(title, NAME)))
}

/// The head of the table of subjects, which are called so.
pub(super) fn subjects_head(noun: &str) -> String {
    format!("| {noun} | | failed | unknown | warnings | passed | skipped |\n|---|---|--:|--:|--:|--:|--:|\n")
}

/// A subject's row.
pub(super) fn subject(title: &str, counts: Counts) -> String {
    let Counts { pass, warn, fail, skip, unknown } = counts;
    let status = word(counts.worst());
    format!("| {} | {status} | {fail} | {unknown} | {warn} | {pass} | {skip} |\n", name(title))
}

/// The head of the table of findings; the subjects, which are called so, have a column where there are several.
pub(super) fn findings_head(noun: Option<&str>) -> String {
    match noun {
        Some(noun) => format!("| {noun} | status | check | what was seen |\n|---|---|---|---|\n"),
        None => "| status | check | what was seen |\n|---|---|---|\n".to_owned(),
    }
}

/// A finding's row without the subject's cell: status, code, and all it says.
pub(super) fn finding(finding: &Finding) -> String {
    let mut text = inline(&shortened(finding.message(), PART));
    if let Some(subject) = narrower_subject(finding) {
        text = format!("{}: {text}", name(&subject));
    }
    if let Some(help) = finding.help_text() {
        text += &format!("<br>**help:** {}", inline_lines(&shortened(help, PART)));
    }
    for note in finding.notes().iter().take(NOTES) {
        text += &format!("<br>**note:** {}", inline_lines(&shortened(note, PART)));
    }
    if finding.notes().len() > NOTES {
        text += &format!("<br>… and {}", count(finding.notes().len() - NOTES, "more note"));
    }
    format!("| {} | {} | {text} |\n", word(finding.status), finding.check.code)
}

/// The head of a folded part: a subject's name, and how many results are in it that are no problem.
pub(super) fn folded_head(title: Option<&str>, counts: Counts) -> String {
    let skipped = if counts.skip > 0 { format!(", {} skipped", counts.skip) } else { String::new() };
    let title = title.map(|title| format!("{}: ", name(title))).unwrap_or_default();
    format!("<details><summary>{title}{} passed{skipped}</summary>\n\n", counts.pass)
}

/// One sign for the whole.
pub(super) const fn mark(verdict: Status) -> &'static str {
    match verdict {
        Status::Fail => "❌",
        Status::Unknown => "❔",
        Status::Warn => "⚠️",
        Status::Pass | Status::Skip => "✅",
    }
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Fail => "❌ fail",
        Status::Unknown => "❔ unknown",
        Status::Warn => "⚠️ warn",
        Status::Pass => "✅ pass",
        Status::Skip => "skip",
    }
}
