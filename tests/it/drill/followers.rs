//! A resolver that does not follow a move: the client's requests go where the first resolver leads, and other resolvers'
//! clients may not be served at all.

use chalkstore::failover::drill::evidence::{State, Thing};
use chalkstore::failover::drill::{Evidence, Followed, assess, reckon};
use chalkstore::failover::evidence::RecordKind;
use chalkstore::report::Block;
use chalkstore::report::Status::{self, Fail, Pass, Unknown};

use super::reckoned::{expect, objective, outage, results};
use super::seen::{EAST, WEST, check, drill, failed, leads, region, resolver, served};

const SECOND: &str = "192.0.2.53:53";

fn second() -> Thing {
    Thing::Resolver { resolver: SECOND.into(), kind: RecordKind::A }
}

const fn broken(region: String) -> State {
    State::Answered { region: Some(region), status: 503 }
}

/// The East fails after 10 s, and the first resolver follows after 40 s; TTL 60.
fn failover(seconds: u64, of_second: &[(u64, State)], of_east: &[(u64, State)]) -> Evidence {
    drill(
        seconds,
        &[
            (Thing::Client, &[(0, served(EAST)), (10, broken(EAST.into())), (40, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (40, leads(WEST))]),
            (second(), of_second),
            (check("east", EAST), &[(0, State::Healthy), (30, State::Unhealthy)]),
            (check("west", WEST), &[(0, State::Healthy)]),
            (region(EAST), of_east),
            (region(WEST), &[(0, served(WEST))]),
        ],
    )
}

fn dead() -> Vec<(u64, State)> {
    vec![(0, served(EAST)), (10, broken(EAST.into()))]
}

/// What the findings of a code say of the second resolver, with their status.
fn of_second(evidence: &Evidence, rto_s: u64, code: &str) -> Vec<(Status, String)> {
    let findings = assess(evidence, &objective(rto_s)).findings;
    let about =
        |one: &&chalkstore::report::Finding| one.check.code == code && one.subject("").contains(SECOND);
    findings.iter().filter(about).map(|one| (one.status, one.message().to_owned())).collect()
}

#[test]
fn a_resolver_that_keeps_the_dead_region_fails_the_drill() {
    let evidence = failover(140, &[(0, leads(EAST))], &dead());
    let [(status, told)] = &of_second(&evidence, 180, "FO070")[..] else { panic!("one finding") };
    assert_eq!(*status, Fail);
    for part in
        ["still led to us-east-1 100 s after", "may be kept for 60 s", "not served for 130 s at least"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(outage(&reckon(&evidence).moves[0]), (29_000, Some(31_000)));
    // Its end was not seen; what was seen of it may be too long already.
    let statuses = |rto_s| of_second(&evidence, rto_s, "FO071").into_iter().map(|(status, _)| status);
    assert_eq!(statuses(180).collect::<Vec<_>>(), [Unknown]);
    assert_eq!(statuses(120).collect::<Vec<_>>(), [Fail]);
    let gauges = assess(&evidence, &objective(180)).gauges;
    assert!(gauges.iter().any(|one| one.value.total_cmp(&130.0).is_eq()), "{gauges:?}");
    let Some(Block::Text(summary)) = assess(&evidence, &objective(180)).view.into_iter().next() else {
        panic!("a summary")
    };
    assert!(summary.contains("141 requests where 1.1.1.1:53 led, 30 not served"), "{summary}");
}

#[test]
fn a_resolver_may_be_as_late_as_its_ttl() {
    // 60 s after the move, and a look.
    let on_time = failover(200, &[(0, leads(EAST)), (101, leads(WEST))], &dead());
    assert_eq!(of_second(&on_time, 180, "FO070"), []);
    let told = of_second(&on_time, 95, "FO071");
    assert_eq!(told.first().map(|(status, _)| *status), Some(Pass), "{told:?}");
    assert!(told[0].1.contains("between 90 s and 92 s"), "{told:?}");
    expect(&on_time, &objective(60), &[("FO070", Pass), ("FO071", Pass), ("FO071", Fail)]);
    let late = failover(200, &[(0, leads(EAST)), (120, leads(WEST))], &dead());
    assert_eq!(of_second(&late, 180, "FO070").first().map(|(status, _)| *status), Some(Fail));
    // Nobody knows yet.
    let [(status, _)] = of_second(&failover(100, &[(0, leads(EAST))], &dead()), 180, "FO070")[..] else {
        panic!("one finding")
    };
    assert_eq!(status, Unknown);
}

#[test]
fn a_region_that_returns_ends_the_outage_of_those_who_stayed() {
    let east = [(0, served(EAST)), (10, broken(EAST.into())), (80, served(EAST))];
    let told = of_second(&failover(200, &[(0, leads(EAST))], &east), 180, "FO071");
    assert_eq!(told.len(), 1);
    assert!(told[0].0 == Pass && told[0].1.contains("between 69 s and 71 s"), "{told:?}");
}

#[test]
fn a_move_that_nothing_explains_asks_nobody_to_follow() {
    let mut evidence = drill(
        300,
        &[
            (Thing::Client, &[(0, served(EAST)), (80, served(WEST))]),
            (resolver(), &[(0, leads(EAST)), (80, leads(WEST))]),
            (second(), &[(0, leads(EAST))]),
            (region(EAST), &[(0, served(EAST))]),
        ],
    );
    assert_eq!(of_second(&evidence, 180, "FO070")[0].0, Unknown);
    assert_eq!(of_second(&evidence, 180, "FO071"), []);
    // A check that was inverted does.
    let inverted = drill(300, &[(check("east", EAST), &[(0, State::Healthy), (20, State::Unhealthy)])]);
    evidence.tracks.extend(inverted.tracks);
    assert_eq!(of_second(&evidence, 180, "FO070")[0].0, Fail);
}

#[test]
fn who_never_left_has_nothing_to_return_from() {
    let both = |of_second: &[(u64, State)]| {
        drill(
            600,
            &[
                (
                    Thing::Client,
                    &[(0, served(EAST)), (10, failed(EAST)), (40, served(WEST)), (300, served(EAST))],
                ),
                (resolver(), &[(0, leads(EAST)), (40, leads(WEST)), (300, leads(EAST))]),
                (second(), of_second),
                (check("east", EAST), &[(0, State::Healthy), (30, State::Unhealthy), (302, State::Healthy)]),
                (region(EAST), &[(0, served(EAST)), (10, failed(EAST)), (200, served(EAST))]),
                (region(WEST), &[(0, served(WEST))]),
            ],
        )
    };
    let evidence = both(&[(0, leads(EAST))]);
    let moves = reckon(&evidence).moves;
    let followed: Vec<Followed> = moves.iter().map(|one| one.resolvers[1].followed).collect();
    assert_eq!(followed, [Followed::No, Followed::Already]);
    // That the check had turned was seen two seconds after clients were served again.
    assert_eq!(moves[1].check.map(|at| at.by_us), Some(302_000_000));
    // One that is led West by its place has nothing to do with the drill.
    let elsewhere = both(&[(0, leads(WEST))]);
    assert_eq!(of_second(&elsewhere, 180, "FO070"), []);
    // One that does not return does.
    let stays = both(&[(0, leads(EAST)), (40, leads(WEST))]);
    assert_eq!(of_second(&stays, 180, "FO070").first().map(|(status, _)| *status), Some(Fail));
}

#[test]
fn a_resolver_that_led_astray_before_the_watching_is_told() {
    let watched = |of_east: &[(u64, State)]| {
        drill(
            140,
            &[
                (Thing::Client, &[(0, served(WEST))]),
                (resolver(), &[(0, leads(WEST))]),
                (second(), &[(0, leads(EAST))]),
                (region(EAST), of_east),
                (region(WEST), &[(0, served(WEST))]),
            ],
        )
    };
    let evidence = watched(&[(0, broken(EAST.into()))]);
    assert_eq!(of_second(&evidence, 180, "FO070")[0].0, Fail);
    assert_eq!(of_second(&evidence, 60, "FO071")[0].0, Fail);
    // A Region that serves those who are led there, or a host that cannot be reached from here, is no outage.
    for state in [served(EAST), failed(EAST)] {
        assert_eq!(of_second(&watched(&[(0, state)]), 180, "FO070"), []);
    }
    assert!(!results(&watched(&[(0, served(EAST))]), &objective(180)).contains(&("FO070", Fail)));
}
