//! Each rule on a trace small enough to be done by hand.
#![expect(clippy::float_cmp, reason = "small whole numbers are exact")]

use super::super::{OnDemand, SimulationError, series, simulate};
use super::*;

const AT_ONCE: Service = Service { metric_delay_min: 0, update_min: 0 };

/// Vector 25: the high alarm of 1 unit at 70 % is above 42.0 a minute, strictly, for 2 points.
#[test]
fn the_high_alarm_takes_two_points_above_the_threshold() {
    let mode = scaled(Policy::new(1, 100, 70.0), 1);
    let at = |sums: &[f64]| {
        let trace = Trace { start_s: 0, period_s: 60, reads: vec![0.0; sums.len()], writes: sums.to_vec() };
        changes(&trace, &mode, &AT_ONCE)
    };
    assert_eq!(at(&[42.0; 60]), []);
    assert_eq!(at(&[0.0, 42.1, 0.0, 42.1, 0.0, 42.1, 0.0]), [], "never two in a row");
    assert_eq!(at(&[0.0, 42.1, 42.1, 0.0]), [(3, 2.0)]);
}

/// Vector 26: the low alarm of 12 units at 70 % is below 360 a minute for 15 points.
#[test]
fn the_low_alarm_takes_fifteen_points_below_the_threshold() {
    let mode = scaled(Policy::new(1, 100, 70.0), 12);
    let at = |sums: &[f64]| {
        let trace = Trace { start_s: 0, period_s: 60, reads: vec![0.0; sums.len()], writes: sums.to_vec() };
        changes(&trace, &mode, &AT_ONCE)
    };
    assert_eq!(at(&[360.0; 60]), []);
    // 359 / 60 / 0.7 is 8.55.
    assert_eq!(at(&[359.0; 16]), [(15, 9.0)]);
    let mut interrupted = [359.0; 29];
    interrupted[14] = 360.0;
    assert_eq!(at(&interrupted), []);
}

/// At 75 % it is 55 %: alarms below 66 for 2 units and 165 for 5 were seen.
#[test]
fn the_low_alarm_is_20_points_below_the_target() {
    for (capacity, threshold) in [(2, 66.0), (5, 165.0)] {
        let mode = scaled(Policy::new(1, 100, 75.0), capacity);
        assert_eq!(changes(&writes(0, &[(threshold / 60.0, 30)]), &mode, &AT_ONCE), []);
        let below = changes(&writes(0, &[(threshold / 60.0 - 0.9, 30)]), &mode, &AT_ONCE);
        assert_eq!(below.first().map(|change| change.0), Some(15));
    }
}

/// Vector 24: 150 consumed of 200 at 70 % make 215.
#[test]
fn the_new_capacity_is_rounded_up() {
    let mode = scaled(Policy::new(1, 1000, 70.0), 200);
    assert_eq!(changes(&writes(0, &[(150.0, 60)]), &mode, &AT_ONCE), [(2, 215.0)]);
}

/// The highest of the breaching points is taken, and the bounds hold.
#[test]
fn the_highest_point_counts_within_bounds() {
    let mode = scaled(Policy::new(1, 500, 50.0), 100);
    assert_eq!(changes(&writes(0, &[(60.0, 1), (80.0, 1), (60.0, 9)]), &mode, &AT_ONCE), [(2, 160.0)]);
    let mode = scaled(Policy::new(1, 150, 50.0), 100);
    assert_eq!(changes(&writes(0, &[(60.0, 1), (80.0, 1), (60.0, 9)]), &mode, &AT_ONCE), [(2, 150.0)]);
}

/// From the end of the second breaching minute (11) to new capacity: four minutes and one.
#[test]
fn new_capacity_comes_late() {
    let mode = scaled(Policy::new(10, 1000, 50.0), 10);
    let trace = writes(0, &[(1.0, 10), (8.0, 50)]);
    assert_eq!(changes(&trace, &mode, &Service::default()), [(17, 16.0)]);
    let slow = Service { metric_delay_min: 45, update_min: 3 };
    assert_eq!(changes(&trace, &mode, &slow), []);
    let trace = writes(0, &[(1.0, 10), (8.0, 90)]);
    assert_eq!(changes(&trace, &mode, &slow), [(60, 16.0)]);
}

