//! From what was told or seen of a table's traffic to capacity, a capacity mode and its price.

mod day;
mod evidence;
mod expectations;
mod model;
mod run;
mod size;
mod table;

pub use evidence::{Basis, Evidence, TraceSeen};
pub use expectations::Expectations;
pub use model::{ModeRun, RegionRun, Replay, Sizing, Tuned};
pub use size::{of_trace, of_workload};
