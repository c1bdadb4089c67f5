use insta::assert_snapshot;

use super::*;
use crate::aws::{Asked, Failure, FailureKind};
use crate::failover::evidence::{AlarmFacts, AlarmId, Policy};
use crate::failover::model::samples::{
    EAST, NAME, WEST, alias, balancer, check, edit, pair, primary, record, secondary, with,
};
use crate::failover::{Evidence, Expectations, WhatIf};
use crate::render::{ColorChoice, Style, Verbosity};

fn seconds_of(span: Span) -> [u64; 3] {
    [span.min_ms / 1000, span.nominal_ms / 1000, span.max_ms / 1000]
}

fn known(evidence: &Evidence) -> Rto {
    rto(evidence, None).expect("traffic moves")
}

fn why(evidence: &Evidence) -> String {
    let why = rto(evidence, None).expect_err("there is no RTO");
    format!("{}{why}", if why.is_never() { "" } else { "unknown: " })
}

/// The published table, with a TTL of 60 s.
#[test]
fn bounds_are_those_of_the_published_rules() {
    for (interval_s, threshold, detection, failover) in [
        (30, 3, [60, 90, 108], [60, 150, 168]),
        (30, 1, [0, 30, 36], [0, 90, 96]),
        (10, 3, [20, 30, 48], [20, 90, 108]),
        (10, 2, [10, 20, 32], [10, 80, 92]),
        (10, 1, [0, 10, 16], [0, 70, 76]),
    ] {
        let mut evidence = pair();
        edit(&mut evidence, 0, |facts| {
            facts.interval_s = Some(interval_s);
            facts.threshold = Some(threshold);
        });
        let rto = known(&evidence);
        assert_eq!(seconds_of(rto.detection()), detection, "{interval_s} x {threshold}");
        assert_eq!(seconds_of(rto.failover()), failover, "{interval_s} x {threshold}");
        // A request may be under way into the hole when the Region returns.
        assert_eq!(seconds_of(rto.failback())[2], failover[2] + 6);
    }
}

#[test]
fn a_try_takes_longer_where_more_is_asked_for() {
    for (kind, max) in [("HTTPS_STR_MATCH", 3 * 38 + 60), ("TCP", 3 * 40 + 60)] {
        let mut evidence = pair();
        edit(&mut evidence, 0, |facts| facts.kind = kind.to_owned());
        assert_eq!(seconds_of(known(&evidence).failover())[2], max, "{kind}");
    }
}

#[test]
fn target_health_alone_and_beside_a_check() {
    let mut evidence =
        with(vec![alias("east", primary(), EAST, true), alias("west", secondary(), WEST, true)]);
    evidence.balancers = vec![balancer(EAST, &[(1, 1)])];
    let rto = known(&evidence);
    assert_eq!(seconds_of(rto.detection()), [30, 60, 72]);
    assert_eq!(seconds_of(rto.failover()), [30, 120, 132]);
    assert!(!rto.moves[0].is_assumed);
    evidence.balancers.clear();
    let assumed = known(&evidence);
    assert!(assumed.moves[0].is_assumed);
    assert_eq!(seconds_of(assumed.detection()), [30, 60, 72]);
    // The first of both makes it unhealthy; both have to be back.
    let mut both = alias("east", primary(), EAST, true);
    both.health_check = Some("hc".to_owned());
    let mut evidence = with(vec![both, alias("west", secondary(), WEST, true)]);
    evidence.balancers = vec![balancer(EAST, &[(1, 1)])];
    evidence.health_checks = vec![check("hc", EAST)];
    let rto = known(&evidence);
    assert_eq!(seconds_of(rto.moves[0].detection), [30, 60, 72]);
    assert_eq!(seconds_of(rto.moves[0].recovery), [30, 90, 114]);
}

