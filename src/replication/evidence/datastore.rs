//! An `ElastiCache` Global Datastore.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MetricSeen;
use crate::aws::Asked;

/// An `ElastiCache` Global Datastore, as far as its metrics tell of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GlobalDatastore {
    /// Its identifier, or that of the secondary's replication group.
    pub id: String,
    /// The Regions that were asked.
    pub regions: Vec<String>,
    /// `GlobalDatastoreReplicationLag`, Maximum, in seconds: by Region, every set of dimensions that `ListMetrics` knows
    /// for it.
    pub lags: Vec<(String, Asked<Vec<MetricSeen>>)>,
}
