//! Every state of a lag.

use chalkstore::aws::Asked;
use chalkstore::aws::{Failure, FailureKind};
use chalkstore::metrics::{Completeness, MissingSpan, Series};
use chalkstore::replication::lag::State;
use chalkstore::report::Status::{Fail, Pass, Unknown, Warn};

use super::store::{EAST, END, MINUTES, START, WEST, good_table};
use crate::support::asked::{absent, answer, denied};

fn state(store: &super::store::Store) -> State {
    store.lag(EAST, WEST).state
}

#[test]
fn points_to_the_end_are_a_measurement() {
    let lag = good_table().lag(EAST, WEST);
    assert_eq!(lag.state, State::Measured);
    let all = lag.statistics.expect("there are points");
    assert_eq!((all.points, all.max_ms, all.p99_ms), (180, 960.0, Some(960.0)));
    assert_eq!(lag.newest_age_s, Some(200));
    assert!(lag.points.gaps.is_empty());
}

#[test]
fn writes_without_points_are_a_stall() {
    let mut store = good_table();
    store.latency(EAST, WEST, |_| None);
    assert_eq!(state(&store), State::Stalled);
    let told = store.expect(("LAG002", Fail));
    assert!(
        told.starts_with("chalk us-east-1 -> us-west-2: no point of ReplicationLatency in 3 h"),
        "{told}"
    );
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("write a marker with --canary to be sure"), "{told}");
    // Nothing arrived for three hours: that is what would be lost.
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("2 h 59 min or more"), "{told}");
}

#[test]
fn points_that_stop_while_writes_go_on_are_a_stall() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.at_least_ms), (State::Stalled, Some(29.0 * 60_000.0)));
    assert_eq!(lag.newest_age_s, Some(30 * 60 + 200));
    store.expect(("LAG002", Fail));
    store.expect(("LAG003", Fail));
}

#[test]
fn points_that_stop_with_the_writes_are_idle() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    store.writes(EAST, |at| Some(if at < MINUTES - 30 { 600.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Idle);
    store.expect(("LAG002", Pass));
    store.expect(("LAG003", Pass));
}

/// No points of what was written are no zeros: `CloudWatch` itself may be silent.
#[test]
fn points_that_stop_together_are_stale() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    store.writes(EAST, |at| (at < MINUTES - 30).then_some(600.0));
    assert_eq!(state(&store), State::Stale);
    for code in ["LAG001", "LAG002", "LAG003"] {
        store.expect((code, Unknown));
    }
    // Zeros that end long before the window does are not enough either.
    store.writes(EAST, |at| match at {
        at if at < MINUTES - 30 => Some(600.0),
        at if at < MINUTES - 20 => Some(0.0),
        _ => None,
    });
    assert_eq!(state(&store), State::Stale);
}

#[test]
fn zero_from_the_first_point_is_no_lag() {
    let mut store = good_table();
    store.latency(EAST, WEST, |_| Some(0.0));
    assert_eq!(state(&store), State::Suspect);
    let told = store.expect(("LAG002", Warn));
    assert!(told.contains("is 0 in the whole window while writes went on"), "{told}");
    store.expect(("LAG001", Unknown));
    store.expect(("LAG003", Unknown));
    let gauges = store.assess().gauges;
    let east = |label: &(&str, String)| label.0 == "from" && label.1 == EAST;
    assert!(!gauges.iter().any(|one| one.name == "replication_lag_seconds" && one.labels.iter().any(east)));
    // A single point is no better, nor one that has stopped.
    store.latency(EAST, WEST, |at| (at == MINUTES - 1).then_some(0.0));
    store.writes(EAST, |at| Some(if at >= MINUTES - 3 { 600.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Suspect);
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(0.0));
    store.writes(EAST, |at| Some(if at < MINUTES - 30 { 600.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Suspect);
    // What was written is not known.
    store.latency(EAST, WEST, |_| Some(0.0));
    store.table().regions[0].writes = denied();
    assert_eq!(state(&store), State::Unknown);
    store.expect(("LAG002", Unknown));
    // Nothing was.
    let mut store = good_table();
    store.latency(EAST, WEST, |_| Some(0.0));
    store.writes(EAST, |_| Some(0.0));
    assert_eq!(state(&store), State::Measured);
}

#[test]
fn a_stop_in_the_midst_of_the_window_is_told() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (!(10..55).contains(&at)).then_some(900.0));
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.at_least_ms), (State::Measured, Some(44.0 * 60_000.0)));
    let told = store.expect(("LAG002", Warn));
    assert!(told.contains("chalk us-east-1 -> us-west-2: it had stopped from 12:11Z to 12:55Z"), "{told}");
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("it had stopped for up to 44 min in the window (LAG002)"), "{told}");
    // It begins with the first write in it; the longest of several counts.
    store.writes(EAST, |at| Some(if (10..35).contains(&at) { 0.0 } else { 600.0 }));
    assert_eq!(store.lag(EAST, WEST).at_least_ms, Some(19.0 * 60_000.0));
    store.latency(EAST, WEST, |at| (!(40..50).contains(&at) && !(60..90).contains(&at)).then_some(900.0));
    assert_eq!(store.lag(EAST, WEST).at_least_ms, Some(29.0 * 60_000.0));
    // Four minutes may be late points.
    store.latency(EAST, WEST, |at| (!(40..44).contains(&at)).then_some(900.0));
    assert_eq!(store.lag(EAST, WEST).stopped, None);
    store.expect(("LAG002", Pass));
}

