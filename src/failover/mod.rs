//! Failover: would traffic move when a Region dies, where to, when, and what would be lost.
//!
//! `observe` asks Route 53, resolvers, `/healthz` and load balancers. Everything else is reckoned from [`evidence`]:
//! whether it is set up as it must be (`assess`), how long it takes ([`rto`]), and what happens when
//! ([`simulate`]).

mod assess;
pub mod drill;
pub mod evidence;
mod expectations;
pub mod model;
pub mod observe;
mod report;
pub mod rto;
pub mod simulate;

pub use assess::{assess, every_check};
pub use evidence::Evidence;
pub(crate) use expectations::is_version;
pub use expectations::{DEFAULT_RTO_MS, Expectations, Metadata, Scenario, WhatIf};
