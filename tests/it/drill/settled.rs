//! What was not seen for long enough, or not at all, moves nothing and passes nothing.

use chalkstore::failover::drill::evidence::{State, Thing};
use chalkstore::failover::drill::{Evidence, assess, reckon};
use chalkstore::failover::evidence::Step;
use chalkstore::report::Status::{Fail, Pass, Unknown, Warn};

use super::reckoned::{START, expect, objective, outage};
use super::seen::{EAST, WEST, check, drill, failed, lag, leads, region, resolver, served, unanswered};

fn of_client(seconds: u64, states: &[(u64, State)]) -> Evidence {
    drill(seconds, &[(Thing::Client, states)])
}

const fn stranger() -> State {
    State::Answered { region: None, status: 200 }
}

/// What the first finding of a code says, and what it advises.
fn said(evidence: &Evidence, code: &str) -> String {
    let findings = assess(evidence, &objective(180)).findings;
    let one = findings.iter().find(|finding| finding.check.code == code).expect("every check has a finding");
    format!("{} | {}", one.message(), one.help_text().unwrap_or_default())
}

#[test]
fn a_look_at_the_beginning_moves_nothing() {
    // A cache still led to the West.
    let evidence = of_client(300, &[(0, served(WEST)), (1, served(EAST))]);
    let found = reckon(&evidence);
    assert_eq!((found.active.as_deref(), found.moves.len()), (Some(EAST), 0));
    expect(&evidence, &objective(180), &[("FO070", Unknown)]);
    assert!(
        said(&evidence, "FO070").contains("of 301 requests us-east-1 answered 300, us-west-2 answered 1")
    );
    // A failover after it is the first one.
    let states = [(0, served(WEST)), (1, served(EAST)), (200, failed(EAST)), (240, served(WEST))];
    let mut evidence = of_client(400, &states);
    let found = reckon(&evidence);
    assert_eq!((found.moves.len(), found.moves[0].is_failback), (1, false));
    evidence.lag = Some(lag(START, &[300_000.0; 6]));
    expect(&evidence, &objective(180), &[("FO072", Fail)]);
}

#[test]
fn what_alternates_all_the_time_moves_nothing() {
    let each = |second| (second, served(if second % 2 == 0 { EAST } else { WEST }));
    let states: Vec<_> = (0..=300).map(each).collect();
    let evidence = of_client(300, &states);
    assert_eq!(reckon(&evidence).moves, []);
    expect(&evidence, &objective(180), &[("FO070", Unknown)]);
}

#[test]
fn a_look_at_the_end_ends_no_outage() {
    let evidence = of_client(150, &[(0, served(EAST)), (60, failed(EAST)), (150, served(WEST))]);
    let found = reckon(&evidence);
    assert_eq!(found.moves, []);
    assert_eq!(found.open.expect("nobody knows whether it is over").at_most_ms(), None);
    expect(&evidence, &objective(180), &[("FO070", Unknown), ("FO071", Unknown)]);
    expect(&evidence, &objective(60), &[("FO070", Unknown), ("FO071", Fail)]);
    for code in ["FO070", "FO071"] {
        assert!(said(&evidence, code).contains("watch for 60 s longer"), "{}", said(&evidence, code));
    }
    // As long as answers are kept is long enough.
    let states = [(0, served(EAST)), (60, failed(EAST)), (150, served(WEST))];
    expect(&of_client(210, &states), &objective(180), &[("FO070", Pass), ("FO071", Pass)]);
}

#[test]
fn a_second_failover_is_no_failback() {
    let states = [
        (0, served(EAST)),
        (60, failed(EAST)),
        (100, served(WEST)),
        (400, served(EAST)),
        (700, failed(EAST)),
        (760, served(WEST)),
    ];
    let mut evidence = of_client(1000, &states);
    let is_failback: Vec<bool> = reckon(&evidence).moves.iter().map(|one| one.is_failback).collect();
    assert_eq!(is_failback, [false, true, false]);
    let mut values = vec![400.0; 11];
    values.extend([500_000.0; 6]);
    evidence.lag = Some(lag(START, &values));
    expect(&evidence, &objective(180), &[("FO072", Pass), ("FO072", Fail)]);
}

