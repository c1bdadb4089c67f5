//! What is different between two looks.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use super::lag::{Kind, Lag, State, lags};
use super::words;
use crate::report::Change;

/// What changed from `before` to `after`: of each replica what is known of its lag, and the lag itself.
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

/// The newest that is known of a lag, for a person: nothing where nothing is. The last point of a way that has stopped
/// is no lag of now: its state stands there, and how long it is at least.
pub fn newest(lag: &Lag) -> Option<String> {
    let number = match lag.state {
        State::Measured => lag.last_ms().map(|ms| match lag.kind {
            Kind::Valkey => format!("up to {}", words::duration(ms)),
            _ => words::duration(ms),
        }),
        state => match lag.now_at_least_ms() {
            Some(ms) => Some(format!("{}, > {}", state.as_str(), words::duration(ms))),
            None if state == State::Unknown => None,
            None => Some(state.as_str().to_owned()),
        },
    };
    let bytes = lag.behind_bytes.map(words::bytes);
    let told: Vec<String> = number.into_iter().chain(bytes).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// The newest lag in milliseconds: the last point, or how long it is at least.
pub fn newest_ms(lag: &Lag) -> Option<f64> {
    lag.last_ms().or_else(|| lag.now_at_least_ms())
}

/// Every lag by what it is about. Two that are told by different metrics are two.
pub fn by_subject(evidence: &Evidence) -> BTreeMap<String, Lag> {
    let mut all = BTreeMap::new();
    for lag in lags(evidence) {
        let subject = lag.subject();
        let key = if all.contains_key(&subject) { format!("{subject} {}", lag.metric) } else { subject };
        all.insert(key, lag);
    }
    all
}
