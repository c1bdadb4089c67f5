//! The minutes between two actions, which are nearly all of them: one short loop over one dimension.

use std::ops::Range;

use super::{HIGH_POINTS, KEPT, LOW_POINTS, Tracked, is_on, place, units};

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
        self.serve_one::<RECORD>(minute, minute - hour.start, demand[minute], notes);
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
        let acts_from = if self.low_is_less { self.in_until.max(free_from) } else { self.in_until };
        for (minute, demand) in minutes.clone().zip(&demand[minutes.clone()]) {
            let point = self.recent[place(minute, self.delay + 1)];
            self.begun = minute + 1;
            self.high_breaches = self.high_breaches << 1 | u32::from(point > self.high);
            self.low_breaches = self.low_breaches << 1 | u32::from(point < self.low);
            if is_on(self.high_breaches, HIGH_POINTS) {
                return minute;
            }
            if is_on(self.low_breaches, LOW_POINTS) {
                if minute >= acts_from {
                    return minute;
                }
                self.totals.refused_decreases += u64::from(minute >= self.in_until);
            }
            self.serve_one::<RECORD>(minute, minute - hour_start, *demand, notes);
        }
        minutes.end
    }

    #[inline(always)]
    fn serve_one<const RECORD: bool>(&mut self, minute: usize, of_hour: usize, demand: f64, notes: &mut Hour) {
        let served = self.burst.serve(demand);
        self.recent[minute % KEPT] = served;
        self.served += served;
        self.most_served = self.most_served.max(served);
        let throttled = demand - served;
        if throttled > 0.0 {
            self.throttled += throttled;
            self.throttled_minutes += 1;
            notes.throttled |= 1 << (of_hour % KEPT);
        }
        if RECORD {
            notes.throttled_units[of_hour % KEPT] = throttled;
            notes.capacity[of_hour % KEPT] = units(self.capacity);
        }
    }
}
