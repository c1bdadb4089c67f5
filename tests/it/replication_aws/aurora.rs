//! Aurora Global Databases.

use chalkstore::aws::{Asked, FailureKind};

use super::{EAST, WEST, look, metric, steady};
use crate::support::fake_aws::{ClusterAt, FakeAws, GlobalAt, MetricAt};

pub(crate) const ID: &str = "chalk-metadata";
const AURORA: [&str; 4] = ["--aurora-global", ID, "--region", EAST];

fn arn(region: &str) -> String {
    format!("arn:aws:rds:{region}:123456789012:cluster:meta-{region}")
}

/// A database that is written in the east and has a copy in the west, beside another database.
pub(super) fn connected() -> FakeAws {
    let aws = FakeAws::start();
    stand(&aws);
    aws
}

/// The same beside whatever there is.
pub(crate) fn stand(aws: &FakeAws) {
    let mut state = aws.state();
    let database = |id: &str| GlobalAt {
        id: id.to_owned(),
        status: "available".to_owned(),
        version: "16.6".to_owned(),
        ..GlobalAt::default()
    };
    let mut meta = database(ID);
    for (region, is_writer) in [(EAST, true), (WEST, false)] {
        meta.members.push((arn(region), is_writer, "connected".to_owned()));
        let cluster = ClusterAt {
            status: "available".to_owned(),
            version: "16.6".to_owned(),
            instances: 2,
            parameter_group: "chalk".to_owned(),
        };
        state.replicated.clusters.insert(arn(region), cluster);
    }
    state.replicated.databases = vec![database("another"), meta];
    let set = vec![("rds.global_db_rpo".to_owned(), "20".to_owned())];
    state.replicated.parameters.insert((EAST.to_owned(), "chalk".to_owned()), set);
    for (name, value) in [("AuroraGlobalDBRPOLag", 400.0), ("AuroraGlobalDBReplicationLag", 300.0)] {
        let mine: &[(&str, &str)] = &[("DBClusterIdentifier", "meta-us-west-2"), ("SourceRegion", EAST)];
        let other: &[(&str, &str)] = &[("DBClusterIdentifier", "another-us-west-2"), ("SourceRegion", EAST)];
        for (dimensions, value) in [(mine, value), (other, 9999.0)] {
            let one = MetricAt::new(WEST, "AWS/RDS", name, dimensions);
            state.replicated.metrics.push(one.with(steady(value)));
        }
    }
}

#[test]
fn members_are_asked_in_their_regions() {
    let looked = look(&connected(), &AURORA);
    let seen = looked.database();
    let facts = seen.described.answer().expect("it is there");
    assert_eq!((facts.status.as_deref(), facts.members.len()), (Some("available"), 2));
    let [east, west] = seen.members.as_slice() else { panic!("two members") };
    assert_eq!((east.region.as_str(), west.region.as_str()), (EAST, WEST));
    let writer = east.described.answer().expect("it was described");
    assert_eq!((writer.instances, &writer.managed_rpo_s), (2, &Some(Asked::Answered(Some(20)))));
    assert_eq!(writer.zones.len(), 3);
    assert_eq!(west.described.answer().expect("it was described").managed_rpo_s, None);
    // The primary's Region has none; another database's is not taken.
    assert_eq!(east.lags, Asked::Answered(Vec::new()));
    let lags = west.lags.answer().expect("lags came");
    assert_eq!(lags.len(), 2);
    let rpo = metric(lags, "AuroraGlobalDBRPOLag", "meta-us-west-2").expect("there is one");
    assert_eq!((rpo.series.max(), rpo.dimensions["SourceRegion"].as_str()), (Some(400.0), EAST));
    assert_eq!(looked.ran.statuses("LAG030"), ["pass"], "{:?}", looked.ran);
    assert_eq!(looked.ran.statuses("LAG031"), ["pass"], "{:?}", looked.ran);
}

/// The SDK's enumeration has no `switching-over`, which AWS documents.
#[test]
fn a_switchover_is_told_although_the_sdk_does_not_know_it() {
    let aws = connected();
    aws.state().replicated.databases[1].failover = Some("switching-over".to_owned());
    aws.state().replicated.databases[1].members[1].2 = "half-connected".to_owned();
    let looked = look(&aws, &AURORA);
    let facts = looked.database().described.answer().expect("it is there").clone();
    assert_eq!(facts.failover_status.as_deref(), Some("switching-over"));
    assert_eq!(facts.members[1].synchronization.as_deref(), Some("half-connected"));
    assert!(!looked.ran.statuses("LAG031").contains(&"pass".to_owned()), "{:?}", looked.ran);
}

#[test]
fn one_that_is_not_there_is_looked_for_in_every_region() {
    let aws = connected();
    let looked = look(&aws, &["--aurora-global", "nobody", "--region", EAST, "--region", WEST]);
    let failure = looked.database().described.failure().expect("there is none").clone();
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert!(failure.message.contains("us-east-1, us-west-2"), "{failure}");
    assert_ne!(looked.ran.code, 0);
}

#[test]
fn half_of_the_permissions_gives_half_of_the_answers() {
    // A Region that does not answer hides nothing of another.
    let aws = connected();
    aws.deny(EAST, "rds:DescribeGlobalClusters");
    let looked = look(&aws, &["--aurora-global", ID, "--region", EAST, "--region", WEST]);
    assert!(looked.database().described.answer().is_some());

    let aws = connected();
    for permission in ["rds:DescribeDBClusters", "cloudwatch:ListMetrics"] {
        aws.deny(WEST, permission);
    }
    aws.deny(EAST, "rds:DescribeDBClusterParameters");
    let looked = look(&aws, &AURORA);
    let [east, west] = looked.database().members.as_slice() else { panic!("two members") };
    let writer = east.described.answer().expect("it was described");
    assert_eq!(writer.instances, 2);
    let rpo = writer.managed_rpo_s.as_ref().expect("was asked for");
    for failure in [rpo.failure(), west.described.failure(), west.lags.failure()] {
        assert_eq!(failure.map(|failure| failure.kind), Some(FailureKind::AccessDenied));
    }
    assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
    assert!(looked.ran.stdout.contains("cloudwatch:ListMetrics"), "{}", looked.ran.stdout);
}
