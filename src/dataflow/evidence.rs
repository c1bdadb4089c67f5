//! What was seen of the flows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::otel::Collector;

/// What was seen of the flows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When: RFC 3339, UTC.
    pub observed_at: String,
    /// What collectors are configured to send; null where no configuration was given.
    pub collectors: Option<Vec<Collector>>,
}

impl Evidence {
    /// Whether it can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub const fn validate(&self) -> Result<(), &'static str> {
        Ok(())
    }
}
