//! Application Auto Scaling of a table, simulated minute by minute: capacity, throttling, cost.
//!
//! [`simulate`] runs a [`Trace`](super::trace::Trace) through a [`Mode`]; [`optimize`] looks for the cheapest policies.
//! Beside on-demand and fixed capacity the rules are those of the service: [`DecreaseBudget`], [`Burst`], and the
//! alarms of `tracking.rs`, with what is not documented named where it is assumed.

mod budget;
mod burst;
mod candidates;
mod mode;
mod on_demand;
mod optimize;
mod outcome;
mod policy;
mod run;
mod series;
mod service;
#[cfg(test)]
mod tests;
mod tracking;

pub use budget::{DecreaseBudget, FREE_DECREASES};
pub use burst::{BURST_S, Burst};
pub use candidates::Bounds;
pub use mode::{Mode, OnDemand, SimulationError};
pub use on_demand::{Growth, NEW_TABLE_READ_UNITS, NEW_TABLE_WRITE_UNITS};
pub use optimize::{Goal, Ranked, Search, optimize};
pub use outcome::{Outcome, PerDimension, Provisioned, Usage};
pub use policy::{DOCUMENTED_COOLDOWN_S, DOCUMENTED_TARGETS, POSSIBLE_TARGETS, Policies, Policy};
pub use run::{Minute, Recorder, simulate, simulate_into};
pub use series::{Bucket, Level, series};
pub use service::Service;
