//! The way from measured traffic to its demand: a trace in a file, or a table's metrics.

use super::evidence::TraceSeen;
use super::expectations::Expectations;
use super::model::{Replay, Sizing, Throttled, Tuned};
use super::size::{Told, prices, sized};
use super::table::layout;
use crate::dynamodb::autoscaling::{
    Bounds as SearchBounds, DOCUMENTED_COOLDOWN_S, DOCUMENTED_TARGETS, Goal, OnDemand, PerDimension,
    Policies, Policy, Service, optimize,
};
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::trace::{ThrottledMetric, Trace};
use crate::dynamodb::workload::{InputError, Inputs, RegionDemand, Shape, Step, demand, number};
use crate::numbers::as_f64;

/// The ratio of traffic that rests altogether at times.
const MOST_RATIO: f64 = 1e6;
/// How much more than reads writes cost, in every Region whose prices are known: what a search goes by where they are not.
const WRITES_BY_READS: f64 = 5.0;
/// How many policies are simulated where nobody asked for the best.
const QUICK: usize = 150;
/// How many are with `--optimize`.
const THOROUGH: usize = 1000;

/// Traffic that was measured.
pub(super) struct Measured<'a> {
    /// What to call it.
    pub(super) name: &'a str,
    /// What else is known: Regions, items, what storage costs. Nothing of the traffic.
    pub(super) inputs: &'a Inputs,
    /// The traffic of each Region, in the order of the inputs' Regions.
    pub(super) traffic: Vec<Trace>,
    /// Bytes that storage is charged for, where they are known better than by items and their size.
    pub(super) storage_bytes: Option<f64>,
    /// Minutes that were missing and filled.
    pub(super) filled_minutes: u64,
    /// Requests that were throttled meanwhile.
    pub(super) throttled: Vec<Throttled>,
    /// What each Region takes at once on demand, where the table exists.
    pub(super) on_demand: Vec<OnDemand>,
}

/// Sizes a table for the traffic of a file.
///
/// # Errors
/// What is wrong with the inputs beside it.
pub fn of_trace(seen: &TraceSeen, expected: &Expectations) -> Result<Sizing, Vec<InputError>> {
    let TraceSeen { name, trace, filled_minutes, inputs, .. } = seen;
    let of =
        |one: &ThrottledMetric| Throttled { region: None, metric: one.metric.clone(), requests: one.sum };
    let measured = Measured {
        name,
        inputs,
        traffic: vec![trace.clone()],
        storage_bytes: None,
        filled_minutes: *filled_minutes,
        throttled: seen.throttled.iter().filter(|one| one.sum > 0.0).map(of).collect(),
        on_demand: Vec::new(),
    };
    of_measured(measured, expected)
}

/// Sizes a table for the traffic of each of its Regions.
///
/// # Errors
/// What is wrong with the inputs beside it.
pub(super) fn of_measured(seen: Measured<'_>, expected: &Expectations) -> Result<Sizing, Vec<InputError>> {
    let Measured { name, inputs, traffic, storage_bytes, filled_minutes, throttled, on_demand } = seen;
    let still = Inputs { read_qps: Some(0.0), write_qps: Some(0.0), ..inputs.clone() };
    let mut workload = still.check()?;
    let of_both = |of: fn(&[f64]) -> Shape| {
        traffic.iter().flat_map(|trace| [of(&trace.reads), of(&trace.writes)]).fold(Shape::Steady, steeper)
    };
    let shape = of_both(Shape::of_minutes);
    let statistics = traffic.iter().map(|trace| (trace.read_statistics(), trace.write_statistics()));
    let ratios = statistics.clone().flat_map(|(reads, writes)| [reads.peak_to_trough, writes.peak_to_trough]);
    // Where the quiet hours ask for nothing, there is no ratio: it is as high as can be.
    let idles = statistics.clone().flat_map(|(reads, writes)| [reads, writes]);
    let is_idle = idles.into_iter().any(|one| one.peak > 0.0 && one.peak_to_trough.is_none());
    let floor = if is_idle { MOST_RATIO } else { 1.0 };
    workload.peak_to_trough = ratios.flatten().fold(floor, f64::max);
    let mut demand = demand(&workload);
    let is_global = workload.is_global();
    demand.regions = workload
        .regions
        .iter()
        .zip(&traffic)
        .map(|(region, trace)| region_demand(&region.region, trace, is_global))
        .collect();
    // What a query or a write costs is not known: only what all of them did.
    demand.steps.retain(|step| step.name == "item" || step.unit == "bytes");
    demand.storage_bytes = storage_bytes.or(demand.storage_bytes);
    let prices = prices(expected);
    let mut tuned: Vec<Tuned> = demand
        .regions
        .iter()
        .zip(&traffic)
        .map(|(region, trace)| tune(trace, &region.region, is_global, &prices, expected))
        .collect();
    let policies = together(&tuned, &demand.regions);
    let told = Told {
        name: name.to_owned(),
        layout: layout(inputs),
        workload,
        demand,
        shape,
        traffic,
        policies,
        on_demand,
    };
    let (period_s, minutes) = told.traffic.first().map_or((60, 0), |trace| (trace.period_s, trace.minutes()));
    let mut sizing = sized(told, expected);
    sizing.replay =
        Some(Replay { period_s, minutes, filled_minutes, throttled, tuned: tuned.swap_remove(0) });
    Ok(sizing)
}

