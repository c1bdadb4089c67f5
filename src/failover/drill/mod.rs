//! A failover that was watched: who was served when, and what that came to.
//!
//! `observe` looks again and again and keeps what changed ([`evidence`]); [`reckon()`] finds the moves of traffic in it;
//! `assess` holds them against the objectives and the prediction. Nothing in here causes a failover.

mod assess;
mod complete;
mod dark;
pub mod evidence;
mod failures;
mod followers;
mod lag;
mod moved;
pub mod observe;
mod reckon;
mod report;
mod runs;

pub use assess::{assess, drill_checks};
pub use evidence::Evidence;
pub use followers::{Followed, Follower};
pub use reckon::{Aside, Between, Drill, Move, Outage, Unsettled, reckon};
