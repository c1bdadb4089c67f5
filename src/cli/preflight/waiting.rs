//! What is waited for, as a person is told it.

use std::collections::BTreeMap;

use crate::report::{Finding, Section, Status};

/// What a finding is: its check's code, and what it is about.
type Key = (&'static str, String);

/// How many checks are named of those of which the same is said.
const NAMED: usize = 3;

/// What is waited for, by environment, with how bad it was.
#[derive(Default)]
pub(super) struct Waiting(BTreeMap<String, BTreeMap<Key, Status>>);

/// What a look at an environment came to.
pub(super) struct Turn {
    /// Lines for a person.
    pub(super) told: Vec<String>,
    /// Whether anything is waited for.
    pub(super) waits: bool,
}

impl Waiting {
    /// Takes what a look at an environment found, and says what is waited for that was not, and what became of what was; or,
    /// where nothing is, what is left.
    ///
    /// `counts` says for which statuses is waited at all, `lasts` why no waiting mends a finding.
    pub(super) fn turn(
        &mut self,
        environment: &str,
        section: &Section,
        counts: impl Fn(Status) -> bool,
        lasts: impl Fn(&Finding) -> Option<String>,
    ) -> Turn {
        let before = self.0.remove(environment).unwrap_or_default();
        let mut now: BTreeMap<Key, Status> = BTreeMap::new();
        let mut left: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        // One node that hangs leaves a dozen checks open, with the same words.
        let mut news = Alike::default();
        for finding in section.assessment.findings.iter().filter(|finding| counts(finding.status)) {
            if let Some(why) = lasts(finding) {
                left.entry(why).or_default().push(finding.check.code);
                continue;
            }
            let (key, status) = (key(finding), finding.status);
            // Words hold numbers that move; what is told again is what was not waited for, or another kind of it.
            if before.get(&key) != Some(&status) && now.get(&key) != Some(&status) {
                let message = finding.message();
                let is_named = key.1.is_empty() || message.contains(&key.1);
                let about = if is_named { String::new() } else { format!("{}: ", key.1) };
                news.add((status.as_str(), format!("{about}{message}")), finding.check.code);
            }
            now.insert(key, status);
        }
        let waited = |((word, said), codes): ((&str, String), Vec<&str>)| {
            format!("{environment}: waiting for {word}[{}]: {said}", named(codes))
        };
        let mut told: Vec<String> = news.0.into_iter().map(waited).collect();
        let mut gone = Alike::default();
        for key in before.keys().filter(|key| !now.contains_key(*key)) {
            if let Some((what, why)) = became(key, section, &counts) {
                gone.add((what, key.1.clone(), why), key.0);
            }
        }
        told.extend(gone.0.into_iter().map(|((what, about, why), codes)| {
            let about = if about.is_empty() { about } else { format!(" ({about})") };
            let why = if why.is_empty() { why } else { format!(": {why}") };
            format!("{environment}: {what}: {}{about}{why}", named(codes))
        }));
        let waits = !now.is_empty();
        if !waits && !left.is_empty() {
            let left: Vec<String> = left.into_iter().map(|(why, codes)| reason(&why, codes)).collect();
            told.push(format!("{environment}: no waiting mends what is left: {}", left.join("; ")));
        }
        self.0.insert(environment.to_owned(), now);
        Turn { told, waits }
    }

    /// The codes of the checks that an environment was waited for, sorted.
    pub(super) fn left(&self, environment: &str) -> Vec<String> {
        let left = self.0.get(environment).into_iter().flatten().map(|((code, _), _)| (*code).to_owned());
        let mut left: Vec<String> = left.collect();
        left.dedup();
        left
    }
}

/// The codes of which the same is said, in the order in which it was said first.
struct Alike<Words>(Vec<(Words, Vec<&'static str>)>);

impl<Words> Default for Alike<Words> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Words: PartialEq> Alike<Words> {
    fn add(&mut self, words: Words, code: &'static str) {
        match self.0.iter_mut().find(|(said, _)| *said == words) {
            Some((_, codes)) => codes.push(code),
            None => self.0.push((words, vec![code])),
        }
    }
}

/// Why no waiting mends these checks.
fn reason(why: &str, codes: Vec<&str>) -> String {
    format!("{why} ({})", named(codes))
}

/// The first few codes, each named once.
fn named(mut codes: Vec<&str>) -> String {
    codes.sort_unstable();
    codes.dedup();
    let more = codes.len().saturating_sub(NAMED);
    codes.truncate(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", codes.join(", "))
}

fn key(finding: &Finding) -> Key {
    (finding.check.code, finding.subject("").to_owned())
}

/// What became of what was waited for, and why where there is more to say. Nothing where the same check is waited for still:
/// that is told.
fn became(gone: &Key, section: &Section, counts: impl Fn(Status) -> bool) -> Option<(&'static str, String)> {
    let of_check = || section.assessment.findings.iter().filter(|finding| finding.check.code == gone.0);
    let same = of_check().filter(|finding| key(finding) == *gone).max_by_key(|finding| finding.status);
    // A check that passes as a whole names no part.
    let whole = || of_check().max_by_key(|finding| finding.status);
    let Some(finding) = same.or_else(whole) else { return Some(("not checked any more", String::new())) };
    match finding.status {
        Status::Pass => Some(("well now", String::new())),
        Status::Skip => Some(("skipped now", finding.message().to_owned())),
        status if counts(status) => None,
        status => Some(("does not count now", format!("{}: {}", status.as_str(), finding.message()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{NET_TCP, NET_TLS, SEC_READABLE, TOP_SLOTS, URI_HOST, URI_PORT};
    use crate::report::{Assessment, Category, Check};

    fn told(looks: &[Vec<Finding>]) -> Vec<Vec<String>> {
        let mut waiting = Waiting::default();
        let look = |findings: &Vec<Finding>| {
            let section = Section::new("p".to_owned(), None, Assessment::of(findings.clone()));
            let counts = |status| matches!(status, Status::Fail | Status::Unknown);
            let text = |check: &Check| check.category == Category::Uri;
            let lasts = |finding: &Finding| text(finding.check).then(|| "the text stays".to_owned());
            let turn = waiting.turn("p", &section, counts, lasts);
            let waited = turn.told.iter().any(|told| told.contains("waiting for"));
            assert!(turn.waits || !waited, "{:?}", turn.told);
            turn.told
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
            &["p: well now: SEC002", "p: skipped now: TOP001: not tried"],
            &["p: waiting for fail[SEC002]: gone", "p: does not count now: NET002 (b:1): warn: slow"],
            &["p: waiting for fail[NET002]: b:1: refused", "p: not checked any more: SEC002"],
            &["p: well now: NET002 (b:1)"],
        ];
        assert_eq!(told, expected);
    }

    /// One server that says nothing leaves many checks open.
    #[test]
    fn checks_of_which_the_same_is_said_share_a_line() {
        let checks = [&NET_TCP, &NET_TLS, &SEC_READABLE, &TOP_SLOTS];
        let told = told(&[
            checks.map(|check| Finding::unknown(check, "no answer").about("a:1")).to_vec(),
            checks.map(|check| Finding::pass(check).about("a:1")).to_vec(),
        ]);
        assert_eq!(told[0], ["p: waiting for unknown[NET002, NET004, SEC002 and 1 more]: a:1: no answer"]);
        assert_eq!(told[1], ["p: well now: NET002, NET004, SEC002 and 1 more (a:1)"]);
    }

    /// It is told once nothing else is left, and never as something that is waited for.
    #[test]
    fn what_no_waiting_mends_is_told_last() {
        let text = || [Finding::fail(&URI_PORT, "no port"), Finding::fail(&URI_HOST, "no host").about("a")];
        let with = |other: Finding| {
            text().into_iter().chain([other, Finding::fail(&URI_HOST, "no host").about("b")]).collect()
        };
        let told = told(&[with(Finding::fail(&NET_TCP, "refused")), with(Finding::pass(&NET_TCP))]);
        assert_eq!(told[0], ["p: waiting for fail[NET002]: refused"]);
        let left = "p: no waiting mends what is left: the text stays (URI006, URI007)";
        assert_eq!(told[1], ["p: well now: NET002", left]);
        assert_eq!(reason("x", vec!["D", "C", "B", "A", "A"]), "x (A, B, C and 1 more)");
    }
}
