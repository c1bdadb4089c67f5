use insta::assert_snapshot;

use super::*;
use crate::aws::Asked;
use crate::failover::evidence::Policy;
use crate::failover::model::samples::{EAST, WEST, alias, edit, observations, pair, with};
use crate::failover::{Evidence, Expectations, Scenario, WhatIf};
use crate::render::{ColorChoice, Style, Verbosity};
use crate::report::Block;

fn scenario() -> Scenario {
    Scenario { read_qps: Some(100.0), write_qps: Some(50.0), lag_ms: Some(2_000), ..Scenario::default() }
}

fn drawn(width: usize, evidence: &Evidence, scenario: Scenario) -> String {
    let style = Style { width: Some(width), ..Style::file(ColorChoice::Never, Verbosity::Normal) };
    let expected = Expectations { scenario: Some(scenario), ..Expectations::default() };
    let blocks = view(evidence, &expected);
    blocks.iter().map(|block| crate::render::block(block, style)).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_hour_without_the_primary() {
    let plays = plays(&pair(), &scenario());
    assert_eq!(plays.len(), 1);
    let [early, nominal, late] = &plays[0].cases;
    assert_eq!(
        (early.noticed_ms, nominal.noticed_ms, late.noticed_ms),
        (Some(60_000), Some(90_000), Some(108_000))
    );
    assert_eq!((nominal.moved_ms, nominal.healthy_ms), (Some(150_000), Some(3_690_000)));
    assert_eq!(late.back_ms, Some(3_600_000 + 114_000 + 60_000));
    // Half of the TTL on average: (90 + 30) s x 100 a second.
    assert_eq!(nominal.failed_queries, Some(12_000.0));
    assert_eq!(plays[0].writes_at_risk, Some(100.0));
}

#[test]
fn a_short_outage_moves_nobody_or_some() {
    let short = Scenario { outage_s: 45, ..scenario() };
    let plays_of = |scenario| plays(&pair(), &scenario).remove(0);
    let play = plays_of(short);
    assert!(play.stays.is_none() && play.cases.iter().all(|case| case.noticed_ms.is_none()));
    assert_eq!(play.cases[1].failed_queries, Some(4_500.0));
    // Thirty seconds after the flip the Region is back: half of the caches still hold it.
    let middle = plays_of(Scenario { outage_s: 120, ..scenario() });
    assert_eq!(middle.cases[1].moved_ms, Some(120_000));
    assert_eq!(middle.cases[1].failed_queries, Some((90.0 + 22.5) * 100.0));
    let long = plays_of(Scenario { resolver_ttl_s: Some(600), ..scenario() });
    assert_eq!(long.cases[1].moved_ms, Some(690_000));
}

#[test]
fn what_other_settings_save_is_told_in_requests() {
    let what_if = WhatIf { interval_s: Some(10), threshold: Some(2), ttl_s: None };
    let expected =
        Expectations { scenario: Some(scenario()), what_if: Some(what_if), ..Expectations::default() };
    let text = |expected: &Expectations| {
        let style = Style { width: Some(200), ..Style::file(ColorChoice::Never, Verbosity::Normal) };
        let blocks = view(&pair(), expected);
        blocks.iter().map(|block| crate::render::block(block, style)).collect::<Vec<_>>().join("\n")
    };
    let told = text(&expected);
    let row = told.lines().find(|line| line.contains("queries that fail with 10 s x 2")).expect("a row");
    // (20 + 30) s x 100 a second, instead of (90 + 30) s.
    assert!(row.contains("5000"), "{row}");
    assert!(!told.contains("never move"), "{told}");
    // Resolvers keep the old answer for longer than the Region is away.
    let long = Scenario { resolver_ttl_s: Some(3600), ..scenario() };
    let told = text(&Expectations { scenario: Some(long), ..Expectations::default() });
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains(
            "Some clients never move: their resolvers may keep the old answer until 1 h 1 min 48 s"
        ),
        "{told}"
    );
}

#[test]
fn traffic_that_never_moves_is_lost_for_the_whole_outage() {
    let mut evidence = pair();
    edit(&mut evidence, 0, |facts| facts.is_disabled = true);
    let play = plays(&evidence, &scenario()).remove(0);
    assert!(play.stays.as_deref().is_some_and(|why| why.contains("disabled")));
    assert_eq!(play.cases[0].failed_queries, Some(360_000.0));
    // The secondary is dead already: both are, and the primary answers.
    let mut evidence = pair();
    evidence.health_checks[1].observations = Some(Asked::Answered(observations(0, 16)));
    let play = plays(&evidence, &scenario()).remove(0);
    let why = play.stays.expect("there is nowhere to go");
    assert!(why.contains("us-west-2 is unhealthy now: 0 of 16 checkers"), "{why}");
    evidence.health_checks[1].observations = Some(Asked::Answered(Vec::new()));
    let play = plays(&evidence, &scenario()).remove(0);
    assert!(
        play.stays.is_none() && play.assumed[0].contains("us-west-2 is healthy is not known"),
        "{play:?}"
    );
}

