//! An MSK Replicator.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MetricSeen;
use crate::aws::{Asked, Failure};

/// An MSK Replicator, asked in the Region of its target cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Replicator {
    /// Its ARN.
    pub arn: String,
    /// The Region that the ARN names.
    pub region: String,
    /// `DescribeReplicator`.
    pub described: Asked<ReplicatorFacts>,
    /// Its metrics in `AWS/Kafka`: of the replicator as a whole, by topic, and by cluster.
    pub metrics: Asked<Vec<MetricSeen>>,
    /// Why not every topic was asked for by name: `ListMetrics`, which names them, gave no answer or not all, or there are
    /// too many; null where every one was.
    #[serde(default)]
    pub listing: Option<Failure>,
}

impl Replicator {
    /// Its name, as its ARN has it: `arn:aws:kafka:REGION:ACCOUNT:replicator/NAME/ID`.
    pub fn name(&self) -> &str {
        self.arn.split('/').nth(1).unwrap_or(&self.arn)
    }
}

/// What `DescribeReplicator` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicatorFacts {
    /// Its name: the dimension of its metrics.
    pub name: String,
    /// `RUNNING`, `CREATING`, `UPDATING`, `DELETING`, `FAILED`, or one that is not known.
    pub state: Option<String>,
    /// What AWS says of the state: code and message.
    pub state_info: Option<String>,
    /// Whether it is a reference to a replicator of another Region.
    pub is_reference: bool,
    /// The replicator that a reference is for.
    pub resource_arn: Option<String>,
    /// The clusters.
    pub clusters: Vec<KafkaCluster>,
    /// What is replicated from where to where.
    pub flows: Vec<Flow>,
}

/// A cluster that a replicator reads from or writes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KafkaCluster {
    /// What the replicator calls it.
    pub alias: String,
    /// Its ARN, which names its Region; null for one that is not Amazon's.
    pub arn: Option<String>,
}

/// What is replicated from one cluster to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// The source's alias.
    pub source: String,
    /// The target's alias.
    pub target: String,
    /// Patterns of topics that are replicated.
    pub topics: Vec<String>,
    /// Patterns of topics that are not.
    pub topics_excluded: Vec<String>,
    /// Whether topics that are new are found.
    pub detects_new_topics: Option<bool>,
    /// `LATEST` or `EARLIEST`.
    pub starting_position: Option<String>,
    /// `IDENTICAL` or `PREFIXED_WITH_SOURCE_CLUSTER_ALIAS`.
    pub topic_names: Option<String>,
    /// Patterns of consumer groups that are replicated.
    pub groups: Vec<String>,
    /// Patterns of consumer groups that are not.
    pub groups_excluded: Vec<String>,
    /// Whether groups that are new are found.
    pub detects_new_groups: Option<bool>,
    /// Whether offsets of consumer groups are synchronised.
    pub synchronises_offsets: Option<bool>,
    /// `LEGACY` or `ENHANCED`.
    pub offset_sync_mode: Option<String>,
}
