//! What sizing is judged by beside what was told or seen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::prices::Prices;

/// What was said on the command line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// Prices that replace built-in ones.
    pub prices: Option<Prices>,
    /// The share of units that may be throttled, 0 to 1.
    pub max_throttle: Option<f64>,
    /// Whether to look for the cheapest scaling policies.
    pub optimize: bool,
    /// Whether to show the arithmetic.
    pub explain: bool,
    /// How many minutes a step of the traffic over time has; about 240 steps in all where nothing was said.
    pub step_min: Option<u32>,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        Self {
            prices: self.prices.or(recorded.prices),
            max_throttle: self.max_throttle.or(recorded.max_throttle),
            optimize: self.optimize || recorded.optimize,
            explain: self.explain || recorded.explain,
            step_min: self.step_min.or(recorded.step_min),
        }
    }
}
