//! What operators say of a table that is checked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::spec::Wanted;

/// What was said on the command line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// What the table is expected to be; what was not said may be anything that makes sense.
    pub wanted: Wanted,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        Self { wanted: self.wanted.over(recorded.wanted) }
    }
}
