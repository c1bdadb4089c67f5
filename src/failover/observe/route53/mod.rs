//! Route 53: zones, records, health checks. Every call waits for its turn.

mod call;
mod checks;
mod convert;
mod names;
mod records;
mod zones;

pub(super) use call::{Route53, client};
pub(super) use checks::{describe, health_checks, listed, status};
pub(super) use names::balancer_region;
pub(super) use zones::zones;
