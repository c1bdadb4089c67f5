//! Failover names whose checks all pass, to be spoiled.

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::Credentials;
use chalkstore::dynamodb::evidence::{Facts, RegionSeen};
use chalkstore::failover::evidence::{
    Balancer, Evidence, HealthCheck, HealthCheckFacts, HealthzOutcome, HostSeen, Policy, Record, RecordKind,
    Role, SecretSeen, TargetGroup, Zone,
};
use chalkstore::failover::{Expectations, Metadata, assess};
use chalkstore::report::{Assessment, Finding};

use super::parts::{
    alias, answers, aurora, balancer, group, health_check, healthz, host, observations, table, target,
};
use crate::support::asked::answer;
use crate::support::findings::{Expected, expect_finding};

pub(super) const NAME: &str = "chalk-failover.example.com";
pub(super) const EAST: &str = "us-east-1";
pub(super) const WEST: &str = "us-west-2";

/// What was seen of a name, and what is expected of it.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) evidence: Evidence,
    pub(super) expected: Expectations,
}

/// What a Region's things are called.
pub(super) fn side(region: &str) -> &'static str {
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

pub(super) fn addresses_of(region: &str) -> [&'static str; 2] {
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
        not_followed: Vec::new(),
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
        offline: Vec::new(),
        through_name: Some(healthz(NAME, EAST)),
        table: Some(Box::new(table())),
        secrets: both.map(|region| (region.to_owned(), secret.clone())).into(),
        aurora: Some(Box::new(aurora())),
    };
    let expected = Expectations {
        metadata: Some(Metadata::ActivePassive),
        offline_hosts: vec![host_name(EAST)],
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

/// A red Region, by its checkers and by its load balancer.
pub(super) fn kill(seen: &mut Seen, region: &str) {
    seen.checkers_say(region, "Failure: HTTP Status Code 503, Service Unavailable");
    seen.check(region).metric_status = Some(0.0);
    seen.answers(region, 503);
    let mut dead = group("query", 0);
    dead.targets = Asked::Answered(vec![target(1, "unhealthy")]);
    if !seen.evidence.balancers.is_empty() {
        *seen.groups(region) = vec![dead];
    }
}

/// Spoils a pair, and expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn spoiled(expected: Expected<'_>, said: &str, spoil: impl FnOnce(&mut Seen)) {
    let mut seen = pair();
    spoil(&mut seen);
    expect(&seen, expected, said);
}

/// Expects a finding of this status that says this somewhere.
#[track_caller]
pub(super) fn expect(seen: &Seen, expected: Expected<'_>, said: &str) {
    expect_finding(&seen.findings(), expected, said);
}
