//! The shapes of the JSON formats, which are a contract: they only grow while `schema_version` is 1.
//!
//! They borrow from the report, so that nothing is copied to be written. The schemas in `docs/schemas/` are made
//! from them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::report::{
    Accepted, Category, Change, Counts, Finding, Section, Severity, Span, Status, Tool, Vantage,
};

/// Raised when a key is removed or changes its meaning.
pub(super) const SCHEMA_VERSION: u32 = 1;

/// The report of one run of chalkstore.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "chalkstore report", rename = "Report")]
pub struct ReportDto<'a> {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// The program that made the report.
    pub tool: &'a Tool,
    /// The subcommand, as typed.
    pub command: &'a str,
    /// What the whole run is about: one store, or where a batch comes from.
    pub subject: &'a str,
    /// When the observation started: RFC 3339, UTC.
    pub started_at: &'a str,
    /// How long the observation took, in milliseconds.
    pub duration_ms: u64,
    /// What the process exits with.
    pub exit_code: u8,
    /// All results by status, also those that are not listed.
    pub counts: Counts,
    /// From where the observation was made.
    pub vantage: &'a Vantage,
    /// The subjects, in the order in which they were looked at: what became of each, also where nothing of it is listed.
    #[schemars(with = "Vec<SubjectDto<'static>>")]
    pub subjects: Vec<InOneLine<SubjectDto<'a>>>,
    /// The results, in the order in which they were made. Where the run had more than one subject, those that
    /// passed are listed with `--verbose` only.
    pub findings: Vec<FindingDto<'a>>,
    /// The command's own data, by name: tables are lists of rows.
    pub data: BTreeMap<&'static str, DataDto<'a>>,
}

/// What became of one subject.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Subject")]
pub struct SubjectDto<'a> {
    /// What it is called in the findings and in the data.
    pub subject: &'a str,
    /// Its results by status, also those that are not listed.
    pub counts: Counts,
    /// The codes of its checks that passed: every result of theirs did.
    pub passed: &'a [&'static str],
}

/// A value that takes one line where the rest is spread over many.
#[derive(Debug)]
pub struct InOneLine<T>(pub T);

impl<T: Serialize> Serialize for InOneLine<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to_raw_value(&self.0).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// One of the command's own tables or values.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Data")]
pub enum DataDto<'a> {
    /// The rows of a table.
    Rows(#[schemars(with = "Vec<Value>")] &'a [Box<RawValue>]),
    /// A value that stands for the one subject.
    Value(#[schemars(with = "Value")] &'a RawValue),
    /// Such a value for each subject, by its name, where the run has several.
    BySubject(#[schemars(with = "BTreeMap<String, Value>")] BTreeMap<&'a str, &'a RawValue>),
}

/// One result of one check on one subject.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct FindingDto<'a> {
    /// The check's stable code, such as `URI014`.
    pub code: &'static str,
    /// The check's stable name, such as `uri-parameters`.
    pub name: &'static str,
    /// The family of the check.
    pub category: Category,
    /// What became of the check.
    pub status: Status,
    /// How bad a failure is.
    pub severity: Severity,
    /// What it is about: a store, or a part of one such as a node.
    pub subject: &'a str,
    /// The subject that it is a part of, such as an environment; left out where it is about the whole of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<&'a str>,
    /// What was seen.
    pub message: &'a str,
    /// What to do, or null.
    pub help: Option<&'a str>,
    /// Facts that do not change the status.
    #[schemars(with = "Vec<String>")]
    pub notes: &'a [Cow<'static, str>],
    /// The place in the original input, in bytes, or null.
    pub span: Option<Span>,
    /// What was found, where a skip of `chalkstore.toml` or an older report has accepted it; left out of all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<&'a Accepted>,
}

impl<'a> FindingDto<'a> {
    /// The finding, in a section of this title.
    pub fn new(finding: &'a Finding, title: &'a str) -> Self {
        Self {
            code: finding.check.code,
            name: finding.check.name,
            category: finding.check.category,
            status: finding.status,
            severity: finding.severity,
            subject: finding.subject(title),
            section: finding.detail.as_ref().and_then(|detail| detail.subject.as_ref()).map(|_| title),
            message: finding.message(),
            help: finding.help_text(),
            notes: finding.notes(),
            span: finding.span(),
            accepted: finding.accepted(),
        }
    }
}

