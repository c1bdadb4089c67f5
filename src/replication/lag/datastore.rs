//! The lags of an `ElastiCache` Global Datastore: one of each Region that has the metric.

use super::aurora::freshest;
use super::judge::{Look, Writes};
use super::{Kind, Lag};
use crate::aws::Asked;
use crate::replication::evidence::GlobalDatastore;

/// The metric, in seconds.
const METRIC: &str = "GlobalDatastoreReplicationLag";
const SECOND_MS: f64 = 1000.0;

/// A lag of each Region that has the metric, or that could not be asked for it. The primary's Region has none.
pub(super) fn lags(seen: &GlobalDatastore, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::GlobalDatastore, &seen.id, METRIC);
    let mut lags = Vec::new();
    for (region, asked) in &seen.lags {
        let lag = new().between(None, Some(region));
        match asked {
            Asked::Failed(failure) => lags.push(lag.unread("cloudwatch:ListMetrics", failure)),
            Asked::Answered(metrics) => {
                let metric = freshest(metrics, METRIC, look);
                lags.extend(metric.map(|metric| lag.judged(metric, SECOND_MS, &Writes::Untold, look)));
            }
        }
    }
    if lags.is_empty() {
        let regions = seen.regions.join(", ");
        let lag = new().unknown(
            format!("CloudWatch knows no {METRIC} of it in {regions}"),
            "look at the identifier, and name the Region of the secondary: only that has the metric",
        );
        lags.push(lag);
    }
    lags
}
