//! What an on-demand table serves while traffic grows.

/// Read units a second of a new on-demand table (developer guide, *On-demand capacity mode*).
pub const NEW_TABLE_READ_UNITS: f64 = 12_000.0;
/// Write units a second of a new on-demand table (the same).
pub const NEW_TABLE_WRITE_UNITS: f64 = 4_000.0;

/// Minutes after which a new peak counts as the previous one.
const GROWTH_MIN: usize = 30;

/// The limit of one dimension of an on-demand table.
///
/// It serves up to twice its previous peak at once; who passes that within 30 minutes may be throttled (the developer
/// guide's *On-demand capacity mode*). Here whoever does is throttled, a peak is a minute's mean, and it counts as the
/// previous peak from the 30th minute after it. All three are on the safe side: the service has warm throughput to spare
/// more often than not.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    limit: f64,
    quota: f64,
    peak: f64,
    recent: [f64; GROWTH_MIN],
    next: usize,
}

impl Growth {
    /// A table that serves `start` units a second now and never more than `quota`.
    #[must_use]
    pub fn new(start: f64, quota: f64) -> Self {
        Self { limit: start, quota, peak: 0.0, recent: [0.0; GROWTH_MIN], next: 0 }
    }

    /// Units a second that are served in the next minute.
    #[must_use]
    pub fn limit(&self) -> f64 {
        self.limit.min(self.quota)
    }

    /// Serves one minute's demand, in units; what is served comes back.
    #[inline]
    pub fn serve(&mut self, demand: f64) -> f64 {
        let served = demand.min(60.0 * self.limit());
        let matured = std::mem::replace(&mut self.recent[self.next], served / 60.0);
        self.next = if self.next + 1 == GROWTH_MIN { 0 } else { self.next + 1 };
        if matured > self.peak {
            self.peak = matured;
            self.limit = self.limit.max(2.0 * matured);
        }
        served
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole numbers are exact")]
mod tests {
    use super::*;

    /// Vector 29: a table that was provisioned with little serves 12,000 reads and 4,000 writes a second.
    #[test]
    fn a_new_table_serves_what_is_documented() {
        assert_eq!(Growth::new(NEW_TABLE_READ_UNITS, f64::INFINITY).serve(1e9), 60.0 * 12_000.0);
        assert_eq!(Growth::new(NEW_TABLE_WRITE_UNITS, f64::INFINITY).serve(1e9), 60.0 * 4_000.0);
    }

    /// Vector 30: a previous peak of 50,000 serves 100,000 at once, then 200,000.
    #[test]
    fn twice_the_previous_peak_and_no_more_within_30_minutes() {
        let mut growth = Growth::new(100_000.0, f64::INFINITY);
        for _ in 0..=GROWTH_MIN {
            assert_eq!(growth.limit(), 100_000.0);
            assert_eq!(growth.serve(60.0 * 150_000.0), 60.0 * 100_000.0);
        }
        assert_eq!(growth.limit(), 200_000.0);
    }

    #[test]
    fn the_quota_holds() {
        let mut growth = Growth::new(30_000.0, 40_000.0);
        (0..40).for_each(|_| assert!(growth.serve(60.0 * 50_000.0) <= 60.0 * 40_000.0));
        assert_eq!(growth.limit(), 40_000.0);
    }
}
