//! ministack evaluates policies by itself: what chalkstore writes for a query server is what it asks for.

use chalkstore::iam::{Purpose, Scope, policy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::expect_finding;
use crate::program::Ran;
use crate::support::{Emulator, RunningEmulator};

/// ministack's own account.
const ACCOUNT: &str = "000000000000";
const SECRET: &str = "chalk-online-store-secret";

fn call(ministack: &RunningEmulator, action: &str, fields: &[(&str, &str)]) {
    let mut body = format!("Action={action}&Version=2010-05-08");
    for (name, value) in fields {
        body.push_str(&format!("&{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    }
    let scope = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0";
    let headers = [("Authorization", scope), ("Content-Type", "application/x-www-form-urlencoded")];
    let answer = ministack.request("POST", "/", &headers, &body).expect("answers");
    assert_eq!(answer.0, 200, "{action}: {}", answer.1);
}

fn dynamodb(ministack: &RunningEmulator, action: &str, body: &Value) {
    let scope = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let target = format!("DynamoDB_20120810.{action}");
    let headers = [
        ("Authorization", scope),
        ("X-Amz-Target", target.as_str()),
        ("Content-Type", "application/x-amz-json-1.0"),
    ];
    let answer = ministack.request("POST", "/", &headers, &body.to_string()).expect("answers");
    assert_eq!(answer.0, 200, "{action}: {}", answer.1);
}

/// ministack is the simulator, and has the tables.
fn check_with(ministack: &str, role: &str, arguments: &[&str]) -> Ran {
    super::check_with(ministack, ministack, role, arguments)
}

/// A role with this policy.
fn role(ministack: &RunningEmulator, name: &str, document: &str) -> String {
    let trust = r#"{"Version":"2012-10-17","Statement":[]}"#;
    call(ministack, "CreateRole", &[("RoleName", name), ("AssumeRolePolicyDocument", trust)]);
    let policy = [("RoleName", name), ("PolicyName", "online-store"), ("PolicyDocument", document)];
    call(ministack, "PutRolePolicy", &policy);
    format!("arn:aws:iam::{ACCOUNT}:role/{name}")
}

#[test]
fn the_policy_of_the_query_server_is_enough_and_no_more() {
    let ministack = Emulator::Ministack.start();
    let scope = Scope {
        account: Some(ACCOUNT.to_owned()),
        secret: Some(SECRET.to_owned()),
        ..Scope::of_table("chalk-online-store", &["us-east-1", "us-west-2"])
    };
    let runtime = role(&ministack, "runtime", &policy(Purpose::Runtime, &scope));
    let table = ["--table", "chalk-online-store", "--region", "us-east-1", "--replica", "us-west-2"];
    let whole = [&table[..], &["--secret", SECRET]].concat();
    let ran = check_with(&ministack.url(), &runtime, &whole);
    assert_eq!(ran.code, 0, "{ran:?}");
    for code in ["IAM001", "IAM002", "IAM003"] {
        expect_finding(&ran, code, "pass", &[]);
    }
    let elsewhere = [&whole[..], &["--replica", "eu-west-1"]].concat();
    let ran = check_with(&ministack.url(), &runtime, &elsewhere);
    for code in ["IAM001", "IAM002"] {
        expect_finding(&ran, code, "fail", &["arn:aws:dynamodb:eu-west-1:"]);
    }
    let other = ["--table", "another", "--region", "us-east-1", "--secret", "another"];
    let ran = check_with(&ministack.url(), &runtime, &other);
    expect_finding(&ran, "IAM001", "fail", &["table/another"]);
    expect_finding(&ran, "IAM003", "unknown", &["secret:another-"]);

    // Who only looks may read what a query server reads, and writes nothing.
    let looking = role(&ministack, "check", &policy(Purpose::Check, &scope));
    let ran = check_with(&ministack.url(), &looking, &whole);
    expect_finding(&ran, "IAM002", "fail", &["dynamodb:BatchWriteItem"]);
    expect_finding(&ran, "IAM003", "pass", &[]);
}

#[test]
fn a_denial_beats_the_policy() {
    let ministack = Emulator::Ministack.start();
    let scope = Scope::of_table("chalk-online-store", &["us-east-1"]);
    let runtime = role(&ministack, "runtime", &policy(Purpose::Runtime, &scope));
    let guard =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"dynamodb:Put*","Resource":"*"}]}"#;
    let more = [("RoleName", "runtime"), ("PolicyName", "guard"), ("PolicyDocument", guard)];
    call(&ministack, "PutRolePolicy", &more);
    let table = ["--table", "chalk-online-store", "--region", "us-east-1"];
    let ran = check_with(&ministack.url(), &runtime, &table);
    expect_finding(&ran, "IAM001", "pass", &[]);
    expect_finding(&ran, "IAM002", "fail", &["dynamodb:PutItem", "denied by"]);
}

/// The table itself tells where it has replicas: a policy that names one Region is not enough for them.
#[test]
fn replicas_that_nobody_named_are_looked_up() {
    let ministack = Emulator::Ministack.start();
    let role_of = |name: &str, regions: &[&str]| {
        role(&ministack, name, &policy(Purpose::Runtime, &Scope::of_table("chalk-online-store", regions)))
    };
    let one = role_of("one", &["us-east-1"]);
    let both = role_of("both", &["us-east-1", "us-west-2"]);
    let table = ["--table", "chalk-online-store", "--region", "us-east-1"];
    // Before there is a table, there are no replicas.
    let ran = check_with(&ministack.url(), &one, &table);
    assert_eq!(ran.code, 0, "{ran:?}");
    expect_finding(&ran, "IAM001", "pass", &["there is no such table yet"]);

    let definition = json!({"TableName": "chalk-online-store", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}});
    dynamodb(&ministack, "CreateTable", &definition);
    let replica = json!({"TableName": "chalk-online-store", "ReplicaUpdates": [{"Create": {"RegionName": "us-west-2"}}]});
    dynamodb(&ministack, "UpdateTable", &replica);
    let ran = check_with(&ministack.url(), &one, &table);
    assert_eq!(ran.code, 1, "{ran:?}");
    for code in ["IAM001", "IAM002"] {
        expect_finding(
            &ran,
            code,
            "fail",
            &["table/chalk-online-store (no statement", "dynamodb:us-west-2:"],
        );
    }
    let ran = check_with(&ministack.url(), &both, &table);
    assert_eq!(ran.code, 0, "{ran:?}");
    expect_finding(&ran, "IAM002", "pass", &["dynamodb:us-east-1:", "dynamodb:us-west-2:"]);
    // From the replica's Region, the other one is the replica.
    let from_west = ["--table", "chalk-online-store", "--region", "us-west-2"];
    expect_finding(
        &check_with(&ministack.url(), &both, &from_west),
        "IAM001",
        "pass",
        &["dynamodb:us-east-1:"],
    );
}
