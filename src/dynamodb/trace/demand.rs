//! A trace of consumed capacity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::statistics::Statistics;

/// The longest trace: three years of minutes.
pub const MAX_MINUTES: usize = 3 * 366 * 24 * 60;

/// Units that a table's clients consumed, or asked for, in each minute.
///
/// Where throttling took part of the demand away, a trace of consumed units does not show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trace {
    /// When the first minute begins, in epoch seconds (UTC); a whole minute.
    pub start_s: i64,
    /// The period of the source in seconds: 60, or more when minutes were spread evenly over longer points. Then peaks are lost.
    pub period_s: u32,
    /// Read units of each minute: sums, not rates.
    pub reads: Vec<f64>,
    /// Write units of each minute; as many as `reads`.
    pub writes: Vec<f64>,
}

impl Trace {
    /// How many minutes it has.
    #[must_use]
    pub fn minutes(&self) -> usize {
        self.reads.len().min(self.writes.len())
    }

    /// What reads are like.
    #[must_use]
    pub fn read_statistics(&self) -> Statistics {
        Statistics::of(&self.reads)
    }

    /// What writes are like.
    #[must_use]
    pub fn write_statistics(&self) -> Statistics {
        Statistics::of(&self.writes)
    }
}
