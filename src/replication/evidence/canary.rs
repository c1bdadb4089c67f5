//! Marker items that were written in one Region and looked for in another.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Failure;

/// What came of the marker items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Canary {
    /// What every marker's partition key begins with; no key of the deployment does.
    pub key_prefix: String,
    /// How many markers were to be sent in each direction.
    pub rounds: u32,
    /// How long a reader waits after an answer until it asks again, in milliseconds.
    pub poll_ms: u64,
    /// How long a marker was looked for at most, in milliseconds.
    pub limit_ms: u64,
    /// Each direction.
    pub directions: Vec<CanaryDirection>,
    /// Write units that the calls consumed, as the answers told.
    pub write_units: f64,
    /// Read units that the calls consumed, as the answers told.
    pub read_units: f64,
    /// Markers that could not be deleted: the Region, and the key. One that stands in two Regions is named twice.
    pub left_over: Vec<String>,
    /// Whether one of them stays until somebody deletes it, because no time to live is known that removes it.
    #[serde(default = "yes")]
    pub left_for_ever: bool,
    /// Why they could not; null where nothing is left.
    pub delete_failure: Option<Failure>,
}

/// What is not told is not known to expire.
const fn yes() -> bool {
    true
}

impl Canary {
    /// How many markers are left, wherever they stand.
    pub fn left(&self) -> usize {
        let key =
            |left: &String| left.find(&self.key_prefix).and_then(|at| left.get(at..).map(str::to_owned));
        let keys: BTreeSet<String> =
            self.left_over.iter().map(|left| key(left).unwrap_or_else(|| left.clone())).collect();
        keys.len()
    }
}

/// The markers of one direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CanaryDirection {
    /// Where they were written.
    pub from: String,
    /// Where they were looked for.
    pub to: String,
    /// The markers, in order.
    pub marks: Vec<Mark>,
    /// Why no more were sent; null where all were.
    pub failure: Option<Failure>,
}

/// One marker's way. The lag lies between the bounds: no clock but this machine's is involved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// How long writing it took, in microseconds.
    pub wrote_us: u64,
    /// The shortest that the way can have been: from the write's answer to the beginning of the last read that did not
    /// find it, in microseconds; null where it was not found in time.
    pub at_least_us: Option<u64>,
    /// The longest: from the beginning of the write to the answer that had it, in microseconds; null where it was not
    /// found in time.
    pub at_most_us: Option<u64>,
    /// How many reads it took.
    pub reads: u32,
}
