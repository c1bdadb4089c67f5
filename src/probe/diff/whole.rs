//! Both runs as a whole: which subjects belong together, and what all of it comes to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::checks::{self, CheckChange};
use super::course::{Course, Verdict};
use super::facts::{FactChange, Facts};
use super::side::{Form, Side, SubjectSeen};
use super::words;

/// A subject in both runs, as far as each has it.
pub(super) type Pair<'a> = (Option<&'a SubjectSeen>, Option<&'a SubjectSeen>);

/// What changed of one subject.
#[derive(Clone, Debug)]
pub(super) struct SubjectChange {
    pub(super) title: String,
    /// What it was called, where that is something else.
    pub(super) was_called: Option<String>,
    pub(super) checks: Vec<CheckChange>,
    pub(super) facts: Vec<FactChange>,
    pub(super) verdict: Verdict,
}

/// What changed from one run to the other.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The first run.
    pub old: Side,
    /// The second.
    pub new: Side,
    /// Whether it got worse.
    pub verdict: Verdict,
    /// What is to be known of how far the two can be compared.
    pub remarks: Vec<String>,
    pub(super) subjects: Vec<SubjectChange>,
}

/// Compares two runs.
pub fn compare(old: Side, new: Side) -> Comparison {
    let mut remarks = remarks(&old, &new);
    let pairs = pairs(&old.subjects, &new.subjects);
    let is_foreign = foreign(old.command != new.command, &pairs);
    remarks.extend(words::unpaired(&pairs, is_foreign));
    let twins: BTreeSet<&str> = [&old, &new].into_iter().flat_map(twins).collect();
    remarks.extend(words::twins(&twins));
    let empty = SubjectSeen::default();
    let of = |(was, is): &Pair<'_>| {
        let (before, after) = (was.unwrap_or(&empty), is.unwrap_or(&empty));
        let renamed = Facts::renamed(&before.facts, &after.facts);
        let checks = checks::compare(*was, *is, &renamed, is_foreign);
        let is_twin = [was, is].into_iter().flatten().any(|seen| twins.contains(seen.title.as_str()));
        let facts = if is_twin { Vec::new() } else { Facts::changes(&before.facts, &after.facts) };
        let has_changed = was.is_none() != is.is_none() || facts.iter().any(|fact| !fact.is_measured);
        let verdict = Verdict::of(checks.iter().map(|check| check.course), has_changed);
        let title = is.or(*was).map(|seen| seen.title.clone()).unwrap_or_default();
        let was_called = was.map(|was| was.title.clone()).filter(|was| *was != title);
        SubjectChange { title, was_called, checks, facts, verdict }
    };
    let subjects: Vec<SubjectChange> = pairs.iter().map(of).collect();
    let courses = subjects.iter().flat_map(|subject| subject.checks.iter().map(|check| check.course));
    let verdict = Verdict::of(courses, subjects.iter().any(|subject| subject.verdict != Verdict::Same));
    let comparison = Comparison { old, new, verdict, remarks, subjects };
    if comparison.compares_nothing() {
        Comparison { verdict: Verdict::Unknown, ..comparison }
    } else {
        comparison
    }
}

/// Of each run whether what it has not checked is no matter of its command. What the later run of another command finds is not
/// new by that. What it does not check any more is not known, unless nothing of the two can be compared at all.
fn foreign(is_other_command: bool, pairs: &[Pair<'_>]) -> [bool; 2] {
    let codes = |run: Option<&SubjectSeen>| -> BTreeSet<&str> {
        run.map_or(&[][..], |seen| &seen.results).iter().map(|result| result.check.code).collect()
    };
    let has_common = pairs.iter().any(|(was, is)| !codes(*was).is_disjoint(&codes(*is)));
    [is_other_command, is_other_command && !has_common]
}

impl Comparison {
    /// How many checks went each way.
    pub(super) fn counts(&self) -> BTreeMap<Course, u64> {
        let mut counts: BTreeMap<Course, u64> = Course::ALL.map(|course| (course, 0)).into();
        for check in self.subjects.iter().flat_map(|subject| &subject.checks) {
            *counts.entry(check.course).or_default() += 1;
        }
        counts
    }

    /// Whether there are checks, and none of them is one of both runs.
    pub(super) fn compares_nothing(&self) -> bool {
        let mut checks = self.subjects.iter().flat_map(|subject| &subject.checks).peekable();
        checks.peek().is_some() && checks.all(|check| check.course == Course::NotCompared)
    }

    /// Whether the new run is the older one.
    pub fn is_turned_round(&self) -> bool {
        is_turned_round(&self.old, &self.new)
    }
}

/// The names that several subjects of a run have: whose a row of a report's data is, nobody knows.
fn twins(side: &Side) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    side.subjects.iter().map(|seen| seen.title.as_str()).filter(|title| !names.insert(*title)).collect()
}

