//! Demand, capacity and throttling over time.

use crate::dynamodb::autoscaling::{Bucket, Level};
use crate::dynamodb::sizing::{RegionRun, Sizing, Throttled};
use crate::numbers::as_f64;
use crate::report::{Block, Curve, Series, Tone};
use crate::words::{minute, seconds};

/// For every Region that has traffic: reads and writes, with autoscaling as recommended.
pub(super) fn blocks(sizing: &Sizing) -> Vec<Block> {
    let is_described = sizing.replay.is_none();
    let of = |run: &RegionRun| {
        [("Reads", reads as fn(&Bucket) -> Level), ("Writes", writes)].map(|(what, of)| {
            // What a sine looks like nobody has to be shown for each Region.
            let more = if is_clipped(sizing, &run.region, what) { MORE } else { "" };
            let title = format!("{what} in {} with autoscaling", run.region);
            series((title, more), &run.buckets, of, is_described)
        })
    };
    let shown = if is_described { 0 } else { sizing.regions.len() };
    sizing.regions.iter().take(shown).flat_map(of).flatten().collect()
}

/// What a picture's title says where its demand is what was left of it.
const MORE: &str = "; true demand was higher: requests were throttled while it was measured";

/// Whether requests were throttled in a Region while its traffic was measured; `what` is `Reads` or `Writes`. A metric that
/// names neither, such as `ThrottledRequests`, may count both.
fn is_clipped(sizing: &Sizing, region: &str, what: &str) -> bool {
    let is_here = |one: &&Throttled| one.region.as_ref().is_none_or(|name| name == region);
    let is_of = |one: &Throttled| {
        let metric = one.metric.to_ascii_lowercase();
        let named = |dimension: &str| metric.contains(dimension);
        named(if what == "Reads" { "read" } else { "write" }) || !named("read") && !named("write")
    };
    sizing.replay.as_ref().is_some_and(|replay| replay.throttled.iter().filter(is_here).any(is_of))
}

fn reads(bucket: &Bucket) -> Level {
    bucket.of.read
}

fn writes(bucket: &Bucket) -> Level {
    bucket.of.write
}

/// Nothing where nothing was asked for.
fn series(
    (title, more): (String, &str),
    buckets: &[Bucket],
    of: fn(&Bucket) -> Level,
    is_described: bool,
) -> Option<Block> {
    if buckets.iter().all(|bucket| of(bucket).peak_demand <= 0.0) {
        return None;
    }
    let curve = |name: &str, tone, value: &dyn Fn(&Bucket) -> f64| Curve {
        name: name.to_owned(),
        values: buckets.iter().map(|bucket| Some(value(bucket))).collect(),
        tone,
    };
    // A step of several minutes shows its busiest: that is what capacity has to bear.
    let is_by_minute = buckets.iter().all(|bucket| bucket.minutes <= 1);
    let demand = if is_by_minute { "demand" } else { "demand, busiest minute" };
    let mut curves = vec![
        curve(demand, Tone::Plain, &|bucket| of(bucket).peak_demand),
        curve("capacity", Tone::Good, &|bucket| of(bucket).capacity),
    ];
    if buckets.iter().any(|bucket| of(bucket).throttled_units > 0.0) {
        curves.push(curve("throttled", Tone::Bad, &|bucket| {
            of(bucket).throttled_units / (60.0 * as_f64(bucket.minutes.max(1)))
        }));
    }
    let place = |bucket: &Bucket| if is_described { String::new() } else { minute(bucket.start_s) };
    let places = buckets.iter().map(place).collect();
    let step = buckets.iter().map(|bucket| bucket.minutes).max().unwrap_or_default();
    let steps = if is_by_minute {
        String::new()
    } else {
        format!(", in steps of {}", seconds(step.saturating_mul(60)))
    };
    let title = format!("{title}{steps}{more}");
    Some(Block::Series(Series { title, unit: "units/s".to_owned(), places, curves }))
}