#[test]
fn a_calculated_check_turns_with_its_children() {
    let mut evidence = pair();
    for (child, interval_s, threshold) in [("fast", 10, 1), ("middle", 10, 3), ("slow", 30, 3)] {
        let mut one = check(child, EAST);
        if let Asked::Answered(facts) = &mut one.described {
            (facts.interval_s, facts.threshold) = (Some(interval_s), Some(threshold));
        }
        evidence.health_checks.push(one);
    }
    let mut detection = |needed: u32| {
        edit(&mut evidence, 0, |facts| {
            facts.kind = "CALCULATED".to_owned();
            facts.health_threshold = Some(needed);
            facts.children = ["fast", "middle", "slow"].map(str::to_owned).into();
        });
        rto(&evidence, None).map(|rto| (seconds_of(rto.detection()), rto.moves[0].recovery.nominal_ms / 1000))
    };
    // All have to be healthy: the first that fails is enough, and the last has to be back.
    assert_eq!(detection(3), Ok(([0, 10, 16], 90)));
    assert_eq!(detection(2), Ok(([20, 30, 48], 30)));
    assert_eq!(detection(1), Ok(([60, 90, 108], 10)));
    assert!(detection(0).expect_err("is always healthy").to_string().contains("needs 0 healthy children"));
    assert!(detection(4).expect_err("is never healthy").to_string().contains("never healthy"));
    // A child that watches the other Region stays healthy.
    edit(&mut evidence, 2, |facts| facts.host = Some(WEST.to_owned()));
    edit(&mut evidence, 0, |facts| facts.health_threshold = Some(1));
    assert!(why(&evidence).contains("1 of them stay healthy"), "{}", why(&evidence));
}

#[test]
fn an_alarm_takes_its_periods_and_may_die_with_its_region() {
    let mut evidence = pair();
    edit(&mut evidence, 0, |facts| {
        facts.kind = "CLOUDWATCH_METRIC".to_owned();
        facts.alarm = Some(AlarmId { region: "us-west-2".to_owned(), name: "east-down".to_owned() });
        facts.without_data = Some("Healthy".to_owned());
    });
    assert!(why(&evidence).starts_with("unknown: "), "{}", why(&evidence));
    let alarm = AlarmFacts { period_s: Some(60), evaluation_periods: Some(3), ..AlarmFacts::default() };
    evidence.health_checks[0].alarm = Some(Asked::Answered(Some(alarm)));
    assert_eq!(seconds_of(known(&evidence).detection()), [120, 180, 240]);
    edit(&mut evidence, 0, |facts| {
        facts.alarm = Some(AlarmId { region: "us-east-1".into(), name: "east-down".into() });
    });
    assert!(why(&evidence).contains("no data counts as Healthy"), "{}", why(&evidence));
}

#[test]
fn what_never_moves_says_why() {
    let changed = |change: fn(&mut Evidence)| {
        let mut evidence = pair();
        change(&mut evidence);
        why(&evidence)
    };
    for (told, expected) in [
        (changed(|evidence| edit(evidence, 0, |facts| facts.is_disabled = true)), "is disabled"),
        (changed(|evidence| edit(evidence, 0, |facts| facts.is_inverted = true)), "is inverted"),
        (
            changed(|evidence| edit(evidence, 0, |facts| facts.host = Some(WEST.into()))),
            "stays healthy when us-east-1 dies",
        ),
        (
            changed(|evidence| edit(evidence, 0, |facts| facts.kind = "RECOVERY_CONTROL".into())),
            "routing control",
        ),
        (
            changed(|evidence| {
                *evidence =
                    with(vec![alias("a", primary(), EAST, false), alias("b", secondary(), WEST, true)]);
            }),
            "nothing decides",
        ),
        (
            changed(|evidence| *evidence = with(vec![alias("a", primary(), EAST, true)])),
            "it is the only record",
        ),
        (
            changed(|evidence| {
                *evidence =
                    with(vec![alias("a", primary(), EAST, true), alias("b", secondary(), EAST, true)]);
            }),
            "all 2 records lead there",
        ),
        (
            changed(|evidence| *evidence = with(vec![record("a", Policy::Simple, "192.0.2.1")])),
            "only one record",
        ),
    ] {
        assert!(told.starts_with("traffic never moves: us-east-1: "), "{told}");
        assert!(told.contains(expected), "{told}: {expected}");
    }
    for (told, expected) in [
        (changed(|evidence| edit(evidence, 0, |facts| facts.host = Some(NAME.into()))), "unpredictable"),
        (changed(|evidence| edit(evidence, 0, |facts| facts.kind = "NEW".into())), "of type NEW"),
        (changed(|evidence| evidence.health_checks.clear()), "was not read"),
        (
            changed(|evidence| {
                let denied = Failure::new(FailureKind::AccessDenied, "not allowed");
                evidence.health_checks[0].described = Asked::Failed(denied);
            }),
            "could not be read: not allowed",
        ),
        (changed(|evidence| *evidence = with(Vec::new())), "no records of"),
    ] {
        assert!(told.starts_with("unknown: "), "{told}");
        assert!(told.contains(expected), "{told}: {expected}");
    }
}

