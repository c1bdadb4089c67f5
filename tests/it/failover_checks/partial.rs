//! Who may not ask for everything gets the rest; and nothing that was seen brings the assessment down.

use chalkstore::aws::{Failure, FailureKind};
use chalkstore::connect::evidence::Credentials;
use chalkstore::failover::evidence::{Evidence, Policy};
use chalkstore::report::Status::{self, Pass, Unknown};
use serde_json::Value;

use super::seen::{EAST, Seen, WEST, addresses, by_latency, expect, pair};
use crate::support::asked::denied;

/// The codes of a status.
fn codes(seen: &Seen, status: Status) -> Vec<&'static str> {
    let findings = seen.findings();
    let mut codes: Vec<_> = findings
        .iter()
        .filter(|finding| finding.status == status)
        .map(|finding| finding.check.code)
        .collect();
    codes.dedup();
    codes
}

#[test]
fn without_route_53_the_rest_stands() {
    for spoil in [(|seen: &mut Seen| seen.evidence.zones = denied()) as fn(&mut Seen), |seen| {
        seen.zone().records = denied();
    }] {
        let mut seen = pair();
        spoil(&mut seen);
        // What needs no record is as good as before.
        let passed = codes(&seen, Pass);
        for code in ["FO050", "FO051", "FO052", "FO053", "FO057", "FO058", "FO059", "FO061", "FO062"] {
            assert!(passed.contains(&code), "{code}: {passed:?}");
        }
        let unknown = codes(&seen, Unknown);
        for code in ["FO001", "FO002", "FO003", "FO006", "FO020", "FO032", "FO054", "FO055", "FO056", "FO063"]
        {
            assert!(unknown.contains(&code), "{code}: {unknown:?}");
        }
        assert_eq!(codes(&seen, Status::Fail), [] as [&str; 0]);
        expect(&seen, ("FO001", Unknown), "allow route53:List");
    }
}

#[test]
fn without_health_checks_the_records_are_judged() {
    let mut seen = pair();
    for region in [EAST, WEST] {
        seen.check(region).described = denied();
        seen.check(region).observations = Some(denied());
        seen.check(region).metric_status = None;
        seen.check(region).noticed_by = Some(denied());
    }
    expect(&seen, ("FO020", Unknown), "allow route53:GetHealthCheck");
    expect(&seen, ("FO003", Pass), "");
    expect(&seen, ("FO051", Pass), "");
    assert_eq!(codes(&seen, Status::Fail), [] as [&str; 0]);
    let mut seen = pair();
    seen.check(EAST).noticed_by = Some(denied());
    assert_eq!(codes(&seen, Unknown), ["FO038"]);
    expect(&seen, ("FO038", Unknown), "allow cloudwatch:DescribeAlarmsForMetric");
    let mut seen = pair();
    seen.check(EAST).observations = Some(denied());
    expect(&seen, ("FO032", Unknown), "allow route53:GetHealthCheckStatus");
}

#[test]
fn without_load_balancers_the_checks_are_judged() {
    let mut seen = pair();
    for region in [EAST, WEST] {
        seen.balancer(region).described = denied();
        seen.balancer(region).target_groups = denied();
    }
    expect(&seen, ("FO050", Unknown), "allow elasticloadbalancing:DescribeLoadBalancers");
    expect(&seen, ("FO037", Unknown), "allow elasticloadbalancing:DescribeTargetGroups");
    for code in ["FO032", "FO033", "FO051", "FO054"] {
        expect(&seen, (code, Pass), "");
    }
    assert_eq!(codes(&seen, Status::Fail), [] as [&str; 0]);
}

#[test]
fn without_credentials_nothing_passes_by_chance() {
    let mut seen = pair();
    let failure = Failure::new(FailureKind::NoCredentials, "none in the environment");
    seen.evidence.credentials = Some(Credentials::Failed(failure.clone()));
    seen.evidence.zones = chalkstore::aws::Asked::Failed(failure);
    seen.evidence.health_checks.clear();
    seen.evidence.balancers.clear();
    expect(&seen, ("FO001", Unknown), "sign in (aws sso login), or give --profile");
    expect(&seen, ("FO050", Unknown), "sign in");
    expect(&seen, ("FO051", Pass), "");
}

/// Takes away, empties and exchanges what is at one place after another.
fn spoil(value: &Value, out: &mut Vec<Value>, whole: &dyn Fn(Value) -> Value) {
    let mut at = |changed: Value| out.push(whole(changed));
    match value {
        Value::Null => {}
        Value::Bool(is) => at(Value::Bool(!is)),
        Value::Number(_) => {
            at(Value::from(0));
            at(Value::from(65_535));
        }
        Value::String(_) => {
            at(Value::from(""));
            at(Value::from("é\u{0}…"));
            at(Value::Null);
        }
        Value::Array(list) => {
            at(Value::Array(Vec::new()));
            at(Value::Array(list.iter().chain(list).cloned().collect()));
            for (index, one) in list.iter().enumerate().take(2) {
                spoil(one, out, &|changed| {
                    let mut list = list.clone();
                    list[index] = changed;
                    whole(Value::Array(list))
                });
            }
        }
        Value::Object(map) => {
            at(Value::Null);
            for (key, one) in map {
                spoil(one, out, &|changed| {
                    let mut map = map.clone();
                    map.insert(key.clone(), changed);
                    whole(Value::Object(map))
                });
            }
        }
    }
}

#[test]
fn no_evidence_brings_it_down() {
    let mut read = 0_u32;
    for (mut seen, every) in [(pair(), 1), (by_latency(), 7), (addresses(), 7)] {
        // Metrics are long, and another room's.
        for region in [EAST, WEST] {
            seen.table(region).metrics = None;
            seen.check(region).observations =
                Some(chalkstore::aws::Asked::Answered(vec![super::parts::observation(
                    region,
                    "Success: HTTP Status Code 200, OK",
                )]));
        }
        let value = serde_json::to_value(&seen.evidence).expect("evidence is data");
        let mut all = Vec::new();
        spoil(&value, &mut all, &|value| value);
        for value in all.into_iter().step_by(every) {
            let Ok(evidence) = serde_json::from_value::<Evidence>(value) else { continue };
            read += 1;
            let assessment = chalkstore::failover::assess(&evidence, &seen.expected);
            for check in chalkstore::failover::every_check() {
                assert!(
                    assessment.findings.iter().any(|finding| finding.check.code == check.code),
                    "{}",
                    check.code
                );
            }
            // What is not a pass says why.
            assert!(assessment.findings.iter().all(|finding| !finding.message().is_empty()));
        }
    }
    assert!(read > 500, "only {read} could be read");
}

#[test]
fn a_policy_that_is_not_known_is_not_judged() {
    let mut seen = pair();
    seen.records().for_each(|record| record.policy = Policy::Other { what: "geoproximity".into() });
    for code in ["FO002", "FO056"] {
        expect(&seen, (code, Unknown), "geoproximity");
    }
}
