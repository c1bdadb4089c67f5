//! How many markers are sent, and what that costs at most.

use std::time::Duration;

use super::clean::LOOKS;
use crate::dynamodb::apply::MOST_TRIES;

/// How marker items are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CanaryPlan {
    /// How many in each direction, one after another.
    pub rounds: u32,
    /// How long a reader waits after an answer until it asks again.
    pub poll: Duration,
    /// How long a marker is looked for at most.
    pub limit: Duration,
}

/// What markers cost at most. `DynamoDB` bills requests that it refused for their conditions, too; there are none where
/// no marker stands in another's way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanaryCost {
    /// Markers that are written.
    pub markers: u64,
    /// Write units, replicated ones included: each write and each deletion is one in every Region.
    pub write_units: u64,
    /// Read units: half a unit for each read, which is eventually consistent.
    pub read_units: f64,
    /// Calls of any kind.
    pub calls: u64,
}

impl CanaryPlan {
    /// What this plan costs at most among so many Regions. Most of it is reads, and a marker that arrives soon needs few.
    pub fn cost(&self, regions: usize) -> CanaryCost {
        let regions = u64::try_from(regions).unwrap_or(u64::MAX);
        let directions = regions.saturating_mul(regions.saturating_sub(1));
        let markers = directions.saturating_mul(u64::from(self.rounds));
        let poll_us = self.poll.as_micros().max(1);
        let polls = u64::try_from(self.limit.as_micros().div_ceil(poll_us)).unwrap_or(u64::MAX);
        // The first at once, the last at the limit; and then whether the deletion has arrived.
        let reads = markers.saturating_mul(polls.saturating_add(1 + u64::from(LOOKS)));
        // Written, deleted, and deleted once more where the deletion does not arrive by itself.
        let writes = markers.saturating_mul(3);
        let puts = markers.saturating_mul(u64::from(MOST_TRIES));
        let deletes = markers.saturating_mul(2 * u64::from(MOST_TRIES));
        let calls = reads.saturating_add(puts).saturating_add(deletes).saturating_add(2 * regions);
        #[expect(clippy::cast_precision_loss, reason = "a number for a person to read")]
        let read_units = reads as f64 / 2.0;
        CanaryCost { markers, write_units: writes.saturating_mul(regions), read_units, calls }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_grows_with_directions_and_reads() {
        let plan = CanaryPlan { rounds: 5, poll: Duration::from_millis(100), limit: Duration::from_secs(10) };
        let two = plan.cost(2);
        // Two directions of five markers, each written and deleted up to twice, in two Regions.
        assert_eq!((two.markers, two.write_units), (10, 60));
        assert!((two.read_units - 10.0 * f64::from(100 + 1 + LOOKS) / 2.0).abs() < 1e-9);
        assert_eq!(plan.cost(3).markers, 30);
        assert_eq!(plan.cost(3).write_units, 270);
        for nothing in [plan.cost(1), plan.cost(0), CanaryPlan { rounds: 0, ..plan }.cost(2)] {
            assert_eq!((nothing.markers, nothing.write_units), (0, 0));
            assert!(nothing.read_units.abs() < 1e-9);
        }
        // No poll at all is no division by nothing.
        assert!(CanaryPlan { poll: Duration::ZERO, ..plan }.cost(2).calls > 0);
    }
}
