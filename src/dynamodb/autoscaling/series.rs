//! What happened when: a simulation in steps that can be drawn.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mode::{Mode, SimulationError};
use super::outcome::{Outcome, PerDimension};
use super::run::{Minute, Recorder, simulate_into};
use super::service::Service;
use super::tracking::count;
use crate::dynamodb::trace::Trace;

/// Some minutes in a row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bucket {
    /// Where it begins, in epoch seconds (UTC).
    pub start_s: i64,
    /// How many minutes it holds.
    pub minutes: u64,
    /// Of both dimensions.
    #[serde(flatten)]
    pub of: PerDimension<Level>,
}

/// What one dimension did in some minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Level {
    /// The highest capacity, in units; on demand the units a second that are served at most.
    pub capacity: f64,
    /// Units that were asked for, a second, on average.
    pub demand: f64,
    /// The same in the highest minute.
    pub peak_demand: f64,
    /// Units that were served, a second, on average.
    pub consumed: f64,
    /// Units that were throttled, in all.
    pub throttled_units: f64,
}

/// Simulates a trace, and tells what happened in steps of `bucket_min` minutes (1: every minute). The steps begin with the
/// trace; the last may be shorter.
///
/// # Errors
///
/// When the mode, the delays or the trace are impossible.
pub fn series(
    trace: &Trace,
    mode: &Mode,
    service: &Service,
    bucket_min: usize,
) -> Result<(Outcome, Vec<Bucket>), SimulationError> {
    let bucket_min = bucket_min.max(1);
    let mut buckets = Buckets {
        start_s: trace.start_s,
        bucket_min,
        done: Vec::with_capacity(trace.reads.len().div_ceil(bucket_min)),
    };
    let outcome = simulate_into(trace, mode, service, &mut buckets)?;
    buckets.done.iter_mut().for_each(Bucket::divide);
    Ok((outcome, buckets.done))
}

struct Buckets {
    start_s: i64,
    bucket_min: usize,
    done: Vec<Bucket>,
}

impl Recorder for Buckets {
    fn minute(&mut self, index: usize, read: Minute, write: Minute) {
        if index.is_multiple_of(self.bucket_min) {
            let seconds = i64::try_from(index).unwrap_or(i64::MAX).saturating_mul(60);
            let of = PerDimension::default();
            self.done.push(Bucket { start_s: self.start_s.saturating_add(seconds), minutes: 0, of });
        }
        if let Some(bucket) = self.done.last_mut() {
            bucket.minutes += 1;
            bucket.of.read.add(read);
            bucket.of.write.add(write);
        }
    }
}

impl Level {
    /// Adds a minute's sums; they are divided in the end.
    fn add(&mut self, minute: Minute) {
        self.capacity = self.capacity.max(minute.capacity);
        self.demand += minute.demanded;
        self.peak_demand = self.peak_demand.max(minute.demanded / 60.0);
        self.consumed += minute.demanded - minute.throttled;
        self.throttled_units += minute.throttled;
    }
}

impl Bucket {
    fn divide(&mut self) {
        let seconds = 60.0 * count(usize::try_from(self.minutes).unwrap_or(usize::MAX));
        for level in [&mut self.of.read, &mut self.of.write] {
            level.demand /= seconds;
            level.consumed /= seconds;
        }
    }
}
