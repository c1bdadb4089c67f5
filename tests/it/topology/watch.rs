//! `--watch`: what changes is told when it does, also when the server that the URI names is what dies.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Instant;

use serde_json::Value;

use super::{LIMIT, uri};
use crate::program::{chalkstore, run_with, text};
use crate::support::{Cluster, Version};

#[test]
fn changes_are_told_as_they_come() {
    let cluster =
        Cluster::builder(Version::Valkey912, 3, 1).zones(&["a", "b", "c"]).node_timeout_ms(1_000).start();
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let named = cluster.node(0, 0);
    let stderr = folder.path().join("stderr");
    let mut child = chalkstore()
        .args([
            "topology",
            &uri(named),
            "--watch=300ms",
            "--node-timeout",
            "2s",
            "--save-evidence",
            text(&saved),
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&stderr).expect("can be written"))
        .spawn()
        .expect("starts");
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
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = lines.recv_timeout(left).unwrap_or_else(|_| panic!("no line that tells {what}"));
            if is_it(&line) {
                return line;
            }
        }
    };
    let nodes =
        wait("the first report", &|line| line["type"] == "row" && line["table"] == "uniform_random_load");
    assert_eq!(nodes["type"], "row");

    let new = cluster.node(0, 1);
    named.kill();
    let is_about = |line: &Value, port: u16, what: &str| {
        line["type"] == "event" && line["what"] == what && line["about"] == format!("127.0.0.1:{port}")
    };
    wait("the death of the server that the URI names", &|line| {
        is_about(line, named.port(), "state") && line["before"] == "up"
    });
    let slots = wait("who has its slots", &|line| is_about(line, new.port(), "slots"));
    assert_eq!((&slots["before"], &slots["after"]), (&Value::Null, &Value::from("0-5460")));

    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    let summary = wait("the summary", &|line| line["type"] == "summary");
    assert_eq!(summary["exit_code"], 130);
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    reader.join().expect("the reader ends");
    // What went wrong on the way is told once more at the end.
    let told = std::fs::read_to_string(&stderr).expect("is text");
    let again: Vec<&str> = told.lines().filter(|line| line.contains("while it was watched: ")).collect();
    assert!(again.iter().any(|line| line.contains(": fail: ") || line.contains(": unknown: ")), "{told}");

    // Every look was saved; the last one says that the shard has one node left.
    let replay = run_with(chalkstore(), &["topology", "--evidence", text(&saved), "--output", "ndjson"], b"");
    let results: Vec<Value> =
        replay.stdout.lines().map(|line| serde_json::from_str(line).expect("is NDJSON")).collect();
    let last = results.iter().rfind(|line| line["type"] == "result").expect("a look");
    assert!(last.to_string().contains("TOP011"), "{last:#}");
}

#[test]
fn a_watch_needs_servers() {
    for arguments in [&["--from-shards", "x"][..], &["--evidence", "x"]] {
        let ran = run_with(chalkstore(), &[&["topology", "--watch"], arguments].concat(), b"");
        assert_eq!(ran.code, 2, "{ran:?}");
    }
}
