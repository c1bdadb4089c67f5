//! What operators say of their objectives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The RPO that is judged by where none is given, in milliseconds: 60 s.
pub const DEFAULT_RPO_MS: u64 = 60_000;

/// What replication is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// The recovery point objective, in milliseconds; null where [`DEFAULT_RPO_MS`] holds.
    pub rpo_ms: Option<u64>,
    /// The greatest lag that any replica may have now, in milliseconds; null where none was set.
    pub max_lag_ms: Option<u64>,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "as in every room")]
    pub fn over(self, recorded: Self) -> Self {
        Self { rpo_ms: self.rpo_ms.or(recorded.rpo_ms), max_lag_ms: self.max_lag_ms.or(recorded.max_lag_ms) }
    }

    /// The recovery point objective, in milliseconds.
    pub fn rpo_ms(&self) -> u64 {
        self.rpo_ms.unwrap_or(DEFAULT_RPO_MS)
    }
}
