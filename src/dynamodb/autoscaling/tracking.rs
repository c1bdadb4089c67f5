//! Target tracking of one dimension: its alarms, and what they do to capacity.
//!
//! The rules, and where they are from:
//!
//! * The high alarm fires when 2 points in a row are above `60 × provisioned × target`, strictly; the low alarm when 15 in a
//!   row are below `60 × provisioned × (target − 20 points)` (dumps of real alarms: 42.0 for 1 unit at 70 %, 360 for 12
//!   units). Application Auto Scaling renews both when capacity changes, so older points are judged by the new
//!   thresholds. At a target of 20 % the low alarm could never fire.
//! * The new capacity is `ceil(units per second / target)` within the policy's bounds. Which of the breaching points
//!   is taken is documented nowhere; here it is the highest of them, which rather provisions too much.
//! * The metric knows consumed units only. Load that is throttled hides itself, and a table at its limit grows by
//!   1 / target at a time.
//! * A scale-in cooldown blocks further scale-ins and ends with a scale-out. A scale-out cooldown blocks further scale-outs
//!   "unless either a larger scale out is triggered or the cooldown period ends" (API reference of Application Auto
//!   Scaling). Larger than what is left open; here the step has to be larger than the one that began the cooldown, the slower
//!   reading.
//! * While a change is on its way, the dimension's alarms wait. `UpdateTable` on the other dimension is not in its way: it
//!   takes 1-2 s as observed.

use super::budget::DecreaseBudget;
use super::outcome::{Provisioned, Usage};
use super::policy::Policy;
use super::service::Service;

mod stretch;

use stretch::Sums;

pub(super) use stretch::Hour;

/// Points of the high alarm.
pub(super) const HIGH_POINTS: u32 = 2;
/// Points of the low alarm.
pub(super) const LOW_POINTS: u32 = 15;
/// How far below the target the low alarm is, in percentage points.
pub(super) const LOW_GAP: f64 = 20.0;

/// Served units of the last minutes: room for the longest delay and the low alarm's points. A power of two, so that a
/// minute's place needs no check of bounds.
const KEPT: usize = 64;

/// From this capacity on the low alarm always asks for less. Its points are below 7/9 of what the target takes, at the
/// highest target of 90 %, and rounding up adds less than a unit. Of fewer units, all may be left.
const SHRINKS_FROM: u64 = 5;

/// A change of capacity that an alarm asks for.
#[derive(Clone, Copy)]
pub(super) enum Wish {
    Out(u64),
    In(u64),
}

/// One dimension of a provisioned table.
pub(super) struct Tracked {
    // What each minute touches.
    sums: Sums,
    high: f64,
    low: f64,
    /// Whether a point was above `high`, the newest point in the lowest bit.
    high_breaches: u32,
    /// Whether a point was below `low`, likewise.
    low_breaches: u32,
    /// Minutes that have begun, and in which the alarms saw a point.
    begun: usize,
    delay: usize,
    change_at: usize,
    /// A minute that is not yet over is no number, and so above and below nothing.
    recent: [f64; KEPT],
    // What changes of capacity touch.
    capacity: u64,
    next_capacity: u64,
    since: usize,
    scaled: Option<Policy>,
    update: usize,
    out_until: usize,
    out_step: u64,
    in_until: usize,
    last_decrease_s: i64,
    highest_of_hour: u64,
    hour_start: usize,
    totals: Provisioned,
}

impl Tracked {
    /// A dimension at the start of a trace; without a policy its capacity stays.
    pub(super) fn new(capacity: u64, scaled: Option<Policy>, service: Service) -> Self {
        let mut tracked = Self {
            sums: Sums::new(units(capacity)),
            high: f64::INFINITY,
            low: f64::NEG_INFINITY,
            high_breaches: 0,
            low_breaches: 0,
            begun: 0,
            delay: service.metric_delay_min.min(Service::MAX_METRIC_DELAY_MIN) as usize,
            change_at: usize::MAX,
            recent: [f64::NAN; KEPT],
            capacity,
            next_capacity: capacity,
            since: 0,
            scaled,
            update: service.update_min as usize,
            out_until: 0,
            out_step: 0,
            in_until: 0,
            last_decrease_s: i64::MIN,
            highest_of_hour: capacity,
            hour_start: 0,
            totals: Provisioned { min_capacity: capacity, max_capacity: capacity, ..Provisioned::default() },
        };
        tracked.set_alarms();
        tracked
    }

