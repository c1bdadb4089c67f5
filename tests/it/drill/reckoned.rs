//! What a drill comes to, from what was seen of it.

use chalkstore::failover::Expectations;
use chalkstore::failover::drill::evidence::{State, Thing};
use chalkstore::failover::drill::{Evidence, assess, reckon};
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use super::seen::{
    EAST, WEST, check, drill, failed, failover_and_failback, lag, leads, region, resolver, served, unanswered,
};

fn results(evidence: &Evidence, expected: &Expectations) -> Vec<(&'static str, Status)> {
    let assessment = assess(evidence, expected);
    assessment.findings.iter().map(|finding| (finding.check.code, finding.status)).collect()
}

#[track_caller]
fn expect(evidence: &Evidence, expected: &Expectations, results_of: &[(&str, Status)]) {
    let results = results(evidence, expected);
    for result in results_of {
        assert!(results.contains(result), "{result:?} in {results:?}");
    }
}

fn objective(seconds: u64) -> Expectations {
    Expectations { rto_ms: Some(seconds * 1000), ..Expectations::default() }
}

#[test]
fn a_failover_and_its_failback_are_found_with_their_bounds() {
    let evidence = failover_and_failback();
    let found = reckon(&evidence);
    assert_eq!(found.active.as_deref(), Some(EAST));
    assert_eq!((found.requests, found.errors), (301, 50));
    let [away, back] = found.moves.as_slice() else { panic!("{found:?}") };
    assert_eq!((away.from.as_str(), away.to.as_str()), (EAST, WEST));
    // The first request that failed was seen at 10 s and the last at 59 s; served was seen at 9 s and at 60 s.
    assert_eq!(away.outage_ms(), (49_000, 51_000));
    assert_eq!(away.check.map(|at| (at.after_us, at.by_us)), Some((39_000_000, 40_000_000)));
    let resolved = &away.resolvers[0];
    assert_eq!((resolved.0.as_str(), resolved.1.map(|at| at.by_us)), ("1.1.1.1:53", Some(60_000_000)));
    assert_eq!(away.failback_ms(), None);
    assert_eq!((back.from.as_str(), back.to.as_str(), back.failed), (WEST, EAST, None));
    assert_eq!(back.failback_ms(), Some((69_000, 71_000)));
    assert_eq!(back.check.map(|at| at.by_us), Some(230_000_000));
    expect(
        &evidence,
        &objective(60),
        &[("FO070", Pass), ("FO071", Pass), ("FO072", Skip), ("FO073", Pass), ("FO074", Pass)],
    );
}

#[test]
fn the_rto_is_judged_by_its_bounds() {
    let evidence = failover_and_failback();
    for (seconds, status) in [(51, Pass), (50, Warn), (48, Fail)] {
        expect(&evidence, &objective(seconds), &[("FO071", status)]);
    }
}

