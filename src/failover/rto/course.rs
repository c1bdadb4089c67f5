//! The course of a failure as a picture: what health checks, answers and clients do from a Region's death on.

use super::{Move, Way, kind_names, merged};
use crate::failover::evidence::RecordKind;
use crate::report::{Event, Timeline, Tone};
use crate::words::milliseconds;

const US_A_MS: u64 = 1000;

/// When something happens, in milliseconds after the timeline's zero: as early as may be, as one reckons with, as late as
/// may be; null where it does not.
pub(in crate::failover) type Times = [Option<u64>; 3];

/// A timeline for each Region whose death is noticed, or that never is.
pub(super) fn timelines(ways: &[Way]) -> Vec<Timeline> {
    let merged = merged(ways);
    let of = |(kinds, way): &(Vec<RecordKind>, &Way)| {
        let types = if merged.len() > 1 { format!(" ({})", kind_names(kinds)) } else { String::new() };
        let events = match &way.outcome {
            Ok(one) => of_move(one),
            Err(why) if why.is_never() => {
                vec![event(
                    "its clients fail".to_owned(),
                    0,
                    None,
                    Tone::Bad,
                    "traffic never moves".to_owned(),
                )]
            }
            Err(_) => return None,
        };
        Some(Timeline { title: format!("When {} dies{types}", way.from), events })
    };
    merged.iter().filter_map(of).collect()
}

fn of_move(one: &Move) -> Vec<Event> {
    let noticed = [one.detection.min_ms, one.detection.nominal_ms, one.detection.max_ms].map(Some);
    let moved = [one.failover.min_ms, one.failover.nominal_ms, one.failover.max_ms].map(Some);
    // As soon as answers change, where a cache was empty just then; or when the last cache expires.
    failure("a client fails", &one.to, noticed, moved, one.ttl.max_ms)
}

/// What happens from the death of a Region until its clients have moved to others. `clients`: whose failing `moved` ends.
pub(in crate::failover) fn failure(
    clients: &str,
    to: &[String],
    noticed: Times,
    moved: Times,
    ttl_ms: u64,
) -> Vec<Event> {
    let noticed_ms = noticed[1].unwrap_or_default();
    let told = |times, what: &str| format!("{what}{}", between(times, 0));
    vec![
        event("checks fail".to_owned(), 0, noticed[1], Tone::Caution, told(noticed, "unhealthy ")),
        event(clients.to_owned(), 0, moved[1], Tone::Bad, told(moved, "")),
        event("answers change".to_owned(), noticed_ms, None, Tone::Good, format!("to {}", to.join(", "))),
        event(
            "caches expire".to_owned(),
            noticed_ms,
            moved[1],
            Tone::Caution,
            format!("up to {}", milliseconds(ttl_ms)),
        ),
    ]
}

/// What goes on from one time to another, or to no end.
pub(in crate::failover) fn event(
    label: String,
    start_ms: u64,
    end_ms: Option<u64>,
    tone: Tone,
    note: String,
) -> Event {
    Event {
        label,
        start_us: start_ms.saturating_mul(US_A_MS),
        duration_us: end_ms.map(|end_ms| end_ms.saturating_sub(start_ms).saturating_mul(US_A_MS)),
        tone,
        note,
    }
}

/// `at 60 s to 108 s`, counted from `zero_ms`.
pub(in crate::failover) fn between(times: Times, zero_ms: u64) -> String {
    let at = |time: Option<u64>| time.map_or("-".to_owned(), |ms| milliseconds(ms.saturating_sub(zero_ms)));
    format!("at {} to {}", at(times[0]), at(times[2]))
}
