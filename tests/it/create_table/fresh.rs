//! From nothing: the sequence of calls of each billing mode in one Region, two and three, as AWS takes it.

use super::{EUROPE, NAME, WEST, create, created, planned, stands};
use crate::support::fake_aws::FakeAws;

/// The recorded sequence, and that the next run has nothing to do.
#[track_caller]
fn sequence(name: &str, arguments: &[&str]) {
    let aws = FakeAws::start();
    assert_eq!(planned(&aws, arguments).code, 5, "there is everything to do");
    created(&aws, arguments);
    insta::assert_snapshot!(name, aws.changes().join("\n"));
    let before = stands(&aws);
    aws.forget_calls();
    created(&aws, arguments);
    assert_eq!(aws.attempts(), [""; 0], "{name}: a second run has nothing to do");
    assert_eq!(stands(&aws), before);
    assert_eq!(planned(&aws, arguments).code, 0, "nothing differs");
}

const COMMON: [&str; 6] = ["--layout", "vendored", "--environment", "test", "--deletion-protection", "on"];

fn with<'a>(billing: &[&'a str], regions: &[&'a str]) -> Vec<&'a str> {
    let replicas = regions.iter().flat_map(|region| ["--replica", region]);
    COMMON.into_iter().chain(billing.iter().copied()).chain(replicas).collect()
}

const ON_DEMAND: [&str; 2] = ["--billing", "on-demand"];
const AUTOSCALING: [&str; 2] = ["--billing", "autoscaling"];
const PROVISIONED: [&str; 6] =
    ["--billing", "provisioned", "--read-capacity", "100", "--write-capacity", "50"];

#[test]
fn on_demand_in_one_region() {
    sequence("on_demand_1", &with(&ON_DEMAND, &[]));
}

#[test]
fn on_demand_in_two_regions() {
    sequence("on_demand_2", &with(&ON_DEMAND, &[WEST]));
}

#[test]
fn on_demand_in_three_regions() {
    sequence("on_demand_3", &with(&ON_DEMAND, &[WEST, EUROPE]));
}

#[test]
fn autoscaling_in_one_region() {
    sequence("autoscaling_1", &with(&AUTOSCALING, &[]));
}

#[test]
fn autoscaling_in_two_regions() {
    sequence("autoscaling_2", &with(&AUTOSCALING, &[WEST]));
}

#[test]
fn autoscaling_in_three_regions() {
    sequence("autoscaling_3", &with(&AUTOSCALING, &["us-west-2=250-2500", EUROPE]));
}

#[test]
fn provisioned_in_one_region() {
    sequence("provisioned_1", &with(&PROVISIONED, &[]));
}

/// A replica of a provisioned table needs writes that scale: this is said before anything is called.
#[test]
fn provisioned_without_autoscaling_has_one_region() {
    for regions in [&[WEST][..], &[WEST, EUROPE]] {
        let aws = FakeAws::start();
        let ran = create(&aws, &with(&PROVISIONED, regions));
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("--billing autoscaling"), "{}", ran.stderr);
        assert!(aws.calls().is_empty(), "{:?}", aws.calls());
    }
}

/// Encryption with the customer's keys, a class, warm throughput, and a canary item that is deleted again.
#[test]
fn everything_else_and_a_canary() {
    let aws = FakeAws::start();
    aws.state().replication_lag_reads = 2;
    let keys = ["--kms-key", "us-east-1=1111", "--kms-key", "us-west-2=2222"];
    let more = ["--table-class", "standard-infrequent-access", "--warm-throughput", "13000,5000"];
    let arguments = [&with(&ON_DEMAND, &[WEST])[..], &keys, &more].concat();
    let ran = created(&aws, &[&arguments[..], &["--canary"]].concat());
    assert!(ran.stdout.contains(NAME));
    let changes: Vec<String> =
        aws.changes().iter().map(|line| line.split(" Item.").next().unwrap_or_default().to_owned()).collect();
    let changes = changes.iter().map(|line| line.split(" Key.").next().unwrap_or_default());
    insta::assert_snapshot!("everything_else", changes.collect::<Vec<_>>().join("\n"));
    aws.forget_calls();
    created(&aws, &arguments);
    assert_eq!(aws.attempts(), [""; 0]);
}
