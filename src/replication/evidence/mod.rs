//! What was seen of replication, as plain data: it can be saved, sent, and judged where there is no network.

mod aurora;
mod canary;
mod datastore;
mod global_table;
mod metric;
mod msk;
mod source;
mod valid;
mod valkey;

pub use aurora::{AuroraGlobal, ClusterFacts, GlobalFacts, Member, MemberSeen};
pub use canary::{Canary, CanaryDirection, Mark};
pub use datastore::GlobalDatastore;
pub use global_table::{Direction, GlobalTable, TableRegion};
pub use metric::MetricSeen;
pub use msk::{Flow, KafkaCluster, Replicator, ReplicatorFacts};
pub use source::{Evidence, Source};
pub use valkey::{OffsetSample, Offsets, ValkeyStore};
