//! An Aurora Global Database: the metadata plane's only state.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MetricSeen;
use crate::aws::Asked;

/// An Aurora Global Database and its members.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AuroraGlobal {
    /// Its identifier.
    pub id: String,
    /// `DescribeGlobalClusters`.
    pub described: Asked<GlobalFacts>,
    /// Its members, in AWS's order.
    pub members: Vec<MemberSeen>,
}

/// What `DescribeGlobalClusters` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GlobalFacts {
    /// `available` and so on.
    pub status: Option<String>,
    /// The engine, such as `aurora-postgresql`.
    pub engine: Option<String>,
    /// Its version.
    pub engine_version: Option<String>,
    /// `pending`, `failing-over`, `cancelling`, `switching-over`; null where none is under way.
    pub failover_status: Option<String>,
    /// Whether a failover under way may lose data.
    pub allows_data_loss: Option<bool>,
    /// The endpoint that follows the writer; null where there is none.
    pub endpoint: Option<String>,
    /// The members.
    pub members: Vec<Member>,
}

/// A member, as the global database lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The cluster's ARN, which names its Region.
    pub arn: String,
    /// Whether it takes writes.
    pub is_writer: bool,
    /// `connected` or `pending-resync`; null where AWS does not say.
    pub synchronization: Option<String>,
    /// Whether a secondary passes writes on to the primary: `enabled` and so on.
    pub write_forwarding: Option<String>,
}

impl Member {
    /// The Region that its ARN names.
    pub fn region(&self) -> Option<&str> {
        self.arn.split(':').nth(3).filter(|region| !region.is_empty())
    }

    /// The cluster's identifier.
    pub fn cluster(&self) -> &str {
        self.arn.rsplit(':').next().unwrap_or(&self.arn)
    }
}

/// A member, as its own Region tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MemberSeen {
    /// The cluster's ARN.
    pub arn: String,
    /// The Region.
    pub region: String,
    /// `DescribeDBClusters`.
    pub described: Asked<ClusterFacts>,
    /// `AuroraGlobalDBRPOLag` and `AuroraGlobalDBReplicationLag`, Maximum, in milliseconds: every set of dimensions that
    /// `ListMetrics` knows for this database in this Region.
    pub lags: Asked<Vec<MetricSeen>>,
}

/// What `DescribeDBClusters` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterFacts {
    /// `available` and so on.
    pub status: Option<String>,
    /// Its engine's version.
    pub engine_version: Option<String>,
    /// How many instances it has: one without any cannot take over.
    pub instances: usize,
    /// The zones of the storage.
    pub zones: Vec<String>,
    /// `rds.global_db_rpo`, in seconds; null where it is not set, or not asked for (a secondary).
    pub managed_rpo_s: Option<Asked<Option<u64>>>,
}
