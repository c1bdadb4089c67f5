//! What is shown of a table beside the findings: data for scripts, tables for people.

mod cells;
mod standing;

pub(super) use standing::{facts, rows, view};
