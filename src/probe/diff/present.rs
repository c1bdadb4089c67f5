//! The comparison as a report: what got worse is what fails, and what may have is
//! unknown, so that formats and exit codes mean what they always do.

use super::checks::CheckChange;
use super::course::{Course, Told, Verdict};
use super::data;
use super::side::Side;
use super::whole::{Comparison, SubjectChange};
use super::words;
use crate::report::{AcceptedBy, Assessment, Block, Cell, Finding, Gauge, Section, Status, Table, Tone};

/// The most rows that a table for a person has.
const SHOWN: usize = 100;

impl Comparison {
    /// The report of it. A check passes that is known not to have got worse.
    pub fn section(&self) -> Section {
        let several = self.subjects.len() > 1;
        let findings = self.subjects.iter().flat_map(|subject| {
            let title = several.then_some(subject.title.as_str());
            let first_gone = first_gone(&subject.checks);
            subject.checks.iter().enumerate().map(move |(at, check)| match check.course {
                Course::Gone => gone(check, title, &subject.checks, first_gone == Some(at)),
                _ => finding(check, title),
            })
        });
        let counts = self.counts();
        let gauge = |(course, count): (&Course, &u64)| Gauge {
            name: "diff_checks",
            help: "Checks by what became of them from one run to the next",
            labels: vec![("course", course.as_str().to_owned())],
            #[expect(clippy::cast_precision_loss, reason = "numbers of checks stay far below 2^53")]
            value: *count as f64,
        };
        let assessment = Assessment {
            findings: findings.collect(),
            facts: data::facts(self),
            view: self.view(several),
            closing: vec![("verdict", self.verdict.as_str().to_owned())],
            gauges: counts.iter().map(gauge).collect(),
            ..Assessment::default()
        };
        let title = match self.subjects.as_slice() {
            [one] => one.title.clone(),
            many => format!("{} subjects", many.len()),
        };
        Section::new(title, None, assessment)
    }

    fn view(&self, several: bool) -> Vec<Block> {
        let mut view = vec![Block::Text(words::headline(self))];
        view.extend(self.remarks.iter().map(|remark| Block::Text(format!("note: {remark}"))));
        view.push(Block::Table(Table {
            title: "What is compared".to_owned(),
            columns: Vec::new(),
            rows: vec![run("old", &self.old), run("new", &self.new)],
        }));
        if several {
            view.extend(table(
                "Subjects that changed",
                &["subject", "verdict"],
                self.subjects
                    .iter()
                    .filter(|subject| subject.verdict != Verdict::Same)
                    .map(|subject| vec![Cell::from(subject.title.as_str()), verdict(subject.verdict)]),
            ));
        }
        let of = |subject: &SubjectChange, about: &str| match (several, about) {
            (true, "") => subject.title.clone(),
            (true, about) => format!("{}: {about}", subject.title),
            (false, about) => about.to_owned(),
        };
        // What got worse or is not known stands among the findings.
        let is_shown = |check: &&CheckChange| matches!(check.course, Course::Better | Course::Different);
        let checks = self.subjects.iter().flat_map(|subject| {
            subject.checks.iter().filter(is_shown).map(move |check| {
                let about = of(subject, check.result.about.as_deref().unwrap_or_default());
                let name = format!("{} {about}", check.result.check.code);
                let tone = if check.course == Course::Better { Tone::Good } else { Tone::Plain };
                vec![
                    Cell::toned(check.course.as_str(), tone),
                    Cell::from(name.trim_end()),
                    Cell::from(words::side(check.was.as_ref(), check.none)),
                    Cell::from(words::side(check.is.as_ref(), check.none)),
                ]
            })
        });
        view.extend(table("Checks that changed and did not get worse", &["", "check", "was", "is"], checks));
        let facts = self.subjects.iter().flat_map(|subject| {
            subject.facts.iter().map(move |fact| {
                let change = &fact.change;
                let tone = if fact.is_measured { Tone::Faint } else { Tone::Plain };
                let value = |value: &Option<String>| {
                    Cell::toned(value.clone().unwrap_or_else(|| "–".to_owned()), tone)
                };
                vec![
                    Cell::from(of(subject, &change.about)),
                    Cell::from(change.what.as_str()),
                    value(&change.before),
                    value(&change.after),
                ]
            })
        });
        view.extend(table("What else changed", &["about", "what", "was", "is"], facts));
        view
    }
}