/// One line of the format `ndjson`. `start` comes first and `summary` last; a `result` is followed by its rows.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(title = "chalkstore NDJSON line", rename = "Line")]
pub enum Line<'a> {
    /// What is known before any work starts.
    Start {
        /// The version of this shape: 1.
        schema_version: u32,
        /// The program that made the report.
        tool: &'a Tool,
        /// The subcommand, as typed.
        command: &'a str,
        /// What the whole run is about: one store, or where a batch comes from.
        subject: &'a str,
        /// When the observation started: RFC 3339, UTC.
        started_at: &'a str,
        /// From where the observation was made.
        vantage: &'a Vantage,
    },
    /// What became of one subject.
    Result {
        /// The subject, as it may be shown.
        subject: &'a str,
        /// Its name, or null.
        name: Option<&'a str>,
        /// Where in the input it stood, as in `uris.csv:17`, or null.
        origin: Option<&'a str>,
        /// The worst of its results.
        status: Status,
        /// Its results by status, also those that are not listed.
        counts: Counts,
        /// Its results that did not pass; with `--verbose` all.
        #[schemars(with = "Vec<FindingDto<'static>>")]
        findings: Findings<'a>,
    },
    /// One row of one of the command's own tables, or one of its single values, about the subject of the `result`
    /// before it.
    Row {
        /// The name of the table or of the value.
        table: &'static str,
        /// The row.
        value: &'a Value,
    },
    /// What changed when the subject was looked at again (`--watch`).
    Event {
        /// When: RFC 3339, UTC.
        at: &'a str,
        /// What changed.
        #[serde(flatten)]
        change: &'a Change,
    },
    /// The size of one item, in the order of the input (`size item`). An item that DynamoDB would refuse, or that could
    /// not be read, has `input`, `line` and `error` and no units; `bytes` too where it is refused for its size alone.
    /// Every other has `bytes` and units.
    Item {
        /// The file, or `standard input`.
        #[serde(skip_serializing_if = "Option::is_none")]
        input: Option<&'a str>,
        /// Its line there, counted from 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<u64>,
        /// Why it has no units.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a str>,
        /// The bytes of all names and values.
        #[serde(skip_serializing_if = "Option::is_none")]
        bytes: Option<u64>,
        /// Write units of a put, an update or a delete of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        wcu: Option<f64>,
        /// Read units of a strongly consistent get.
        #[serde(skip_serializing_if = "Option::is_none")]
        rcu_strong: Option<f64>,
        /// Read units of an eventually consistent get.
        #[serde(skip_serializing_if = "Option::is_none")]
        rcu_eventual: Option<f64>,
        /// Read units of a get in a transaction.
        #[serde(skip_serializing_if = "Option::is_none")]
        rcu_transactional: Option<f64>,
    },
    /// What is known when all work is done.
    Summary {
        /// All results by status.
        counts: Counts,
        /// Subjects by their worst status.
        subjects: Counts,
        /// What the process exits with.
        exit_code: u8,
        /// How long the observation took, in milliseconds.
        duration_ms: u64,
    },
}

/// The findings of a section that are to be listed, picked while they are written.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'a> {
    pub(super) section: &'a Section,
    pub(super) passes_too: bool,
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let title = self.section.title();
        let listed = |finding: &&Finding| self.passes_too || finding.status != Status::Pass;
        let findings = self.section.assessment.findings.iter().filter(listed);
        serializer.collect_seq(findings.map(|finding| FindingDto::new(finding, title)))
    }
}

/// The JSON schema of the format `json`.
pub fn report_schema() -> Value {
    schema::<ReportDto<'static>>()
}

/// The JSON schema of one line of the format `ndjson`.
pub fn line_schema() -> Value {
    schema::<Line<'static>>()
}

fn schema<T: JsonSchema>() -> Value {
    // For serialisation: a key that may be null is still always there.
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}
