//! How long a failover takes, by the published rules of Route 53: detection + TTL, and what is not included.
//!
//! It is reckoned from what is configured, as if every Region were healthy now; what the health checks say at the moment
//! is another question.

mod course;
mod endpoint;
mod error;
mod false_alarms;
mod moves;
mod shown;
mod span;
mod target;
#[cfg(test)]
mod tests;
mod timing;
mod what_if;
mod words;

pub(super) use course::{Times, between, event, failure};
pub(super) use endpoint::longest_try_s;
pub use error::NoRto;
pub use false_alarms::{FalseAlarms, PROBERS, false_alarms, false_alarms_of};
pub use moves::{Move, NOT_INCLUDED, Rto, Way, rto, ways};
pub use shown::{facts, gauges, rows, view};
pub(super) use shown::{kind_names, merged};
pub use span::Span;
pub use timing::{Timing, timing};
pub(super) use what_if::words as what_if_words;
pub(super) use words::in_seconds;
