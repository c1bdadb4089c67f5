//! What the program predicts for a failover pair.

use chalkstore::aws::Asked;
use chalkstore::failover::evidence::{
    Alias, Balancer, HealthCheck, HealthCheckFacts, Policy, Record, Role, TargetGroup, Zone,
};
use chalkstore::failover::rto::{Rto, Span, rto};
use chalkstore::failover::{Evidence, Expectations, assess};

const NAME: &str = "chalk.example.com";
const BALANCER: &str = "east.us-east-1.elb.amazonaws.com";

/// What watches the primary.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Each health check: interval in seconds and threshold.
    pub(super) checks: Vec<(u32, u32)>,
    /// How many of them have to be healthy, where there is a calculated check above them.
    pub(super) needed: Option<u32>,
    /// A target group: interval in seconds, failures and successes in a row.
    pub(super) group: Option<(u32, u32, u32)>,
}

/// What is predicted with such a watch and this TTL; with a load balancer the TTL is 60 s.
pub(super) fn predict(watch: &Watch, ttl_s: u32) -> Rto {
    let evidence = evidence(watch, ttl_s);
    // Whatever else it judges, it does not break.
    drop(assess(&evidence, &Expectations::default()));
    rto(&evidence, None).unwrap_or_else(|why| panic!("{why}: {watch:?}"))
}

/// Bounds that anything would fall into say nothing.
pub(super) fn is_telling(span: &Span) -> bool {
    span.min_ms <= span.nominal_ms && span.nominal_ms <= span.max_ms && span.max_ms < 3 * span.nominal_ms
}

fn evidence(watch: &Watch, ttl_s: u32) -> Evidence {
    let children: Vec<String> = (0..watch.checks.len()).map(|index| format!("child-{index}")).collect();
    let mut health_checks: Vec<HealthCheck> =
        children.iter().zip(&watch.checks).map(|(id, settings)| check(id, *settings)).collect();
    let decides = match watch.needed {
        Some(needed) => {
            let facts = HealthCheckFacts {
                kind: "CALCULATED".to_owned(),
                health_threshold: Some(needed),
                children,
                ..HealthCheckFacts::default()
            };
            health_checks.push(HealthCheck { described: Asked::Answered(facts), ..check("all", (30, 3)) });
            Some("all".to_owned())
        }
        None => children.first().cloned(),
    };
    let record = |id: &str, role, value: &str, health_check| Record {
        name: NAME.to_owned(),
        kind: "A".to_owned(),
        set_identifier: Some(id.to_owned()),
        policy: Policy::Failover { role },
        ttl_s: Some(u64::from(ttl_s)),
        values: vec![value.to_owned()],
        alias: None,
        health_check,
    };
    let mut primary = record("east", Role::Primary, "127.0.0.1", decides);
    let mut secondary = record("west", Role::Secondary, "127.0.0.2", None);
    let mut balancers = Vec::new();
    if let Some(settings) = watch.group {
        let alias = |dns_name: &str| {
            let zone_id = "Z35SXDOTRQ7X7K".to_owned();
            Some(Alias { dns_name: format!("dualstack.{dns_name}"), zone_id, evaluates_target_health: true })
        };
        primary = Record { ttl_s: None, values: Vec::new(), alias: alias(BALANCER), ..primary };
        let west = alias("west.us-west-2.elb.amazonaws.com");
        secondary = Record { ttl_s: None, values: Vec::new(), alias: west, ..secondary };
        balancers.push(balancer(settings));
    }
    let zone = Zone {
        id: "Z1".to_owned(),
        name: "example.com".to_owned(),
        is_private: false,
        accelerated_recovery: None,
        not_followed: Vec::new(),
        records: Asked::Answered(vec![primary, secondary]),
    };
    Evidence {
        name: NAME.to_owned(),
        observed_at: "2026-11-21T12:00:00Z".to_owned(),
        profile: None,
        endpoint_url: None,
        credentials: None,
        zones: Asked::Answered(vec![zone]),
        health_checks,
        listed_checks: None,
        balancers,
        resolvers: Vec::new(),
        hosts: Vec::new(),
        offline: Vec::new(),
        through_name: None,
        table: None,
        secrets: std::collections::BTreeMap::new(),
        aurora: None,
    }
}

fn check(id: &str, (interval_s, threshold): (u32, u32)) -> HealthCheck {
    let facts = HealthCheckFacts {
        kind: "HTTPS".to_owned(),
        host: Some("prod-east.example.com".to_owned()),
        port: Some(443),
        path: Some("/healthz".to_owned()),
        interval_s: Some(interval_s),
        threshold: Some(threshold),
        ..HealthCheckFacts::default()
    };
    HealthCheck {
        id: id.to_owned(),
        described: Asked::Answered(facts),
        observations: None,
        last_failures: None,
        metric_status: None,
        alarm: None,
        noticed_by: None,
    }
}

fn balancer((interval_s, unhealthy, healthy): (u32, u32, u32)) -> Balancer {
    let group = TargetGroup {
        name: "tg".to_owned(),
        health_path: Some("/healthz".to_owned()),
        interval_s: Some(interval_s),
        unhealthy_threshold: Some(unhealthy),
        healthy_threshold: Some(healthy),
        targets: Asked::Answered(Vec::new()),
    };
    Balancer {
        dns_name: BALANCER.to_owned(),
        region: "us-east-1".to_owned(),
        described: Asked::Answered(None),
        target_groups: Asked::Answered(vec![group]),
    }
}
