//! A scaling policy of one dimension, as Application Auto Scaling knows it.

use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The targets that `DynamoDB` takes, in percent (API reference, `TargetTrackingScalingPolicyConfiguration`).
pub const POSSIBLE_TARGETS: RangeInclusive<f64> = 20.0..=90.0;

/// The targets that Chalk's documentation speaks of, in percent: 70 for steady traffic, 50 to 60 for sharper.
pub const DOCUMENTED_TARGETS: RangeInclusive<f64> = 50.0..=70.0;

/// The cooldown of both directions in Chalk's documentation, in seconds.
pub const DOCUMENTED_COOLDOWN_S: u32 = 60;

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
    /// How long after a scale-in another one waits, in seconds. A scale-out ends the wait. The service's default is 0.
    pub scale_in_cooldown_s: u32,
    /// How long after a scale-out another one waits, in seconds, unless it is a larger one. The service's default is 0.
    pub scale_out_cooldown_s: u32,
}

impl Policy {
    /// A policy without cooldowns, as the service makes it when none are given.
    #[must_use]
    pub const fn new(min: u64, max: u64, target: f64) -> Self {
        Self { min, max, target, scale_in_cooldown_s: 0, scale_out_cooldown_s: 0 }
    }

    /// The capacity that holds the target at a minute's units, between `min` and `max`: `ceil(units / 60 / target)`.
    ///
    /// The guide's example (*Using the CLI to manage auto scaling*): 150 consumed at 70 % are 215, not 214.
    #[must_use]
    pub fn capacity_for(&self, units_per_minute: f64) -> u64 {
        self.limit((units_per_minute * 100.0 / (60.0 * self.target)).ceil())
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats saturates")]
    fn limit(&self, capacity: f64) -> u64 {
        (capacity as u64).max(self.min).min(self.max)
    }
}

/// The policies of a table's two dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Policies {
    /// Of read capacity.
    pub read: Policy,
    /// Of write capacity.
    pub write: Policy,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vector 24: 150 consumed a second at 70 % are 215 units.
    #[test]
    fn capacity_is_rounded_up_and_within_bounds() {
        let policy = Policy::new(5, 300, 70.0);
        assert_eq!(policy.capacity_for(150.0 * 60.0), 215);
        assert_eq!(policy.capacity_for(70.0 * 60.0), 100, "exactly at the target is not rounded up");
        assert_eq!(policy.capacity_for(0.0), 5);
        assert_eq!(policy.capacity_for(1e300), 300);
    }
}
