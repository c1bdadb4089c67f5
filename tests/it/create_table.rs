//! `create-table` against a stand-in for AWS that keeps the service's rules: from nothing, once more, from what drifted,
//! after an end at every call, two at once, refused, throttled and cut off. Nothing is ever deleted.

mod again;
mod drifted;
mod emulated;
mod fresh;
mod interrupted;
mod refused;
mod strange;

use std::process::Command;

use crate::program::{Ran, chalkstore, run_with};
use crate::support::fake_aws::{FakeAws, State};

const NAME: &str = "features";
const EAST: &str = "us-east-1";
const WEST: &str = "us-west-2";
const EUROPE: &str = "eu-west-1";
/// Stands wherever a secret is, and must come out nowhere.
const CANARY: &str = "canary-5b1d9e7f20";

/// The same with everything said, so that whatever else stands is put back.
const EXPLICIT: [&str; 25] = [
    "--layout=vendored",
    "--environment=test",
    "--deletion-protection=on",
    "--point-in-time-recovery=on",
    "--replica=us-west-2=500-5000@70",
    "--billing",
    "autoscaling",
    "--read-capacity",
    "1000",
    "--write-capacity",
    "500",
    "--read-scaling",
    "500-5000@70",
    "--write-scaling",
    "250-2500@70",
    "--scale-in-cooldown",
    "60s",
    "--scale-out-cooldown",
    "60s",
    "--encryption",
    "aws-managed",
    "--table-class",
    "standard",
    "--ttl-attribute",
    "__exp__",
];

/// What most tests ask for: everything that can be asked for, in two Regions.
const FULL: [&str; 12] = [
    "--layout",
    "vendored",
    "--environment",
    "test",
    "--deletion-protection",
    "on",
    "--point-in-time-recovery",
    "on",
    "--replica",
    WEST,
    "--timeout",
    "5s",
];

/// The program with its environment, on its way to create the table.
fn command(aws: &FakeAws) -> Command {
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL", aws.url());
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", CANARY);
    command.args(["create-table", NAME, "--region", EAST, "--wait-timeout", "60s", "--output", "json"]);
    command
}

/// Runs it to its end, without asking. Whatever comes of it, nothing was deleted and no secret came out.
#[track_caller]
fn create(aws: &FakeAws, arguments: &[&str]) -> Ran {
    let mut command = command(aws);
    command.arg("--yes");
    let ran = run_with(command, arguments, b"");
    no_deletion(aws);
    for out in [&ran.stdout, &ran.stderr] {
        assert!(!out.contains(CANARY), "a secret came out: {out}");
    }
    ran
}

/// The same, and all is well.
#[track_caller]
fn created(aws: &FakeAws, arguments: &[&str]) -> Ran {
    let ran = create(aws, arguments);
    has_passed(aws, &ran);
    ran
}

/// What was to be applied was applied, and reads back as wanted.
#[track_caller]
fn has_passed(aws: &FakeAws, ran: &Ran) {
    assert_eq!(ran.statuses("TBL033"), ["pass"], "{}\n{}\n{:#?}", ran.stdout, ran.stderr, aws.calls());
    assert_ne!(ran.code, 6, "an apply that has ended is not stopped");
}

/// A plan asks and changes nothing; its exit code says whether something differs.
#[track_caller]
fn planned(aws: &FakeAws, arguments: &[&str]) -> Ran {
    let before = aws.attempts().len();
    let mut command = command(aws);
    command.args(["--plan", "--detailed-exitcode"]);
    let ran = run_with(command, arguments, b"");
    assert_eq!(aws.attempts().len(), before, "a plan changed something");
    ran
}

#[track_caller]
fn no_deletion(aws: &FakeAws) {
    for call in aws.calls() {
        let is_canary = call.contains("dynamodb:DeleteItem");
        let operation = call.split(':').nth(1).unwrap_or_default();
        let deletes = operation.starts_with("Delete") || operation.starts_with("Deregister");
        assert!(is_canary || !deletes && !call.contains(".Delete"), "{call}");
        assert!(call.starts_with("create-table "), "the user agent names the command: {call}");
    }
}

/// An account in which the table stands as [`FULL`] has it, and nothing was called yet.
fn complete() -> FakeAws {
    let aws = FakeAws::start();
    created(&aws, &FULL);
    aws.forget_calls();
    aws
}

/// What stands in the end, as text that is the same for the same end: no times, and no counters.
fn stands(aws: &FakeAws) -> String {
    let state = aws.state();
    let state: &State = &state;
    let tables = state.tables.values().map(|table| {
        let mut table = table.clone();
        table.forget_times();
        format!("{table:#?}\n")
    });
    let mut alarms = state.alarms.clone();
    for of_region in alarms.values_mut() {
        of_region.sort_by(|one, other| one.name.cmp(&other.name));
    }
    tables.collect::<String>() + &format!("{:#?}\n{:#?}\n{:#?}", state.targets, state.policies, alarms)
}
