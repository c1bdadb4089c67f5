//! Against what others have made: DynamoDB Local, and ministack for tables beside moto for their scaling.

use std::process::Command;

use serde_json::{Value, json};

use super::{CANARY, EAST, NAME, WEST};
use crate::program::{Ran, chalkstore, run_with};
use crate::support::{Emulator, RunningEmulator};

fn create(dynamodb: &str, scaling: &str, arguments: &[&str]) -> Ran {
    let mut command: Command = chalkstore();
    command.env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb);
    command.env("AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", scaling);
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", CANARY);
    command.args([
        "create-table",
        NAME,
        "--region",
        EAST,
        "--layout",
        "vendored",
        "--yes",
        "--output",
        "json",
    ]);
    run_with(command, arguments, b"")
}

/// The calls that were made, by Region and operation.
fn calls(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let calls = report["data"]["table_calls"].as_array().cloned().unwrap_or_default();
    let made = calls.iter().filter(|call| call["state"] == "done");
    made.map(|call| {
        format!("{} {}", call["region"].as_str().expect("text"), call["operation"].as_str().expect("text"))
    })
    .collect()
}

fn raw(aws: &RunningEmulator, region: &str, action: &str, body: &Value) {
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/{region}/dynamodb/aws4_request, SignedHeaders=host, Signature=00"
    );
    let headers = [
        ("X-Amz-Target", &*format!("DynamoDB_20120810.{action}")),
        ("Content-Type", "application/x-amz-json-1.0"),
        ("X-Amz-Date", "20260101T000000Z"),
        ("Authorization", &authorization),
    ];
    let (status, answer) = aws.request("POST", "/", &headers, &body.to_string()).expect("it answers");
    assert_eq!(status, 200, "{action}: {answer}");
}

#[test]
fn dynamodb_local_has_a_table_and_takes_an_item() {
    let (local, moto) = (Emulator::DynamoDbLocal.start(), Emulator::Moto.start());
    let arguments =
        ["--billing=on-demand", "--point-in-time-recovery=off", "--encryption=aws-owned", "--canary"];
    let ran = create(&local.url(), &moto.url(), &arguments);
    assert_eq!(
        (ran.statuses("TBL033"), ran.statuses("TBL034")),
        (vec!["pass".into()], vec!["pass".into()]),
        "{ran:?}"
    );
    assert_eq!(calls(&ran), ["us-east-1 CreateTable", "us-east-1 UpdateTimeToLive"]);
    let again = create(&local.url(), &moto.url(), &arguments[..3]);
    assert_eq!((again.statuses("TBL033"), calls(&again)), (vec!["pass".into()], Vec::new()), "{again:?}");
    // What this endpoint does not know is told, with the way around it.
    let ran = create(&local.url(), &moto.url(), &["--billing=on-demand", "--encryption=aws-owned"]);
    assert_eq!(ran.statuses("TBL031"), ["fail"]);
    assert!(ran.stdout.contains("--point-in-time-recovery off"), "{ran:?}");
}

/// moto scales only tables that it has itself, so that it gets a shadow of the table in each Region.
#[test]
fn a_global_table_that_scales() {
    let (ministack, moto) = (Emulator::Ministack.start(), Emulator::Moto.start());
    for region in [EAST, WEST] {
        raw(
            &moto,
            region,
            "CreateTable",
            &json!({
                "TableName": NAME,
                "AttributeDefinitions": [{"AttributeName": "__id__", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "__id__", "KeyType": "HASH"}],
                "ProvisionedThroughput": {"ReadCapacityUnits": 1000, "WriteCapacityUnits": 500},
            }),
        );
    }
    let arguments = ["--replica=us-west-2=100-1000@60", "--environment=test", "--canary"];
    let ran = create(&ministack.url(), &moto.url(), &arguments);
    assert_eq!(
        (ran.statuses("TBL033"), ran.statuses("TBL034")),
        (vec!["pass".into()], vec!["pass".into()]),
        "{ran:?}"
    );
    let made = calls(&ran);
    let at =
        |call: &str| made.iter().position(|one| one == call).unwrap_or_else(|| panic!("{call}: {made:?}"));
    // The policy stands before the replica, and nothing of the replica's before it.
    assert!(at("us-east-1 PutScalingPolicy") < at("us-east-1 UpdateTable"));
    assert!(at("us-east-1 UpdateTable") < at("us-west-2 RegisterScalableTarget"));
    for code in ["TBL004", "TBL005", "TBL007", "TBL010", "TBL011", "TBL012", "TBL013"] {
        assert_eq!(ran.statuses(code), ["pass"], "{code}: {ran:?}");
    }
    let again = create(&ministack.url(), &moto.url(), &arguments[..2]);
    assert_eq!((again.statuses("TBL033"), calls(&again)), (vec!["pass".into()], Vec::new()), "{again:?}");
    // What drifts there is put back there.
    raw(&ministack, WEST, "UpdateTable", &json!({"TableName": NAME, "DeletionProtectionEnabled": false}));
    let ran = create(&ministack.url(), &moto.url(), &arguments[..2]);
    assert_eq!(calls(&ran), ["us-west-2 UpdateTable"], "{ran:?}");
}