/// Throttled load hides itself: what ten times the capacity asks for grows by 1 / 0.7 at a time.
#[test]
fn a_table_at_its_limit_grows_step_by_step() {
    let mode = scaled(Policy::new(100, 10_000, 70.0), 100);
    let trace = writes(0, &[(1000.0, 12)]);
    let changed = changes(&trace, &mode, &AT_ONCE);
    // 100 / 0.7 = 142.9, 143 / 0.7 = 204.3, and so on, every second minute.
    assert_eq!(changed[..3], [(2, 143.0), (4, 205.0), (6, 293.0)]);
    let outcome = simulate(&trace, &mode, &AT_ONCE).expect("is possible");
    assert_eq!(outcome.write.served_units, 60.0 * 2.0 * (100.0 + 143.0 + 205.0 + 293.0 + 419.0 + 599.0));
    assert_eq!(outcome.write.demanded_units(), 12.0 * 60_000.0);
    assert_eq!((outcome.write.throttled_minutes, outcome.throttled_minutes), (12, 12));
}

/// An idle table is pulled back to its minimum, as was seen of real ones.
#[test]
fn an_idle_table_falls_to_its_minimum() {
    let mode = scaled(Policy::new(5, 100, 70.0), 80);
    assert_eq!(changes(&writes(0, &[(0.0, 60)]), &mode, &Service::default()), [(20, 5.0)]);
}

/// Vector 32: four decreases at any time, the next an hour after the last, all forgotten at midnight.
#[test]
fn decreases_are_limited() {
    // Every 16 minutes a tenth less, from 11 o'clock.
    let levels: Vec<(f64, usize)> = (0..12).map(|step| (700.0 * 0.6_f64.powi(step), 16)).collect();
    let mode = scaled(Policy::new(1, 2000, 70.0), 1000);
    let trace = writes(MIDNIGHT + 11 * 3600, &levels);
    let outcome = simulate(&trace, &mode, &AT_ONCE).expect("is possible");
    let changed = changes(&trace, &mode, &AT_ONCE);
    let at: Vec<usize> = changed.iter().map(|change| change.0).collect();
    assert_eq!(at, [31, 47, 63, 79, 139], "four, then 60 minutes after the fourth; 199 is after the end");
    assert!(outcome.write.provisioned.expect("is").refused_decreases > 60);
    // The same from 23:00: two before midnight, four at any time after it, and one an hour later.
    let late = changes(&writes(MIDNIGHT - 3600, &levels), &mode, &AT_ONCE);
    assert_eq!(late.iter().map(|change| change.0).collect::<Vec<_>>(), [31, 47, 63, 79, 95, 111, 171]);
}

/// Reads and writes share the decreases.
#[test]
fn the_budget_is_the_tables() {
    let levels: Vec<(f64, usize)> = (0..4).map(|step| (700.0 * 0.5_f64.powi(step), 16)).collect();
    let mut trace = writes(MIDNIGHT, &levels);
    trace.reads = trace.writes.clone();
    let policy = Policy::new(1, 2000, 70.0);
    let mode = Mode::AutoScaled {
        policies: Policies { read: policy, write: policy },
        initial: Some(PerDimension { read: 1000, write: 1000 }),
    };
    let outcome = simulate(&trace, &mode, &AT_ONCE).expect("is possible");
    let (read, write) = (outcome.read.provisioned.expect("is"), outcome.write.provisioned.expect("is"));
    assert_eq!((read.scale_ins, write.scale_ins), (2, 2), "each of three would be six");
    assert_eq!((read.refused_decreases, write.refused_decreases), (1, 1));
}

/// A scale-in cooldown blocks the next scale-in, and a scale-out ends it.
#[test]
fn a_scale_in_cooldown_waits() {
    let policy = Policy { scale_in_cooldown_s: 3600, ..Policy::new(1, 2000, 70.0) };
    let trace = writes(MIDNIGHT, &[(300.0, 20), (100.0, 80)]);
    let mode = scaled(policy, 1000);
    assert_eq!(changes(&trace, &mode, &AT_ONCE), [(15, 429.0), (75, 143.0)]);
    let trace = writes(MIDNIGHT, &[(300.0, 20), (400.0, 5), (100.0, 40)]);
    assert_eq!(changes(&trace, &mode, &AT_ONCE), [(15, 429.0), (22, 572.0), (40, 143.0)]);
}

