//! Consumed capacity over time: what is read from files and from `CloudWatch`, a point a minute.
//!
//! [`read`] takes the bytes of a file in any of its [`Format`]s and makes a [`Trace`] of them, or says what is wrong where.

mod assemble;
mod cloudwatch;
mod columns;
mod demand;
mod error;
mod options;
mod parquet_file;
mod read;
mod records;
mod statistics;
mod table;
#[cfg(test)]
mod tests;

pub use assemble::MOST_UNITS_A_MINUTE;
pub use demand::{MAX_MINUTES, Trace};
pub use error::{Place, TraceError};
pub use options::{Gaps, ReadOptions, Reading, ThrottledMetric, Unit};
pub use read::{Format, read};
pub use statistics::{Statistics, quantile};
