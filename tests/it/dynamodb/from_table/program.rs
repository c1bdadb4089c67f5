//! The whole program: what it says of a table, how it exits, and what it writes.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chalkstore::aws::Asked;
use chalkstore::aws::FailureKind;
use serde_json::{Value, json};

use super::emulated::{definition, dynamodb, put_metric, scale};
use super::{Question, Ran, TABLE, failure, now_s, nowhere, run, seen, text};
use crate::support::{Emulator, RunningEmulator, SilentListener, wait_for};

#[track_caller]
fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - expected).abs() < 0.005, "{value} is not {expected}");
}

#[track_caller]
fn expect_finding(ran: &Ran, code: &str, status: &str) {
    let statuses = ran.statuses(code);
    assert!(statuses.iter().any(|one| one == status), "{code}: {statuses:?}, not {status}: {}", ran.stdout);
}

/// What `CloudWatch` tells of more than an hour: 50 reads a second, which 72 units were provisioned for.
fn steady_reads(ministack: &RunningEmulator) {
    let now = now_s() / 60 * 60;
    for (metric, value) in [
        ("ConsumedReadCapacityUnits", 3000.0),
        ("ConsumedWriteCapacityUnits", 0.0),
        ("ProvisionedReadCapacityUnits", 72.0),
        ("ReadThrottleEvents", 0.0),
    ] {
        let points: Vec<(i64, f64)> = (0..75).map(|minute| (minute, value)).collect();
        put_metric(ministack, "us-east-1", metric, now, &points);
    }
}

#[test]
fn a_table_that_scales_from_end_to_end() {
    let (local, moto, ministack) =
        (Emulator::DynamoDbLocal.start(), Emulator::Moto.start(), Emulator::Ministack.start());
    let throughput = json!({"ProvisionedThroughput": {"ReadCapacityUnits": 72, "WriteCapacityUnits": 50}});
    let table = definition(&throughput);
    dynamodb(&local, "CreateTable", &table);
    dynamodb(&moto, "CreateTable", &table);
    scale(&moto);
    steady_reads(&ministack);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("table.tf");
    let question = Question {
        more: vec![format!("--emit=terraform={}", text(&file))],
        ..Question::of(local.url(), ministack.url(), moto.url())
    };
    let ran = question.run().ran;

    // 65 to 1,000 would do; the minimum is 100, and capacity is never taken away.
    assert_eq!(ran.statuses("CAP012"), ["warn", "warn"], "{}", ran.stdout);
    for (code, status) in [("CAP009", "pass"), ("CAP011", "pass"), ("CAP013", "skip"), ("CAP010", "warn")] {
        expect_finding(&ran, code, status);
    }
    // moto has no scaling activities, and says so.
    expect_finding(&ran, "CAP014", "unknown");
    assert_eq!(ran.code, 3);
    let data = &ran.json()["data"];
    let region = &data["per_region"][0];
    assert_eq!(
        (&region["region"], data["per_region"].as_array().map(Vec::len)),
        (&json!("us-east-1"), Some(1))
    );
    close(&region["rcu"], 50.0);
    close(&region["mean_rcu"], 50.0);
    close(&region["wcu"], 0.0);
    let now = &data["present_table"];
    assert_eq!((&now["name"], &now["mode"]), (&json!(TABLE), &json!("autoscaling")));
    // 72 read units as measured and 50 write units as they are now, at 730 hours.
    close(&now["monthly_usd"], 730.0 * (72.0 * 0.00013 + 50.0 * 0.00065));
    assert_eq!(now["regions"][0]["read"]["min"], 100);
    let modes = data["modes"].as_array().expect("modes");
    let on_demand = modes.iter().find(|mode| mode["mode"] == "on-demand").expect("is there");
    close(&on_demand["monthly_usd"], 50.0 * 2_628_000.0 * 0.125 / 1e6);

    let written = std::fs::read_to_string(&file).expect("was written");
    let body = hcl::parse(&written).expect("is HCL");
    let attribute = |name: &str| {
        let tables = body.blocks().filter(|block| {
            block.labels().first().is_some_and(|label| label.as_str() == "aws_dynamodb_table")
        });
        let mut attributes = tables.flat_map(|block| block.body().attributes());
        attributes.find(|attribute| attribute.key() == name).map(|one| one.expr().to_string())
    };
    assert_eq!(attribute("hash_key").as_deref(), Some("\"__id__\""), "{written}");
    assert_eq!(attribute("range_key").as_deref(), Some("\"__ns__\""), "{written}");
}

