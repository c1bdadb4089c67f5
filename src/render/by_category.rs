//! A section for a person, by category: a line for each check, and what is to be said of those that did not pass.

use std::collections::BTreeMap;
use std::mem;

use super::blocks;
use super::escape::{visible, visible_lines};
use super::style::{BOLD, FAINT, Style, of_status};
use super::words::{narrower_subject, width, wrap};
use crate::report::{
    AcceptedBy, Block, Category, Cell, Check, Counts, Finding, Section, Status, Table, Tone,
};

/// Where nothing says how wide a line may be, codes stand at this column.
const WIDE: usize = 80;
/// What stands before a line's text, and before what is said of it.
const INDENT: usize = 2;

/// What is shown of a category.
enum Entry<'a> {
    /// What is said of one check.
    Check(Checked<'a>),
    /// One thing that several checks could not find out for the same reason, such as a server that does not answer.
    Open(Vec<&'a Finding>),
}

/// The findings of one check.
struct Checked<'a> {
    check: &'static Check,
    /// The worst of them.
    status: Status,
    findings: Vec<&'a Finding>,
}

/// The section's categories, each under its heading. Unless all is to be told, only checks with a problem stand there, and,
/// where not even that is too much, those with one that somebody has decided to live with: it is no pass, and the reason is
/// his to be held to.
pub(super) fn categories(section: &Section, style: Style) -> Vec<String> {
    let mut categories: BTreeMap<Category, Vec<&Finding>> = BTreeMap::new();
    for finding in &section.assessment.findings {
        categories.entry(finding.check.category).or_default().push(finding);
    }
    let drawn = categories.into_iter().filter_map(|(category, findings)| {
        let mut lines = Vec::new();
        for entry in entries(&findings, style) {
            match entry {
                Entry::Check(one) => {
                    let is_told =
                        style.is_verbose() || one.status.is_problem() || !style.is_quiet() && one.is_waived();
                    if is_told {
                        one.draw(style, &mut lines);
                    }
                }
                Entry::Open(alike) => draw_open(&alike, style, &mut lines),
            }
        }
        (!lines.is_empty()).then(|| format!("{}\n{}", style.paint(category.title(), BOLD), lines.join("\n")))
    });
    drawn.collect()
}

/// A category's findings by check; those that several checks share stand behind them, unless all is to be told: what they
/// wait for is a finding of its own.
fn entries<'a>(findings: &[&'a Finding], style: Style) -> Vec<Entry<'a>> {
    let mut alike: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|_| !style.is_verbose()) {
        if let Some(open) = open(finding) {
            alike.entry(open).or_default().push(finding);
        }
    }
    alike.retain(|_, findings| findings.iter().any(|one| one.check.code != findings[0].check.code));
    let mut entries = Vec::new();
    let mut shared = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        if let Some(all) = open(finding).and_then(|open| alike.get_mut(&open)) {
            if !all.is_empty() {
                shared.push(Entry::Open(mem::take(all)));
            }
            continue;
        }
        let place = *places.entry(finding.check.code).or_insert_with(|| {
            let (check, status) = (finding.check, finding.status);
            entries.push(Entry::Check(Checked { check, status, findings: Vec::new() }));
            entries.len() - 1
        });
        if let Some(Entry::Check(one)) = entries.get_mut(place) {
            one.status = one.status.max(finding.status);
            one.findings.push(finding);
        }
    }
    entries.append(&mut shared);
    entries
}

/// What could not be found out, and of what, in words of its own.
fn open(finding: &Finding) -> Option<(&str, Option<&str>)> {
    let detail = finding.detail.as_ref().filter(|_| finding.status == Status::Unknown)?;
    Some((finding.message(), detail.subject.as_deref()))
}

