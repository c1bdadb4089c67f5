//! An older report, as far as it says what is known.

use std::collections::BTreeMap;

use crate::probe::diff::Side;
use crate::probe::{Baseline, Known};

/// It is another command's run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is a report of `chalkstore {0}`, not of `chalkstore preflight`")]
pub struct NotPreflight(String);

/// What an older report knows, by environment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OldReport {
    known: BTreeMap<String, Vec<Known>>,
}

impl OldReport {
    /// What an older run knows.
    ///
    /// # Errors
    /// When it is another command's.
    pub fn of_run(run: &Side) -> Result<Self, NotPreflight> {
        if run.command != "preflight" {
            return Err(NotPreflight(run.command.clone()));
        }
        let mut old = Self::default();
        for (environment, known) in run.known() {
            old.known.entry(environment.to_owned()).or_default().push(known);
        }
        Ok(old)
    }

    /// What is known of an environment. `name` is what to call the older report.
    pub fn of(&self, environment: &str, name: &str) -> Baseline {
        let known = self.known.get(environment).cloned().unwrap_or_default();
        Baseline { name: name.to_owned(), known }
    }
}
