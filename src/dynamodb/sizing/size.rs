//! The way from a demand to a sized table, and from a described workload to its demand.

use super::day::week;
use super::expectations::Expectations;
use super::model::{ModeRun, RegionRun, Sizing};
use super::run::{run, with_autoscaling};
use super::table::layout;
use crate::dynamodb::autoscaling::{OnDemand, Policies, Policy};
use crate::dynamodb::cost::{Mode, RegionUsage, break_even, mode_costs, recommend, regions_usage};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::spec::Layout;
use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::{
    Bounds, Demand, InputError, Inputs, Shape, Step, Workload, bounds, demand, limits,
};

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
        Told {
            name,
            layout: layout(inputs),
            workload,
            demand,
            shape,
            traffic,
            policies: None,
            on_demand: Vec::new(),
        },
        expected,
    ))
}

/// What is to be sized, wherever it comes from.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) layout: Layout,
    pub(super) workload: Workload,
    pub(super) demand: Demand,
    pub(super) shape: Shape,
    /// Of each Region.
    pub(super) traffic: Vec<Trace>,
    /// Policies that were found for each Region, where some were looked for.
    pub(super) policies: Option<Vec<Policies>>,
    /// What each Region takes at once on demand, where the table exists.
    pub(super) on_demand: Vec<OnDemand>,
}

pub(super) fn sized(told: Told, expected: &Expectations) -> Sizing {
    let Told { name, layout, workload, demand, shape, traffic, policies, on_demand } = told;
    let prices = prices(expected);
    let limits = limits(&workload, &demand);
    let usages = regions_usage(&workload, &demand);
    let chosen = bounds(&workload, &demand, shape);
    let regions: Vec<RegionRun> = usages
        .iter()
        .zip(&traffic)
        .zip(chosen)
        .enumerate()
        .map(|(index, ((usage, traffic), chosen))| {
            let found = policies.as_ref().and_then(|found| found.get(index));
            let Bounds { policies, steps, .. } =
                found.map_or(chosen, |found| searched(&usage.region, *found));
            run(
                usage,
                traffic,
                policies,
                steps,
                on_demand.get(index).copied().unwrap_or_default(),
                &prices,
                expected.step_min,
            )
        })
        .collect();
    let mut usages: Vec<RegionUsage> =
        usages.into_iter().zip(&regions).map(|(usage, run)| with_autoscaling(usage, run)).collect();
    synchronise_writes(&mut usages, &demand);
    let costs = mode_costs(&usages, &prices);
    let main = &workload.regions[0].region;
    let follows = regions.iter().all(|run| keeps_up(run, expected));
    Sizing {
        break_even: break_even(&prices, main, workload.is_global()),
        recommendation: recommend(&costs, follows, workload.is_global()),
        name,
        layout,
        limits,
        regions,
        costs,
        prices,
        workload,
        demand,
        replay: None,
        present: None,
    }
}

/// Write capacity is scaled once, and the same in every Region: where most is written decides.
fn synchronise_writes(usages: &mut [RegionUsage], demand: &Demand) {
    let most = demand
        .regions
        .iter()
        .zip(&*usages)
        .max_by(|(one, _), (other, _)| one.write_units().total_cmp(&other.write_units()));
    let autoscaled = most.and_then(|(_, usage)| usage.writes.autoscaled);
    for usage in usages {
        usage.writes.autoscaled = autoscaled;
    }
}

/// The built-in prices, and those that were given in their place.
pub(super) fn prices(expected: &Expectations) -> Prices {
    match &expected.prices {
        Some(overrides) => Prices::builtin().with(overrides.clone()),
        None => Prices::builtin(),
    }
}

/// Whether autoscaling throttles no more than it may.
fn keeps_up(run: &RegionRun, expected: &Expectations) -> bool {
    let share = run.of(Mode::Autoscaling).and_then(ModeRun::throttled_share);
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
