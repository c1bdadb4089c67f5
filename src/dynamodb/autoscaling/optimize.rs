//! The search for the cheapest policies.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::candidates::{Bounds, candidates, neighbours, order};
use super::mode::{Mode, SimulationError, check};
use super::outcome::{Outcome, PerDimension, Usage};
use super::policy::{Policies, Policy};
use super::run::{alone, simulate};
use super::service::Service;
use crate::dynamodb::trace::Trace;

/// What a good policy is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Goal {
    /// USD for a unit-hour.
    pub usd_per_unit_hour: PerDimension<f64>,
    /// The most that may be throttled, as a share of what is asked for (0 to 1), of reads and of writes each.
    pub max_throttled_share: f64,
}

/// Policies, and what they come to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ranked {
    /// The policies.
    pub policies: Policies,
    /// The price of the capacity over the whole trace, in USD.
    pub usd: f64,
    /// The larger of the throttled shares of reads and of writes, 0 to 1.
    pub throttled_share: f64,
    /// The simulation of both together.
    pub outcome: Outcome,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Search {
    /// Simulations over the whole trace: of one dimension alone, and of pairs.
    pub simulated: usize,
    /// Whether the first of `ranked` throttles no more than it may. If not, none was found that does.
    pub meets_limit: bool,
    /// The best pairs, the best first: those that keep the limit by price, then the others by what they throttle.
    pub ranked: Vec<Ranked>,
}

/// How many of each dimension's best policies are tried with those of the other.
const PAIRED: usize = 6;

/// Looks for the cheapest policies that throttle no more than they may.
///
/// Reads and writes hardly touch each other: they share the decreases of the day and nothing else. So each is searched
/// alone first, then near its best, and then the best of both are simulated together; only those are told. The same
/// comes out with any number of threads.
///
/// # Errors
///
/// When the bounds, the goal, the delays or the trace are impossible.
pub fn optimize(
    trace: &Trace,
    goal: &Goal,
    bounds: &Bounds,
    service: &Service,
) -> Result<Search, SimulationError> {
    bounds.check()?;
    check_goal(goal)?;
    let any = Mode::Fixed(PerDimension { read: 1, write: 1 });
    check(&any, *service)?;
    let (reads, writes) = (trace.reads.len(), trace.writes.len());
    if reads != writes || reads == 0 {
        return Err(SimulationError::Trace { reads, writes });
    }
    let mut simulated = 0;
    let read_wanted = bounds.candidates / 2;
    let writes_wanted = bounds.candidates - read_wanted;
    let mut best_of = |demand: &[f64], usd_per_unit_hour: f64, wanted: usize| {
        let side = Side {
            start_s: trace.start_s,
            demand,
            usd_per_unit_hour,
            limit: goal.max_throttled_share,
            service,
        };
        let (best, count) = side.search(bounds, wanted);
        simulated += count;
        best
    };
    let read = best_of(&trace.reads, goal.usd_per_unit_hour.read, read_wanted);
    let write = best_of(&trace.writes, goal.usd_per_unit_hour.write, writes_wanted);
    let pairs: Vec<Policies> = read
        .iter()
        .flat_map(|read| write.iter().map(|write| Policies { read: *read, write: *write }))
        .collect();
    simulated += pairs.len();
    let mut ranked = pairs
        .into_par_iter()
        .map(|policies| {
            let outcome = simulate(trace, &Mode::AutoScaled { policies, initial: None }, service)?;
            let throttled_share = outcome.read.throttled_share().max(outcome.write.throttled_share());
            let usd = outcome.provisioned_usd(goal.usd_per_unit_hour);
            Ok(Ranked { policies, usd, throttled_share, outcome })
        })
        .collect::<Result<Vec<_>, SimulationError>>()?;
    let limit = goal.max_throttled_share;
    ranked.sort_by(|a, b| {
        rank((a.usd, a.throttled_share), (b.usd, b.throttled_share), limit)
            .then_with(|| order(&a.policies.read, &b.policies.read))
            .then_with(|| order(&a.policies.write, &b.policies.write))
    });
    let meets_limit = ranked.first().is_some_and(|best| best.throttled_share <= limit);
    Ok(Search { simulated, meets_limit, ranked })
}

fn check_goal(goal: &Goal) -> Result<(), SimulationError> {
    let Goal { usd_per_unit_hour: usd, max_throttled_share: share } = *goal;
    if !(0.0..=1.0).contains(&share) {
        return Err(SimulationError::Search(format!(
            "the throttled share may be 0 to 1 (1 is everything), not {share}"
        )));
    }
    for price in [usd.read, usd.write] {
        if !(price >= 0.0 && price.is_finite()) {
            return Err(SimulationError::Search(format!("{price} USD is no price of a unit-hour")));
        }
    }
    Ok(())
}

/// One dimension and what is wanted of it.
struct Side<'a> {
    start_s: i64,
    demand: &'a [f64],
    usd_per_unit_hour: f64,
    limit: f64,
    service: &'a Service,
}

impl Side<'_> {
    /// The best policies, the best first, and how many were simulated.
    fn search(&self, bounds: &Bounds, wanted: usize) -> (Vec<Policy>, usize) {
        // A part of what is wanted is kept for the neighbourhood of the best.
        let peak = self.demand.iter().copied().fold(0.0, f64::max) / 60.0;
        let wide = candidates(self.demand, bounds, (wanted - wanted / 5).max(1));
        let mut tried = self.try_all(&wide);
        for rounds_left in [2, 1] {
            let left = wanted.saturating_sub(tried.len()).div_ceil(rounds_left);
            let Some((best, ..)) = tried.first().copied() else { break };
            let mut near = neighbours(&best, bounds, peak);
            near.retain(|policy| tried.iter().all(|(known, ..)| known != policy));
            near.truncate(left);
            tried.extend(self.try_all(&near));
            self.sort(&mut tried);
        }
        let count = tried.len();
        (tried.into_iter().take(PAIRED).map(|(policy, ..)| policy).collect(), count)
    }

    fn try_all(&self, policies: &[Policy]) -> Vec<(Policy, f64, f64)> {
        let mut tried: Vec<_> = policies
            .par_iter()
            .map(|policy| {
                let usage: Usage = alone(self.start_s, self.demand, policy, *self.service);
                (*policy, usage.unit_hours() * self.usd_per_unit_hour, usage.throttled_share())
            })
            .collect();
        self.sort(&mut tried);
        tried
    }

    fn sort(&self, tried: &mut [(Policy, f64, f64)]) {
        tried.sort_by(|a, b| rank((a.1, a.2), (b.1, b.2), self.limit).then_with(|| order(&a.0, &b.0)));
    }
}

/// Who keeps the limit comes first, by price; who does not, by what is throttled.
fn rank(a: (f64, f64), b: (f64, f64), limit: f64) -> std::cmp::Ordering {
    match (a.1 <= limit, b.1 <= limit) {
        (true, true) => a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)),
        (false, false) => a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)),
        (a_keeps, b_keeps) => b_keeps.cmp(&a_keeps),
    }
}
