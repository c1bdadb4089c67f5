//! A Region's failure and recovery on a timeline.

mod shown;

pub use shown::{facts, gauges, rows, view};
