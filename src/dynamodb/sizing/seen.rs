//! A table that exists as traffic that was measured.

use super::evidence::TableBasis;
use super::expectations::Expectations;
use super::measured::{Measured, of_measured};
use super::model::Sizing;
use super::present::present;
use super::size::prices;
use crate::dynamodb::cost::regions_usage;
use crate::dynamodb::evidence::{Dimension, Facts, RegionSeen, Series, TableSeen};
use crate::dynamodb::trace::{MAX_MINUTES, Trace};
use crate::dynamodb::units::{REPLICA_OVERHEAD_BYTES, STORAGE_OVERHEAD_BYTES};
use crate::dynamodb::workload::{ByteSize, InputError, Inputs, ReplicaInput};

/// Sizes a table by what it has consumed. Nothing where the traffic of its own Region is not known.
///
/// # Errors
/// What is wrong with the inputs beside it.
pub fn of_table(basis: &TableBasis, expected: &Expectations) -> Result<Option<Sizing>, Vec<InputError>> {
    let TableBasis { seen, inputs } = basis;
    let (Some(facts), Some(own)) = (seen.facts(), seen.own()) else { return Ok(None) };
    // A Region whose traffic is not known is left out, and told by CAP014.
    let known: Vec<(&RegionSeen, Trace)> =
        seen.regions.iter().filter_map(|region| Some((region, trace(seen, region)?))).collect();
    if known.first().is_none_or(|(region, _)| region.region != own.region) {
        return Ok(None);
    }
    let replica = |(region, _): &(&RegionSeen, Trace)| ReplicaInput {
        region: region.region.clone(),
        read_qps: None,
        write_qps: None,
    };
    let inputs = Inputs {
        region: Some(own.region.clone()),
        replicas: known.iter().skip(1).map(replica).collect(),
        item_bytes: item_bytes(seen, facts).map(ByteSize).or(inputs.item_bytes),
        entities: facts.item_count.filter(|count| *count > 0).map(as_f64).or(inputs.entities),
        partition_key: facts.hash_key.as_ref().map(|key| key.name.clone()),
        sort_key: facts.range_key.as_ref().map(|key| key.name.clone()),
        ..inputs.clone()
    };
    let traffic = known.into_iter().map(|(_, trace)| trace).collect();
    let storage_bytes = storage(facts);
    let measured = Measured { name: &seen.name, inputs: &inputs, traffic, storage_bytes, filled_minutes: 0 };
    let mut sizing = of_measured(measured, expected)?;
    let usages = regions_usage(&sizing.workload, &sizing.demand);
    sizing.present = present(seen, &usages, &prices(expected));
    Ok(Some(sizing))
}

/// What a Region consumed, by the minute. `DynamoDB` publishes nothing for a minute without requests of some tables, so
/// that a minute without a value, in an answer that is whole, was idle.
fn trace(seen: &TableSeen, region: &RegionSeen) -> Option<Trace> {
    let metrics = region.metrics.as_ref()?.answer().filter(|metrics| metrics.is_complete())?;
    let (reads, writes) = (region.consumed(Dimension::Read), region.consumed(Dimension::Write));
    let begun = [&reads, &writes].into_iter().flatten().filter(|series| !series.is_empty());
    let start_s = begun.map(|series| series.start_epoch_s).min()?;
    let period_s = seen.window.period_s;
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

/// The mean bytes of an item: of the sample, else by the table's own figures.
fn item_bytes(seen: &TableSeen, facts: &Facts) -> Option<f64> {
    let sampled = seen.sampled.taken().and_then(|sample| sample.sizes.as_ref()).map(|sizes| sizes.mean);
    sampled.or_else(|| facts.mean_item_bytes()).map(f64::ceil)
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
    if window.period_s == 0 || window.period_s % 60 != 0 || window.start_epoch_s % 60 != 0 {
        return Err("the window's period or start is wrong");
    }
    if !(0..=most).contains(&window.end_epoch_s.saturating_sub(window.start_epoch_s)) {
        return Err("the window is longer than can be judged");
    }
    let metrics = seen.regions.iter().filter_map(|region| region.metrics.as_ref()?.answer());
    for metrics in metrics {
        let is_within =
            metrics.start_epoch_s >= window.start_epoch_s && metrics.end_epoch_s <= window.end_epoch_s;
        let is_good = |series: &Series| {
            let values = series.values.iter().flatten().all(|value| (0.0..=1e15).contains(value));
            let starts = (metrics.start_epoch_s..=metrics.end_epoch_s).contains(&series.start_epoch_s);
            values && starts && series.period_s > 0 && series.values.len() <= MAX_MINUTES
        };
        if !is_within || !metrics.measured.iter().all(|one| is_good(&one.series)) {
            return Err("the metrics lie outside of the window, or are no numbers of units");
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are below 2^53")]
const fn as_f64(value: i64) -> f64 {
    value as f64
}
