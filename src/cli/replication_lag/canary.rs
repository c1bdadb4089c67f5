//! Marker items for the table that was looked at.

use std::time::Duration;

use crate::aws;
use crate::aws::Asked;
use crate::observe::Context;
use crate::replication::Evidence;
use crate::replication::apply::{CanaryPlan, canary};
use crate::replication::evidence::Source;
use crate::words::count;

/// How long a reader waits after an answer until it asks again.
const POLL: Duration = Duration::from_millis(50);
/// How long a marker is looked for at most.
const MARKER: Duration = Duration::from_secs(10);
/// What describing the table and deleting markers takes at most, beside their way.
const AROUND: Duration = Duration::from_secs(30);

const fn plan(rounds: u32) -> CanaryPlan {
    CanaryPlan { rounds, poll: POLL, limit: MARKER }
}

/// The longest that so many markers in each direction may take.
pub(super) fn limit(rounds: u32) -> Duration {
    MARKER.saturating_mul(rounds).saturating_add(AROUND)
}

/// Sends markers between all Regions in which the table was found, and those that were named.
pub(super) async fn send(seen: &mut Evidence, rounds: u32, options: &aws::Options, context: &Context) {
    let tables = seen.sources.iter_mut().filter_map(|source| match source {
        Source::GlobalTable(table) => Some(table),
        _ => None,
    });
    let options = aws::Options { command: "replication-lag.canary", ..options.clone() };
    for table in tables {
        let is_meant = |region: &str, described: &Asked<_>| {
            described.answer().is_some() || table.wanted_regions.iter().any(|wanted| wanted == region)
        };
        let regions: Vec<String> = table
            .regions
            .iter()
            .filter(|one| is_meant(&one.region, &one.described))
            .map(|one| one.region.clone())
            .collect();
        let plan = plan(rounds);
        let cost = plan.cost(regions.len());
        context.told(format!(
            "{}: at most {} write units and {:.0} read units of {}, in {} together",
            count(cost.markers, "marker"),
            cost.write_units,
            cost.read_units,
            table.table,
            count(regions.len(), "Region")
        ));
        // A marker may take longer than everything else may; who wants to stop is heard.
        let longer = context.longer(limit(rounds));
        table.canary = Some(Box::pin(canary(&table.table, &regions, &plan, &options, &longer)).await);
    }
}
