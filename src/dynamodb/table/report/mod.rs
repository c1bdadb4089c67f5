//! What a person and a script see of a table that is checked, planned or set up: data for scripts, tables for people.

mod cells;
mod curves;
pub(super) mod plan;
mod standing;

pub use plan::plan_lines;
pub(super) use standing::{facts, rows, view};
