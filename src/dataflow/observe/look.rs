//! The whole observation.

use jiff::Timestamp;

use super::eks;
use crate::aws::Options;
use crate::dataflow::Evidence;
use crate::dataflow::evidence::{ClusterSeen, EndpointsSeen};
use crate::dataflow::otel::Collector;
use crate::observe::Context;

/// Where the cluster is read from.
#[derive(Clone, Debug, PartialEq)]
pub enum GivenCluster {
    /// EKS is asked for the cluster of this name.
    Named(String),
    /// It was read from a file.
    Read(ClusterSeen),
}

/// What was given to read the flows from. Files were read before: what is wrong in one ends a command.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// What the collectors' configurations come to; nothing where none was given.
    pub collectors: Option<Vec<Collector>>,
    /// The cluster.
    pub cluster: Option<GivenCluster>,
    /// VPC endpoints, by file.
    pub endpoints: Vec<EndpointsSeen>,
}

/// Takes everything down. A failure is evidence; what was known at the context's deadline is returned.
pub async fn look(given: Given, options: &Options, context: &Context) -> Evidence {
    let observed_at = Timestamp::now().to_string();
    let cluster = match given.cluster {
        Some(GivenCluster::Named(name)) => Some(Box::pin(eks::cluster(name, options, context)).await),
        Some(GivenCluster::Read(seen)) => Some(seen),
        None => None,
    };
    context.done();
    Evidence { observed_at, collectors: given.collectors, cluster, endpoints: given.endpoints }
}
