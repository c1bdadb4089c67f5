//! What is not permitted, not reached, or not answered costs its own part and no other.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chalkstore::aws::FailureKind;

use super::{EAST, Looked, NAME, TABLE, WEST, ask, look, replicated};
use crate::program::{Ran, chalkstore, run_with};
use crate::support::{RefusingPort, ScriptedHttp, wait_for};

/// The failures of both directions' Maximum, in order.
fn kinds(looked: &Looked) -> Vec<Option<FailureKind>> {
    let ways = looked.table().directions.iter();
    ways.map(|way| way.max.failure().map(|failure| failure.kind)).collect()
}

#[test]
fn one_region_without_permission_leaves_the_other() {
    let aws = replicated();
    aws.deny(WEST, "cloudwatch:GetMetricData");
    let looked = look(&aws, &TABLE);
    assert_eq!(kinds(&looked), [None, Some(FailureKind::AccessDenied)]);
    assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
    assert!(looked.ran.stdout.contains("cloudwatch:GetMetricData"), "{}", looked.ran.stdout);

    let aws = replicated();
    aws.deny("*", "dynamodb:DescribeTable");
    let looked = look(&aws, &TABLE);
    assert_eq!(kinds(&looked), [None, None]);
    let described =
        looked.table().regions.iter().map(|region| region.described.failure().map(|why| why.kind));
    assert_eq!(described.collect::<Vec<_>>(), [Some(FailureKind::AccessDenied); 2]);
    let statuses = looked.ran.statuses("LAG010");
    assert!(!statuses.is_empty() && statuses.iter().all(|status| status == "unknown"), "{:?}", looked.ran);
    assert_eq!(looked.ran.code, 3);
}

#[test]
fn a_region_that_is_out_of_reach_leaves_the_other() {
    let aws = replicated();
    aws.unreachable(WEST);
    let looked = look(&aws, &TABLE);
    assert_eq!(kinds(&looked), [None, Some(FailureKind::Unreachable)]);
    assert_eq!(looked.table().directions[0].max.answer().and_then(|max| max.series.max()), Some(800.0));
    assert_ne!(looked.ran.code, 0);
}

/// The whole keeps its deadline, with what the other Region told.
#[test]
fn a_region_that_hangs_costs_the_timeout_and_no_more() {
    let aws = replicated();
    aws.hang(WEST);
    let begun = Instant::now();
    let looked = look(&aws, &[&TABLE[..], &["--timeout", "3s"]].concat());
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    assert_eq!(kinds(&looked), [None, Some(FailureKind::Timeout)]);
    assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
}

/// A secret that cannot be read is a store of which nothing is known: what is lost with it counts, and the others are told.
#[test]
fn a_store_that_cannot_be_found_counts() {
    let aws = replicated();
    aws.fail_next("secretsmanager:GetSecretValue", "InternalServiceError", "try again", 100);
    let looked = look(&aws, &[&TABLE[..], &["--secret", "uri", "--timeout", "20s"]].concat());
    assert_eq!(looked.ran.statuses("LAG010"), ["pass"], "{:?}", looked.ran);
    assert_eq!(looked.ran.statuses("LAG040"), ["unknown"], "{:?}", looked.ran);
    assert!(looked.ran.statuses("LAG003").contains(&"unknown".to_owned()), "{:?}", looked.ran);
    assert_eq!(looked.ran.code, 3, "{:?}", looked.ran);
}

/// What was answered before a signal is told, and what was not is unknown.
#[test]
fn a_signal_leaves_what_was_known() {
    let aws = replicated();
    aws.hang(WEST);
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", aws.url());
    program.args(["replication-lag", "--output", "json", "--timeout", "120s"]).args(TABLE);
    let child = program.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("starts");
    let east =
        |operation: &str| aws.calls().iter().any(|call| call.contains(operation) && call.contains(EAST));
    wait_for("the answers of a Region", Duration::from_secs(30), || {
        // Not only asked for: what was answered was read.
        let are_read = aws.taken() == aws.calls().len();
        (east("GetMetricData") && east("DescribeTable") && are_read)
            .then_some(())
            .ok_or_else(|| format!("{} of {:?}", aws.taken(), aws.calls()))
    });
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert_eq!(ran.code, 130, "{ran:?}");
    assert!(ran.stdout.contains("\"state\":\"measured\""), "{ran:?}");
    assert!(ran.statuses("LAG001").contains(&"unknown".to_owned()), "{ran:?}");
}

#[test]
fn without_credentials_nothing_is_known() {
    let port = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", port.port());
    let arguments = ["replication-lag", "--endpoint-url", &url, "--output", "json"];
    let ran = run_with(chalkstore(), &[&arguments[..], &TABLE].concat(), b"");
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(!ran.statuses("LAG001").contains(&"pass".to_owned()), "{ran:?}");
}

/// What answers and is not AWS is no answer.
#[test]
fn nonsense_is_not_known() {
    for body in ["<html>not AWS</html>", "{}", ""] {
        let server =
            ScriptedHttp::new(move |_| Some((200, "Content-Type: text/html", body.as_bytes().to_vec())));
        let arguments = [
            &TABLE[..],
            &["--aurora-global", NAME, "--global-datastore", NAME],
            &["--msk-replicator", "arn:aws:kafka:us-west-2:123456789012:replicator/a/b"],
        ];
        let looked = ask(&server.url(), &arguments.concat());
        assert_eq!(looked.evidence.sources.len(), 4);
        assert_eq!(looked.ran.code, 3, "{body}: {:?}", looked.ran);
        assert!(looked.table().regions.iter().all(|region| region.described.failure().is_some()));
        assert_eq!(looked.table().regions[0].region, EAST);
    }
}
