//! Application Auto Scaling of a table, simulated minute by minute: capacity, throttling, cost.

mod policy;

pub use policy::{Policies, Policy};
