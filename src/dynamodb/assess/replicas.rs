//! CAP013: whether every replica can take the writes of all Regions.

use super::case::{Case, SEE_ANSWERS};
use crate::dynamodb::evidence::{Dimension, Measure, Metrics, RegionSeen, Scaling, TableSeen, WriteSource};
use crate::dynamodb::workload::number;
use crate::metrics::{Series, WindowSeen};
use crate::numbers::as_f64;
use crate::report::Finding;
use crate::report::catalogue::CAP_REPLICA_WRITES;

/// Whether every replica can take the writes of all Regions.
pub(super) fn writes(_: &Case<'_>, seen: &TableSeen) -> Vec<Finding> {
    let Some(facts) = seen.facts() else {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table was not described (CAP014)")];
    };
    if facts.replicas.is_empty() {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table stands in one Region")];
    }
    if facts.is_on_demand() {
        return vec![Finding::skip(&CAP_REPLICA_WRITES, "the table is on demand: nothing is provisioned")];
    }
    let Some(writes) = writes_of_all(seen.regions.iter(), &seen.window) else {
        let reason = "the writes of a Region are not known (CAP014)";
        return vec![Finding::unknown(&CAP_REPLICA_WRITES, reason).help(SEE_ANSWERS)];
    };
    seen.regions.iter().filter_map(|region| of_region(region, writes)).collect()
}

fn of_region(region: &RegionSeen, writes: f64) -> Option<Finding> {
    let name = &region.region;
    let scaling = region.scaling.as_ref().filter(|scaling| scaling.is_known());
    // What is suspended stays at what it is.
    let can_grow = |scaling: &&Scaling| {
        scaling.dimension(Dimension::Write).is_some_and(|found| !found.target.suspended[1])
    };
    let policy = scaling.filter(can_grow).and_then(|scaling| scaling.policy(Dimension::Write));
    let units = region.described.answer().and_then(|facts| facts.provisioned.as_ref());
    let units = units.map(|units| as_f64(units.write_units));
    let most = policy.map(|policy| as_f64(i64::try_from(policy.max).unwrap_or(i64::MAX))).or(units);
    match most {
        Some(most) if most >= writes => None,
        None => {
            let message = format!("{name}: its write capacity is not known (CAP014)");
            Some(Finding::unknown(&CAP_REPLICA_WRITES, message).help(SEE_ANSWERS))
        }
        Some(most) if scaling.is_none() => {
            let message = format!(
                "{name}: {} write units now, less than the {} a second that all Regions together wrote at the peak; whether it scales could not be read (CAP014)",
                number(most),
                number(writes.ceil())
            );
            Some(Finding::unknown(&CAP_REPLICA_WRITES, message).help(SEE_ANSWERS))
        }
        Some(most) => {
            let help = if policy.is_some() {
                "raise the maximum of the write policy in any one Region: it is synchronised to the others"
            } else {
                "raise the write capacity in any one Region, or let it scale: it is synchronised to the others"
            };
            let message = format!(
                "{name}: up to {} write units; all Regions together wrote {} a second at the peak",
                number(most),
                number(writes.ceil())
            );
            Some(Finding::fail(&CAP_REPLICA_WRITES, message).help(help))
        }
    }
}

/// The most write units a second that every Region has to take: what applications of all Regions together have written
/// in one period, or what one Region has taken, whichever is more. The latter counts expiry in other Regions, too; a
/// Region that falls behind shows less of it than there was to take.
pub(in crate::dynamodb) fn writes_of_all<'a>(
    regions: impl Iterator<Item = &'a RegionSeen>,
    window: &WindowSeen,
) -> Option<f64> {
    let mut sums: Vec<f64> = Vec::new();
    let mut most_taken: f64 = 0.0;
    for region in regions {
        let metrics = region.metrics.as_ref()?.answer().filter(|metrics| metrics.knows_consumption())?;
        let taken = metrics.consumed(Dimension::Write).and_then(|series| series.max());
        most_taken = most_taken.max(taken.unwrap_or(0.0));
        let Some(series) = own(metrics) else { continue };
        let values = series.within(window.start_epoch_s, window.end_epoch_s);
        sums.resize(sums.len().max(values.len()), 0.0);
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value.unwrap_or(0.0);
        }
    }
    Some(sums.into_iter().fold(most_taken, f64::max) / f64::from(window.period_s.max(1)))
}

/// What applications of the Region itself wrote. A Region that only takes what others write has none.
fn own(metrics: &Metrics) -> Option<&Series> {
    metrics.series(Measure::ConsumedBy(WriteSource::Customer))
}
