//! LAG…: whether everything replicates, how far behind it is, and what that loses.

mod aurora;
mod canary;
mod case;
mod flowing;
mod greatest;
mod known;
mod list;
mod msk;
mod msk_failures;
mod named;
mod objective;
mod table;
mod valkey;
mod zone;

pub(in crate::replication) use case::Case;
pub use list::{assess, canary_checks, every_check, lag_checks, plan};
pub use named::Named;
