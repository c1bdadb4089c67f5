//! From what was told or seen of a table's traffic to capacity, a capacity mode and its price.

mod day;
mod evidence;
mod expectations;
mod measured;
mod model;
mod present;
mod run;
mod seen;
mod size;
mod table;

pub use evidence::{Basis, Evidence, TableBasis, TraceSeen};
pub use expectations::Expectations;
pub use measured::of_trace;
pub use model::{ModeRun, RegionRun, Replay, Sizing, Throttled, Tuned};
pub(super) use present::class_usd;
pub use present::{Present, PresentRegion};
pub use seen::of_table;
pub use size::of_workload;
