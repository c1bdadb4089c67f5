//! What the program makes of a deployment as a whole: quiet where all is well, and honest where half of it was not seen.

use chalkstore::failover::evidence::RecordKind;
use serde_json::Value;

use super::deployment::{Deployment, EAST_HOST, NAME};
use crate::program::{Ran, run_with, text};

/// Everything that nobody but the operators knows.
const DECLARED: [&str; 6] = [
    "--deployed=us-east-1=3f2a91c",
    "--deployed=us-west-2=3f2a91c",
    "--query-servers=us-east-1=2",
    "--query-servers=us-west-2=2",
    "--metadata=active-passive",
    "--active=us-east-1",
];

fn run(deployment: &Deployment, more: &[&str]) -> Ran {
    let (name, resolver) = (deployment.name(), deployment.dns.address().to_string());
    let base = ["failover", &name, "--resolver", &resolver, "--timeout", "60s", "--output", "json"];
    run_with(deployment.command(), &[&base[..], &DECLARED, more].concat(), b"")
}

/// Findings of a status: code and message.
fn with(ran: &Ran, status: &str) -> Vec<String> {
    let report = ran.json();
    let findings = report["findings"].as_array().expect("findings are an array");
    let of_status = findings.iter().filter(|finding| finding["status"] == status);
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    of_status.map(|finding| format!("{} {}", words(&finding["code"]), words(&finding["message"]))).collect()
}

#[test]
fn a_healthy_pair_is_all_green_and_quiet() {
    let deployment = Deployment::start();
    let ran = run(&deployment, &["--offline-host", EAST_HOST]);
    for status in ["fail", "warn", "unknown"] {
        assert_eq!(with(&ran, status), Vec::<String>::new(), "{status}");
    }
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(with(&ran, "pass").len() > 25, "{:?}", with(&ran, "skip"));
}

/// Half of the calls are refused: what the other half tells stands, and the rest is not known, with what to allow.
#[test]
fn what_was_not_seen_is_unknown() {
    let deployment = Deployment::start();
    for permission in [
        "route53:GetHealthCheckStatus",
        "route53:GetHealthCheckLastFailureReason",
        "cloudwatch:GetMetricData",
        "cloudwatch:DescribeAlarmsForMetric",
        "elasticloadbalancing:DescribeTargetGroups",
    ] {
        deployment.aws.deny("*", permission);
    }
    let ran = run(&deployment, &[]);
    assert_eq!(ran.code, 3, "{:?} {}", with(&ran, "fail"), ran.stderr);
    assert_eq!((with(&ran, "fail"), with(&ran, "warn")), (Vec::new(), Vec::new()));
    let unknown = with(&ran, "unknown");
    assert!(!unknown.is_empty() && with(&ran, "pass").len() > 15, "{unknown:?}");
    for action in [
        "route53:GetHealthCheckStatus",
        "cloudwatch:DescribeAlarmsForMetric",
        "elasticloadbalancing:Describe",
    ] {
        assert!(ran.stdout.contains(action), "{action}: {unknown:?}");
    }
}

/// Where offline consumers are pointed at is looked up, and a replay knows it.
#[test]
fn offline_hosts_are_looked_up() {
    let deployment = Deployment::start();
    let train = "train.example.com";
    for (leads_to, status, said) in [
        (EAST_HOST, "pass", "train.example.com leads to us-east-1"),
        (NAME, "fail", "train.example.com leads to the failover name chalk.example.com"),
        ("elsewhere.example.net", "unknown", "leads to what is no Region's host that is known"),
        ("", "unknown", "says that there is no such name"),
    ] {
        deployment.dns.forget(train);
        deployment.dns.set("elsewhere.example.net", RecordKind::A, vec![("203.0.113.9", 60)]);
        if !leads_to.is_empty() {
            deployment.dns.set(train, RecordKind::Cname, vec![(leads_to, 60)]);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let saved = folder.path().join("failover.jsonl");
        let ran = run(&deployment, &["--offline-host", "Train.example.com", "--save-evidence", text(&saved)]);
        let replayed = crate::program::run(&["failover", "--evidence", text(&saved), "--output", "json"]);
        for ran in [ran, replayed] {
            assert_eq!(ran.statuses("FO061"), [status], "{leads_to}: {ran:?}");
            assert!(ran.stdout.contains(said), "{leads_to}: {ran:?}");
        }
        // Of evidence that was saved before this was looked up, nothing is known.
        let old = std::fs::read_to_string(&saved).expect("it was saved");
        let mut lines: Vec<Value> =
            old.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
        let forgotten = lines.iter_mut().any(|line| forget(line, "offline"));
        assert!(forgotten, "{old}");
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        std::fs::write(&saved, lines.join("\n") + "\n").expect("can write");
        let ran = crate::program::run(&["failover", "--evidence", text(&saved), "--output", "json"]);
        assert_eq!(ran.statuses("FO061"), ["unknown"], "{ran:?}");
    }
}

/// Takes a key out, wherever it stands.
fn forget(value: &mut Value, key: &str) -> bool {
    match value {
        Value::Object(object) => {
            object.remove(key).is_some() || object.values_mut().any(|value| forget(value, key))
        }
        Value::Array(items) => items.iter_mut().any(|value| forget(value, key)),
        _ => false,
    }
}
