//! A report in JSON, read back.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::facts::Facts;
use super::side::{Form, ResultSeen, Side, SideError, SubjectSeen};
use crate::probe::EvidenceSource;
use crate::report::{Counts, Exit, Severity, Status, Tool, catalogue};

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
    counts: Counts,
    findings: Vec<Found>,
    data: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
struct Found {
    code: String,
    status: Status,
    severity: Severity,
    subject: String,
    message: String,
    help: Option<String>,
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
    let title = title(&report);
    let listed = report.findings.len() as u64;
    let result = |found: Found| {
        let Some(check) = catalogue::find(&found.code).filter(|check| check.code == found.code) else {
            return Err(refused(format!("this version knows no check {:?}", found.code)));
        };
        Ok(ResultSeen {
            check,
            about: Some(found.subject).filter(|about| Some(about) != title.as_ref()),
            status: found.status,
            severity: found.severity,
            message: found.message.into(),
            help: found.help,
        })
    };
    let stopped = [Exit::Interrupted, Exit::Terminated, Exit::Usage].map(Exit::code);
    let results: Vec<ResultSeen> = report.findings.into_iter().map(result).collect::<Result<_, _>>()?;
    let facts = Facts::of_data(&report.data, title.is_none());
    let subject = SubjectSeen { title: title.unwrap_or_else(|| report.subject.clone()), results, facts };
    Ok(Side {
        file: path(),
        form: Form::Report,
        command: report.command,
        subject: report.subject,
        started_at: report.started_at,
        tool: report.tool,
        is_partial: stopped.contains(&report.exit_code),
        lists_passes: listed == report.counts.total(),
        expectations: Value::Null,
        subjects: vec![subject],
    })
}

/// What the one subject is called; nothing where there are several. A finding's subject may be a part of it.
fn title(report: &Report) -> Option<String> {
    let rows = report.data.values().filter_map(Value::as_array).flatten();
    let titles: BTreeSet<&str> = rows.filter_map(|row| row.get("subject")?.as_str()).collect();
    match (titles.first(), titles.len()) {
        (Some(title), 1) => Some((*title).to_owned()),
        (_, 2..) => None,
        _ => {
            let mut most: BTreeMap<&str, usize> = BTreeMap::new();
            for finding in &report.findings {
                *most.entry(&finding.subject).or_default() += 1;
            }
            most.into_iter().max_by_key(|(_, count)| *count).map(|(subject, _)| subject.to_owned())
        }
    }
}
