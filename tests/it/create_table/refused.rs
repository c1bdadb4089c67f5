//! What AWS refuses: for a while, for lack of rights, for a limit.

use std::thread;

use super::{EAST, FULL, NAME, WEST, complete, create, created, stands};
use crate::support::fake_aws::{FakeAws, Throughput};

/// Regions and permissions, each of which one step needs.
const STEPS: [(&str, &str); 14] = [
    (EAST, "dynamodb:CreateTable"),
    (EAST, "dynamodb:UpdateTable"),
    (EAST, "dynamodb:UpdateTimeToLive"),
    (EAST, "dynamodb:UpdateContinuousBackups"),
    (EAST, "application-autoscaling:RegisterScalableTarget"),
    (EAST, "application-autoscaling:PutScalingPolicy"),
    (EAST, "dynamodb:DescribeTable"),
    (WEST, "dynamodb:DescribeTable"),
    (WEST, "dynamodb:CreateTableReplica"),
    (WEST, "dynamodb:UpdateTable"),
    (WEST, "dynamodb:UpdateContinuousBackups"),
    (WEST, "dynamodb:TagResource"),
    (WEST, "application-autoscaling:RegisterScalableTarget"),
    (WEST, "application-autoscaling:PutScalingPolicy"),
];

#[test]
fn a_permission_that_lacks_is_named_and_the_next_run_goes_on() {
    let wanted = stands(&complete());
    thread::scope(|scope| {
        for (region, permission) in STEPS {
            let wanted = wanted.as_str();
            scope.spawn(move || {
                let aws = FakeAws::start();
                aws.deny(region, permission);
                let ran = create(&aws, &FULL);
                assert!([3, 6].contains(&ran.code), "{region} {permission}: {}", ran.code);
                // In the words of chalkstore, not only in AWS's.
                let report = ran.json();
                let mut findings = report["findings"].as_array().expect("findings").iter();
                let operation = permission.split(':').nth(1).expect("service:Operation");
                let named = findings
                    .any(|finding| finding["help"].as_str().is_some_and(|help| help.contains(operation)));
                assert!(named, "{region} {permission}: {}", ran.stdout);
                aws.mend();
                created(&aws, &FULL);
                assert_eq!(stands(&aws), wanted, "{region} {permission}");
            });
        }
    });
}

/// What cannot be read is not changed: nothing is begun that cannot be planned.
#[test]
fn a_table_that_cannot_be_read_is_left_alone() {
    let base = complete().state().clone();
    thread::scope(|scope| {
        for (region, permission) in [EAST, WEST].into_iter().flat_map(|region| {
            [
                "dynamodb:DescribeTable",
                "dynamodb:DescribeContinuousBackups",
                "dynamodb:ListTagsOfResource",
                "application-autoscaling:DescribeScalableTargets",
                "application-autoscaling:DescribeScalingPolicies",
            ]
            .map(|permission| (region, permission))
        }) {
            let base = base.clone();
            scope.spawn(move || {
                let aws = FakeAws::start();
                *aws.state() = base;
                aws.state().table_mut(EAST, NAME).deletion_protection = false;
                aws.deny(region, permission);
                let ran = create(&aws, &FULL);
                let statuses = ran.statuses("TBL032");
                assert!(statuses.contains(&"unknown".to_owned()), "{region} {permission}: {}", ran.stdout);
                assert!(ran.stdout.contains(permission), "{region} {permission}: {}", ran.stdout);
                assert_eq!(aws.attempts(), [""; 0], "{region} {permission}");
            });
        }
    });
}

#[test]
fn what_is_throttled_or_fails_by_itself_is_tried_again_and_said() {
    let wanted = stands(&complete());
    thread::scope(|scope| {
        for (operation, code) in [
            ("dynamodb:CreateTable", "ThrottlingException"),
            ("dynamodb:UpdateTable", "ThrottlingException"),
            ("dynamodb:UpdateTable", "InternalServerError"),
            ("dynamodb:UpdateTimeToLive", "InternalServerError"),
            ("dynamodb:TagResource", "ThrottlingException"),
            ("application-autoscaling:RegisterScalableTarget", "ThrottlingException"),
            ("application-autoscaling:PutScalingPolicy", "ConcurrentUpdateException"),
            ("application-autoscaling:PutScalingPolicy", "InternalServiceException"),
        ] {
            let wanted = wanted.as_str();
            scope.spawn(move || {
                let aws = FakeAws::start();
                // The SDK tries each call twice by itself.
                aws.fail_next(operation, code, "Rate exceeded", 3);
                let ran = created(&aws, &FULL);
                assert!(ran.stderr.contains("trying again"), "{operation} {code}: {}", ran.stderr);
                assert!(ran.stderr.contains(code), "{operation}: {}", ran.stderr);
                assert_eq!(stands(&aws), wanted, "{operation} {code}");
            });
        }
    });
}

#[test]
fn reads_that_are_throttled_for_a_while_do_not_end_a_wait() {
    let aws = FakeAws::start();
    let wanted = stands(&complete());
    aws.state().describes_per_change = 3;
    aws.fail_next("dynamodb:DescribeTable", "ThrottlingException", "Rate exceeded", 1);
    created(&aws, &FULL);
    assert_eq!(stands(&aws), wanted);
}

