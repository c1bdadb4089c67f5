use super::Health::{Healthy, Unhealthy, Unknown};
use super::samples::{
    EAST, NAME, WEST, alias, balancer, check, edit, observations, pair, primary, record, secondary, with,
};
use super::*;
use crate::aws::{Asked, Failure, FailureKind};
use crate::failover::Evidence;
use crate::failover::evidence::{DnsOutcome, DnsRecord, Policy, Record, RecordKind, ResolverSeen};

fn weighted(id: &str, weight: u64) -> Record {
    record(id, Policy::Weighted { weight }, "192.0.2.9")
}

/// Which entries answer, and whether as a last resort; `?` where it is not certain.
fn answer(records: Vec<Record>, healths: &[Health]) -> String {
    let evidence = with(records);
    let routes = routes(&evidence);
    let answer = routes[0].answering(healths);
    let part = |part: &Part| {
        let id = routes[0].entries[part.entry].record.set_identifier.clone().unwrap_or_default();
        part.share.map_or(id.clone(), |share| format!("{id} {share:.2}"))
    };
    let parts: Vec<String> = answer.parts.iter().map(part).collect();
    let certain = if answer.is_certain { "" } else { "?" };
    let resort = if answer.is_last_resort { " last resort" } else { "" };
    format!("{}{certain}{resort}", parts.join(", "))
}

#[test]
fn a_failover_pair_answers_as_it_is_published() {
    // The secondary stands first: the order in the zone decides nothing.
    let both = || vec![record("b", secondary(), "192.0.2.2"), record("a", primary(), "192.0.2.1")];
    for (healths, expected) in [
        ([Healthy, Healthy], "a 1.00"),
        ([Healthy, Unhealthy], "a 1.00"),
        ([Unhealthy, Healthy], "b 1.00"),
        ([Unhealthy, Unhealthy], "a 1.00 last resort"),
        ([Healthy, Unknown], "a 1.00"),
        ([Unhealthy, Unknown], "a, b?"),
        ([Unknown, Healthy], "a, b?"),
        ([Unknown, Unhealthy], "a 1.00"),
        ([Unknown, Unknown], "a, b?"),
    ] {
        assert_eq!(answer(both(), &healths), expected, "{healths:?}");
    }
    assert_eq!(answer(vec![record("a", primary(), "192.0.2.1")], &[Unhealthy]), "a 1.00 last resort");
    assert_eq!(answer(vec![record("b", secondary(), "192.0.2.1")], &[Healthy]), "b 1.00");
}

#[test]
fn shares_follow_weights_and_zero_comes_last() {
    let three = || vec![weighted("a", 3), weighted("b", 1), weighted("z", 0)];
    for (healths, expected) in [
        ([Healthy, Healthy, Healthy], "a 0.75, b 0.25"),
        ([Healthy, Unhealthy, Healthy], "a 1.00"),
        ([Unhealthy, Unhealthy, Healthy], "z 1.00"),
        ([Unhealthy, Unhealthy, Unhealthy], "a 0.75, b 0.25 last resort"),
        ([Healthy, Healthy, Unknown], "a 0.75, b 0.25"),
    ] {
        assert_eq!(answer(three(), &healths), expected, "{healths:?}");
    }
    let zeros = vec![weighted("y", 0), weighted("z", 0)];
    assert_eq!(answer(zeros, &[Healthy, Healthy]), "y 0.50, z 0.50");
}

#[test]
fn latency_multivalue_simple_and_what_is_not_reckoned_with() {
    let latency =
        |id: &str, region: &str| record(id, Policy::Latency { region: region.to_owned() }, "192.0.2.9");
    let two = || vec![latency("a", "us-east-1"), latency("b", "us-west-2")];
    assert_eq!(answer(two(), &[Healthy, Healthy]), "a, b");
    assert_eq!(answer(two(), &[Unhealthy, Healthy]), "b 1.00");
    assert_eq!(answer(two(), &[Unhealthy, Unhealthy]), "a, b last resort");
    let many =
        || vec![record("a", Policy::Multivalue, "192.0.2.1"), record("b", Policy::Multivalue, "192.0.2.2")];
    assert_eq!(answer(many(), &[Healthy, Healthy]), "a 0.50, b 0.50");
    assert_eq!(answer(many(), &[Unhealthy, Healthy]), "b 1.00");
    let one = || vec![record("a", Policy::Simple, "192.0.2.1")];
    assert_eq!(answer(one(), &[Unhealthy]), "a 1.00 last resort");
    let mixed = vec![record("a", primary(), "192.0.2.1"), weighted("b", 1)];
    assert_eq!(answer(mixed, &[Healthy, Healthy]), "a, b?");
}

