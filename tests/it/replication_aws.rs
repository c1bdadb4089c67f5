//! `replication-lag` against the stand-in for AWS, and an emulator: what is seen of each source.

pub(crate) mod aurora;
pub(crate) mod datastore;
mod emulated;
mod failures;
mod metrics;
pub(crate) mod msk;
mod program;
mod table;
mod together;

use std::time::{SystemTime, UNIX_EPOCH};

use chalkstore::probe::{EvidenceReader, Observed};
use chalkstore::replication::Evidence;
use chalkstore::replication::evidence::{MetricSeen, Source};

use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::fake_aws::{FakeAws, MetricAt, Table};

pub(crate) const NAME: &str = "features";
const EAST: &str = "us-east-1";
const WEST: &str = "us-west-2";
const TABLE: [&str; 6] = ["--table", NAME, "--region", EAST, "--region", WEST];

/// A run of the program, and what it saved.
struct Looked {
    ran: Ran,
    evidence: Evidence,
}

/// Runs it against `url`, with JSON and the evidence.
fn ask(url: &str, arguments: &[&str]) -> Looked {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lag.jsonl");
    let mut all = vec!["replication-lag", "--output", "json", "--save-evidence", text(&file)];
    all.extend(arguments);
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", url);
    let ran = run_with(program, &all, b"");
    let mut reader =
        EvidenceReader::open(&file, "replication-lag").unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    let recorded = reader.next_subject().expect("can be read").expect("one subject");
    let seen = recorded.observed.into_iter().find_map(|observed| match observed {
        Observed::Replication(seen) => Some(*seen),
        _ => None,
    });
    let evidence = seen.unwrap_or_else(|| panic!("nothing was seen: {ran:?}"));
    Looked { ran, evidence }
}

fn look(aws: &FakeAws, arguments: &[&str]) -> Looked {
    ask(&aws.url(), arguments)
}

impl Looked {
    fn table(&self) -> &chalkstore::replication::evidence::GlobalTable {
        let mut tables = self.evidence.sources.iter().filter_map(|source| match source {
            Source::GlobalTable(table) => Some(table),
            _ => None,
        });
        tables.next_back().expect("a table was looked at")
    }

    fn replicator(&self) -> &chalkstore::replication::evidence::Replicator {
        let found = self.evidence.sources.iter().find_map(|source| match source {
            Source::MskReplicator(seen) => Some(seen),
            _ => None,
        });
        found.expect("a replicator was looked at")
    }

    fn database(&self) -> &chalkstore::replication::evidence::AuroraGlobal {
        let found = self.evidence.sources.iter().find_map(|source| match source {
            Source::AuroraGlobal(seen) => Some(seen),
            _ => None,
        });
        found.expect("a database was looked at")
    }
}

/// The beginning of a minute some minutes ago, in seconds since 1970.
fn minute(ago: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let now = i64::try_from(now).expect("not that late");
    now - now.rem_euclid(60) - ago * 60
}

/// A point of each of the last 40 minutes, as late as `CloudWatch` is.
fn steady(value: f64) -> Vec<(i64, f64)> {
    (3..43).map(|ago| (minute(ago), value)).collect()
}

/// A table in two Regions that are in step: 800 ms to the west and 900 ms back, with writes in the east.
pub(crate) fn replicated() -> FakeAws {
    let aws = FakeAws::start();
    let mut state = aws.state();
    for (region, other) in [(EAST, WEST), (WEST, EAST)] {
        let mut table = Table::new(region, NAME);
        table.replicate_to(other);
        state.tables.insert((region.to_owned(), NAME.to_owned()), table);
    }
    for (from, to, ms) in [(EAST, WEST, 800.0), (WEST, EAST, 900.0)] {
        let latency = latency(from, to);
        state.replicated.metrics.push(latency.clone().of("Maximum").with(steady(ms)));
        state.replicated.metrics.push(latency.of("Average").with(steady(ms / 2.0)));
        let writes = &[("TableName", NAME), ("Source", "Customer")];
        let writes = MetricAt::new(from, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", writes);
        state.replicated.metrics.push(writes.of("Sum").with(steady(60.0)));
    }
    drop(state);
    aws
}

fn latency(from: &str, to: &str) -> MetricAt {
    let dimensions = &[("TableName", NAME), ("ReceivingRegion", to)];
    MetricAt::new(from, "AWS/DynamoDB", "ReplicationLatency", dimensions)
}

/// The metric of this name, with a dimension of this value where it is not empty.
fn metric<'a>(all: &'a [MetricSeen], name: &str, value: &str) -> Option<&'a MetricSeen> {
    let is_of = |one: &&MetricSeen| value.is_empty() || one.dimensions.values().any(|is| is == value);
    all.iter().filter(|one| one.name == name).find(is_of)
}
