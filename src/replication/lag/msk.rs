//! The lags of an MSK Replicator: as a whole, and by topic.

use std::collections::BTreeSet;

use super::judge::{Look, Writes};
use super::{Kind, Lag, State};
use crate::metrics::WindowSeen;
use crate::replication::evidence::{KafkaCluster, MetricSeen, Replicator};
use crate::replication::statistics::Points;

/// The metric. `MessageLag` is the way from the source to the replicator alone, and is no such lag.
const METRIC: &str = "ReplicationLatency";
/// What comes in, of a topic: the first that there is.
const TOPIC_TRAFFIC: [&str; 3] = ["MessagesInPerSec", "BytesInPerSec", "MessageLag"];

/// The dimension of a topic.
const TOPIC: &str = "Topic";

/// A lag of the whole, and one of each topic that has metrics.
pub(super) fn lags(seen: &Replicator, look: Look<'_>) -> Vec<Lag> {
    let (from, to) = regions(seen);
    let new = || {
        let to = to.unwrap_or(&seen.region);
        Lag::new(Kind::MskReplicator, seen.name(), METRIC).between(from, Some(to))
    };
    let metrics = match new().metrics(&seen.metrics) {
        Ok((_, metrics)) => metrics,
        Err(unread) => return vec![*unread],
    };
    let bytes = find(metrics, "ReplicatorBytesInPerSec", None);
    let writes = bytes.map_or(Writes::Untold, Writes::Counted);
    let mut lags = vec![whole(new(), metrics, &writes, look)];
    let topics: BTreeSet<&str> =
        metrics.iter().filter_map(|metric| metric.dimensions.get(TOPIC)).map(String::as_str).collect();
    for topic in &topics {
        let is_only = topics.len() == 1;
        lags.push(of_topic(new(), metrics, topic, bytes.filter(|_| is_only), look));
    }
    lags
}

/// The Regions of the first flow's clusters, as their ARNs name them.
fn regions(seen: &Replicator) -> (Option<&str>, Option<&str>) {
    let Some(facts) = seen.described.answer() else { return (None, None) };
    let region = |alias: &str| {
        let is_it = |cluster: &&KafkaCluster| cluster.alias == alias;
        let arn = facts.clusters.iter().find(is_it)?.arn.as_deref()?;
        arn.split(':').nth(3).filter(|region| !region.is_empty())
    };
    let flow = facts.flows.first();
    (flow.and_then(|flow| region(&flow.source)), flow.and_then(|flow| region(&flow.target)))
}

/// A metric of the whole or of a topic; of several statistics the largest values.
pub(in crate::replication) fn find<'a>(
    metrics: &'a [MetricSeen],
    name: &str,
    topic: Option<&str>,
) -> Option<&'a MetricSeen> {
    let is_it = |metric: &&MetricSeen| {
        metric.name == name
            && metric.dimensions.get(TOPIC).map(String::as_str) == topic
            && !metric.dimensions.contains_key("ClusterAlias")
            && !metric.dimensions.contains_key("Partition")
    };
    let mut found = metrics.iter().filter(is_it).peekable();
    let first = found.peek().copied();
    found.find(|metric| metric.statistic == "Maximum").or(first)
}

fn whole(lag: Lag, metrics: &[MetricSeen], writes: &Writes<'_>, look: Look<'_>) -> Lag {
    match find(metrics, METRIC, None) {
        None => lag.without_points(writes, look),
        Some(metric) => lag.judged(metric, 1.0, writes, look).with_zeros_stalled(writes, true, look),
    }
}

fn of_topic(
    mut lag: Lag,
    metrics: &[MetricSeen],
    topic: &str,
    bytes: Option<&MetricSeen>,
    look: Look<'_>,
) -> Lag {
    lag.part = Some(format!("topic {topic}"));
    let own = TOPIC_TRAFFIC.iter().find_map(|name| find(metrics, name, Some(topic)));
    let writes = own.or(bytes).map_or_else(
        || Writes::Unread("what comes in for this topic alone is not told".to_owned()),
        Writes::Counted,
    );
    let all = find(metrics, "ReplicatorBytesInPerSec", None);
    let Some(metric) = find(metrics, METRIC, Some(topic)) else {
        return lag.without_points(&writes, look);
    };
    let lag = lag.judged(metric, 1.0, &writes, look);
    if matches!(writes, Writes::Counted(_)) {
        return lag.with_zeros_stalled(&writes, true, look);
    }
    let all = all.filter(|_| is_silent(metric, look.window)).map_or(Writes::Untold, Writes::Counted);
    lag.with_zeros_stalled(&all, false, look)
}

/// Whether every point is 0.
fn is_silent(metric: &MetricSeen, window: &WindowSeen) -> bool {
    let points = Points::of(&metric.series, window, 1.0);
    !points.values.is_empty() && points.values.iter().all(|(_, value)| *value <= 0.0)
}

/// Whether a lag is that of a topic.
pub(in crate::replication) fn is_topic(lag: &Lag) -> bool {
    lag.kind == Kind::MskReplicator && lag.part.is_some()
}

/// Whether a lag is only of interest where it is in trouble.
pub(in crate::replication) fn is_quiet_topic(lag: &Lag) -> bool {
    is_topic(lag) && matches!(lag.state, State::Idle)
}
