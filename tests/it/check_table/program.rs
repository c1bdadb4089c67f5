//! Its command line: how a table is named, and what is refused before anything is asked.

use std::path::Path;

use crate::program::{run, text};
use crate::support::RefusingPort;

/// Runs it where nothing answers.
fn check(arguments: &[&str]) -> crate::program::Ran {
    let port = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", port.port());
    let mut all = vec!["check-table", "--endpoint-url", &url, "--timeout", "3s", "--output", "json"];
    all.extend(arguments);
    run(&all)
}

#[track_caller]
fn refused(arguments: &[&str], said: &str) {
    let ran = check(arguments);
    assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    assert!(!ran.stderr.contains("canary"), "a secret came out: {}", ran.stderr);
}

#[test]
fn a_table_has_three_names() {
    let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/features";
    for (name, more) in
        [("features", Some("us-east-1")), ("dynamodb:///features", Some("us-east-1")), (arn, None)]
    {
        let region = more.iter().flat_map(|region| ["--region", region]);
        let arguments: Vec<&str> = std::iter::once(name).chain(region).collect();
        let ran = check(&arguments);
        // Nothing is known of it: there are no credentials here.
        assert_eq!((ran.code, ran.statuses("TBL001")), (3, vec!["unknown".to_owned()]), "{}", ran.stderr);
        assert_eq!(ran.json()["subject"], "features");
        assert!(ran.stdout.contains("no AWS credentials"), "{}", ran.stdout);
    }
    refused(&[arn, "--region", "eu-west-1"], "the ARN is of us-east-1, and --region is eu-west-1");
}

#[test]
fn what_names_no_table_is_refused_and_not_repeated() {
    for name in [
        "rediss://:canary@cache:6379",
        "dynamodb://canary-host/features",
        "dynamodb:///features?password=canary",
        "arn:aws:dynamodb:us-east-1:1:table/features/index/canary-index",
    ] {
        refused(&[name], "a");
    }
    refused(&[], "no table was given");
}

#[test]
fn expectations_that_contradict_themselves_are_refused() {
    refused(&["features", "--read-capacity", "5"], "--billing provisioned");
    refused(&["features", "--billing", "on-demand", "--read-scaling", "5-10"], "no table can be as expected");
    refused(
        &["features", "--billing", "provisioned", "--replica", "us-west-2"],
        "no table can be as expected",
    );
    refused(&["features", "--window", "1s"], "from 1h to 454d");
    refused(&["features", "--evidence", "table.jsonl"], "takes no table");
}

/// A file may say anything: a window of a million years is no window, and asks for no memory.
#[test]
fn evidence_of_impossible_times_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("evidence.jsonl");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/throttled.jsonl");
    let good = std::fs::read_to_string(example).expect("the example is there");
    let spoil = |key: &str, value: &str| {
        let at = good.find(r#""metrics":{"answered":{"#).expect("has metrics");
        let at = at + good[at..].find(key).expect("has the key") + key.len();
        let end = at + good[at..].find(|character: char| !character.is_ascii_digit()).expect("goes on");
        format!("{}{value}{}", &good[..at], &good[end..])
    };
    for (key, value) in [
        (r#""end_epoch_s":"#, "400000000000"),
        (r#""start_epoch_s":"#, "0"),
        (r#""start_epoch_s":"#, "9223372036854775807"),
        (r#""period_s":"#, "0"),
    ] {
        std::fs::write(&file, spoil(key, value)).expect("is written");
        let ran = run(&["check-table", "--evidence", text(&file)]);
        assert_eq!(ran.code, 2, "{key}{value}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains("the table's metrics have times"), "{}", ran.stderr);
    }
}

#[test]
fn evidence_of_another_command_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("evidence.jsonl");
    let saved = run(&["validate-uri", "dynamodb:///features", "--save-evidence", text(&file)]);
    assert_eq!(saved.code, 0, "{}", saved.stderr);
    let ran = run(&["check-table", "--evidence", text(&file)]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("was saved by `chalkstore validate-uri`"), "{}", ran.stderr);
}
