//! Whether a role may do what a deployment does: what AWS's policy simulator says.

mod assess;
mod evidence;

pub use assess::{assess, every_check};
pub use evidence::Evidence;
