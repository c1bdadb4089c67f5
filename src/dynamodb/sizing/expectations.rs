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
    /// Whether what was read from a file can be judged by at all; the command line has its own checks.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        match self {
            _ if self.max_throttle.is_some_and(|share| !(0.0..=1.0).contains(&share)) => {
                Err("the share that may be throttled is not from 0 to 1")
            }
            _ if self.prices.as_ref().is_some_and(|prices| !prices.are_plausible()) => {
                Err("a price is no number of US dollars from 0 to 1000000")
            }
            _ if self.step_min == Some(0) => Err("a step of no minutes"),
            _ => Ok(()),
        }
    }

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
