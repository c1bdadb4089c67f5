//! A table that exists as traffic that was measured.

use jiff::Timestamp;

use super::evidence::TableBasis;
use super::expectations::Expectations;
use super::measured::{Measured, of_measured};
use super::model::{Sizing, Throttled};
use super::present::present;
use super::size::prices;
use crate::dynamodb::autoscaling::{OnDemand, PerDimension};
use crate::dynamodb::cost::regions_usage;
use crate::dynamodb::evidence::{
    Dimension, Facts, Measure, Measured as MeasuredMetric, RegionSeen, TableSeen,
};
use crate::dynamodb::trace::{MAX_MINUTES, Trace};
use crate::dynamodb::units::{REPLICA_OVERHEAD_BYTES, STORAGE_OVERHEAD_BYTES};
use crate::dynamodb::workload::{ByteSize, InputError, Inputs, ReplicaInput};
use crate::metrics::Series;
use crate::numbers::as_f64;

/// Sizes a table by what it has consumed. Nothing where the traffic of any of its Regions is not known: a global table
/// without one of them would be another table, and a cheaper one.
///
/// # Errors
/// What is wrong with the inputs beside it.
pub fn of_table(basis: &TableBasis, expected: &Expectations) -> Result<Option<Sizing>, Vec<InputError>> {
    let TableBasis { seen, inputs } = basis;
    let (Some(facts), Some(own)) = (seen.facts(), seen.own()) else { return Ok(None) };
    let Some(known) = traffic(seen) else { return Ok(None) };
    let replica = |(region, _): &(&RegionSeen, Trace)| ReplicaInput {
        region: region.region.clone(),
        read_qps: None,
        write_qps: None,
    };
    let inputs = Inputs {
        region: Some(own.region.clone()),
        replicas: known.iter().skip(1).map(replica).collect(),
        item_bytes: sampled_bytes(seen).or(inputs.item_bytes).or_else(|| mean_bytes(facts)),
        entities: facts.item_count.filter(|count| *count > 0).map(as_f64).or(inputs.entities),
        partition_key: facts.hash_key.as_ref().map(|key| key.name.clone()),
        sort_key: facts.range_key.as_ref().map(|key| key.name.clone()),
        ..inputs.clone()
    };
    let on_demand = known.iter().map(|(region, _)| on_demand(region)).collect();
    let traffic = known.into_iter().map(|(_, trace)| trace).collect();
    let storage_bytes = storage(facts);
    let measured = Measured {
        name: &seen.name,
        inputs: &inputs,
        traffic,
        storage_bytes,
        filled_minutes: 0,
        throttled: seen.regions.iter().flat_map(throttled).collect(),
        on_demand,
    };
    let mut sizing = of_measured(measured, expected)?;
    let usages = regions_usage(&sizing.workload, &sizing.demand);
    // What is assumed of a workload was measured here. This was neither told nor asked.
    sizing.workload.assumptions = Vec::new();
    if inputs.point_in_time_recovery.is_none() {
        let assumed = "--point-in-time-recovery was not given: it is taken to be on, now and as recommended";
        sizing.workload.assumptions.push(assumed.to_owned());
    }
    sizing.present = present(seen, &usages, &prices(expected));
    Ok(Some(sizing))
}

/// What each Region consumed, the own one first; nothing where that is not known of one.
fn traffic(seen: &TableSeen) -> Option<Vec<(&RegionSeen, Trace)>> {
    let written =
        |region: &RegionSeen| region.consumed(Dimension::Write).is_some_and(|units| units.sum() > 0.0);
    let is_written = seen.regions.iter().any(written);
    let is_silent = |region: &RegionSeen| {
        [Dimension::Read, Dimension::Write].iter().all(|one| region.consumed(*one).is_none())
    };
    let of = |(index, region): (usize, &'_ RegionSeen)| {
        // A replica that nobody reads is idle as long as nothing is written; else its replicated writes are missing.
        let is_unknown = is_silent(region) && (index == 0 || is_written);
        if is_unknown { None } else { trace(seen, region) }
    };
    let traces: Option<Vec<Trace>> = seen.regions.iter().enumerate().map(of).collect();
    Some(seen.regions.iter().zip(traces?).collect())
}

/// What a Region consumed, by the minute. `DynamoDB` publishes nothing for a minute without requests of some tables, so
/// that a minute without a value, in an answer that is whole, was idle.
fn trace(seen: &TableSeen, region: &RegionSeen) -> Option<Trace> {
    let metrics = region.metrics.as_ref()?.answer().filter(|metrics| metrics.knows_consumption())?;
    let (reads, writes) = (region.consumed(Dimension::Read), region.consumed(Dimension::Write));
    let begun = [&reads, &writes].into_iter().flatten().filter(|series| !series.is_empty());
    let first_s = begun.map(|series| series.start_epoch_s).min();
    let period_s = seen.window.period_s;
    let start_s = start(region, metrics.start_epoch_s, first_s, period_s);
    let minutes = |series: &Option<Series>| -> Vec<f64> {
        let whole = i64::from(period_s.max(60));
        let empty = Series { start_epoch_s: start_s, period_s, values: Vec::new() };
        let values = series.as_ref().unwrap_or(&empty).within(start_s, metrics.end_epoch_s);
        let share = usize::try_from(whole / 60).unwrap_or(1).max(1);
        let spread = values
            .into_iter()
            .flat_map(|value| std::iter::repeat_n(value.unwrap_or(0.0).max(0.0) / as_f64(whole / 60), share));
        spread.take(MAX_MINUTES).collect()
    };
    let trace = Trace { start_s, period_s, reads: minutes(&reads), writes: minutes(&writes) };
    (trace.minutes() > 0).then_some(trace)
}