/// A scale-out cooldown lets only a larger step pass.
#[test]
fn a_scale_out_cooldown_waits_but_for_a_larger_step() {
    let policy = Policy { scale_out_cooldown_s: 600, ..Policy::new(1, 5000, 50.0) };
    let mode = scaled(policy, 100);
    // +100 at minute 2; +60 has to wait until 12.
    let trace = writes(MIDNIGHT, &[(100.0, 4), (130.0, 20)]);
    assert_eq!(changes(&trace, &mode, &AT_ONCE), [(2, 200.0), (12, 260.0)]);
    // +140 does not.
    let trace = writes(MIDNIGHT, &[(100.0, 4), (170.0, 20)]);
    assert_eq!(changes(&trace, &mode, &AT_ONCE), [(2, 200.0), (6, 340.0)]);
}

/// The first minute's demand decides where a simulation begins, unless the caller does; the bounds hold.
#[test]
fn where_it_begins() {
    let policies = Policies { read: Policy::new(2, 9, 50.0), write: Policy::new(5, 100, 50.0) };
    let trace = writes(MIDNIGHT, &[(20.0, 5)]);
    let first = |initial| {
        let mut all = All::default();
        simulate_into(&trace, &Mode::AutoScaled { policies, initial }, &Service::default(), &mut all)
            .expect("is possible");
        (all.0[0].read.capacity, all.0[0].write.capacity)
    };
    assert_eq!(first(None), (2.0, 40.0));
    assert_eq!(first(Some(PerDimension { read: 50, write: 1 })), (9.0, 5.0));
}

/// Clock hours are charged by their highest capacity, and what the trace holds of them.
#[test]
fn hours_are_charged_by_their_highest_capacity() {
    // From half past: 10 units; 20 from minute 2 on (12:32).
    let mode = scaled(Policy::new(10, 20, 50.0), 10);
    let trace = writes(MIDNIGHT + 12 * 3600 + 1800, &[(10.0, 60)]);
    let used = simulate(&trace, &mode, &AT_ONCE).expect("is possible").write.provisioned.expect("is");
    assert_eq!(used.unit_hours, 20.0, "two half hours at 20");
    assert!((used.mean_unit_hours - (2.0 * 10.0 + 58.0 * 20.0) / 60.0).abs() < 1e-9);
    assert_eq!((used.min_capacity, used.max_capacity, used.scale_outs), (10, 20, 1));
    assert!((used.mean_capacity - (2.0 * 10.0 + 58.0 * 20.0) / 60.0).abs() < 1e-9);
    assert!((used.mean_utilisation - 600.0 / (2.0 * 10.0 + 58.0 * 20.0)).abs() < 1e-9);
    assert_eq!(used.max_utilisation, 1.0);
}

/// What ends when an hour begins is not charged in it.
#[test]
fn a_decrease_on_the_hour_is_charged_from_the_hour() {
    let mode = scaled(Policy::new(10, 100, 50.0), 100);
    // 15 points of nothing end at 13:00.
    let trace = writes(MIDNIGHT + 12 * 3600 + 45 * 60, &[(0.0, 75)]);
    let used = simulate(&trace, &mode, &AT_ONCE).expect("is possible").write.provisioned.expect("is");
    assert_eq!(used.unit_hours, 100.0 * 0.25 + 10.0);
}

#[test]
fn fixed_capacity_serves_what_it_can() {
    let mode = Mode::Fixed(PerDimension { read: 1, write: 10 });
    let trace = writes(MIDNIGHT, &[(0.0, 5), (20.0, 10)]);
    let outcome = simulate(&trace, &mode, &Service::default()).expect("is possible");
    // 3,000 units are kept for the burst; it carries 600 a minute more for five minutes.
    assert_eq!(outcome.write.throttled_minutes, 5);
    assert_eq!(outcome.write.throttled_units, 5.0 * 600.0);
    assert_eq!(outcome.write.provisioned.expect("is").unit_hours, 2.5);
    assert_eq!(outcome.write.provisioned.expect("is").max_utilisation, 2.0);
    let usd = outcome.provisioned_usd(PerDimension { read: 0.00013, write: 0.00065 });
    assert!((usd - (0.25 * 0.00013 + 2.5 * 0.00065)).abs() < 1e-12);
}

