//! Words for a person.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::course::{Course, Told};
use super::side::{ResultSeen, SubjectSeen};
use super::whole::{Comparison, Pair};
use crate::report::Status;

/// The most names that are listed.
const LISTED: usize = 5;

/// Names with commas between them; of many the first.
pub(super) fn listed(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(LISTED) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}

/// What is to be said of subjects that only one of the runs has, or that have another name.
/// `is_foreign`: whether it is not said of them because another command was run.
pub(super) fn unpaired(pairs: &[Pair<'_>], is_foreign: [bool; 2]) -> Vec<String> {
    let mut told = Vec::new();
    if let [(Some(was), Some(is))] = pairs
        && was.title != is.title
    {
        told.push(format!("the subject was called {}, and is called {} now", was.title, is.title));
    }
    let title = |seen: &SubjectSeen| seen.title.clone();
    let gone = pairs.iter().filter_map(|(was, is)| was.filter(|_| is.is_none()).map(title));
    let gone: Vec<String> = gone.collect();
    let new = pairs.iter().filter_map(|(was, is)| is.filter(|_| was.is_none()).map(title));
    let new: Vec<String> = new.collect();
    if !gone.is_empty() {
        let then = if is_foreign[1] { "it is not compared" } else { "whether it got worse cannot be told" };
        told.push(format!("only the first run has {}: {then}", listed(&gone)));
    }
    if !new.is_empty() {
        let then = if is_foreign[0] { "it is not compared" } else { "what fails there is new" };
        told.push(format!("only the second run has {}: {then}", listed(&new)));
    }
    told
}

/// What is to be said of subjects that others of their run are called like.
pub(super) fn twins(names: &BTreeSet<&str>) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let told = || {
        format!(
            "several subjects are called {}: they are compared in their order, and by their checks alone",
            listed(&names)
        )
    };
    (!names.is_empty()).then(told)
}

/// `worse: 2 checks got worse, 1 got better; 3 other changes`.
pub(super) fn headline(comparison: &Comparison) -> String {
    let counts = comparison.counts();
    let kinds = [
        (Course::Worse, "got worse"),
        (Course::BecameUnknown, "cannot be determined any more"),
        (Course::StillUnknown, "could not be determined in either run"),
        (Course::Gone, "were made in the first run alone"),
        (Course::Changed, "fail or warn as before and tell something else"),
        (Course::Better, "got better"),
        (Course::Different, "changed otherwise"),
        (Course::Reworded, "pass in other words"),
    ];
    let told = kinds.into_iter().filter_map(|(course, words)| {
        let count = counts.get(&course).copied().unwrap_or(0);
        (count > 0).then(|| format!("{count} {words}"))
    });
    let checks: Vec<String> = told.collect();
    let facts = comparison.subjects.iter().flat_map(|subject| &subject.facts);
    let changed = facts.filter(|fact| !fact.is_measured).count();
    let checks = if comparison.compares_nothing() {
        "no check was made in both runs".to_owned()
    } else if checks.is_empty() {
        "every check says the same".to_owned()
    } else {
        format!("of the checks, {}", checks.join(", "))
    };
    let others = match changed {
        0 => String::new(),
        1 => "; 1 other thing changed".to_owned(),
        many => format!("; {many} other things changed"),
    };
    format!("{}: {checks}{others}", comparison.verdict.as_str())
}

/// `fail: shard 0 has no replica`; of a pass, the word says it.
pub(super) fn result(seen: &ResultSeen) -> String {
    match seen.status {
        Status::Pass => seen.status.as_str().to_owned(),
        status => format!("{}: {}", status.as_str(), message(seen)),
    }
}

/// What was found, and whether somebody has accepted it.
pub(super) fn message(seen: &ResultSeen) -> Cow<'static, str> {
    match seen.accepted {
        Some(_) => Cow::Owned(format!("accepted: {}", seen.message)),
        None => seen.message.clone(),
    }
}

/// What a run says of a check: its result, or why there is none.
pub(super) fn side(told: Option<&ResultSeen>, none: Told) -> String {
    match (told, none) {
        (Some(told), _) => result(told),
        (None, Told::NotMade) => "not checked".to_owned(),
        (None, Told::NoSubject) => "not in that run".to_owned(),
        (None, Told::Foreign) => "not checked by that command".to_owned(),
        (None, Told::Nothing | Told::Result(_)) => "no such finding".to_owned(),
    }
}