fn region_demand(region: &str, trace: &Trace, is_global: bool) -> RegionDemand {
    let (reads, writes) = (trace.read_statistics(), trace.write_statistics());
    let minutes = number(as_f64(trace.minutes()));
    let step = |name: &str, value: f64, unit: &str, what: &str| {
        Step::new(name, value, unit, format!("{what} of {minutes} minutes"), "what was measured")
    };
    let unit = if is_global { "rWCU" } else { "WCU" };
    let (own, replicated) = if is_global { (0.0, 1.0) } else { (1.0, 0.0) };
    RegionDemand {
        region: region.to_owned(),
        rcu: reads.peak,
        wcu: own * writes.peak,
        rwcu: replicated * writes.peak,
        mean_rcu: reads.mean,
        mean_wcu: own * writes.mean,
        mean_rwcu: replicated * writes.mean,
        uncached_rcu: reads.peak,
        own_write_units: writes.peak,
        steps: vec![
            step("reads at the peak", reads.peak, "RCU", "the highest"),
            step("reads on average", reads.mean, "RCU", "the mean"),
            step("writes at the peak", writes.peak, unit, "the highest"),
            step("writes on average", writes.mean, unit, "the mean"),
        ],
    }
}

/// Each Region's own reads, and the writes of the Region that writes most: write settings are one for all Regions.
/// Nothing where a Region's search found none that throttle little enough.
fn together(tuned: &[Tuned], regions: &[RegionDemand]) -> Option<Vec<Policies>> {
    let found: Vec<Policies> = tuned.iter().map(Tuned::best).collect::<Option<_>>()?;
    let most = regions
        .iter()
        .zip(&found)
        .max_by(|(one, _), (other, _)| one.write_units().total_cmp(&other.write_units()));
    let (busiest, policies) = most?;
    let (write, most_writes) = (policies.write, busiest.write_units());
    let of = |(policies, region): (Policies, &RegionDemand)| Policies {
        read: with_headroom(policies.read, region.rcu),
        write: with_headroom(write, most_writes),
    };
    Some(found.into_iter().zip(regions).map(of).collect())
}

/// The policy with a maximum that holds the target at twice the peak, as for a described workload: it costs nothing until it
/// is needed, and tomorrow may be busier than the trace.
fn with_headroom(policy: Policy, peak: f64) -> Policy {
    let most = (2.0 * peak * 100.0 / policy.target).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates"
    )]
    let most = most as u64;
    Policy { max: policy.max.max(most), ..policy }
}

/// Looks for the cheapest policies that throttle no more than they may.
fn tune(trace: &Trace, region: &str, is_global: bool, prices: &Prices, expected: &Expectations) -> Tuned {
    let price = |item| prices.usd(region, item);
    let write = if is_global { Item::ProvisionedReplicatedWrite } else { Item::ProvisionedWrite };
    let known = price(Item::ProvisionedRead).zip(price(write));
    let (read, write) = known.unwrap_or((1.0, WRITES_BY_READS));
    let goal = Goal {
        usd_per_unit_hour: PerDimension { read, write },
        max_throttled_share: expected.max_throttle.unwrap_or(0.0),
    };
    let bounds = SearchBounds {
        target_min: *DOCUMENTED_TARGETS.start(),
        target_max: *DOCUMENTED_TARGETS.end(),
        scale_in_cooldown_s: DOCUMENTED_COOLDOWN_S,
        scale_out_cooldown_s: DOCUMENTED_COOLDOWN_S,
        candidates: if expected.optimize { THOROUGH } else { QUICK },
        ..SearchBounds::default()
    };
    match optimize(trace, &goal, &bounds, &Service::default()) {
        Ok(search) if known.is_some() => Tuned::Found(search),
        Ok(search) => {
            Tuned::Unpriced(search.ranked.first().filter(|_| search.meets_limit).map(|best| best.policies))
        }
        Err(error) => Tuned::Impossible(error.to_string()),
    }
}

/// The one that leaves autoscaling less time.
fn steeper(one: Shape, other: Shape) -> Shape {
    if one.target() < other.target() || one == Shape::Spiky { one } else { other }
}
