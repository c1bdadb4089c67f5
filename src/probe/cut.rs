//! A look that was cut off, completed by the one before it: of each check what was determined last stands.

use std::mem::{self, Discriminant, discriminant};

use super::selection::needed;
use super::{Observed, Recorded};
use crate::report::{Assessment, Block, Check, Finding, Status};

/// What is said of a finding that was not determined again.
const EARLIER: &str = "as an earlier look saw it: the last one was cut off before it had an answer";
/// What is said where there is one.
const COMPLETED: &str =
    "The last look was cut off: what it had no answer to is told as the look before it saw it.";

impl Recorded {
    /// It, where it was cut off, with what the look `before` it saw: that stands where this one had no answer.
    #[must_use]
    pub fn cut_off(self, before: Self) -> Self {
        Self { before: before.observed, ..self }
    }
}

/// What one probe saw, judged.
pub(super) struct Judged {
    /// Which probe; nothing where there was none, and it only says what was not made.
    probe: Option<Discriminant<Observed>>,
    /// Whether a bug kept it from being made or judged: no older answer hides that.
    is_bug: bool,
    assessment: Assessment,
}

impl Judged {
    pub(super) fn new(observed: &Observed, assessment: Assessment, is_bug: bool) -> Self {
        let was_made = !matches!(
            observed,
            Observed::NotTried { .. } | Observed::Bug { .. } | Observed::Interrupted { .. }
        );
        Self { probe: was_made.then(|| discriminant(observed)), is_bug, assessment }
    }

    fn has_answer(&self) -> bool {
        let is_answer =
            |finding: &Finding| matches!(finding.status, Status::Pass | Status::Warn | Status::Fail);
        self.assessment.findings.iter().any(is_answer)
    }
}

/// All that a look saw.
pub(super) fn whole(look: Vec<Judged>) -> Assessment {
    let mut whole = Assessment::default();
    for Judged { mut assessment, .. } in look {
        whole.subject = assessment.subject.take().or(whole.subject.take());
        whole.append(assessment);
    }
    whole
}

/// All that a look saw that was cut off, and where it had no answer, what the one `before` it saw. The tables and pictures of a
/// probe are those of the look that had answers.
pub(super) fn complete(mut cut: Vec<Judged>, mut before: Vec<Judged>) -> Assessment {
    let answered: Vec<_> = cut.iter().filter(|one| one.has_answer()).map(|one| one.probe).collect();
    let found: Vec<Cut> = open(&cut).into_iter().zip(take(&mut cut)).collect();
    let findings = findings(&found, &take(&mut before));
    before.retain(|one| one.probe.is_some() && !answered.contains(&one.probe));
    cut.retain(|one| one.probe.is_some() && !before.iter().any(|other| other.probe == one.probe));
    let mut shown = whole(cut);
    let mut earlier = whole(before);
    shown.subject = shown.subject.or(earlier.subject.take());
    shown.append(earlier);
    if !shown.view.is_empty() {
        shown.view.push(Block::Text(COMPLETED.to_owned()));
    }
    Assessment { findings, ..shown }
}

fn take(look: &mut [Judged]) -> Vec<Finding> {
    look.iter_mut().flat_map(|one| mem::take(&mut one.assessment.findings)).collect()
}

/// Which findings of a look are no answer: what is unknown, and what was not made for it.
fn open(look: &[Judged]) -> Vec<bool> {
    let mut unknown: Vec<(usize, &'static Check)> = Vec::new();
    let all = look.iter().flat_map(|one| one.assessment.findings.iter().map(|finding| (one.is_bug, finding)));
    let is_open = |(at, (is_bug, finding)): (usize, (bool, &Finding))| {
        let is_open = match finding.status {
            Status::Unknown => !is_bug,
            Status::Skip => needed(finding, at, &unknown).is_some(),
            _ => false,
        };
        unknown.extend(is_open.then_some((at, finding.check)));
        is_open
    };
    all.enumerate().map(is_open).collect()
}

/// A finding of a look that was cut off, and whether it is open.
type Cut = (bool, Finding);

/// The findings of each check, in the order of the look before.
fn findings(cut: &[Cut], before: &[Finding]) -> Vec<Finding> {
    let mut checks: Vec<&'static Check> = Vec::new();
    for finding in before.iter().chain(cut.iter().map(|(_, finding)| finding)) {
        if !checks.contains(&finding.check) {
            checks.push(finding.check);
        }
    }
    let of = |check: &'static Check| {
        let cut = cut.iter().filter(|(_, finding)| finding.check == check).cloned().collect();
        let before = before.iter().filter(|finding| finding.check == check).cloned().collect();
        of_check(cut, before)
    };
    checks.into_iter().flat_map(of).collect()
}

