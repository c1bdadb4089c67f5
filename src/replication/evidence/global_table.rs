//! A `DynamoDB` global table.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Canary, MetricSeen};
use crate::aws::Asked;
use crate::dynamodb::evidence::Facts;

/// A global table in the Regions that were named, and those that it names itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GlobalTable {
    /// The table's name.
    pub table: String,
    /// The Regions that were named on the command line.
    pub wanted_regions: Vec<String>,
    /// Each Region, sorted.
    pub regions: Vec<TableRegion>,
    /// Each ordered pair of Regions, sorted.
    pub directions: Vec<Direction>,
    /// Marker items that were sent on their way; null where that was not asked for.
    pub canary: Option<Canary>,
}

/// The table in one Region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableRegion {
    /// The Region.
    pub region: String,
    /// `DescribeTable`: status, replicas, and whether reads are consistent across Regions.
    pub described: Asked<Facts>,
    /// What applications of this Region wrote: Sum of `ConsumedWriteCapacityUnits` with `Source=Customer`, and without
    /// a source where there is none of that (then it holds what came from other Regions, too).
    pub writes: Asked<MetricSeen>,
}

/// From one Region to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Direction {
    /// Where items are written: its `CloudWatch` has the metric.
    pub from: String,
    /// Where they arrive: `ReceivingRegion`.
    pub to: String,
    /// `ReplicationLatency`, Maximum, in milliseconds.
    pub max: Asked<MetricSeen>,
    /// `ReplicationLatency`, Average, in milliseconds.
    pub average: Asked<MetricSeen>,
}
