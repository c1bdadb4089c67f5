//! What an older report knows already.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::report::{AcceptedBy, Finding, Status, without_addresses};

/// A finding of an older report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Known {
    /// The check's code.
    pub code: String,
    /// What it is about, without the addresses of nodes: they change when one is replaced. Null where the subject as a whole
    /// is meant.
    pub about: Option<String>,
    /// How bad it was.
    pub status: Status,
    /// What was said, without addresses and numbers: what a check found may be another thing now. Null where it was not kept.
    #[serde(default)]
    pub words: Option<String>,
}

impl Known {
    /// A finding, as far as a later one can be the same.
    pub fn of(code: &str, about: Option<&str>, status: Status, message: &str) -> Self {
        let words = Some(without_numbers(&without_addresses(message)));
        Self { code: code.to_owned(), about: about.map(without_addresses), status, words }
    }
}

/// Every number as `#`: times, counts and ports move all the time.
fn without_numbers(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '0'..='9' if words.ends_with('#') => {}
            '0'..='9' => words.push('#'),
            other => words.push(other),
        }
    }
    words
}

/// What an older report knows of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Baseline {
    /// What to call the older report.
    pub name: String,
    /// Its findings that did not pass.
    pub known: Vec<Known>,
}

impl Baseline {
    /// Makes what is known a skip that tells what was found: it was accepted, and does not decide about the run. Each
    /// finding of the older report stands for one now, and only for one that is no worse.
    pub(super) fn apply(&self, findings: &mut [Finding]) {
        let mut left: Vec<&Known> = self.known.iter().collect();
        // The worst takes the worst first, so that none is left for what got worse.
        let mut order: Vec<usize> =
            (0..findings.len()).filter(|at| findings[*at].status.is_problem()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(findings[*at].status));
        for at in order {
            let finding = &mut findings[at];
            let about = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
            let same = Known::of(finding.check.code, about, finding.status, finding.message());
            let is_same = |known: &&Known| {
                known.code == same.code
                    && known.about == same.about
                    && known.status >= same.status
                    && (known.words.is_none() || known.words == same.words)
            };
            let Some(found) = left.iter().position(is_same) else { continue };
            left.remove(found);
            let why =
                format!("known since {} ({}): {}", self.name, finding.status.as_str(), finding.message());
            finding.accept(AcceptedBy::Baseline, why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{NET_TCP, NET_TLS};

    #[test]
    fn only_what_is_new_or_worse_counts() {
        let known = vec![
            Known::of("NET004", Some("10.0.0.1:6379"), Status::Fail, "plain text"),
            Known::of("NET002", None, Status::Warn, "slow"),
            Known::of("NET002", None, Status::Warn, "lossy"),
        ];
        let baseline = Baseline { name: "main.json".to_owned(), known };
        let mut findings = vec![
            Finding::fail(&NET_TLS, "plain text").about("10.0.0.7:6379"),
            Finding::fail(&NET_TLS, "plain text").about("10.0.0.8:6379"),
            Finding::fail(&NET_TCP, "refused"),
            Finding::warn(&NET_TCP, "slow"),
            Finding::warn(&NET_TCP, "odd"),
        ];
        baseline.apply(&mut findings);
        let statuses: Vec<Status> = findings.iter().map(|finding| finding.status).collect();
        assert_eq!(statuses, [Status::Skip, Status::Fail, Status::Fail, Status::Skip, Status::Warn]);
        assert_eq!(findings[0].message(), "known since main.json (fail): plain text");
        let accepted = findings[0].accepted().expect("it is known");
        assert_eq!((accepted.status, accepted.message.as_str()), (Status::Fail, "plain text"));
    }
}
