//! The checks of one subject in both runs.

use std::collections::BTreeMap;

use super::course::{Course, Told, course};
use super::side::ResultSeen;
use crate::report::{Status, without_addresses};

/// A check about one thing, in both runs.
#[derive(Clone, Debug)]
pub(super) struct CheckChange {
    /// The result that counts: the new one, or the old one where there is no new one.
    pub(super) result: ResultSeen,
    /// What it was called in the old run, where that is something else.
    pub(super) was_about: Option<String>,
    /// What it was: its status and its words.
    pub(super) was: Option<(Status, String)>,
    /// What it is.
    pub(super) is: Option<(Status, String)>,
    /// What that means.
    pub(super) course: Course,
}

/// How the results of a run are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listing<'a> {
    pub(super) results: &'a [ResultSeen],
    /// Whether what passed is listed.
    pub(super) lists_passes: bool,
}

impl Listing<'_> {
    /// What it says of a check that it does not list.
    const fn unlisted(self) -> Told {
        if self.lists_passes { Told::NotMade } else { Told::Nothing }
    }
}

/// Compares the checks of a subject. `renamed`: what things were called, and are.
pub(super) fn compare(
    before: Listing<'_>,
    after: Listing<'_>,
    renamed: &BTreeMap<String, String>,
) -> Vec<CheckChange> {
    let mut order: Vec<&str> = Vec::new();
    let mut by_check: BTreeMap<&str, (Vec<&ResultSeen>, Vec<&ResultSeen>)> = BTreeMap::new();
    for result in after.results {
        let code = result.check.code;
        let entry = by_check.entry(code).or_insert_with(|| {
            order.push(code);
            Default::default()
        });
        entry.1.push(result);
    }
    for result in before.results {
        let code = result.check.code;
        let entry = by_check.entry(code).or_insert_with(|| {
            order.push(code);
            Default::default()
        });
        entry.0.push(result);
    }
    let all = order.iter().filter_map(|code| by_check.get(code));
    all.flat_map(|(was, is)| one_check(was, is, (before.unlisted(), after.unlisted()), renamed)).collect()
}

/// The results of one check. Those about the same thing belong together, then those whose things differ in addresses alone,
/// of nodes that were replaced: an environment or a host with another name is another thing. What is left was told of the whole before, or is now, or came or went.
fn one_check(
    was: &[&ResultSeen],
    is: &[&ResultSeen],
    unlisted: (Told, Told),
    renamed: &BTreeMap<String, String>,
) -> Vec<CheckChange> {
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
        Some(renamed.get(about).unwrap_or(about).clone())
    };
    pair(&|old, new| name_now(old) == new.about);
    pair(&|old, new| {
        old.about.is_some()
            && new.about.is_some()
            && old.status == new.status
            && is_replaced(old, new)
            && without_name(old) == without_name(new)
    });
    let whole_old = (0..was.len()).find(|old| was[*old].about.is_none());
    let whole_new = (0..is.len()).find(|new| is[*new].about.is_none());
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
        let nothing = if was.is_empty() { unlisted.0 } else { Told::Nothing };
        changes.extend(change(old.map(|old| was[old]), Some(new), nothing));
    }
    for (at, old) in was.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
        let is_open_whole = Some(at) == whole_old;
        if is_open_whole && stands_for.0 {
            continue;
        }
        let new = whole_new.filter(|new| partner[*new].is_none());
        stands_for.1 |= new.is_some();
        let nothing = if is.is_empty() { unlisted.1 } else { Told::Nothing };
        changes.extend(change(Some(old), new.map(|new| is[new]), nothing));
    }
    changes
}

/// Whether two things have different addresses and are named alike otherwise.
fn is_replaced(old: &ResultSeen, new: &ResultSeen) -> bool {
    let name = |result: &ResultSeen| result.about.as_deref().map(without_addresses);
    name(old) == name(new)
}

/// What is told, without the name of what it is about: an address that is another one now is no other result.
fn without_name(result: &ResultSeen) -> String {
    let name = result.about.as_deref().unwrap_or_default();
    if name.is_empty() { result.message.to_string() } else { result.message.replace(name, "\0") }
}

