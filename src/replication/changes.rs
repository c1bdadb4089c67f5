//! What is different between two looks.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use super::lag::{Lag, State, lags};
use super::words;
use crate::report::Change;

/// What changed from `before` to `after`: of each copy what is known of its lag, and the lag itself.
pub fn changes(before: &Evidence, after: &Evidence) -> Vec<Change> {
    let [was, is] = [before, after].map(by_subject);
    let subjects: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let mut changes = Vec::new();
    for subject in subjects {
        let (was, is) = (was.get(subject), is.get(subject));
        let told = |what: &str, tell: &dyn Fn(&Lag) -> Option<String>| {
            Change::between(&**subject, what, was.and_then(tell), is.and_then(tell))
        };
        changes.extend(told("state", &|lag| Some(lag.state.as_str().to_owned())));
        changes.extend(told("lag", &newest));
    }
    changes
}

/// The newest that is known of a lag, for a person: nothing where nothing is.
fn newest(lag: &Lag) -> Option<String> {
    match (lag.state, newest_ms(lag), lag.behind_bytes) {
        (State::Unknown, ..) | (_, None, None) => None,
        (_, Some(ms), Some(bytes)) => Some(format!("{}, {}", words::duration(ms), words::bytes(bytes))),
        (_, Some(ms), None) => Some(words::duration(ms)),
        (_, None, Some(bytes)) => Some(words::bytes(bytes)),
    }
}

/// The newest lag in milliseconds.
pub fn newest_ms(lag: &Lag) -> Option<f64> {
    lag.statistics.map(|all| all.last_ms).or(lag.at_least_ms)
}

/// By what a lag is about. Two that are told by different metrics are two.
fn by_subject(evidence: &Evidence) -> BTreeMap<String, Lag> {
    let mut all = BTreeMap::new();
    for lag in lags(evidence) {
        let subject = lag.subject();
        let key = if all.contains_key(&subject) { format!("{subject} {}", lag.metric) } else { subject };
        all.insert(key, lag);
    }
    all
}
