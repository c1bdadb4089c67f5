//! All of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClusterSeen, EndpointsSeen};
use crate::dataflow::otel::Collector;

/// What was seen of the flows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When: RFC 3339, UTC.
    pub observed_at: String,
    /// What collectors are configured to send; null where no configuration was given.
    pub collectors: Option<Vec<Collector>>,
    /// The Kubernetes cluster of the data plane; null where none was given.
    #[serde(default)]
    pub cluster: Option<ClusterSeen>,
    /// VPC endpoints, by the file that they stand in; empty where none was given.
    #[serde(default)]
    pub endpoints: Vec<EndpointsSeen>,
}

impl Evidence {
    /// Whether it can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub const fn validate(&self) -> Result<(), &'static str> {
        if self.collectors.is_none() && self.cluster.is_none() && self.endpoints.is_empty() {
            return Err("nothing was looked at: neither a collector nor a cluster nor VPC endpoints");
        }
        Ok(())
    }
}
