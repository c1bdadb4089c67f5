//! `CloudWatch` metrics as plain data: which time is asked for, values with their gaps, and whether they are all.
//! `observe` asks for them.

mod answer;
pub mod observe;
mod series;
mod window;

pub use answer::{Completeness, MissingSpan};
pub use series::{Series, spacing};
pub use window::{LATE_S, WindowSeen, parts, recent, window};
pub(crate) use window::{LONGEST_S, is_time, read_window};
