//! Killed after each change, or cut off from AWS by then: the end is the same, and nothing is made twice.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::{FULL, WEST, command, complete, created, has_passed, no_deletion, stands};
use crate::support::fake_aws::{Cut, FakeAws};
use crate::support::wait_for;

const LONG: Duration = Duration::from_mins(2);

/// How many changes it takes, and what stands then.
fn undisturbed() -> (Vec<String>, String) {
    let aws = FakeAws::start();
    created(&aws, &FULL);
    (aws.changes(), stands(&aws))
}

#[track_caller]
fn wait_for_cut(aws: &FakeAws) {
    wait_for("the last change before the cut", LONG, || {
        if aws.is_cut() { Ok(()) } else { Err(aws.calls().join("\n")) }
    });
}

#[test]
fn killed_after_each_change_it_goes_on_from_there() {
    let (changes, wanted) = undisturbed();
    assert!(changes.len() > 10, "{changes:?}");
    thread::scope(|scope| {
        for number in 1..=changes.len() {
            let (changes, wanted) = (&changes, wanted.as_str());
            scope.spawn(move || {
                let aws = FakeAws::start();
                aws.cut_after(number, Cut::Hang);
                let mut command = command(&aws);
                command.arg("--yes").args(FULL);
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                let mut child = command.spawn().expect("the program starts");
                wait_for_cut(&aws);
                child.kill().expect("it runs");
                child.wait().expect("it ends");
                aws.mend();
                created(&aws, &FULL);
                assert_eq!(stands(&aws), wanted, "killed after {:?}", changes[number - 1]);
                let mut made = aws.changes();
                // While a replica is being made, its writes do not scale yet: setting that is harmless.
                made.retain(|line| !line.starts_with(WEST) || !line.contains("table:WriteCapacityUnits"));
                made.sort();
                let mut once = changes.clone();
                once.sort();
                assert_eq!(made, once, "killed after {:?}, nothing is made twice", changes[number - 1]);
            });
        }
    });
}

/// The change has been made, and nobody told: the same run finds out by itself.
#[test]
fn cut_off_after_each_change_the_same_run_goes_on() {
    let (changes, wanted) = undisturbed();
    thread::scope(|scope| {
        for number in 1..=changes.len() {
            let (changes, wanted) = (&changes, wanted.as_str());
            scope.spawn(move || {
                let aws = FakeAws::start();
                aws.cut_after(number, Cut::Drop);
                let mut command = command(&aws);
                command.arg("--yes").args(FULL).stdin(Stdio::null());
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                let child = command.spawn().expect("the program starts");
                wait_for_cut(&aws);
                aws.mend();
                let ran = child.wait_with_output().expect("it ends").into();
                has_passed(&aws, &ran);
                no_deletion(&aws);
                assert_eq!(stands(&aws), wanted, "cut off after {:?}", changes[number - 1]);
            });
        }
    });
}

/// AWS takes a change, and its answer never comes.
#[test]
fn an_answer_that_never_comes() {
    let wanted = stands(&complete());
    thread::scope(|scope| {
        for operation in [
            "dynamodb:CreateTable",
            "dynamodb:UpdateTable",
            "dynamodb:UpdateTimeToLive",
            "dynamodb:UpdateContinuousBackups",
            "dynamodb:TagResource",
            "application-autoscaling:RegisterScalableTarget",
            "application-autoscaling:PutScalingPolicy",
        ] {
            let wanted = wanted.as_str();
            scope.spawn(move || {
                let aws = FakeAws::start();
                aws.silent(operation, 1);
                created(&aws, &FULL);
                assert_eq!(stands(&aws), wanted, "{operation}");
            });
        }
    });
}
