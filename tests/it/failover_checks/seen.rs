//! Failover names whose checks all pass, to be spoiled.

use std::collections::BTreeMap;

use chalkstore::aws::{Asked, Failure, FailureKind};
use chalkstore::connect::evidence::{
    Certificate, Credentials, Handshake, Key, KeyType, NameMatch, RootSet, Trust,
};
use chalkstore::dynamodb::evidence::{
    Dimension, Facts, Measure, Measured, Metrics, ProvisionedSeen, RecoverySeen, RegionSeen, ReplicaSeen,
    Sampled, Scaling, ScalingPolicy, Settings, TableSeen, Target, TtlSeen,
};
use chalkstore::failover::evidence::{
    Alias, Balancer, BalancerFacts, DnsOutcome, DnsRecord, Evidence, HealthCheck, HealthCheckFacts, Healthz,
    HealthzOutcome, HostSeen, Observation, Policy, Record, RecordKind, ResolverSeen, Role, SecretSeen,
    TargetGroup, Zone,
};
use chalkstore::failover::{Expectations, Metadata, assess};
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::replication::evidence::{AuroraGlobal, GlobalFacts, Member};
use chalkstore::report::{Assessment, Finding, Status};

pub(super) const NAME: &str = "chalk-failover.example.com";
pub(super) const EAST: &str = "us-east-1";
pub(super) const WEST: &str = "us-west-2";

const START: i64 = 1_795_000_000 / 3600 * 3600;

/// What was seen of a name, and what is expected of it.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) evidence: Evidence,
    pub(super) expected: Expectations,
}

/// What a Region's things are called.
fn side(region: &str) -> &'static str {
    if region == EAST { "east" } else { "west" }
}

pub(super) fn balancer_name(region: &str) -> String {
    format!("chalk-{}-1234567890.{region}.elb.amazonaws.com", side(region))
}

pub(super) fn host_name(region: &str) -> String {
    format!("prod-{}.query.example.com", side(region))
}

pub(super) fn check_id(region: &str) -> String {
    format!("hc-{}", side(region))
}

fn addresses_of(region: &str) -> [&'static str; 2] {
    if region == EAST { ["52.0.0.10", "2600:1f18::10"] } else { ["54.0.0.20", "2600:1f14::20"] }
}

/// An active-passive pair of aliases in two Regions, with everything around it.
pub(super) fn pair() -> Seen {
    let records = ["A", "AAAA"].iter().flat_map(|kind| {
        [(EAST, Role::Primary), (WEST, Role::Secondary)]
            .map(|(region, role)| alias(kind, region, Policy::Failover { role }))
    });
    let zone = Zone {
        id: "Z0EXAMPLE".into(),
        name: "example.com".into(),
        is_private: false,
        accelerated_recovery: Some("ENABLED".into()),
        records: Asked::Answered(records.collect()),
    };
    let secret = SecretSeen::Uri {
        scheme: "dynamodb".into(),
        table: Some("chalk-online-store".into()),
        is_valid: true,
    };
    let both = [EAST, WEST];
    let evidence = Evidence {
        name: NAME.into(),
        observed_at: "2026-11-21T12:00:00Z".into(),
        profile: None,
        endpoint_url: None,
        credentials: Some(Credentials::Found { expires_at: None }),
        zones: Asked::Answered(vec![zone]),
        health_checks: both.map(health_check).into(),
        listed_checks: None,
        balancers: both.map(balancer).into(),
        resolvers: ["system", "192.0.2.53:53"].iter().flat_map(|resolver| answers(resolver, EAST)).collect(),
        hosts: both.map(host).into(),
        through_name: Some(healthz(NAME, EAST)),
        table: Some(Box::new(table())),
        secrets: both.map(|region| (region.to_owned(), secret.clone())).into(),
        aurora: Some(Box::new(aurora())),
    };
    let expected = Expectations {
        metadata: Some(Metadata::ActivePassive),
        offline_hosts: vec![format!("https://{}", host_name(EAST))],
        deployed: both.map(|region| (region.to_owned(), "4f2c1aa".to_owned())).into(),
        query_servers: both.map(|region| (region.to_owned(), 3)).into(),
        ..Expectations::default()
    };
    Seen { evidence, expected }
}