/// What stands of a check.
fn of_check(cut: Vec<Cut>, mut before: Vec<Finding>) -> Vec<Finding> {
    for finding in &mut before {
        let about = finding.subject("");
        let is_said = |(_, new): &Cut| {
            new.status == finding.status && new.subject("") == about && new.message() == finding.message()
        };
        if finding.status.is_problem() && !cut.iter().any(is_said) {
            finding.detail_mut().notes.push(EARLIER.into());
        }
    }
    if cut.iter().all(|(is_open, _)| *is_open) {
        // An unknown of a whole look says more than that of one that was cut off. But what was only skipped then is no answer
        // to what is asked now.
        let is_told = before.iter().any(|finding| finding.status != Status::Skip);
        let applies = !before.is_empty() || cut.iter().any(|(_, finding)| finding.status != Status::Skip);
        return if is_told || !applies || cut.is_empty() {
            before
        } else {
            cut.into_iter().map(|(_, finding)| finding).collect()
        };
    }
    // Of some parts there is an answer. What was bad of the others is bad still, and otherwise nobody knows.
    before.retain(|finding| matches!(finding.status, Status::Warn | Status::Fail));
    let subject = |finding: &Finding| finding.detail.as_ref().and_then(|detail| detail.subject.clone());
    let mut stands = Vec::new();
    for (is_open, finding) in cut {
        let about = subject(&finding);
        let is_same = |old: &Finding| subject(old) == about;
        let may_be_same = |old: &Finding| is_same(old) || about.is_none() || subject(old).is_none();
        let (told, left) = before.into_iter().partition::<Vec<_>, _>(|old| is_open && may_be_same(old));
        before = left;
        let is_answered = told.iter().any(is_same);
        stands.extend(told);
        stands.extend((!is_answered).then_some(finding));
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::{CheckCode, Expectations, Wanted};
    use crate::report::catalogue::{
        NET_PING, NET_RESOLVE, NET_TCP, SEC_READABLE, TBL_ACTIVE, TOP_SLOTS, URI_CLUSTERED, URI_HOST,
    };
    use crate::{store_ref, uri};

    /// What becomes of a look that was cut off, behind a whole one.
    fn told(before: &[Finding], cut: &[Finding]) -> Vec<String> {
        let [cut, before] = [cut, before].map(|findings| {
            let observed = Observed::NotTried { checks: Vec::new(), reason: String::new() };
            vec![Judged::new(&observed, Assessment::of(findings.to_vec()), false)]
        });
        let line = |finding: Finding| {
            let about = finding.subject("").to_owned();
            let earlier = if finding.notes().contains(&EARLIER.into()) { " (earlier)" } else { "" };
            let (code, status) = (finding.check.code, finding.status.as_str());
            format!("{code} {about} {status}{earlier}").replace("  ", " ")
        };
        complete(cut, before).findings.into_iter().map(line).collect()
    }

    /// One unknown weighs nothing against faults that were found before.
    #[test]
    fn an_earlier_answer_stands_where_there_is_none() {
        let before = [
            Finding::pass(&SEC_READABLE),
            Finding::fail(&URI_CLUSTERED, "it is missing"),
            Finding::pass(&URI_HOST),
            Finding::skip(&NET_TCP, uri::NOT_TRIED),
        ];
        let cut = [
            Finding::unknown(&SEC_READABLE, "no answer in time"),
            Finding::skip(&URI_CLUSTERED, store_ref::NOT_TRIED),
            Finding::skip(&URI_HOST, store_ref::NOT_TRIED),
            Finding::skip(&NET_TCP, store_ref::NOT_TRIED),
            Finding::skip(&TOP_SLOTS, store_ref::NOT_TRIED),
        ];
        let expected = ["SEC002 pass", "URI010 fail (earlier)", "URI006 pass", "NET002 skip"];
        assert_eq!(told(&before, &cut), expected);
        // It is no worse beside an answer to something else.
        let more = [&cut[..], &[Finding::pass(&TBL_ACTIVE)]].concat();
        assert_eq!(told(&before, &more), [&expected[..], &["TBL001 pass"]].concat());
    }

    /// Nothing vanishes from the report.
    #[test]
    fn what_the_last_look_says_nothing_of_is_told() {
        for finding in [Finding::fail(&NET_TCP, "refused"), Finding::skip(&NET_TCP, "not asked for")] {
            assert_eq!(told(&[finding], &[Finding::pass(&NET_PING)]).len(), 2);
        }
    }

    /// However much of it is unknown, what the last look found is told.
    #[test]
    fn what_was_determined_last_stands() {
        let before = [
            Finding::pass(&NET_TCP),
            Finding::pass(&NET_PING),
            Finding::unknown(&TBL_ACTIVE, "no permission"),
        ];
        let cut = [
            Finding::fail(&NET_TCP, "refused"),
            Finding::skip(&NET_PING, "needs NET002, which failed"),
            Finding::unknown(&TBL_ACTIVE, "no answer in time"),
            Finding::unknown(&TOP_SLOTS, "no answer in time"),
        ];
        let expected = ["NET002 fail", "NET012 skip", "TBL001 unknown (earlier)", "TOP001 unknown"];
        assert_eq!(told(&before, &cut), expected);
        assert_eq!(told(&cut[..1], &before[..1]), ["NET002 pass"]);
    }

    /// What could not be made before, and is not known now, was never found to be well.
    #[test]
    fn a_skip_is_no_answer() {
        let before = [
            Finding::fail(&NET_RESOLVE, "no such host"),
            Finding::skip(&NET_TCP, "needs NET001, which failed"),
            Finding::skip(&NET_PING, "needs NET001, which failed"),
        ];
        let cut = [
            Finding::pass(&NET_RESOLVE),
            Finding::unknown(&NET_TCP, "no answer in time"),
            Finding::skip(&NET_PING, "needs NET002, which could not be determined"),
        ];
        assert_eq!(told(&before, &cut), ["NET001 pass", "NET002 unknown", "NET012 skip"]);
    }

    #[test]
    fn parts_are_told_one_by_one() {
        let bad = |part: &str| Finding::fail(&NET_TCP, "refused").about(part);
        let unknown = |part: &str| Finding::unknown(&NET_TCP, "no answer in time").about(part);
        assert_eq!(
            told(&[bad("b"), bad("c")], &[bad("a"), unknown("b"), unknown("d")]),
            ["NET002 a fail", "NET002 b fail (earlier)", "NET002 d unknown"]
        );
        // Of all parts together nothing is known.
        assert_eq!(
            told(&[bad("b")], &[bad("a"), Finding::unknown(&NET_TCP, "no answer in time")]),
            ["NET002 a fail", "NET002 b fail (earlier)", "NET002 unknown"]
        );
        assert_eq!(
            told(&[Finding::pass(&NET_TCP)], &[bad("a"), unknown("b")]),
            ["NET002 a fail", "NET002 b unknown"]
        );
    }

    /// A bug is told, whatever was known before.
    #[test]
    fn no_older_answer_hides_a_bug() {
        let bug = Observed::Bug { checks: Vec::new(), place: "here".to_owned() };
        let seen = |finding: Finding, is_bug| vec![Judged::new(&bug, Assessment::of(vec![finding]), is_bug)];
        let unknown = || Finding::unknown(&NET_TCP, "a bug");
        let status = |is_bug| {
            complete(seen(unknown(), is_bug), seen(Finding::pass(&NET_TCP), false)).findings[0].status
        };
        assert_eq!([true, false].map(status), [Status::Unknown, Status::Pass]);
    }

    /// It is saved with what completes it, and comes to the same again.
    #[test]
    fn evidence_holds_both_looks() {
        let checks = || CheckCode::all([&NET_TCP]);
        let of = |observed| Recorded { observed: vec![observed], ..Recorded::default() };
        let before = || of(Observed::Bug { checks: checks(), place: "here".to_owned() });
        let cut = of(Observed::Interrupted { checks: checks() }).cut_off(before());
        let saved = |recorded: &Recorded| serde_json::to_string(recorded).expect("is plain data");
        let again: Recorded = serde_json::from_str(&saved(&cut)).expect("reads");
        for recorded in [cut, again] {
            let told = recorded.report(Wanted::default(), &Expectations::default()).section.assessment;
            assert!(told.findings[0].message().contains("a bug in chalkstore"), "{told:?}");
        }
        assert!(!saved(&before()).contains("\"before\""));
    }
}
