//! Whether a role may do what a deployment does: what AWS's policy simulator says.

mod assess;
mod replicas;
mod evidence;
pub mod observe;
mod present;
mod questions;
mod role;
mod verdict;

#[cfg(test)]
mod tests;

pub use assess::{assess, every_check};
pub use evidence::{Answer, Replicas, Decided, Decision, Evidence, Question, StatementSeen, Topic};
pub use questions::Target;
pub use role::Role;
