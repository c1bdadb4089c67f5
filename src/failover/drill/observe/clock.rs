//! The time of a drill.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use tokio::time::Instant;

/// What time it is since the watching began. The monotonic clock stands still while a machine sleeps, and the wall clock may
/// be set back: this goes by the first, and is put forward where the second has gone further.
#[derive(Debug)]
pub(super) struct Clock {
    begun: Instant,
    started: Timestamp,
    /// How much the wall clock has gone further at most, in microseconds.
    ahead_us: AtomicU64,
}

impl Clock {
    pub(super) fn start() -> Self {
        Self { begun: Instant::now(), started: Timestamp::now(), ahead_us: AtomicU64::new(0) }
    }

    /// When the watching began, by the wall clock.
    pub(super) const fn started(&self) -> Timestamp {
        self.started
    }

    /// The time since then, in microseconds. It never goes back.
    pub(super) fn now_us(&self) -> u64 {
        let monotonic_us = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        let wall_us = Timestamp::now().as_microsecond().saturating_sub(self.started.as_microsecond());
        self.at(monotonic_us, u64::try_from(wall_us).unwrap_or(0))
    }

    /// The time when the two clocks say this.
    fn at(&self, monotonic_us: u64, wall_us: u64) -> u64 {
        let ahead_us = wall_us.saturating_sub(monotonic_us);
        let most_us = self.ahead_us.fetch_max(ahead_us, Ordering::Relaxed).max(ahead_us);
        monotonic_us.saturating_add(most_us)
    }
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn a_machine_that_slept_has_a_gap_and_a_clock_that_is_set_back_has_none() {
        let clock = Clock::start();
        assert_eq!(clock.at(1_000_000, 1_000_000), 1_000_000);
        // It slept for ten minutes.
        assert_eq!(clock.at(2_000_000, 602_000_000), 602_000_000);
        assert_eq!(clock.at(3_000_000, 603_000_000), 603_000_000);
        // The wall clock is set back by an hour: time goes on.
        assert_eq!(clock.at(4_000_000, 0), 604_000_000);
        assert_eq!(clock.at(5_000_000, 1_000_000), 605_000_000);
    }
}
