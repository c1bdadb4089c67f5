//! The command line: what can be named, what is refused, replay, and looking again and again.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::Value;

use super::{EAST, NAME, TABLE, look, replicated, steady};
use crate::program::{Ran, chalkstore, run, run_with, text};

#[track_caller]
fn refused(arguments: &[&str], said: &str) -> Ran {
    let ran = run(&[&["replication-lag"], arguments].concat());
    assert_eq!(ran.code, 2, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains(said), "{arguments:?}: {}", ran.stderr);
    assert!(!ran.stderr.contains("hunter2"), "a secret came out: {}", ran.stderr);
    ran
}

#[test]
fn what_cannot_be_meant_is_refused() {
    refused(&[], "--table chalk-online-store");
    refused(&["--region", EAST], "nothing that replicates was named");
    refused(&["--canary", "--msk-replicator", "arn:aws:kafka:us-west-2:1:replicator/a/b"], "--table NAME");
    refused(&["--table", "rediss://:hunter2@h"], "--table");
    refused(&["--msk-replicator", "rediss://:hunter2@h"], "arn:aws:kafka:REGION");
    refused(&["--aurora-global", "rediss://:hunter2@h"], "--aurora-global");
    refused(&["--secret", "rediss://:hunter2@h"], "--secret takes a secret's name");
    refused(&["--table", NAME, "--region", "us-east-1,us-west-2"], "--region us-east-1 --region us-west-2");
    refused(&["--table", NAME, "--rpo", "60"], "--rpo 60s");
    refused(&["--table", NAME, "--window", "5m"], "from 1h to 454d");
    refused(&["--table", NAME, "--watch", "--canary"], "--canary");
    refused(&["--table", NAME, "dynamodb:///other"], "leave one of them out");
}

/// A URI of a table names it, and its options are those of any URI.
#[test]
fn a_uri_names_a_table() {
    let aws = replicated();
    let looked = look(&aws, &[&TABLE[2..], &["dynamodb:///features"]].concat());
    assert_eq!(looked.table().directions.len(), 2);
}

#[test]
fn an_arn_names_a_region() {
    let aws = replicated();
    let looked = look(&aws, &["--table", "arn:aws:dynamodb:us-east-1:123456789012:table/features"]);
    assert_eq!(looked.table().wanted_regions, [EAST]);
    assert_eq!(looked.table().directions.len(), 2);
}

/// The same report, without AWS; another objective may be said.
#[test]
fn what_was_saved_is_judged_again() {
    let aws = replicated();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lag.jsonl");
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", aws.url());
    let arguments = [&["replication-lag", "--output", "json", "--save-evidence", text(&file)], &TABLE[..]];
    let first = run_with(program, &arguments.concat(), b"");
    assert_eq!(first.code, 0, "{first:?}");
    let again = |more: &[&str]| {
        run(&[&["replication-lag", "--output", "json", "--evidence", text(&file)], more].concat())
    };
    assert_eq!(again(&[]).stdout, first.stdout);
    assert_eq!(again(&["--rpo", "850ms"]).statuses("LAG003"), ["fail"]);
    assert_eq!(again(&["--table", NAME]).code, 2);
}

/// Each look is a line for what changed; a pipe that is closed ends it.
#[test]
fn watching_tells_what_changed() {
    let aws = replicated();
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", aws.url());
    program.args(["replication-lag", "--watch=200ms"]).args(TABLE);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
    let mut next = |wanted: &str| {
        let found = lines.find_map(|line| {
            let line = line.expect("text");
            line.contains(wanted).then_some(line)
        });
        found.unwrap_or_else(|| panic!("no line with {wanted}"))
    };
    // The first look is a report.
    let first: Value = serde_json::from_str(&next("\"result\"")).expect("JSON");
    assert!(first.is_object());
    for metric in &mut aws.state().replicated.metrics {
        if metric.region == EAST && metric.statistic == "Maximum" {
            metric.points = steady(4000.0);
        }
    }
    let change = next("us-east-1 -> us-west-2");
    assert!(change.contains("\"lag\"") && change.contains("4 s") || change.contains("4.0 s"), "{change}");
    drop(lines);
    child.wait().expect("it ends when nobody reads");
}
