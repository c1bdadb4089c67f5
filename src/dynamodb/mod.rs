//! `DynamoDB` tables: what an item, an operation and a month cost, and how capacity follows traffic.
//!
//! All of it is arithmetic on data; only `observe` asks AWS, and only `apply` changes anything there.

pub mod apply;
mod assess;
pub mod autoscaling;
pub mod cost;
pub mod emit;
pub mod evidence;
mod hindrances;
pub mod item;
pub mod observe;
pub mod plan;
pub mod prices;
mod report;
pub mod sizing;
pub mod spec;
pub mod status;
pub mod table;
pub mod trace;
mod unasked;
pub mod units;
pub mod workload;

pub(crate) use assess::requests_were;
pub use assess::{assess, every_check, table_checks};
