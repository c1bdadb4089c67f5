//! chalkstore sets up and diagnoses the online store of a Chalk deployment.
//!
//! Every command is the same five steps:
//!
//! ```text
//! observe  ->  evidence  ->  assess  ->  report  ->  render
//! ```
//!
//! * `observe` modules do all I/O; what they saw is evidence: plain data without secrets.
//! * `assess` functions are pure: evidence in, findings out.
//! * [`report`] holds findings and their statuses, [`render`] draws them.
//! * A room per subject ([`uri`], [`connect`], …) holds both its observing and its judging; [`probe`] joins them,
//!   [`cli`] calls them.

pub mod aws;
pub mod cli;
pub mod config;
pub mod connect;
pub mod dataflow;
pub mod dynamodb;
pub mod failover;
pub mod iam;
pub mod metrics;
pub(crate) mod numbers;
pub mod observe;
pub mod preflight;
pub mod probe;
pub(crate) mod random;
pub mod render;
pub mod replication;
pub mod report;
pub mod secrets;
pub mod store_ref;
pub mod uri;
pub mod valkey;
pub(crate) mod values;
pub(crate) mod words;