/// One thing that several checks could not find out.
fn draw_open(findings: &[&Finding], style: Style, lines: &mut Vec<String>) {
    let mut codes: Vec<&str> = findings.iter().map(|one| one.check.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let [first, ..] = findings else { return };
    let text = format!("{} checks: {}", codes.len(), codes.join(", "));
    line(first.status, &text, "", style, lines);
    said(first, "", style, lines);
    if let Some(help) = first.help_text() {
        below(&format!("help: {}", visible_lines(help)), style, lines);
    }
}

/// What a finding says, of what; a word on its status stands before it where that is not the line's own.
fn said(finding: &Finding, word: &str, style: Style, lines: &mut Vec<String>) {
    let subject = narrower_subject(finding).map(|subject| format!("{subject}: ")).unwrap_or_default();
    below(&format!("{word}{subject}{}", visible(finding.message())), style, lines);
}

impl Checked<'_> {
    fn is_waived(&self) -> bool {
        self.findings.iter().any(|finding| is_waived(finding))
    }

    fn draw(&self, style: Style, lines: &mut Vec<String>) {
        line(self.status, self.check.passing, self.check.code, style, lines);
        let mut helps: Vec<&str> = Vec::new();
        for finding in &self.findings {
            let has_told = finding.detail.is_some() && finding.message() != self.check.passing;
            if has_told && (finding.status != Status::Pass || style.is_verbose()) {
                // Beside others that are worse, a finding says what it is itself.
                let word = if finding.status == self.status || finding.status == Status::Pass {
                    String::new()
                } else {
                    format!("{}: ", finding.status.as_str())
                };
                said(finding, &word, style, lines);
            }
            if finding.status == Status::Pass && !style.is_verbose() {
                continue;
            }
            // Of what is waived, what was found is said first; what to do about it, nobody has to do now.
            let told = if is_waived(finding) && !style.is_verbose() { 1 } else { usize::MAX };
            for note in finding.notes().iter().take(told) {
                below(&format!("note: {}", visible_lines(note)), style, lines);
            }
            if let Some(help) = finding.help_text().filter(|help| !helps.contains(help)) {
                helps.push(help);
                below(&format!("help: {}", visible_lines(help)), style, lines);
            }
        }
        if self.status == Status::Fail {
            let explain = format!("chalkstore explain {}", self.check.code);
            lines.push(format!("{}{}", " ".repeat(indent(style)), style.paint(&explain, FAINT)));
        }
    }
}

/// Whether a skip of `chalkstore.toml` has taken what was found.
fn is_waived(finding: &Finding) -> bool {
    finding.accepted().is_some_and(|accepted| accepted.by == AcceptedBy::Waiver)
}

/// A check's line: its mark, its text, and its code, if it is one check's, at the right.
fn line(status: Status, text: &str, code: &str, style: Style, lines: &mut Vec<String>) {
    let columns = style.width.unwrap_or(WIDE).min(WIDE.max(style.width.unwrap_or_default().min(100)));
    let before = indent(style);
    let limit = columns.saturating_sub(before + 2 + width(code));
    let wrapped = wrap(text, style.width.map(|_| limit));
    for (at, part) in wrapped.iter().enumerate() {
        if at > 0 {
            lines.push(format!("{}{part}", " ".repeat(before)));
            continue;
        }
        let mark = mark(status, style);
        let gap = before - INDENT - width(mark);
        let fill = columns.saturating_sub(before + width(part) + width(code)).max(2);
        let mark = style.paint(mark, of_status(status));
        let mut line = format!("{}{mark}{}{part}", " ".repeat(INDENT), " ".repeat(gap));
        if !code.is_empty() {
            line += &" ".repeat(fill);
            line += &style.paint(code, FAINT);
        }
        lines.push(line);
    }
}

/// What is said of a check, under its line.
fn below(text: &str, style: Style, lines: &mut Vec<String>) {
    let before = indent(style);
    for part in wrap(text, style.width.map(|columns| columns.saturating_sub(before))) {
        lines.push(format!("{}{part}", " ".repeat(before)));
    }
}

/// What stands before texts: the marks' widest, and a space.
const fn indent(style: Style) -> usize {
    if style.ascii { INDENT + 5 } else { INDENT + 2 }
}

/// The mark of a status: a sign, or a word where signs cannot be drawn.
const fn mark(status: Status, style: Style) -> &'static str {
    match (status, style.ascii) {
        (Status::Pass, false) => "✓",
        (Status::Fail, false) => "✗",
        (Status::Warn, false) => "!",
        (Status::Pass, true) => "ok",
        (Status::Fail, true) => "FAIL",
        (Status::Warn, true) => "warn",
        (Status::Unknown, _) => "?",
        (Status::Skip, _) => "-",
    }
}

/// A subject of many, as the table at the end shows it.
pub(super) struct Overview {
    title: String,
    counts: Counts,
    worst: Option<&'static str>,
}

impl Overview {
    pub(super) fn of(section: &Section) -> Self {
        let problems = section.assessment.findings.iter().filter(|finding| finding.status.is_problem());
        let worst = problems.max_by_key(|finding| (finding.status, finding.severity));
        Self {
            title: section.title().to_owned(),
            counts: section.counts,
            worst: worst.map(|finding| finding.check.code),
        }
    }
}

