//! What was seen of a secret, and what was done to it. Its value is in none of this.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A secret as it stands and, where it was to be set up, what was planned and done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The secret's name.
    pub name: String,
}
