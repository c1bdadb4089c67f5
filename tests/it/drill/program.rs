//! A drill for real: a name server and two Regions on this machine, and the program that watches while one of them fails
//! and comes back.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chalkstore::failover::evidence::RecordKind;
use serde_json::Value;

use crate::support::fake_aws::{CheckAt, FakeAws, RecordAt, ZoneAt};
use crate::support::{Certificate, DnsServer, HealthServer, wait_for};

const NAME: &str = "chalk.example.com";
/// What anything may take that is waited for; it mostly takes some tenths of a second.
const LIMIT: Duration = Duration::from_mins(1);

struct Regions {
    east: HealthServer,
    west: HealthServer,
    names: DnsServer,
    aws: FakeAws,
}

impl Regions {
    fn start() -> Self {
        Self::with([None, None])
    }

    fn with(certificates: [Option<Certificate>; 2]) -> Self {
        let [east, west] = HealthServer::start_pair(certificates);
        let this = Self { east, west, names: DnsServer::start(), aws: FakeAws::start() };
        this.lead_to("127.0.0.1");
        this
    }

    /// A failover pair of A records with a health check each.
    fn has_records(&self) {
        let record = |role: &str, region: &str, address: &str| {
            let rest = format!(
                "<Failover>{role}</Failover><TTL>1</TTL><ResourceRecords><ResourceRecord><Value>{address}</Value>\
                 </ResourceRecord></ResourceRecords><HealthCheckId>hc-{region}</HealthCheckId>"
            );
            RecordAt::new(NAME, "A", Some(region), &rest)
        };
        let records =
            vec![record("PRIMARY", "us-east-1", "127.0.0.1"), record("SECONDARY", "us-west-2", "127.0.0.2")];
        let mut state = self.aws.state();
        state.routing.zones = vec![ZoneAt::new("Z1", "example.com", records)];
        for region in ["us-east-1", "us-west-2"] {
            let check = CheckAt::https(&format!("{region}.example.com"));
            state.routing.checks.insert(format!("hc-{region}"), check);
        }
    }

    fn lead_to(&self, address: &str) {
        self.names.set(NAME, RecordKind::A, vec![(address, 1)]);
    }

    fn watch(&self, options: &[&str]) -> Watching {
        self.watch_by("http", options)
    }

    fn watch_by(&self, scheme: &str, options: &[&str]) -> Watching {
        let port = self.east.address().port();
        let child = Command::new(env!("CARGO_BIN_EXE_chalkstore"))
            .env_clear()
            .env("AWS_ENDPOINT_URL", self.aws.url())
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .args([
                "failover",
                "watch",
                &format!("{scheme}://{NAME}:{port}"),
                "--every",
                "100ms",
                "--output",
                "json",
            ])
            .args(["--resolver", &self.names.address().to_string()])
            .args(["--region-host", &format!("us-east-1={scheme}://127.0.0.1:{port}")])
            .args(["--region-host", &format!("us-west-2={scheme}://127.0.0.2:{port}")])
            .args(options)
            .envs((scheme == "https").then(|| ("SSL_CERT_FILE", self.east.ca_file())))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        Watching(child)
    }

    /// Waits until this many requests more have come through the failover name.
    fn wait_for_clients(server: &HealthServer, more: usize) {
        let count = || server.seen().iter().filter(|seen| seen.host.starts_with(NAME)).count();
        let enough = count() + more;
        wait_for("requests through the failover name", LIMIT, || {
            if count() >= enough { Ok(()) } else { Err("too few") }
        });
    }
}

/// Waits until something was counted so often more.
fn wait_for_more(what: &str, more: usize, count: impl Fn() -> usize) {
    let enough = count() + more;
    wait_for(what, LIMIT, || if count() >= enough { Ok(()) } else { Err("too few") });
}

struct Watching(Child);

impl Watching {
    fn end(mut self) -> (i32, Value) {
        let mut text = String::new();
        self.0.stdout.take().expect("is piped").read_to_string(&mut text).expect("is text");
        let status = self.0.wait().expect("ends");
        (status.code().expect("no signal"), serde_json::from_str(&text).expect("is JSON"))
    }

    fn interrupt(&self) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("runs").success());
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It has ended in most cases.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// How the primary's health check was, in order.
fn of_check(report: &Value) -> Vec<String> {
    let stretches = report["data"]["stretches"].as_array().expect("a list");
    let own = stretches
        .iter()
        .filter(|one| one["what"].as_str().is_some_and(|what| what.starts_with("check us-east-1")));
    own.map(|one| one["state"].as_str().expect("text").to_owned()).collect()
}

