//! What replicates beside tables: metrics of any namespace, MSK Replicators, and Aurora Global Databases.

mod kafka;
mod metrics;
mod rds;
mod state;

pub(super) use kafka::{arn_of, describe};
pub(super) use metrics::{list, values};
pub(super) use rds::{error, form, serve};
pub(crate) use state::{ClusterAt, GlobalAt, MetricAt, Replicated};