/// Credentials that expire midway, and quotas: said, not tried again and again; the next run goes on.
#[test]
fn what_does_not_pass_by_itself_ends_the_run() {
    for (operation, code, message, hint) in [
        ("dynamodb:UpdateTable", "ExpiredTokenException", "The security token has expired", "credentials"),
        (
            "dynamodb:CreateTable",
            "LimitExceededException",
            "Subscriber limit exceeded: There is a limit of 2500 tables per subscriber",
            "quota",
        ),
    ] {
        let aws = FakeAws::start();
        aws.fail_next(operation, code, message, 99);
        let ran = create(&aws, &FULL);
        assert_eq!((ran.code, ran.statuses("TBL033")), (6, vec!["fail".to_owned()]), "{}", ran.stdout);
        assert!(ran.stdout.contains(message) && ran.stdout.contains(hint), "{code}: {}", ran.stdout);
        let tries = aws.attempts().iter().filter(|line| line.ends_with(code)).count();
        assert!(tries <= 2, "{code} was tried {tries} times");
        aws.mend();
        created(&aws, &FULL);
    }
}

/// The day's decreases are used up: said with when the next one is possible; nothing else is kept from being done.
#[test]
fn a_decrease_too_many() {
    let arguments = [
        "--layout",
        "vendored",
        "--billing",
        "provisioned",
        "--read-capacity",
        "10",
        "--write-capacity",
        "10",
    ];
    let aws = FakeAws::start();
    created(&aws, &arguments);
    let now_s = aws.state().now_s;
    aws.state().table_mut(EAST, NAME).decreases = vec![now_s; 4];
    aws.state().table_mut(EAST, NAME).provisioned = Some(Throughput { read: 20, write: 20 });
    let ran = create(&aws, &arguments);
    assert_eq!(ran.code, 6, "{}", ran.stdout);
    assert!(ran.stdout.contains("decreases are limited"), "{}", ran.stdout);
    aws.state().now_s += 3600;
    created(&aws, &arguments);
}

/// Something can be under way that the table's status does not tell: it is waited for, longer than a refusal is repeated.
#[test]
fn a_table_that_is_in_use_and_says_active_is_waited_for() {
    let aws = complete();
    aws.state().table_mut(EAST, NAME).deletion_protection = false;
    let words = "Attempt to change a resource which is still in use: Table is being updated: features";
    aws.fail_next("dynamodb:UpdateTable", "ResourceInUseException", words, 5);
    let ran = created(&aws, &FULL);
    assert_eq!(aws.changes(), ["us-east-1 dynamodb:UpdateTable DeletionProtectionEnabled=true"], "{ran:?}");
}

/// The wait has an end, also where a call before the one that waits is taken in every round.
#[test]
fn a_table_that_stays_in_use_is_not_waited_for_without_end() {
    let aws = complete();
    {
        let mut state = aws.state();
        state.table_mut(EAST, NAME).deletion_protection = false;
        state.table_mut(EAST, NAME).point_in_time_recovery = false;
    }
    aws.fail_next("dynamodb:UpdateTable", "ResourceInUseException", "still in use", 10_000);
    let begun = std::time::Instant::now();
    let command = super::command(&aws);
    let mut limited = crate::program::chalkstore();
    limited.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
    limited.args(["create-table", NAME, "--region", EAST, "--yes", "--wait-timeout", "3s"]);
    let ran = crate::program::run_with(limited, &FULL, b"");
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.stdout.contains("somebody else is changing"), "{ran:?}");
    assert!(begun.elapsed() < std::time::Duration::from_mins(1), "{:?}", begun.elapsed());
}

/// What a canary item that could not be written may have left behind: nothing where it was refused; where nobody answered,
/// what could not be deleted either.
#[test]
fn an_item_that_was_not_written_is_no_leftover() {
    let complete = complete().state().clone();
    let run = |change: &dyn Fn(&FakeAws)| {
        let aws = FakeAws::start();
        *aws.state() = complete.clone();
        change(&aws);
        let ran = create(&aws, &[&FULL[..], &["--canary"]].concat());
        let deletions = aws.calls().iter().filter(|call| call.contains("dynamodb:DeleteItem")).count();
        (ran, deletions, aws)
    };
    let throttled = |times| {
        move |aws: &FakeAws| {
            let code = "ProvisionedThroughputExceededException";
            aws.fail_next("dynamodb:PutItem", code, "Rate exceeded", times);
            if times > 4 {
                aws.deny("*", "dynamodb:DeleteItem");
            }
        }
    };
    let (ran, deletions, _) = run(&throttled(3));
    assert_eq!((ran.statuses("TBL034"), deletions), (vec!["pass".to_owned()], 1), "{ran:?}");
    let (ran, deletions, _) = run(&throttled(1000));
    assert_eq!((ran.statuses("TBL034"), deletions), (vec!["fail".to_owned()], 0), "{ran:?}");
    assert!(!ran.stdout.contains("may stand"), "{ran:?}");

    let (ran, deletions, aws) = run(&|aws| aws.silent("dynamodb:PutItem", 1));
    assert_eq!((ran.statuses("TBL034"), deletions), (vec!["unknown".to_owned()], 1), "{ran:?}");
    assert!(ran.stdout.contains("was written is not known"), "{ran:?}");
    assert!(!aws.state().table(EAST, NAME).has_items(), "it was deleted all the same");
    let (ran, ..) = run(&|aws| {
        aws.silent("dynamodb:PutItem", 1);
        aws.deny("*", "dynamodb:DeleteItem");
    });
    let mut statuses = ran.statuses("TBL034");
    statuses.sort();
    assert_eq!(statuses, ["unknown", "warn"], "{ran:?}");
    assert!(ran.stdout.contains("may stand, and could not be deleted"), "{ran:?}");
}