#[test]
fn active_active_moves_the_share_of_each_region() {
    let weighted = |id: &str, weight: u64, target: &str| alias(id, Policy::Weighted { weight }, target, true);
    let evidence = with(vec![weighted("a", 3, EAST), weighted("b", 1, WEST)]);
    let ways = ways(&evidence, None);
    let seen: Vec<_> = ways
        .iter()
        .map(|way| (way.from.as_str(), way.share, way.outcome.as_ref().expect("it moves").to.join(",")))
        .collect();
    assert_eq!(
        seen,
        [
            ("us-east-1", Some(0.75), "us-west-2".to_owned()),
            ("us-west-2", Some(0.25), "us-east-1".to_owned())
        ]
    );
    // A second record in the dead Region that nothing watches answers next.
    let trap = with(vec![
        weighted("a", 3, EAST),
        alias("c", Policy::Weighted { weight: 0 }, EAST, false),
        weighted("b", 1, WEST),
    ]);
    assert_eq!(rto(&trap, None).expect("the other record goes first").moves.len(), 2);
}

#[test]
fn other_settings_and_what_stands_in_their_way() {
    let mut evidence = pair();
    let asked = WhatIf { interval_s: Some(10), threshold: Some(2), ttl_s: Some(5) };
    let rto_of = |evidence: &Evidence| rto(evidence, Some(&asked)).expect("traffic moves").failover();
    // The TTL of an alias to a load balancer is fixed.
    assert_eq!(seconds_of(rto_of(&evidence)), [10, 80, 92]);
    let mut records = vec![record("a", primary(), "192.0.2.1"), record("b", secondary(), "192.0.2.2")];
    records[0].health_check = Some("hc-east".to_owned());
    let checks = std::mem::take(&mut evidence.health_checks);
    evidence = with(records);
    evidence.health_checks = checks;
    edit(&mut evidence, 0, |facts| facts.host = Some("prod-east.example.com".to_owned()));
    assert_eq!(seconds_of(rto_of(&evidence)), [10, 25, 37]);
}

/// Nothing decides about the primary: the settings are those of a check that would have to be made.
#[test]
fn settings_of_a_health_check_that_is_not_there() {
    let evidence = with(vec![record("a", primary(), "192.0.2.1"), record("b", secondary(), "192.0.2.2")]);
    assert!(why(&evidence).contains("nothing decides about its health"));
    let asked = WhatIf { interval_s: Some(10), threshold: Some(2), ttl_s: None };
    let told = rto(&evidence, Some(&asked)).expect("traffic would move");
    assert_eq!(seconds_of(told.detection()), [10, 20, 32]);
    let expected = Expectations { what_if: Some(asked), ..Expectations::default() };
    let drawn = drawn(200, &evidence, &expected);
    assert!(drawn.contains("to be made and put into the record"), "{drawn}");
    // Another TTL alone makes none, and it is said why that does not help.
    let ttl = WhatIf { ttl_s: Some(5), ..WhatIf::default() };
    assert!(rto(&evidence, Some(&ttl)).is_err_and(|why| why.is_never()));
    let expected = Expectations { what_if: Some(ttl), ..Expectations::default() };
    let drawn = self::drawn(200, &evidence, &expected);
    assert!(drawn.contains("With these settings: traffic never moves"), "{drawn}");
}

/// The chance by the formula, beside checkers that throw dice.
#[test]
fn false_alarms_come_as_often_as_they_should() {
    for (threshold, checkers, rate) in [(1, 3, 0.5), (2, 6, 0.6), (1, 8, 0.7), (3, 3, 0.4)] {
        let expected = false_alarms_of(30, threshold, checkers, rate);
        let mut state = 42_u64;
        let mut dice = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(state >> 33).expect("31 bits")) / f64::from(1_u32 << 31)
        };
        let mut says_healthy = vec![true; checkers as usize];
        let mut in_a_row = vec![0; checkers as usize];
        let (mut alarms, mut flips, mut dead, rounds) = (0_u32, 0_u32, 0_u32, 200_000_u32);
        let mut was_dead = false;
        for _ in 0..rounds {
            for index in 0..checkers as usize {
                let failed = dice() < rate;
                in_a_row[index] = if failed == says_healthy[index] { in_a_row[index] + 1 } else { 0 };
                if in_a_row[index] == threshold {
                    flips += u32::from(says_healthy[index]);
                    (says_healthy[index], in_a_row[index]) = (!says_healthy[index], 0);
                }
                let content = says_healthy.iter().filter(|says| **says).count();
                let is_dead = content * 100 <= says_healthy.len() * 18;
                alarms += u32::from(is_dead && !was_dead);
                dead += u32::from(is_dead);
                was_dead = is_dead;
            }
        }
        let months = f64::from(rounds) * 30.0 / (30.0 * 86_400.0);
        let near = |measured: f64, expected: f64| {
            assert!(
                (measured / expected - 1.0).abs() < 0.1,
                "{threshold} {checkers} {rate}: {measured} {expected}"
            );
        };
        near(f64::from(alarms) / months, expected.a_month);
        near(f64::from(flips) / months / f64::from(checkers), expected.per_checker_a_month);
        near(f64::from(dead) / f64::from(rounds) / f64::from(checkers), expected.share_of_time);
    }
    assert!(false_alarms_of(30, 3, 15, 0.0).a_month.abs() < f64::EPSILON);
    assert!((false_alarms_of(30, 3, 15, 1.0).share_of_time - 1.0).abs() < f64::EPSILON);
    assert_eq!(false_alarms_of(30, 3, 15, 0.01).shortest_outage_ms, 60_000);
    let known = false_alarms(&pair(), None, 0.01).expect("it is probed");
    assert_eq!(known.checkers, 16);
}

