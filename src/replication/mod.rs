//! Replication: how far the replicas of the stores, in other Regions and on other nodes, are behind, and so what would be
//! lost if the primary died now.
//!
//! `observe` asks `CloudWatch`, the services and the nodes; `apply` writes marker items and measures their way.
//! Everything else is reckoned from [`evidence`]: [`lag`] says how far each replica is behind, [`rpo`] what that loses.

pub mod apply;
mod assess;
mod changes;
pub mod evidence;
mod expectations;
pub mod lag;
mod named;
mod names;
pub mod observe;
mod report;
pub mod rpo;
pub mod statistics;
mod words;

pub use assess::{Named, assess, canary_checks, every_check, lag_checks, plan};
pub use changes::{by_subject, changes, newest, newest_ms};
pub use evidence::Evidence;
pub use expectations::{DEFAULT_RPO_MS, Expectations};
pub(crate) use named::{is_identifier, is_replicator};
