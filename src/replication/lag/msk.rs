//! The lags of an MSK Replicator: as a whole, and by topic.

use std::collections::BTreeSet;

use super::judge::{Look, unread_help};
use super::sets::has_points;
use super::writes::Writes;
use super::{Kind, Lag, State};
use crate::replication::evidence::{KafkaCluster, MetricSeen, Replicator};
use crate::replication::names::{
    BY_CLUSTER, BY_TOPIC, MESSAGE_LAG, REPLICATION_FAILURES, REPLICATION_LATENCY as METRIC,
    REPLICATOR_BYTES_IN,
};
use crate::replication::statistics::Points;

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
    // A metric without a single point does not say that nothing comes in.
    let bytes = find(metrics, REPLICATOR_BYTES_IN, None).filter(|metric| !metric.series.is_empty());
    let mut lags = vec![whole(new(), metrics, bytes, look)];
    // CloudWatch lists topics for two weeks after their last points: a deleted one is no topic that nobody knows of.
    let is_there = |metric: &&MetricSeen| metric.recently_active != Some(false) || has_points(metric, look);
    let of_topics = metrics.iter().filter(is_there);
    let topics: BTreeSet<&str> =
        of_topics.filter_map(|metric| metric.dimensions.get(BY_TOPIC)).map(String::as_str).collect();
    let is_all = seen.listing.is_none();
    for topic in &topics {
        let is_only = is_all && topics.len() == 1;
        lags.push(of_topic(new(), metrics, topic, bytes, is_only, look));
    }
    if let Some(failure) = &seen.listing {
        let mut rest = new();
        rest.part = Some(if topics.is_empty() { "topics" } else { "other topics" }.to_owned());
        let why = format!("not every topic was asked for: {failure}");
        lags.push(rest.unknown(why, unread_help("cloudwatch:ListMetrics", failure.kind)));
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
            && metric.dimensions.get(BY_TOPIC).map(String::as_str) == topic
            && !metric.dimensions.contains_key(BY_CLUSTER)
            && !metric.dimensions.contains_key("Partition")
    };
    let mut found = metrics.iter().filter(is_it).peekable();
    let first = found.peek().copied();
    found.find(|metric| metric.statistic == "Maximum").or(first)
}

fn whole(mut lag: Lag, metrics: &[MetricSeen], bytes: Option<&MetricSeen>, look: Look<'_>) -> Lag {
    lag.notes.extend(waiting(metrics, look));
    let waiting = find(metrics, MESSAGE_LAG, None).filter(|metric| !metric.series.is_empty());
    let writes = to_replicate(bytes, waiting);
    match find(metrics, METRIC, None) {
        None => lag.without_points(&writes, look),
        Some(metric) => lag.judged(metric, 1.0, &writes, look),
    }
}

/// What tells of messages to replicate: the bytes that the replicator takes in, and the messages that it has not read. A
/// replicator that hangs takes in nothing, and what it has read and cannot write is not waiting: neither alone says that
/// there is nothing.
fn to_replicate<'a>(bytes: Option<&'a MetricSeen>, waiting: Option<&'a MetricSeen>) -> Writes<'a> {
    match (bytes, waiting) {
        (Some(bytes), Some(waiting)) => Writes::counted(bytes).and(waiting),
        (Some(bytes), None) => Writes::counted(bytes)
            .but("whether messages wait is not told, and a replicator that hangs takes in nothing"),
        (None, Some(waiting)) => Writes::counted(waiting)
            .but("no message waits, but what the replicator has read and not written is not told"),
        (None, None) => Writes::untold(),
    }
}

/// What is to be told of the messages that the replicator has not read: that is a part of the way, and no time.
fn waiting(metrics: &[MetricSeen], look: Look<'_>) -> Option<String> {
    let metric = find(metrics, MESSAGE_LAG, None)?;
    let points = Points::of(&metric.series, look.window, 1.0).numbers();
    let most = points.iter().copied().reduce(f64::max)?;
    let last = points.last()?;
    Some(format!(
        "{MESSAGE_LAG}: {last:.0} messages of the source were not read at last, {most:.0} at most; what the replicator has read and not yet written is not among them"
    ))
}

/// What bytes of all topics say of one.
const ANY_TOPIC: &str = "bytes come in, and whether for this topic is not told";

/// What failures of all topics say of one.
const ANY_FAILURE: &str = "messages could not be replicated, and whether of this topic is not told";

/// The lag of a topic, beside the messages of it that wait; without these, beside what comes in of all topics, which is
/// this topic's where there is no other.
fn of_topic(
    mut lag: Lag,
    metrics: &[MetricSeen],
    topic: &str,
    bytes: Option<&MetricSeen>,
    is_only: bool,
    look: Look<'_>,
) -> Lag {
    lag.part = Some(format!("topic {topic}"));
    let own = find(metrics, MESSAGE_LAG, Some(topic)).filter(|metric| !metric.series.is_empty());
    let failures = find(metrics, REPLICATION_FAILURES, None).filter(|metric| !metric.series.is_empty());
    let writes = match (own, failures, bytes) {
        // No message waits: but one that was read and could not be written does not wait either.
        (Some(own), Some(failures), _) => Writes::mixed(failures, ANY_FAILURE).and(own),
        (Some(own), None, _) => Writes::counted(own).but("whether messages could not be written is not told"),
        (None, _, bytes) if is_only => to_replicate(bytes, None),
        (None, _, Some(bytes)) => {
            Writes::mixed(bytes, ANY_TOPIC).but("what comes in for this topic alone is not told")
        }
        (None, _, None) => Writes::unread("what comes in for this topic alone is not told"),
    };
    match find(metrics, METRIC, Some(topic)) {
        None => lag.without_points(&writes, look),
        Some(metric) => lag.judged(metric, 1.0, &writes, look),
    }
}

/// Whether a lag is that of a topic.
fn is_topic(lag: &Lag) -> bool {
    lag.kind == Kind::MskReplicator && lag.part.is_some()
}

/// Whether a lag is only of interest where it is in trouble.
pub(in crate::replication) fn is_quiet_topic(lag: &Lag) -> bool {
    is_topic(lag) && matches!(lag.state, State::Idle)
}