#[test]
fn regions_are_told_by_names_addresses_and_latency() {
    for (name, expected) in [
        ("prod-1.us-east-1.elb.amazonaws.com", Some("us-east-1")),
        ("dualstack.prod-1.us-east-1.elb.amazonaws.com.", Some("us-east-1")),
        ("internal-Prod-1.EU-west-1.elb.amazonaws.com", Some("eu-west-1")),
        ("dualstack.internal-prod.us-gov-west-1.elb.amazonaws.com", Some("us-gov-west-1")),
        ("prod-1.elb.us-west-2.amazonaws.com", Some("us-west-2")),
        ("prod-1.cn-north-1.elb.amazonaws.com.cn", Some("cn-north-1")),
        ("d111.cloudfront.net", None),
        ("a.b.us-east-1.elb.amazonaws.com", None),
        ("s3-website-us-east-1.amazonaws.com", None),
    ] {
        assert_eq!(balancer_of(name).map(|(_, region)| region).as_deref(), expected, "{name}");
    }
    assert_eq!(
        balancer_of("dualstack.internal-Prod.us-east-1.elb.amazonaws.com").expect("is one").0,
        "internal-prod.us-east-1.elb.amazonaws.com"
    );
    let evidence = with(Vec::new());
    let region = |record: Record| region_of(&record, &evidence);
    assert_eq!(region(record("a", primary(), "192.0.2.1")).as_deref(), Some("us-east-1"));
    assert_eq!(region(record("a", primary(), "prod-west.example.com.")).as_deref(), Some("us-west-2"));
    assert_eq!(region(alias("a", primary(), WEST, true)).as_deref(), Some("us-west-2"));
    assert_eq!(region(alias("a", primary(), "d111.cloudfront.net", true)), None);
    let latency = Policy::Latency { region: "eu-west-1".to_owned() };
    assert_eq!(region(record("a", latency, "198.51.100.1")).as_deref(), Some("eu-west-1"));
    let both = Record { values: vec!["192.0.2.1".into(), "192.0.2.2".into()], ..record("a", primary(), "") };
    assert_eq!(region(both), None);
}

#[test]
fn an_alias_in_the_zone_has_its_targets_region_ttl_and_health() {
    let mut outer = alias("a", primary(), "", true);
    let target = outer.alias.as_mut().expect("is an alias");
    target.dns_name = "prod-east.example.com".to_owned();
    target.zone_id = "Z1".to_owned();
    let inner = Record {
        name: "prod-east.example.com".to_owned(),
        ttl_s: Some(300),
        health_check: Some("hc".to_owned()),
        ..record("x", Policy::Simple, "192.0.2.1")
    };
    let mut evidence = with(vec![outer.clone(), inner]);
    evidence.health_checks = vec![check("hc", "prod-east.example.com")];
    evidence.hosts.clear();
    evidence.hosts.push(with(Vec::new()).hosts[0].clone());
    let route = &routes(&evidence)[0];
    assert_eq!((route.entries[0].region.as_deref(), route.entries[0].ttl_s), (Some("us-east-1"), Some(300)));
    assert!(!route.entries[0].is_ttl_fixed);
    assert_eq!(route.entries[0].health(&evidence).health, Healthy);
    evidence.health_checks[0].observations = Some(Asked::Answered(observations(2, 16)));
    assert_eq!(route_health(&evidence, 0), Unhealthy);
    // What was read may lead in a circle.
    outer.alias.as_mut().expect("is an alias").dns_name = NAME.to_owned();
    let circle = with(vec![outer]);
    let route = &routes(&circle)[0];
    assert_eq!((route.entries[0].region.clone(), route.entries[0].ttl_s), (None, None));
    assert_eq!(route_health(&circle, 0), Unknown);
}

fn route_health(evidence: &Evidence, entry: usize) -> Health {
    routes(evidence)[0].entries[entry].health(evidence).health
}

#[test]
fn checkers_decide_by_more_than_eighteen_percent() {
    for (healthy, all, expected) in [
        (0, 16, Unhealthy),
        (2, 16, Unhealthy),
        (3, 16, Healthy),
        (18, 100, Unhealthy),
        (19, 100, Healthy),
        (0, 0, Unknown),
    ] {
        let mut evidence = pair();
        evidence.health_checks[0].observations = Some(Asked::Answered(observations(healthy, all)));
        let judged = check_health(&evidence, "hc-east");
        assert_eq!(judged.health, expected, "{healthy} of {all}: {}", judged.why);
        edit(&mut evidence, 0, |facts| facts.is_inverted = true);
        let inverted = match expected {
            Healthy => Unhealthy,
            Unhealthy => Healthy,
            Unknown => Unknown,
        };
        assert_eq!(check_health(&evidence, "hc-east").health, inverted);
        edit(&mut evidence, 0, |facts| facts.is_disabled = true);
        assert_eq!(check_health(&evidence, "hc-east").health, Healthy);
    }
}

