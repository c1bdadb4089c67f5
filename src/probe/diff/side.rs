//! One of the two runs that are compared.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::facts::Facts;
use super::report_file;
use crate::probe::{EvidenceError, EvidenceReader, EvidenceSource, Expectations, Known, Wanted};
use crate::report::{Accepted, AcceptedBy, Check, Finding, Severity, Status, Tool};

/// How a run was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As evidence: it is judged again, by this version.
    Evidence,
    /// As a bundle: so is the evidence in it.
    Bundle,
    /// As a report in JSON: what was found then is what counts.
    Report,
}

/// Why a file cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum SideError {
    /// It is no evidence that can be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// It cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// It is none of the forms.
    #[error("{path} is neither evidence, nor a bundle, nor a report as JSON")]
    Neither {
        /// The file.
        path: String,
        /// What the parser of reports says.
        source: serde_json::Error,
    },
    /// It is a report that cannot be compared.
    #[error("{path} is a report that cannot be compared: {what}")]
    Report {
        /// The file.
        path: String,
        /// Why.
        what: String,
    },
}

/// One of the two runs.
#[derive(Clone, Debug)]
pub struct Side {
    /// The file.
    pub file: String,
    /// How it was saved.
    pub form: Form,
    /// The subcommand.
    pub command: String,
    /// What the whole run was about.
    pub subject: String,
    /// When the observation started: RFC 3339, UTC.
    pub started_at: String,
    /// The program whose judgement it is.
    pub tool: Tool,
    /// Whether an interrupt or an unreadable input left something out.
    pub is_partial: bool,
    /// What it is judged by; null of a report, which does not tell.
    pub(super) expectations: Value,
    /// What was found of each subject.
    pub(super) subjects: Vec<SubjectSeen>,
}

/// What was found of one subject.
#[derive(Clone, Debug, Default)]
pub(super) struct SubjectSeen {
    /// What to call it.
    pub(super) title: String,
    /// The results, in their order.
    pub(super) results: Vec<ResultSeen>,
    /// What else is known of it.
    pub(super) facts: Facts,
}

/// One result of one check.
#[derive(Clone, Debug)]
pub(super) struct ResultSeen {
    pub(super) check: &'static Check,
    /// What it is about, where that is narrower than the subject.
    pub(super) about: Option<String>,
    pub(super) status: Status,
    pub(super) severity: Severity,
    pub(super) message: Cow<'static, str>,
    pub(super) help: Option<String>,
    /// Who has accepted it. It is compared as what was found all the same: otherwise it could get worse unseen.
    pub(super) accepted: Option<AcceptedBy>,
}

impl Side {
    /// Reads a file of any form; `-` is standard input.
    ///
    /// # Errors
    /// When it cannot be read, or cannot be compared.
    pub fn open(path: &Path) -> Result<Self, SideError> {
        let read = |source| SideError::Read { path: path.display().to_string(), source };
        let source = EvidenceSource::open(path, None).map_err(read)?;
        match EvidenceReader::of(&source, None) {
            Ok(reader) => Ok(Self::judged(reader)?),
            Err(EvidenceError::NoHeader { .. }) => report_file::read(&source),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads a report in JSON, and nothing else.
    ///
    /// # Errors
    /// When it is none, or cannot be compared.
    pub fn of_report(source: &EvidenceSource) -> Result<Self, SideError> {
        report_file::read(source)
    }

    /// What did not pass, by its subject. What an even older run knew is known still; what chalkstore.toml skips counts again
    /// when the skip ends.
    pub fn known(&self) -> impl Iterator<Item = (&str, Known)> {
        let is_known =
            |seen: &&ResultSeen| seen.accepted != Some(AcceptedBy::Waiver) && seen.status.is_problem();
        self.subjects.iter().flat_map(move |subject| {
            let known = subject.results.iter().filter(is_known);
            known.map(|seen| {
                let known = Known::of(seen.check, seen.about.as_deref(), seen.status, &seen.message);
                (subject.title.as_str(), known)
            })
        })
    }

    /// Judges everything that was saved.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn judged(mut reader: EvidenceReader) -> Result<Self, EvidenceError> {
        let wanted = Wanted { rows: true, ..Wanted::default() };
        let mut subjects: Vec<SubjectSeen> = Vec::new();
        let mut terms: Vec<Value> = Vec::new();
        while let Some(recorded) = reader.next_subject()? {
            let section = recorded.report(wanted, &reader.expectations).section;
            terms.extend(recorded.terms.as_ref().map(|terms| expectations(&terms.expectations)));
            let seen = SubjectSeen {
                title: section.title().to_owned(),
                results: section.assessment.findings.iter().map(ResultSeen::of).collect(),
                facts: Facts::of(&section.assessment),
            };
            // Who watches looks at one thing again and again, and the last look counts.
            match subjects.iter_mut().find(|other| !reader.is_batch && other.title == seen.title) {
                Some(earlier) => *earlier = seen,
                None => subjects.push(seen),
            }
        }
        let end = reader.end();
        let expectations =
            if terms.is_empty() { expectations(&reader.expectations) } else { Value::Array(terms) };
        Ok(Self {
            file: reader.name().to_owned(),
            form: if reader.manifest.is_some() { Form::Bundle } else { Form::Evidence },
            command: reader.header.command.clone(),
            subject: reader.header.subject.clone(),
            started_at: reader.header.started_at.clone(),
            tool: Tool::this(),
            is_partial: end.stopped.is_some() || end.bad_input,
            expectations,
            subjects,
        })
    }
}

fn expectations(expected: &Expectations) -> Value {
    serde_json::to_value(expected).unwrap_or_default()
}

impl ResultSeen {
    /// A pass of which nothing else is told.
    pub(super) fn passed(check: &'static Check) -> Self {
        Self::of(&Finding::pass(check))
    }

    fn of(finding: &Finding) -> Self {
        let message = match &finding.detail {
            Some(detail) if !detail.message.is_empty() => Cow::Owned(detail.message.to_string()),
            _ => Cow::Borrowed(finding.check.passing),
        };
        Self {
            check: finding.check,
            about: finding.detail.as_ref().and_then(|detail| detail.subject.clone()),
            status: finding.status,
            severity: finding.severity,
            message,
            help: finding.help_text().map(str::to_owned),
            accepted: None,
        }
        .found(finding.accepted().cloned())
    }

    /// As what was found, where somebody has accepted that.
    #[must_use]
    pub(super) fn found(mut self, accepted: Option<Accepted>) -> Self {
        if let Some(Accepted { by, status, message }) = accepted {
            (self.accepted, self.status, self.message) = (Some(by), status, message.into());
        }
        self
    }
}
