//! The words and the line breaks that the formats for people share.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::escape::{visible, visible_lines};
use crate::report::{Counts, Exit, Finding, Section, Status, Summary};

/// Results in words, zeros left out, except that "N passed" shows wherever there are results:
/// `2 failed, 1 warning, 9 passed`.
pub(super) fn results(counts: Counts) -> Vec<(Status, String)> {
    if counts.total() == 0 {
        return vec![(Status::Skip, "nothing was checked".to_owned())];
    }
    let warnings = if counts.warn == 1 { "warning" } else { "warnings" };
    [
        (Status::Fail, "failed"),
        (Status::Warn, warnings),
        (Status::Pass, "passed"),
        (Status::Skip, "skipped"),
        (Status::Unknown, "unknown"),
    ]
    .into_iter()
    .map(|(status, word)| (status, counts.of(status), word))
    .filter(|(status, count, _)| *count > 0 || *status == Status::Pass)
    .map(|(status, count, word)| (status, format!("{count} {word}")))
    .collect()
}

/// What an older report knows of the results that count as skipped: `3 known, in the baseline: 2 failed, 1 unknown`.
pub(super) fn known(summary: &Summary) -> Option<String> {
    let mut parts = results(summary.known);
    parts.retain(|(status, _)| *status != Status::Pass);
    let total = summary.known.total();
    (total > 0).then(|| format!("{total} known, in the baseline: {}", joined(&parts)))
}

/// Subjects in words: `1000 URIs: 997 passed, 2 failed, 1 with warnings`.
pub(super) fn subjects(summary: &Summary) -> String {
    let counts = summary.subjects;
    let kinds: Vec<String> = [
        (Status::Pass, "passed"),
        (Status::Fail, "failed"),
        (Status::Warn, "with warnings"),
        (Status::Unknown, "unknown"),
        (Status::Skip, "skipped"),
    ]
    .into_iter()
    .filter(|(status, _)| counts.of(*status) > 0)
    .map(|(status, words)| format!("{} {words}", counts.of(status)))
    .collect();
    format!("{}: {}", summary.noun.count(counts.total()), kinds.join(", "))
}

/// The parts of a list, joined.
pub(super) fn joined(parts: &[(Status, String)]) -> String {
    parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ")
}

/// Whether a run checked nothing, was cut short, or could not read or write all that it was to, so that no count makes it
/// a success.
pub(super) const fn is_incomplete(exit: Exit) -> bool {
    !matches!(exit, Exit::Ok | Exit::Findings | Exit::Unknown | Exit::Changes)
}

/// One status for the whole: the worst result's, and of a run that is incomplete at least a warning's.
pub(super) fn verdict(summary: &Summary) -> Status {
    let worst = summary.counts.worst();
    if is_incomplete(summary.exit) && !worst.is_problem() { Status::Warn } else { worst }
}

/// What a reader must know of an exit that the counts do not tell.
pub(super) fn remark(summary: &Summary) -> Option<&'static str> {
    let is_told = summary.exit == Exit::NoChecks && summary.counts.total() == 0;
    let says = is_incomplete(summary.exit) && !is_told;
    Exit::ALL.iter().find(|(exit, _)| says && *exit == summary.exit).map(|(_, meaning)| *meaning)
}

/// The problems of a section, the worst first: failed, unknown, warned; within those what is wrong now before what a loss
/// would come to, and by severity.
pub(super) fn problems(section: &Section) -> Vec<&Finding> {
    let mut problems: Vec<&Finding> =
        section.assessment.findings.iter().filter(|finding| finding.status.is_problem()).collect();
    problems.sort_by_key(|finding| {
        std::cmp::Reverse((finding.status, !finding.check.properties.looks_ahead, finding.severity))
    });
    problems
}

/// What a finding is about, where that is narrower than its section and its message does not say it.
pub(super) fn narrower_subject(finding: &Finding) -> Option<Cow<'_, str>> {
    let subject = finding.detail.as_ref()?.subject.as_deref()?;
    (!says(finding.message(), subject)).then(|| visible(subject))
}

/// What stands before a result that is shown without its section: what the section is called, and the finding's own
/// subject, as far as its message does not say it. A name that the input gave stands there always.
pub(super) fn place(finding: &Finding, section: &Section) -> Option<String> {
    let own = narrower_subject(finding);
    let title = section.title();
    let is_said = section.name.is_none() && (says(finding.message(), title) || own.as_deref() == Some(title));
    let parts: Vec<Cow<'_, str>> = (!is_said).then(|| visible(title)).into_iter().chain(own).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What a finding is about, with the section's name before it where the input gave one.
pub(super) fn whole_subject(finding: &Finding, section: &Section) -> String {
    let subject = finding.subject(section.title());
    match &section.name {
        Some(name) if name != subject => format!("{}, {}", visible(name), visible(subject)),
        _ => visible(subject).into_owned(),
    }
}

/// The first so many characters of a text, with `…` where it has more: what a peer sent may be of any length.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// Whether a text names a thing: `shard 30` does not name `shard 3`.
fn says(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).any(|(start, _)| {
        is_edge(text[..start].chars().next_back()) && is_edge(text[start + name.len()..].chars().next())
    })
}

