//! The checks of one subject in both runs.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::course::{Course, Told, course};
use super::side::{ResultSeen, SubjectSeen};
use crate::probe::extent::{Extent, Said, addresses, extent, without_nodes};
use crate::probe::was_not_made;
use crate::report::{Check, Status};

/// A check about one thing, in both runs.
#[derive(Clone, Debug)]
pub(super) struct CheckChange {
    /// The result that counts: the new one, or the old one where there is no new one.
    pub(super) result: ResultSeen,
    /// What it was called in the old run, where that is something else.
    pub(super) was_about: Option<String>,
    /// What it was.
    pub(super) was: Option<ResultSeen>,
    /// What it is.
    pub(super) is: Option<ResultSeen>,
    /// What a run says that has no result.
    pub(super) none: Told,
    /// What that means.
    pub(super) course: Course,
}

/// What is known of the things of both runs.
struct Known<'a> {
    /// What things are called that were called something else.
    renamed: &'a BTreeMap<String, String>,
    /// The addresses that the runs tell of, the old one and the new one.
    addresses: [BTreeSet<&'a str>; 2],
}

impl<'a> Known<'a> {
    fn of(runs: [Option<&'a SubjectSeen>; 2], renamed: &'a BTreeMap<String, String>) -> Self {
        let addresses = runs.map(|run| {
            let results = run.map_or(&[][..], |seen| &seen.results).iter();
            let told =
                results.flat_map(|result| [result.about.as_deref().unwrap_or_default(), &result.message]);
            told.chain(run.into_iter().flat_map(|seen| seen.facts.texts())).flat_map(addresses).collect()
        });
        Self { renamed, addresses }
    }

    /// What to take a name of a run for in the other: what it is called there, or, of a node's address that the other does
    /// not know, any.
    fn name<'t>(&'t self, run: usize, check: &Check, name: &'t str) -> Cow<'t, str> {
        let is_known = || {
            self.addresses[1 - run].contains(name) || (run == 1 && self.renamed.values().any(|is| is == name))
        };
        match self.renamed.get(name).filter(|_| run == 0) {
            Some(is) => Cow::Borrowed(is),
            None if is_known() => Cow::Borrowed(name),
            None => without_nodes(check, name),
        }
    }

    fn said<'t>(&'t self, run: usize, seen: &'t ResultSeen) -> Said<'t> {
        Said::of(&seen.message, &|name| self.name(run, seen.check, name))
    }

    /// How what both tell compares.
    fn extent(&self, old: &ResultSeen, new: &ResultSeen) -> Extent {
        if old.message == new.message {
            return Extent::Same;
        }
        if !new.check.properties.is_measured {
            return Extent::Other;
        }
        extent(&self.said(0, old), &self.said(1, new))
    }

    /// Whether one thing stands where another stood: their names differ in addresses that only one of the runs knows, and
    /// the same is told of both. An environment or a host with another name is another thing.
    fn is_replaced(&self, old: &ResultSeen, new: &ResultSeen) -> bool {
        let (Some(was), Some(is)) = (&old.about, &new.about) else { return false };
        without_nodes(old.check, was) == without_nodes(new.check, is)
            && addresses(was).all(|address| !self.addresses[1].contains(address))
            && addresses(is).all(|address| !self.addresses[0].contains(address))
            && old.status == new.status
            && self.extent(old, new) == Extent::Same
    }
}

/// The results of one check in both runs, and what a run says that has none.
struct Sides<'a> {
    was: Vec<&'a ResultSeen>,
    is: Vec<&'a ResultSeen>,
    none: [Told; 2],
}

