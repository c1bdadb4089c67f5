//! `store-secret`: against moto and ministack, and against scripted answers for what neither says. The built program
//! runs in an environment of its own; whatever it prints or saves is searched for the URI's password.

mod canary;
mod emulated;
mod fake;
mod interrupted;
mod refusals;
mod scripted;
mod terminal;

use std::process::Command;

use chalkstore::report::Status;
use serde_json::Value;

use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::RunningEmulator;

/// Stands as the password, and must come out nowhere.
const CANARY: &str = "CaNaRy9PaSsWoRd";

/// The URI of an `ElastiCache` cluster, with the canary in it.
fn cluster(name: &str) -> String {
    format!(
        "rediss://clustercfg.{name}.abc123.use1.cache.amazonaws.com:6379/0?password={CANARY}&clustered=true"
    )
}

/// The program, with credentials, a Region and Secrets Manager at `url`.
fn program(url: &str) -> Command {
    let mut command = chalkstore();
    command
        .env("AWS_ACCESS_KEY_ID", "AKIATEST")
        .env("AWS_SECRET_ACCESS_KEY", "key")
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ENDPOINT_URL_SECRETS_MANAGER", url);
    command
}

/// Stores `uri`, given by a variable. Nothing that comes out has the canary in it, and replaying what was saved makes the
/// same findings.
fn store(url: &str, uri: &str, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let mut command = program(url);
    command.env("URI", uri);
    let all = ["store-secret", "--uri-env", "URI", "--output", "json", "--save-evidence", text(&saved)];
    let ran = run_with(command, &[&all[..], arguments].concat(), b"");
    if let Ok(evidence) = std::fs::read_to_string(&saved) {
        assert!(!evidence.contains(CANARY), "{evidence}");
        let replay = ["store-secret", "--evidence", text(&saved), "--output", "json"];
        let replayed = run_with(chalkstore(), &replay, b"");
        for part in ["findings", "data"] {
            assert_eq!(replayed.json()[part], ran.json()[part], "{part}");
        }
    }
    assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:?}");
    ran
}

/// Every result about the secret.
#[track_caller]
fn expect(ran: &Ran, expected: &[(&str, Status)]) {
    for (code, status) in expected {
        assert_eq!(ran.statuses(code), [status.as_str()], "{code}: {ran:?}");
    }
}

/// The message of the one finding about a check, with its help and notes.
fn said(ran: &Ran, code: &str) -> String {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["code"] == code).expect("is judged");
    format!("{} {} {}", finding["message"], finding["help"], finding["notes"])
}

/// The calls of the report, with what became of them.
fn calls(ran: &Ran) -> Vec<String> {
    let report = ran.json();
    let Some(rows) = report["data"]["secret_calls"].as_array() else { return Vec::new() };
    let call = |row: &Value| format!("{} {}", row["operation"], row["state"]).replace('"', "");
    rows.iter().map(call).collect()
}

/// One operation of Secrets Manager, asked past the program.
fn ask(emulator: &RunningEmulator, operation: &str, region: &str, body: &Value) -> Value {
    let target = format!("secretsmanager.{operation}");
    let credential = format!(
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/{region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0"
    );
    let headers = [
        ("X-Amz-Target", target.as_str()),
        ("Content-Type", "application/x-amz-json-1.1"),
        ("Authorization", credential.as_str()),
    ];
    let (status, answer) = emulator.request("POST", "/", &headers, &body.to_string()).expect("answers");
    assert_eq!(status, 200, "{operation}: {answer}");
    serde_json::from_str(&answer).unwrap_or_default()
}
