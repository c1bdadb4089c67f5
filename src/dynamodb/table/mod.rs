//! A table that is checked, planned or set up: what was seen and done, and what is said of it.

mod assess;
mod evidence;
mod expectations;
mod report;

pub use assess::{assess, every_check, plan_checks, table_checks};
pub use evidence::{Applied, CanaryRead, CanarySeen, Done, Ended, Evidence, Setup};
pub use expectations::Expectations;
pub use report::plan_lines;
