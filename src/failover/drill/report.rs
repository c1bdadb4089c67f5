//! What a drill's report shows.

use serde_json::json;

use super::evidence::{State, Stretch, Track};
use super::{Between, Drill, Evidence};
use crate::failover::Expectations;
use crate::failover::rto::{self, seconds};
use crate::replication::evidence::Source;
use crate::report::{Block, Cell, Event, Fact, Gauge, Row, Table, Timeline, Tone};

/// The most stretches that a person is shown; a script gets all.
const SHOWN: usize = 60;

/// The highest lag from a Region during the drill, in milliseconds: of the points that `CloudWatch` had when it was read
/// last. It is some minutes late, so that the window begins before the drill.
pub(super) fn highest_lag(evidence: &Evidence, from: &str) -> Option<f64> {
    let sources = &evidence.lag.as_ref()?.sources;
    let tables = sources.iter().filter_map(|source| match source {
        Source::GlobalTable(table) => Some(table),
        _ => None,
    });
    let directions = tables.flat_map(|table| &table.directions).filter(|one| one.from == from);
    directions.filter_map(|one| one.max.answer()?.series.max()).reduce(f64::max)
}

/// Who was served when, what changed it, and how that compares.
pub(super) fn view(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Vec<Block> {
    let mut view = vec![Block::Text(summary(evidence, drill))];
    if !drill.moves.is_empty() {
        view.push(Block::Table(moves(evidence, drill, expected)));
    }
    view.push(Block::Timeline(timeline(evidence)));
    view
}

fn summary(evidence: &Evidence, drill: &Drill) -> String {
    let first = drill.active.as_deref().unwrap_or("no Region that is known");
    let last = drill.moves.last().map_or(first, |one| one.to.as_str());
    let served = if drill.open.is_some() { "nobody" } else { last };
    format!(
        "{} · watched for {} from {} · {first} served first, {served} at the end · {} requests, {} not served",
        evidence.before.name,
        seconds(evidence.watched_us / 1000),
        evidence.started_at,
        drill.requests,
        drill.errors
    )
}

fn moves(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Table {
    let after = |what: Option<Between>, since: u64| {
        what.map_or("not seen".to_owned(), |at| {
            format!("+{}", seconds(at.by_us.saturating_sub(since) / 1000))
        })
    };
    let predicted = rto::rto(&evidence.before, None).ok();
    let rows = drill.moves.iter().map(|one| {
        let since = one.failed.or(one.recovered).map_or(one.served.after_us, |at| at.by_us);
        let (at_least, at_most) = one.outage_ms();
        let outage = if one.failed.is_none() {
            Cell::toned("none", Tone::Good)
        } else {
            let tone = if at_most <= expected.rto_ms() { Tone::Good } else { Tone::Bad };
            Cell::toned(format!("{} to {}", seconds(at_least), seconds(at_most)), tone)
        };
        let span = predicted.as_ref().map(|predicted| {
            if one.recovered.is_some() { predicted.failback() } else { predicted.failover() }
        });
        let resolvers: Vec<String> =
            one.resolvers.iter().map(|(name, at)| format!("{name} {}", after(*at, since))).collect();
        vec![
            Cell::from(format!("{} -> {}", one.from, one.to)),
            outage,
            Cell::from(after(one.check, since)),
            Cell::from(resolvers.join("\n")),
            Cell::from(after(Some(one.served), since)),
            Cell::from(span.map_or("unknown".to_owned(), |span| span.to_string())),
        ]
    });
    let columns = ["move", "not served", "health check", "resolvers", "served", "predicted"];
    Table { title: "Moves".to_owned(), columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// The stretches of the client first, then of what decides, in the order of time within each.
fn timeline(evidence: &Evidence) -> Timeline {
    let event = |track: &Track, stretch: &Stretch| Event {
        label: track.thing.name(),
        start_us: stretch.first_us,
        duration_us: Some(stretch.last_us - stretch.first_us),
        tone: tone(&stretch.state),
        note: stretch.state.words(),
    };
    let events =
        evidence.tracks.iter().flat_map(|track| track.stretches.iter().map(move |one| event(track, one)));
    let mut events: Vec<Event> = events.collect();
    let all = events.len();
    events.truncate(SHOWN);
    let title = if all > SHOWN {
        format!("What was seen (the first {SHOWN} of {all} stretches; JSON has all)")
    } else {
        "What was seen".to_owned()
    };
    Timeline { title, events }
}

fn tone(state: &State) -> Tone {
    match state {
        State::Unhealthy => Tone::Bad,
        State::Healthy => Tone::Good,
        State::Leads { regions } if regions.is_empty() => Tone::Caution,
        State::Leads { .. } => Tone::Plain,
        State::Unknown { .. } => Tone::Faint,
        state if state.is_served() => Tone::Good,
        _ => Tone::Bad,
    }
}

pub(super) fn rows(evidence: &Evidence, drill: &Drill) -> Vec<Row> {
    let moves = drill.moves.iter().map(|one| {
        let (outage_min_ms, outage_max_ms) = one.outage_ms();
        Row {
            table: "moves",
            value: json!({
                "from": one.from,
                "to": one.to,
                "is_failback": one.recovered.is_some(),
                "outage_min_ms": outage_min_ms,
                "outage_max_ms": outage_max_ms,
                "failback_min_ms": one.failback_ms().map(|(min, _)| min),
                "failback_max_ms": one.failback_ms().map(|(_, max)| max),
                "served_by_ms": one.served.by_us / 1000,
                "check_by_ms": one.check.map(|at| at.by_us / 1000),
                "resolvers": one.resolvers.iter().map(|(name, at)| json!({
                    "resolver": name, "by_ms": at.map(|at| at.by_us / 1000),
                })).collect::<Vec<_>>(),
            }),
        }
    });
    let stretches = evidence.tracks.iter().flat_map(|track| {
        track.stretches.iter().map(|stretch| Row {
            table: "stretches",
            value: json!({
                "what": track.thing.name(),
                "state": stretch.state.words(),
                "from_ms": stretch.first_us / 1000,
                "to_ms": stretch.last_us / 1000,
                "looks": stretch.looks,
            }),
        })
    });
    moves.chain(stretches).collect()
}

pub(super) fn facts(evidence: &Evidence, drill: &Drill) -> Vec<Fact> {
    let predicted = rto::rto(&evidence.before, None).ok();
    vec![Fact {
        name: "drill",
        value: json!({
            "started_at": evidence.started_at,
            "watched_ms": evidence.watched_us / 1000,
            "active_region": drill.active,
            "requests": drill.requests,
            "errors": drill.errors,
            "is_open": drill.open.is_some(),
            "blind_ms": drill.blind.iter().map(|(from, to)| (to - from) / 1000).sum::<u64>(),
            "predicted_failover": predicted.as_ref().map(rto::Rto::failover),
            "predicted_failback": predicted.as_ref().map(rto::Rto::failback),
            "highest_lag_ms": drill.active.as_deref().and_then(|from| highest_lag(evidence, from)),
        }),
    }]
}

pub(super) fn gauges(drill: &Drill) -> Vec<Gauge> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a drill are below 2^53")]
    let of = |one: &super::Move| Gauge {
        name: "drill_outage_seconds",
        help: "How long clients were not served while traffic moved, at most.",
        labels: vec![("from", one.from.clone()), ("to", one.to.clone())],
        value: one.outage_ms().1 as f64 / 1000.0,
    };
    drill.moves.iter().map(of).collect()
}
