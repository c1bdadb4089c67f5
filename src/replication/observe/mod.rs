//! Asking everything that replicates how far behind its replicas are, all at once.
//!
//! What each call to AWS needs, in the Regions that are asked:
//!
//! | call | permission | without it |
//! |---|---|---|
//! | `GetMetricData` | `cloudwatch:GetMetricData` | no lag of AWS's stores is known |
//! | `ListMetrics` | `cloudwatch:ListMetrics` | Aurora's and a Global Datastore's lag, and that of single topics |
//! | `DescribeTable` | `dynamodb:DescribeTable` | replicas that were not named, and the state of those that were |
//! | `DescribeReplicator` | `kafka:DescribeReplicator` | its state, and what it replicates |
//! | `DescribeGlobalClusters` | `rds:DescribeGlobalClusters` | the members, and so everything of the database |
//! | `DescribeDBClusters` | `rds:DescribeDBClusters` | the members' state and instances |
//! | `DescribeDBClusterParameters` | `rds:DescribeDBClusterParameters` | the RPO that the database is held to |
//!
//! Nothing is written.

mod asking;
mod aurora;
mod aurora_facts;
mod datastore;
mod global_table;
mod look;
mod msk;
mod msk_facts;
mod valkey;

pub use look::{Store, WINDOW, Wanted, look, look_with};
pub use valkey::valkey;
