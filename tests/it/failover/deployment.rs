//! A deployment in two Regions with a failover name, as the documentation has it: everything of it is healthy.

use std::process::Command;

use chalkstore::failover::evidence::{Evidence, RecordKind};
use chalkstore::probe::{EvidenceReader, Observed};

use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::fake_aws::{BalancerAt, CheckAt, FakeAws, RecordAt, State, ZoneAt};
use crate::support::{Certificate, DnsServer, HealthServer};

pub(crate) const NAME: &str = "chalk.example.com";
pub(crate) const EAST: &str = "us-east-1";
pub(crate) const WEST: &str = "us-west-2";
pub(crate) const EAST_HOST: &str = "east-1234567890.us-east-1.elb.amazonaws.com";
pub(crate) const WEST_HOST: &str = "west-1234567890.us-west-2.elb.amazonaws.com";
const ALIAS_ZONES: [&str; 2] = ["Z35SXDOTRQ7X7K", "Z1H1FL5HABSF5"];
const CERTIFICATE: Certificate = Certificate::For(&[NAME, EAST_HOST, WEST_HOST]);

/// All of it.
pub(crate) struct Deployment {
    pub(crate) aws: FakeAws,
    pub(crate) dns: DnsServer,
    /// The Regions' endpoints: east at 127.0.0.1, west at 127.0.0.2.
    pub(crate) regions: [HealthServer; 2],
}

/// The two records of one type.
pub(crate) fn pair(kind: &str) -> [RecordAt; 2] {
    let one = |role: &str, region: &str, host: &str, zone: &str, check: &str| {
        let before = format!("<Failover>{role}</Failover>");
        let target = format!("dualstack.{host}");
        RecordAt::alias((NAME, kind), Some(region), &before, (&target, zone, true), Some(check))
    };
    [
        one("PRIMARY", EAST, EAST_HOST, ALIAS_ZONES[0], "hc-east"),
        one("SECONDARY", WEST, WEST_HOST, ALIAS_ZONES[1], "hc-west"),
    ]
}

impl Deployment {
    pub(crate) fn start() -> Self {
        let aws = FakeAws::start();
        stand(&mut aws.state());
        let dns = DnsServer::start();
        dns.set(NAME, RecordKind::A, vec![("127.0.0.1", 60)]);
        dns.set(EAST_HOST, RecordKind::A, vec![("127.0.0.1", 60)]);
        dns.set(WEST_HOST, RecordKind::A, vec![("127.0.0.2", 60)]);
        for name in [NAME, EAST_HOST] {
            dns.set(name, RecordKind::Aaaa, vec![("::1", 60)]);
        }
        Self { aws, dns, regions: HealthServer::start_pair([Some(CERTIFICATE); 2]) }
    }

    /// The name, with the port that its Regions answer at.
    pub(crate) fn name(&self) -> String {
        format!("https://{NAME}:{}", self.regions[0].address().port())
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = chalkstore();
        command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "s");
        command.env("AWS_ENDPOINT_URL", self.aws.url()).env("SSL_CERT_FILE", self.regions[0].ca_file());
        command
    }

    /// Runs the program in an environment, and gives what it saw.
    pub(crate) fn seen_in(&self, command: Command, more: &[&str]) -> (Ran, Evidence) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("failover.jsonl");
        let (name, resolver) = (self.name(), self.dns.address().to_string());
        let mut arguments = vec!["failover", &name, "--resolver", &resolver, "--output", "json"];
        arguments.extend(["--save-evidence", text(&file)]);
        arguments.extend(more);
        if !more.contains(&"--timeout") {
            arguments.extend(["--timeout", "60s"]);
        }
        let ran = run_with(command, &arguments, b"");
        let mut reader = EvidenceReader::open(&file, "failover")
            .unwrap_or_else(|error| panic!("no evidence: {error}: {}{}", ran.stdout, ran.stderr));
        let recorded = reader.next_subject().expect("it can be read").expect("there is a subject");
        let observed = recorded.observed.into_iter().next();
        match observed {
            Some(Observed::Failover(evidence)) => (ran, *evidence),
            other => panic!("{other:?}: {}", ran.stderr),
        }
    }

    /// Runs the program as it is meant, and gives what it saw.
    pub(crate) fn seen(&self, more: &[&str]) -> Evidence {
        self.seen_in(self.command(), more).1
    }
}

/// Puts everything of Route 53 and of the load balancers there.
pub(crate) fn stand(state: &mut State) {
    let now = state.now_s - state.now_s % 60 - 60;
    for id in ["hc-east", "hc-west"] {
        let host = if id == "hc-east" { EAST_HOST } else { WEST_HOST };
        state.routing.checks.insert(id.to_owned(), CheckAt::https(host));
        state.routing.noticed_by.insert(id.to_owned(), vec![format!("{id}-unhealthy")]);
        let key = (EAST.to_owned(), id.to_owned(), "HealthCheckStatus".to_owned());
        state.metrics.insert(key, vec![(now - 60, 0.0), (now, 1.0)]);
    }
    let records = [pair("A"), pair("AAAA")].concat();
    let zone =
        ZoneAt { accelerated: Some("ENABLED".into()), ..ZoneAt::new("Z1EXAMPLE", "example.com", records) };
    state.routing.zones.push(zone);
    for (region, name) in [(EAST, "east"), (WEST, "west")] {
        let balancer = BalancerAt::healthy(name, region, &["10.0.0.1", "10.0.0.2"]);
        state.routing.balancers.insert(region.to_owned(), vec![balancer]);
    }
}
