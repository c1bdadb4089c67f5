//! A report in JSON, read back.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::facts::Facts;
use super::side::{Form, ResultSeen, Side, SideError, SubjectSeen};
use crate::probe::EvidenceSource;
use crate::report::{Accepted, Check, Counts, Exit, Severity, Status, Tool, catalogue};

/// The longest report that is read, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// The version of reports that is known.
const SCHEMA_VERSION: u64 = 1;

/// What of a report counts here.
#[derive(Deserialize)]
struct Report {
    schema_version: u64,
    tool: Tool,
    command: String,
    subject: String,
    started_at: String,
    exit_code: u8,
    /// Missing in what the first builds of version 1 wrote.
    subjects: Option<Vec<Subject>>,
    findings: Vec<Found>,
    data: BTreeMap<String, Value>,
}

/// One of its subjects.
#[derive(Deserialize)]
struct Subject {
    #[serde(rename = "subject")]
    title: String,
    counts: Counts,
    passed: Vec<String>,
}

#[derive(Deserialize)]
struct Found {
    code: String,
    status: Status,
    severity: Severity,
    subject: String,
    section: Option<String>,
    message: String,
    help: Option<String>,
    /// Missing in what older versions wrote.
    accepted: Option<Accepted>,
}

/// Reads a report.
///
/// # Errors
/// When it is none, or cannot be compared.
pub(super) fn read(source: &EvidenceSource) -> Result<Side, SideError> {
    let path = || source.name.clone();
    let cannot = |source| SideError::Read { path: path(), source };
    let refused = |what: String| SideError::Report { path: path(), what };
    let text = source.bytes(MAX_BYTES).map_err(cannot)?;
    // The version first, by itself: a later report may look otherwise.
    let version = serde_json::from_slice::<BTreeMap<String, Value>>(&text).ok();
    let version = version.and_then(|all| all.get("schema_version")?.as_u64());
    if let Some(found) = version.filter(|found| *found > SCHEMA_VERSION) {
        return Err(refused(format!(
            "it has version {found}, and this chalkstore reads up to {SCHEMA_VERSION}"
        )));
    }
    let report: Report =
        serde_json::from_slice(&text).map_err(|source| SideError::Neither { path: path(), source })?;
    if report.schema_version != SCHEMA_VERSION {
        return Err(refused(format!("there is no version {}", report.schema_version)));
    }
    if report.command == "diff" {
        return Err(refused("it is a comparison itself".to_owned()));
    }
    let Some(subjects) = report.subjects else {
        return Err(refused(
            "it does not list its subjects, as older versions did; make it again: chalkstore report BUNDLE --output json=FILE".to_owned(),
        ));
    };
    let subjects = results(subjects, report.findings).map_err(refused)?;
    let titles: Vec<&str> = subjects.iter().map(|(title, _)| title.as_str()).collect();
    let mut facts = Facts::of_data(&report.data, &titles);
    let seen = |(title, results): (String, Vec<ResultSeen>)| {
        let facts = facts.remove(&title).unwrap_or_default();
        SubjectSeen { title, results, facts }
    };
    let stopped = [Exit::Interrupted, Exit::Terminated, Exit::Usage].map(Exit::code);
    Ok(Side {
        file: path(),
        form: Form::Report,
        command: report.command,
        subject: report.subject,
        started_at: report.started_at,
        tool: report.tool,
        is_partial: stopped.contains(&report.exit_code),
        expectations: Value::Null,
        subjects: subjects.into_iter().map(seen).collect(),
    })
}

/// The results of each subject, which stand one behind the other. What passed and is not listed is told by its code.
///
/// # Errors
/// What is wrong with them.
fn results(subjects: Vec<Subject>, findings: Vec<Found>) -> Result<Vec<(String, Vec<ResultSeen>)>, String> {
    let total = subjects.iter().fold(0, |sum: u64, subject| sum.saturating_add(subject.counts.total()));
    let lists_passes = total == findings.len() as u64;
    let mut left = findings.into_iter().peekable();
    let mut all = Vec::with_capacity(subjects.len());
    for Subject { title, counts, passed } in subjects {
        let listed = if lists_passes { counts } else { Counts { pass: 0, ..counts } };
        let mut seen = Counts::default();
        let mut results = Vec::new();
        while seen != listed
            && let Some(found) = left.next_if(|found| found.title() == title)
        {
            seen.add(found.status);
            results.push(found.result()?);
        }
        if seen != listed {
            return Err(format!("what it lists of {title:?} is not what it counts: was it edited?"));
        }
        for code in passed.iter().filter(|_| !lists_passes) {
            results.push(ResultSeen::passed(check(code)?));
        }
        all.push((title, results));
    }
    match left.next() {
        Some(found) => Err(format!("it lists more of {:?} than it counts: was it edited?", found.title())),
        None => Ok(all),
    }
}

fn check(code: &str) -> Result<&'static Check, String> {
    let found = catalogue::find(code).filter(|check| check.code == code);
    found.ok_or_else(|| format!("this version knows no check {code:?}"))
}

impl Found {
    /// The subject that it belongs to: where it names a part, that stands beside it.
    fn title(&self) -> &str {
        self.section.as_deref().unwrap_or(&self.subject)
    }

    fn result(self) -> Result<ResultSeen, String> {
        Ok(ResultSeen {
            check: check(&self.code)?,
            about: self.section.is_some().then_some(self.subject),
            status: self.status,
            severity: self.severity,
            message: self.message.into(),
            help: self.help,
            accepted: None,
        }
        .found(self.accepted))
    }
}
