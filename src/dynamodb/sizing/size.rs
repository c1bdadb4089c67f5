//! The way from what was told or seen to a sized table.

use super::day::week;
use super::evidence::TraceSeen;
use super::expectations::Expectations;
use super::model::{RegionRun, Replay, Sizing, Tuned};
use super::run::{run, with_autoscaling};
use super::table::layout;
use crate::dynamodb::autoscaling::{Bounds as SearchBounds, Goal, PerDimension, Service, optimize};
use crate::dynamodb::cost::{RegionUsage, break_even, mode_costs, recommend, regions_usage};
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::spec::Layout;
use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::{
    Bounds, Demand, InputError, Inputs, RegionDemand, Shape, Step, Workload, bounds, demand, limits, number,
};

/// The seconds of the documented cool-downs.
const COOLDOWN_S: u32 = 60;

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
    Ok(sized(Told { name, layout: layout(inputs), workload, demand, shape, traffic }, expected))
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
    let told = Told {
        name: name.clone(),
        layout: layout(inputs),
        workload,
        demand,
        shape,
        traffic: vec![trace.clone()],
    };
    let mut sizing = sized(told, expected);
    let tuned = expected.optimize.then(|| tune(trace, &sizing, expected));
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
}

fn sized(told: Told, expected: &Expectations) -> Sizing {
    let Told { name, layout, workload, demand, shape, traffic } = told;
    let prices = match &expected.prices {
        Some(overrides) => Prices::builtin().with(overrides.clone()),
        None => Prices::builtin(),
    };
    let limits = limits(&workload, &demand);
    let usages = regions_usage(&workload, &demand);
    let chosen = bounds(&workload, &demand, shape);
    let regions: Vec<RegionRun> = usages
        .iter()
        .zip(&traffic)
        .zip(chosen)
        .map(|((usage, traffic), Bounds { policies, steps, .. })| {
            run(usage, traffic, policies, steps, &prices)
        })
        .collect();
    let usages: Vec<RegionUsage> =
        usages.into_iter().zip(&regions).map(|(usage, run)| with_autoscaling(usage, run)).collect();
    let costs = mode_costs(&usages, &prices);
    let main = &workload.regions[0].region;
    Sizing {
        break_even: break_even(&prices, main, workload.is_global()),
        recommendation: recommend(&costs, shape),
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

/// Looks for the cheapest policies that throttle no more than they may.
fn tune(trace: &Trace, sizing: &Sizing, expected: &Expectations) -> Tuned {
    let region = &sizing.demand.regions[0].region;
    let price = |item| sizing.prices.usd(region, item);
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
        scale_in_cooldown_s: COOLDOWN_S,
        scale_out_cooldown_s: COOLDOWN_S,
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
