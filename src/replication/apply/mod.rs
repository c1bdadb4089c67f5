//! Marker items: written in one Region, looked for in another, and deleted again. Nothing else is written or deleted.
//!
//! What it calls is `DescribeTable`, `DescribeTimeToLive`, `PutItem`, `GetItem` and `DeleteItem`, each in every Region
//! that was named.

mod canary;
mod clean;
mod plan;
mod region;
mod way;

pub use canary::canary;
pub use plan::{CanaryCost, CanaryPlan};
