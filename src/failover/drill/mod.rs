//! A failover that was watched: who was served when, and what that came to.
//!
//! `observe` looks again and again and keeps what changed ([`evidence`]); [`reckon()`] finds the moves of traffic in it;
//! `assess` holds them against the objectives and the prediction. Nothing in here causes a failover.

mod assess;
pub mod evidence;
pub mod observe;
mod reckon;
mod report;

pub use assess::{assess, drill_checks};
pub use evidence::Evidence;
pub use reckon::{Between, Drill, Move, reckon};
