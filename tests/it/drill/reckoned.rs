//! What a drill comes to, from what was seen of it.

use chalkstore::failover::Expectations;
use chalkstore::failover::drill::evidence::{State, Thing};
use chalkstore::failover::drill::{Evidence, Followed, Move, assess, reckon};
use chalkstore::failover::evidence::Step;
use chalkstore::report::Block;
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use super::seen::{
    EAST, WEST, check, drill, failed, failover_and_failback, lag, leads, region, resolver, served, unanswered,
};

pub(super) fn results(evidence: &Evidence, expected: &Expectations) -> Vec<(&'static str, Status)> {
    let assessment = assess(evidence, expected);
    assessment.findings.iter().map(|finding| (finding.check.code, finding.status)).collect()
}

#[track_caller]
pub(super) fn expect(evidence: &Evidence, expected: &Expectations, results_of: &[(&str, Status)]) {
    let results = results(evidence, expected);
    for result in results_of {
        assert!(results.contains(result), "{result:?} in {results:?}");
    }
}

pub(super) fn outage(one: &Move) -> (u64, Option<u64>) {
    let outage = one.outage.expect("requests failed");
    (outage.at_least_ms(), outage.at_most_ms())
}

pub(super) fn objective(seconds: u64) -> Expectations {
    Expectations { rto_ms: Some(seconds * 1000), ..Expectations::default() }
}

/// Among sixty looks one was not served: the report says at its end which, and when.
#[test]
fn what_failed_is_told_once_more_with_its_time() {
    let blink: Vec<(u64, State)> = vec![(0, served(EAST)), (37, failed(EAST)), (38, served(EAST))];
    let evidence = drill(60, &[(Thing::Client, &blink[..]), (region(EAST), &[(0, served(EAST))])]);
    let view = assess(&evidence, &objective(60)).view;
    let Some(Block::Table(table)) = view.last() else { panic!("{view:?}") };
    let cells: Vec<&str> = table.rows[0].iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!((table.title.as_str(), table.rows.len()), ("What failed, and when", 1));
    assert_eq!((cells[0], cells[3]), ("2026-11-21 12:00:37", "1 look"), "{cells:?}");
    // Where nothing failed there is no such table.
    let quiet = drill(60, &[(Thing::Client, &[(0, served(EAST))])]);
    let tables = assess(&quiet, &objective(60)).view;
    assert!(!tables.iter().any(|block| matches!(block, Block::Table(one) if one.title.contains("failed"))));
}

