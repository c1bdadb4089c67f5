//! The name's records as routes: which Region each leads to, what decides about its health, and which of them answer.
//!
//! By the published rules of Route 53 (its developer guide: "How Amazon Route 53 chooses records when health checking
//! is configured", "How Amazon Route 53 determines whether a health check is healthy").

mod answer;
mod check;
mod health;
mod names;
mod proof;
mod quorum;
mod region;
mod route;
#[cfg(test)]
pub(in crate::failover) mod samples;
mod served;
mod signal;
mod target;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Part};
pub use check::{HEALTHY_SHARE_PERCENT, are_enough, check_health};
pub use health::{Health, Judged};
pub use names::{balancer_of, plain};
pub use proof::{addresses, unproven};
pub use quorum::quorum;
pub use region::{is_declared_only, places, region_of, region_of_host};
pub(in crate::failover) use route::of as route_of;
pub use route::{Entry, Route, Shape, routes};
pub use served::{Served, served};
pub use signal::{Signal, Target};