#[test]
fn active_active_loses_a_share() {
    let weighted = |id: &str, weight: u64, target: &str| alias(id, Policy::Weighted { weight }, target, true);
    let evidence = with(vec![weighted("a", 3, EAST), weighted("b", 1, WEST)]);
    let plays_of = plays(&evidence, &scenario());
    let failed: Vec<_> = plays_of.iter().map(|play| (play.share, play.cases[1].failed_queries)).collect();
    assert_eq!(failed, [(0.75, Some(6_750.0)), (0.25, Some(2_250.0))]);
    let latency = |id: &str, region: &str, target| {
        alias(id, Policy::Latency { region: region.to_owned() }, target, true)
    };
    let evidence = with(vec![latency("a", "us-east-1", EAST), latency("b", "us-west-2", WEST)]);
    let play = plays(&evidence, &scenario()).remove(0);
    assert!(play.is_share_assumed && (play.share - 0.5).abs() < f64::EPSILON);
}

#[test]
fn how_it_looks() {
    let narrow = drawn(60, &pair(), scenario());
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    assert_snapshot!("simulation_100", drawn(100, &pair(), scenario()));
    assert_snapshot!("simulation_60", narrow);
    let mut never = pair();
    edit(&mut never, 0, |facts| facts.is_disabled = true);
    assert_snapshot!("simulation_never", drawn(100, &never, Scenario::default()));
    let nothing = view(&pair(), &Expectations::default());
    assert!(nothing.is_empty());
}

#[test]
fn there_are_pictures_and_data() {
    let expected = Expectations { scenario: Some(scenario()), ..Expectations::default() };
    let pictures = view(&pair(), &expected).into_iter().filter(|block| matches!(block, Block::Timeline(_)));
    assert_eq!(pictures.count(), 2);
    let rows = rows(&pair(), &expected);
    assert_eq!(rows[0].value["nominal"]["failed_queries"], 12_000.0);
    assert_eq!(facts(&pair(), &expected)[0].value["outage_s"], 3600);
    assert_eq!(gauges(&pair(), &expected).len(), 2);
}

#[test]
fn a_survivor_that_shares_the_check_falls_too() {
    let mut evidence = pair();
    if let Asked::Answered(zones) = &mut evidence.zones
        && let Asked::Answered(records) = &mut zones[0].records
    {
        records[1].health_check = Some("hc-east".to_owned());
    }
    let play = plays(&evidence, &scenario()).remove(0);
    let why = play.stays.expect("both are red");
    assert!(why.contains("us-west-2 turns unhealthy with it"), "{why}");
    assert_eq!(play.cases[1].failed_queries, Some(360_000.0));
}

#[test]
fn types_are_told_apart_and_the_rate_is_counted_for_each() {
    let mut evidence = pair();
    if let Asked::Answered(zones) = &mut evidence.zones
        && let Asked::Answered(records) = &mut zones[0].records
    {
        let mut more = records.clone();
        for record in &mut more {
            (record.kind, record.health_check) = ("AAAA".to_owned(), None);
        }
        records.extend(more);
    }
    let expected = Expectations { scenario: Some(scenario()), ..Expectations::default() };
    let gauges = gauges(&evidence, &expected);
    let mut labels: Vec<_> = gauges.iter().map(|gauge| (gauge.name, gauge.labels.clone())).collect();
    labels.sort();
    labels.dedup();
    assert_eq!((labels.len(), gauges.len()), (4, 4));
    assert!(drawn(1000, &evidence, scenario()).contains("it is counted for each type of records"));
}

#[test]
fn edited_evidence_breaks_nothing() {
    let mut evidence = pair();
    edit(&mut evidence, 0, |facts| (facts.interval_s, facts.threshold) = (Some(u32::MAX), Some(u32::MAX)));
    drop(plays(&evidence, &Scenario { outage_s: u32::MAX, ..scenario() }));
    assert!(evidence.validate().is_err());
    let mut evidence = pair();
    assert_eq!(evidence.validate(), Ok(()));
    if let Asked::Answered(zones) = &mut evidence.zones
        && let Asked::Answered(records) = &mut zones[0].records
    {
        records[0].alias = None;
        (records[0].values, records[0].ttl_s) = (vec!["192.0.2.1".to_owned()], Some(1 << 63));
    }
    let scenario = Scenario { outage_s: u32::MAX, ..scenario() };
    drop(drawn(100, &evidence, scenario));
    assert_eq!(evidence.validate(), Err("a record's TTL is longer than DNS knows"));
}
