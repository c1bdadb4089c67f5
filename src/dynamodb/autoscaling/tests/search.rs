//! The search for policies.

use super::super::{Bounds, Goal, optimize, simulate};
use super::*;

const GOAL: Goal =
    Goal { usd_per_unit_hour: PerDimension { read: 0.00013, write: 0.00065 }, max_throttled_share: 0.001 };

/// Four days of busy days and quiet nights.
fn days() -> Trace {
    let day = |peak: f64| {
        move |minute: u32| {
            let hours = f64::from(minute % 1440) / 60.0;
            (peak * (1.0 - 0.8 * (hours * std::f64::consts::TAU / 24.0).cos())).round() * 60.0
        }
    };
    Trace {
        start_s: MIDNIGHT,
        period_s: 60,
        reads: (0..4 * 1440).map(day(1000.0)).collect(),
        writes: (0..4 * 1440).map(day(100.0)).collect(),
    }
}

#[test]
fn the_best_keeps_the_limit_and_beats_the_usual_policy() {
    let trace = days();
    let bounds = Bounds { candidates: 300, ..Bounds::default() };
    let search = optimize(&trace, &GOAL, &bounds, &Service::default()).expect("is possible");
    let best = search.ranked[0];
    assert!(search.meets_limit);
    assert!(best.throttled_share <= GOAL.max_throttled_share);
    assert!(search.simulated > 200 && search.simulated < 400, "{}", search.simulated);
    let usual = Policies { read: Policy::new(5, 40_000, 70.0), write: Policy::new(5, 40_000, 70.0) };
    let mode = Mode::AutoScaled { policies: usual, initial: None };
    let usual = simulate(&trace, &mode, &Service::default()).expect("is possible");
    assert!(best.usd < usual.provisioned_usd(GOAL.usd_per_unit_hour));
    // What is told is what a simulation of the pair says.
    let mode = Mode::AutoScaled { policies: best.policies, initial: None };
    assert_eq!(simulate(&trace, &mode, &Service::default()).expect("is possible"), best.outcome);
    let prices: Vec<f64> =
        search.ranked.iter().filter(|pair| pair.throttled_share <= 0.001).map(|pair| pair.usd).collect();
    assert!(prices.is_sorted());
}

#[test]
fn threads_do_not_matter() {
    let trace = days();
    let bounds = Bounds { candidates: 200, ..Bounds::default() };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| optimize(&trace, &GOAL, &bounds, &Service::default()).expect("is possible"))
    };
    assert_eq!(with(1), with(4));
}

/// Where nothing keeps the limit, the one that throttles least comes first, and it is said.
#[test]
fn an_impossible_limit_is_told() {
    let trace = writes(MIDNIGHT, &[(10.0, 600), (1000.0, 600)]);
    let bounds = Bounds { capacity_max: 100, candidates: 100, ..Bounds::default() };
    let search = optimize(&trace, &GOAL, &bounds, &Service::default()).expect("is possible");
    assert!(!search.meets_limit);
    assert!(search.ranked.iter().all(|pair| pair.throttled_share >= search.ranked[0].throttled_share));
}

#[test]
fn an_idle_table_takes_the_least() {
    let trace = writes(MIDNIGHT, &[(0.0, 600)]);
    let search = optimize(&trace, &GOAL, &Bounds::default(), &Service::default()).expect("is possible");
    assert!(search.meets_limit);
    let Policies { read, write } = search.ranked[0].policies;
    assert_eq!((read.min, read.max, write.min, write.max), (1, 1, 1, 1));
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let trace = days();
    let told = |goal: Goal, bounds: Bounds| {
        optimize(&trace, &goal, &bounds, &Service::default()).expect_err("is impossible").to_string()
    };
    let bounds = Bounds::default();
    assert!(
        told(GOAL, Bounds { target_min: 80.0, target_max: 70.0, ..bounds }).contains("not from 80 to 70")
    );
    assert!(told(GOAL, Bounds { capacity_min: 0, ..bounds }).contains("no capacity"));
    assert!(told(GOAL, Bounds { candidates: 1, ..bounds }).contains("1 candidates"));
    assert!(told(Goal { max_throttled_share: 1.5, ..GOAL }, bounds).contains("not 1.5"));
    let usd_per_unit_hour = PerDimension { read: f64::NAN, write: 1.0 };
    assert!(told(Goal { usd_per_unit_hour, ..GOAL }, bounds).contains("no price"));
}
