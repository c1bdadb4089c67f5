//! The lags of a global table.

use super::judge::{Look, Writes, unread_words};
use super::{Arrivals, Kind, Lag, State};
use crate::aws::{Asked, FailureKind};
use crate::replication::evidence::{Direction, GlobalTable};

/// The metric.
const METRIC: &str = "ReplicationLatency";

/// A lag for each ordered pair of Regions.
pub(super) fn lags(seen: &GlobalTable, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::GlobalTable, &seen.table, METRIC);
    if seen.directions.is_empty() && !stands_alone(seen) {
        let failed = seen.regions.iter().find_map(|region| region.described.failure());
        return vec![match failed {
            Some(failure) => new().unread("dynamodb:DescribeTable", failure),
            None => new().unknown(
                "no direction was looked at",
                "name the Regions with --region, or give it longer with --timeout",
            ),
        }];
    }
    seen.directions.iter().map(|direction| of(new(), seen, direction, look)).collect()
}

/// Whether the table is known to stand in one Region alone.
pub(in crate::replication) fn stands_alone(seen: &GlobalTable) -> bool {
    let mut described = seen.regions.iter().filter_map(|region| region.described.answer()).peekable();
    let is_known = described.peek().is_some();
    let replicates = described.any(|facts| !facts.replicas.is_empty());
    let is_unread = seen
        .regions
        .iter()
        .filter_map(|region| region.described.failure())
        .any(|failure| failure.kind != FailureKind::NotFound);
    is_known && !replicates && !is_unread
}

/// Whether a write is acknowledged when the other Regions have it.
pub(in crate::replication) fn is_strong(seen: &GlobalTable) -> bool {
    let described = seen.regions.iter().filter_map(|region| region.described.answer());
    described.map(|facts| &facts.multi_region_consistency).any(|told| told.as_deref() == Some("STRONG"))
}

fn of(lag: Lag, seen: &GlobalTable, direction: &Direction, look: Look<'_>) -> Lag {
    let mut lag = lag.between(Some(&direction.from), Some(&direction.to));
    lag.canary = Arrivals::of(seen.canary.as_ref(), &direction.from, &direction.to);
    if is_strong(seen) {
        return lag.is(
            State::Consistent,
            "multi-Region strong consistency: a write is acknowledged when another Region has it",
        );
    }
    let region = |name: &str| seen.regions.iter().find(|region| region.region == name);
    for name in [&direction.from, &direction.to] {
        let failure = region(name).and_then(|region| region.described.failure());
        if failure.is_some_and(|failure| failure.kind == FailureKind::NotFound) {
            return lag.unknown(format!("there is no table in {name}"), "see LAG010");
        }
    }
    let writes = match region(&direction.from).map(|region| &region.writes) {
        Some(Asked::Answered(metric)) if metric.dimensions.contains_key("Source") => Writes::Counted(metric),
        Some(Asked::Answered(metric)) => Writes::Mixed(metric),
        Some(Asked::Failed(failure)) => Writes::Unread(format!(
            "what was written is not known: {}",
            unread_words("cloudwatch:GetMetricData", failure)
        )),
        None => Writes::Untold,
    };
    // Where the largest values of each period are not known, their means are better than nothing.
    let metric = match (&direction.max, &direction.average) {
        (Asked::Failed(_), Asked::Answered(average)) => {
            lag.notes.push("the means of each period: peaks within a period are not seen".to_owned());
            average
        }
        (max, _) => match lag.metrics(max) {
            Ok((known, max)) => {
                lag = known;
                max
            }
            Err(unread) => return *unread,
        },
    };
    lag.judged(metric, 1.0, &writes, look)
}
