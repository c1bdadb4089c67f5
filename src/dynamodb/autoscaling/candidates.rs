//! Which policies are worth trying on a trace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mode::SimulationError;
use super::policy::{POSSIBLE_TARGETS, Policy};

/// What a search may choose from, for both dimensions alike.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// The lowest target, in percent.
    pub target_min: f64,
    /// The highest target, in percent. Above 80 next to nothing is left for what happens within a minute, of which a trace
    /// says nothing.
    pub target_max: f64,
    /// The least capacity that `min` may be, in units.
    pub capacity_min: u64,
    /// The most capacity that `max` may be, in units. The default is the quota of a table.
    pub capacity_max: u64,
    /// Whether `max` may be below what the highest minute takes at the target: burst capacity may carry it. That is cheaper
    /// on this trace, and throttled on the first day that is busier.
    pub max_below_peak: bool,
    /// About how many policies to simulate, for both dimensions together.
    pub candidates: usize,
    /// The scale-in cooldown of every policy, in seconds.
    pub scale_in_cooldown_s: u32,
    /// The scale-out cooldown of every policy, in seconds.
    pub scale_out_cooldown_s: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            target_min: 40.0,
            target_max: 80.0,
            capacity_min: 1,
            capacity_max: 40_000,
            max_below_peak: false,
            candidates: 1_000,
            scale_in_cooldown_s: 0,
            scale_out_cooldown_s: 0,
        }
    }
}

/// The most candidates: a search of a day helps nobody.
const MAX_CANDIDATES: usize = 1_000_000;

impl Bounds {
    pub(super) fn check(&self) -> Result<(), SimulationError> {
        let refuse = |why: String| Err(SimulationError::Search(why));
        let Self { target_min, target_max, capacity_min, capacity_max, candidates, .. } = *self;
        if !POSSIBLE_TARGETS.contains(&target_min)
            || !(target_min..=*POSSIBLE_TARGETS.end()).contains(&target_max)
        {
            return refuse(format!(
                "targets go from 20 to 90 %, the lowest first, not from {target_min} to {target_max}"
            ));
        }
        if capacity_min == 0 || capacity_min > capacity_max {
            return refuse(format!(
                "no capacity is at least {capacity_min} and at most {capacity_max} units"
            ));
        }
        if !(2..=MAX_CANDIDATES).contains(&candidates) {
            return refuse(format!("{candidates} candidates; it takes 2 to {MAX_CANDIDATES}"));
        }
        Ok(())
    }

