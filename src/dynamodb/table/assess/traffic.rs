//! What the table has consumed, as the checks need it.

use super::case::Standing;
use crate::dynamodb::evidence::Metrics;

/// A Region's metrics, where all of what was consumed is known.
pub(super) fn known(at: Standing<'_>) -> Option<&Metrics> {
    let metrics = at.seen.metrics.as_ref()?.answer()?;
    (metrics.knows_consumption() && !metrics.is_silent()).then_some(metrics)
}