/// All subjects, the worst first. `noun` is what one is called.
pub(super) fn overview(subjects: &mut [Overview], noun: &str, style: Style) -> String {
    let rank = |one: &Overview| {
        let Counts { fail, unknown, warn, .. } = one.counts;
        std::cmp::Reverse((fail, unknown, warn))
    };
    subjects.sort_by(|one, other| (rank(one), &one.title).cmp(&(rank(other), &other.title)));
    let rows = subjects.iter().map(|one| {
        let tone = |status| match status {
            Status::Fail => Tone::Bad,
            Status::Unknown | Status::Warn => Tone::Caution,
            Status::Pass => Tone::Good,
            Status::Skip => Tone::Faint,
        };
        let worst = one.counts.worst();
        let mut row = vec![Cell::from(one.title.as_str()), Cell::toned(worst.as_str(), tone(worst))];
        for status in [Status::Fail, Status::Unknown, Status::Warn, Status::Pass] {
            let count = one.counts.of(status);
            let tone = if count == 0 { Tone::Faint } else { tone(status) };
            row.push(Cell::toned(count.to_string(), tone));
        }
        row.push(Cell::from(one.worst.unwrap_or_default()));
        row
    });
    let columns = [noun, "result", "fail", "unknown", "warn", "pass", "worst"].map(str::to_owned).to_vec();
    blocks::text(&Block::Table(Table { title: String::new(), columns, rows: rows.collect() }), style)
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::render::samples::{clean, connection, style, uri, verbose};
    use crate::report::Assessment;
    use crate::report::catalogue::{TOP_LINK, TOP_SLOTS, TOP_STATE, TOP_VIEWS};

    fn drawn(section: &Section, style: Style) -> String {
        categories(section, style).join("\n\n")
    }

    #[test]
    fn a_line_for_each_problem_at_60_columns() {
        assert_snapshot!(drawn(&connection(), style(Some(60))), @"
        Reaching the store
          ! every address family that the name resolves to    NET003
            accepts connections
            IPv6 connections to 2001:db8::7 time out; clients that
            try IPv6 first wait 2 s at every connect
            note: IPv4 connects in 0.4 ms
            help: remove the AAAA record, or open port 6379 for IPv6
            in the security group
          ✗ the TLS handshake succeeds                        NET004
            10.0.1.4:6379: the server does not speak TLS
            chalkstore explain NET004
          ? the server accepts the credentials                NET011
            no answer to AUTH within 2000 ms
        ");
    }

    #[test]
    fn without_signs_it_reads_all_the_same() {
        assert_snapshot!(drawn(&uri(), Style { ascii: true, ..verbose(None) }), @"
        Connection URI
          ok   the scheme is redis, rediss, valkey, valkeys or dynamodb           URI004
          ok   the host is a name or an address                                   URI006
          ok   the port is a number from 1 to 65535                               URI007
               note: 6379 is the default
          FAIL `clustered` is `true` or `false`, and given once                   URI009
               `clustered` must be `true` or `false`, not `yes`
               help: write `clustered=true` for a cluster with cluster mode enabled, `clustered=false` for a single primary with its replicas
               chalkstore explain URI009
          FAIL every query parameter is one that the query servers read           URI014
               unknown query parameter `pasword`
               chalkstore explain URI014
          -    certificate verification is on, or switched off on purpose by `#insecure`  URI016
               the scheme has no TLS
        ");
    }

    /// A node that hangs leaves many checks open; of one of them there is more to say.
    #[test]
    fn what_several_checks_could_not_find_out_for_one_reason_is_said_once() {
        let open = |check| {
            let finding = Finding::unknown(check, "a:1: no answer (TOP004)").about("a:1");
            finding.help("TOP004 says why")
        };
        let findings = vec![
            open(&TOP_STATE),
            Finding::warn(&TOP_LINK, "b:1: no link for 3 s").about("b:1"),
            open(&TOP_VIEWS),
            open(&TOP_LINK),
            Finding::unknown(&TOP_SLOTS, "nobody told"),
        ];
        let section = Section::new("p".to_owned(), None, Assessment::of(findings));
        assert_snapshot!(drawn(&section, style(Some(60))), @"
        Topology
          ! every replica is linked to its primary            TOP009
            b:1: no link for 3 s
          ? all 16384 slots are covered, each by one shard    TOP001
            nobody told
          ? 3 checks: TOP006, TOP007, TOP009
            a:1: no answer (TOP004)
            help: TOP004 says why
        ");
        let all = drawn(&section, Style { width: Some(60), ..verbose(None) });
        assert_eq!(all.matches("a:1: no answer").count(), 3, "{all}");
    }

    #[test]
    fn problems_alone() {
        assert!(categories(&clean(), style(None)).is_empty());
        assert!(categories(&clean(), verbose(None)).concat().contains('✓'));
        let (few, all) = (drawn(&connection(), style(None)), drawn(&connection(), verbose(None)));
        assert!(few.contains("NET004") && !few.contains("NET002") && !few.contains("NET007"), "{few}");
        assert!(["NET002", "NET004", "NET007"].iter().all(|code| all.contains(code)), "{all}");
    }

    #[test]
    fn the_worst_subject_stands_first() {
        let mut subjects = [Overview::of(&clean()), Overview::of(&connection()), Overview::of(&uri())];
        let text = overview(&mut subjects, "environment", style(None));
        let order: Vec<usize> =
            ["redis://cache", "prod-eu", "clean"].map(|name| text.find(name).unwrap_or(0)).to_vec();
        assert!(order.is_sorted(), "{text}");
    }
}
