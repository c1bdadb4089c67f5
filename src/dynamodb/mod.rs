//! `DynamoDB` tables: what an item, an operation and a month cost, and how capacity follows traffic.
//!
//! All of it is arithmetic on data; only `observe` asks AWS.

pub mod autoscaling;
pub mod cost;
pub mod emit;
pub mod item;
pub mod observe;
pub mod prices;
pub mod spec;
pub mod trace;
pub mod units;
pub mod workload;