/// When a Region's traffic begins: with the window, or with the table where that is newer. Before the table was there,
/// it was not idle. Where its age is not known, with the first value.
fn start(region: &RegionSeen, window_s: i64, first_s: Option<i64>, period_s: u32) -> i64 {
    let created = region.described.answer().and_then(|facts| facts.created_at.as_ref());
    let created_s = created.and_then(|text| text.parse::<Timestamp>().ok()).map(Timestamp::as_second);
    let period = i64::from(period_s.max(1));
    let edge = |epoch_s: i64| {
        let periods = epoch_s.saturating_sub(window_s).max(0).div_euclid(period);
        window_s.saturating_add(periods.saturating_mul(period))
    };
    match (created_s, first_s) {
        (Some(created), Some(first)) => edge(created).min(first),
        (Some(created), None) => edge(created),
        (None, first) => first.unwrap_or(window_s),
    }
}

/// What was throttled in a Region meanwhile.
fn throttled(region: &RegionSeen) -> Vec<Throttled> {
    let metrics = region.metrics.as_ref().and_then(|metrics| metrics.answer());
    let of = |dimension| {
        let metric = Measure::Throttled(dimension).metric_name().to_owned();
        let requests = metrics?.throttled(dimension)?;
        Some(Throttled { region: Some(region.region.clone()), metric, requests })
    };
    [Dimension::Read, Dimension::Write].into_iter().filter_map(of).collect()
}

/// What a Region takes at once on demand: its warm throughput, where `DescribeTable` tells it, and never less than a new table.
fn on_demand(region: &RegionSeen) -> OnDemand {
    let warm = region.described.answer().and_then(|facts| facts.warm_throughput);
    let OnDemand { start, quota } = OnDemand::default();
    let at_least = |new: f64, warm: Option<i64>| warm.map_or(new, |units| new.max(as_f64(units)));
    let start = PerDimension {
        read: at_least(start.read, warm.and_then(|warm| warm.read_units)),
        write: at_least(start.write, warm.and_then(|warm| warm.write_units)),
    };
    OnDemand { start, quota }
}

/// The mean bytes of the sampled items.
fn sampled_bytes(seen: &TableSeen) -> Option<ByteSize> {
    let sizes = seen.sampled.taken()?.sizes.as_ref()?;
    Some(ByteSize(sizes.mean.ceil()))
}

/// The mean bytes of an item by the table's own figures.
fn mean_bytes(facts: &Facts) -> Option<ByteSize> {
    facts.mean_item_bytes().map(f64::ceil).map(ByteSize)
}

/// Bytes that storage is charged for, by the table's own figures.
fn storage(facts: &Facts) -> Option<f64> {
    let (bytes, items) = (facts.size_bytes?, facts.item_count?);
    let overhead =
        STORAGE_OVERHEAD_BYTES + if facts.replicas.is_empty() { 0 } else { REPLICA_OVERHEAD_BYTES };
    let overhead = i64::try_from(overhead).unwrap_or(0);
    Some(as_f64(bytes.max(0)) + as_f64(items.max(0)) * as_f64(overhead))
}

/// Whether a table that was read from a file can be judged at all.
pub(super) fn validate(seen: &TableSeen) -> Result<(), &'static str> {
    let window = &seen.window;
    let most = i64::try_from(MAX_MINUTES).unwrap_or(i64::MAX).saturating_mul(60);
    if window.period_s == 0 || !window.period_s.is_multiple_of(60) || window.start_epoch_s % 60 != 0 {
        return Err("the window's period or start is wrong");
    }
    if !(0..=most).contains(&window.end_epoch_s.saturating_sub(window.start_epoch_s)) {
        return Err("the window is longer than can be judged");
    }
    let metrics = seen.regions.iter().filter_map(|region| region.metrics.as_ref()?.answer());
    for metrics in metrics {
        let is_within =
            metrics.start_epoch_s >= window.start_epoch_s && metrics.end_epoch_s <= window.end_epoch_s;
        let is_good = |one: &MeasuredMetric| {
            let series = &one.series;
            let values = series.values.iter().flatten().all(|value| (0.0..=1e15).contains(value));
            let starts = (metrics.start_epoch_s..=metrics.end_epoch_s).contains(&series.start_epoch_s);
            values && starts && series.values.len() <= MAX_MINUTES
        };
        if !is_within || !metrics.measured.iter().all(is_good) {
            return Err("the metrics lie outside of the window, or are no numbers of units");
        }
        let is_even = |one: &MeasuredMetric| {
            let Series { start_epoch_s, period_s, .. } = one.series;
            period_s == one.measure.finest_period_s().max(window.period_s)
                && start_epoch_s.saturating_sub(metrics.start_epoch_s) % i64::from(period_s) == 0
        };
        let offset = metrics.start_epoch_s.saturating_sub(window.start_epoch_s);
        if offset % i64::from(window.period_s) != 0 || !metrics.measured.iter().all(is_even) {
            return Err("a metric has another period than the window asks for");
        }
    }
    Ok(())
}