#[test]
fn failures_beside_a_pause_count() {
    let mut evidence = of_client(60, &[(0, served(EAST))]);
    let pause_us = evidence.pause_us();
    let mut note = |second: u64, state: State| evidence.tracks[0].note(state, second * 1_000_000, pause_us);
    note(61, failed(EAST));
    note(81, State::Answered { region: Some(EAST.into()), status: 503 });
    (82..=300).for_each(|second| note(second, served(WEST)));
    evidence.watched_us = 300_000_000;
    let found = reckon(&evidence);
    assert_eq!((found.errors, found.blind.as_slice()), (2, &[(61_000_000, 81_000_000)][..]));
    assert_eq!(outage(&found.moves[0]), (0, Some(22_000)));
    expect(&evidence, &objective(180), &[("FO070", Pass), ("FO071", Pass), ("FO074", Warn)]);
}

#[test]
fn a_network_that_goes_while_clients_fail_is_no_longer_outage() {
    let unresolved = State::Failed { region: None, step: Step::Resolve, timed_out: false };
    let evidence = drill(
        700,
        &[
            (Thing::Client, &[(0, served(EAST)), (60, unresolved), (400, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (90, unanswered()), (400, leads(WEST))]),
            (region(EAST), &[(0, served(EAST)), (60, failed(EAST))]),
            (region(WEST), &[(0, served(WEST)), (90, failed(WEST)), (400, served(WEST))]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!(found.blind, [(89_000_000, 399_000_000)]);
    assert_eq!(outage(&found.moves[0]), (29_000, Some(341_000)));
    expect(&evidence, &objective(180), &[("FO070", Pass), ("FO071", Warn), ("FO074", Warn)]);
}

#[test]
fn what_served_from_an_unknown_address_ends_an_outage() {
    let evidence = of_client(1800, &[(0, served(EAST)), (60, failed(EAST)), (80, stranger())]);
    expect(&evidence, &objective(180), &[("FO070", Unknown), ("FO071", Pass)]);
    assert!(said(&evidence, "FO070").contains("by an address of no known Region"));
    let states = [
        (0, served(EAST)),
        (60, failed(EAST)),
        (70, stranger()),
        (1700, State::Failed { region: None, step: Step::Connect, timed_out: false }),
        (1702, served(WEST)),
    ];
    let evidence = of_client(2000, &states);
    let found = reckon(&evidence);
    assert_eq!((found.moves.len(), found.asides.len()), (0, 2));
    expect(&evidence, &objective(180), &[("FO070", Unknown), ("FO071", Pass)]);
}

#[test]
fn what_was_hardly_ever_found_out_is_no_pass() {
    let unknown = State::Unknown { reason: "Route 53 did not say".into() };
    let watched = |since| {
        drill(
            300,
            &[
                (Thing::Client, &[(0, served(EAST))]),
                (check("east", EAST), &[(0, State::Healthy), (since, unknown.clone())]),
                (check("west", WEST), &[(0, State::Healthy)]),
            ],
        )
    };
    expect(&watched(5), &objective(180), &[("FO074", Unknown)]);
    assert!(said(&watched(5), "FO074").contains("check us-east-1 east in 98 % of its looks (295 s)"));
    expect(&watched(290), &objective(180), &[("FO074", Pass)]);
    // Nor is that a drill.
    assert!(drill(300, &[]).validate().is_err());
    assert!(watched(5).validate().is_ok());
}

#[test]
fn an_outage_that_moved_nothing_has_its_metric() {
    let gauges = |states: &[(u64, State)]| {
        let all = assess(&of_client(700, states), &objective(180)).gauges;
        let one = |gauge: &chalkstore::report::Gauge| {
            let labels: Vec<String> = gauge.labels.iter().map(|(_, value)| value.clone()).collect();
            format!("{} {} {}", gauge.name, labels.join(">"), gauge.value)
        };
        all.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(gauges(&[(0, served(EAST)), (60, failed(EAST))]), ["failover_outage_seconds us-east-1> 640"]);
    let passing = [(0, served(EAST)), (60, failed(EAST)), (160, served(EAST))];
    assert_eq!(gauges(&passing), ["failover_outage_seconds us-east-1> 101"]);
    assert_eq!(gauges(&[(0, failed(EAST)), (100, served(EAST))]), ["failover_outage_seconds > 99"]);
}