#[test]
fn lengths_of_time_in_order() {
    let spans = [Span::new(0, 10, 20), Span::new(5, 6, 7), Span::new(1, 2, 30)];
    assert_eq!(Span::nth(&spans, 2), Some(Span::new(1, 6, 20)));
    assert_eq!(Span::nth(&spans, 0), Some(Span::default()));
    assert_eq!(Span::nth(&spans, 4), None);
    assert_eq!(Span::new(60_000, 150_000, 168_000).to_string(), "150 s (60 to 168 s)");
    assert_eq!(Span::new(1_500, 1_500, 1_500).to_string(), "1.5 s");
    assert!(Span::new(1, 2, 3).contains(3) && !Span::new(1, 2, 3).contains(4));
}

fn drawn(width: usize, evidence: &Evidence, expected: &Expectations) -> String {
    let style = Style { width: Some(width), ..Style::file(ColorChoice::Never, Verbosity::Normal) };
    let blocks = view(evidence, expected);
    blocks.iter().map(|block| crate::render::block(block, style)).collect::<Vec<_>>().join("\n")
}

#[test]
fn how_it_looks() {
    let what_if = WhatIf { interval_s: Some(10), threshold: Some(2), ttl_s: Some(60) };
    let expected =
        Expectations { what_if: Some(what_if), probe_error_rate: Some(0.02), ..Expectations::default() };
    let wide = drawn(100, &pair(), &expected);
    let narrow = drawn(60, &pair(), &expected);
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    assert_snapshot!("rto_100", wide);
    assert_snapshot!("rto_60", narrow);
    let mut never = pair();
    edit(&mut never, 0, |facts| facts.is_disabled = true);
    assert_snapshot!("rto_never", drawn(100, &never, &Expectations::default()));
    assert!(view(&with(Vec::new()), &expected).is_empty());
    let all_fail = Expectations { probe_error_rate: Some(1.0), ..Expectations::default() };
    assert!(drawn(200, &pair(), &all_fail).contains("it counts as dead for ever"));
}

/// What stands in as configured, and would not as things stand.
#[test]
fn a_region_that_would_take_nothing_over_is_marked() {
    let mut evidence =
        with(vec![alias("east", primary(), EAST, true), alias("west", secondary(), WEST, true)]);
    evidence.balancers = vec![balancer(EAST, &[(1, 1)]), balancer(WEST, &[(0, 2)])];
    let marked = |evidence: &Evidence| {
        let value = rows(evidence, &Expectations::default()).remove(0).value;
        assert_eq!(value["to"].as_array().map(Vec::len), Some(1));
        let drawn = drawn(200, evidence, &Expectations::default());
        (value["unhealthy_now"] == value["to"], drawn.contains(" (unhealthy now)"))
    };
    assert_eq!(marked(&evidence), (true, true));
    evidence.balancers[1] = balancer(WEST, &[(1, 2)]);
    assert_eq!(marked(&evidence), (false, false));
}

#[test]
fn data_for_scripts() {
    let rows = rows(&pair(), &Expectations::default());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].value["failover"]["nominal_ms"], 150_000);
    assert_eq!(rows[0].value["is_movable"], true);
    let facts = facts(&pair(), &Expectations::default());
    assert_eq!(facts[0].value["failover"]["max_ms"], 168_000);
    let gauges = gauges(&pair(), &Expectations::default());
    assert_eq!(gauges.len(), 6);
    assert!((gauges[1].value - 150.0).abs() < f64::EPSILON);
    assert!(super::gauges(&with(Vec::new()), &Expectations::default()).is_empty());
}
