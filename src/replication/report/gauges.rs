//! Numbers for a monitoring system. What is not known has none; that it is not known is one.

use crate::replication::assess::Case;
use crate::replication::evidence::Source;
use crate::replication::lag::{Arrivals, Kind, Lag};
use crate::replication::rpo::{Loss, Scenario, overall};
use crate::replication::statistics::Statistics;
use crate::replication::words::SECOND_MS;
use crate::report::Gauge;

/// Every number.
pub(in crate::replication) fn gauges(case: &Case<'_>) -> Vec<Gauge> {
    let mut gauges = Vec::new();
    for lag in &case.lags {
        of_lag(lag, &mut gauges);
    }
    for one in &case.losses {
        let labels = vec![
            ("failure", one.scenario.as_str().to_owned()),
            ("kind", one.kind.as_str().to_owned()),
            ("source", one.source.clone()),
        ];
        of_loss(&STORE, &one.loss, &labels, &mut gauges);
    }
    for scenario in Scenario::ALL.iter().filter(|_| !case.losses.is_empty()) {
        let labels = [("failure", scenario.as_str().to_owned())];
        of_loss(&OVERALL, &overall(&case.losses, *scenario), &labels, &mut gauges);
    }
    if !case.losses.is_empty() {
        gauges.push(Gauge {
            name: "replication_rpo_objective_seconds",
            help: "The RPO that is judged by",
            labels: Vec::new(),
            value: case.rpo_ms() / SECOND_MS,
        });
    }
    offsets(case, &mut gauges);
    gauges
}

/// The numbers of a loss, each with its name and what it is.
struct LossNames {
    most: (&'static str, &'static str),
    least: (&'static str, &'static str),
    is_bounded: (&'static str, &'static str),
}

const STORE: LossNames = LossNames {
    most: (
        "replication_loss_seconds",
        "What a store would lose by a failure, by the largest lag of the window; absent where that has no bound",
    ),
    least: (
        "replication_loss_at_least_seconds",
        "What a store would lose by a failure at least, where more may be lost than is known",
    ),
    is_bounded: (
        "replication_loss_is_bounded",
        "1 where it is known how much a store would lose at most, 0 where it is not or where all of it is lost",
    ),
};
const OVERALL: LossNames = LossNames {
    most: (
        "replication_loss_overall_seconds",
        "What all stores would lose by a failure: as much as the worst of them; absent where that has no bound",
    ),
    least: (
        "replication_loss_overall_at_least_seconds",
        "What all stores would lose by a failure at least, where more may be lost than is known",
    ),
    is_bounded: (
        "replication_loss_overall_is_bounded",
        "1 where it is known how much all stores would lose at most, 0 where it is not or where all of one is lost",
    ),
};

/// A loss in numbers: an outage has some, too, so that an alert can be made of them.
fn of_loss(names: &LossNames, loss: &Loss, labels: &[(&'static str, String)], gauges: &mut Vec<Gauge>) {
    let mut add = |(name, help): (&'static str, &'static str), value: f64| {
        gauges.push(Gauge { name, help, labels: labels.to_vec(), value });
    };
    if let Some(ms) = loss.ms() {
        add(names.most, ms / SECOND_MS);
    }
    if let Loss::AtLeast(ms, _) = loss {
        add(names.least, *ms / SECOND_MS);
    }
    if !matches!(loss, Loss::NotCounted(_)) {
        add(names.is_bounded, if loss.ms().is_some() { 1.0 } else { 0.0 });
    }
}

/// What tells one lag from others.
fn labels(lag: &Lag) -> Vec<(&'static str, String)> {
    vec![
        ("kind", lag.kind.as_str().to_owned()),
        ("source", lag.source.clone()),
        ("part", lag.part.clone().unwrap_or_default()),
        ("from", lag.from.clone().unwrap_or_default()),
        ("to", lag.to.clone().unwrap_or_default()),
    ]
}

fn of_lag(lag: &Lag, gauges: &mut Vec<Gauge>) {
    let mut add = |name, help, more: Option<(&'static str, &str)>, value: f64| {
        let mut labels = labels(lag);
        labels.extend(more.map(|(name, value)| (name, value.to_owned())));
        gauges.push(Gauge { name, help, labels, value });
    };
    if lag.state.is_known() {
        let help = "How far a replica is behind, by the points of the window";
        for (statistic, ms) in lag.statistics.iter().flat_map(each) {
            add("replication_lag_seconds", help, Some(("statistic", statistic)), ms / SECOND_MS);
        }
        if lag.state == crate::replication::lag::State::Consistent {
            add("replication_lag_seconds", help, Some(("statistic", "max")), 0.0);
        }
    }
    if let Some(ms) = lag.now_at_least_ms() {
        let help = "How far a replica is behind at least, where more is not known: writes wait, or bytes are missing";
        add("replication_lag_at_least_seconds", help, None, ms / SECOND_MS);
    }
    if let Some(age) = lag.newest_age_s {
        let seconds = crate::replication::words::as_ms(age) / SECOND_MS;
        add("replication_last_point_age_seconds", "How old the newest point is", None, seconds);
    }
    #[expect(clippy::cast_precision_loss, reason = "a window has fewer than 2^53 points")]
    if lag.kind != Kind::Valkey {
        add("replication_points", "How many points the window has", None, lag.points.values.len() as f64);
    }
    let state = Some(("state", lag.state.as_str()));
    add("replication_state", "1 for the state in which a lag is", state, 1.0);
    #[expect(clippy::cast_precision_loss, reason = "a number for monitoring")]
    if let Some(bytes) = lag.behind_bytes {
        let help = "Bytes of the replication stream that a replica misses";
        add("valkey_replication_lag_bytes", help, None, bytes as f64);
    }
    if let Some(Arrivals { at_most, sent, lost, .. }) = &lag.canary {
        let help = "How long marker items took at most";
        for (statistic, ms) in at_most.iter().flat_map(each) {
            add("replication_canary_seconds", help, Some(("statistic", statistic)), ms / SECOND_MS);
        }
        for (what, count) in [("sent", sent), ("lost", lost)] {
            #[expect(clippy::cast_precision_loss, reason = "few markers are sent")]
            add(
                "replication_canary_markers",
                "Marker items by what became of them",
                Some(("what", what)),
                *count as f64,
            );
        }
    }
}

fn each(all: &Statistics) -> Vec<(&'static str, f64)> {
    let mut each = vec![("last", all.last_ms), ("p50", all.p50_ms), ("max", all.max_ms)];
    each.extend(all.p99_ms.map(|p99| ("p99", p99)));
    each
}

/// How far each node of a Valkey store is.
#[expect(clippy::cast_precision_loss, reason = "a number for monitoring")]
fn offsets(case: &Case<'_>, gauges: &mut Vec<Gauge>) {
    for source in &case.evidence.sources {
        let Source::Valkey(seen) = source else { continue };
        for node in &seen.offsets {
            let last = node.samples.iter().rev().find_map(|sample| sample.offset);
            gauges.extend(last.map(|offset| Gauge {
                name: "valkey_replication_offset_bytes",
                help: "How far a node is in the replication stream: written by a primary, applied by a replica",
                labels: vec![
                    ("source", seen.name.clone()),
                    ("node", node.node.to_string()),
                    ("role", if node.primary.is_some() { "replica" } else { "primary" }.to_owned()),
                ],
                value: offset as f64,
            }));
        }
    }
}