#[test]
fn a_failover_and_its_failback_are_found_with_their_bounds() {
    let evidence = failover_and_failback();
    let found = reckon(&evidence);
    assert_eq!(found.active.as_deref(), Some(EAST));
    assert_eq!((found.requests, found.errors), (341, 50));
    let [away, back] = found.moves.as_slice() else { panic!("{found:?}") };
    assert_eq!((away.from.as_str(), away.to.as_str()), (EAST, WEST));
    // The first request that failed was seen at 10 s and the last at 59 s; served was seen at 9 s and at 60 s.
    assert_eq!(outage(away), (49_000, Some(51_000)));
    assert_eq!(away.check.map(|at| (at.after_us, at.by_us)), Some((39_000_000, 40_000_000)));
    let resolved = &away.resolvers[0];
    let Followed::At(followed) = resolved.followed else { panic!("{resolved:?}") };
    assert_eq!((resolved.resolver.as_str(), followed.by_us), ("1.1.1.1:53", 60_000_000));
    assert_eq!((away.failback_ms(), away.is_failback), (None, false));
    assert_eq!(
        (back.from.as_str(), back.to.as_str(), back.outage, back.is_failback),
        (WEST, EAST, None, true)
    );
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
        200,
        &[
            (Thing::Client, &[(0, served(EAST)), (80, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (80, leads(WEST))]),
            (check("east", EAST), &[(0, State::Healthy), (20, State::Unhealthy)]),
            (region(EAST), &[(0, served(EAST))]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!((found.moves[0].outage, found.moves[0].unseen_us), (None, 1_000_000));
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
    expect(&passing, &objective(60), &[("FO070", Warn), ("FO071", Pass), ("FO073", Skip)]);
    let (region, lasted) = reckon(&passing).passing.remove(0);
    assert_eq!((region.as_str(), lasted.at_least_ms(), lasted.at_most_ms()), (EAST, 9_000, Some(11_000)));
    let nothing = drill(100, &[(Thing::Client, &[(0, served(EAST))])]);
    expect(&nothing, &objective(60), &[("FO070", Unknown), ("FO071", Skip), ("FO072", Skip)]);
}

#[test]
fn a_status_that_is_an_error_is_an_outage() {
    let broken = State::Answered { region: Some(EAST.into()), status: 503 };
    let evidence = drill(120, &[(Thing::Client, &[(0, served(EAST)), (10, broken), (30, served(WEST))])]);
    assert_eq!(outage(&reckon(&evidence).moves[0]), (19_000, Some(21_000)));
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

/// 2026-11-21T12:00:00Z, when every drill here begins.
pub(super) const START: i64 = 1_795_262_400;

#[test]
fn the_rpo_is_that_of_the_minutes_before_traffic_left() {
    let mut evidence = failover_and_failback();
    let minutes = |values: &[f64]| Some(lag(START - 120, values));
    // Requests failed 10 s after the first look and were served 60 s after it.
    evidence.lag = minutes(&[99_000.0, 99_000.0, 900.0, 400.0]);
    expect(&evidence, &objective(60), &[("FO072", Pass)]);
    evidence.lag = minutes(&[400.0, 400.0, 61_000.0]);
    expect(&evidence, &objective(60), &[("FO072", Fail)]);
    let rpo = Expectations { rpo_ms: Some(120_000), ..objective(60) };
    expect(&evidence, &rpo, &[("FO072", Pass)]);
    // What was an hour before, and what came after, say nothing.
    for old in [lag(START - 3600, &[500.0]), lag(START + 600, &[500.0]), lag(START, &[])] {
        evidence.lag = Some(old);
        expect(&evidence, &objective(60), &[("FO072", Unknown)]);
    }
}

#[test]
fn a_move_in_a_gap_is_no_success() {
    let mut slept = drill(100, &[(Thing::Client, &[(0, served(EAST))])]);
    let pause_us = slept.pause_us();
    for second in 700..=800 {
        slept.tracks[0].note(served(WEST), second * 1_000_000, pause_us);
    }
    slept.watched_us = 800_000_000;
    expect(&slept, &objective(180), &[("FO070", Pass), ("FO071", Unknown), ("FO074", Warn)]);
    expect(&slept, &objective(600), &[("FO071", Pass)]);
}

#[test]
fn a_single_good_answer_is_no_end_of_an_outage() {
    // Resolvers have many caches: one answer leads West, and then most still lead to the dead East.
    let tail = drill(
        600,
        &[(
            Thing::Client,
            &[
                (0, served(EAST)),
                (10, failed(EAST)),
                (100, served(WEST)),
                (101, failed(EAST)),
                (400, served(WEST)),
            ],
        )],
    );
    let found = reckon(&tail);
    assert_eq!((found.moves.len(), outage(&found.moves[0])), (1, (389_000, Some(391_000))));
    expect(&tail, &objective(120), &[("FO071", Fail), ("FO073", Warn)]);
}

#[test]
fn an_outage_beside_a_move_is_told() {
    let evidence = drill(
        3000,
        &[(
            Thing::Client,
            &[
                (0, served(EAST)),
                (10, failed(EAST)),
                (60, served(WEST)),
                (500, failed(WEST)),
                (1700, served(WEST)),
            ],
        )],
    );
    let found = reckon(&evidence);
    assert_eq!((found.moves.len(), found.passing.len()), (1, 1));
    expect(&evidence, &objective(180), &[("FO070", Warn), ("FO070", Pass), ("FO071", Pass), ("FO071", Fail)]);
}

#[test]
fn a_drill_may_have_begun_before_the_watching() {
    let evidence = drill(900, &[(Thing::Client, &[(0, failed(EAST)), (500, served(WEST))])]);
    let (region, early) = reckon(&evidence).early.expect("it had begun");
    assert_eq!((region.as_str(), early.at_least_ms(), early.at_most_ms()), (WEST, 499_000, None));
    expect(&evidence, &objective(180), &[("FO070", Warn), ("FO071", Fail)]);
    expect(&evidence, &objective(1800), &[("FO070", Warn), ("FO071", Unknown)]);
}

#[test]
fn an_old_blip_makes_no_failback() {
    let evidence = drill(
        900,
        &[
            (Thing::Client, &[(0, served(EAST)), (600, failed(EAST)), (690, served(WEST))]),
            (region(WEST), &[(0, served(WEST)), (6, failed(WEST)), (8, served(WEST))]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!((found.moves[0].is_failback, found.moves[0].failback_ms()), (false, None));
    expect(&evidence, &objective(180), &[("FO073", Pass)]);
}

#[test]
fn a_resolver_alone_that_is_silent_is_an_outage() {
    let no_tls = State::Failed { region: Some(EAST.into()), step: Step::Tls, timed_out: false };
    let unresolved = State::Failed { region: None, step: Step::Resolve, timed_out: false };
    let evidence = drill(
        600,
        &[
            (Thing::Client, &[(0, served(EAST)), (100, unresolved), (400, served(EAST))]),
            (resolver(), &[(0, leads(EAST)), (100, unanswered()), (400, leads(EAST))]),
            (region(EAST), &[(0, no_tls)]),
        ],
    );
    let found = reckon(&evidence);
    assert_eq!((found.blind.len(), found.errors, found.passing.len()), (0, 300, 1));
    expect(&evidence, &objective(180), &[("FO070", Warn), ("FO071", Fail)]);
}

#[test]
fn an_answer_from_nobody_s_address_is_told() {
    let stranger = State::Answered { region: None, status: 200 };
    let evidence = drill(300, &[(Thing::Client, &[(0, served(EAST)), (100, stranger)])]);
    let assessment = assess(&evidence, &objective(180));
    let first = &assessment.findings[0];
    assert_eq!((first.check.code, first.status), ("FO070", Unknown));
    assert!(first.notes()[0].starts_with("201 of 301 requests"), "{:?}", first.notes());
}

#[test]
fn what_alternates_without_an_outage_moves_once() {
    let mut states = vec![(0, served(EAST))];
    states.extend((100..130).map(|second| (second, served(if second % 2 == 0 { WEST } else { EAST }))));
    states.push((130, served(WEST)));
    let evidence = drill(400, &[(Thing::Client, states.as_slice())]);
    let found = reckon(&evidence);
    assert_eq!((found.moves.len(), found.moves[0].outage, found.moves[0].unseen_us), (1, None, 1_000_000));
    expect(&evidence, &objective(60), &[("FO070", Pass), ("FO071", Pass)]);
}

#[test]
fn what_was_never_found_out_is_no_pass() {
    let never = State::Unknown { reason: "Route 53 did not say".into() };
    let mut evidence = failover_and_failback();
    let track = evidence.tracks.iter_mut().find(|track| track.thing == check("west", WEST)).expect("watched");
    for one in &mut track.stretches {
        one.state = never.clone();
    }
    expect(&evidence, &objective(60), &[("FO074", Unknown)]);
}

#[test]
fn a_part_of_the_points_is_no_rpo() {
    let mut evidence = failover_and_failback();
    let mut part = serde_json::to_value(lag(START - 60, &[400.0, 400.0])).expect("plain data");
    part["sources"][0]["directions"][0]["max"]["answered"]["completeness"] =
        serde_json::json!({"partial": ["PartialData"]});
    evidence.lag = Some(Box::new(serde_json::from_value(part).expect("evidence")));
    expect(&evidence, &objective(60), &[("FO072", Unknown)]);
}
