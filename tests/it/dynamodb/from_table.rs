//! A table as AWS shows it: DynamoDB Local for items and what reading them consumes, ministack for global tables and
//! `CloudWatch`, moto for autoscaling and for refusals, and scripted answers for what no emulator says.
//!
//! The built program looks, in an environment of its own, and saves what it saw; reading that is the round trip
//! through serde.

mod emulated;
mod program;
mod scripted;

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use chalkstore::aws::Asked;
use chalkstore::aws::Failure;
use chalkstore::dynamodb::evidence::TableSeen;
use serde_json::Value;

use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::RefusingPort;

/// Not what the documents call it.
const TABLE: &str = "features-of-today";
/// Stands wherever a secret or an item's value is, and must come out nowhere.
const CANARY: &str = "canary-7f3a9c5e1b";
const TIMEOUT: Duration = Duration::from_secs(20);
/// How much later than its deadline an observation may come back on a busy machine.
const SLACK: Duration = Duration::from_secs(3);

/// How one observation is made.
struct Question {
    dynamodb: String,
    cloudwatch: String,
    autoscaling: String,
    region: Option<&'static str>,
    credentials: Option<(String, String)>,
    window: Duration,
    sample_items: u64,
    timeout: Duration,
    more: Vec<String>,
}

/// What the program said, and what it saw.
struct Answer {
    ran: Ran,
    seen: TableSeen,
}

impl Question {
    /// Of these endpoints, for an hour of metrics and up to 100 items.
    fn of(dynamodb: String, cloudwatch: String, autoscaling: String) -> Self {
        let credentials = Some(("AKIATEST".to_owned(), CANARY.to_owned()));
        Self {
            dynamodb,
            cloudwatch,
            autoscaling,
            region: Some("us-east-1"),
            credentials,
            window: Duration::from_hours(1),
            sample_items: 100,
            timeout: TIMEOUT,
            more: Vec::new(),
        }
    }

    /// The program with its environment and arguments.
    fn command(&self, evidence: &std::path::Path) -> Command {
        let mut command = chalkstore();
        command.env("AWS_ENDPOINT_URL_DYNAMODB", &self.dynamodb);
        command.env("AWS_ENDPOINT_URL_CLOUDWATCH", &self.cloudwatch);
        command.env("AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", &self.autoscaling);
        if let Some((id, key)) = &self.credentials {
            command.env("AWS_ACCESS_KEY_ID", id).env("AWS_SECRET_ACCESS_KEY", key);
        }
        command.args(["size", "--from-table", TABLE, "--output", "json", "--save-evidence", text(evidence)]);
        command.args(["--window", &format!("{}s", self.window.as_secs())]);
        command.args(["--sample-items", &self.sample_items.to_string()]);
        command.args(["--timeout", &format!("{}ms", self.timeout.as_millis())]);
        command.args(self.region.iter().flat_map(|region| ["--region", region]));
        command.args(&self.more);
        command
    }

    /// What was seen, within the time that it may take.
    #[track_caller]
    fn ask(&self) -> TableSeen {
        self.run().seen
    }

    /// What was said and seen, within the time that it may take. Saved evidence says the same.
    #[track_caller]
    fn run(&self) -> Answer {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = folder.path().join("evidence.jsonl");
        let begun = Instant::now();
        let ran = run_with(self.command(&evidence), &[], b"");
        let took = begun.elapsed();
        assert!(took <= self.timeout + SLACK, "it took {took:?} of {:?}", self.timeout);
        let seen = seen(&evidence);
        let again = run(&["size", "--evidence", text(&evidence), "--output", "json"]);
        assert_eq!((again.code, again.json()), (ran.code, ran.json()));
        let human = run(&["size", "--evidence", text(&evidence), "--explain"]);
        for out in [&ran.stdout, &ran.stderr, &human.stdout, &human.stderr] {
            assert!(!out.contains(CANARY), "a secret or a value came out: {out}");
        }
        Answer { ran, seen }
    }
}

/// What a file of evidence holds.
#[track_caller]
fn seen(evidence: &std::path::Path) -> TableSeen {
    let saved = fs::read_to_string(evidence).expect("it wrote down what it saw");
    assert!(!saved.contains(CANARY), "a secret or a value came out");
    let subject = saved.lines().find(|line| line.starts_with(r#"{"type":"subject""#)).expect("a subject");
    let subject: Value = serde_json::from_str(subject).expect("JSON");
    let seen = &subject["observed"][0]["saw"]["basis"]["table"]["seen"];
    serde_json::from_value(seen.clone()).expect("evidence is read back")
}

fn now_s() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    i64::try_from(since.as_secs()).expect("not that late")
}

fn nowhere() -> (RefusingPort, String) {
    let port = RefusingPort::new();
    let url = format!("http://127.0.0.1:{}", port.port());
    (port, url)
}

#[track_caller]
fn failure<T: std::fmt::Debug>(asked: &Asked<T>) -> &Failure {
    asked.failure().unwrap_or_else(|| panic!("an answer: {asked:?}"))
}
