//! A failover that was watched: who was served when, and what that came to.

mod assess;
pub mod evidence;

pub use assess::{assess, drill_checks};
pub use evidence::Evidence;
