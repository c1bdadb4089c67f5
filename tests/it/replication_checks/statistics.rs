//! What a series comes to, beside a slow reference.

use chalkstore::metrics::{LATE_S, Series, WindowSeen};
use chalkstore::replication::statistics::{LEAST_FOR_P99, Points, Statistics};
use proptest::prelude::*;

use crate::support::asked::answer;

/// The smallest value such that so many percent of all are not above it.
fn slow(values: &[f64], percent: f64) -> f64 {
    let enough = |limit: f64| {
        let below = values.iter().filter(|value| **value <= limit).count();
        let number = |count: usize| f64::from(u32::try_from(count).expect("is small"));
        number(below) * 100.0 >= percent * number(values.len())
    };
    values.iter().copied().filter(|value| enough(*value)).fold(f64::INFINITY, f64::min)
}

fn window(start_epoch_s: i64, end_epoch_s: i64) -> WindowSeen {
    let wanted_s = (end_epoch_s - start_epoch_s).unsigned_abs();
    WindowSeen { wanted_s, start_epoch_s, end_epoch_s, period_s: 60 }
}

#[test]
fn p99_takes_a_hundred_points() {
    let values: Vec<f64> = (1..=100).map(f64::from).collect();
    let all = Statistics::of(&values).expect("values");
    assert_eq!((all.p50_ms, all.p99_ms, all.max_ms, all.last_ms), (50.0, Some(99.0), 100.0, 100.0));
    let fewer = Statistics::of(&values[..LEAST_FOR_P99 - 1]).expect("values");
    assert_eq!((fewer.p99_ms, fewer.points), (None, 99));
    assert_eq!(Statistics::of(&[]), None);
}

#[test]
fn gaps_are_whole_periods_of_the_window() {
    let window = window(600, 1800);
    let of = |start: i64, period_s: u32, values: &[Option<f64>]| {
        let series = Series { start_epoch_s: start, period_s, values: values.to_vec() };
        let points = Points::of(&series, &window, 1.0);
        let gaps: Vec<(i64, i64)> =
            points.gaps.iter().map(|gap| (gap.start_epoch_s, gap.end_epoch_s)).collect();
        (points.values.len(), gaps)
    };
    let (one, none) = (Some(1.0), None);
    assert_eq!(of(600, 60, &[]), (0, vec![(600, 1800)]));
    assert_eq!(of(600, 60, &[one; 20]), (20, Vec::new()));
    assert_eq!(of(720, 60, &[one, none, none, one]), (2, vec![(600, 720), (780, 900), (960, 1800)]));
    // A window that begins within a period: that is no gap, and neither is a point of before it.
    assert_eq!(of(450, 300, &[one; 6]), (4, Vec::new()));
    assert_eq!(of(750, 300, &[one, none, one]), (2, vec![(1050, 1350)]));
    // Five minutes.
    assert_eq!(of(900, 300, &[one, none, one]), (2, vec![(600, 900), (1200, 1500)]));
}

#[test]
fn seconds_become_milliseconds() {
    let series = Series { start_epoch_s: 600, period_s: 60, values: vec![Some(1.5)] };
    assert_eq!(Points::of(&series, &window(600, 1800), 1000.0).values, [(600, 1500.0)]);
}

proptest! {
    #[test]
    fn percentiles_are_those_of_the_slow_reference(values in prop::collection::vec(0.0..1e9_f64, 1..400)) {
        let all = Statistics::of(&values).expect("values");
        prop_assert!(all.p50_ms.total_cmp(&slow(&values, 50.0)).is_eq());
        prop_assert_eq!(all.p99_ms, (values.len() >= 100).then(|| slow(&values, 99.0)));
        prop_assert!(all.max_ms.total_cmp(&slow(&values, 100.0)).is_eq());
        prop_assert_eq!(Some(&all.last_ms), values.last());
        prop_assert!(all.p50_ms <= all.p99_ms.unwrap_or(all.max_ms) && all.p99_ms.unwrap_or(0.0) <= all.max_ms);
    }

    #[test]
    fn points_and_gaps_fill_the_window(
        values in prop::collection::vec(prop::option::of(-5.0..100.0_f64), 0..60),
        start in -2000_i64..4000,
        period_s in prop::sample::select(vec![1_u32, 60, 300]),
    ) {
        let window = window(600, 1800);
        let series = Series { start_epoch_s: start, period_s, values };
        let points = Points::of(&series, &window, 1.0);
        let period = i64::from(period_s);
        prop_assert!(points.values.iter().all(|(at, value)| (600..1800).contains(at) && *value >= 0.0));
        let mut last = i64::MIN;
        for gap in &points.gaps {
            prop_assert!(gap.seconds() >= period && gap.seconds() % period == 0, "{gap:?}");
            prop_assert!(gap.start_epoch_s >= 600 && gap.end_epoch_s <= 1800 && gap.start_epoch_s >= last);
            last = gap.end_epoch_s;
            prop_assert!(!points.values.iter().any(|(at, _)| *at >= gap.start_epoch_s && *at < gap.end_epoch_s));
        }
        let seconds: i64 = points.gaps.iter().map(|gap| gap.seconds()).sum();
        let covered = i64::try_from(points.values.len()).expect("few") * period;
        // But for a part of a period at either end.
        let missing = 1200 - seconds - covered;
        prop_assert!(missing > -2 * period && missing < LATE_S + 2 * period, "{seconds} {covered}");
    }

    #[test]
    fn any_series_is_judged_without_panic(
        start in any::<i64>(),
        period_s in any::<u32>(),
        values in prop::collection::vec(prop::option::of(any::<f64>()), 0..8),
        end in any::<i64>(),
    ) {
        let mut store = super::store::good_table();
        store.evidence.window.end_epoch_s = end.max(store.evidence.window.start_epoch_s).min(store.evidence.window.start_epoch_s + 40_000_000);
        let series = Series { start_epoch_s: start, period_s, values };
        answer(&mut store.table().directions[0].max).series = series.clone();
        answer(&mut store.table().regions[0].writes).series = series;
        let assessment = store.assess();
        prop_assert!(!assessment.findings.is_empty());
        prop_assert!(assessment.gauges.iter().all(|gauge| gauge.value.is_finite()));
    }
}
