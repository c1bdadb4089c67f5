//! A store's URI as a secret of AWS Secrets Manager: what stands there, what is wanted, and what was done.

mod assess;
mod evidence;

pub use assess::{assess, every_check};
pub use evidence::Evidence;
