//! LAG051: the greatest lag that is allowed now.

use chalkstore::report::Status::{Fail, Pass, Unknown};

use super::store::{EAST, MINUTES, Store, WEST, good_table, good_valkey};

fn allowed(mut store: Store, ms: u64) -> Store {
    store.expected.max_lag_ms = Some(ms);
    store
}

#[test]
fn nobody_is_judged_by_what_was_not_set() {
    let findings = good_table().findings();
    assert!(findings.iter().all(|finding| finding.check.code != "LAG051"));
}

#[test]
fn the_newest_point_counts_and_not_the_worst() {
    let told = allowed(good_table(), 5_000).expect(("LAG051", Pass));
    assert!(told.contains("is allowed"), "{told}");
    // Half an hour ago it was a minute.
    let mut store = good_table();
    store.latency(EAST, WEST, |at| Some(if at < MINUTES - 30 { 60_000.0 } else { 900.0 }));
    allowed(store, 5_000).expect(("LAG051", Pass));
    let mut store = good_table();
    store.latency(EAST, WEST, |at| Some(if at < MINUTES - 30 { 900.0 } else { 60_000.0 }));
    let told = allowed(store, 5_000).expect(("LAG051", Fail));
    assert!(told.contains("behind, and 5 s is allowed"), "{told}");
}

#[test]
fn a_stall_is_at_least_as_long_as_it_lasts() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    let told = allowed(store, 5_000).expect(("LAG051", Fail));
    assert!(told.contains("or more behind"), "{told}");
}

#[test]
fn what_is_not_known_is_no_pass() {
    let mut store = good_table();
    store.latency(EAST, WEST, |at| (at < MINUTES - 30).then_some(900.0));
    store.writes(EAST, |at| (at < MINUTES - 30).then_some(600.0));
    allowed(store, 5_000).expect(("LAG051", Unknown));
}

#[test]
fn replicas_of_a_store_are_held_against_it_too() {
    allowed(good_valkey(), 60_000).expect(("LAG051", Pass));
}
