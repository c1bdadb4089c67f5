//! From evidence and expectations to findings: one function a check, in files by subject, and the list that runs
//! them.
//!
//! To add one: its line in the catalogue and its page, a function here, and a line in `list.rs`.

mod answers;
mod balance;
mod case;
mod connections;
mod failover;
mod layout;
mod list;
mod local;
mod loss;
mod placement;
mod replication;
mod service;
mod settings;
mod slots;
mod told;
mod versions;
mod views;
mod words;
mod zonal;
mod zones;

pub(super) use case::Case;
pub use list::{assess, every_check, plan};
pub(super) use loss::to_mend;
