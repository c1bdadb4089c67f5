//! An MSK Replicator: its description and its metrics, in the Region that its ARN names.
//!
//! Source of the metrics and their dimensions: the developer guide's *MSK Replicator metrics*
//! (docs.aws.amazon.com/msk/latest/developerguide/msk-replicator-metrics-ref).

use std::collections::BTreeSet;

use futures_util::join;

use super::asking::{Asking, mark_recent, together};
use super::msk_facts::facts;
use crate::aws::{self, Asked, Failure, FailureKind, ask};
use crate::connect::text::escape;
use crate::metrics::observe::{Listed, Query};
use crate::replication::evidence::{MetricSeen, Replicator, ReplicatorFacts};
use crate::replication::names::{self, BY_CLUSTER, BY_TOPIC};

const NAMESPACE: &str = "AWS/Kafka";
const BY_NAME: &str = "ReplicatorName";
/// The most topics that are asked for one by one.
const MAX_TOPICS: usize = 450;

/// Of the replicator as a whole, with the statistic that is right for it.
const WHOLE: [(&str, &str); 7] = [
    (names::REPLICATION_LATENCY, "Maximum"),
    (names::REPLICATOR_BYTES_IN, "Sum"),
    (names::MESSAGE_LAG, "Sum"),
    (names::REPLICATOR_THROUGHPUT, "Sum"),
    (names::REPLICATION_FAILURES, "Sum"),
    (names::REPLICATOR_FAILURE, "Sum"),
    (names::OFFSET_SYNC_FAILURE, "Sum"),
];

/// Of each topic: a latency of 0 is no good sign where messages wait.
const OF_TOPIC: [(&str, &str); 2] = [(names::REPLICATION_LATENCY, "Maximum"), (names::MESSAGE_LAG, "Sum")];

/// Of each of its clusters.
const OF_CLUSTER: [(&str, &str); 3] =
    [(names::AUTH_ERROR, "Sum"), (names::CLUSTER_PING, "Minimum"), (names::THROTTLE_TIME, "Maximum")];

/// The Region that a replicator's ARN names.
pub(super) fn region_of(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| aws::is_region(region))
}

/// Asks for everything of a replicator.
pub(super) async fn look(arn: &str, asking: &Asking<'_>) -> Replicator {
    let region = region_of(arn).unwrap_or_default().to_owned();
    let mut replicator = Replicator {
        arn: arn.to_owned(),
        region: region.clone(),
        described: Asked::Answered(ReplicatorFacts::default()),
        metrics: Asked::Answered(Vec::new()),
        listing: None,
    };
    if region.is_empty() {
        let failure = Failure::new(FailureKind::Refused, "the ARN names no Region");
        replicator.described = Asked::Failed(failure.clone());
        replicator.metrics = Asked::Failed(failure);
        return replicator;
    }
    let name = replicator.name().to_owned();
    let whole = queries(&WHOLE, &[(BY_NAME, &name)], asking);
    let (described, whole, (listed, failure)) = join!(
        Box::pin(described(arn, &region, asking)),
        Box::pin(asking.metrics(&region, &whole)),
        Box::pin(asking.list(&region, NAMESPACE, None, Some((BY_NAME, &name)))),
    );
    let (parts, left_out) = parts(&name, described.answer(), &listed, asking);
    let parts = Box::pin(asking.metrics(&region, &parts)).await;
    let mut parts = together(parts);
    if let Asked::Answered(parts) = &mut parts {
        mark_recent(parts, &listed);
    }
    replicator.listing = failure.or(left_out).or(parts.failure().cloned());
    replicator.described = described;
    replicator.metrics = all(together(whole), parts);
    replicator
}

/// What came of the whole, and of the parts. A part that failed leaves the whole as it is.
fn all(whole: Asked<Vec<MetricSeen>>, parts: Asked<Vec<MetricSeen>>) -> Asked<Vec<MetricSeen>> {
    match (whole, parts) {
        (Asked::Answered(whole), Asked::Answered(parts)) => Asked::Answered([whole, parts].concat()),
        (Asked::Answered(seen), Asked::Failed(_)) => Asked::Answered(seen),
        (Asked::Failed(_), Asked::Answered(seen)) if !seen.is_empty() => Asked::Answered(seen),
        (Asked::Failed(failure), _) => Asked::Failed(failure),
    }
}

fn queries(metrics: &[(&str, &'static str)], dimensions: &[(&str, &str)], asking: &Asking<'_>) -> Vec<Query> {
    let query = |(name, statistic): &(&str, &'static str)| {
        asking.query(NAMESPACE, name, dimensions.iter().copied(), statistic)
    };
    metrics.iter().map(query).collect()
}

/// What is asked for by cluster and by topic, and why not every topic is.
fn parts(
    name: &str,
    facts: Option<&ReplicatorFacts>,
    listed: &[Listed],
    asking: &Asking<'_>,
) -> (Vec<Query>, Option<Failure>) {
    let of = |dimension: &str| {
        let values = listed.iter().filter_map(|one| one.dimensions.get(dimension));
        values.cloned().collect::<BTreeSet<String>>()
    };
    // A cluster that cannot be reached may have no metric at all.
    let described = facts.into_iter().flat_map(|facts| &facts.clusters).map(|cluster| cluster.alias.clone());
    let clusters: BTreeSet<String> = of(BY_CLUSTER).into_iter().chain(described).collect();
    let topics = of(BY_TOPIC);
    let left_out = (topics.len() > MAX_TOPICS).then(|| {
        let words = format!("it has {} topics, and {MAX_TOPICS} of them were asked for", topics.len());
        Failure::new(FailureKind::Limit, words)
    });
    let by_cluster = clusters
        .iter()
        .flat_map(|alias| queries(&OF_CLUSTER, &[(BY_NAME, name), (BY_CLUSTER, alias)], asking));
    let by_topic = topics
        .iter()
        .take(MAX_TOPICS)
        .flat_map(|topic| queries(&OF_TOPIC, &[(BY_NAME, name), (BY_TOPIC, topic)], asking));
    (by_cluster.chain(by_topic).collect(), left_out)
}

async fn described(arn: &str, region: &str, asking: &Asking<'_>) -> Asked<ReplicatorFacts> {
    let answer = async {
        let client = aws_sdk_kafka::Client::new(&asking.config(region)?);
        let call = client.describe_replicator().replicator_arn(arn).send();
        let answer = ask("MSK", call, asking.context).await?;
        // Something that is not MSK may answer with any JSON.
        if answer.replicator_name().is_none() && answer.replicator_state().is_none() {
            let words = format!("the endpoint's answer describes no replicator: {}", escape(arn));
            return Err(Failure::new(FailureKind::Other, words));
        }
        Ok(facts(&answer))
    };
    Asked::from(answer.await)
}
