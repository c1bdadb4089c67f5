//! The names of the metrics of `CloudWatch`: `observe` asks for each of them, and what is read is nothing else.

/// `AWS/DynamoDB` and `AWS/Kafka`: how far a replica is behind, in milliseconds.
pub(super) const REPLICATION_LATENCY: &str = "ReplicationLatency";
/// `AWS/DynamoDB`: units that writes consumed.
pub(super) const CONSUMED_WRITES: &str = "ConsumedWriteCapacityUnits";

/// `AWS/Kafka`: bytes that a replicator took from its source.
pub(super) const REPLICATOR_BYTES_IN: &str = "ReplicatorBytesInPerSec";
/// `AWS/Kafka`: bytes that it replicated.
pub(super) const REPLICATOR_THROUGHPUT: &str = "ReplicatorThroughput";
/// `AWS/Kafka`: messages of the source that the replicator has not read: not those that it has not written.
pub(super) const MESSAGE_LAG: &str = "MessageLag";
/// `AWS/Kafka`: messages that could not be replicated.
pub(super) const REPLICATION_FAILURES: &str = "ReplicationFailures";
/// `AWS/Kafka`: failures of the replicator itself.
pub(super) const REPLICATOR_FAILURE: &str = "ReplicatorFailure";
/// `AWS/Kafka`: offsets of consumer groups that could not be synchronised.
pub(super) const OFFSET_SYNC_FAILURE: &str = "ConsumerGroupOffsetSyncFailure";
/// `AWS/Kafka`, of a cluster: connections that were refused for want of permission.
pub(super) const AUTH_ERROR: &str = "AuthError";
/// `AWS/Kafka`, of a cluster: 1 where it answers.
pub(super) const CLUSTER_PING: &str = "KafkaClusterPingSuccessCount";
/// `AWS/Kafka`, of a cluster: how long it held the replicator back, in milliseconds.
pub(super) const THROTTLE_TIME: &str = "ThrottleTime";

/// `AWS/Kafka`, a dimension: the topic.
pub(super) const BY_TOPIC: &str = "Topic";
/// `AWS/Kafka`, a dimension: the cluster, by the alias that the replicator knows it by.
pub(super) const BY_CLUSTER: &str = "ClusterAlias";

/// `AWS/RDS`: how far a secondary is behind for the transactions of users, in milliseconds: the RPO.
pub(super) const AURORA_RPO_LAG: &str = "AuroraGlobalDBRPOLag";
/// `AWS/RDS`: how far it is behind in replicating pages, in milliseconds.
pub(super) const AURORA_REPLICATION_LAG: &str = "AuroraGlobalDBReplicationLag";

/// `AWS/ElastiCache`: how far a secondary is behind, in seconds.
pub(super) const DATASTORE_LAG: &str = "GlobalDatastoreReplicationLag";
