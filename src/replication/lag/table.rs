//! The lags of a global table.

use super::judge::Look;
use super::writes::Writes;
use super::{Arrivals, Kind, Lag, State};
use crate::aws::{self, Asked, FailureKind, Wanted};
use crate::dynamodb::evidence::Facts;
use crate::replication::evidence::{Direction, GlobalTable};
use crate::replication::names::REPLICATION_LATENCY as METRIC;

/// A lag for each ordered pair of Regions.
pub(super) fn lags(seen: &GlobalTable, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::GlobalTable, &seen.table, METRIC);
    if seen.directions.is_empty() && !stands_alone(seen) {
        let failed = seen.regions.iter().find_map(|region| region.described.failure());
        return vec![match failed {
            Some(failure) => new().unread("dynamodb:DescribeTable", failure),
            None => new().unknown("no direction was looked at", FailureKind::Timeout.help(Wanted::Region)),
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

/// Whether several Regions were described, and each says that a write is acknowledged when other Regions have it.
pub(in crate::replication) fn is_strong(seen: &GlobalTable) -> bool {
    let described: Vec<&Facts> = seen.regions.iter().filter_map(|region| region.described.answer()).collect();
    described.len() > 1 && described.into_iter().all(says_strong)
}

fn says_strong(facts: &Facts) -> bool {
    facts.multi_region_consistency.as_deref() == Some("STRONG")
}

fn of(lag: Lag, seen: &GlobalTable, direction: &Direction, look: Look<'_>) -> Lag {
    let mut lag = lag.between(Some(&direction.from), Some(&direction.to));
    lag.canary = Arrivals::of(seen.canary.as_ref(), &direction.from, &direction.to);
    let region = |name: &str| seen.regions.iter().find(|region| region.region == name);
    let ends = [&direction.from, &direction.to];
    for name in ends {
        let failure = region(name).and_then(|region| region.described.failure());
        if failure.is_some_and(|failure| failure.kind == FailureKind::NotFound) {
            return lag.unknown(format!("there is no table in {name}"), "see LAG010");
        }
    }
    // What one end says of itself is not said of the other.
    let facts = ends.map(|name| region(name).and_then(|region| region.described.answer()));
    if facts.iter().all(|facts| facts.is_some_and(says_strong)) {
        return lag.is(
            State::Consistent,
            "multi-Region strong consistency: a write is acknowledged when another Region has it",
        );
    }
    let writes = match region(&direction.from).map(|region| &region.writes) {
        Some(Asked::Answered(metric)) if metric.dimensions.contains_key("Source") => Writes::counted(metric),
        Some(Asked::Answered(metric)) => Writes::mixed(
            metric,
            "units were consumed, but CloudWatch does not tell those of applications from those that came from other Regions",
        ),
        Some(Asked::Failed(failure)) => Writes::unread(format!(
            "what was written is not known: {}",
            aws::unread_words("cloudwatch:GetMetricData", failure)
        )),
        None => Writes::untold(),
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
