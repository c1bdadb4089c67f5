//! The parts of a failover name, as they are where all is well.

use std::collections::BTreeMap;

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::{
    Certificate, Credentials, Handshake, Key, KeyType, NameMatch, RootSet, Trust,
};
use chalkstore::dynamodb::evidence::{
    Dimension, Facts, Measure, Measured, Metrics, ProvisionedSeen, RecoverySeen, RegionSeen, Sampled,
    Settings, TableSeen, TtlSeen,
};
use chalkstore::failover::evidence::{
    Alias, Balancer, BalancerFacts, DnsOutcome, DnsRecord, HealthCheck, HealthCheckFacts, Healthz,
    HealthzOutcome, HostSeen, Observation, Policy, Record, RecordKind, ResolverSeen, Step, TargetGroup,
};
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::replication::evidence::{AuroraGlobal, GlobalFacts, Member};

use super::seen::{EAST, NAME, WEST, addresses_of, balancer_name, check_id, host_name, side};
use crate::support::table::{replica, scaling};

const START: i64 = 1_795_000_000 / 3600 * 3600;

pub(super) fn alias(kind: &str, region: &str, policy: Policy) -> Record {
    Record {
        name: NAME.into(),
        kind: kind.into(),
        set_identifier: Some(side(region).into()),
        policy,
        ttl_s: None,
        values: Vec::new(),
        alias: Some(Alias {
            dns_name: format!("dualstack.{}", balancer_name(region)),
            zone_id: if region == EAST { "Z35SXDOTRQ7X7K" } else { "Z1H1FL5HABSF5" }.into(),
            evaluates_target_health: true,
        }),
        health_check: Some(check_id(region)),
    }
}

pub(super) fn observation(region: &str, status: &str) -> Observation {
    Observation {
        region: region.into(),
        address: Some("15.177.2.1".into()),
        status: status.into(),
        checked_at: Some("2026-11-21T11:59:50Z".into()),
    }
}

/// Two checkers in each of the eight Regions.
pub(super) fn observations(status: &str) -> Vec<Observation> {
    let regions = [
        "us-east-1",
        "us-west-1",
        "us-west-2",
        "eu-west-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-northeast-1",
        "sa-east-1",
    ];
    regions.iter().flat_map(|region| [observation(region, status), observation(region, status)]).collect()
}

pub(super) fn health_check(region: &str) -> HealthCheck {
    HealthCheck {
        id: check_id(region),
        described: Asked::Answered(HealthCheckFacts {
            kind: "HTTPS".into(),
            host: Some(host_name(region)),
            port: Some(443),
            path: Some("/healthz".into()),
            interval_s: Some(30),
            threshold: Some(3),
            sends_name: Some(true),
            ..HealthCheckFacts::default()
        }),
        observations: Some(Asked::Answered(observations("Success: HTTP Status Code 200, OK"))),
        last_failures: Some(Asked::Answered(Vec::new())),
        metric_status: Some(1.0),
        alarm: None,
        noticed_by: Some(Asked::Answered(vec![format!("chalk-failover-{}", side(region))])),
    }
}

pub(super) fn target(id: usize, state: &str) -> chalkstore::failover::evidence::Target {
    chalkstore::failover::evidence::Target {
        id: format!("10.0.0.{id}"),
        state: Some(state.into()),
        reason: None,
    }
}

pub(super) fn group(name: &str, healthy: usize) -> TargetGroup {
    TargetGroup {
        name: name.into(),
        health_path: Some("/healthz".into()),
        interval_s: Some(30),
        unhealthy_threshold: Some(2),
        healthy_threshold: Some(5),
        targets: Asked::Answered((0..healthy).map(|id| target(id, "healthy")).collect()),
    }
}

pub(super) fn balancer(region: &str) -> Balancer {
    Balancer {
        dns_name: balancer_name(region),
        region: region.into(),
        described: Asked::Answered(Some(BalancerFacts {
            name: format!("chalk-{}", side(region)),
            kind: Some("application".into()),
            scheme: Some("internet-facing".into()),
            state: Some("active".into()),
        })),
        target_groups: Asked::Answered(vec![group("query", 3)]),
    }
}

pub(super) fn answers(resolver: &str, region: &str) -> [ResolverSeen; 2] {
    let [v4, v6] = addresses_of(region);
    [(RecordKind::A, v4), (RecordKind::Aaaa, v6)].map(|(kind, value)| ResolverSeen {
        resolver: resolver.into(),
        kind,
        outcome: DnsOutcome::Answered(vec![DnsRecord {
            name: NAME.into(),
            kind,
            value: value.into(),
            ttl_s: 42,
        }]),
        took_us: 12_000,
    })
}