    /// `peak` is the demand of the highest minute, in units a second.
    fn policy(&self, min: f64, max: f64, target: f64, peak: f64) -> Option<Policy> {
        let least = if self.max_below_peak { max } else { max.max(peak * 100.0 / target) };
        let max = whole(least).min(self.capacity_max);
        let min = whole(min).max(self.capacity_min);
        let is_possible = min <= max && (self.target_min..=self.target_max).contains(&target);
        is_possible.then_some(Policy {
            min,
            max,
            target,
            scale_in_cooldown_s: self.scale_in_cooldown_s,
            scale_out_cooldown_s: self.scale_out_cooldown_s,
        })
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats saturates")]
fn whole(units: f64) -> u64 {
    units.ceil().max(1.0) as u64
}

/// Quantiles of demand that `min` is tried at: idle nights are of use, a minute of an outage is not.
const MINS: [f64; 10] = [0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];
/// Quantiles of demand that `max` is tried at; burst capacity may carry what is above.
const MAXES: [f64; 6] = [0.9, 0.98, 0.995, 0.999, 0.9999, 1.0];
/// Room above the peak that `max` is tried with.
const ROOMS: [f64; 3] = [1.0, 1.15, 1.4];

/// The most targets that are tried: every half point from 40 to 80.
const TARGETS: u32 = 81;

/// Policies for a dimension's demand (units per minute): where its own distribution has something to tell apart. At most
/// `wanted`, sorted and without doubles.
pub(super) fn candidates(demand: &[f64], bounds: &Bounds, wanted: usize) -> Vec<Policy> {
    let mut sorted: Vec<f64> = demand.iter().map(|units| units / 60.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| crate::dynamodb::trace::quantile(&sorted, share);
    let peak = quantile(1.0);
    let mins = MINS.map(quantile);
    let tops: Vec<f64> =
        MAXES.map(quantile).into_iter().chain(ROOMS.into_iter().skip(1).map(|room| peak * room)).collect();
    // Often many bounds are the same, so that it takes more targets to have as many policies as are wanted.
    let mut targets = 4;
    loop {
        let policies = with_targets(targets, &mins, &tops, bounds, peak);
        if policies.len() >= wanted || targets == TARGETS {
            return thinned(&policies, wanted);
        }
        targets = (targets * 2).min(TARGETS);
    }
}

/// All bounds with so many targets.
fn with_targets(targets: u32, mins: &[f64], tops: &[f64], bounds: &Bounds, peak: f64) -> Vec<Policy> {
    let mut policies = Vec::new();
    for step in 1..=targets {
        let share = f64::from(step) / f64::from(targets);
        // Half points are fine enough; the highest target is always among them.
        let target = bounds.target_min + (bounds.target_max - bounds.target_min) * share;
        let target = ((target * 2.0).round() / 2.0).clamp(bounds.target_min, bounds.target_max);
        for min in mins {
            for top in tops {
                // What holds the target at that demand.
                let scale = 100.0 / target;
                policies.extend(bounds.policy(min * scale, top * scale, target, peak));
                // A maximum at the demand itself: the target cannot be held then, but the demand can.
                policies.extend(bounds.policy(min * scale, *top, target, peak));
            }
        }
    }
    policies.sort_unstable_by(order);
    policies.dedup();
    policies
}

/// Takes evenly what is wanted.
fn thinned(policies: &[Policy], wanted: usize) -> Vec<Policy> {
    let length = policies.len();
    let taken = wanted.min(length);
    (0..taken).map(|place| policies[place * length / taken]).collect()
}

/// How far from a good policy is looked, the nearest first.
const TARGET_STEPS: [f64; 5] = [0.0, 1.0, -1.0, 2.5, -2.5];
const MIN_SCALES: [f64; 5] = [1.0, 0.95, 1.05, 0.85, 1.15];
const MAX_SCALES: [f64; 4] = [1.0, 0.97, 1.05, 0.9];

/// Policies near a good one, the nearest first.
pub(super) fn neighbours(policy: &Policy, bounds: &Bounds, peak: f64) -> Vec<Policy> {
    let (min, max) = (super::tracking::units(policy.min), super::tracking::units(policy.max));
    let mut policies = Vec::new();
    for (target_place, target) in TARGET_STEPS.into_iter().enumerate() {
        for (min_place, min_scale) in MIN_SCALES.into_iter().enumerate() {
            for (max_place, max_scale) in MAX_SCALES.into_iter().enumerate() {
                let near = bounds.policy(min * min_scale, max * max_scale, policy.target + target, peak);
                policies.extend(near.map(|near| (target_place + min_place + max_place, near)));
            }
        }
    }
    // Of doubles the nearest stays.
    policies.sort_by(|a, b| order(&a.1, &b.1).then(a.0.cmp(&b.0)));
    policies.dedup_by(|a, b| a.1 == b.1);
    policies.sort_by_key(|(distance, _)| *distance);
    policies.into_iter().map(|(_, near)| near).collect()
}

/// A total order, so that results do not depend on who was ready first.
pub(super) fn order(a: &Policy, b: &Policy) -> std::cmp::Ordering {
    a.target.total_cmp(&b.target).then(a.min.cmp(&b.min)).then(a.max.cmp(&b.max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_wanted_where_there_are_as_many() {
        let demand: Vec<f64> = (0..2000).map(|minute: u32| 60.0 * f64::from(minute)).collect();
        for wanted in [1, 100, 1000] {
            let policies = candidates(&demand, &Bounds::default(), wanted);
            assert_eq!(policies.len(), wanted);
            assert!(policies.is_sorted_by(|a, b| order(a, b).is_lt()));
        }
        // An idle table has one pair of bounds, and every target.
        assert_eq!(candidates(&[0.0; 60], &Bounds::default(), 1000).len(), 80);
    }

    #[test]
    fn the_nearest_comes_first() {
        let policy = Policy::new(100, 1000, 60.0);
        let near = neighbours(&policy, &Bounds::default(), 10.0);
        assert_eq!(near.len(), 100);
        assert_eq!(near[0], policy);
        assert!(near[1..4].iter().all(|near| (near.target - 60.0).abs() <= 1.0 && near.min >= 95));
        assert!((near[99].target - 60.0).abs() > 2.0);
        let mut doubles = neighbours(&Policy::new(1, 1, 60.0), &Bounds::default(), 0.0);
        let found = doubles.len();
        doubles.sort_by(order);
        doubles.dedup();
        assert_eq!(doubles.len(), found);
    }
}
