//! A real preflight over several environments: whatever a report can hold, in every status, as the program saw it.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use chalkstore::config;
use chalkstore::probe::{EvidenceReader, Wanted};
use chalkstore::report::{Section, Status};

use super::kept;
use crate::failover::deployment::{Deployment, EAST, EAST_HOST, NAME, WEST, WEST_HOST};
use crate::program::{run_with, text};
use crate::support::fake_aws::{MetricAt, Secret, State, Table};
use crate::support::{Cluster, RefusingPort, Version};

const TABLE: &str = "features";
const SKIPPED: &str = "the test's nodes are on one machine";

/// What the program left: its evidence, and the HTML that it wrote on the spot.
struct Made {
    evidence: PathBuf,
    html: String,
}

/// A day of a table in two Regions, with a minute in which its writes were throttled.
fn stand(state: &mut State, uri: &str) {
    state.secrets.insert((EAST.to_owned(), "store".to_owned()), Secret::new(EAST, "store", uri));
    let now = state.now_s - state.now_s % 300;
    let minutes =
        |value: &dyn Fn(i64) -> f64| (3..1440).map(|ago| (now - ago * 60, value(ago))).collect::<Vec<_>>();
    for (region, other) in [(EAST, WEST), (WEST, EAST)] {
        let mut table = Table::new(region, TABLE);
        table.replicate_to(other);
        state.tables.insert((region.to_owned(), TABLE.to_owned()), table);
        let mut put = |name: &str, points: Vec<(i64, f64)>| {
            state.metrics.insert((region.to_owned(), TABLE.to_owned(), name.to_owned()), points);
        };
        let wave = |ago: i64| f64::from(u32::try_from(ago % 240).unwrap_or_default());
        put("ConsumedReadCapacityUnits", minutes(&|ago| 600.0 + 20.0 * wave(ago)));
        put("ConsumedWriteCapacityUnits", minutes(&|ago| 300.0 + wave(ago)));
        let capacity: Vec<(i64, f64)> = (1..288).map(|ago| (now - ago * 300, 100.0)).collect();
        put("ProvisionedReadCapacityUnits", capacity.clone());
        put("ProvisionedWriteCapacityUnits", capacity);
        put("WriteThrottleEvents", vec![(now - 3600, 41.0)]);
        let dimensions = &[("TableName", TABLE), ("ReceivingRegion", other)];
        let latency = MetricAt::new(region, "AWS/DynamoDB", "ReplicationLatency", dimensions);
        let behind = |ago| 700.0 + 3.0 * wave(ago);
        state.replicated.metrics.push(latency.of("Maximum").with(minutes(&behind)));
    }
}

/// Four environments: one that has everything, one whose fault is known, one that nobody answers for, and a good one.
fn described(deployment: &Deployment, store: &str, refused: u16) -> String {
    let resolver = deployment.dns.address();
    let mut told = format!(
        r#"[environments.production.aws]
region = "{EAST}"
[environments.production.online_store]
secret = "store"
[environments.production.topology]
policy = "ZONAL_AFFINITY"
query_servers = {{ us-east-1a = 20, us-east-1b = 20 }}
[environments.production.table]
name = "{TABLE}"
replicas = ["{WEST}"]
[environments.production.failover]
name = "{name}"
resolvers = ["{resolver}"]
region_hosts = {{ {EAST} = "{EAST_HOST}", {WEST} = "{WEST_HOST}" }}
[environments.production.objectives]
rto = "3m"
max_lag = "10s"
[[environments.production.skip]]
check = "URI018"
reason = "{SKIPPED}"

[environments.staging.online_store]
uri = "redis://127.0.0.1:{refused}/0?clustered=false"

[environments.dark.aws]
region = "{EAST}"
endpoint_url = "http://127.0.0.1:{refused}"
[environments.dark.table]
name = "{TABLE}"

[environments.small.online_store]
uri = "{store}"
"#,
        name = deployment.name(),
    );
    let example = |file: &str| format!("{}/docs/examples/{file}", env!("CARGO_MANIFEST_DIR"));
    write!(
        told,
        "[environments.production.dataflow]\notel_configs = ['{}']\neks_json = '{}'\nvpc_endpoints = ['{}']\n\
         metadata_hosts = ['*.metadata.example.com', '203.0.113.0/24']\n",
        example("collector.yaml"),
        example("cluster.json"),
        example("endpoints.json"),
    )
    .expect("a string takes it");
    told
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let zones = ["us-east-1a", "us-east-1b", "us-east-1c"];
        let cluster = Cluster::builder(Version::Valkey912, 3, 1).zones(&zones).start();
        let store = format!("redis://127.0.0.1:{}/0?clustered=true", cluster.node(0, 0).port());
        let deployment = Deployment::start();
        stand(&mut deployment.aws.state(), &store);
        let refused = RefusingPort::new();
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        let config = described(&deployment, &store, refused.port());
        assert!(
            config::read(&config, "chalkstore.toml").is_ok(),
            "{:?}",
            config::read(&config, "chalkstore.toml")
        );
        std::fs::write(file("chalkstore.toml"), config).expect("it can be written");
        let preflight = |arguments: &[&str]| {
            let mut command = deployment.command();
            command.current_dir(folder.path());
            run_with(command, &[&["preflight", "--timeout", "60s"], arguments].concat(), b"")
        };
        let old = format!("json={}", text(&file("old.json")));
        let before = preflight(&["staging", "--output", &old]);
        assert_eq!(before.code, 1, "{before:?}");
        let (evidence, html) = (kept("preflight.jsonl"), file("report.html"));
        let written = format!("html={}", text(&html));
        let ran = preflight(&[
            "--baseline",
            text(&file("old.json")),
            "--output",
            &written,
            "--save-evidence",
            text(&evidence),
        ]);
        assert_eq!(ran.code, 1, "{ran:?}");
        let html = std::fs::read_to_string(html).expect("it was written");
        Made { evidence, html }
    })
}

