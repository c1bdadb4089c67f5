//! What is required of the flows.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much may flow between the planes (sources/003, "Configuration Options").
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// No customer data reaches the metadata plane: no query execution from there.
    Restricted,
}

/// What the flows are judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// How much may flow; null where anything may.
    pub require: Option<Required>,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "as in every room")]
    pub fn over(self, recorded: Self) -> Self {
        Self { require: self.require.or(recorded.require) }
    }
}
