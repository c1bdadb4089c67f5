//! What was seen while a drill was watched.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::failover;

/// A drill, from its first look to its last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The name as it stood before the drill: what the prediction is made from.
    pub before: failover::Evidence,
}
