//! Looks at environments: all of them at once, and all parts of each at once.
//!
//! What is shared so that nothing is asked for too much, however many environments there are:
//!
//! | what | at once | where |
//! |---|---|---|
//! | Route 53, of all | 4 calls a second; 2 names at a time | `failover::observe::Limiter` |
//! | an AWS service in a Region | 32 requests under way | `aws::Session` |
//! | an address that is connected to | 8 connections being opened | `aws::Session` |
//! | credentials and Region of a profile | looked for once | `aws::Session` |
//! | environments | 64 under way | [`AT_ONCE`] |
//!
//! `--timeout` is one deadline for all parts of an environment. It begins to run when the environment's turn has come.

mod environment;
mod run;
mod store;

pub use environment::job;
pub use run::{AT_ONCE, Shared, jobs};
