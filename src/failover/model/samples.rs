//! Names to judge in tests.

use std::collections::BTreeMap;

use crate::aws::Asked;
use crate::failover::Evidence;
use crate::failover::evidence::{
    Alias, Balancer, HealthCheck, HealthCheckFacts, HostSeen, Observation, Policy, Record, Role, Target,
    TargetGroup, Zone,
};

pub(in crate::failover) const NAME: &str = "chalk.example.com";
pub(in crate::failover) const EAST: &str = "east-1.us-east-1.elb.amazonaws.com";
pub(in crate::failover) const WEST: &str = "west-1.us-west-2.elb.amazonaws.com";

/// Two aliases to load balancers, each with a health check at 30 s x 3.
pub(in crate::failover) fn pair() -> Evidence {
    let mut primary = alias("east", primary(), EAST, false);
    primary.health_check = Some("hc-east".to_owned());
    let mut secondary = alias("west", secondary(), WEST, false);
    secondary.health_check = Some("hc-west".to_owned());
    let mut evidence = with(vec![primary, secondary]);
    evidence.health_checks = vec![check("hc-east", EAST), check("hc-west", WEST)];
    evidence
}

pub(in crate::failover) fn with(records: Vec<Record>) -> Evidence {
    let zone = Zone {
        id: "Z1".to_owned(),
        name: "example.com".to_owned(),
        is_private: false,
        accelerated_recovery: None,
        not_followed: Vec::new(),
        records: Asked::Answered(records),
    };
    let host = |region: &str, host: &str, address: &str| HostSeen {
        region: region.to_owned(),
        host: host.to_owned(),
        port: 443,
        is_given: true,
        addresses: vec![address.to_owned()],
        resolve_failure: None,
        healthz: None,
        as_failover_name: None,
    };
    Evidence {
        name: NAME.to_owned(),
        observed_at: "2026-11-21T12:00:00Z".to_owned(),
        profile: None,
        endpoint_url: None,
        credentials: None,
        zones: Asked::Answered(vec![zone]),
        health_checks: Vec::new(),
        listed_checks: None,
        balancers: Vec::new(),
        resolvers: Vec::new(),
        hosts: vec![
            host("us-east-1", "prod-east.example.com", "192.0.2.1"),
            host("us-west-2", "prod-west.example.com", "192.0.2.2"),
        ],
        offline: Vec::new(),
        through_name: None,
        table: None,
        secrets: BTreeMap::new(),
        aurora: None,
    }
}

pub(in crate::failover) fn primary() -> Policy {
    Policy::Failover { role: Role::Primary }
}

pub(in crate::failover) fn secondary() -> Policy {
    Policy::Failover { role: Role::Secondary }
}

pub(in crate::failover) fn record(id: &str, policy: Policy, value: &str) -> Record {
    Record {
        name: NAME.to_owned(),
        kind: "A".to_owned(),
        set_identifier: Some(id.to_owned()),
        policy,
        ttl_s: Some(60),
        values: vec![value.to_owned()],
        alias: None,
        health_check: None,
    }
}

pub(in crate::failover) fn alias(id: &str, policy: Policy, target: &str, evaluates: bool) -> Record {
    let alias = Alias {
        dns_name: format!("dualstack.{target}"),
        zone_id: "Z35SXDOTRQ7X7K".to_owned(),
        evaluates_target_health: evaluates,
    };
    Record { ttl_s: None, values: Vec::new(), alias: Some(alias), ..record(id, policy, "") }
}

/// A healthy one.
pub(in crate::failover) fn check(id: &str, host: &str) -> HealthCheck {
    let facts = HealthCheckFacts {
        kind: "HTTPS".to_owned(),
        host: Some(host.to_owned()),
        port: Some(443),
        path: Some("/healthz".to_owned()),
        interval_s: Some(30),
        threshold: Some(3),
        ..HealthCheckFacts::default()
    };
    HealthCheck {
        id: id.to_owned(),
        described: Asked::Answered(facts),
        observations: Some(Asked::Answered(observations(16, 16))),
        last_failures: None,
        metric_status: None,
        alarm: None,
        noticed_by: None,
    }
}

pub(in crate::failover) fn observations(healthy: usize, all: usize) -> Vec<Observation> {
    let status = |index: usize| {
        if index < healthy { "Success: HTTP Status Code: 200, OK" } else { "Failure: timeout" }
    };
    let one = |index| Observation {
        region: "us-east-1".to_owned(),
        address: None,
        status: status(index).to_owned(),
        checked_at: None,
    };
    (0..all).map(one).collect()
}

/// Changes what `GetHealthCheck` told of the check at this place.
pub(in crate::failover) fn edit(
    evidence: &mut Evidence,
    index: usize,
    change: impl FnOnce(&mut HealthCheckFacts),
) {
    if let Asked::Answered(facts) = &mut evidence.health_checks[index].described {
        change(facts);
    }
}

/// A load balancer with target groups: how many targets are healthy, and how many there are.
pub(in crate::failover) fn balancer(dns_name: &str, groups: &[(usize, usize)]) -> Balancer {
    let target = |is_healthy: bool| Target {
        id: "i-1".to_owned(),
        state: Some(if is_healthy { "healthy" } else { "unhealthy" }.to_owned()),
        reason: None,
    };
    let group = |index: usize, (healthy, all): (usize, usize)| TargetGroup {
        name: format!("tg-{index}"),
        health_path: Some("/healthz".to_owned()),
        interval_s: Some(30),
        unhealthy_threshold: Some(2),
        healthy_threshold: Some(2),
        targets: Asked::Answered((0..all).map(|index| target(index < healthy)).collect()),
    };
    let groups = groups.iter().enumerate().map(|(index, counts)| group(index, *counts)).collect();
    Balancer {
        dns_name: dns_name.to_owned(),
        region: "us-east-1".to_owned(),
        described: Asked::Answered(None),
        target_groups: Asked::Answered(groups),
    }
}