/// Vectors 29 and 30, on a trace.
#[test]
fn on_demand_serves_twice_the_previous_peak() {
    let trace = writes(MIDNIGHT, &[(3_000.0, 40), (7_000.0, 30)]);
    let outcome =
        simulate(&trace, &Mode::OnDemand(OnDemand::default()), &Service::default()).expect("is possible");
    // 4,000 at the start; 3,000 for half an hour make 6,000; 6,000 served for half an hour would make 12,000.
    assert_eq!(outcome.write.throttled_units, 30.0 * 60.0 * 1_000.0);
    assert_eq!((outcome.write.throttled_minutes, outcome.write.provisioned), (30, None));
    assert_eq!(outcome.write.unit_hours(), 0.0);
}

/// Vector 31: that a hot partition takes from its neighbours is assumed throughout: a minute is even over partitions.
#[test]
fn a_hot_partition_within_the_tables_capacity_is_served() {
    let mode = Mode::Fixed(PerDimension { read: 1, write: 400 });
    let trace = writes(MIDNIGHT, &[(50.0 * 3.0 + 150.0, 60)]);
    let outcome = simulate(&trace, &mode, &Service::default()).expect("is possible");
    assert_eq!(outcome.throttled_minutes, 0);
}

#[test]
fn a_series_adds_up() {
    let mode = Mode::Fixed(PerDimension { read: 1, write: 10 });
    let trace = writes(MIDNIGHT, &[(0.0, 5), (20.0, 7)]);
    let (outcome, buckets) = series(&trace, &mode, &Service::default(), 5).expect("is possible");
    assert_eq!(buckets.iter().map(|bucket| bucket.minutes).collect::<Vec<_>>(), [5, 5, 2]);
    assert_eq!(buckets[2].start_s, MIDNIGHT + 600);
    assert_eq!((buckets[1].of.write.demand, buckets[1].of.write.consumed), (20.0, 20.0));
    assert_eq!((buckets[2].of.write.consumed, buckets[2].of.write.peak_demand), (10.0, 20.0));
    let throttled: f64 = buckets.iter().map(|bucket| bucket.of.write.throttled_units).sum();
    assert_eq!(throttled, outcome.write.throttled_units);
    let json = serde_json::to_value(buckets[0]).expect("is JSON");
    assert_eq!(json["write"]["capacity"], 10.0);
}

#[test]
fn the_impossible_is_refused() {
    let trace = writes(MIDNIGHT, &[(1.0, 3)]);
    let told =
        |mode: &Mode| simulate(&trace, mode, &Service::default()).expect_err("is impossible").to_string();
    assert!(told(&scaled(Policy::new(0, 10, 70.0), 1)).contains("write capacity is 0"));
    assert!(told(&scaled(Policy::new(11, 10, 70.0), 1)).contains("minimum 11 is above its maximum 10"));
    for target in [19.9, 90.1, f64::NAN, f64::INFINITY] {
        assert!(told(&scaled(Policy::new(1, 10, target), 1)).contains("takes 20 to 90"));
    }
    assert!(
        told(&Mode::Fixed(PerDimension { read: 1, write: u64::MAX })).contains("more than can be simulated")
    );
    let start = PerDimension { read: f64::NAN, write: 1.0 };
    assert!(told(&Mode::OnDemand(OnDemand { start, quota: None })).contains("no throughput"));
    let uneven = Trace { reads: vec![], ..trace.clone() };
    let mode = Mode::Fixed(PerDimension { read: 1, write: 1 });
    let error = simulate(&uneven, &mode, &Service::default()).expect_err("is impossible");
    assert_eq!(error, SimulationError::Trace { reads: 0, writes: 3 });
    let slow = Service { metric_delay_min: 46, update_min: 1 };
    assert!(matches!(simulate(&trace, &mode, &slow), Err(SimulationError::Delays { .. })));
}
