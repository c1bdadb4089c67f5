//! `CloudWatch` metrics as plain data: which time is asked for, values with their gaps, and whether they are all.
//! `observe` asks for them.

mod answer;
pub mod observe;
mod series;
mod window;

pub use answer::{Completeness, MissingSpan};
pub use series::{Series, spacing};
pub(crate) use window::{LONGEST_S, is_time};
pub use window::{WindowSeen, parts, recent, window};
