//! One timed stage.

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
    /// How long it took, in milliseconds, for a person: two digits are enough below ten.
    pub fn ms(&self) -> String {
        ms(self.duration_us)
    }
}

/// Microseconds as milliseconds for a person.
pub(in crate::connect) fn ms(us: u64) -> String {
    let (whole, hundredths) = (us / 1000, us % 1000 / 10);
    if whole < 10 { format!("{whole}.{hundredths:02} ms") } else { format!("{whole} ms") }
}
