//! Which policies are worth trying on a trace.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mode::SimulationError;
use super::policy::Policy;

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
        if !(20.0..=90.0).contains(&target_min) || !(target_min..=90.0).contains(&target_max) {
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

/// Policies for a dimension's demand (units per minute): where its own distribution has something to tell apart. At most
/// about `wanted`, sorted and without doubles.
pub(super) fn candidates(demand: &[f64], bounds: &Bounds, wanted: usize) -> Vec<Policy> {
    let mut sorted: Vec<f64> = demand.iter().map(|units| units / 60.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| crate::dynamodb::trace::quantile(&sorted, share);
    let mins = MINS.map(quantile);
    let tops: Vec<f64> = MAXES
        .iter()
        .map(|share| quantile(*share))
        .chain(ROOMS.iter().skip(1).map(|room| quantile(1.0) * room))
        .collect();
    let targets = (wanted / (mins.len() * tops.len())).clamp(1, 41);
    let mut policies = Vec::new();
    for step in 0..targets {
        let share = f64::from(u32::try_from(step + 1).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(targets).unwrap_or(u32::MAX));
        // Half points are fine enough; the highest target is always among them.
        let target = bounds.target_min + (bounds.target_max - bounds.target_min) * share;
        let target = ((target * 2.0).round() / 2.0).clamp(bounds.target_min, bounds.target_max);
        for min in &mins {
            for top in &tops {
                // What holds the target at that demand.
                let scale = 100.0 / target;
                policies.extend(bounds.policy(min * scale, top * scale, target, quantile(1.0)));
                // A maximum at the demand itself: the target cannot be held then, but the demand can.
                policies.extend(bounds.policy(min * scale, *top, target, quantile(1.0)));
            }
        }
        if policies.len() >= wanted.saturating_mul(2) {
            break;
        }
    }
    tidy(policies, wanted)
}

/// Policies near a good one.
pub(super) fn neighbours(policy: &Policy, bounds: &Bounds, peak: f64) -> Vec<Policy> {
    let (min, max) = (super::tracking::units(policy.min), super::tracking::units(policy.max));
    let mut policies = Vec::new();
    for target in [-2.5, -1.0, 0.0, 1.0, 2.5] {
        for min_scale in [0.85, 0.95, 1.0, 1.05, 1.15] {
            for max_scale in [0.9, 0.97, 1.0, 1.05] {
                policies.extend(bounds.policy(
                    min * min_scale,
                    max * max_scale,
                    policy.target + target,
                    peak,
                ));
            }
        }
    }
    tidy(policies, usize::MAX)
}

/// Sorts, drops doubles, and thins evenly to what is wanted.
fn tidy(mut policies: Vec<Policy>, wanted: usize) -> Vec<Policy> {
    policies.sort_unstable_by(order);
    policies.dedup();
    let length = policies.len();
    if length <= wanted {
        return policies;
    }
    (0..wanted).map(|place| policies[place * length / wanted]).collect()
}

/// A total order, so that results do not depend on who was ready first.
pub(super) fn order(a: &Policy, b: &Policy) -> std::cmp::Ordering {
    a.target.total_cmp(&b.target).then(a.min.cmp(&b.min)).then(a.max.cmp(&b.max))
}
