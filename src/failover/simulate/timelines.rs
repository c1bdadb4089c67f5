//! The failure and the recovery as pictures.

use super::Play;
use crate::failover::rto::seconds;
use crate::report::{Event, Timeline, Tone};

const US_A_MS: u64 = 1000;

/// The failure, counted from the Region's death, and the recovery, counted from its return; as one reckons with.
pub(super) fn of(play: &Play) -> Vec<Timeline> {
    let from = &play.from;
    let to = play.to.join(", ");
    let case = &play.cases[1];
    let outage = Event {
        label: "Region is away".to_owned(),
        start_us: 0,
        duration_us: Some(play.outage_ms * US_A_MS),
        tone: Tone::Bad,
        note: String::new(),
    };
    let title = format!("{from} dies");
    let (Some(noticed_ms), Some(moved_ms)) = (case.noticed_ms, case.moved_ms) else {
        let note = if play.stays.is_some() { "traffic never moves" } else { "over before Route 53 notices" };
        let unserved = Event { label: "clients fail".to_owned(), note: note.to_owned(), ..outage.clone() };
        return vec![Timeline { title, events: vec![outage, unserved] }];
    };
    let range = |of: fn(&super::Case) -> Option<u64>, zero_ms: u64| {
        let at = |case| of(case).map_or("-".to_owned(), |ms| seconds(ms.saturating_sub(zero_ms)));
        format!("at {} to {}", at(&play.cases[0]), at(&play.cases[2]))
    };
    let event = |label: String, start_ms: u64, end_ms: Option<u64>, tone, note: String| Event {
        label,
        start_us: start_ms.saturating_mul(US_A_MS),
        duration_us: end_ms.map(|end_ms| end_ms.saturating_sub(start_ms).saturating_mul(US_A_MS)),
        tone,
        note,
    };
    let noticed = range(|case| case.noticed_ms, 0);
    // The whole outage would leave nothing to see of the rest.
    let away =
        event("Region is away".to_owned(), 0, None, Tone::Bad, format!("for {}", seconds(play.outage_ms)));
    let failure = Timeline {
        title,
        events: vec![
            away,
            event(
                "checks fail".to_owned(),
                0,
                Some(noticed_ms),
                Tone::Caution,
                format!("unhealthy {noticed}"),
            ),
            event("clients fail".to_owned(), 0, Some(moved_ms), Tone::Bad, range(|case| case.moved_ms, 0)),
            event("answers change".to_owned(), noticed_ms, None, Tone::Good, format!("to {to}")),
            event(
                "caches expire".to_owned(),
                noticed_ms,
                Some(moved_ms),
                Tone::Caution,
                format!("up to {}", seconds(play.ttl_ms)),
            ),
        ],
    };
    let (Some(healthy_ms), Some(back_ms)) = (case.healthy_ms, case.back_ms) else { return vec![failure] };
    let zero = play.outage_ms;
    let (healthy_ms, back_ms) = (healthy_ms.saturating_sub(zero), back_ms.saturating_sub(zero));
    let cast = |of: fn(&super::Case) -> Option<u64>| range(of, zero);
    let recovery = Timeline {
        title: format!("{from} is back"),
        events: vec![
            event(
                "checks pass".to_owned(),
                0,
                Some(healthy_ms),
                Tone::Caution,
                format!("healthy {}", cast(|case| case.healthy_ms)),
            ),
            event("answers return".to_owned(), healthy_ms, None, Tone::Good, format!("to {from}")),
            event(
                "caches expire".to_owned(),
                healthy_ms,
                Some(back_ms),
                Tone::Plain,
                format!("up to {}: both Regions are served", seconds(play.ttl_back_ms)),
            ),
        ],
    };
    vec![failure, recovery]
}
