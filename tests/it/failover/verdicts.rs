//! What the program makes of a deployment as a whole: quiet where all is well, and honest where half of it was not seen.

use serde_json::Value;

use super::deployment::{Deployment, EAST_HOST};
use crate::program::{Ran, run_with};

/// Everything that nobody but the operators knows.
const DECLARED: [&str; 8] = [
    "--deployed=us-east-1=3f2a91c",
    "--deployed=us-west-2=3f2a91c",
    "--query-servers=us-east-1=2",
    "--query-servers=us-west-2=2",
    "--metadata=active-passive",
    "--active=us-east-1",
    "--offline-host",
    EAST_HOST,
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
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    of_status.map(|finding| format!("{} {}", text(&finding["code"]), text(&finding["message"]))).collect()
}

#[test]
fn a_healthy_pair_is_all_green_and_quiet() {
    let deployment = Deployment::start();
    let ran = run(&deployment, &[]);
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
