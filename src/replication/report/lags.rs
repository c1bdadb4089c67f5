//! The lags: the table `lags` of the data, and tables for a person.

use serde_json::{Value, json};

use crate::replication::assess::Case;
use crate::replication::lag::{Arrivals, Kind, Lag, State, is_quiet_topic};
use crate::replication::statistics::LEAST_FOR_P99;
use crate::replication::words;
use crate::report::{Cell, Row, Table, Tone};

/// How many topics of a replicator a person is shown.
const TOPICS: usize = 10;

/// A row for each lag.
pub(super) fn rows(case: &Case<'_>) -> Vec<Row> {
    case.lags.iter().map(|lag| Row { table: "lags", value: row(lag) }).collect()
}

fn row(lag: &Lag) -> Value {
    let statistics = lag.statistics;
    let p99_why = statistics
        .filter(|all| all.p99_ms.is_none())
        .map(|all| format!("{}, and p99 takes {LEAST_FOR_P99}", words::count(all.points, "point")));
    // Offsets have no period: they are read at the moment.
    let is_metric = lag.kind != Kind::Valkey;
    let points = &lag.points;
    json!({
        "kind": lag.kind,
        "source": lag.source,
        "part": lag.part,
        "from": lag.from,
        "to": lag.to,
        "metric": lag.metric,
        "state": lag.state,
        "why": (!lag.why.is_empty()).then_some(&lag.why),
        "last_ms": statistics.map(|all| all.last_ms),
        "p50_ms": statistics.map(|all| all.p50_ms),
        "p99_ms": statistics.and_then(|all| all.p99_ms),
        "p99_why": p99_why,
        "max_ms": statistics.map(|all| all.max_ms),
        "at_least_ms": lag.at_least_ms,
        "points": statistics.map_or(0, |all| all.points),
        "period_s": (is_metric && points.period_s > 0).then_some(points.period_s),
        "newest_age_s": lag.newest_age_s,
        "gaps": if is_metric { json!(points.gaps) } else { json!([]) },
        "lag_bytes": lag.behind_bytes,
        "resolution_ms": lag.resolution_ms,
        "canary_max_ms": lag.canary.as_ref().and_then(Arrivals::worst_ms),
        "canary_at_least_ms": lag.canary.as_ref().and_then(Arrivals::least_ms),
        "notes": lag.notes,
    })
}

/// The lags for a person: what they are, and what they were read from. Two tables, because one is too wide for a page.
pub(super) fn tables(case: &Case<'_>) -> Vec<Table> {
    let shown = shown(case);
    if shown.is_empty() {
        return Vec::new();
    }
    let table = |title: &str, columns: &[&str], cells: &dyn Fn(&Lag) -> Vec<Cell>| Table {
        title: title.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        rows: shown.iter().map(|lag| cells(lag)).collect(),
    };
    vec![
        table("How far replicas are behind", &["replica", "state", "last", "p50", "p99", "max"], &|lag| {
            lag_cells(case, lag)
        }),
        table("What tells it", &["replica", "points", "gaps", "newest", "by"], &point_cells),
    ]
}

/// Every lag but topics that are idle, and of the rest of the topics the worst.
fn shown<'a>(case: &'a Case<'_>) -> Vec<&'a Lag> {
    let (topics, mut shown): (Vec<&Lag>, Vec<&Lag>) =
        case.lags.iter().partition(|lag| lag.kind == Kind::MskReplicator && lag.part.is_some());
    let mut topics: Vec<&Lag> = topics.into_iter().filter(|lag| !is_quiet_topic(lag)).collect();
    topics.sort_by(|a, b| {
        let worst = |lag: &Lag| lag.worst_ms().unwrap_or_default();
        b.state.cmp(&a.state).then(worst(b).total_cmp(&worst(a))).then(a.part.cmp(&b.part))
    });
    shown.extend(topics.into_iter().take(TOPICS));
    shown.sort_by(|a, b| (a.kind, &a.source).cmp(&(b.kind, &b.source)));
    shown
}

