//! A drill made by hand.

use std::collections::BTreeMap;

use chalkstore::aws::Asked;
use chalkstore::failover::drill::Evidence;
use chalkstore::failover::drill::evidence::{Ended, State, Thing, Track};
use chalkstore::failover::evidence::{
    HealthCheck, HealthCheckFacts, HostSeen, Policy, Record, RecordKind, Role, Step, Zone,
};
use chalkstore::{failover, replication};

pub(super) const EAST: &str = "us-east-1";
pub(super) const WEST: &str = "us-west-2";

/// A name with a failover pair of A records, TTL 60, health checks of 10 s x 3.
pub(super) fn before() -> failover::Evidence {
    let record = |role: Role, value: &str, check: &str| Record {
        name: "chalk.example.com".into(),
        kind: "A".into(),
        set_identifier: Some(check.into()),
        policy: Policy::Failover { role },
        ttl_s: Some(60),
        values: vec![value.into()],
        alias: None,
        health_check: Some(check.into()),
    };
    let check = |id: &str| HealthCheck {
        id: id.into(),
        described: Asked::Answered(HealthCheckFacts {
            kind: "HTTPS".into(),
            host: Some(format!("{id}.example.com")),
            port: Some(443),
            path: Some("/healthz".into()),
            interval_s: Some(10),
            threshold: Some(3),
            sends_name: Some(true),
            ..HealthCheckFacts::default()
        }),
        observations: Some(Asked::Answered(Vec::new())),
        last_failures: None,
        metric_status: None,
        alarm: None,
        noticed_by: None,
    };
    let host = |region: &str, address: &str| HostSeen {
        region: region.into(),
        host: format!("{region}.example.com"),
        port: 443,
        is_given: true,
        addresses: vec![address.into()],
        resolve_failure: None,
        healthz: None,
        as_failover_name: None,
    };
    failover::Evidence {
        name: "chalk.example.com".into(),
        observed_at: "2026-11-21T12:00:00Z".into(),
        profile: None,
        endpoint_url: None,
        credentials: None,
        zones: Asked::Answered(vec![Zone {
            id: "Z1".into(),
            name: "example.com".into(),
            is_private: false,
            accelerated_recovery: None,
            not_followed: Vec::new(),
            records: Asked::Answered(vec![
                record(Role::Primary, "192.0.2.1", "east"),
                record(Role::Secondary, "192.0.2.2", "west"),
            ]),
        }]),
        health_checks: vec![check("east"), check("west")],
        listed_checks: None,
        balancers: Vec::new(),
        resolvers: Vec::new(),
        hosts: vec![host(EAST, "192.0.2.1"), host(WEST, "192.0.2.2")],
        offline: Vec::new(),
        through_name: None,
        table: None,
        secrets: BTreeMap::new(),
        aurora: None,
    }
}

pub(super) fn served(region: &str) -> State {
    State::Answered { region: Some(region.into()), status: 200 }
}

pub(super) fn failed(region: &str) -> State {
    State::Failed { region: Some(region.into()), step: Step::Connect, timed_out: false }
}

pub(super) fn leads(region: &str) -> State {
    State::Leads { regions: vec![region.into()] }
}

pub(super) fn unanswered() -> State {
    State::Unknown { reason: "it did not answer".into() }
}

pub(super) fn resolver() -> Thing {
    Thing::Resolver { resolver: "1.1.1.1:53".into(), kind: RecordKind::A }
}

pub(super) fn check(id: &str, region: &str) -> Thing {
    Thing::HealthCheck { id: id.into(), region: Some(region.into()) }
}

pub(super) fn region(name: &str) -> Thing {
    Thing::Region { region: name.into() }
}

/// A drill that was looked at every second: for each thing, how it was from which second on.
pub(super) fn drill(seconds: u64, things: &[(Thing, &[(u64, State)])]) -> Evidence {
    let mut evidence = Evidence {
        before: before(),
        started_at: "2026-11-21T12:00:00.000Z".into(),
        every_ms: 1000,
        watched_us: seconds * 1_000_000,
        tracks: Vec::new(),
        lag: None,
        ended: Ended::TimeUp,
    };
    let pause_us = evidence.pause_us();
    for (thing, states) in things {
        let mut track = Track::new(thing.clone());
        for second in 0..=seconds {
            let state = states.iter().rev().find(|(since, _)| *since <= second);
            if let Some((_, state)) = state {
                track.note(state.clone(), second * 1_000_000, pause_us);
            }
        }
        evidence.tracks.push(track);
    }
    evidence
}

/// The primary fails after 10 s, its check turns after 40 s, the resolver follows after 60 s, and clients with it; the
/// primary is back after 200 s, its check after 230 s, the resolver after 270 s.
pub(super) fn failover_and_failback() -> Evidence {
    drill(
        340,
        &[
            (
                Thing::Client,
                &[(0, served(EAST)), (10, failed(EAST)), (60, served(WEST)), (270, served(EAST))],
            ),
            (resolver(), &[(0, leads(EAST)), (60, leads(WEST)), (270, leads(EAST))]),
            (check("east", EAST), &[(0, State::Healthy), (40, State::Unhealthy), (230, State::Healthy)]),
            (check("west", WEST), &[(0, State::Healthy)]),
            (region(EAST), &[(0, served(EAST)), (10, failed(EAST)), (200, served(EAST))]),
            (region(WEST), &[(0, served(WEST))]),
        ],
    )
}

/// The replication from the East as `CloudWatch` told it: a value a minute, in milliseconds.
pub(super) fn lag(start_epoch_s: i64, values: &[f64]) -> Box<replication::Evidence> {
    let metric = serde_json::json!({
        "region": EAST, "namespace": "AWS/DynamoDB", "name": "ReplicationLatency",
        "dimensions": {"TableName": "t", "ReceivingRegion": WEST}, "statistic": "Maximum",
        "series": {"start_epoch_s": start_epoch_s, "period_s": 60, "values": values},
        "completeness": "complete", "missing": [],
    });
    let window = serde_json::json!({
        "wanted_s": 3600, "start_epoch_s": start_epoch_s, "end_epoch_s": start_epoch_s + 3600, "period_s": 60,
    });
    let evidence = serde_json::json!({
        "observed_at": "2026-11-21T12:05:00Z", "profile": null, "endpoint_url": null, "credentials": null,
        "window": window,
        "sources": [{
            "kind": "global_table", "table": "t", "wanted_regions": [EAST, WEST], "regions": [], "canary": null,
            "directions": [{"from": EAST, "to": WEST, "max": {"answered": metric}, "average": {"answered": metric}}],
        }],
    });
    Box::new(serde_json::from_value(evidence).expect("evidence"))
}
