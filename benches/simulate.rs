//! What simulating capacity costs: `cargo bench --bench simulate`.
//!
//! With `BENCH_TRACE=FILE` it only reads that trace and prints what a usual policy comes to, and how long it took, for
//! `scripts/bench_simulate.py`.

use std::time::Instant;

use chalkstore::dynamodb::autoscaling::{
    Bounds, Goal, Mode, OnDemand, PerDimension, Policies, Policy, Service, optimize, series, simulate,
};
use chalkstore::dynamodb::trace::{ReadOptions, Trace, read};
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

const YEAR: u32 = 365 * 24 * 60;

fn main() {
    match std::env::var_os("BENCH_TRACE") {
        Some(path) => compare(&std::fs::read(path).expect("BENCH_TRACE is a file")),
        None => divan::main(),
    }
}

/// Prints a JSON object for the script.
#[expect(clippy::print_stdout, reason = "the script reads it")]
fn compare(bytes: &[u8]) {
    let begun = Instant::now();
    let trace = read(bytes, &ReadOptions::default()).expect("is a trace").trace;
    let read_ms = begun.elapsed().as_secs_f64() * 1e3;
    let policy = Policy::new(1, 80_000, 70.0);
    let mode = Mode::AutoScaled { policies: Policies { read: policy, write: policy }, initial: None };
    let mut best_ms = f64::INFINITY;
    for _ in 0..10 {
        let begun = Instant::now();
        black_box(simulate(black_box(&trace), &mode, &Service::default()).expect("is possible"));
        best_ms = best_ms.min(begun.elapsed().as_secs_f64() * 1e3);
    }
    let outcome = simulate(&trace, &mode, &Service::default()).expect("is possible");
    let of = serde_json::to_value(outcome).expect("is JSON");
    println!("{}", serde_json::json!({ "read_ms": read_ms, "simulate_ms": best_ms, "outcome": of }));
}

/// Busy days and quiet nights, quieter weekends, noise, and now and then a spike.
fn trace(minutes: u32) -> Trace {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 33).unwrap_or_default()) / f64::from(u32::MAX >> 1)
    };
    let reads: Vec<f64> = (0..minutes)
        .map(|minute| {
            let hours = f64::from(minute % 1440) / 60.0;
            let day = 1000.0 - 800.0 * (hours * std::f64::consts::TAU / 24.0).cos();
            let week = if minute / 1440 % 7 >= 5 { 0.6 } else { 1.0 };
            let spike = if random() > 0.9995 { 3.0 } else { 1.0 };
            (60.0 * day * week * spike * (0.97 + 0.06 * random())).round()
        })
        .collect();
    let writes = reads.iter().map(|reads| (reads * 0.1).round()).collect();
    Trace { start_s: 1_767_225_600, period_s: 60, reads, writes }
}

fn scaled() -> Mode {
    let policy = |max| Policy::new(5, max, 70.0);
    let policies = Policies { read: policy(40_000), write: policy(4_000) };
    Mode::AutoScaled { policies, initial: None }
}

#[divan::bench]
fn year_scaled(bencher: Bencher) {
    let (trace, mode) = (trace(YEAR), scaled());
    bencher
        .counter(ItemsCount::new(YEAR))
        .bench_local(|| simulate(black_box(&trace), &mode, &Service::default()));
}

#[divan::bench]
fn year_fixed(bencher: Bencher) {
    let (trace, mode) = (trace(YEAR), Mode::Fixed(PerDimension { read: 1500, write: 150 }));
    bencher
        .counter(ItemsCount::new(YEAR))
        .bench_local(|| simulate(black_box(&trace), &mode, &Service::default()));
}

#[divan::bench]
fn year_on_demand(bencher: Bencher) {
    let (trace, mode) = (trace(YEAR), Mode::OnDemand(OnDemand::default()));
    bencher
        .counter(ItemsCount::new(YEAR))
        .bench_local(|| simulate(black_box(&trace), &mode, &Service::default()));
}

#[divan::bench]
fn year_in_hours(bencher: Bencher) {
    let (trace, mode) = (trace(YEAR), scaled());
    bencher.bench_local(|| series(black_box(&trace), &mode, &Service::default(), 60));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn optimize_1000_policies_over_a_year(bencher: Bencher) {
    let trace = trace(YEAR);
    let goal = Goal {
        usd_per_unit_hour: PerDimension { read: 0.00013, write: 0.00065 },
        max_throttled_share: 0.001,
    };
    let found = optimize(&trace, &goal, &Bounds::default(), &Service::default());
    let simulated = found.map_or(0, |search| search.simulated);
    bencher
        .counter(ItemsCount::new(simulated))
        .bench_local(|| optimize(black_box(&trace), &goal, &Bounds::default(), &Service::default()));
}

#[divan::bench]
fn statistics_of_a_year(bencher: Bencher) {
    let trace = trace(YEAR);
    bencher.bench_local(|| black_box(&trace).read_statistics());
}

/// RFC 3339 of a time in the year that begins with the trace.
fn utc(second: i64) -> String {
    let days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut day, rest) = ((second - 1_767_225_600) / 86_400, second % 86_400);
    let mut month = 0;
    while day >= days[month] {
        day -= days[month];
        month += 1;
    }
    format!("2026-{:02}-{:02}T{:02}:{:02}:00Z", month + 1, day + 1, rest / 3600, rest % 3600 / 60)
}

#[divan::bench]
fn year_from_csv(bencher: Bencher) {
    let trace = trace(YEAR);
    let mut text = String::from("timestamp,read_units,write_units\n");
    for (minute, (reads, writes)) in (0_i64..).zip(trace.reads.iter().zip(&trace.writes)) {
        let second = trace.start_s + minute * 60;
        text += &format!("{},{reads},{writes}\n", utc(second));
    }
    let bytes = text.into_bytes();
    assert!(read(&bytes, &ReadOptions::default()).is_ok());
    bencher
        .counter(BytesCount::new(bytes.len()))
        .bench_local(|| read(black_box(&bytes), &ReadOptions::default()).ok());
}
