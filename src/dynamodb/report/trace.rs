//! What a trace comes to.

use serde_json::{Value, json};

use crate::dynamodb::assess::{percent, words};
use crate::dynamodb::autoscaling::{Outcome, Policy, Ranked};
use crate::dynamodb::cost::Mode;
use crate::dynamodb::sizing::{ModeRun, RegionRun, Sizing, Tuned};
use crate::numbers::{as_f64, count, usd};
use crate::report::{Cell, Row, Table, Tone};

/// How many of the policies that were found a person is shown.
const SHOWN: usize = 5;

/// The recommended mode over the trace.
pub(super) fn fact(sizing: &Sizing) -> Option<Value> {
    let (replay, run) = (sizing.replay.as_ref()?, sizing.regions.first()?);
    let one = run.of(sizing.recommendation.mode)?;
    let outcome = one.outcome.as_ref().ok();
    let throttled = outcome.map(|outcome| outcome.read.throttled_units + outcome.write.throttled_units);
    Some(json!({
        "minutes": replay.minutes,
        "period_s": replay.period_s,
        "filled_minutes": replay.filled_minutes,
        "throttled_while_measured": replay.throttled,
        "mode": sizing.recommendation.mode,
        "throttled_units": throttled,
        "throttled_minutes": outcome.map(|outcome| outcome.throttled_minutes),
        "throttled_share": one.throttled_share(),
        "cost_usd": one.usd,
        "outcome": outcome,
        "optimized": replay.tuned,
    }))
}

/// A row for every mode that was simulated, and one for every stretch of time of the autoscaled one.
pub(super) fn rows(sizing: &Sizing) -> Vec<Row> {
    if sizing.replay.is_none() {
        return Vec::new();
    }
    let run_rows = |run: &RegionRun| {
        let modes = run.modes.iter().map(|one| {
            json!({
                "region": run.region,
                "mode": one.mode,
                "cost_usd": one.usd,
                "throttled_share": one.throttled_share(),
                "outcome": one.outcome.as_ref().ok(),
            })
        });
        let modes: Vec<Row> = modes.map(|value| Row { table: "trace_modes", value }).collect();
        let buckets = run.buckets.iter().map(|bucket| {
            let mut value = serde_json::to_value(bucket).unwrap_or_default();
            value["region"] = json!(run.region);
            for (dimension, level) in [("read", &bucket.of.read), ("write", &bucket.of.write)] {
                let utilisation = (level.capacity > 0.0).then(|| level.consumed / level.capacity);
                value[dimension]["utilisation"] = json!(utilisation);
            }
            Row { table: "trace_series", value }
        });
        modes.into_iter().chain(buckets).collect::<Vec<_>>()
    };
    sizing.regions.iter().flat_map(run_rows).collect()
}

