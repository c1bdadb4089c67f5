//! The replication lag beside a drill.

use jiff::Timestamp;

use super::{Evidence, Move};
use crate::aws::Asked;
use crate::metrics::{Completeness, Series};
use crate::replication;
use crate::replication::evidence::{Direction, MetricSeen, Source};

/// A point that is so much older than the first failure says nothing of it any more, in seconds: three of its minutes.
const OLD_S: i64 = 180;

/// Puts what was read now to what was read before: points that a later answer has no longer, because its window went on or
/// because the Region is out of reach, are kept.
pub(super) fn merged(
    before: Option<replication::Evidence>,
    mut now: replication::Evidence,
) -> replication::Evidence {
    let Some(before) = before else { return now };
    let earlier: Vec<&Direction> = directions(&before).collect();
    for source in &mut now.sources {
        let Source::GlobalTable(table) = source else { continue };
        for direction in &mut table.directions {
            let own = earlier.iter().find(|one| one.from == direction.from && one.to == direction.to);
            if let Some(own) = own {
                direction.max = joined(&own.max, &direction.max);
                direction.average = joined(&own.average, &direction.average);
            }
        }
    }
    // What has failed as a whole says nothing of what was known.
    let known = |evidence: &replication::Evidence| directions(evidence).any(|one| one.max.answer().is_some());
    if known(&now) || !known(&before) { now } else { before }
}

fn directions(evidence: &replication::Evidence) -> impl Iterator<Item = &Direction> {
    let tables = evidence.sources.iter().filter_map(|source| match source {
        Source::GlobalTable(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| &table.directions)
}

fn joined(before: &Asked<MetricSeen>, now: &Asked<MetricSeen>) -> Asked<MetricSeen> {
    match (before, now) {
        (Asked::Answered(before), Asked::Answered(now)) => {
            let (old, new) = (&before.series, &now.series);
            let period_s = match (old.is_empty(), new.is_empty()) {
                (true, _) => new.period_s,
                (_, true) => old.period_s,
                _ => old.period_s.min(new.period_s),
            };
            let start = old.start_epoch_s.min(new.start_epoch_s);
            let end = old.end_epoch_s().max(new.end_epoch_s());
            let points = old.points().chain(new.points()).filter_map(|(at, value)| Some((at, value?)));
            let series = Series::from_points(start, end, period_s, points);
            Asked::Answered(MetricSeen { series, ..now.clone() })
        }
        (Asked::Answered(_), Asked::Failed(_)) => before.clone(),
        _ => now.clone(),
    }
}

/// The highest lag from the Region that a move left, in milliseconds: of the points between the first look and the move.
/// Nothing where none of them is from the last minutes before requests failed: what was not seen then is not known.
pub(super) fn highest(evidence: &Evidence, moved: &Move) -> Option<f64> {
    let started = evidence.started_at.parse::<Timestamp>().ok()?.as_second();
    let at = |us: u64| started.saturating_add(i64::try_from(us / 1_000_000).unwrap_or(i64::MAX));
    let failed = at(moved.outage.map_or(moved.served.after_us, |outage| outage.first_us));
    let end = at(moved.served.by_us);
    let of = directions(evidence.lag.as_ref()?).filter(|one| one.from == moved.from);
    let highest = of.map(|direction| {
        let seen = direction.max.answer()?;
        // A part may lack the very point that counts.
        if seen.completeness != Completeness::Complete || !seen.missing.is_empty() {
            return None;
        }
        let series = &seen.series;
        let period = i64::from(series.period_s);
        let counts = |begun: &i64| begun.saturating_add(period) > started && *begun <= end;
        let points: Vec<(i64, f64)> = series
            .points()
            .filter(|(begun, _)| counts(begun))
            .filter_map(|(at, value)| Some((at, value?)))
            .collect();
        let is_near = points.iter().any(|(begun, _)| begun.saturating_add(period) > failed - OLD_S);
        let highest = points.iter().map(|(_, value)| *value).reduce(f64::max);
        highest.filter(|_| is_near)
    });
    // One replica that is not known makes the whole unknown.
    let all: Option<Vec<f64>> = highest.collect();
    all?.into_iter().reduce(f64::max)
}

/// The directions of the drill's lag, with their series, for a person to see.
pub(super) fn series(evidence: &Evidence) -> Vec<(String, &Series)> {
    let Some(lag) = &evidence.lag else { return Vec::new() };
    let of = |direction: &Direction| format!("{} -> {}", direction.from, direction.to);
    directions(lag).filter_map(|one| Some((of(one), &one.max.answer()?.series))).collect()
}
