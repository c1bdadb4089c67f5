//! The command line: what can be named, what is refused, replay, and looking again and again.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

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
    refused(&["--table", NAME, "--rpo", "60"], "it has no unit");
    refused(&["--table", NAME, "--window", "5m"], "from 1h to 454d");
    refused(&["--table", NAME, "--watch", "--canary"], "--canary");
    refused(&["--table", NAME, "dynamodb:///other"], "leave one of them out");
    refused(&["--table", NAME, "--table", "other"], "run it once for each table");
    refused(
        &["--canary", "redis://127.0.0.1:1?clustered=false", "--timeout", "1s"],
        "--canary writes marker items into a table",
    );
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

/// Evidence that no window can be of is refused; it is no bug.
#[test]
fn a_window_that_is_none_is_refused() {
    let aws = replicated();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lag.jsonl");
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", aws.url());
    let arguments = [&["replication-lag", "--save-evidence", text(&file)], &TABLE[..]];
    assert_eq!(run_with(program, &arguments.concat(), b"").code, 0);
    let saved = std::fs::read_to_string(&file).expect("it was saved");
    let spoiled: Vec<String> = saved
        .lines()
        .map(|line| {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            spoil(&mut line);
            line.to_string()
        })
        .collect();
    std::fs::write(&file, spoiled.join("\n") + "\n").expect("can write");
    let ran = run(&["replication-lag", "--evidence", text(&file)]);
    assert_eq!(ran.code, 2, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("replication has a time that is none"), "{}", ran.stderr);
}

/// Every window, of all time.
fn spoil(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(window) = fields.get_mut("window").filter(|window| window.is_object()) {
                window["start_epoch_s"] = i64::MIN.into();
                window["end_epoch_s"] = i64::MAX.into();
            }
            fields.values_mut().for_each(spoil);
        }
        Value::Array(items) => items.iter_mut().for_each(spoil),
        _ => {}
    }
}

/// A change of a lag is told when it is seen, and a signal ends it.
#[test]
fn watching_tells_what_changed() {
    let aws = replicated();
    let mut program = chalkstore();
    program.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "secret");
    program.env("AWS_ENDPOINT_URL", aws.url());
    program.args(["replication-lag", "--watch=200ms"]).args(TABLE);
    let mut child = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let stdout = child.stdout.take().expect("is piped");
    let (sender, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            let line: Value = serde_json::from_str(&line.expect("text")).expect("a piped watch is NDJSON");
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    let wait = |what: &str, is_it: &dyn Fn(&Value) -> bool| {
        let deadline = Instant::now() + Duration::from_mins(1);
        let mut others = Vec::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match lines.recv_timeout(left) {
                Ok(line) if is_it(&line) => return line,
                Ok(line) => others.push(line["type"].clone()),
                Err(mpsc::RecvTimeoutError::Timeout | mpsc::RecvTimeoutError::Disconnected) => {
                    panic!("no line that tells {what}, but {others:?}")
                }
            }
        }
    };
    wait("the first report", &|line| line["type"] != "start");
    for metric in &mut aws.state().replicated.metrics {
        if metric.region == EAST && metric.statistic == "Maximum" {
            metric.points = steady(4000.0);
        }
    }
    let change = wait("the new lag", &|line| line["type"] == "event" && line["what"] == "lag");
    assert_eq!(change["about"], "features us-east-1 -> us-west-2");
    assert!(change["before"].to_string().contains("800 ms"), "{change}");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let summary = wait("the summary", &|line| line["type"] == "summary");
    assert_eq!(summary["exit_code"], 130);
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    reader.join().expect("the reader ends");
}