/// Compares the checks of a subject. `renamed`: what things were called, and are; `is_foreign`: of each run whether what it
/// has not checked is another command's matter.
pub(super) fn compare(
    before: Option<&SubjectSeen>,
    after: Option<&SubjectSeen>,
    renamed: &BTreeMap<String, String>,
    is_foreign: [bool; 2],
) -> Vec<CheckChange> {
    let known = Known::of([before, after], renamed);
    let none = [(before, is_foreign[0]), (after, is_foreign[1])].map(|run| match run {
        (_, true) => Told::Foreign,
        (Some(_), false) => Told::NotMade,
        (None, false) => Told::NoSubject,
    });
    let mut order: Vec<&str> = Vec::new();
    let mut by_check: BTreeMap<&str, Sides<'_>> = BTreeMap::new();
    for (run, seen) in [(1, after), (0, before)] {
        for result in seen.map_or(&[][..], |seen| &seen.results) {
            let code = result.check.code;
            let sides = by_check.entry(code).or_insert_with(|| {
                order.push(code);
                Sides { was: Vec::new(), is: Vec::new(), none }
            });
            if run == 0 { sides.was.push(result) } else { sides.is.push(result) }
        }
    }
    let all = order.iter().filter_map(|code| by_check.get(code));
    all.flat_map(|sides| one_check(sides, &known)).collect()
}

/// The results of one check. Those about the same thing belong together, then those about things that were replaced. What
/// is left was told of the whole before, or is now, or came or went.
fn one_check(Sides { was, is, none }: &Sides<'_>, known: &Known<'_>) -> Vec<CheckChange> {
    let mut partner: Vec<Option<usize>> = vec![None; is.len()];
    let mut is_taken = vec![false; was.len()];
    let mut pair = |fits: &dyn Fn(&ResultSeen, &ResultSeen) -> bool| {
        for (at, new) in is.iter().enumerate() {
            if partner[at].is_none()
                && let Some(old) = (0..was.len()).find(|old| !is_taken[*old] && fits(was[*old], new))
            {
                (partner[at], is_taken[old]) = (Some(old), true);
            }
        }
    };
    let name_now = |old: &ResultSeen| {
        let about = old.about.as_ref()?;
        Some(known.renamed.get(about).unwrap_or(about).clone())
    };
    // Two results about one thing differ in what they tell.
    pair(&|old, new| name_now(old) == new.about && old.message == new.message);
    pair(&|old, new| name_now(old) == new.about);
    pair(&|old, new| known.is_replaced(old, new));
    let whole_old = (0..was.len()).find(|old| was[*old].about.is_none());
    let whole_new = (0..is.len()).find(|new| is[*new].about.is_none());
    // Where nothing at all was found out, what is said of the whole is said of every part, and of each thing told of it.
    let is_open = is.iter().all(|new| matches!(new.status, Status::Skip | Status::Unknown));
    let mut stands_for = (false, false);
    let mut changes = Vec::new();
    for (at, new) in is.iter().enumerate() {
        // What is about the whole and has no partner stands for parts that have none either.
        let is_open_whole = Some(at) == whole_new && partner[at].is_none();
        if is_open_whole && is_taken.contains(&false) {
            continue;
        }
        let old = partner[at].or_else(|| whole_old.filter(|_| new.about.is_some()));
        stands_for.0 |= partner[at].is_none() && old.is_some();
        let nothing = if was.is_empty() { none[0] } else { Told::Nothing };
        changes.extend(change(old.map(|old| was[old]), Some(new), nothing, known));
    }
    for (at, old) in was.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
        let is_open_whole = Some(at) == whole_old;
        if is_open_whole && stands_for.0 {
            continue;
        }
        let new = whole_new.filter(|new| is_open || partner[*new].is_none());
        stands_for.1 |= new.is_some();
        let nothing = if is.is_empty() { none[1] } else { Told::Nothing };
        changes.extend(change(Some(old), new.map(|new| is[new]), nothing, known));
    }
    changes
}

