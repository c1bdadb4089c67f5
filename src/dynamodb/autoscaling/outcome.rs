//! What a simulation comes to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something of reads and of writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PerDimension<T> {
    /// Of reads.
    pub read: T,
    /// Of writes.
    pub write: T,
}

impl<T> PerDimension<T> {
    /// The same done with both.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> PerDimension<U> {
        PerDimension { read: f(self.read), write: f(self.write) }
    }
}

/// Totals over a trace in one mode.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// Minutes that were simulated.
    pub minutes: u64,
    /// Minutes in which reads or writes were throttled.
    pub throttled_minutes: u64,
    /// Of reads.
    pub read: Usage,
    /// Of writes.
    pub write: Usage,
}

impl Outcome {
    /// The price of the provisioned capacity over the whole trace, in USD, for USD per unit-hour; 0 on demand, where
    /// the served units are paid.
    #[must_use]
    pub fn provisioned_usd(&self, per_unit_hour: PerDimension<f64>) -> f64 {
        self.read.unit_hours() * per_unit_hour.read + self.write.unit_hours() * per_unit_hour.write
    }
}

/// Totals of one dimension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Usage {
    /// Units that were served; all that is consumed and, on demand, paid.
    pub served_units: f64,
    /// Units that were throttled. They are lost: clients that try again would make the next minutes worse.
    pub throttled_units: f64,
    /// Minutes with throttled units.
    pub throttled_minutes: u64,
    /// What was provisioned; nothing on demand.
    pub provisioned: Option<Provisioned>,
}

impl Usage {
    /// Units that were asked for.
    #[must_use]
    pub fn demanded_units(&self) -> f64 {
        self.served_units + self.throttled_units
    }

    /// Throttled units as a share of those asked for, 0 to 1.
    #[must_use]
    pub fn throttled_share(&self) -> f64 {
        if self.throttled_units > 0.0 { self.throttled_units / self.demanded_units() } else { 0.0 }
    }

    /// Unit-hours that are charged.
    #[must_use]
    pub fn unit_hours(&self) -> f64 {
        self.provisioned.map_or(0.0, |provisioned| provisioned.unit_hours)
    }
}

/// What was provisioned of one dimension.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provisioned {
    /// Unit-hours as charged: the highest capacity of each clock hour (UTC).
    ///
    /// AWS says that provisioned capacity is charged by the hour, but not publicly how an hour is charged in which it
    /// changed. So this takes the dearer reading; [`mean_unit_hours`](Self::mean_unit_hours) is the cheaper one, which
    /// AWS's own capacity mode evaluator took. An hour that the trace holds only in part counts in part.
    pub unit_hours: f64,
    /// Unit-hours by the minute: the mean capacity of each hour.
    pub mean_unit_hours: f64,
    /// Served units as a share of provisioned ones; over 1 only by burst capacity, and not for long.
    pub mean_utilisation: f64,
    /// The same in the minute where it was highest; over 1 where burst capacity was used.
    pub max_utilisation: f64,
    /// Increases of capacity.
    pub scale_outs: u64,
    /// Decreases of capacity.
    pub scale_ins: u64,
    /// Evaluations at which a decrease was due but not allowed again that day: one a minute for as long as it lasts.
    pub refused_decreases: u64,
    /// The lowest capacity, in units.
    pub min_capacity: u64,
    /// The mean capacity, in units.
    pub mean_capacity: f64,
    /// The highest capacity, in units.
    pub max_capacity: u64,
}