/// Every mode over the trace, for a person.
pub(super) fn table(sizing: &Sizing) -> Option<Table> {
    sizing.replay.as_ref()?;
    let run = sizing.regions.first()?;
    let row = |one: &ModeRun| {
        let is_chosen = one.mode == sizing.recommendation.mode;
        let tone = if is_chosen { Tone::Good } else { Tone::Plain };
        let mut row = vec![Cell::toned(one.mode.as_str(), tone), Cell::toned(usd(one.usd), tone)];
        match &one.outcome {
            Ok(outcome) => row.extend([
                throttled(outcome.read.throttled_share()),
                throttled(outcome.write.throttled_share()),
                Cell::from(count(as_f64(outcome.throttled_minutes))),
                Cell::from(utilisation(outcome)),
                Cell::from(scalings(outcome)),
            ]),
            Err(error) => row.extend(std::iter::repeat_n(Cell::toned(error.to_string(), Tone::Caution), 5)),
        }
        row
    };
    let columns = [
        "mode",
        "for the time of the traffic",
        "reads throttled",
        "writes throttled",
        "in minutes",
        "mean utilisation r/w",
        "scale-outs/-ins",
    ];
    Some(Table {
        title: "The traffic in every mode (capacity and requests alone)".to_owned(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: run.modes.iter().map(row).collect(),
    })
}

fn throttled(share: f64) -> Cell {
    Cell::toned(percent(share), if share > 0.0 { Tone::Bad } else { Tone::Plain })
}

fn utilisation(outcome: &Outcome) -> String {
    let of = |usage: &crate::dynamodb::autoscaling::Usage| {
        usage.provisioned.map_or_else(
            || "-".to_owned(),
            |provisioned| format!("{:.0} %", 100.0 * provisioned.mean_utilisation),
        )
    };
    format!("{} / {}", of(&outcome.read), of(&outcome.write))
}

fn scalings(outcome: &Outcome) -> String {
    let both = [outcome.read.provisioned, outcome.write.provisioned].into_iter().flatten();
    let (outs, ins) = both.fold((0, 0), |(outs, ins), one| (outs + one.scale_outs, ins + one.scale_ins));
    format!("{outs}/{ins}")
}

/// The policies that were found, for a person.
pub(super) fn tuned(sizing: &Sizing) -> Option<Table> {
    let Tuned::Found(search) = &sizing.replay.as_ref()?.tuned else { return None };
    let row = |ranked: &Ranked| {
        vec![
            Cell::from(policy(&ranked.policies.read)),
            Cell::from(policy(&ranked.policies.write)),
            Cell::from(usd(Some(ranked.usd))),
            throttled(ranked.throttled_share),
        ]
    };
    Some(Table {
        title: format!("The cheapest of {} simulated policies", count(as_f64(search.simulated as u64))),
        columns: [
            "reads: min-max, target",
            "writes: min-max, target",
            "for the time of the traffic",
            "throttled",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: search.ranked.iter().take(SHOWN).map(row).collect(),
    })
}

/// What the search comes to, in a sentence. `limit` is the share of units that may be throttled.
pub(super) fn verdict(sizing: &Sizing, limit: f64) -> Option<String> {
    match &sizing.replay.as_ref()?.tuned {
        Tuned::Unpriced(_) => Some(
            "The prices of provisioned capacity are not known: policies were searched by the ratio of read to write prices elsewhere."
                .to_owned(),
        ),
        Tuned::Impossible(reason) => Some(format!("No policies were searched: {reason}.")),
        Tuned::Found(search) if !search.meets_limit => {
            let bounds = "and so the documented bounds are taken, as for a described workload";
            let found = count(as_f64(search.simulated as u64));
            Some(format!(
                "No policy that was looked for throttles at most {} (--max-throttle): none of the {found} that were simulated, {bounds}. {}",
                percent(limit),
                who_does(sizing, limit)
            ))
        }
        Tuned::Found(_) => None,
    }
}

/// Which modes of the table do keep the limit, at which price.
fn who_does(sizing: &Sizing, limit: f64) -> String {
    let modes = sizing.regions.first().map(|run| run.modes.as_slice()).unwrap_or_default();
    let keeps = |one: &&ModeRun| one.throttled_share().is_some_and(|share| share <= limit);
    let told: Vec<String> = modes
        .iter()
        .filter(keeps)
        .map(|one| {
            let bounds = if one.mode == Mode::Autoscaling { " with those bounds" } else { "" };
            let price = one.usd.map(|price| format!(" ({})", usd(Some(price)))).unwrap_or_default();
            format!("{}{bounds}{price}", words(one.mode))
        })
        .collect();
    if told.is_empty() {
        return "No mode keeps to that over this traffic.".to_owned();
    }
    format!("What keeps to that over this traffic: {}.", told.join(", "))
}

fn policy(policy: &Policy) -> String {
    format!("{}-{}, {}%", count(as_f64(policy.min)), count(as_f64(policy.max)), policy.target)
}
