//! ministack evaluates policies by itself: what chalkstore writes for a query server is what it asks for.

use chalkstore::iam::{Purpose, Scope, policy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{check_with, expect_finding};
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
