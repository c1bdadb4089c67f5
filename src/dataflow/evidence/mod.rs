//! What was seen of the flows: plain data without secrets.

mod cluster;
mod endpoints;
mod seen;

pub use cluster::{Cluster, ClusterSeen, EksCluster, GkeCluster};
pub use endpoints::{Endpoint, EndpointsSeen, OtherWay, Shape, WayKind};
pub use seen::Evidence;
