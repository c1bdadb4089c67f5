//! The way from what was told or seen to a sized table.

use super::day::week;
use super::evidence::TraceSeen;
use super::expectations::Expectations;
use super::model::{ModeRun, RegionRun, Replay, Sizing, Tuned};
use super::run::{run, with_autoscaling};
use super::table::layout;
use crate::dynamodb::autoscaling::{
    Bounds as SearchBounds, Goal, PerDimension, Policies, Policy, Service, optimize,
};
use crate::dynamodb::cost::{Mode, RegionUsage, break_even, mode_costs, recommend, regions_usage};
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::spec::Layout;
use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::{
    Bounds, Demand, InputError, Inputs, RegionDemand, Shape, Step, Workload, bounds, demand, limits, number,
};

/// The seconds of the documented cool-downs.
const COOLDOWN_S: u32 = 60;
/// The targets that the documents speak of, in percent.
const TARGETS: (f64, f64) = (50.0, 70.0);
/// How many policies are simulated where nobody asked for the best.
const QUICK: usize = 150;
/// How many are with `--optimize`.
const THOROUGH: usize = 1000;

/// Sizes a table for a workload that was described.
///
/// # Errors
/// What is wrong with the inputs.
pub fn of_workload(inputs: &Inputs, expected: &Expectations) -> Result<Sizing, Vec<InputError>> {
    let workload = inputs.check()?;
    let demand = demand(&workload);
    let name = workload.name.clone().unwrap_or_else(|| "the workload".to_owned());
    let shape = Shape::of_ratio(workload.peak_to_trough);
    let traffic = demand.regions.iter().map(|region| week(region, workload.peak_to_trough)).collect();
    Ok(sized(
        Told { name, layout: layout(inputs), workload, demand, shape, traffic, policies: None },
        expected,
    ))
}

/// Sizes a table for traffic that was measured.
///
/// # Errors
/// What is wrong with the inputs beside it.
pub fn of_trace(seen: &TraceSeen, expected: &Expectations) -> Result<Sizing, Vec<InputError>> {
    let TraceSeen { name, trace, filled_minutes, inputs } = seen;
    // The inputs tell the Region and what is stored; the traffic is the trace's.
    let still = Inputs { read_qps: Some(0.0), write_qps: Some(0.0), ..inputs.clone() };
    let mut workload = still.check()?;
    let (reads, writes) = (trace.read_statistics(), trace.write_statistics());
    let ratio = [reads.peak_to_trough, writes.peak_to_trough].into_iter().flatten().fold(1.0, f64::max);
    workload.peak_to_trough = ratio;
    let shape = steeper(Shape::of_minutes(&trace.reads), Shape::of_minutes(&trace.writes));
    let mut demand = demand(&workload);
    let region = workload.regions[0].region.clone();
    let step = |name: &str, value: f64, unit: &str, what: &str| {
        let formula = format!("{what} of {} minutes", number(as_f64(trace.minutes())));
        Step::new(name, value, unit, formula, "the trace")
    };
    demand.regions = vec![RegionDemand {
        region,
        rcu: reads.peak,
        wcu: writes.peak,
        rwcu: 0.0,
        mean_rcu: reads.mean,
        mean_wcu: writes.mean,
        mean_rwcu: 0.0,
        own_write_units: writes.peak,
        steps: vec![
            step("reads at the peak", reads.peak, "RCU", "the highest"),
            step("reads on average", reads.mean, "RCU", "the mean"),
            step("writes at the peak", writes.peak, "WCU", "the highest"),
            step("writes on average", writes.mean, "WCU", "the mean"),
        ],
    }];
    // What a query or a write costs is not known: only what all of them did.
    demand.steps.retain(|step| step.name == "item" || step.unit == "bytes");
    let tuned = tune(trace, &demand.regions[0].region, &prices(expected), expected);
    let told = Told {
        name: name.clone(),
        layout: layout(inputs),
        workload,
        demand,
        shape,
        traffic: vec![trace.clone()],
        policies: tuned.best(),
    };
    let mut sizing = sized(told, expected);
    sizing.replay = Some(Replay {
        period_s: trace.period_s,
        minutes: trace.minutes(),
        filled_minutes: *filled_minutes,
        tuned,
    });
    Ok(sizing)
}

