//! A Region's failure and recovery on a timeline: what the health checks, the answers and the clients do, and what is
//! lost meanwhile.
//!
//! Played from what was observed: the Region that dies counts as healthy before, all others are what they are now.

mod play;
mod shown;
#[cfg(test)]
mod tests;
mod timelines;

use play::plays_with;
pub use play::{Case, Play, plays};
pub use shown::{facts, gauges, rows, view};