    /// What the alarms ask for, cooldowns considered.
    fn wish(&self, minute: usize) -> Option<Wish> {
        let policy = self.scaled?;
        if is_on(self.high_breaches, HIGH_POINTS) {
            let wanted = policy.capacity_for(self.highest_of(HIGH_POINTS));
            let is_free = minute >= self.out_until || wanted.saturating_sub(self.capacity) > self.out_step;
            return (wanted > self.capacity && is_free).then_some(Wish::Out(wanted));
        }
        if is_on(self.low_breaches, LOW_POINTS) && minute >= self.in_until {
            let wanted = policy.capacity_for(self.highest_of(LOW_POINTS));
            return (wanted < self.capacity).then_some(Wish::In(wanted));
        }
        None
    }

    /// Acts on the alarms, within the table's budget of decreases. What is refused is tried again a minute later.
    pub(super) fn act(&mut self, minute: usize, now_s: i64, budget: &mut DecreaseBudget) {
        let wanted = match self.wish(minute) {
            Some(Wish::Out(wanted)) => wanted,
            Some(Wish::In(wanted)) if budget.take(now_s) => {
                self.last_decrease_s = now_s;
                wanted
            }
            Some(Wish::In(_)) => {
                self.totals.refused_decreases += 1;
                return;
            }
            None => return,
        };
        self.next_capacity = wanted;
        self.change_at = minute.saturating_add(self.update);
        // Nothing is asked for until the change is there.
        (self.high, self.low) = (f64::INFINITY, f64::NEG_INFINITY);
        (self.high_breaches, self.low_breaches) = (0, 0);
        if self.update == 0 {
            self.change(minute);
        }
    }

    /// When this dimension's capacity was last lowered; the other one's turn comes first.
    pub(super) const fn last_decrease_s(&self) -> i64 {
        self.last_decrease_s
    }

    /// A clock hour has ended before this minute.
    pub(super) fn end_hour(&mut self, minute: usize) {
        self.totals.unit_hours += units(self.highest_of_hour) * count(minute - self.hour_start) / 60.0;
        self.highest_of_hour = self.capacity;
        self.hour_start = minute;
    }

    /// The totals, after all `minutes`.
    pub(super) fn finish(mut self, minutes: usize) -> Usage {
        self.end_capacity(minutes);
        let totals = &mut self.totals;
        totals.mean_capacity = totals.mean_unit_hours * 60.0 / count(minutes);
        totals.mean_utilisation = self.sums.served / (totals.mean_unit_hours * 3600.0);
        Usage {
            served_units: self.sums.served,
            throttled_units: self.sums.throttled,
            throttled_minutes: self.sums.throttled_minutes,
            provisioned: Some(self.totals),
        }
    }

    /// The capacity that was waited for is there.
    fn change(&mut self, minute: usize) {
        self.end_capacity(minute);
        let cooldown = |seconds: u32| minute + seconds.div_ceil(60) as usize;
        let policy = self.scaled.as_ref();
        if self.next_capacity > self.capacity {
            self.totals.scale_outs += 1;
            self.out_until = cooldown(policy.map_or(0, |policy| policy.scale_out_cooldown_s));
            self.out_step = self.next_capacity - self.capacity;
            self.in_until = 0;
        } else {
            self.totals.scale_ins += 1;
            self.in_until = cooldown(policy.map_or(0, |policy| policy.scale_in_cooldown_s));
        }
        self.capacity = self.next_capacity;
        self.change_at = usize::MAX;
        self.sums.burst.set_capacity(units(self.capacity));
        // What ended with the last hour is not charged in this one.
        let so_far = if minute == self.hour_start { 0 } else { self.highest_of_hour };
        self.highest_of_hour = so_far.max(self.capacity);
        self.totals.min_capacity = self.totals.min_capacity.min(self.capacity);
        self.totals.max_capacity = self.totals.max_capacity.max(self.capacity);
        self.set_alarms();
    }