fn lag_cells(case: &Case<'_>, lag: &Lag) -> Vec<Cell> {
    let rpo = case.rpo_ms();
    let is_known = lag.state.is_known();
    let number = |ms: Option<f64>| {
        ms.map_or_else(
            || Cell::toned("-", Tone::Faint),
            |ms| {
                // What was before it stopped says nothing of now.
                let tone = if is_known { Tone::Plain } else { Tone::Faint };
                let tone = if ms > rpo { Tone::Bad } else { tone };
                Cell::toned(told(lag, ms), tone)
            },
        )
    };
    let all = lag.statistics;
    let least = lag.now_at_least_ms().map(|ms| {
        let tone = if ms > rpo || lag.state == State::Stalled { Tone::Bad } else { Tone::Caution };
        Cell::toned(format!("> {}", words::duration(ms)), tone)
    });
    let most = all.map(|all| all.max_ms);
    let is_less = most.is_none_or(|most| lag.now_at_least_ms().is_some_and(|least| least >= most));
    let last = if is_known { number(all.map(|all| all.last_ms)) } else { number(None) };
    vec![
        Cell::from(replica(lag)),
        state(lag.state),
        least.clone().unwrap_or(last),
        number(all.map(|all| all.p50_ms)),
        number(all.and_then(|all| all.p99_ms)),
        least.filter(|_| is_less).unwrap_or_else(|| number(most)),
    ]
}

/// A number of a lag. Those of Valkey are upper bounds, and none of them is known to be 0.
fn told(lag: &Lag, ms: f64) -> String {
    if lag.kind == Kind::Valkey && ms == 0.0 { "< 1 ms".to_owned() } else { words::duration(ms) }
}

/// What a replica is called in a table: of a store that goes by its URI the nodes; the store is named once.
fn replica(lag: &Lag) -> String {
    let way = lag.way();
    if lag.kind == Kind::Valkey && !way.is_empty() { way } else { lag.subject() }
}

fn point_cells(lag: &Lag) -> Vec<Cell> {
    let none = || Cell::toned("-", Tone::Faint);
    let gaps: i64 = lag.points.gaps.iter().map(|gap| gap.seconds()).sum();
    let is_metric = lag.kind != Kind::Valkey && lag.points.period_s > 0;
    let gaps = match (is_metric, gaps) {
        (false, _) => none(),
        (true, 0) => Cell::from("none"),
        (true, gaps) => Cell::from(words::seconds(gaps)),
    };
    let newest = match lag.newest_age_s {
        Some(age) => Cell::from(words::seconds(age)),
        None if lag.kind == Kind::Valkey && lag.state.is_known() => Cell::from("now"),
        None => none(),
    };
    vec![
        Cell::from(replica(lag)),
        Cell::from(lag.statistics.map_or(0, |all| all.points).to_string()),
        gaps,
        newest,
        Cell::toned(lag.metric, Tone::Faint),
    ]
}

/// A state with its tone.
fn state(state: State) -> Cell {
    let tone = match state {
        State::Measured | State::Consistent => Tone::Good,
        State::Idle => Tone::Faint,
        State::Stale | State::Unknown | State::Suspect => Tone::Caution,
        State::Stalled => Tone::Bad,
    };
    Cell::toned(state.as_str(), tone)
}

/// What the table does not say by itself.
pub(super) fn remarks(case: &Case<'_>) -> Option<String> {
    let mut remarks = Vec::new();
    // Of offsets there are never so many.
    let by_metric = case.lags.iter().filter(|lag| lag.kind != Kind::Valkey);
    let mut measured = by_metric.filter_map(|lag| lag.statistics);
    if measured.any(|all| all.p99_ms.is_none()) {
        remarks.push(format!("p99 is told from {LEAST_FOR_P99} points on: a longer --window has more."));
    }
    let hidden = case.lags.iter().filter(|lag| lag.part.is_some()).count();
    let seen = shown(case).iter().filter(|lag| lag.part.is_some()).count();
    if hidden > seen {
        remarks.push(format!(
            "{} more of the replicators are not shown here: idle, or less behind.",
            words::count(hidden - seen, "topic")
        ));
    }
    let stores: Vec<&str> = case.stores().map(|store| store.name.as_str()).collect();
    if !stores.is_empty() && case.evidence.sources.len() > 1 {
        remarks.push(format!("The Valkey store is {}.", words::names(&stores)));
    }
    let behind: Vec<&Lag> = case.lags.iter().filter(|lag| lag.behind_bytes.is_some()).collect();
    if let Some(most) = behind.iter().filter_map(|lag| lag.behind_bytes).max() {
        let resolution = behind.iter().filter_map(|lag| lag.resolution_ms).reduce(f64::max);
        // Without one nobody knows more than that it is at least so long.
        let times = resolution.map_or_else(String::new, |ms| {
            format!("; their times are the longest that they can be, and known to {}", words::duration(ms))
        });
        remarks.push(format!("Valkey replicas miss up to {} of the stream{times}.", words::bytes(most)));
    }
    (!remarks.is_empty()).then(|| remarks.join(" "))
}
