//! One metric by several sets of dimensions: each is a replica of its own, such as a node of a shard.

use super::Lag;
use super::judge::Look;
use super::writes::Writes;
use crate::replication::evidence::MetricSeen;
use crate::replication::statistics::Points;
use crate::replication::words;

/// The sets of a metric that had a point in the window or within the last three hours; all of them where none had.
/// `CloudWatch` lists what had points within two weeks: another one is of a node that is gone. One whose points stopped is
/// kept: it says that it is old, or that there is none.
fn active<'a>(metrics: &[&'a MetricSeen], look: Look<'_>) -> Vec<&'a MetricSeen> {
    let is_active = |metric: &&MetricSeen| metric.recently_active == Some(true) || has_points(metric, look);
    let active: Vec<&MetricSeen> = metrics.iter().copied().filter(is_active).collect();
    if active.is_empty() { metrics.to_vec() } else { active }
}

/// Whether a metric has a point in the window.
pub(super) fn has_points(metric: &MetricSeen, look: Look<'_>) -> bool {
    !Points::of(&metric.series, look.window, 1.0).values.is_empty()
}

/// A lag of each active set. Where there are several, each says of what it is; where none has a point, one is enough.
pub(super) fn each(lag: &Lag, metrics: &[&MetricSeen], to_ms: f64, look: Look<'_>) -> Vec<Lag> {
    let mut active = active(metrics, look);
    if !active.iter().any(|metric| has_points(metric, look)) {
        active.truncate(1);
    }
    let is_one = active.len() == 1;
    let silent = metrics.len().saturating_sub(active.len());
    let of = |(at, metric): (usize, &&MetricSeen)| {
        let mut lag = lag.clone();
        lag.part = (!is_one).then(|| part(metric));
        if at == 0 && silent > 0 {
            let sets = words::count(silent, "set");
            lag.notes.push(format!("{sets} of dimensions without a point in the last hours left out"));
        }
        lag.judged(metric, to_ms, &Writes::untold(), look)
    };
    active.iter().enumerate().map(of).collect()
}

/// What tells a set from others: `node features-0001-001`, or its dimensions.
fn part(metric: &MetricSeen) -> String {
    let mut dimensions = metric.dimensions.iter();
    match (dimensions.next(), dimensions.next()) {
        (Some((name, node)), None) if name == "CacheClusterId" => format!("node {node}"),
        _ => {
            let pairs: Vec<String> =
                metric.dimensions.iter().map(|(name, value)| format!("{name}={value}")).collect();
            pairs.join(" ")
        }
    }
}
