//! A scaling policy of one dimension, as Application Auto Scaling knows it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Target tracking of one dimension (reads or writes) of a table: a scalable target and its policy.
///
/// Source: Application Auto Scaling's API (`RegisterScalableTarget`, `PutScalingPolicy`), and the developer guide's
/// *Managing throughput capacity automatically with `DynamoDB` auto scaling*.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// The least capacity, in units; at least 1.
    pub min: u64,
    /// The most capacity, in units; not below `min`.
    pub max: u64,
    /// The utilisation to keep, in percent of provisioned capacity: 20 to 90.
    pub target: f64,
    /// How long after a scaling activity capacity is not taken away, in seconds. The service's default is 0.
    pub scale_in_cooldown_s: u32,
    /// How long after a scale-out another one waits, in seconds. The service's default is 0.
    pub scale_out_cooldown_s: u32,
}

/// The policies of a table's two dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Policies {
    /// Of read capacity.
    pub read: Policy,
    /// Of write capacity.
    pub write: Policy,
}