fn handshake(region: &str) -> Handshake {
    Handshake {
        protocol: "TLS 1.3".into(),
        cipher: "TLS13_AES_128_GCM_SHA256".into(),
        client_certificate_asked: false,
        chain: vec![Certificate {
            subject: format!("CN={NAME}"),
            issuer: "C=US, O=Amazon, CN=Amazon RSA 2048 M02".into(),
            names: vec![NAME.into(), host_name(region)],
            not_before: "2026-06-01T00:00:00Z".into(),
            not_after: "2027-06-30T00:00:00Z".into(),
        }],
        sent: 2,
        roots: RootSet { source: "the system".into(), loaded: 140, errors: Vec::new() },
        trust: Trust::Trusted,
        name: NameMatch::Matches,
    }
}

pub(super) fn healthz(name: &str, region: &str) -> Healthz {
    Healthz {
        tls: true,
        host: name.into(),
        path: "/healthz".into(),
        address: Some(addresses_of(region)[0].into()),
        outcome: HealthzOutcome::Answered { status: 200, location: None },
        took_us: 31_000,
        handshake: Some(handshake(region)),
    }
}

pub(super) fn fails(step: Step, reason: &str) -> HealthzOutcome {
    HealthzOutcome::Failed { step, reason: reason.into(), timed_out: false }
}

pub(super) fn late(step: Step) -> HealthzOutcome {
    HealthzOutcome::Failed { step, reason: "the time was up".into(), timed_out: true }
}

pub(super) fn host(region: &str) -> HostSeen {
    HostSeen {
        region: region.into(),
        host: host_name(region),
        port: 443,
        is_given: true,
        addresses: addresses_of(region).map(Into::into).into(),
        resolve_failure: None,
        healthz: Some(healthz(&host_name(region), region)),
        as_failover_name: Some(healthz(NAME, region)),
    }
}

pub(super) fn aurora() -> AuroraGlobal {
    let member = |region: &str, is_writer| Member {
        arn: format!("arn:aws:rds:{region}:123456789012:cluster:chalk-{}", side(region)),
        is_writer,
        synchronization: None,
        write_forwarding: None,
    };
    AuroraGlobal {
        id: "chalk-metadata".into(),
        described: Asked::Answered(GlobalFacts {
            status: Some("available".into()),
            members: vec![member(EAST, true), member(WEST, false)],
            ..GlobalFacts::default()
        }),
        members: Vec::new(),
    }
}

pub(super) fn table() -> TableSeen {
    let window = WindowSeen { wanted_s: 3600, start_epoch_s: START, end_epoch_s: START + 3600, period_s: 60 };
    let region = serde_json::from_value(serde_json::json!({"name": EAST, "source": "given"}));
    TableSeen {
        name: "chalk-online-store".into(),
        profile: None,
        endpoint_url: None,
        observed_at: "2026-11-21T12:00:00Z".into(),
        region: region.expect("a Region"),
        no_region: None,
        credentials: Some(Credentials::Found { expires_at: None }),
        account: None,
        window,
        regions: vec![table_in(EAST, WEST, 50.0), table_in(WEST, EAST, 5.0)],
        sampled: Sampled::NotWanted,
    }
}

fn table_in(region: &str, other: &str, reads: f64) -> RegionSeen {
    let key = |name: &str| Some(Key { name: name.into(), key_type: Some(KeyType::S) });
    let facts = Facts {
        status: Some("ACTIVE".into()),
        hash_key: key("pk"),
        range_key: key("sk"),
        billing_mode: "PROVISIONED".into(),
        provisioned: Some(ProvisionedSeen {
            read_units: 100,
            write_units: 20,
            decreases_today: Some(0),
            increased_at: None,
            decreased_at: None,
        }),
        table_class: "STANDARD".into(),
        stream: Some("NEW_AND_OLD_IMAGES".into()),
        replicas: vec![replica(other)],
        is_deletion_protected: Some(true),
        ..Facts::default()
    };
    RegionSeen {
        region: region.into(),
        described: Asked::Answered(facts),
        scaling: Some(scaling()),
        metrics: Some(Asked::Answered(metrics(reads))),
        settings: Some(Settings {
            ttl: Asked::Answered(TtlSeen { status: "ENABLED".into(), attribute: Some("ttl".into()) }),
            recovery: Asked::Answered(RecoverySeen { status: "ENABLED".into(), days: Some(35) }),
            tags: Asked::Answered(BTreeMap::new()),
            alarms: None,
        }),
    }
}

/// Constant reads, and 10 write units a second.
pub(super) fn metrics(reads: f64) -> Metrics {
    let measured = Measure::ALL.map(|measure| {
        let per_s = match measure {
            Measure::Consumed(Dimension::Read) => Some(reads),
            Measure::Consumed(Dimension::Write) => Some(10.0),
            _ => None,
        };
        let points = (0..60).filter_map(|minute| Some((START + minute * 60, per_s? * 60.0)));
        let series = Series::from_points(START, START + 3600, 60, points);
        Measured { measure, series, completeness: Completeness::Complete }
    });
    Metrics {
        start_epoch_s: START,
        end_epoch_s: START + 3600,
        measured: measured.into(),
        missing: Vec::new(),
        requested: 16,
    }
}
