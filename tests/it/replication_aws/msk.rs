//! MSK Replicators.

use chalkstore::aws::FailureKind;
use serde_json::{Value, json};

use super::{EAST, WEST, look, metric, minute, steady};
use crate::support::fake_aws::{FakeAws, MetricAt};

pub(crate) const ARN: &str = "arn:aws:kafka:us-west-2:123456789012:replicator/East-to-West/1c4ac2f0-2";
const REPLICATOR: &str = "East-to-West";

fn told(state: &str) -> Value {
    let cluster = |region: &str, alias: &str| {
        json!({"kafkaClusterAlias": alias, "amazonMskCluster":
            {"mskClusterArn": format!("arn:aws:kafka:{region}:123456789012:cluster/{alias}/1")}})
    };
    json!({
        "replicatorArn": ARN, "replicatorName": REPLICATOR, "replicatorState": state,
        "isReplicatorReference": false,
        "stateInfo": {"code": "Fine", "message": "all is well"},
        "kafkaClusters": [cluster(EAST, "east"), cluster(WEST, "west")],
        "replicationInfoList": [{
            "sourceKafkaClusterAlias": "east", "targetKafkaClusterAlias": "west",
            "targetCompressionType": "NONE",
            "topicReplication": {
                "topicsToReplicate": ["chalk-.*"], "topicsToExclude": ["chalk-tmp"],
                "detectAndCopyNewTopics": true, "startingPosition": {"type": "LATEST"},
                "topicNameConfiguration": {"type": "IDENTICAL"},
            },
            "consumerGroupReplication": {
                "consumerGroupsToReplicate": [".*"], "detectAndCopyNewConsumerGroups": true,
                "synchroniseConsumerGroupOffsets": true, "consumerGroupOffsetSyncMode": "ENHANCED",
            },
        }],
    })
}

/// A replicator that runs, with two topics.
pub(super) fn running() -> FakeAws {
    let aws = FakeAws::start();
    stand(&aws);
    aws
}

/// The same beside whatever there is.
pub(crate) fn stand(aws: &FakeAws) {
    let mut state = aws.state();
    state.replicated.replicators.insert(ARN.to_owned(), told("RUNNING"));
    let all = &mut state.replicated.metrics;
    let mut add = |name: &str, more: &[(&str, &str)], value: f64| {
        let dimensions = [&[("ReplicatorName", REPLICATOR)], more].concat();
        all.push(MetricAt::new(WEST, "AWS/Kafka", name, &dimensions).with(steady(value)));
    };
    add("ReplicationLatency", &[], 1500.0);
    add("ReplicatorBytesInPerSec", &[], 64_000.0);
    add("MessageLag", &[], 3.0);
    add("ReplicatorThroughput", &[], 90_000.0);
    add("ReplicationFailures", &[], 0.0);
    add("ReplicatorFailure", &[], 0.0);
    add("ConsumerGroupOffsetSyncFailure", &[], 0.0);
    for topic in ["chalk-online", "chalk-offline"] {
        add("ReplicationLatency", &[("Topic", topic)], 1200.0);
    }
    for alias in ["east", "west"] {
        add("KafkaClusterPingSuccessCount", &[("ClusterAlias", alias)], 1.0);
        add("AuthError", &[("ClusterAlias", alias)], 0.0);
        add("ThrottleTime", &[("ClusterAlias", alias)], 0.0);
    }
}

#[test]
fn description_and_metrics_come_from_its_own_region() {
    let looked = look(&running(), &["--msk-replicator", ARN]);
    let seen = looked.replicator();
    let facts = seen.described.answer().expect("it was described");
    assert_eq!((facts.name.as_str(), facts.state.as_deref()), (REPLICATOR, Some("RUNNING")));
    assert_eq!(facts.state_info.as_deref(), Some("Fine: all is well"));
    assert_eq!(facts.clusters.iter().map(|one| one.alias.as_str()).collect::<Vec<_>>(), ["east", "west"]);
    let flow = &facts.flows[0];
    assert_eq!((flow.source.as_str(), flow.target.as_str()), ("east", "west"));
    assert_eq!(
        (flow.topic_names.as_deref(), flow.starting_position.as_deref()),
        (Some("IDENTICAL"), Some("LATEST"))
    );
    assert_eq!((flow.synchronises_offsets, flow.offset_sync_mode.as_deref()), (Some(true), Some("ENHANCED")));
    let metrics = seen.metrics.answer().expect("metrics came");
    let count = |name: &str| metrics.iter().filter(|one| one.name == name).count();
    assert_eq!((count("ReplicationLatency"), count("KafkaClusterPingSuccessCount")), (3, 2));
    for (name, value, max) in [
        ("ReplicationLatency", REPLICATOR, 1500.0),
        ("ReplicationLatency", "chalk-online", 1200.0),
        ("ReplicatorThroughput", "", 90_000.0),
        ("MessageLag", "", 3.0),
        ("KafkaClusterPingSuccessCount", "east", 1.0),
    ] {
        let one = metric(metrics, name, value).unwrap_or_else(|| panic!("{name} {value}"));
        assert_eq!((one.region.as_str(), one.series.max()), (WEST, Some(max)), "{name} {value}");
    }
    assert_eq!(seen.listing, None);
    assert_eq!(looked.ran.statuses("LAG020"), ["pass"], "{:?}", looked.ran);
    assert_eq!(looked.ran.statuses("LAG022"), ["pass"], "{:?}", looked.ran);
}

