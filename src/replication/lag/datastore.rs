//! The lags of an `ElastiCache` Global Datastore: one of each Region and node that has the metric.

use super::judge::Look;
use super::{Kind, Lag, sets};
use crate::aws::Asked;
use crate::replication::evidence::{GlobalDatastore, MetricSeen};
use crate::replication::names::DATASTORE_LAG as METRIC;
use crate::replication::words::SECOND_MS;

/// A lag of each set of dimensions of each Region that has the metric, and of each Region that could not be asked for it.
/// The primary's Region has none. Nodes are of different shards: no one stands for another.
pub(super) fn lags(seen: &GlobalDatastore, look: Look<'_>) -> Vec<Lag> {
    let new = || Lag::new(Kind::GlobalDatastore, &seen.id, METRIC);
    let mut lags = Vec::new();
    let mut silent = Vec::new();
    for (region, asked) in &seen.lags {
        let lag = new().between(None, Some(region));
        match asked {
            Asked::Failed(failure) => lags.push(lag.unread("cloudwatch:ListMetrics", failure)),
            Asked::Answered(metrics) => {
                let own: Vec<&MetricSeen> = metrics.iter().filter(|metric| metric.name == METRIC).collect();
                if own.is_empty() {
                    silent.push(lag);
                } else {
                    lags.extend(sets::each(&lag, &own, SECOND_MS, look));
                }
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
    } else if silent.len() > 1 {
        // One of them is the primary's.
        let why = format!("CloudWatch knows no {METRIC} of it here, and only the primary's Region has none");
        let help =
            "name the Regions of its replication groups alone; a new one has no metric for some minutes";
        lags.extend(silent.into_iter().map(|lag| lag.unknown(why.clone(), help)));
    }
    lags
}
