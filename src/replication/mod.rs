//! Replication: how far the copies of the stores in other Regions, and on other nodes, are behind, and so what would be
//! lost if the primary died now.
//!
//! `observe` asks `CloudWatch`, the services and the nodes; `apply` writes marker items and measures their way.
//! Everything else is reckoned from [`evidence`].

pub mod apply;
mod assess;
pub mod evidence;
mod expectations;
pub mod observe;

pub use assess::{assess, canary_checks, every_check, lag_checks};
pub use evidence::Evidence;
pub use expectations::{DEFAULT_RPO_MS, Expectations};
