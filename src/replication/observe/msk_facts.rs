//! What `DescribeReplicator` tells, as evidence.

use aws_sdk_kafka::operation::describe_replicator::DescribeReplicatorOutput;
use aws_sdk_kafka::types::{
    ConsumerGroupReplication, KafkaClusterDescription, ReplicationInfoDescription, TopicReplication,
};

use crate::connect::text::escape;
use crate::replication::evidence::{Flow, KafkaCluster, ReplicatorFacts};

/// The facts.
pub(super) fn facts(answer: &DescribeReplicatorOutput) -> ReplicatorFacts {
    let info = answer.state_info().map(|info| {
        let words: Vec<_> = [info.code(), info.message()].into_iter().flatten().map(escape).collect();
        words.join(": ")
    });
    ReplicatorFacts {
        name: escape(answer.replicator_name().unwrap_or_default()),
        state: answer.replicator_state().map(|state| escape(state.as_str())),
        state_info: info.filter(|info| !info.is_empty()),
        is_reference: answer.is_replicator_reference().unwrap_or_default(),
        resource_arn: answer.replicator_resource_arn().map(escape),
        clusters: answer.kafka_clusters().iter().map(cluster).collect(),
        flows: answer.replication_info_list().iter().map(flow).collect(),
    }
}

fn cluster(cluster: &KafkaClusterDescription) -> KafkaCluster {
    KafkaCluster {
        alias: escape(cluster.kafka_cluster_alias().unwrap_or_default()),
        arn: cluster.amazon_msk_cluster().and_then(|msk| msk.msk_cluster_arn()).map(escape),
    }
}

fn flow(info: &ReplicationInfoDescription) -> Flow {
    let alias = |alias: Option<&str>| escape(alias.unwrap_or_default());
    let patterns = |patterns: &[String]| patterns.iter().map(|one| escape(one)).collect();
    let topics = info.topic_replication();
    let groups = info.consumer_group_replication();
    Flow {
        source: alias(info.source_kafka_cluster_alias()),
        target: alias(info.target_kafka_cluster_alias()),
        topics: topics.map(|one| patterns(one.topics_to_replicate())).unwrap_or_default(),
        topics_excluded: topics.map(|one| patterns(one.topics_to_exclude())).unwrap_or_default(),
        detects_new_topics: topics.and_then(TopicReplication::detect_and_copy_new_topics),
        starting_position: topics
            .and_then(|one| one.starting_position()?.r#type())
            .map(|position| escape(position.as_str())),
        topic_names: topics
            .and_then(|one| one.topic_name_configuration()?.r#type())
            .map(|names| escape(names.as_str())),
        groups: groups.map(|one| patterns(one.consumer_groups_to_replicate())).unwrap_or_default(),
        groups_excluded: groups.map(|one| patterns(one.consumer_groups_to_exclude())).unwrap_or_default(),
        detects_new_groups: groups.and_then(ConsumerGroupReplication::detect_and_copy_new_consumer_groups),
        synchronises_offsets: groups.and_then(ConsumerGroupReplication::synchronise_consumer_group_offsets),
        offset_sync_mode: groups
            .and_then(ConsumerGroupReplication::consumer_group_offset_sync_mode)
            .map(|mode| escape(mode.as_str())),
    }
}