/// The two results of which at least one is there. `nothing` is what the other run says otherwise.
fn change(old: Option<&ResultSeen>, new: Option<&ResultSeen>, nothing: Told) -> Option<CheckChange> {
    let told = |result: Option<&ResultSeen>| result.map_or(nothing, |result| Told::Result(result.status));
    let words = |result: &ResultSeen| (result.status, result.message.to_string());
    let same_words = old.zip(new).is_none_or(|(old, new)| without_name(old) == without_name(new));
    let old_about = old.and_then(|old| old.about.clone());
    let mut result = new.or(old)?.clone();
    // Of a part that the whole speaks for by now, the part is what it is about.
    result.about = result.about.or_else(|| old_about.clone());
    Some(CheckChange {
        was_about: old_about.filter(|was| result.about.as_ref() != Some(was)),
        result,
        was: old.map(words),
        is: new.map(words),
        course: course(told(old), told(new), same_words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::catalogue::{NET_TCP as OTHER, TOP_REPLICA as CHECK};

    fn seen(about: Option<&str>, status: Status, message: &str) -> ResultSeen {
        ResultSeen {
            check: &CHECK,
            about: about.map(str::to_owned),
            status,
            severity: CHECK.severity,
            message: message.to_owned().into(),
            help: None,
        }
    }

    fn told(was: &[ResultSeen], is: &[ResultSeen], renamed: &[(&str, &str)]) -> Vec<String> {
        let renamed = renamed.iter().map(|(was, is)| ((*was).to_owned(), (*is).to_owned())).collect();
        let listing = |results| Listing { results, lists_passes: true };
        let word = |side: &Option<(Status, String)>| side.as_ref().map_or("-", |(status, _)| status.as_str());
        let line = |change: CheckChange| {
            let about = change.result.about.as_deref().unwrap_or("all");
            let was_about = change.was_about.map(|was| format!(" (was {was})")).unwrap_or_default();
            let (was, is) = (word(&change.was), word(&change.is));
            format!("{about}{was_about}: {was} -> {is}: {}", change.course.as_str())
        };
        compare(listing(was), listing(is), &renamed).into_iter().map(line).collect()
    }

    #[test]
    fn the_same_thing_is_compared_with_itself() {
        use Status::{Fail, Pass, Unknown, Warn};
        let one = |status| [seen(None, status, "x")];
        assert_eq!(told(&one(Pass), &one(Fail), &[]), ["all: pass -> fail: worse"]);
        assert_eq!(told(&one(Fail), &one(Unknown), &[]), ["all: fail -> unknown: became_unknown"]);
        assert_eq!(
            told(&[seen(None, Warn, "2 of 3")], &[seen(None, Warn, "1 of 3")], &[]),
            ["all: warn -> warn: reworded"]
        );
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

    #[test]
    fn another_environment_is_another_thing() {
        let of = |about: &str| seen(Some(about), Status::Fail, "`clustered` is missing");
        assert_eq!(
            told(&[of("beta")], &[of("alpha")], &[]),
            ["alpha: - -> fail: worse", "beta: fail -> -: better"]
        );
    }

    #[test]
    fn what_is_not_made_any_more_is_no_pass() {
        let fail = [seen(None, Status::Fail, "x")];
        assert_eq!(told(&fail, &[], &[]), ["all: fail -> -: different"]);
        assert_eq!(told(&[], &fail, &[]), ["all: - -> fail: worse"]);
        let listing = |results, lists_passes| Listing { results, lists_passes };
        let changes = compare(listing(&fail, true), listing(&[], false), &BTreeMap::new());
        assert_eq!(changes[0].course, Course::Better);
        // Each check for itself.
        let other = [ResultSeen { check: &OTHER, ..seen(None, Status::Pass, "x") }];
        assert_eq!(told(&fail, &other, &[]), ["all: - -> pass: not_compared", "all: fail -> -: different"]);
    }
}
