//! An older report, as far as it says what is known.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::probe::{Baseline, Known};
use crate::report::{Accepted, AcceptedBy, Finding, Status};

/// The version of JSON reports that is known.
const SCHEMA_VERSION: u64 = 1;

/// Why a file is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABaseline {
    /// It is no report.
    #[error("it is neither a JSON report, nor an evidence file, nor a bundle of `chalkstore preflight`")]
    Neither,
    /// It is of another version.
    #[error("it has version {0}, and this chalkstore reads version {SCHEMA_VERSION}")]
    Version(u64),
    /// It is another command's.
    #[error("it is a report of `chalkstore {0}`, not of `chalkstore preflight`")]
    Command(String),
}

/// What an older report knows, by environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OldReport {
    known: BTreeMap<String, Vec<Known>>,
}

/// What of a report every version has.
#[derive(Deserialize)]
struct Version {
    schema_version: u64,
}

#[derive(Deserialize)]
struct Report {
    command: String,
    findings: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    code: String,
    status: Status,
    subject: String,
    message: String,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    accepted: Option<Accepted>,
}

/// What was found and did not pass. What an even older report knew is known still; what chalkstore.toml skips counts again
/// when the skip ends.
fn found<'a>(status: Status, message: &'a str, accepted: Option<&'a Accepted>) -> Option<(Status, &'a str)> {
    match accepted.filter(|accepted| accepted.by == AcceptedBy::Baseline) {
        Some(known) => Some((known.status, &known.message)),
        None => status.is_problem().then_some((status, message)),
    }
}

impl OldReport {
    /// Reads a JSON report.
    ///
    /// # Errors
    /// Why it is none.
    pub fn json(text: &[u8]) -> Result<Self, NotABaseline> {
        // The version first, by itself: a later report may look otherwise.
        let version: Version = serde_json::from_slice(text).map_err(|_| NotABaseline::Neither)?;
        if version.schema_version != SCHEMA_VERSION {
            return Err(NotABaseline::Version(version.schema_version));
        }
        let report: Report = serde_json::from_slice(text).map_err(|_| NotABaseline::Neither)?;
        if report.command != "preflight" {
            return Err(NotABaseline::Command(report.command));
        }
        let mut old = Self::default();
        for One { code, status, subject, message, section, accepted } in report.findings {
            // A finding of a part names the environment beside it; any other is about the environment.
            let (name, about) = match section {
                Some(section) => (section, Some(subject)),
                None => (subject, None),
            };
            if let Some((status, message)) = found(status, &message, accepted.as_ref()) {
                old.know(&name, Known::of(&code, about.as_deref(), status, message));
            }
        }
        Ok(old)
    }

    /// Adds a finding of an environment.
    pub fn add(&mut self, environment: &str, finding: &Finding) {
        if let Some((status, message)) = found(finding.status, finding.message(), finding.accepted()) {
            let about = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
            self.know(environment, Known::of(finding.check.code, about, status, message));
        }
    }

    fn know(&mut self, environment: &str, known: Known) {
        self.known.entry(environment.to_owned()).or_default().push(known);
    }

    /// What is known of an environment. `name` is what to call the older report.
    pub fn of(&self, environment: &str, name: &str) -> Baseline {
        let known = self.known.get(environment).cloned().unwrap_or_default();
        Baseline { name: name.to_owned(), known }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(version: u64, finding: &str) -> String {
        format!("{{\"schema_version\": {version}, \"command\": \"preflight\", \"findings\": [{finding}]}}")
    }

    #[test]
    fn what_an_older_report_knew_is_known_still_and_what_is_waived_is_not() {
        let skip = |accepted: &str| {
            format!(
                "{{\"code\": \"NET002\", \"status\": \"skip\", \"subject\": \"a\", \"message\": \"why\"{accepted}}}"
            )
        };
        let by = |who: &str| {
            format!(", \"accepted\": {{\"by\": \"{who}\", \"status\": \"fail\", \"message\": \"refused\"}}")
        };
        let known = |accepted: &str| {
            let text = report(1, &skip(accepted));
            OldReport::json(text.as_bytes()).expect("is one").of("a", "old.json").known
        };
        assert_eq!(known(&by("baseline")), [Known::of("NET002", None, Status::Fail, "refused")]);
        assert!(known(&by("waiver")).is_empty() && known("").is_empty());
    }

    #[test]
    fn what_is_no_report_is_refused() {
        let error = |text: &str| OldReport::json(text.as_bytes()).expect_err("is none");
        for text in ["", "[]", "{}", "{\"schema_version\": 1}", "\u{0}"] {
            assert_eq!(error(text), NotABaseline::Neither, "{text}");
        }
        assert_eq!(error(&report(2, "{}")), NotABaseline::Version(2));
        let other = report(1, "").replace("preflight", "topology");
        assert_eq!(error(&other), NotABaseline::Command("topology".to_owned()));
    }
}