/// A stretch without points is no good stretch where nobody knows what was written in it.
#[test]
fn a_gap_of_which_nobody_knows_is_not_measured() {
    let gap = |store: &mut super::store::Store| {
        store.latency(EAST, WEST, |at| (!(10..170).contains(&at)).then_some(900.0));
    };
    let mut store = good_table();
    gap(&mut store);
    store.table().regions[0].writes = denied();
    assert_eq!(state(&store), State::Stale);
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("no point of ReplicationLatency from 12:10Z to 14:50Z"), "{told}");
    store.expect(("LAG003", Unknown));
    let mut store = good_table();
    gap(&mut store);
    answer(&mut store.table().regions[0].writes).dimensions.remove("Source");
    assert_eq!(state(&store), State::Stale);
    // Nothing was written.
    store.writes(EAST, |at| Some(if (10..170).contains(&at) { 0.0 } else { 600.0 }));
    assert_eq!(state(&store), State::Measured);
}

/// Points of a lag come from writes: a metric of these that has no point at all is not the one.
#[test]
fn points_without_any_write_are_not_idle() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 120).then_some(900.0));
    store.writes(EAST, |_| None);
    assert_eq!(state(&store), State::Stale);
    store.expect(("LAG002", Unknown));
}

/// Points of an hour are late by minutes all the same.
#[test]
fn a_point_of_an_hour_is_not_late_by_two() {
    let mut store = good_table();
    let hours = 24 * 90;
    store.evidence.window.start_epoch_s = END - hours * 3600;
    store.evidence.window.period_s = 3600;
    let series = |count: i64| {
        let start = END - hours * 3600;
        Series::from_points(start, END, 3600, (0..count).map(|at| (start + at * 3600, 900.0)))
    };
    answer(&mut store.table().regions[0].writes).series = series(hours);
    answer(&mut store.table().directions[0].max).series = series(hours);
    assert_eq!(state(&store), State::Measured);
    let lag = store.lag(EAST, WEST);
    assert!(
        lag.notes.iter().any(|note| note.contains("points of 1 h: a shorter stop is not seen")),
        "{lag:?}"
    );
    answer(&mut store.table().directions[0].max).series = series(hours - 2);
    assert_eq!(state(&store), State::Stalled);
    let told = store.expect(("LAG002", Fail));
    assert!(told.contains("from 2026-09-21"), "{told}");
}

/// What is written to every hour has points an hour apart: that is no metric of an hour.
#[test]
fn a_stall_of_what_is_seldom_written_to_is_seen() {
    let mut store = good_table();
    let hourly =
        |count: i64| Series::from_points(START, END, 3600, (0..count).map(|at| (START + at * 3600, 900.0)));
    answer(&mut store.table().directions[0].max).series = hourly(2);
    store.writes(EAST, |at| Some(if at % 60 == 0 { 600.0 } else { 0.0 }));
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.at_least_ms), (State::Stalled, Some(59.0 * 60_000.0)), "{}", lag.why);
    assert_eq!(lag.newest_age_s, Some(2 * 3600 - 300 + 200));
    answer(&mut store.table().directions[0].max).series = hourly(3);
    assert_eq!(state(&store), State::Idle);
}

#[test]
fn one_way_without_writes_is_idle_and_no_zero() {
    let mut store = good_table();
    store.latency(WEST, EAST, |_| None);
    store.writes(WEST, |_| None);
    let lag = store.lag(WEST, EAST);
    assert_eq!((lag.state, lag.statistics, lag.worst_ms()), (State::Idle, None, None));
    let told = store.expect(("LAG001", Pass));
    assert!(told.contains("nothing was written"), "{told}");
    store.expect(("LAG002", Pass));
    store.expect(("LAG003", Pass));
}

