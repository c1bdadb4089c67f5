//! The failure and the recovery as pictures.

use super::{Case, Play};
use crate::failover::rto::{Times, between, event, failure};
use crate::report::{Event, Timeline, Tone};
use crate::words::milliseconds;

/// The failure, counted from the Region's death, and the recovery, counted from its return; as one reckons with.
pub(super) fn of(play: &Play) -> Vec<Timeline> {
    let from = &play.from;
    let case = &play.cases[1];
    let title = format!("{from} dies");
    let outage = event("Region is away".to_owned(), 0, Some(play.outage_ms), Tone::Bad, String::new());
    if case.noticed_ms.is_none() || case.moved_ms.is_none() {
        let note = if play.stays.is_some() { "traffic never moves" } else { "over before Route 53 notices" };
        let unserved =
            Event { label: "its clients fail".to_owned(), note: note.to_owned(), ..outage.clone() };
        return vec![Timeline { title, events: vec![outage, unserved] }];
    }
    let times = |of: fn(&Case) -> Option<u64>| -> Times { [&play.cases[0], case, &play.cases[2]].map(of) };
    // The whole outage would leave nothing to see of the rest.
    let note = format!("for {}", milliseconds(play.outage_ms));
    let mut events = vec![event("Region is away".to_owned(), 0, None, Tone::Bad, note)];
    let (noticed, moved) = (times(|case| case.noticed_ms), times(|case| case.moved_ms));
    events.extend(failure("some clients fail", &play.to, noticed, moved, play.ttl_ms));
    let failure = Timeline { title, events };
    let (Some(healthy_ms), Some(back_ms)) = (case.healthy_ms, case.back_ms) else { return vec![failure] };
    let zero = play.outage_ms;
    let (healthy_ms, back_ms) = (healthy_ms.saturating_sub(zero), back_ms.saturating_sub(zero));
    let healthy = format!("healthy {}", between(times(|case| case.healthy_ms), zero));
    let expire = format!("up to {}: both Regions are served", milliseconds(play.ttl_back_ms));
    let recovery = Timeline {
        title: format!("{from} is back"),
        events: vec![
            event("checks pass".to_owned(), 0, Some(healthy_ms), Tone::Caution, healthy),
            event("answers return".to_owned(), healthy_ms, None, Tone::Good, format!("to {from}")),
            event("caches expire".to_owned(), healthy_ms, Some(back_ms), Tone::Plain, expire),
        ],
    };
    vec![failure, recovery]
}