/// The two results of which at least one is there. `nothing` is what the other run says otherwise.
fn change(
    old: Option<&ResultSeen>,
    new: Option<&ResultSeen>,
    nothing: Told,
    known: &Known<'_>,
) -> Option<CheckChange> {
    let told = |result: Option<&ResultSeen>| match result {
        Some(result) if result.status == Status::Skip && was_not_made(&result.message) => Told::NotMade,
        Some(result) => Told::Result(result.status),
        None => nothing,
    };
    let extent = old.zip(new).map_or(Extent::Same, |(old, new)| known.extent(old, new));
    let old_about = old.and_then(|old| old.about.clone());
    let mut result = new.or(old)?.clone();
    // Of a part that the whole speaks for by now, the part is what it is about.
    result.about = result.about.or_else(|| old_about.clone());
    Some(CheckChange {
        course: course(told(old), told(new), extent, result.check.properties.direction),
        was_about: old_about.filter(|was| result.about.as_ref() != Some(was)),
        result,
        was: old.cloned(),
        is: new.cloned(),
        none: nothing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::selection::NOT_ASKED;
    use crate::report::catalogue::{FLOW_OUTSIDE, NET_TCP as OTHER, TOP_REPLICA as CHECK};
    use crate::report::{Accepted, AcceptedBy};

    fn seen(about: Option<&str>, status: Status, message: &str) -> ResultSeen {
        ResultSeen {
            check: &CHECK,
            about: about.map(str::to_owned),
            status,
            severity: CHECK.severity,
            message: message.to_owned().into(),
            help: None,
            accepted: None,
        }
    }

    fn subject(results: &[ResultSeen]) -> SubjectSeen {
        SubjectSeen { results: results.to_vec(), ..SubjectSeen::default() }
    }

    fn line(change: CheckChange) -> String {
        let word = |side: &Option<ResultSeen>| side.as_ref().map_or("-", |seen| seen.status.as_str());
        let about = change.result.about.as_deref().unwrap_or("all");
        let was_about = change.was_about.map(|was| format!(" (was {was})")).unwrap_or_default();
        let (was, is) = (word(&change.was), word(&change.is));
        format!("{about}{was_about}: {was} -> {is}: {}", change.course.as_str())
    }

    fn told(was: &[ResultSeen], is: &[ResultSeen], renamed: &[(&str, &str)]) -> Vec<String> {
        let renamed = renamed.iter().map(|(was, is)| ((*was).to_owned(), (*is).to_owned())).collect();
        let (was, is) = (subject(was), subject(is));
        compare(Some(&was), Some(&is), &renamed, [false; 2]).into_iter().map(line).collect()
    }

    #[test]
    fn the_same_thing_is_compared_with_itself() {
        use Status::{Fail, Pass, Unknown, Warn};
        let one = |status| [seen(None, status, "x")];
        assert_eq!(told(&one(Pass), &one(Fail), &[]), ["all: pass -> fail: worse"]);
        assert_eq!(told(&one(Fail), &one(Unknown), &[]), ["all: fail -> unknown: became_unknown"]);
        assert_eq!(told(&one(Unknown), &one(Unknown), &[]), ["all: unknown -> unknown: still_unknown"]);
        let figure = |text| [seen(None, Warn, text)];
        assert_eq!(told(&figure("2 of 3"), &figure("1 of 3"), &[]), ["all: warn -> warn: better"]);
        assert_eq!(told(&figure("2 of 3"), &figure("3 of 3"), &[]), ["all: warn -> warn: worse"]);
        assert_eq!(told(&figure("2 of 3"), &figure("all"), &[]), ["all: warn -> warn: changed"]);
        // Of a check that does not say what more of it means, nobody can tell.
        let of = |text| [ResultSeen { check: &OTHER, ..seen(None, Fail, text) }];
        assert_eq!(told(&of("2 of 3"), &of("3 of 3"), &[]), ["all: fail -> fail: changed"]);
    }

    #[test]
    fn parts_come_and_go() {
        use Status::{Fail, Pass};
        let (a, b) = (seen(Some("a"), Fail, "a is down"), seen(Some("b"), Fail, "b is down for 3 s"));
        let pass = seen(None, Pass, "x");
        assert_eq!(
            told(std::slice::from_ref(&pass), &[a.clone(), b.clone()], &[]),
            ["a: pass -> fail: worse", "b: pass -> fail: worse"]
        );
        assert_eq!(
            told(&[a.clone(), b.clone()], &[pass], &[]),
            ["a: fail -> pass: better", "b: fail -> pass: better"]
        );
        assert_eq!(
            told(std::slice::from_ref(&a), &[a.clone(), b.clone()], &[]),
            ["a: fail -> fail: same", "b: - -> fail: worse"]
        );
        assert_eq!(told(&[a.clone(), b], &[a], &[]), ["a: fail -> fail: same", "b: fail -> -: better"]);
    }

    /// What was not found out again did not get better.
    #[test]
    fn one_skip_speaks_for_all_that_was_told() {
        use Status::{Fail, Pass, Skip, Unknown};
        let was = [seen(None, Fail, "no replica in a"), seen(None, Fail, "b"), seen(Some("c"), Fail, "c")];
        assert_eq!(
            told(&was, &[seen(None, Skip, "no zone was given")], &[]),
            ["all: fail -> skip: different", "all: fail -> skip: different", "c: fail -> skip: different"]
        );
        let unknown = told(&was, &[seen(None, Unknown, "no answer")], &[]);
        assert!(unknown.iter().all(|line| line.ends_with("became_unknown")), "{unknown:?}");
        let passed = told(&was, &[seen(None, Pass, "x")], &[]);
        assert!(passed.iter().all(|line| line.ends_with("better")), "{passed:?}");
    }

    /// One node is what a finding is about, of several there is one finding.
    #[test]
    fn from_one_part_to_several() {
        let one = seen(Some("10.0.0.1:1"), Status::Fail, "10.0.0.1:1: failed");
        let two = seen(None, Status::Fail, "10.0.0.1:1 and 10.0.0.2:1: failed");
        let [one, two] = [one, two].map(|result| [result]);
        assert_eq!(told(&one, &two, &[]), ["10.0.0.1:1: fail -> fail: worse"]);
        assert_eq!(told(&two, &one, &[]), ["10.0.0.1:1: fail -> fail: better"]);
    }

    #[test]
    fn another_address_is_no_other_result() {
        let of = |about: &str| seen(Some(about), Status::Fail, &format!("{about} refuses connections"));
        assert_eq!(
            told(&[of("10.0.0.1:1")], &[of("10.0.0.9:1")], &[]),
            ["10.0.0.9:1 (was 10.0.0.1:1): fail -> fail: same"]
        );
        // Which of two it is, is known by what the nodes' ids say.
        let [up, down] =
            [Status::Pass, Status::Fail].map(|status| move |about| seen(Some(about), status, "x"));
        assert_eq!(
            told(&[up("a"), down("b")], &[down("c"), up("d")], &[("a", "c"), ("b", "d")]),
            ["c (was a): pass -> fail: worse", "d (was b): fail -> pass: better"]
        );
    }

    /// One that both runs know is no other one's successor.
    #[test]
    fn what_both_runs_know_was_not_replaced() {
        let of = |about: &str| seen(Some(about), Status::Fail, &format!("{about} has no answer"));
        let other =
            |text: &str| ResultSeen { check: &OTHER, ..seen(None, Status::Pass, &format!("asked: {text}")) };
        let both = other("10.0.0.1:53, 10.0.0.2:53");
        assert_eq!(
            told(&[of("10.0.0.1:53"), both.clone()], &[of("10.0.0.2:53"), both], &[]),
            ["10.0.0.2:53: - -> fail: worse", "10.0.0.1:53: fail -> -: better", "all: pass -> pass: same"]
        );
        // Nor in what is told of the whole: another node is down, and that one is not.
        let of = |down: &str, up: &str| [seen(None, Status::Fail, &format!("{down} is down")), other(up)];
        assert_eq!(
            told(&of("10.0.0.1:1", "10.0.0.2:1"), &of("10.0.0.2:1", "10.0.0.1:1"), &[])[0],
            "all: fail -> fail: changed"
        );
        assert_eq!(
            told(&of("10.0.0.1:1", "10.0.0.2:1"), &of("10.0.0.7:1", "10.0.0.2:1"), &[])[0],
            "all: fail -> fail: same"
        );
    }

    /// Where a check does not tell of nodes, another address is another fault.
    #[test]
    fn an_address_that_is_the_fault_is_told() {
        let of = |address: &str| {
            let seen = seen(None, Status::Warn, &format!("telemetry goes to {address}, which nobody named"));
            [ResultSeen { check: &FLOW_OUTSIDE, ..seen }]
        };
        let (old, new) = (of("192.0.2.5:4317"), of("198.51.100.7:4317"));
        assert_eq!(told(&old, &new, &[]), ["all: warn -> warn: changed"]);
        assert_eq!(told(&old, &old, &[]), ["all: warn -> warn: same"]);
        let of = |address: &str| {
            let seen = seen(Some(address), Status::Warn, "telemetry goes there, which nobody named");
            [ResultSeen { check: &FLOW_OUTSIDE, ..seen }]
        };
        assert_eq!(
            told(&of("192.0.2.5"), &of("198.51.100.7"), &[]),
            ["198.51.100.7: - -> warn: worse", "192.0.2.5: warn -> -: better"]
        );
    }

    #[test]
    fn another_environment_is_another_thing() {
        let of = |about: &str| seen(Some(about), Status::Fail, "`clustered` is missing");
        assert_eq!(
            told(&[of("beta")], &[of("alpha")], &[]),
            ["alpha: - -> fail: worse", "beta: fail -> -: better"]
        );
    }

    /// That somebody has accepted it makes it neither better nor worse.
    #[test]
    fn what_is_accepted_is_compared_as_what_was_found() {
        use Status::{Fail, Pass};
        let skipped = |text: &str| {
            let found = Accepted { by: AcceptedBy::Waiver, status: Fail, message: text.to_owned() };
            [seen(None, Status::Skip, "skipped by chalkstore.toml:3: OPS-7").found(Some(found))]
        };
        let plain = |status, text| [seen(None, status, text)];
        let (one, three) = ("shard 0 has no replica", "shards 0, 1 and 2 have no replica");
        assert_eq!(told(&skipped(one), &skipped(one), &[]), ["all: fail -> fail: same"]);
        assert_eq!(told(&skipped(one), &skipped(three), &[]), ["all: fail -> fail: worse"]);
        assert_eq!(told(&skipped(one), &plain(Fail, one), &[]), ["all: fail -> fail: same"]);
        assert_eq!(told(&plain(Pass, "x"), &skipped(three), &[]), ["all: pass -> fail: worse"]);
        assert_eq!(told(&skipped(one), &plain(Pass, "x"), &[]), ["all: fail -> pass: better"]);
    }

    #[test]
    fn what_is_not_made_any_more_is_no_pass() {
        let fail = [seen(None, Status::Fail, "x")];
        assert_eq!(told(&fail, &[], &[]), ["all: fail -> -: gone"]);
        assert_eq!(told(&[], &fail, &[]), ["all: - -> fail: worse"]);
        let gone = compare(Some(&subject(&fail)), None, &BTreeMap::new(), [false; 2]);
        assert_eq!(gone.into_iter().map(line).collect::<Vec<_>>(), ["all: fail -> -: gone"]);
        // Each check for itself.
        let other = [ResultSeen { check: &OTHER, ..seen(None, Status::Pass, "x") }];
        assert_eq!(told(&fail, &other, &[]), ["all: - -> pass: not_compared", "all: fail -> -: gone"]);
        // Left out on purpose is not made either; what lacks what it needs follows that.
        let skip = |why| [seen(None, Status::Skip, why)];
        assert_eq!(told(&fail, &skip(NOT_ASKED), &[]), ["all: fail -> skip: gone"]);
        assert_eq!(told(&skip(NOT_ASKED), &fail, &[]), ["all: skip -> fail: worse"]);
        assert_eq!(told(&fail, &skip("needs NET002, which failed"), &[]), ["all: fail -> skip: different"]);
    }
}