/// Subjects that belong together: by their names, and where each run has but one, whatever they are called.
fn pairs<'a>(old: &'a [SubjectSeen], new: &'a [SubjectSeen]) -> Vec<Pair<'a>> {
    if let ([was], [is]) = (old, new) {
        return vec![(Some(was), Some(is))];
    }
    let mut by_title: BTreeMap<&str, Vec<&SubjectSeen>> = BTreeMap::new();
    // The first of a name stands last, to be taken first.
    for was in old.iter().rev() {
        by_title.entry(&was.title).or_default().push(was);
    }
    let mut pairs: Vec<_> =
        new.iter().map(|is| (by_title.get_mut(is.title.as_str()).and_then(Vec::pop), Some(is))).collect();
    let left: BTreeSet<*const SubjectSeen> =
        by_title.values().flatten().map(|seen| std::ptr::from_ref(*seen)).collect();
    let gone = old.iter().filter(|was| left.contains(&std::ptr::from_ref(*was)));
    pairs.extend(gone.map(|was| (Some(was), None)));
    pairs
}

fn is_turned_round(old: &Side, new: &Side) -> bool {
    let at = |side: &Side| side.started_at.parse::<jiff::Timestamp>().ok();
    at(old).zip(at(new)).is_some_and(|(old, new)| new < old)
}

/// What stands in the way of comparing the two, before anything is compared.
fn remarks(old: &Side, new: &Side) -> Vec<String> {
    let mut told = Vec::new();
    if is_turned_round(old, new) {
        told.push(format!(
            "the first file is the newer one ({} and {}): what is called worse here got better, unless they are turned round",
            old.started_at, new.started_at
        ));
    }
    if old.command != new.command {
        told.push(format!(
            "they come from different commands, `{}` and `{}`: only what both have checked can be compared",
            old.command, new.command
        ));
    }
    for (name, side) in [("the first", old), ("the second", new)] {
        if side.is_partial {
            told.push(format!("{name} run did not come to its end: what it left open is unknown"));
        }
    }
    if old.form == Form::Report && new.form == Form::Report {
        if old.tool.version != new.tool.version || old.tool.commit != new.tool.commit {
            told.push(format!(
                "they were judged by different versions, {} ({}) and {} ({}), which may know different checks",
                old.tool.version, old.tool.commit, new.tool.version, new.tool.commit
            ));
        }
    } else if old.form != Form::Report && new.form != Form::Report {
        let mut paths = BTreeSet::new();
        differing(&old.expectations, &new.expectations, "", &mut paths);
        if !paths.is_empty() {
            let paths: Vec<String> = paths.into_iter().collect();
            told.push(format!(
                "they are judged by different expectations ({}), so that a check may differ where nothing else does",
                words::listed(&paths)
            ));
        }
    }
    told
}

/// Where two values differ, as `topology.query_servers`: two steps say enough.
fn differing(one: &Value, other: &Value, path: &str, found: &mut BTreeSet<String>) {
    let null = Value::Null;
    match (one, other) {
        _ if one == other => {}
        (Value::Object(one), Value::Object(other)) if path.matches('.').count() < 1 => {
            for key in one.keys().chain(other.keys()) {
                let (left, right) = (one.get(key).unwrap_or(&null), other.get(key).unwrap_or(&null));
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                differing(left, right, &path, found);
            }
        }
        _ if path.is_empty() => {
            found.insert("of subjects".to_owned());
        }
        _ => {
            found.insert(path.to_owned());
        }
    }
}