#[test]
fn nothing_written_anywhere_leaves_the_lag_unknown() {
    let mut store = good_table();
    for (from, to) in [(EAST, WEST), (WEST, EAST)] {
        store.latency(from, to, |_| None);
        store.writes(from, |_| Some(0.0));
    }
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("--canary"), "{told}");
    store.expect(("LAG003", Unknown));
    store.expect(("LAG002", Pass));
    // A marker that arrived is a measurement.
    store.table().canary = Some(super::parts::canary());
    store.expect(("LAG001", Pass));
    store.expect(("LAG003", Pass));
}

#[test]
fn writes_that_are_not_known_leave_it_stale() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    store.table().regions[0].writes = denied();
    assert_eq!(state(&store), State::Stale);
    store.expect(("LAG001", Unknown));
    store.expect(("LAG002", Unknown));
    store.expect(("LAG003", Unknown));
    // Without points it is not even that.
    store.latency(EAST, WEST, |_| None);
    assert_eq!(state(&store), State::Unknown);
}

#[test]
fn writes_of_other_regions_prove_no_stall() {
    let mut store = good_table();
    answer(&mut store.table().regions[0].writes).dimensions.remove("Source");
    store.latency(EAST, WEST, |_| None);
    assert_eq!(state(&store), State::Unknown);
    store.expect(("LAG002", Unknown));
    // Where nothing was consumed at all, nothing came from anywhere.
    store.writes(EAST, |_| Some(0.0));
    assert_eq!(state(&store), State::Idle);
}

#[test]
fn late_points_are_not_called_stopped() {
    // One minute is missing, or two: 320 s after the newest point.
    let mut store = good_table();
    for missing in [1, 2] {
        store.latency(EAST, WEST, |at| (at < MINUTES - missing).then_some(900.0));
        assert_eq!(state(&store), State::Measured);
    }
    // Three are: that is too many, 380 s after.
    store.latency(EAST, WEST, |at| (at < MINUTES - 3).then_some(900.0));
    assert_eq!(state(&store), State::Stalled);
    // The same of five minutes' points: one may be late, three may not.
    let five =
        |count: i64| Series::from_points(START, END, 300, (0..count).map(|at| (START + at * 300, 900.0)));
    answer(&mut store.table().directions[0].max).series = five(MINUTES / 5 - 1);
    assert_eq!(state(&store), State::Measured);
    answer(&mut store.table().directions[0].max).series = five(MINUTES / 5 - 3);
    assert_eq!(state(&store), State::Stalled);
}

#[test]
fn writes_that_have_just_begun_prove_nothing() {
    let mut store = good_table();
    store.latency(EAST, WEST, |_| None);
    store.writes(EAST, |at| (at >= MINUTES - 2).then_some(600.0));
    let lag = store.lag(EAST, WEST);
    assert_eq!(lag.state, State::Unknown, "{}", lag.why);
    assert!(lag.why.contains("too early to tell"), "{}", lag.why);
}