#[test]
fn what_could_not_be_read_is_unknown_and_the_metric_may_tell() {
    let mut evidence = pair();
    assert_eq!(check_health(&evidence, "hc-nobody").health, Unknown);
    let denied = || Failure::new(FailureKind::AccessDenied, "not allowed");
    evidence.health_checks[0].observations = Some(Asked::Failed(denied()));
    let judged = check_health(&evidence, "hc-east");
    assert_eq!(judged.health, Unknown);
    assert!(judged.why.contains("not allowed"), "{}", judged.why);
    evidence.health_checks[0].metric_status = Some(0.0);
    // Inverting is in the metric already.
    edit(&mut evidence, 0, |facts| facts.is_inverted = true);
    assert_eq!(check_health(&evidence, "hc-east").health, Unhealthy);
    evidence.health_checks[0].described = Asked::Failed(Failure::new(FailureKind::NotFound, "no such check"));
    assert!(check_health(&evidence, "hc-east").why.contains("no health check hc-east any more"));
    edit(&mut evidence, 1, |facts| facts.kind = "CLOUDWATCH_METRIC".to_owned());
    assert_eq!(check_health(&evidence, "hc-west").health, Unknown);
    evidence.health_checks[1].metric_status = Some(1.0);
    assert_eq!(check_health(&evidence, "hc-west").health, Healthy);
}

#[test]
fn a_calculated_check_counts_its_children() {
    for (needed, healthy, unknown, expected) in [
        (0, 0, 0, Healthy),
        (4, 3, 0, Unhealthy),
        (2, 2, 0, Healthy),
        (2, 1, 0, Unhealthy),
        (2, 1, 1, Unknown),
        (2, 2, 1, Healthy),
        (3, 1, 1, Unhealthy),
    ] {
        let mut evidence = pair();
        let children: Vec<String> = (0..3).map(|index| format!("child-{index}")).collect();
        for (index, child) in children.iter().enumerate() {
            let mut one = check(child, EAST);
            let seen = if index < healthy { observations(16, 16) } else { observations(0, 16) };
            let is_unknown = (healthy..healthy + unknown).contains(&index);
            one.observations = Some(Asked::Answered(if is_unknown { Vec::new() } else { seen }));
            evidence.health_checks.push(one);
        }
        edit(&mut evidence, 0, |facts| {
            facts.kind = "CALCULATED".to_owned();
            facts.health_threshold = Some(needed);
            facts.children = children;
        });
        evidence.health_checks[0].observations = None;
        let judged = check_health(&evidence, "hc-east");
        assert_eq!(
            judged.health, expected,
            "{needed} needed, {healthy} healthy, {unknown} unknown: {}",
            judged.why
        );
    }
}

#[test]
fn target_health_needs_a_target_in_every_group() {
    for (groups, expected) in [
        (&[(1, 3)][..], Healthy),
        (&[(0, 3)], Unhealthy),
        (&[(1, 3), (0, 1)], Unhealthy),
        (&[(1, 3), (0, 0)], Unhealthy),
        (&[], Unknown),
    ] {
        let mut evidence = with(vec![alias("a", primary(), EAST, true)]);
        evidence.balancers = vec![balancer(EAST, groups)];
        assert_eq!(route_health(&evidence, 0), expected, "{groups:?}");
    }
    // With a check beside it both have to be healthy.
    let mut both = alias("a", primary(), EAST, true);
    both.health_check = Some("hc".to_owned());
    let mut evidence = with(vec![both]);
    evidence.balancers = vec![balancer(EAST, &[(1, 1)])];
    evidence.health_checks = vec![check("hc", EAST)];
    assert_eq!(route_health(&evidence, 0), Healthy);
    evidence.health_checks[0].observations = Some(Asked::Answered(observations(0, 16)));
    assert_eq!(route_health(&evidence, 0), Unhealthy);
    // Without a signal a record is always healthy.
    assert_eq!(route_health(&with(vec![alias("a", primary(), EAST, false)]), 0), Healthy);
}

#[test]
fn answers_belong_to_regions_or_to_strangers() {
    let mut evidence = pair();
    let told =
        |name: &str, kind, value: &str| DnsRecord { name: name.into(), kind, value: value.into(), ttl_s: 60 };
    let answered = |records| ResolverSeen {
        resolver: "192.0.2.53:53".into(),
        kind: RecordKind::A,
        outcome: DnsOutcome::Answered(records),
        took_us: 1,
    };
    let a = RecordKind::A;
    evidence.resolvers = vec![
        answered(vec![told(NAME, a, "192.0.2.2")]),
        answered(vec![told(NAME, a, "192.0.2.2"), told(NAME, a, "203.0.113.9")]),
        answered(vec![told(NAME, RecordKind::Cname, EAST), told(EAST, a, "203.0.113.9")]),
        ResolverSeen { outcome: DnsOutcome::NoName, ..answered(Vec::new()) },
    ];
    let seen: Vec<(Vec<String>, Vec<String>)> =
        served(&evidence).into_iter().map(|one| (one.regions, one.strangers)).collect();
    let list = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        seen,
        [
            (list(&["us-west-2"]), list(&[])),
            (list(&["us-west-2"]), list(&["203.0.113.9"])),
            (list(&["us-east-1"]), list(&[])),
        ]
    );
}

#[test]
fn an_alias_to_a_load_balancer_has_a_ttl_of_its_own() {
    let evidence = pair();
    let route = &routes(&evidence)[0];
    assert_eq!(route.shape, Shape::Failover);
    assert!(route.entries.iter().all(|entry| entry.ttl_s == Some(60) && entry.is_ttl_fixed));
    let other = with(vec![alias("a", primary(), "d111.cloudfront.net", true)]);
    assert_eq!(routes(&other)[0].entries[0].ttl_s, None);
}