#[test]
fn there_is_no_such_table() {
    let local = Emulator::DynamoDbLocal.shared();
    let (_port, nobody) = nowhere();
    let more = vec!["--emit=terraform=never-written.tf".to_owned()];
    let ran = Question { more, ..Question::of(local.url(), nobody.clone(), nobody) }.run().ran;
    expect_finding(&ran, "CAP014", "fail");
    expect_finding(&ran, "CAP011", "skip");
    expect_finding(&ran, "CAP010", "unknown");
    assert!(ran.stderr.contains("nothing is recommended"), "{ran:?}");
    assert!(!std::path::Path::new("never-written.tf").exists());
}

#[test]
fn a_hung_service_takes_no_more_than_the_time_it_has() {
    let (local, silent) = (Emulator::DynamoDbLocal.start(), SilentListener::new());
    dynamodb(&local, "CreateTable", &definition(&json!({"BillingMode": "PAY_PER_REQUEST"})));
    let hangs = format!("http://127.0.0.1:{}", silent.port());
    let (_port, nobody) = nowhere();
    let question = Question::of(local.url(), hangs, nobody);
    // It asserts how long it took, too.
    let answer = Question { timeout: Duration::from_secs(2), ..question }.run();
    assert_eq!(answer.ran.code, 3, "{:?}", answer.ran);
    for code in ["CAP010", "CAP011", "CAP014"] {
        expect_finding(&answer.ran, code, "unknown");
    }
    assert_eq!(answer.ran.json()["data"]["present_table"]["monthly_usd"], Value::Null);
}

#[test]
fn a_signal_reports_what_was_known() {
    let (local, silent) = (Emulator::DynamoDbLocal.start(), SilentListener::new());
    dynamodb(&local, "CreateTable", &definition(&json!({"BillingMode": "PAY_PER_REQUEST"})));
    let (_port, nobody) = nowhere();
    let hangs = format!("http://127.0.0.1:{}", silent.port());
    let timeout = Duration::from_mins(10);
    let question = Question { timeout, ..Question::of(local.url(), hangs, nobody) };
    let folder = tempfile::tempdir().expect("a folder");
    let evidence = folder.path().join("evidence.jsonl");
    let mut command = question.command(&evidence);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.expect("starts");
    // CloudWatch is asked when the table is known.
    wait_for("a connection", Duration::from_mins(1), || {
        let table = std::fs::read_to_string("/proc/net/tcp").map_err(|error| error.to_string())?;
        let remote = format!("0100007F:{:04X} 01", silent.port());
        table.contains(&remote).then_some(()).ok_or_else(|| "none yet".to_owned())
    });
    let begun = Instant::now();
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let ran = Ran::from(child.wait_with_output().expect("ends"));
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(ran.code, 130, "{ran:?}");
    expect_finding(&ran, "CAP014", "unknown");
    let seen = seen(&evidence);
    let own = seen.own().expect("the Region");
    assert_eq!(own.described.answer().and_then(|facts| facts.status.as_deref()), Some("ACTIVE"));
    assert_eq!(failure(own.metrics.as_ref().expect("was asked")).kind, FailureKind::Interrupted);
    assert!(matches!(own.metrics, Some(Asked::Failed(_))));
    let again = run(&["size", "--evidence", text(&evidence), "--output", "json"]);
    assert_eq!((again.code, again.json()), (130, ran.json()));
}
