//! Unused capacity that is kept for a burst.

/// For how many seconds unused capacity is kept.
pub const BURST_S: f64 = 300.0;

/// The burst capacity of one dimension: unused units of the last five minutes.
///
/// Source: the developer guide's *Burst capacity* ("retains up to five minutes (300 seconds) of unused read and write
/// capacity"). It is not promised: the service may take it for upkeep, and a hot partition cannot use it all. Here it is
/// all there, but empty at the start, and cut to 300 s of the new capacity when capacity falls.
#[derive(Clone, Copy, Debug)]
pub struct Burst {
    units: f64,
    most: f64,
    per_minute: f64,
}

impl Burst {
    /// An empty store for a capacity in units per second.
    #[must_use]
    pub fn new(capacity: f64) -> Self {
        Self { units: 0.0, most: BURST_S * capacity, per_minute: 60.0 * capacity }
    }

    /// The capacity is another one from now on.
    pub fn set_capacity(&mut self, capacity: f64) {
        *self = Self { units: self.units.min(BURST_S * capacity), ..Self::new(capacity) };
    }

    /// Serves one minute's demand, in units; what is served comes back, the rest of the minute is kept.
    #[inline]
    pub fn serve(&mut self, demand: f64) -> f64 {
        // Most minutes ask for no more than the capacity and leave the store full. To say so first spares each minute the
        // wait for the sums of the last one.
        if demand <= self.per_minute && self.units >= self.most {
            return demand;
        }
        let available = self.per_minute + self.units;
        let served = demand.min(available);
        self.units = (available - served).min(self.most);
        served
    }

    /// Units that are kept.
    #[must_use]
    pub const fn units(&self) -> f64 {
        self.units
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "small whole numbers are exact")]
mod tests {
    use super::*;

    /// Vector 23: 60 units a second are 3,600 a minute, and without unused capacity not one more. That all of them in
    /// one second throttle the rest of the minute is more than a trace of minutes can show.
    #[test]
    fn a_minute_serves_60_seconds_of_capacity() {
        assert_eq!(Burst::new(60.0).serve(3600.0), 3600.0);
        assert_eq!(Burst::new(60.0).serve(3700.0), 3600.0);
    }

    #[test]
    fn five_unused_minutes_are_kept_and_no_more() {
        let mut burst = Burst::new(10.0);
        for minute in 1..=5 {
            burst.serve(0.0);
            assert_eq!(burst.units(), f64::from(minute) * 600.0);
        }
        burst.serve(0.0);
        assert_eq!(burst.units(), 3000.0);
        assert_eq!(burst.serve(10_000.0), 3600.0, "a minute's capacity and what was kept");
        assert_eq!(burst.serve(10_000.0), 600.0);
    }

    /// AWS's example in *How does DynamoDB handle spiky workloads*: 150 units unused for 300 s carry 200 for 15 minutes.
    #[test]
    fn a_burst_lasts_as_long_as_it_should() {
        let mut burst = Burst::new(150.0);
        (0..5).for_each(|_| assert_eq!(burst.serve(0.0), 0.0));
        (0..15).for_each(|_| assert_eq!(burst.serve(12_000.0), 12_000.0));
        assert_eq!(burst.serve(12_000.0), 9_000.0);
    }

    #[test]
    fn less_capacity_keeps_less() {
        let mut burst = Burst::new(10.0);
        (0..5).for_each(|_| assert_eq!(burst.serve(0.0), 0.0));
        burst.set_capacity(2.0);
        assert_eq!(burst.units(), 600.0);
        burst.set_capacity(20.0);
        assert_eq!(burst.units(), 600.0);
    }
}
