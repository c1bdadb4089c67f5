//! The report as it grows: a header, a section per subject, a summary.
//!
//! A report is never held whole, because a batch of connection URIs can be longer than memory. Renderers
//! get its three parts in turn and keep what their format needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AcceptedBy, Block, Counts, Exit, FailOn, Finding, Status};

/// The program that made a report or an evidence file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Always `chalkstore`.
    pub name: String,
    /// The version, as in `--version`.
    pub version: String,
    /// The commit that it was built from, or `unknown`.
    pub commit: String,
}

impl Tool {
    /// This build.
    pub fn this() -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: env!("CHALKSTORE_COMMIT").to_owned(),
        }
    }

    /// What to do about a bug in this program.
    pub fn report_a_bug() -> String {
        report_to(env!("CARGO_PKG_REPOSITORY"))
    }
}

/// `repository` is empty where Cargo.toml names none.
fn report_to(repository: &str) -> String {
    let place = match repository {
        "" => "to whoever gave you chalkstore".to_owned(),
        url => format!("at {}/issues", url.trim_end_matches('/')),
    };
    format!(
        "report it {place}, with the output of `chalkstore --version` and, if you can, the file of --save-evidence: it holds no secret"
    )
}

/// From where something was observed. A store may be reachable from one place and not from another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Vantage {
    /// The host's name, or null where it could not be read.
    pub host: Option<String>,
    /// The availability zone that the environment names (`CHALK_AVAILABILITY_ZONE`), if any.
    pub zone: Option<String>,
}

/// What is known before any work starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The subcommand, as typed.
    pub command: String,
    /// What the whole run is about: one store, or where a batch comes from.
    pub subject: String,
    /// When the observation started: RFC 3339, UTC, with milliseconds.
    pub started_at: String,
    /// From where it was made.
    pub vantage: Vantage,
    /// The program that made the report.
    pub tool: Tool,
    /// From which status on a finding counts as a failure.
    pub fail_on: FailOn,
}

/// How a report for people is arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// What did not pass, the worst first, and then what there is to see.
    #[default]
    Problems,
    /// A line for each check, by category.
    Categories,
}

impl Header {
    /// How the command's reports are arranged: a command that looks at everything says of everything what came of it.
    pub fn layout(&self) -> Layout {
        if self.command == "preflight" { Layout::Categories } else { Layout::Problems }
    }
}

/// One row of one of the command's own tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The table's name: a key of the report's `data`.
    pub table: &'static str,
    /// The row.
    pub value: Value,
}

/// One value of the command's own data that stands for the whole subject, where a table would have a single row.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Its name: a key of the report's `data`.
    pub name: &'static str,
    /// The value.
    pub value: Value,
}

/// A number that a monitoring system may keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// Its name with its unit, without the program's name: `replication_lag_seconds`.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub help: &'static str,
    /// What tells it from others of the same name.
    pub labels: Vec<(&'static str, String)>,
    /// The value. What is not known has no gauge: it is never 0.
    pub value: f64,
}

/// What an assessment has to say: the pure result of evidence and expectations.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// What to call the subject, as it may be shown, where the assessment knows it.
    pub subject: Option<String>,
    /// One result or more for every check that applies.
    pub findings: Vec<Finding>,
    /// The command's own tables.
    pub rows: Vec<Row>,
    /// The command's own single values.
    pub facts: Vec<Fact>,
    /// What a person wants to see.
    pub view: Vec<Block>,
    /// What a script takes from the end of a report for people: names and values, as `secret_name=…`.
    pub closing: Vec<(&'static str, String)>,
    /// Numbers that a monitoring system may keep.
    pub gauges: Vec<Gauge>,
}

impl Assessment {
    /// Findings alone.
    pub fn of(findings: Vec<Finding>) -> Self {
        Self { findings, ..Self::default() }
    }

    /// Puts another assessment of the same subject behind this one.
    pub fn append(&mut self, other: Self) {
        append(&mut self.findings, other.findings);
        append(&mut self.rows, other.rows);
        append(&mut self.facts, other.facts);
        append(&mut self.view, other.view);
        append(&mut self.closing, other.closing);
        append(&mut self.gauges, other.gauges);
    }

    /// Results by status.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            counts.add(finding.status);
        }
        counts
    }

    /// How many checks were made whose results somebody has accepted: they count as skipped.
    pub fn accepted(&self) -> u64 {
        self.findings.iter().filter(|finding| finding.accepted().is_some()).count() as u64
    }

    /// What the results came to that an older report knows of: they count as skipped.
    pub fn known(&self) -> Counts {
        let mut counts = Counts::default();
        let accepted = self.findings.iter().filter_map(Finding::accepted);
        accepted.filter(|one| one.by == AcceptedBy::Baseline).for_each(|one| counts.add(one.status));
        counts
    }

    /// Whether a check failed.
    pub fn has_failed(&self) -> bool {
        self.findings.iter().any(|finding| finding.status == Status::Fail)
    }
}

/// Puts a list behind another. Most subjects of a batch have one assessment, whose lists need not be copied.
fn append<T>(list: &mut Vec<T>, mut other: Vec<T>) {
    if list.is_empty() {
        *list = other;
    } else {
        list.append(&mut other);
    }
}

/// How an origin names standard input, which is no file.
const STANDARD_INPUT: &str = "standard input";

/// All that a report says of one subject.
#[derive(Clone, Debug)]
pub struct Section {
    /// The subject, as it may be shown.
    pub subject: String,
    /// Its name, where the input gave it one.
    pub name: Option<String>,
    /// Where in the input it stood, as in `uris.csv:17`.
    pub origin: Option<String>,
    /// Results by status.
    pub counts: Counts,
    /// Findings, data and view.
    pub assessment: Assessment,
}

impl Section {
    /// A section, with its results counted.
    pub fn new(subject: String, name: Option<String>, assessment: Assessment) -> Self {
        Self { subject, name, origin: None, counts: assessment.counts(), assessment }
    }

    /// Says where in the input it stood.
    #[must_use]
    pub fn from(mut self, origin: Option<String>) -> Self {
        self.origin = origin;
        self
    }

    /// The file and the line, counted from 1, in which it stood; nothing where it came from no file.
    pub fn file_and_line(&self) -> Option<(&str, usize)> {
        let (file, line) = self.origin.as_deref()?.rsplit_once(':')?;
        Some((file, line.parse().ok()?)).filter(|_| file != STANDARD_INPUT)
    }

    /// What to call it: its name if it has one, else the subject.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.subject)
    }
}

/// What a command calls the things that it has a section for: URIs, nodes, tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// One of them.
    pub one: &'static str,
    /// Many of them.
    pub many: &'static str,
}

impl Noun {
    /// A number of them in words.
    pub fn count(self, number: u64) -> String {
        format!("{number} {}", if number == 1 { self.one } else { self.many })
    }
}

/// What is known when all work is done.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// Results by status, over all sections.
    pub counts: Counts,
    /// What those results came to that count as skipped because an older report knows of them (`--baseline`).
    pub known: Counts,
    /// Sections by their worst status.
    pub subjects: Counts,
    /// What the sections are about.
    pub noun: Noun,
    /// How long the observation took, in milliseconds.
    pub duration_ms: u64,
    /// The exit code, decided before any format sees it.
    pub exit: Exit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_is_reported_somewhere() {
        let told = report_to("https://example.com/chalkstore/");
        assert!(told.starts_with("report it at https://example.com/chalkstore/issues, with "), "{told}");
        assert!(report_to("").starts_with("report it to whoever gave you chalkstore, with "));
    }
}