fn status(report: &Value, code: &str) -> String {
    let findings = report["findings"].as_array().expect("a list");
    let found = findings.iter().find(|finding| finding["code"] == code);
    found.unwrap_or_else(|| panic!("{code} in {report}"))["status"].as_str().expect("text").to_owned()
}

#[test]
fn a_failover_and_its_failback_are_seen_and_measured() {
    let regions = Regions::start();
    let watching = regions.watch(&["--until", "back", "--for", "2m", "--rto", "60s"]);
    // The first ones come from the look before the drill.
    Regions::wait_for_clients(&regions.east, 6);
    regions.east.answer(503);
    Regions::wait_for_clients(&regions.east, 5);
    regions.lead_to("127.0.0.2");
    // The answers have a TTL of 1 s: what lasts longer is no flapping.
    Regions::wait_for_clients(&regions.west, 30);
    regions.east.answer(200);
    regions.lead_to("127.0.0.1");
    let (exit, report) = watching.end();
    let moves = report["data"]["moves"].as_array().expect("a list");
    let routes: Vec<_> = moves.iter().map(|one| (one["from"].as_str(), one["to"].as_str())).collect();
    assert_eq!(
        routes,
        [(Some("us-east-1"), Some("us-west-2")), (Some("us-west-2"), Some("us-east-1"))],
        "{report}"
    );
    let least = moves[0]["outage_min_ms"].as_u64().expect("a number");
    let most = moves[0]["outage_max_ms"].as_u64().expect("a number");
    // Five requests failed, 100 ms apart.
    assert!(least >= 300 && most > least && most < 60_000, "{report}");
    for (code, expected) in [("FO070", "pass"), ("FO071", "pass"), ("FO074", "pass")] {
        assert_eq!(status(&report, code), expected, "{code}: {report}");
    }
    // There is no zone, and so no prediction.
    assert_eq!((status(&report, "FO073").as_str(), exit), ("unknown", 3));
}

#[test]
fn ctrl_c_keeps_what_was_seen() {
    let regions = Regions::start();
    // Resolvers keep an answer for a minute: nobody knows after three requests whether the West will go on serving.
    regions.names.set(NAME, RecordKind::A, vec![("127.0.0.1", 60)]);
    let watching = regions.watch(&[]);
    // The first ones come from the look before the drill.
    Regions::wait_for_clients(&regions.east, 6);
    regions.east.close();
    regions.lead_to("127.0.0.2");
    Regions::wait_for_clients(&regions.west, 3);
    watching.interrupt();
    let (exit, report) = watching.end();
    assert_eq!(exit, 130, "{report}");
    assert_eq!(status(&report, "FO070"), "unknown", "{report}");
    assert!(
        report["data"]["drill"]["unsettled_ms"].is_u64()
            || report["data"]["drill"][0]["unsettled_ms"].is_u64(),
        "{report}"
    );
    assert!(
        report["data"]["drill"][0]["requests"].as_u64() >= Some(6)
            || report["data"]["drill"]["requests"].as_u64() >= Some(6),
        "{report}"
    );
}

#[test]
fn a_network_that_is_gone_is_survived_and_told() {
    let regions = Regions::start();
    let watching = regions.watch(&["--for", "20s"]);
    // The first ones come from the look before the drill.
    Regions::wait_for_clients(&regions.east, 6);
    regions.names.silent(true);
    regions.east.mute();
    regions.west.mute();
    // Each look asks for the name twice, and takes three seconds then.
    wait_for_more("questions without an answer", 6, || regions.names.asked().len());
    regions.names.silent(false);
    regions.east.answer(200);
    regions.west.answer(200);
    let (exit, report) = watching.end();
    assert_eq!(status(&report, "FO074"), "warn", "{report}");
    assert_eq!(status(&report, "FO070"), "unknown", "{report}");
    assert_eq!(exit, 3, "{report}");
}

#[test]
fn an_inverted_check_is_seen_to_turn() {
    let regions = Regions::start();
    regions.has_records();
    let watching = regions.watch(&["--until", "moved", "--for", "2m"]);
    Regions::wait_for_clients(&regions.east, 6);
    // Its checkers go on succeeding: only what it is tells that it counts as unhealthy.
    for check in regions.aws.state().routing.checks.values_mut().take(1) {
        check.config = check.config.replace("<Inverted>false", "<Inverted>true");
    }
    // Both checks are asked for what they are and for what their checkers say: a whole round of that, and the rest of one.
    wait_for_more("calls to Route 53", 8, || regions.aws.state().routing.asked_at.len());
    regions.lead_to("127.0.0.2");
    let (_, report) = watching.end();
    assert_eq!(of_check(&report), ["healthy", "unhealthy"], "{report}");
    assert!(report["data"]["moves"][0]["check_by_ms"].is_u64(), "{report}");
    assert_eq!(report["data"]["moves"][0]["outage_min_ms"], 0, "{report}");
}

