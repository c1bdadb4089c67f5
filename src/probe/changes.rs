//! What is different between two records of the same subject.

use std::collections::BTreeMap;

use super::{Expectations, Observed, Recorded, Wanted};
use crate::report::{Change, Finding, Status};
use crate::{replication, valkey};

impl Recorded {
    /// What changed since `before`: what the rooms tell of what they saw, then the checks whose result is another one.
    pub fn changes_since(&self, before: &Self, expected: &Expectations) -> Vec<Change> {
        let mut changes = Vec::new();
        for observed in &self.observed {
            if let Observed::Topology(after) = observed
                && let Some(before) = before.observed.iter().find_map(topology)
            {
                changes.extend(valkey::changes(before, after, &expected.topology));
            }
            if let Observed::Replication(after) = observed
                && let Some(before) = before.observed.iter().find_map(replication)
            {
                changes.extend(replication::changes(before, after));
            }
        }
        let [was, is] = [before, self].map(|recorded| results(recorded, expected));
        for (about, (status, message)) in &is {
            let (before, after) = (was.get(about), Some(format!("{}: {message}", status.as_str())));
            // Words may hold numbers that move all the time; the status is what counts.
            if before.is_none_or(|(before, _)| before != status) {
                let before = before.map(|(status, message)| format!("{}: {message}", status.as_str()));
                changes.extend(Change::between(&**about, "check", before, after));
            }
        }
        for (about, (status, message)) in was.iter().filter(|(about, _)| !is.contains_key(*about)) {
            changes.extend(Change::between(
                &**about,
                "check",
                Some(format!("{}: {message}", status.as_str())),
                None,
            ));
        }
        changes
    }
}

fn topology(observed: &Observed) -> Option<&valkey::Evidence> {
    match observed {
        Observed::Topology(seen) => Some(&**seen),
        _ => None,
    }
}

fn replication(observed: &Observed) -> Option<&replication::Evidence> {
    match observed {
        Observed::Replication(seen) => Some(&**seen),
        _ => None,
    }
}

/// What did not pass, by check and by what it is about.
fn results(recorded: &Recorded, expected: &Expectations) -> BTreeMap<String, (Status, String)> {
    let section = recorded.report(Wanted::default(), expected).section;
    let is_news = |finding: &&Finding| !matches!(finding.status, Status::Pass | Status::Skip);
    let mut results: BTreeMap<String, (Status, String)> = BTreeMap::new();
    for finding in section.assessment.findings.iter().filter(is_news) {
        let about = match &finding.detail.as_ref().and_then(|detail| detail.subject.clone()) {
            Some(subject) => format!("{} ({subject})", finding.check.code),
            None => finding.check.code.to_owned(),
        };
        let worse = |other: &(Status, String)| other.0 < finding.status;
        if results.get(&about).is_none_or(worse) {
            results.insert(about, (finding.status, finding.message().to_owned()));
        }
    }
    results
}