/// A finding as plain text: message, help, notes, a line each, as the formats of CI systems show it.
pub(super) fn full_text(finding: &Finding) -> String {
    let mut text = visible(finding.message()).into_owned();
    let help = finding.help_text().map(|help| ("help", help));
    for (word, line) in help.into_iter().chain(finding.notes().iter().map(|note| ("note", note.as_ref()))) {
        text += &format!("\n{word}: {}", visible_lines(line));
    }
    text
}

/// The columns that a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Breaks a text between words so that no line is wider than `limit`. Lines that fit are kept as they are, and
/// a word that is wider by itself (a URI) is never broken, so that it can be copied.
pub(super) fn wrap(text: &str, limit: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        match limit {
            Some(limit) if width(line) > limit => wrap_line(line, limit, &mut lines),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn wrap_line(line: &str, limit: usize, lines: &mut Vec<String>) {
    let mut current = String::new();
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        if !current.is_empty() && width(&current) + 1 + width(word) > limit {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn counts_in_words() {
        let counts = Counts { fail: 2, warn: 1, pass: 9, skip: 3, unknown: 1 };
        assert_eq!(joined(&results(counts)), "2 failed, 1 warning, 9 passed, 3 skipped, 1 unknown");
        assert_eq!(joined(&results(Counts { warn: 2, ..Counts::default() })), "2 warnings, 0 passed");
        let told = |subjects| super::subjects(&Summary { subjects, ..samples::summary(&[]) });
        let counts = Counts { pass: 997, fail: 2, warn: 1, ..Counts::default() };
        assert_eq!(told(counts), "1000 URIs: 997 passed, 2 failed, 1 with warnings");
        assert_eq!(told(Counts { fail: 1, ..Counts::default() }), "1 URI: 1 failed");
    }

    #[test]
    fn text_is_wrapped_between_words_only() {
        assert_eq!(wrap("one two three", Some(7)), ["one two", "three"]);
        assert_eq!(wrap("rediss://long.example.com ok", Some(7)), ["rediss://long.example.com", "ok"]);
        assert_eq!(wrap("  kept as it is\nx", Some(40)), ["  kept as it is", "x"]);
        assert_eq!(wrap("one two three", None), ["one two three"]);
    }

    #[test]
    fn a_thing_is_named_by_its_whole_name() {
        assert!(says("shard 3 has no replica", "shard 3") && says("no replica: `shard 3`", "shard 3"));
        assert!(!says("shard 30 has no replica", "shard 3"));
    }

    #[test]
    fn what_is_wrong_now_stands_before_what_a_loss_would_come_to() {
        use crate::report::catalogue::{TOP_ANSWERS, TOP_MIGRATION, TOP_ZONE, TOP_ZONE_LOSS};
        let mut section = samples::clean();
        section.assessment.findings = vec![
            Finding::warn(&TOP_ZONE_LOSS, "a"),
            Finding::warn(&TOP_MIGRATION, "b"),
            Finding::warn(&TOP_ZONE, "c"),
            Finding::fail(&TOP_ZONE_LOSS, "d"),
            Finding::fail(&TOP_ANSWERS, "e"),
        ];
        let told: Vec<&str> = problems(&section).iter().map(|finding| finding.message()).collect();
        assert_eq!(told, ["e", "d", "c", "b", "a"]);
    }

    #[test]
    fn only_what_the_counts_do_not_tell_is_remarked() {
        let told = |exit, skip| {
            let counts = Counts { skip, ..Counts::default() };
            (joined(&results(counts)), remark(&Summary { counts, exit, ..samples::summary(&[]) }))
        };
        assert_eq!(told(Exit::Findings, 1).1, None);
        assert_eq!(told(Exit::Interrupted, 1).1, Some("interrupted; what was known is reported"));
        assert_eq!(told(Exit::NoChecks, 0), ("nothing was checked".to_owned(), None));
        assert_eq!(told(Exit::NoChecks, 1), ("0 passed, 1 skipped".to_owned(), Some("nothing was checked")));
        for exit in [Exit::Usage, Exit::Stopped, Exit::Bug, Exit::Output, Exit::Terminated] {
            assert!(told(exit, 0).1.is_some() && told(exit, 1).1.is_some(), "{exit:?}");
        }
    }

    /// What was found is told as what it is; what was not looked at is no success.
    #[test]
    fn an_incomplete_run_has_no_good_verdict() {
        let of = |exit, counts| verdict(&Summary { counts, exit, ..samples::summary(&[]) });
        let pass = Counts { pass: 3, ..Counts::default() };
        let fail = Counts { fail: 1, ..pass };
        for exit in [Exit::Usage, Exit::NoChecks, Exit::Bug, Exit::Output, Exit::Interrupted] {
            assert_eq!(of(exit, pass), Status::Warn, "{exit:?}");
            assert_eq!(of(exit, Counts::default()), Status::Warn, "{exit:?}");
            assert_eq!(of(exit, fail), Status::Fail, "{exit:?}");
        }
        assert_eq!((of(Exit::Ok, pass), of(Exit::Findings, fail)), (Status::Pass, Status::Fail));
    }
}
