//! TBL…: what a table is, beside what it should be; and what planning and setting it up came to.

mod list;
mod plan;

pub use list::{assess, every_check, plan_checks, table_checks};
pub(super) use plan::layout_words;
