//! Whether a role may do what a deployment does: what AWS's policy simulator says.

mod assess;
mod evidence;
pub mod observe;
mod present;
mod questions;
mod replicas;
mod role;
mod verdict;

#[cfg(test)]
mod tests;

pub use assess::{assess, every_check};
pub use evidence::{Answer, Decided, Decision, Evidence, Question, Replicas, StatementSeen, Topic};
pub use questions::Target;
pub use role::Role;