/// A value that the SDK does not know is told as AWS told it, and is no pass.
#[test]
fn unknown_values_are_told_as_they_are() {
    let aws = running();
    let mut told = told("HIBERNATING");
    told["replicationInfoList"][0]["consumerGroupReplication"]["consumerGroupOffsetSyncMode"] =
        json!("LUNAR");
    aws.state().replicated.replicators.insert(ARN.to_owned(), told);
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let facts = looked.replicator().described.answer().expect("it was described").clone();
    assert_eq!(facts.state.as_deref(), Some("HIBERNATING"));
    assert_eq!(facts.flows[0].offset_sync_mode.as_deref(), Some("LUNAR"));
    assert!(!looked.ran.statuses("LAG020").contains(&"pass".to_owned()), "{:?}", looked.ran);
}

/// A cluster that cannot be reached has no metrics: it is asked for all the same.
#[test]
fn a_cluster_without_metrics_is_asked_for() {
    let aws = running();
    aws.state().replicated.metrics.retain(|one| !one.dimensions.values().any(|value| value == "east"));
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let metrics = looked.replicator().metrics.answer().expect("metrics came").clone();
    let ping = metric(&metrics, "KafkaClusterPingSuccessCount", "east").expect("was asked for").clone();
    assert!(ping.series.is_empty(), "{ping:?}");
}

/// Each refusal costs its own part.
#[test]
fn half_of_the_permissions_gives_half_of_the_answers() {
    let aws = running();
    aws.deny(WEST, "cloudwatch:ListMetrics");
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let seen = looked.replicator();
    let kind = seen.listing.as_ref().map(|failure| failure.kind);
    assert_eq!(kind, Some(FailureKind::AccessDenied));
    let metrics = seen.metrics.answer().expect("the rest came");
    assert!(metric(metrics, "ReplicationLatency", REPLICATOR).is_some());
    assert!(metric(metrics, "ReplicationLatency", "chalk-online").is_none());

    let aws = running();
    aws.deny(WEST, "kafka:DescribeReplicator");
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let seen = looked.replicator();
    assert_eq!(seen.described.failure().map(|failure| failure.kind), Some(FailureKind::AccessDenied));
    assert!(metric(seen.metrics.answer().expect("came"), "ReplicationLatency", "chalk-online").is_some());
    assert_eq!(looked.ran.statuses("LAG020"), ["unknown"], "{:?}", looked.ran);
    assert!(looked.ran.stdout.contains("kafka:DescribeReplicator"), "{}", looked.ran.stdout);
    assert_eq!(looked.ran.code, 3);
}

#[test]
fn one_that_is_not_there_fails() {
    let looked = look(&FakeAws::start(), &["--msk-replicator", ARN]);
    let failure = looked.replicator().described.failure().expect("there is none").clone();
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert!(looked.ran.code == 1 || looked.ran.code == 3, "{:?}", looked.ran);
}

/// Topics on many pages of the list.
#[test]
fn the_list_is_read_to_the_last_page() {
    let aws = running();
    let mut state = aws.state();
    for topic in 0..30 {
        let dimensions = [("ReplicatorName", REPLICATOR), ("Topic", &format!("topic-{topic:02}"))];
        let one = MetricAt::new(WEST, "AWS/Kafka", "ReplicationLatency", &dimensions);
        state.replicated.metrics.push(one.with(vec![(minute(5), f64::from(topic))]));
    }
    state.replicated.metrics_per_page = 4;
    drop(state);
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let metrics = looked.replicator().metrics.answer().expect("metrics came").clone();
    let last = metric(&metrics, "ReplicationLatency", "topic-29").expect("is listed last");
    assert_eq!(last.series.max(), Some(29.0));
}

fn set(aws: &FakeAws, name: &str, topic: Option<&str>, value: f64) {
    let mut state = aws.state();
    let is_it =
        |one: &&mut MetricAt| one.name == name && one.dimensions.get("Topic").map(String::as_str) == topic;
    let found = state.replicated.metrics.iter_mut().find(is_it);
    found.expect("there is such a metric").points = steady(value);
}

/// What a stall is told by is asked for: bytes of the whole, and the messages of each topic that wait.
#[test]
fn a_stall_is_seen_live() {
    let looked = look(&running(), &["--msk-replicator", ARN]);
    assert_eq!(looked.ran.statuses("LAG002"), ["pass"], "{:?}", looked.ran);
    let aws = running();
    set(&aws, "ReplicationLatency", None, 0.0);
    let looked = look(&aws, &["--msk-replicator", ARN]);
    assert!(looked.ran.statuses("LAG002").contains(&"fail".to_owned()), "{:?}", looked.ran);
    assert!(looked.ran.stdout.contains("MessageLag: 3 messages"), "{}", looked.ran.stdout);

    let aws = running();
    set(&aws, "ReplicationLatency", Some("chalk-online"), 0.0);
    let dimensions = [("ReplicatorName", REPLICATOR), ("Topic", "chalk-online")];
    let waiting = MetricAt::new(WEST, "AWS/Kafka", "MessageLag", &dimensions).with(steady(12.0));
    aws.state().replicated.metrics.push(waiting);
    let looked = look(&aws, &["--msk-replicator", ARN]);
    let metrics = looked.replicator().metrics.answer().expect("metrics came").clone();
    let waiting = metric(&metrics, "MessageLag", "chalk-online");
    assert_eq!(waiting.and_then(|one| one.series.max()), Some(12.0));
    assert!(looked.ran.statuses("LAG002").contains(&"fail".to_owned()), "{:?}", looked.ran);
    assert!(looked.ran.stdout.contains("topic chalk-online"), "{}", looked.ran.stdout);
}
