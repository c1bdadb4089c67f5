//! A Region's traffic in each capacity mode.

use super::model::{ModeRun, RegionRun};
use crate::dynamodb::autoscaling::{
    self, OnDemand, Outcome, PerDimension, Policies, Service, series, simulate,
};
use crate::dynamodb::cost::{Autoscaled, HOURS_PER_MONTH, Mode, RegionUsage};
use crate::dynamodb::prices::{Item, Prices};
use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::Step;
use crate::numbers::as_f64;

/// About how many steps a picture of a trace has, where nobody says how long they are.
const DRAWN: usize = 240;

/// Runs a Region's traffic through every mode.
pub(super) fn run(
    usage: &RegionUsage,
    traffic: &Trace,
    policies: Policies,
    steps: Vec<Step>,
    on_demand: OnDemand,
    prices: &Prices,
    step_min: Option<u32>,
) -> RegionRun {
    let service = Service::default();
    let fixed =
        PerDimension { read: whole(usage.reads.provisioned()), write: whole(usage.writes.provisioned()) };
    let scaled = autoscaling::Mode::AutoScaled { policies, initial: None };
    let modes = [
        (Mode::OnDemand, autoscaling::Mode::OnDemand(on_demand)),
        (Mode::Provisioned, autoscaling::Mode::Fixed(fixed)),
        (Mode::Autoscaling, scaled),
    ];
    let modes = modes.map(|(mode, simulated)| {
        let outcome = simulate(traffic, &simulated, &service);
        let usd = outcome.as_ref().ok().and_then(|outcome| usd(mode, outcome, usage, prices));
        ModeRun { mode, outcome, usd }
    });
    let asked = step_min.and_then(|minutes| usize::try_from(minutes).ok());
    let bucket_min = asked.unwrap_or_else(|| traffic.minutes().div_ceil(DRAWN)).max(1);
    let buckets =
        series(traffic, &scaled, &service, bucket_min).map(|(_, buckets)| buckets).unwrap_or_default();
    let on_demand_start = on_demand.start;
    RegionRun { region: usage.region.clone(), policies, steps, modes: modes.into(), on_demand_start, buckets }
}

/// What a month of it uses, where the simulated time is taken for every month's.
pub(super) fn with_autoscaling(mut usage: RegionUsage, run: &RegionRun) -> RegionUsage {
    let Some(Ok(outcome)) = run.of(Mode::Autoscaling).map(|run| &run.outcome) else {
        return usage;
    };
    let months = months(outcome);
    let scaled = |usage: &autoscaling::Usage, min: u64| {
        let unit_hours = usage.unit_hours() / months;
        Some(Autoscaled { unit_hours, min: as_f64(min) })
    };
    usage.reads.autoscaled = scaled(&outcome.read, run.policies.read.min);
    usage.writes.autoscaled = scaled(&outcome.write, run.policies.write.min);
    usage
}

/// How much of a month was simulated.
fn months(outcome: &Outcome) -> f64 {
    as_f64(outcome.minutes) / 60.0 / HOURS_PER_MONTH
}

/// The price of capacity or requests over the simulated time.
fn usd(mode: Mode, outcome: &Outcome, usage: &RegionUsage, prices: &Prices) -> Option<f64> {
    let price = |item| prices.usd(&usage.region, item);
    let (read, write) = match (mode, usage.is_global) {
        (Mode::OnDemand, false) => (Item::OnDemandRead, Item::OnDemandWrite),
        (Mode::OnDemand, true) => (Item::OnDemandRead, Item::OnDemandReplicatedWrite),
        (_, false) => (Item::ProvisionedRead, Item::ProvisionedWrite),
        (_, true) => (Item::ProvisionedRead, Item::ProvisionedReplicatedWrite),
    };
    let prices = PerDimension { read: price(read)?, write: price(write)? };
    Some(match mode {
        Mode::OnDemand => {
            (outcome.read.served_units * prices.read + outcome.write.served_units * prices.write) / 1e6
        }
        _ => outcome.provisioned_usd(prices),
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
const fn whole(units: f64) -> u64 {
    units as u64
}
