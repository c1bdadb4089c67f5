//! What is waited for, as a person is told it.

use std::collections::BTreeMap;

use crate::report::{Finding, Section, Status};

/// What a finding is: its check's code, and what it is about.
type Key = (&'static str, String);

/// What is waited for, by environment, with how bad it was.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<String, BTreeMap<Key, Status>>);

impl Waiting {
    /// Takes what a look found, by environment, and says what is waited for that was not, and what became of what was.
    /// `counts` says for which statuses is waited at all.
    pub(super) fn turn(
        &mut self,
        sections: &BTreeMap<&str, Section>,
        counts: impl Fn(Status) -> bool,
    ) -> Vec<String> {
        let mut told = Vec::new();
        for (environment, section) in sections {
            let before = self.0.remove(*environment).unwrap_or_default();
            let mut now: BTreeMap<Key, Status> = BTreeMap::new();
            for finding in section.assessment.findings.iter().filter(|finding| counts(finding.status)) {
                let (key, status) = (key(finding), finding.status);
                // Words hold numbers that move; what is told again is what was not waited for, or another kind of it.
                if before.get(&key) != Some(&status) && now.get(&key) != Some(&status) {
                    let (word, code, message) = (status.as_str(), finding.check.code, finding.message());
                    let is_named = key.1.is_empty() || message.contains(&key.1);
                    let about = if is_named { String::new() } else { format!("{}: ", key.1) };
                    told.push(format!("{environment}: waiting for {word}[{code}]: {about}{message}"));
                }
                now.insert(key, status);
            }
            for key in before.keys().filter(|key| !now.contains_key(*key)) {
                if let Some(words) = became(key, section, &counts) {
                    let name = format!("{} {}", key.0, key.1);
                    told.push(format!("{environment}: {} {words}", name.trim_end()));
                }
            }
            self.0.insert((*environment).to_owned(), now);
        }
        told
    }
}

fn key(finding: &Finding) -> Key {
    (finding.check.code, finding.subject("").to_owned())
}

/// What became of what was waited for. Nothing where the same check is waited for still: that is told.
fn became(gone: &Key, section: &Section, counts: impl Fn(Status) -> bool) -> Option<String> {
    let of_check = || section.assessment.findings.iter().filter(|finding| finding.check.code == gone.0);
    let same = of_check().filter(|finding| key(finding) == *gone).max_by_key(|finding| finding.status);
    // A check that passes as a whole names no part.
    let whole = || of_check().max_by_key(|finding| finding.status);
    let Some(finding) = same.or_else(whole) else { return Some("is not checked any more".to_owned()) };
    match finding.status {
        Status::Pass => Some("is well now".to_owned()),
        Status::Skip => Some(format!("is skipped now: {}", finding.message())),
        status if counts(status) => None,
        status => Some(format!("does not count now: {}: {}", status.as_str(), finding.message())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Assessment;
    use crate::report::catalogue::{NET_TCP, NET_TLS, SEC_READABLE, TOP_SLOTS};

    fn told(looks: &[Vec<Finding>]) -> Vec<Vec<String>> {
        let mut waiting = Waiting::default();
        let look = |findings: &Vec<Finding>| {
            let section = Section::new("p".to_owned(), None, Assessment::of(findings.clone()));
            waiting.turn(&BTreeMap::from([("p", section)]), |status| {
                matches!(status, Status::Fail | Status::Unknown)
            })
        };
        looks.iter().map(look).collect()
    }

    #[test]
    fn what_nobody_waits_for_is_not_told_and_a_skip_is_not_well() {
        let told = told(&[
            vec![
                Finding::fail(&NET_TCP, "refused").about("a:1"),
                Finding::fail(&NET_TCP, "refused").about("b:1"),
                Finding::unknown(&SEC_READABLE, "no permission"),
                Finding::fail(&TOP_SLOTS, "slot 7 is free"),
                Finding::warn(&NET_TLS, "old"),
            ],
            vec![
                Finding::fail(&NET_TCP, "refused again").about("b:1"),
                Finding::pass(&SEC_READABLE),
                Finding::skip(&TOP_SLOTS, "not tried"),
                Finding::warn(&NET_TLS, "old"),
            ],
            vec![Finding::warn(&NET_TCP, "slow").about("b:1"), Finding::fail(&SEC_READABLE, "gone")],
            vec![Finding::fail(&NET_TCP, "refused").about("b:1")],
            vec![Finding::pass(&NET_TCP)],
        ]);
        let expected: [&[&str]; 5] = [
            &[
                "p: waiting for fail[NET002]: a:1: refused",
                "p: waiting for fail[NET002]: b:1: refused",
                "p: waiting for unknown[SEC002]: no permission",
                "p: waiting for fail[TOP001]: slot 7 is free",
            ],
            &["p: SEC002 is well now", "p: TOP001 is skipped now: not tried"],
            &["p: waiting for fail[SEC002]: gone", "p: NET002 b:1 does not count now: warn: slow"],
            &["p: waiting for fail[NET002]: b:1: refused", "p: SEC002 is not checked any more"],
            &["p: NET002 b:1 is well now"],
        ];
        assert_eq!(told, expected);
    }
}