    /// Adds up the time at this capacity.
    fn end_capacity(&mut self, minute: usize) {
        let capacity = units(self.capacity);
        self.totals.mean_unit_hours += capacity * count(minute - self.since) / 60.0;
        let utilisation = self.sums.most_served / (60.0 * capacity);
        self.totals.max_utilisation = self.totals.max_utilisation.max(utilisation);
        self.sums.most_served = 0.0;
        self.since = minute;
    }

    /// Sets the thresholds for this capacity and judges the points by them that were already seen.
    fn set_alarms(&mut self) {
        let Some(policy) = self.scaled else { return };
        let per_minute = 60.0 * units(self.capacity);
        // An alarm that could change nothing is off; that saves looking.
        let can_grow = self.capacity < policy.max;
        let can_shrink = self.capacity > policy.min;
        self.high = if can_grow { per_minute * policy.target / 100.0 } else { f64::INFINITY };
        self.low =
            if can_shrink { per_minute * (policy.target - LOW_GAP) / 100.0 } else { f64::NEG_INFINITY };
        // What comes before a point that is no breach does not count any more, and most often that is the newest one.
        let breaches = |most: u32, is_breach: &dyn Fn(f64) -> bool| {
            let run = self.points(most).take_while(|point| is_breach(*point)).count();
            (1 << run) - 1
        };
        let high_breaches = breaches(HIGH_POINTS, &|point| point > self.high);
        let low_breaches = breaches(LOW_POINTS, &|point| point < self.low);
        (self.high_breaches, self.low_breaches) = (high_breaches, low_breaches);
    }

    /// The newest points that the alarms have seen, the newest first; those before the first minute are no numbers.
    fn points(&self, count: u32) -> impl Iterator<Item = f64> {
        (0..count as usize).map(|age| self.recent[place(self.begun, self.delay + 2 + age)])
    }

    fn highest_of(&self, count: u32) -> f64 {
        self.points(count).fold(0.0, f64::max)
    }
}

/// Whether the newest `points` are all breaches.
#[inline]
const fn is_on(breaches: u32, points: u32) -> bool {
    let all = (1 << points) - 1;
    breaches & all == all
}

/// Where the minute is kept that is `ago` minutes before this one.
#[inline]
const fn place(minute: usize, ago: usize) -> usize {
    minute.wrapping_sub(ago) % KEPT
}

/// Capacity as a float; exact for whatever passes the checks of a mode.
#[expect(clippy::cast_precision_loss, reason = "capacity is far below 2^53")]
pub(super) const fn units(capacity: u64) -> f64 {
    capacity as f64
}

/// A count of minutes as a float.
#[expect(clippy::cast_precision_loss, reason = "no trace has 2^53 minutes")]
pub(super) const fn count(minutes: usize) -> f64 {
    minutes as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From five units on, the highest point that sets off the low alarm asks for less at every target; of four it may not.
    #[test]
    fn the_low_alarm_asks_for_less_from_five_units_on() {
        let asks_less = |capacity: u64, target: f64| {
            let low = 60.0 * units(capacity) * (target - LOW_GAP) / 100.0;
            Policy::new(1, 1_000_000_000_000, target).capacity_for(low) < capacity
        };
        for target in (200..=900).map(|tenths| f64::from(tenths) / 10.0) {
            let mut capacity = SHRINKS_FROM;
            while capacity <= 1_000_000_000_000 {
                assert!(asks_less(capacity, target), "{capacity} at {target} %");
                capacity += 1 + capacity / 10;
            }
        }
        assert!(!asks_less(SHRINKS_FROM - 1, 90.0));
    }
}