/// What is to be sized, wherever it comes from.
struct Told {
    name: String,
    layout: Layout,
    workload: Workload,
    demand: Demand,
    shape: Shape,
    /// Of each Region.
    traffic: Vec<Trace>,
    /// Policies that were found for it, where some were looked for.
    policies: Option<Policies>,
}

fn sized(told: Told, expected: &Expectations) -> Sizing {
    let Told { name, layout, workload, demand, shape, traffic, policies } = told;
    let prices = prices(expected);
    let limits = limits(&workload, &demand);
    let usages = regions_usage(&workload, &demand);
    let chosen = bounds(&workload, &demand, shape);
    let regions: Vec<RegionRun> = usages
        .iter()
        .zip(&traffic)
        .zip(chosen)
        .map(|((usage, traffic), chosen)| {
            let Bounds { policies, steps, .. } =
                policies.map_or(chosen, |found| searched(&usage.region, found));
            run(usage, traffic, policies, steps, &prices)
        })
        .collect();
    let usages: Vec<RegionUsage> =
        usages.into_iter().zip(&regions).map(|(usage, run)| with_autoscaling(usage, run)).collect();
    let costs = mode_costs(&usages, &prices);
    let main = &workload.regions[0].region;
    let follows =
        (policies.is_some() || shape != Shape::Spiky) && regions.iter().all(|run| keeps_up(run, expected));
    Sizing {
        break_even: break_even(&prices, main, workload.is_global()),
        recommendation: recommend(&costs, follows),
        name,
        layout,
        limits,
        regions,
        costs,
        prices,
        workload,
        demand,
        replay: None,
    }
}

/// The built-in prices, and those that were given in their place.
fn prices(expected: &Expectations) -> Prices {
    match &expected.prices {
        Some(overrides) => Prices::builtin().with(overrides.clone()),
        None => Prices::builtin(),
    }
}

/// Whether autoscaling throttles no more than it may.
fn keeps_up(run: &RegionRun, expected: &Expectations) -> bool {
    let share = run.of(Mode::ProvisionedAutoscaling).and_then(ModeRun::throttled_share);
    share.is_some_and(|share| share <= expected.max_throttle.unwrap_or(0.0))
}

/// Policies that simulation has chosen.
fn searched(region: &str, policies: Policies) -> Bounds {
    let step = |what: &str, policy: &Policy| {
        let formula = format!(
            "the cheapest of those simulated over the trace that throttle no more than they may: {} to {} at {} %",
            policy.min, policy.max, policy.target
        );
        Step::new(
            format!("target of {what}"),
            policy.target,
            "%",
            formula,
            "simulation; targets from 50 to 70 %, as documented",
        )
    };
    let steps = vec![step("reads", &policies.read), step("writes", &policies.write)];
    Bounds { region: region.to_owned(), policies, steps }
}

/// Looks for the cheapest policies that throttle no more than they may.
fn tune(trace: &Trace, region: &str, prices: &Prices, expected: &Expectations) -> Tuned {
    let price = |item| prices.usd(region, item);
    let (Some(read), Some(write)) = (price(Item::ProvisionedRead), price(Item::ProvisionedWrite)) else {
        return Tuned::Impossible(format!(
            "the prices of provisioned capacity in {region} are not known (CAP001)"
        ));
    };
    let goal = Goal {
        usd_per_unit_hour: PerDimension { read, write },
        max_throttled_share: expected.max_throttle.unwrap_or(0.0),
    };
    let bounds = SearchBounds {
        target_min: TARGETS.0,
        target_max: TARGETS.1,
        scale_in_cooldown_s: COOLDOWN_S,
        scale_out_cooldown_s: COOLDOWN_S,
        candidates: if expected.optimize { THOROUGH } else { QUICK },
        ..SearchBounds::default()
    };
    match optimize(trace, &goal, &bounds, &Service::default()) {
        Ok(search) => Tuned::Found(search),
        Err(error) => Tuned::Impossible(error.to_string()),
    }
}

/// The one that leaves autoscaling less time.
fn steeper(one: Shape, other: Shape) -> Shape {
    if one.target() < other.target() || one == Shape::Spiky { one } else { other }
}

#[expect(clippy::cast_precision_loss, reason = "no trace has 2^53 minutes")]
const fn as_f64(value: usize) -> f64 {
    value as f64
}
