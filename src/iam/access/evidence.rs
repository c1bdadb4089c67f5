//! What AWS's policy simulator said of a role.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was asked and answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The role's ARN.
    pub role: String,
}
