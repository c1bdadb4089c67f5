//! The ways in which a table has capacity, and what of them cannot be simulated.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::on_demand::{NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS};
use super::outcome::PerDimension;
use super::policy::{POSSIBLE_TARGETS, Policies, Policy};
use super::service::Service;

/// How a table has capacity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Provisioned, the same all the time; in units.
    Fixed(PerDimension<u64>),
    /// Provisioned, and scaled by target tracking.
    AutoScaled {
        /// The policies.
        policies: Policies,
        /// The capacity at the start; else what the first minute's demand asks for. Within the policies' bounds.
        initial: Option<PerDimension<u64>>,
    },
    /// Paid by request.
    OnDemand(OnDemand),
}

/// What an on-demand table can do at the start, and at most.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OnDemand {
    /// Units a second that it serves at the start: those of a new table, or twice the highest peak before the trace.
    pub start: PerDimension<f64>,
    /// The account's quota for a table, in units a second. The default is 40,000 each.
    pub quota: Option<PerDimension<f64>>,
}

impl Default for OnDemand {
    fn default() -> Self {
        Self { start: PerDimension { read: NEW_TABLE_READ_UNITS, write: NEW_TABLE_WRITE_UNITS }, quota: None }
    }
}

/// Why something was not simulated.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// The trace has no minute, or more of one dimension than of the other.
    #[error(
        "the trace has {reads} minutes of reads and {writes} of writes; it needs as many of both, and at least one"
    )]
    Trace {
        /// Minutes of reads.
        reads: usize,
        /// Minutes of writes.
        writes: usize,
    },
    /// A capacity of nothing.
    #[error("the {dimension} capacity is 0; a provisioned table has at least 1 unit")]
    NoCapacity {
        /// `read` or `write`.
        dimension: &'static str,
    },
    /// A capacity that no table has.
    #[error("the {dimension} capacity {capacity} is more than can be simulated ({MAX_CAPACITY})")]
    Capacity {
        /// `read` or `write`.
        dimension: &'static str,
        /// The value.
        capacity: u64,
    },
    /// The bounds of a policy cross.
    #[error("the {dimension} policy's minimum {min} is above its maximum {max}")]
    Bounds {
        /// `read` or `write`.
        dimension: &'static str,
        /// The least capacity.
        min: u64,
        /// The most capacity.
        max: u64,
    },
    /// A target that `DynamoDB` does not take.
    #[error("the {dimension} target is {target} %; DynamoDB takes 20 to 90")]
    Target {
        /// `read` or `write`.
        dimension: &'static str,
        /// The value.
        target: f64,
    },
    /// An on-demand start or quota that is no rate.
    #[error("{value} units a second is no throughput for {dimension}s; it must be above 0")]
    Throughput {
        /// `read` or `write`.
        dimension: &'static str,
        /// The value.
        value: f64,
    },
    /// A delay that is too long to simulate.
    #[error(
        "a metric delay of {metric_delay_min} min and an update of {update_min} min cannot be simulated; at most {max_delay} and {max_update}",
        max_delay = Service::MAX_METRIC_DELAY_MIN,
        max_update = Service::MAX_UPDATE_MIN
    )]
    Delays {
        /// From a minute's end to its evaluation.
        metric_delay_min: u32,
        /// From an alarm to the new capacity.
        update_min: u32,
    },
    /// A search whose limits leave nothing to search.
    #[error("the search has nothing to choose from: {0}")]
    Search(String),
}

/// The most units that are simulated: far above any quota, and exact in `f64`.
const MAX_CAPACITY: u64 = 1_000_000_000_000;

/// Whether a mode and delays can be simulated.
pub(super) fn check(mode: &Mode, service: Service) -> Result<(), SimulationError> {
    let Service { metric_delay_min, update_min } = service;
    if metric_delay_min > Service::MAX_METRIC_DELAY_MIN || update_min > Service::MAX_UPDATE_MIN {
        return Err(SimulationError::Delays { metric_delay_min, update_min });
    }
    match mode {
        Mode::Fixed(capacity) => {
            check_capacity("read", capacity.read)?;
            check_capacity("write", capacity.write)
        }
        Mode::AutoScaled { policies, .. } => {
            check_policy("read", &policies.read)?;
            check_policy("write", &policies.write)
        }
        Mode::OnDemand(OnDemand { start, quota }) => {
            let is_rate = |value: f64| value > 0.0 && value.is_finite();
            for pair in [Some(*start), *quota].into_iter().flatten() {
                for (dimension, value) in [("read", pair.read), ("write", pair.write)] {
                    if !is_rate(value) {
                        return Err(SimulationError::Throughput { dimension, value });
                    }
                }
            }
            Ok(())
        }
    }
}

fn check_policy(dimension: &'static str, policy: &Policy) -> Result<(), SimulationError> {
    check_capacity(dimension, policy.min)?;
    check_capacity(dimension, policy.max)?;
    if policy.min > policy.max {
        return Err(SimulationError::Bounds { dimension, min: policy.min, max: policy.max });
    }
    if !POSSIBLE_TARGETS.contains(&policy.target) {
        return Err(SimulationError::Target { dimension, target: policy.target });
    }
    Ok(())
}

const fn check_capacity(dimension: &'static str, capacity: u64) -> Result<(), SimulationError> {
    match capacity {
        0 => Err(SimulationError::NoCapacity { dimension }),
        1..=MAX_CAPACITY => Ok(()),
        _ => Err(SimulationError::Capacity { dimension, capacity }),
    }
}
