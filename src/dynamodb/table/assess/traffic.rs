//! What the table has consumed, as the checks need it.

use super::case::Standing;
use crate::dynamodb::evidence::{Dimension, Metrics};

/// The highest period of a dimension in a Region, in units a second; 0 where nothing was consumed.
pub(super) fn peak(metrics: &Metrics, dimension: Dimension) -> f64 {
    let series = metrics.consumed(dimension);
    series.map_or(0.0, |series| series.max().unwrap_or(0.0) / f64::from(series.period_s.max(1)))
}

/// A Region's metrics, where all of what was consumed is known.
pub(super) fn known(at: Standing<'_>) -> Option<&Metrics> {
    let metrics = at.seen.metrics.as_ref()?.answer()?;
    (metrics.knows_consumption() && !is_silent(metrics)).then_some(metrics)
}

/// Whether `CloudWatch` has no value at all: not even of capacity, which every provisioned table has.
pub(super) fn is_silent(metrics: &Metrics) -> bool {
    metrics.measured.iter().all(|one| one.series.is_empty())
}
