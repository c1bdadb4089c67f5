//! Route 53 takes five calls a second of an account, and says so where there were more.

use std::time::{Duration, Instant};

use chalkstore::aws::{Asked, FailureKind};

use super::deployment::Deployment;
use crate::support::fake_aws::{CheckAt, RecordAt};

/// No second may see more than five calls. To the moment the unit tests of the limiter hold that, with paused time; here
/// calls arrive as late as a busy machine lets them, and six without a pace would come within a few milliseconds.
#[track_caller]
fn keeps_the_pace(asked_at: &[Instant]) {
    for six in asked_at.windows(6) {
        let took = six[5] - six[0];
        assert!(took > Duration::from_millis(300), "six calls in {took:?}");
    }
    if let [first, .., last] = asked_at {
        let least = Duration::from_millis(200) * (u32::try_from(asked_at.len()).expect("few") - 1);
        assert!(
            *last - *first + Duration::from_millis(700) > least,
            "{} calls in {:?}",
            asked_at.len(),
            *last - *first
        );
    }
}

#[test]
fn no_second_sees_more_than_five_calls() {
    let deployment = Deployment::start();
    {
        let mut state = deployment.aws.state();
        for index in 0..6 {
            let id = format!("hc-{index}");
            state.routing.checks.insert(id.clone(), CheckAt::https("east.example.com"));
            let rest = format!("<Weight>{index}</Weight><TTL>60</TTL><HealthCheckId>{id}</HealthCheckId>");
            state.routing.zones[0].records.push(RecordAt::new("chalk.example.com", "TXT", Some(&id), &rest));
        }
    }
    let begun = Instant::now();
    let seen = deployment.seen(&[]);
    let took = begun.elapsed();
    assert_eq!(seen.health_checks.len(), 8);
    let all = seen
        .health_checks
        .iter()
        .all(|check| check.observations.as_ref().is_some_and(|one| one.answer().is_some()));
    assert!(all, "{:?}", seen.health_checks);
    let asked_at = deployment.aws.state().routing.asked_at.clone();
    // Two for the zone, its records, itself, and three for each health check.
    assert_eq!(asked_at.len(), 2 + 1 + 1 + 3 * 8);
    keeps_the_pace(&asked_at);
    assert!(took < Duration::from_millis(250) * 28 * 3, "{took:?}");
}

#[test]
fn what_is_throttled_is_asked_again_at_its_turn() {
    let deployment = Deployment::start();
    deployment.aws.fail_next("route53:GetHealthCheck", "Throttling", "Rate exceeded", 2);
    let seen = deployment.seen(&[]);
    assert!(
        seen.health_checks.iter().all(|check| check.described.answer().is_some()),
        "{:?}",
        seen.health_checks
    );
    keeps_the_pace(&deployment.aws.state().routing.asked_at);

    // What stays throttled is told so, and what is not goes on. Another run keeps a pace of its own.
    deployment.aws.forget_calls();
    deployment.aws.state().routing.asked_at.clear();
    deployment.aws.fail_next("route53:GetHealthCheckStatus", "Throttling", "Rate exceeded", 999);
    let seen = deployment.seen(&[]);
    for check in &seen.health_checks {
        let failure = check.observations.as_ref().and_then(Asked::failure).expect("it was throttled");
        assert_eq!((failure.kind, failure.code.as_deref()), (FailureKind::Throttled, Some("Throttling")));
        assert!(check.described.answer().is_some());
    }
    let calls = deployment.aws.calls();
    let refused = calls.iter().filter(|call| call.ends_with("-> Throttling")).count();
    assert_eq!(refused, 2 * 5, "{calls:?}");
    keeps_the_pace(&deployment.aws.state().routing.asked_at);

    // Time that is up ends it, too.
    let begun = Instant::now();
    let seen = deployment.seen(&["--timeout", "2s"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(seen.resolvers[0].addresses().next().is_some());
}

#[test]
fn a_fault_of_the_service_is_asked_once_more() {
    let deployment = Deployment::start();
    deployment.aws.fail_next("route53:ListHostedZonesByName", "ServiceUnavailable", "Try again", 1);
    assert!(deployment.seen(&[]).zone().is_some());
    deployment.aws.fail_next("route53:ListHostedZonesByName", "ServiceUnavailable", "Try again", 2);
    let seen = deployment.seen(&[]);
    assert_eq!(seen.zones.failure().map(|failure| failure.kind), Some(FailureKind::ServerFault));
}
