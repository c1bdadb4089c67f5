//! What a person and a script see of a table that is checked, planned or set up.

mod plan;

pub use plan::plan_lines;
pub(super) use plan::{facts, rows, view};