#[test]
fn a_check_that_route_53_tells_nothing_of_is_unknown() {
    let regions = Regions::start();
    regions.has_records();
    let watching = regions.watch(&["--for", "1m"]);
    let calls = || regions.aws.state().routing.asked_at.len();
    Regions::wait_for_clients(&regions.east, 6);
    wait_for_more("calls to Route 53", 4, calls);
    // What the check is cannot be read any more: it may have been inverted meanwhile.
    regions.aws.deny("us-east-1", "route53:GetHealthCheck");
    let looks = || regions.east.seen().len();
    // Two turns of five seconds, with ten looks a second.
    wait_for_more("looks", 300, looks);
    watching.interrupt();
    let (_, report) = watching.end();
    assert_eq!(
        of_check(&report).last().map(String::as_str),
        Some("unknown: Route 53 did not say"),
        "{report}"
    );
}

#[test]
fn the_addresses_of_a_load_balancer_beside_a_given_host_are_kept_up() {
    const BALANCER: &str = "chalk-1.us-east-1.elb.amazonaws.com";
    let regions = Regions::start();
    let alias = format!(
        "<AliasTarget><HostedZoneId>Z35SXDOTRQ7X7K</HostedZoneId><DNSName>{BALANCER}.</DNSName>\
         <EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>"
    );
    let records = vec![RecordAt::new(NAME, "A", None, &alias)];
    regions.aws.state().routing.zones = vec![ZoneAt::new("Z1", "example.com", records)];
    regions.names.set(BALANCER, RecordKind::A, vec![("127.0.0.3", 1)]);
    let watching = regions.watch(&[]);
    Regions::wait_for_clients(&regions.east, 6);
    // AWS gives it another address, where nobody listens.
    regions.names.set(BALANCER, RecordKind::A, vec![("127.0.0.4", 1)]);
    wait_for_more("questions for names", 40, || regions.names.asked().len());
    regions.lead_to("127.0.0.4");
    wait_for_more("questions for names", 80, || regions.names.asked().len());
    watching.interrupt();
    let (_, report) = watching.end();
    let stretches = report["data"]["stretches"].as_array().expect("a list");
    let states: Vec<_> =
        stretches.iter().filter(|one| one["what"] == "client").map(|one| &one["state"]).collect();
    assert!(states.iter().any(|state| *state == "not connected (us-east-1)"), "{states:?}");
    assert!(states.iter().all(|state| *state != "not connected"), "{states:?}");
}

#[test]
fn a_certificate_that_clients_refuse_is_an_outage() {
    let good = Certificate::For(&[NAME, "127.0.0.1", "127.0.0.2"]);
    let regions = Regions::with([Some(good), Some(Certificate::For(&["127.0.0.2"]))]);
    let watching = regions.watch_by("https", &["--for", "8s", "--rto", "1s"]);
    Regions::wait_for_clients(&regions.east, 6);
    regions.lead_to("127.0.0.2");
    let (exit, report) = watching.end();
    assert_eq!((status(&report, "FO070").as_str(), exit), ("fail", 1), "{report}");
}

#[test]
fn a_drill_that_was_ended_by_hand_is_judged_again_as_a_whole() {
    let regions = Regions::start();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("drill.jsonl").display().to_string();
    let watching = regions.watch(&["--save-evidence", &file]);
    Regions::wait_for_clients(&regions.east, 6);
    regions.east.close();
    wait_for_more("questions for the name", 40, || regions.names.asked().len());
    watching.interrupt();
    assert_eq!(watching.end().0, 130);
    let judged = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chalkstore"));
        command.env_clear().args(["failover"]).args(arguments).args(["--evidence", &file]);
        command.output().expect("runs").status.code().expect("no signal")
    };
    assert_eq!(judged(&["watch", "--rto", "1s"]), 1);
    // It is no look at a name, and nothing is watched any more.
    assert_eq!(judged(&[]), 2);
    assert_eq!(judged(&["watch", "--until", "back"]), 2);
}
