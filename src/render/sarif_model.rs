//! The parts of a SARIF log, named as the standard names them.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::words::{full_text, place, whole_subject};
use crate::report::{Check, Finding, Section, Span, Status};

/// What need not be escaped in a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

/// What has no file, such as a store, is given one that does not exist: GitHub's code scanning refuses a log in which a
/// result has no location. It is the same in every run.
pub(super) fn artifact(command: &str) -> String {
    format!("chalkstore/{}", utf8_percent_encode(command, ESCAPED))
}

/// A file as a URI, relative to where the command was run unless it is absolute.
fn file_uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    format!("{scheme}{}", utf8_percent_encode(path.trim_start_matches("./"), ESCAPED))
}

/// The document.
#[derive(Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'a>; 1],
}

/// One run of the program.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    pub(super) tool: Value,
    pub(super) automation_details: Value,
    pub(super) column_kind: &'static str,
    pub(super) invocations: Value,
    pub(super) results: &'a [Box<RawValue>],
}

#[derive(Serialize)]
struct Text {
    text: String,
}

impl Text {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

/// A check.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Text,
    help: Help,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [&'static str; 1],
}

impl Rule {
    pub(super) fn new(check: &Check) -> Self {
        Self {
            id: check.code,
            name: check.name,
            short_description: Text::new(check.passing),
            help: Help { text: check.page, markdown: check.page },
            properties: RuleProperties { tags: [check.category.as_str()] },
        }
    }
}

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    rule_id: &'static str,
    /// The rule's place in the log's list.
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: ResultProperties,
}

/// What SARIF has no word for.
#[derive(Serialize)]
struct ResultProperties {
    status: &'static str,
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    logical_locations: [LogicalLocation; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// A place in a file, or in the input as a text of one line. Offsets are in characters here and in bytes in a
/// finding; they are the same for ASCII, which a connection URI has to be.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    #[serde(flatten)]
    columns: Option<Columns>,
    #[serde(flatten)]
    offset: Option<Offset>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Columns {
    start_column: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offset {
    char_offset: usize,
    char_length: usize,
}

impl PhysicalLocation {
    fn new(finding: &Finding, section: &Section, command: &str) -> Self {
        let span = finding.span();
        let columns = |span: Span| Columns { start_column: span.start + 1, end_column: span.end + 1 };
        let (uri, region) = if let Some((file, start_line)) = section.file_and_line() {
            // A name before the value moves it along its line, nobody knows how far.
            let columns = span.filter(|_| section.name.is_none()).map(columns);
            (file_uri(file), Region { start_line, columns, offset: None })
        } else {
            let offset = span.map(|span| Offset { char_offset: span.start, char_length: span.len() });
            (artifact(command), Region { start_line: 1, columns: span.map(columns), offset })
        };
        Self { artifact_location: ArtifactLocation { uri }, region }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    fully_qualified_name: String,
}

impl SarifResult {
    pub(super) fn new(
        finding: &Finding,
        section: &Section,
        command: &str,
        rule_index: usize,
        fingerprint: String,
    ) -> Self {
        Self {
            rule_id: finding.check.code,
            rule_index,
            // SARIF's own word for "could not be determined" (kind `open`) would have to come without a level,
            // and code scanning would show it to nobody.
            level: if finding.status == Status::Fail { "error" } else { "warning" },
            message: Text::new(message(finding, section)),
            locations: [Location {
                physical_location: PhysicalLocation::new(finding, section, command),
                logical_locations: [LogicalLocation {
                    fully_qualified_name: whole_subject(finding, section),
                }],
            }],
            // Code scanning knows no other name than the second. Without it, its uploader makes one of the line of the file,
            // which all that a check finds of one environment share: they would become one alert.
            partial_fingerprints: BTreeMap::from([
                ("chalkstore/v1", fingerprint.clone()),
                ("primaryLocationLineHash", fingerprint),
            ]),
            properties: ResultProperties {
                status: finding.status.as_str(),
                severity: finding.severity.as_str(),
            },
        }
    }
}

fn message(finding: &Finding, section: &Section) -> String {
    // Code scanning shows no logical location, so that which of several subjects it is about has to be told here.
    let place = place(finding, section).map(|place| format!("{place}: ")).unwrap_or_default();
    let undetermined = if finding.status == Status::Unknown { "could not be determined: " } else { "" };
    // `[text](target)` in a SARIF message is a link, and data must not make one.
    format!("{place}{undetermined}{}", full_text(finding)).replace("](", "] (")
}
