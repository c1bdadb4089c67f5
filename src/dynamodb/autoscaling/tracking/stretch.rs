//! The minutes between two actions, which are nearly all of them: one short loop over one dimension.

use std::ops::Range;

use super::super::burst::Burst;
use super::{HIGH_POINTS, KEPT, LOW_POINTS, SHRINKS_FROM, Tracked, is_on, place, units};

/// What happened to one dimension in a clock hour, by minute of the hour or of what the trace holds of it.
pub(in super::super) struct Hour {
    /// The minutes that were throttled, one bit each.
    pub(in super::super) throttled: u64,
    /// Throttled units of each minute, when they are recorded.
    pub(in super::super) throttled_units: [f64; KEPT],
    /// The capacity in each minute, when it is recorded.
    pub(in super::super) capacity: [f64; KEPT],
}

impl Default for Hour {
    fn default() -> Self {
        Self { throttled: 0, throttled_units: [0.0; KEPT], capacity: [0.0; KEPT] }
    }
}

impl Tracked {
    /// Goes on from a minute to the end of the hour, or to the first minute in which an alarm has to be acted on; that
    /// minute comes back, begun but not served.
    ///
    /// No decrease is allowed before the minute `free_from`; wishes for one are counted as refused up to there. That is the
    /// same for both dimensions, whichever comes first: nobody can take from the budget before that minute.
    pub(in super::super) fn advance<const RECORD: bool>(
        &mut self,
        from: usize,
        hour: &Range<usize>,
        demand: &[f64],
        free_from: usize,
        notes: &mut Hour,
    ) -> usize {
        let mut minute = from;
        while minute < hour.end {
            if minute == self.change_at {
                self.change(minute);
            }
            let stop = hour.end.min(self.change_at);
            minute = self.stretch::<RECORD>(minute..stop, hour.start, demand, free_from, notes);
            if minute < stop {
                return minute;
            }
        }
        minute
    }

    /// Serves the minute that [`advance`](Self::advance) has stopped at.
    pub(in super::super) fn serve<const RECORD: bool>(
        &mut self,
        minute: usize,
        hour: &Range<usize>,
        demand: &[f64],
        notes: &mut Hour,
    ) {
        let served = self.sums.serve(demand[minute]);
        self.recent[minute % KEPT] = served;
        notes.take::<RECORD>(minute - hour.start, demand[minute] - served, self.capacity);
    }

    /// Minutes in which capacity stays as it is.
    fn stretch<const RECORD: bool>(
        &mut self,
        minutes: Range<usize>,
        hour_start: usize,
        demand: &[f64],
        free_from: usize,
        notes: &mut Hour,
    ) -> usize {
        // Before this minute the low alarm changes nothing; when it asks for less, it is refused.
        let asks_less = self.capacity >= SHRINKS_FROM;
        let acts_from = if asks_less { self.in_until.max(free_from) } else { self.in_until };
        // In variables of its own the loop keeps them in registers.
        let (high, low, lag) = (self.high, self.low, self.delay + 1);
        let (mut high_breaches, mut low_breaches) = (self.high_breaches, self.low_breaches);
        let mut sums = self.sums;
        let mut stopped_at = None;
        for (minute, demand) in minutes.clone().zip(&demand[minutes.clone()]) {
            let point = self.recent[place(minute, lag)];
            high_breaches = high_breaches << 1 | u32::from(point > high);
            low_breaches = low_breaches << 1 | u32::from(point < low);
            if is_on(high_breaches, HIGH_POINTS) {
                stopped_at = Some(minute);
                break;
            }
            if is_on(low_breaches, LOW_POINTS) {
                if minute >= acts_from {
                    stopped_at = Some(minute);
                    break;
                }
                self.totals.refused_decreases += u64::from(minute >= self.in_until);
            }
            let served = sums.serve(*demand);
            self.recent[minute % KEPT] = served;
            if RECORD || served < *demand {
                notes.take::<RECORD>(minute - hour_start, *demand - served, self.capacity);
            }
        }
        (self.high_breaches, self.low_breaches) = (high_breaches, low_breaches);
        self.sums = sums;
        self.begun = stopped_at.map_or(minutes.end, |minute| minute + 1);
        stopped_at.unwrap_or(minutes.end)
    }
}

/// What serving adds up.
#[derive(Clone, Copy)]
pub(super) struct Sums {
    pub(super) burst: Burst,
    pub(super) served: f64,
    pub(super) throttled: f64,
    pub(super) throttled_minutes: u64,
    /// The most that was served in a minute at this capacity.
    pub(super) most_served: f64,
}

impl Sums {
    pub(super) fn new(capacity: f64) -> Self {
        Self {
            burst: Burst::new(capacity),
            served: 0.0,
            throttled: 0.0,
            throttled_minutes: 0,
            most_served: 0.0,
        }
    }

    /// Serves a minute's demand; what is served comes back.
    #[inline]
    fn serve(&mut self, demand: f64) -> f64 {
        let served = self.burst.serve(demand);
        self.served += served;
        self.most_served = if served > self.most_served { served } else { self.most_served };
        if served < demand {
            self.throttled += demand - served;
            self.throttled_minutes += 1;
        }
        served
    }
}

impl Hour {
    #[inline]
    fn take<const RECORD: bool>(&mut self, minute: usize, throttled_units: f64, capacity: u64) {
        if throttled_units > 0.0 {
            self.throttled |= 1 << (minute % KEPT);
        }
        if RECORD {
            self.throttled_units[minute % KEPT] = throttled_units;
            self.capacity[minute % KEPT] = units(capacity);
        }
    }
}
