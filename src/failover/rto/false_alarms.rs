//! How often a healthy Region is taken for a dead one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::endpoint;
use crate::failover::evidence::HealthCheckFacts;
use crate::failover::model::{HEALTHY_SHARE_PERCENT, Signal, routes};
use crate::failover::{Evidence, WhatIf};

/// How many checkers probe an endpoint where none are left out: one request about every 2 s at an interval of 30 s.
pub const PROBERS: u32 = 15;

/// From how many Regions they probe.
const REGIONS: u32 = 8;

const SECONDS_A_MONTH: f64 = 30.0 * 86_400.0;

/// How often a healthy Region is taken for a dead one, where each request of each checker fails by chance.
///
/// The model: checkers know nothing of each other, ask at their own times, and each request fails with the same
/// probability, whatever came before. Each checker changes its mind after `FailureThreshold` equal results in a row, and
/// the Region is dead while at most 18 % of them say healthy. What is not in it: everything that makes all checkers
/// fail at once (a deployment, an overload, a path that is down), which is what happens in practice; only
/// `shortest_outage_ms` speaks of that.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FalseAlarms {
    /// How many checkers there are.
    pub checkers: u32,
    /// The share of requests that fail although the Region is healthy, from 0 to 1.
    pub probe_error_rate: f64,
    /// How often one checker takes the Region for dead, a month of 30 days.
    pub per_checker_a_month: f64,
    /// How often the Region is declared dead, a month of 30 days.
    pub a_month: f64,
    /// The share of the time in which it counts as dead, from 0 to 1.
    pub share_of_time: f64,
    /// An outage that all checkers see and that is shorter than this moves nothing, in milliseconds.
    pub shortest_outage_ms: u64,
}

/// False alarms of the health check that decides about the record that answers first; nothing where none probes it, or
/// where its settings were not read.
pub fn false_alarms(
    evidence: &Evidence,
    what_if: Option<&WhatIf>,
    probe_error_rate: f64,
) -> Option<FalseAlarms> {
    let routes = routes(evidence);
    let signals = routes.first()?.entries.first()?.signals.iter();
    let mut id = signals.filter_map(|signal| match signal {
        Signal::Check { id } => Some(id),
        Signal::TargetHealth { .. } => None,
    });
    let check = evidence.health_check(id.next_back()?)?;
    let facts = check.described.answer()?;
    if !matches!(facts.kind.as_str(), "HTTP" | "HTTPS" | "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" | "TCP") {
        return None;
    }
    let (interval_s, threshold) = endpoint::settings(facts, what_if);
    let seen = check.observations.as_ref().and_then(|asked| asked.answer()).map(Vec::len);
    let seen = seen.and_then(|count| u32::try_from(count).ok()).filter(|count| *count > 0);
    let checkers = seen.unwrap_or_else(|| checkers_of(facts));
    Some(false_alarms_of(interval_s, threshold, checkers, probe_error_rate))
}

/// About how many checkers probe, by the Regions that they probe from.
fn checkers_of(facts: &HealthCheckFacts) -> u32 {
    let regions = u32::try_from(facts.regions.len()).unwrap_or(REGIONS).min(REGIONS);
    if regions == 0 { PROBERS } else { (PROBERS * regions).div_ceil(REGIONS) }
}

/// False alarms by settings: seconds between two requests of a checker, results in a row, checkers, and the share of
/// requests that fail by chance.
pub fn false_alarms_of(interval_s: u32, threshold: u32, checkers: u32, probe_error_rate: f64) -> FalseAlarms {
    let rate = probe_error_rate.clamp(0.0, 1.0);
    let interval = f64::from(interval_s.max(1));
    // How many requests a checker makes until that many in a row fail, from a healthy state, and until that many
    // succeed, from an unhealthy one.
    let in_a_row = |chance: f64| {
        let count = f64::from(threshold.max(1));
        if chance >= 1.0 { count } else { (chance.powf(-count) - 1.0) / (1.0 - chance) }
    };
    let (healthy, unhealthy) = (in_a_row(rate), in_a_row(1.0 - rate));
    // One never ends: it is in the other's state for ever.
    let (flips, down) = if healthy.is_infinite() {
        (0.0, 0.0)
    } else if unhealthy.is_infinite() {
        (0.0, 1.0)
    } else {
        (1.0 / (healthy + unhealthy), unhealthy / (healthy + unhealthy))
    };
    let requests = SECONDS_A_MONTH / interval;
    // The most healthy ones with which the Region still counts as dead.
    let few = checkers * HEALTHY_SHARE_PERCENT / 100;
    let share_of_time: f64 = (0..=few.min(checkers)).map(|count| binomial(checkers, count, 1.0 - down)).sum();
    // A checker that flips decides where exactly so many of the others are healthy.
    let decides = if checkers == 0 { 0.0 } else { binomial(checkers - 1, few, 1.0 - down) };
    FalseAlarms {
        checkers,
        probe_error_rate: rate,
        per_checker_a_month: flips * requests,
        a_month: f64::from(checkers) * flips * requests * decides,
        share_of_time: share_of_time.min(1.0),
        shortest_outage_ms: u64::from(threshold.max(1) - 1) * u64::from(interval_s) * 1000,
    }
}

/// The chance of exactly `count` out of `all`.
fn binomial(all: u32, count: u32, chance: f64) -> f64 {
    if count > all {
        return 0.0;
    }
    let ways: f64 = (0..count).map(|index| f64::from(all - index) / f64::from(index + 1)).product();
    ways * chance.powf(f64::from(count)) * (1.0 - chance).powf(f64::from(all - count))
}
