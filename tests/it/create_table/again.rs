//! Several runs: one after the other with other wishes, and two at once.

use std::process::Stdio;
use std::thread;

use super::{EUROPE, FULL, WEST, command, complete, created, has_passed, no_deletion, planned, stands};
use crate::program::Ran;
use crate::support::fake_aws::FakeAws;

#[test]
fn two_runs_at_once_come_to_one_table() {
    let wanted = stands(&complete());
    let aws = FakeAws::start();
    let start = || {
        let mut command = command(&aws);
        command.arg("--yes").args(FULL).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    };
    let runs = [start(), start()];
    let ran: Vec<Ran> = thread::scope(|scope| {
        let waits = runs.map(|run| scope.spawn(move || run.wait_with_output().expect("it ends").into()));
        waits.into_iter().map(|wait| wait.join().expect("it is waited for")).collect()
    });
    for ran in &ran {
        has_passed(&aws, ran);
    }
    no_deletion(&aws);
    assert_eq!(stands(&aws), wanted);
    let of = |text: &str| aws.changes().iter().filter(|line| line.contains(text)).count();
    assert_eq!([of("CreateTable"), of("ReplicaUpdates")], [1, 1], "{:#?}", aws.changes());
}

/// A Region more, later; and one that is no longer named stays.
#[test]
fn a_region_is_added_and_none_is_taken_away() {
    let aws = complete();
    let more = [&FULL[..], &["--replica", EUROPE]].concat();
    created(&aws, &more);
    insta::assert_snapshot!("region_added", aws.changes().join("\n"));
    aws.forget_calls();
    assert_eq!(planned(&aws, &FULL).code, 0);
    created(&aws, &FULL);
    assert_eq!(aws.attempts(), [""; 0]);
    assert!(aws.state().tables.keys().any(|(region, _)| region == WEST));
    assert_eq!(aws.state().tables.len(), 3);
}

/// From on demand to autoscaling with replicas: policies come first, for AWS provisions no global table without.
#[test]
fn a_global_table_changes_how_it_is_billed() {
    let aws = FakeAws::start();
    let on_demand = [&FULL[..], &["--billing", "on-demand"]].concat();
    created(&aws, &on_demand);
    aws.forget_calls();
    let autoscaling = ["--billing", "autoscaling", "--read-capacity", "1000", "--write-capacity", "500"];
    created(&aws, &[&FULL[..], &autoscaling].concat());
    insta::assert_snapshot!("to_autoscaling", aws.changes().join("\n"));
    aws.forget_calls();
    created(&aws, &on_demand);
    assert_eq!(aws.changes(), ["us-east-1 dynamodb:UpdateTable BillingMode=PAY_PER_REQUEST"]);
}