/// The same, both Regions serving at once by latency.
pub(super) fn by_latency() -> Seen {
    let mut seen = pair();
    for record in seen.records() {
        let region = if record.set_identifier.as_deref() == Some("east") { EAST } else { WEST };
        record.policy = Policy::Latency { region: region.into() };
    }
    seen.expected.metadata = Some(Metadata::ActiveActive);
    for member in &mut answer(&mut seen.evidence.aurora.as_mut().expect("was named").described).members {
        member.is_writer = true;
    }
    seen.evidence.resolvers.truncate(2);
    seen.evidence.resolvers.extend(answers("192.0.2.53:53", WEST));
    seen
}

/// The pair as addresses of load balancers that are not AWS's: A alone, with a TTL, and only health checks to decide.
pub(super) fn addresses() -> Seen {
    let mut seen = pair();
    seen.records_mut().retain(|record| record.kind == "A");
    for record in seen.records() {
        let region = if record.set_identifier.as_deref() == Some("east") { EAST } else { WEST };
        record.alias = None;
        record.ttl_s = Some(60);
        record.values = vec![addresses_of(region)[0].into()];
    }
    seen.evidence.balancers.clear();
    seen.evidence.resolvers.retain(|one| one.kind == RecordKind::A);
    seen.expected.query_servers.clear();
    seen
}

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

fn balancer(region: &str) -> Balancer {
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

fn answers(resolver: &str, region: &str) -> [ResolverSeen; 2] {
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

fn healthz(name: &str, region: &str) -> Healthz {
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

fn host(region: &str) -> HostSeen {
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

fn aurora() -> AuroraGlobal {
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

fn table() -> TableSeen {
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
    let replica = ReplicaSeen {
        region: other.into(),
        status: Some("ACTIVE".into()),
        read_units_override: None,
        max_read_request_units_override: None,
        table_class: None,
        status_description: None,
        kms_key: None,
    };
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
        replicas: vec![replica],
        is_deletion_protected: Some(true),
        ..Facts::default()
    };
    let both = [Dimension::Read, Dimension::Write];
    let target = |dimension| Target { dimension, min: 5, max: 200, suspended: [false; 3] };
    let policy = |dimension| ScalingPolicy {
        dimension,
        name: format!("{dimension:?}"),
        kind: "TargetTrackingScaling".into(),
        target: Some(70.0),
        scale_in_cooldown_s: Some(60),
        scale_out_cooldown_s: Some(60),
        is_scale_in_disabled: false,
        alarms: Vec::new(),
    };
    RegionSeen {
        region: region.into(),
        described: Asked::Answered(facts),
        scaling: Some(Scaling {
            targets: Asked::Answered(both.map(target).into()),
            policies: Asked::Answered(both.map(policy).into()),
            scheduled: Asked::Answered(Vec::new()),
            failed_activities: Asked::Answered(Vec::new()),
        }),
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

pub(super) fn denied<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::AccessDenied, "User: chalk is not authorized to perform it"))
}

pub(super) fn absent<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::NotFound, "there is none"))
}

/// The answer that is there.
#[track_caller]
pub(super) fn answer<T>(asked: &mut Asked<T>) -> &mut T {
    match asked {
        Asked::Answered(answer) => answer,
        Asked::Failed(failure) => panic!("no answer: {failure:?}"),
    }
}

impl Seen {
    /// A name of which nothing was seen.
    pub(super) fn empty() -> Self {
        let mut seen = pair();
        seen.evidence.zones = Asked::Answered(Vec::new());
        seen.evidence.health_checks.clear();
        seen.evidence.balancers.clear();
        seen.evidence.resolvers.clear();
        seen.evidence.hosts.clear();
        seen.evidence.through_name = None;
        seen.evidence.table = None;
        seen.evidence.secrets.clear();
        seen.evidence.aurora = None;
        seen.expected = Expectations::default();
        seen
    }

    pub(super) fn zone(&mut self) -> &mut Zone {
        &mut answer(&mut self.evidence.zones)[0]
    }