#[test]
fn a_prediction_may_be_wrong_either_way() {
    // 20 to 48 s for the check, and up to 60 s for the TTL: at most 108 s.
    let late = drill(
        400,
        &[
            (Thing::Client, &[(0, served(EAST)), (10, failed(EAST)), (200, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (200, leads(WEST))]),
        ],
    );
    expect(&late, &objective(300), &[("FO073", Warn), ("FO071", Pass)]);
    let early = drill(
        100,
        &[
            (Thing::Client, &[(0, served(EAST)), (10, failed(EAST)), (15, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (15, leads(WEST))]),
        ],
    );
    expect(&early, &objective(300), &[("FO073", Warn)]);
    let mut unread = failover_and_failback();
    unread.before.health_checks.clear();
    expect(&unread, &objective(300), &[("FO073", Unknown)]);
}

#[test]
fn an_inverted_check_moves_traffic_without_an_outage() {
    let evidence = drill(
        100,
        &[
            (Thing::Client, &[(0, served(EAST)), (50, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (50, leads(WEST))]),
            (check("east", EAST), &[(0, State::Healthy), (20, State::Unhealthy)]),
            (region(EAST), &[(0, served(EAST))]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!(found.moves[0].outage_ms(), (0, 1000));
    assert_eq!(found.moves[0].check.map(|at| at.by_us), Some(20_000_000));
    expect(&evidence, &objective(10), &[("FO070", Pass), ("FO071", Pass), ("FO073", Skip)]);
}

#[test]
fn what_never_moved_is_no_success() {
    let down = drill(100, &[(Thing::Client, &[(0, served(EAST)), (10, failed(EAST))])]);
    expect(&down, &objective(60), &[("FO070", Fail), ("FO071", Fail)]);
    expect(&down, &objective(600), &[("FO070", Fail), ("FO071", Unknown)]);
    let passing =
        drill(100, &[(Thing::Client, &[(0, served(EAST)), (10, failed(EAST)), (20, served(EAST))])]);
    expect(&passing, &objective(60), &[("FO070", Warn), ("FO071", Skip), ("FO073", Skip)]);
    assert_eq!(reckon(&passing).passing_ms, [(9_000, 11_000)]);
    let nothing = drill(100, &[(Thing::Client, &[(0, served(EAST))])]);
    expect(&nothing, &objective(60), &[("FO070", Unknown), ("FO071", Skip), ("FO072", Skip)]);
}

#[test]
fn a_status_that_is_an_error_is_an_outage() {
    let broken = State::Answered { region: Some(EAST.into()), status: 503 };
    let evidence = drill(60, &[(Thing::Client, &[(0, served(EAST)), (10, broken), (30, served(WEST))])]);
    assert_eq!(reckon(&evidence).moves[0].outage_ms(), (19_000, 21_000));
}

#[test]
fn no_outage_is_reckoned_from_a_network_that_is_down() {
    let evidence = drill(
        100,
        &[
            (Thing::Client, &[(0, served(EAST)), (40, failed(EAST)), (70, served(EAST))]),
            (resolver(), &[(0, leads(EAST)), (40, unanswered()), (70, leads(EAST))]),
            (region(EAST), &[(0, served(EAST)), (40, failed(EAST)), (70, served(EAST))]),
            (region(WEST), &[(0, served(WEST)), (40, failed(WEST)), (70, served(WEST))]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!((found.errors, found.blind.as_slice()), (0, &[(40_000_000, 69_000_000)][..]));
    expect(&evidence, &objective(10), &[("FO070", Unknown), ("FO071", Skip), ("FO074", Warn)]);
}

#[test]
fn a_machine_that_slept_has_a_gap() {
    let mut evidence = drill(10, &[(Thing::Client, &[(0, served(EAST))])]);
    let pause_us = evidence.pause_us();
    evidence.tracks[0].note(served(EAST), 600_000_000, pause_us);
    evidence.watched_us = 600_000_000;
    assert_eq!(reckon(&evidence).blind, [(10_000_000, 600_000_000)]);
    expect(&evidence, &objective(10), &[("FO074", Warn)]);
}

#[test]
fn the_rpo_is_that_of_the_region_that_was_left() {
    let mut evidence = failover_and_failback();
    evidence.lag = Some(lag(900.0));
    expect(&evidence, &objective(60), &[("FO072", Pass)]);
    evidence.lag = Some(lag(61_000.0));
    expect(&evidence, &objective(60), &[("FO072", Fail)]);
    let rpo = Expectations { rpo_ms: Some(120_000), ..objective(60) };
    expect(&evidence, &rpo, &[("FO072", Pass)]);
    let mut silent = serde_json::to_value(lag(1.0)).expect("plain data");
    let direction = &mut silent["sources"][0]["directions"][0];
    direction["max"]["answered"]["series"]["values"] = serde_json::json!([]);
    evidence.lag = Some(Box::new(serde_json::from_value(silent).expect("evidence")));
    expect(&evidence, &objective(60), &[("FO072", Unknown)]);
}