#[test]
fn a_drop_to_zero_with_writes_is_suspicious() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| Some(if at < MINUTES - 20 { 900.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Suspect);
    let told = store.expect(("LAG002", Warn));
    assert!(told.contains("dropped to 0"), "{told}");
    store.expect(("LAG001", Unknown));
    store.expect(("LAG003", Unknown));
    // Without writes it is none.
    store.writes(EAST, |at| Some(if at < MINUTES - 20 { 600.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Measured);
    // Missing points are no zeros, and where nobody knows who wrote, 0 for long is no lag either.
    store.writes(EAST, |at| (at < MINUTES - 20).then_some(600.0));
    assert_eq!(state(&store), State::Unknown);
    store.writes(EAST, |_| Some(600.0));
    answer(&mut store.table().regions[0].writes).dimensions.remove("Source");
    assert_eq!(state(&store), State::Unknown);
    store.table().regions[0].writes = denied();
    assert_eq!(state(&store), State::Unknown);
    store.expect(("LAG001", Unknown));
    store.latency(EAST, WEST, |at| Some(if at < MINUTES - 3 { 900.0 } else { 0.0 }));
    assert_eq!(state(&store), State::Measured);
    // A single zero is none either, and an earlier one that ended.
    let mut store = good_table();
    store.latency(EAST, WEST, |at| Some(if (40..90).contains(&at) { 0.0 } else { 900.0 }));
    assert_eq!(state(&store), State::Measured);
}

#[test]
fn a_part_is_not_all() {
    let partial = Completeness::Partial(vec!["PartialData: more later".into()]);
    let mut store = good_table();
    answer(&mut store.table().directions[0].max).completeness = partial;
    let lag = store.lag(EAST, WEST);
    assert_eq!(lag.state, State::Unknown);
    assert!(lag.statistics.is_some() && lag.why.contains("PartialData"), "{}", lag.why);
    store.expect(("LAG001", Unknown));
    store.expect(("LAG003", Unknown));
    // What came is bad enough already.
    store.latency(EAST, WEST, |_| Some(90_000.0));
    store.expect(("LAG003", Fail));

    let mut store = good_table();
    answer(&mut store.table().directions[0].max).missing = vec![MissingSpan {
        start_epoch_s: START,
        end_epoch_s: END,
        failure: Failure::new(FailureKind::Throttled, "Rate exceeded"),
    }];
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("Rate exceeded"), "{told}");
}

#[test]
fn a_part_of_the_writes_proves_no_idleness() {
    let mut store = good_table();
    store.latency(EAST, WEST, |_| None);
    store.writes(EAST, |_| None);
    answer(&mut store.table().regions[0].writes).completeness = Completeness::Partial(vec!["x".into()]);
    assert_eq!(state(&store), State::Unknown);
}

#[test]
fn what_may_not_be_read_is_unknown_with_the_permission() {
    let mut store = good_table();
    for direction in &mut store.table().directions {
        direction.max = denied();
        direction.average = denied();
    }
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("allow cloudwatch:GetMetricData"), "{told}");
    store.expect(("LAG002", Unknown));
    store.expect(("LAG003", Unknown));
    // With the means there is something, and it says so.
    let average = good_table().table().directions[0].average.clone();
    store.table().directions[0].average = average;
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.statistics.map(|all| all.max_ms)), (State::Measured, Some(660.0)));
    assert!(lag.notes[0].contains("means"), "{:?}", lag.notes);
}

#[test]
fn strong_consistency_has_no_lag() {
    let mut store = good_table();
    for at in 0..2 {
        answer(&mut store.table().regions[at].described).multi_region_consistency = Some("STRONG".into());
        store.table().directions[at].max = denied();
        store.table().directions[at].average = denied();
    }
    assert_eq!(state(&store), State::Consistent);
    for code in ["LAG001", "LAG002", "LAG003", "LAG010"] {
        store.expect((code, Pass));
    }
    // What one end says is not said of the other.
    answer(&mut store.table().regions[1].described).multi_region_consistency = Some("EVENTUAL".into());
    assert_eq!(state(&store), State::Unknown);
    store.table().regions[1].described = denied();
    assert_eq!(state(&store), State::Unknown);
    // There is no copy to be consistent.
    store.table().regions[1].described = absent();
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.why.as_str()), (State::Unknown, "there is no table in us-west-2"));
    store.expect(("LAG003", Unknown));
}

#[test]
fn values_that_are_no_lag_are_left_out() {
    let mut store = good_table();
    let values = [Some(-1.0), Some(f64::NAN), Some(f64::INFINITY), Some(5.0), None, Some(1e15)];
    let series = Series { start_epoch_s: END - 360, period_s: 60, values: values.into() };
    answer(&mut store.table().directions[0].max).series = series;
    let lag = store.lag(EAST, WEST);
    let all = lag.statistics.expect("there are points");
    assert_eq!((lag.state, all.points, all.max_ms, lag.points.refused), (State::Measured, 2, 1e15, 3));
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains(" d "), "{told}");
    // Nothing else came.
    let series = Series { start_epoch_s: END - 360, period_s: 0, values: vec![Some(-1.0); 3] };
    answer(&mut store.table().directions[0].max).series = series;
    assert_eq!(state(&store), State::Unknown);
}

#[test]
fn a_region_that_was_asked_for_nothing_is_unknown() {
    let mut store = good_table();
    store.table().directions.clear();
    store.table().regions[0].described = Asked::Failed(Failure::new(FailureKind::Timeout, "no answer"));
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("DescribeTable") && told.contains("--timeout"), "{told}");
    let mut store = good_table();
    store.table().directions.clear();
    store.table().regions.clear();
    store.expect(("LAG001", Unknown));
    store.expect(("LAG003", Unknown));
    store.expect(("LAG010", Unknown));
}
