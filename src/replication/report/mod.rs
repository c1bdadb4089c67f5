//! What a person, a script and a monitoring system see of replication.

mod canary;
mod curves;
mod gauges;
mod lags;
mod losses;
mod shown;

pub(super) use gauges::gauges;
pub(super) use shown::{facts, rows, view};
