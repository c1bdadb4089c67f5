//! What a script gets: the keys of the report's `data`.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde_json::json;

use super::checks::CheckChange;
use super::course::{Course, Verdict};
use super::side::{Form, Side};
use super::whole::{Comparison, SubjectChange};
use super::words;
use crate::report::{Change, Fact, Tool};

/// The `data` of a report of `chalkstore diff`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "chalkstore diff data", rename = "DiffData")]
struct DiffData<'a> {
    /// Whether it got worse.
    verdict: Verdict,
    /// The first run.
    old: SideDto<'a>,
    /// The second.
    new: SideDto<'a>,
    /// What is to be known of how far the two can be compared.
    remarks: &'a [String],
    /// What each subject comes to.
    subjects: Vec<SubjectDto<'a>>,
    /// Everything that changed or is not known. What says the same is only counted.
    changes: Vec<ChangeDto<'a>>,
}

/// One of the two runs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Run")]
struct SideDto<'a> {
    /// The file.
    file: &'a str,
    /// How it was saved.
    form: Form,
    /// The subcommand.
    command: &'a str,
    /// What the whole run was about.
    subject: &'a str,
    /// When the observation started: RFC 3339, UTC.
    started_at: &'a str,
    /// The program whose judgement it is.
    tool: &'a Tool,
    /// Whether an interrupt or an unreadable input left something out.
    is_partial: bool,
}

/// What one subject comes to.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Subject")]
struct SubjectDto<'a> {
    /// What it is called.
    subject: &'a str,
    /// What it was called, where that is something else.
    was_called: Option<&'a str>,
    /// Whether it got worse.
    verdict: Verdict,
    /// Checks that got worse.
    worse: usize,
    /// Checks that could not be determined any more.
    became_unknown: usize,
    /// Checks that could not be determined in either run.
    still_unknown: usize,
    /// Checks that only the first run has made.
    gone: usize,
    /// Checks that fail or warn as before, and tell something else.
    changed: usize,
    /// Checks that got better.
    better: usize,
    /// Checks that are neither, and not the same.
    different: usize,
    /// Checks that pass as before, in other words.
    reworded: usize,
    /// Checks that say the same.
    same: usize,
    /// Checks that one of the runs has not made, and that do not fail.
    not_compared: usize,
    /// Other things that changed, without what is measured.
    facts: usize,
}

/// Whether a change is of a check or of something else.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// The result of a check.
    Check,
    /// Something else that is known of the subject.
    Fact,
    /// Something that is measured: it moves all the time, and decides nothing.
    Measured,
}

/// One thing that changed.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeDto<'a> {
    /// The subject.
    subject: &'a str,
    /// Whether it is a check.
    kind: Kind,
    /// The check's code; null of anything else.
    code: Option<&'static str>,
    /// What it is about, where that is narrower than the subject: a node, a record.
    about: Option<&'a str>,
    /// What that was called, where it is something else.
    was_about: Option<&'a str>,
    /// What of it changed; of a check `status`.
    what: &'a str,
    /// What it was; null for what was not there.
    before: Option<String>,
    /// What it is; null for what is gone.
    after: Option<String>,
    /// What that means.
    course: Course,
}

/// The JSON schema of the `data` of a report of `chalkstore diff`.
pub fn diff_schema() -> Schema {
    schema_for!(DiffData<'static>)
}

/// What a comparison tells a script.
pub(super) fn facts(comparison: &Comparison) -> Vec<Fact> {
    let subjects: Vec<SubjectDto<'_>> = comparison.subjects.iter().map(subject).collect();
    let changes: Vec<ChangeDto<'_>> = comparison.subjects.iter().flat_map(changes).collect();
    let (old, new) = (run(&comparison.old), run(&comparison.new));
    let data =
        DiffData { verdict: comparison.verdict, old, new, remarks: &comparison.remarks, subjects, changes };
    let DiffData { verdict, old, new, remarks, subjects, changes } = &data;
    vec![
        Fact { name: "verdict", value: json!(verdict) },
        Fact { name: "old", value: json!(old) },
        Fact { name: "new", value: json!(new) },
        Fact { name: "remarks", value: json!(remarks) },
        Fact { name: "subjects", value: json!(subjects) },
        Fact { name: "changes", value: json!(changes) },
    ]
}

fn run(side: &Side) -> SideDto<'_> {
    SideDto {
        file: &side.file,
        form: side.form,
        command: &side.command,
        subject: &side.subject,
        started_at: &side.started_at,
        tool: &side.tool,
        is_partial: side.is_partial,
    }
}

fn subject(subject: &SubjectChange) -> SubjectDto<'_> {
    let count = |course: Course| subject.checks.iter().filter(|check| check.course == course).count();
    SubjectDto {
        subject: &subject.title,
        was_called: subject.was_called.as_deref(),
        verdict: subject.verdict,
        worse: count(Course::Worse),
        became_unknown: count(Course::BecameUnknown),
        still_unknown: count(Course::StillUnknown),
        gone: count(Course::Gone),
        changed: count(Course::Changed),
        better: count(Course::Better),
        different: count(Course::Different),
        reworded: count(Course::Reworded),
        same: count(Course::Same),
        not_compared: count(Course::NotCompared),
        facts: subject.facts.iter().filter(|fact| !fact.is_measured).count(),
    }
}

fn changes(subject: &SubjectChange) -> impl Iterator<Item = ChangeDto<'_>> {
    let title = &subject.title;
    let is_told = |check: &&CheckChange| check.course.is_told();
    let checks = subject.checks.iter().filter(is_told).map(move |check| ChangeDto {
        subject: title,
        kind: Kind::Check,
        code: Some(check.result.check.code),
        about: check.result.about.as_deref(),
        was_about: check.was_about.as_deref(),
        what: "status",
        before: check.was.as_ref().map(words::result),
        after: check.is.as_ref().map(words::result),
        course: check.course,
    });
    let facts = subject.facts.iter().map(move |fact| {
        let Change { about, what, before, after } = &fact.change;
        ChangeDto {
            subject: title,
            kind: if fact.is_measured { Kind::Measured } else { Kind::Fact },
            code: None,
            about: Some(about.as_str()).filter(|about| !about.is_empty()),
            was_about: None,
            what,
            before: before.clone(),
            after: after.clone(),
            course: Course::Different,
        }
    });
    checks.chain(facts)
}
