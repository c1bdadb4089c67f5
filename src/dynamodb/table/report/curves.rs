//! What a table consumed beside what it may, over the window that was looked at.

use crate::dynamodb::assess::unmet;
use crate::dynamodb::evidence::{Dimension, Measure, Metrics};
use crate::dynamodb::table::assess::{Case, Standing};
use crate::metrics::{self, Completeness};
use crate::report::{Block, Curve, Series, Tone};
use crate::words::{self, minute};

/// Steps that people think in, in seconds.
const STEPS_S: [i64; 10] = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/// For each Region, reads and writes, and what of them was throttled; nothing of what was never consumed.
pub(super) fn blocks(case: &Case<'_>) -> Vec<Block> {
    let of_region = |at: Standing<'_>| {
        let metrics = at.seen.metrics.as_ref().and_then(|metrics| metrics.answer());
        let of = |metrics: &Metrics| {
            [Dimension::Read, Dimension::Write].map(|dimension| of(at, metrics, dimension))
        };
        metrics.map(of).into_iter().flatten().flatten().map(Block::Series).collect::<Vec<_>>()
    };
    case.regions().flat_map(of_region).collect()
}

fn of(at: Standing<'_>, metrics: &Metrics, dimension: Dimension) -> Vec<Series> {
    let Some(consumed) = metrics.consumed(dimension) else { return Vec::new() };
    let steps = Steps::of(metrics, &consumed);
    let seconds = f64::from(consumed.period_s.max(1));
    let busiest =
        steps.values(&consumed, f64::max).into_iter().map(|value| value.map(|units| units / seconds));
    let curve = |name: &str, values, tone| Curve { name: name.to_owned(), values, tone };
    let mut curves = vec![curve("consumed", busiest.collect(), Tone::Plain)];
    // What there was at its least is what the busiest had to do with.
    let capacity = metrics.series(Measure::Provisioned(dimension));
    curves.extend(capacity.map(|units| curve("capacity", steps.values(units, f64::min), Tone::Good)));
    let series = |what: String, more: &str, unit: &str, curves| Series {
        title: format!(
            "{what} in {}, the highest of each {}{more}",
            at.region(),
            words::seconds(steps.step_s)
        ),
        unit: unit.to_owned(),
        places: steps.places(),
        curves,
    };
    let what = dimension.as_str();
    let more = unmet(metrics, dimension).map(|unmet| format!("; {unmet}")).unwrap_or_default();
    let mut all = vec![series(format!("Consumed {what} units"), &more, "units/s", curves)];
    let throttled = metrics.measured(Measure::Throttled(dimension));
    if let Some(throttled) = throttled.filter(|measured| measured.series.sum() > 0.0) {
        let mut values = steps.values(&throttled.series, f64::max);
        // It is counted where it happens and nowhere else: where all of it was told, nothing is none.
        if throttled.completeness == Completeness::Complete {
            for value in &mut values {
                *value = value.or(Some(0.0));
            }
        }
        all.push(series(format!("Throttled {what}s"), "", "requests", vec![curve("", values, Tone::Bad)]));
    }
    all
}

/// The places of a picture: the window in even steps, each a whole number of periods.
struct Steps {
    start_epoch_s: i64,
    step_s: i64,
    count: i64,
}

impl Steps {
    fn of(metrics: &Metrics, series: &metrics::Series) -> Self {
        let length = metrics.end_epoch_s.saturating_sub(metrics.start_epoch_s).max(0);
        let period = i64::from(series.period_s.max(1));
        let least = period.saturating_mul((length / period / Series::MOST_PLACES).saturating_add(1));
        let even = STEPS_S.into_iter().find(|step_s| *step_s >= least && step_s % period == 0);
        let step_s = even.unwrap_or(least);
        Self { start_epoch_s: metrics.start_epoch_s, step_s, count: length / step_s }
    }

    /// For each step, what `of` makes of the periods that touch it; a step without any is a gap.
    fn values(&self, series: &metrics::Series, of: fn(f64, f64) -> f64) -> Vec<Option<f64>> {
        let mut values = vec![None; usize::try_from(self.count).unwrap_or_default()];
        let step = |epoch_s: i64| epoch_s.saturating_sub(self.start_epoch_s).div_euclid(self.step_s);
        for (at, value) in series.points() {
            let Some(value) = value else { continue };
            let last = at.saturating_add(i64::from(series.period_s.max(1)) - 1);
            for index in step(at).max(0)..=step(last).min(self.count - 1) {
                let slot = usize::try_from(index).ok().and_then(|index| values.get_mut(index));
                if let Some(slot) = slot {
                    *slot = Some(slot.map_or(value, |known| of(known, value)));
                }
            }
        }
        values
    }

    fn places(&self) -> Vec<String> {
        (0..self.count).map(|at| minute(self.start_epoch_s.saturating_add(at * self.step_s))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(length_s: i64, period_s: u32) -> (Steps, metrics::Series) {
        let points = (0..length_s / i64::from(period_s)).map(|at| (600 + at * i64::from(period_s), 1.0));
        let series = metrics::Series::from_points(600, 600 + length_s, period_s, points);
        let metrics = Metrics {
            start_epoch_s: 600,
            end_epoch_s: 600 + length_s,
            measured: Vec::new(),
            missing: Vec::new(),
            requested: 0,
        };
        (Steps::of(&metrics, &series), series)
    }

    #[test]
    fn a_long_window_is_drawn_in_steps() {
        let (hour, series) = steps(3600, 60);
        assert_eq!((hour.count, hour.step_s), (60, 60));
        assert_eq!(hour.values(&series, f64::max), vec![Some(1.0); 60]);
        assert_eq!(hour.places()[59], "1970-01-01 01:09Z");
        let (days, series) = steps(3 * 86400, 60);
        assert_eq!((days.count, days.step_s), (432, 600));
        assert!(days.values(&series, f64::max).iter().all(Option::is_some));
    }

    #[test]
    fn a_spike_is_never_lost_and_capacity_fills_its_whole_period() {
        let (hour, _) = steps(3600, 60);
        let capacity = metrics::Series::from_points(600, 4200, 300, [(600, 5.0), (1200, 9.0)]);
        let drawn = hour.values(&capacity, f64::min);
        assert_eq!((drawn[4], drawn[5], drawn[10], drawn[14]), (Some(5.0), None, Some(9.0), Some(9.0)));
        let (days, _) = steps(3 * 86400, 60);
        let spike =
            metrics::Series::from_points(600, 600 + 3 * 86400, 60, [(600, 1.0), (660, 7.0), (720, 2.0)]);
        assert_eq!(days.values(&spike, f64::max)[0], Some(7.0));
    }

    #[test]
    fn nonsense_is_no_panic() {
        let (mut nothing, series) = steps(3600, 60);
        nothing.count = 0;
        assert!(nothing.values(&series, f64::max).is_empty() && nothing.places().is_empty());
        let far = metrics::Series { start_epoch_s: i64::MIN, period_s: u32::MAX, values: vec![Some(1.0)] };
        let (hour, _) = steps(3600, 60);
        assert_eq!(hour.values(&far, f64::max), vec![None; 60]);
    }
}