/// A table and, where it would be too long, how much was left out; nothing without rows.
fn table(title: &str, columns: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> Vec<Block> {
    let mut rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let more = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    let columns = columns.iter().map(|&column| column.to_owned()).collect();
    let table = Block::Table(Table { title: title.to_owned(), columns, rows });
    let rest = Block::Text(format!("… and {more} more; `--output json=FILE` lists all"));
    std::iter::once(table).chain((more > 0).then_some(rest)).collect()
}

/// In one cell: a line of a table is wider than a narrow terminal.
fn run(name: &str, side: &Side) -> Vec<Cell> {
    let told = format!("{} · {} · seen at {}", side.file, side.command, side.started_at);
    vec![Cell::from(name), Cell::from(told)]
}

fn verdict(verdict: Verdict) -> Cell {
    let tone = match verdict {
        Verdict::Worse => Tone::Bad,
        Verdict::Unknown => Tone::Caution,
        Verdict::Better => Tone::Good,
        Verdict::Different | Verdict::Same => Tone::Plain,
    };
    Cell::toned(verdict.as_str(), tone)
}

/// What became of a check, as a result of its own. `subject` is named where there are several.
fn finding(check: &CheckChange, subject: Option<&str>) -> Finding {
    let result = &check.result;
    let was = words::side(check.was.as_ref(), check.none);
    let is = words::side(check.is.as_ref(), check.none);
    let asked = |finding: Finding| match &result.help {
        Some(help) => finding.help(help.clone()),
        None => finding,
    };
    let mut finding = match check.course {
        Course::Worse | Course::BecameUnknown => {
            asked(Finding::new(result.check, result.status, words::message(result)))
                .note(format!("before: {was}"))
        }
        Course::StillUnknown => asked(Finding::unknown(result.check, words::message(result)))
            .note("it was unknown before, too: whether it got worse cannot be told"),
        Course::Changed => {
            let told = Finding::new(result.check, result.status, words::message(result));
            let told =
                asked(told).note(format!("before: {was}")).note("whether that is worse cannot be told");
            match result.status {
                // At worst it is still a warning.
                Status::Warn => told,
                _ => Finding { status: Status::Unknown, ..told },
            }
        }
        Course::Better | Course::Reworded => {
            Finding::pass(result.check).message_is(format!("before: {was}; now: {is}"))
        }
        Course::Different => match &check.is {
            Some(_) => Finding::skip(result.check, format!("before: {was}; now: {is}")),
            None => Finding::skip(result.check, format!("not checked any more; before: {was}")),
        },
        Course::Same if result.status == Status::Pass => Finding::pass(result.check),
        Course::Same => Finding::pass(result.check).message_is(format!("as before: {is}")),
        Course::NotCompared | Course::Gone => {
            Finding::skip(result.check, "nothing to compare: it is not known of both runs")
        }
    };
    finding.severity = result.severity;
    if let Some(by) = check.is.as_ref().and_then(|is| is.accepted) {
        finding = finding.note(match by {
            AcceptedBy::Baseline => {
                "accepted: the second run's baseline knows it, so that it did not count there"
            }
            AcceptedBy::Waiver => "accepted: chalkstore.toml skips it, so that it did not count there",
        });
    }
    if let Some(was_about) = &check.was_about {
        finding = finding.note(format!("before: {was_about}"));
    }
    named(finding, check, subject)
}

/// The gravest check of a subject that the second run has not made: it speaks for the others, which would all say the same.
fn first_gone(checks: &[CheckChange]) -> Option<usize> {
    let gone = (0..checks.len()).rev().filter(|at| checks[*at].course == Course::Gone);
    gone.max_by_key(|at| checks[*at].result.severity)
}

/// What became of a check that the second run has not made, or whose subject is gone.
fn gone(check: &CheckChange, subject: Option<&str>, all: &[CheckChange], speaks: bool) -> Finding {
    let (what, help) = match check.none {
        Told::NoSubject => (
            "only the first run has it: whether it got worse is not known",
            "look at it again and compare with that; or, if it was given up, compare runs without it",
        ),
        _ => (
            "the second run has not checked it: whether it got worse is not known",
            "check it again, as the first run did, and compare with that; or compare runs that look at as much",
        ),
    };
    let gone = all.iter().filter(|other| other.course == Course::Gone).count();
    let mut finding = if speaks {
        let message = match gone - 1 {
            0 => what.to_owned(),
            1 => format!("{what}, of this and 1 other check"),
            others => format!("{what}, of this and {others} other checks"),
        };
        Finding::unknown(check.result.check, message).help(help)
    } else {
        Finding::skip(check.result.check, what)
    };
    finding.severity = check.result.severity;
    named(finding, check, subject)
}

/// The finding, with the name of what it is about. `subject` is named where there are several.
fn named(finding: Finding, check: &CheckChange, subject: Option<&str>) -> Finding {
    let about = match (subject, &check.result.about) {
        (Some(subject), Some(about)) => Some(format!("{subject}: {about}")),
        (Some(subject), None) => Some(subject.to_owned()),
        (None, about) => about.clone(),
    };
    match about {
        Some(about) => finding.about(about),
        None => finding,
    }
}
