//! One timed stage.

use crate::words::microseconds;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a stage began, how long it took, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stage<T> {
    /// When it began, in microseconds after the start of the observation.
    pub start_us: u64,
    /// How long it took, in microseconds.
    pub duration_us: u64,
    /// What came of it.
    pub outcome: T,
}

impl<T> Stage<T> {
    /// How long it took, for a person.
    pub fn took(&self) -> String {
        microseconds(self.duration_us)
    }
}
