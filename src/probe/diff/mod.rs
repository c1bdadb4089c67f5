//! What changed from one run to a later one, and whether it got worse: before and after a rollout.
//!
//! A run is read from evidence, from a bundle, or from a report as JSON. Checks are compared by subject, code and what
//! they are about; what the rooms tell beside them (nodes, capacity, records, flows) by the tables of the report's data,
//! so that all three forms are compared alike. The checks decide whether something got worse; the rest says what changed.

mod checks;
mod course;
mod data;
mod facts;
mod present;
mod report_file;
mod side;
mod things;
mod whole;
mod words;

pub use course::{Course, Verdict};
pub use data::diff_schema;
pub use side::{Form, Side, SideError};
pub use whole::{Comparison, compare};