/// The sections of its report.
pub(super) fn sections() -> Vec<Section> {
    let mut reader = EvidenceReader::open(&made().evidence, "preflight").expect("it can be read");
    let expectations = std::mem::take(&mut reader.expectations);
    let wanted = Wanted { rows: true, view: true, how_to_write: true };
    let mut sections = Vec::new();
    while let Some(recorded) = reader.next_subject().expect("it can be read") {
        sections.push(recorded.report(wanted, &expectations).section);
    }
    sections
}

/// What is waived, what is known since before, and what could not be found out: all in one run, each told as what it is.
#[test]
fn it_holds_every_status_and_every_reason_for_a_skip() {
    let sections = sections();
    let names: Vec<&str> = sections.iter().map(Section::title).collect();
    assert_eq!(names, ["dark", "production", "small", "staging"]);
    let has = |name: &str, status: Status, words: &str| {
        let section = sections.iter().find(|section| section.title() == name).expect("is there");
        let mut findings = section.assessment.findings.iter();
        let told = findings.any(|one| one.status == status && one.message().contains(words));
        assert!(told, "{name}: no {} with {words:?}: {:#?}", status.as_str(), section.assessment.findings);
    };
    has("production", Status::Skip, SKIPPED);
    has("staging", Status::Skip, "known since");
    has("dark", Status::Unknown, "");
    for (name, status) in
        [("production", Status::Fail), ("production", Status::Warn), ("small", Status::Pass)]
    {
        has(name, status, "");
    }
    let staging = &sections[3];
    assert_eq!((staging.counts.fail, staging.counts.unknown), (0, 0), "all of it is known");
    for (at, section) in sections.iter().enumerate() {
        let (file, line) = section.file_and_line().expect("it was described in a file");
        assert_eq!((file, line == 1), ("chalkstore.toml", section.title() == "production"), "{at}: {line}");
    }
}

/// What the file says of an environment, from its heading to the next one.
fn part<'a>(html: &'a str, name: &str) -> &'a str {
    let from = html.split_once(&format!("aria-label=\"{name}\">")).expect("it has a section").1;
    from.split_once("</section>").expect("it ends").0
}

/// The titles of pictures and tables.
fn told(html: &str) -> Vec<&str> {
    let titles = html.split("<figcaption").chain(html.split("<caption")).skip(1);
    titles.filter_map(|rest| rest.split_once('>')?.1.split("</").next()).collect()
}

#[test]
fn its_html_holds_every_picture_and_table_that_there_is() {
    let html = &made().html;
    let production = part(html, "production");
    // The pictures are drawn into the file, and each has its title.
    for title in [
        "Shards by zone",
        "Consumed read units in us-east-1, the highest of each",
        "Consumed write units in us-west-2, the highest of each",
        "Throttled writes in us-east-1",
        "Lag of global tables",
        "Lag of Valkey replicas",
        "When us-east-1 dies",
        "Planes and flows",
    ] {
        let figures = production.split("<figure>").skip(1);
        let own = figures.filter(|figure| {
            let caption = figure.split_once("<figcaption").and_then(|(_, rest)| rest.split_once('>'));
            caption.is_some_and(|(_, text)| text.starts_with(title))
        });
        assert!(
            own.filter(|figure| figure.contains("<svg ")).count() == 1,
            "{title}: {:?}",
            told(production)
        );
    }
    for title in ["Replica connection policies", "Zone loss", "Capacity", "RTO", "Regions"] {
        assert!(
            production.contains(&format!("<span>{title}</span></caption>")),
            "{title}: {:?}",
            told(production)
        );
    }
    for event in ["checks fail", "a client fails", "answers change", "caches expire", NAME] {
        assert!(production.contains(event), "{event}");
    }
    assert!(html.contains("<span class=\"weak\">chalkstore.toml:1</span>"), "where it is described");
    // What was not looked at has none.
    let small = part(html, "small");
    assert!(!small.contains("When us-east-1 dies") && !small.contains("Consumed read units"), "{small}");
}
