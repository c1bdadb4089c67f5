//! Everything at once: all sources, and many Regions.

use std::time::{Duration, Instant};

use chalkstore::replication::evidence::Source;

use super::{EAST, NAME, WEST, look, steady};
use crate::support::fake_aws::{FakeAws, MetricAt, Table};

const REGIONS: [&str; 20] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "ca-west-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "sa-east-1",
    "af-south-1",
];

/// 380 directions in 20 Regions: the wall time is that of one slow call, not of forty.
#[test]
fn twenty_regions_take_as_long_as_the_slowest_call() {
    let aws = FakeAws::start();
    for from in REGIONS {
        let mut state = aws.state();
        let mut table = Table::new(from, NAME);
        for to in REGIONS.into_iter().filter(|to| *to != from) {
            table.replicate_to(to);
            let dimensions = &[("TableName", NAME), ("ReceivingRegion", to)];
            let one = MetricAt::new(from, "AWS/DynamoDB", "ReplicationLatency", dimensions);
            state.replicated.metrics.push(one.with(steady(900.0)));
        }
        state.tables.insert((from.to_owned(), NAME.to_owned()), table);
    }
    // Long beside what a busy machine takes to reckon.
    let delay = Duration::from_secs(10);
    aws.delay(delay);
    let regions = REGIONS.iter().flat_map(|region| ["--region", region]);
    let arguments: Vec<&str> = ["--table", NAME, "--timeout", "60s"].into_iter().chain(regions).collect();
    let begun = Instant::now();
    let looked = look(&aws, &arguments);
    let took = begun.elapsed();
    assert_eq!(looked.table().directions.len(), 380);
    let seen = looked.table().directions.iter().filter(|way| way.max.answer().is_some());
    assert_eq!(seen.count(), 380);
    assert!(took < 2 * delay, "{took:?}");
}

#[test]
fn every_source_is_looked_at_in_one_run() {
    let aws = super::msk::running();
    let aurora = super::aurora::connected();
    let more = aurora.state().replicated.clone();
    {
        let mut state = aws.state();
        state.replicated.metrics.extend(more.metrics);
        state.replicated.databases = more.databases;
        state.replicated.clusters = more.clusters;
        state.replicated.parameters = more.parameters;
        state.tables.insert((EAST.to_owned(), NAME.to_owned()), Table::new(EAST, NAME));
    }
    let replicator = "arn:aws:kafka:us-west-2:123456789012:replicator/East-to-West/1c4ac2f0-2";
    let looked = look(
        &aws,
        &[
            "--global-datastore",
            "online",
            "--aurora-global",
            "chalk-metadata",
            "--msk-replicator",
            replicator,
            "--table",
            NAME,
            "--region",
            EAST,
            "--region",
            WEST,
        ],
    );
    let kinds: Vec<&str> = looked.evidence.sources.iter().map(Source::name).collect();
    assert_eq!(kinds, [NAME, "East-to-West", "chalk-metadata", "online"]);
    assert!(looked.replicator().described.answer().is_some());
    assert!(looked.database().described.answer().is_some());
}
