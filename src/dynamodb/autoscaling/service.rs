//! How fast the service reacts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The delays between traffic and new capacity. They are observed, not promised.
///
/// A dump of a real alarm shows the point of 14:02 evaluated at 14:07:25, 4 min 25 s after that minute ended. `UpdateTable`
/// is `UPDATING` for 1-2 s as observed, "several minutes" as documented (*Metrics and dimensions*). So the default is
/// four minutes and one minute: five from the end of the minute that breaches to the first minute with new capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// From the end of a minute to the evaluation of its point by the alarms, in minutes; at most
    /// [`MAX_METRIC_DELAY_MIN`](Self::MAX_METRIC_DELAY_MIN).
    pub metric_delay_min: u32,
    /// From an alarm to the new capacity, in minutes.
    pub update_min: u32,
}

impl Service {
    /// The longest metric delay that can be simulated.
    pub const MAX_METRIC_DELAY_MIN: u32 = 45;
    /// The longest `UpdateTable` that can be simulated: a day.
    pub const MAX_UPDATE_MIN: u32 = 24 * 60;
}

impl Default for Service {
    fn default() -> Self {
        Self { metric_delay_min: 4, update_min: 1 }
    }
}
