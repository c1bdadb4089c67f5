//! An older report, as far as it says what is known.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::probe::{Baseline, Known};
use crate::report::Status;

/// Why a file is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABaseline {
    /// It is no report.
    #[error("it is neither a JSON report nor an evidence file of `chalkstore preflight`")]
    Neither,
    /// It is another command's.
    #[error("it is a report of `chalkstore {0}`, not of `chalkstore preflight`")]
    Command(String),
}

/// What an older report knows, by environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OldReport {
    known: BTreeMap<String, Vec<Known>>,
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
}

impl OldReport {
    /// Reads a JSON report.
    ///
    /// # Errors
    /// Why it is none.
    pub fn json(text: &str) -> Result<Self, NotABaseline> {
        let report: Report = serde_json::from_str(text).map_err(|_| NotABaseline::Neither)?;
        if report.command != "preflight" {
            return Err(NotABaseline::Command(report.command));
        }
        let mut old = Self::default();
        for One { code, status, subject, message, section } in report.findings {
            // A finding of a part names the environment beside it; any other is about the environment.
            let (name, about) = match section {
                Some(section) => (section, Some(subject)),
                None => (subject, None),
            };
            old.add(&name, &code, about.as_deref(), status, &message);
        }
        Ok(old)
    }

    /// Adds a finding of an environment.
    pub fn add(&mut self, environment: &str, code: &str, about: Option<&str>, status: Status, message: &str) {
        if status.is_problem() {
            self.known
                .entry(environment.to_owned())
                .or_default()
                .push(Known::of(code, about, status, message));
        }
    }

    /// What is known of an environment. `name` is what to call the older report.
    pub fn of(&self, environment: &str, name: &str) -> Baseline {
        let known = self.known.get(environment).cloned().unwrap_or_default();
        Baseline { name: name.to_owned(), known }
    }
}