    pub(super) fn records_mut(&mut self) -> &mut Vec<Record> {
        answer(&mut self.zone().records)
    }

    pub(super) fn records(&mut self) -> impl Iterator<Item = &mut Record> {
        self.records_mut().iter_mut()
    }

    /// The records of a Region, A and AAAA.
    pub(super) fn records_of(&mut self, region: &str) -> impl Iterator<Item = &mut Record> {
        let id = side(region);
        self.records().filter(move |record| record.set_identifier.as_deref() == Some(id))
    }

    pub(super) fn check(&mut self, region: &str) -> &mut HealthCheck {
        let id = check_id(region);
        self.evidence.health_checks.iter_mut().find(|check| check.id == id).expect("a health check")
    }

    pub(super) fn facts(&mut self, region: &str) -> &mut HealthCheckFacts {
        answer(&mut self.check(region).described)
    }

    /// What all checkers of a Region's check say.
    pub(super) fn checkers_say(&mut self, region: &str, status: &str) {
        self.check(region).observations = Some(Asked::Answered(observations(status)));
    }

    pub(super) fn host(&mut self, region: &str) -> &mut HostSeen {
        self.evidence.hosts.iter_mut().find(|host| host.region == region).expect("a host")
    }

    pub(super) fn balancer(&mut self, region: &str) -> &mut Balancer {
        self.evidence.balancers.iter_mut().find(|one| one.region == region).expect("a load balancer")
    }

    pub(super) fn groups(&mut self, region: &str) -> &mut Vec<TargetGroup> {
        answer(&mut self.balancer(region).target_groups)
    }

    pub(super) fn table(&mut self, region: &str) -> &mut RegionSeen {
        let table = self.evidence.table.as_mut().expect("was named");
        table.regions.iter_mut().find(|seen| seen.region == region).expect("a Region")
    }

    pub(super) fn table_facts(&mut self, region: &str) -> &mut Facts {
        answer(&mut self.table(region).described)
    }

    /// What a Region's `/healthz` answers, by its own name.
    pub(super) fn answers(&mut self, region: &str, status: u16) {
        let healthz = self.host(region).healthz.as_mut().expect("was asked");
        healthz.outcome = HealthzOutcome::Answered { status, location: None };
    }

    pub(super) fn assessment(&self) -> Assessment {
        // As saved and replayed.
        let text = serde_json::to_string(&self.evidence).expect("evidence is data");
        let replayed: Evidence = serde_json::from_str(&text).expect("evidence is data");
        assert_eq!(replayed, self.evidence);
        assess(&replayed, &self.expected)
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.assessment().findings
    }
}

/// What is expected of a spoiled name: the check's code and its status.
pub(super) type Expected<'a> = (&'a str, Status);

/// Spoils a pair, and expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn spoiled(expected: Expected<'_>, said: &str, spoil: impl FnOnce(&mut Seen)) {
    let mut seen = pair();
    spoil(&mut seen);
    expect(&seen, expected, said);
}

/// Expects a finding of this status that says this somewhere, and none that leaves out what to do.
#[track_caller]
pub(super) fn expect(seen: &Seen, (code, status): Expected<'_>, said: &str) {
    let findings = seen.findings();
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
    let text = |finding: &Finding| {
        let help = finding.help_text().unwrap_or_default();
        let notes = finding.notes().join(" | ");
        format!("{}: {} | {help} | {notes}", finding.subject(""), finding.message())
    };
    let all: Vec<String> =
        own.iter().map(|finding| format!("{} {}", finding.status.as_str(), text(finding))).collect();
    let is_it = |finding: &&&Finding| finding.status == status && text(finding).contains(said);
    assert!(own.iter().any(|finding| is_it(&finding)), "{code} {status:?} `{said}`:\n{}", all.join("\n"));
    let is_told_how = |finding: &&Finding| {
        matches!(finding.status, Status::Pass | Status::Skip) || finding.help_text().is_some()
    };
    assert!(own.iter().all(is_told_how), "{code} gives no help:\n{}", all.join("\n"));
    if status == Status::Pass {
        assert!(own.iter().all(|finding| finding.status == Status::Pass), "{code}:\n{}", all.join("\n"));
    }
}
