//! The whole of a name; and what is left of it where a part is refused, silent or dead.

use std::time::{Duration, Instant};

use chalkstore::aws::{Asked, FailureKind};
use chalkstore::connect::evidence::{Credentials, NameMatch, Trust};
use chalkstore::failover::evidence::{DnsOutcome, Evidence, Healthz, RecordKind, SecretSeen, Step};

use super::deployment::{Deployment, EAST, EAST_HOST, NAME, WEST, WEST_HOST};
use crate::support::fake_aws::Secret;
use crate::support::{Certificate, HealthServer};

fn is_good(healthz: Option<&Healthz>) -> bool {
    healthz.is_some_and(|healthz| {
        let handshake = healthz.handshake.as_ref().expect("it has TLS");
        healthz.status() == Some(200)
            && handshake.name == NameMatch::Matches
            && handshake.trust == Trust::Trusted
    })
}

/// What needs no AWS.
fn has_answers(seen: &Evidence) -> bool {
    seen.resolvers[0].addresses().eq(["127.0.0.1"]) && is_good(seen.through_name.as_ref())
}

fn failed_with<T>(asked: &Asked<T>) -> Option<FailureKind> {
    asked.failure().map(|failure| failure.kind)
}

#[test]
fn everything_of_a_name_is_seen() {
    let deployment = Deployment::start();
    let seen = deployment.seen(&[]);
    assert_eq!(seen.name, NAME);
    assert!(matches!(seen.credentials, Some(Credentials::Found { .. })));
    let zone = seen.zone().expect("there is a zone");
    assert_eq!((zone.id.as_str(), zone.name.as_str(), zone.is_private), ("Z1EXAMPLE", "example.com", false));
    assert_eq!(zone.accelerated_recovery.as_deref(), Some("ENABLED"));
    assert_eq!((zone.records(NAME, "A").count(), zone.records(NAME, "AAAA").count()), (2, 2));

    let ids: Vec<&str> = seen.health_checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(ids, ["hc-east", "hc-west"]);
    let check = seen.health_check("hc-east").expect("it is there");
    let facts = check.described.answer().expect("it was described");
    assert_eq!(
        (facts.kind.as_str(), facts.host.as_deref(), facts.port),
        ("HTTPS", Some(EAST_HOST), Some(443))
    );
    assert_eq!((facts.interval_s, facts.threshold, facts.sends_name), (Some(30), Some(3), Some(true)));
    let observed = check.observations.as_ref().and_then(Asked::answer).expect("it has checkers");
    assert!(
        observed.len() == 6 && observed.iter().all(chalkstore::failover::evidence::Observation::is_success),
        "{observed:?}"
    );
    assert_eq!(observed[0].checked_at.as_deref(), Some("2026-11-21T12:00:04Z"));
    assert_eq!(check.last_failures, Some(Asked::Answered(Vec::new())));
    assert_eq!(check.metric_status, Some(1.0));
    assert_eq!(check.noticed_by, Some(Asked::Answered(vec!["hc-east-unhealthy".to_owned()])));

    assert_eq!(seen.balancers.len(), 2);
    let balancer = &seen.balancers[0];
    assert_eq!((balancer.dns_name.as_str(), balancer.region.as_str()), (EAST_HOST, EAST));
    let described = balancer.described.answer().and_then(Option::as_ref).expect("it was described");
    assert_eq!(described.scheme.as_deref(), Some("internet-facing"));
    let groups = balancer.target_groups.answer().expect("they were asked for");
    assert_eq!((groups.len(), groups[0].healthy()), (1, Some((2, 2))));

    let hosts: Vec<_> = seen.hosts.iter().map(|host| (host.region.as_str(), host.host.as_str())).collect();
    assert_eq!(hosts, [(EAST, EAST_HOST), (WEST, WEST_HOST)]);
    for host in &seen.hosts {
        assert!(!host.is_given && is_good(host.healthz.as_ref()), "{host:?}");
        assert!(is_good(host.as_failover_name.as_ref()), "{host:?}");
    }
    assert_eq!(seen.hosts[1].addresses, ["127.0.0.2"]);
    let west: Vec<_> =
        deployment.regions[1].seen().into_iter().map(|one| one.sni.expect("it has TLS")).collect();
    assert!(west.contains(&NAME.to_owned()) && west.contains(&WEST_HOST.to_owned()), "{west:?}");

    assert!(has_answers(&seen), "{seen:?}");
    assert_eq!(seen.resolvers[1].kind, RecordKind::Aaaa);
    assert!(seen.resolvers[1].addresses().eq(["::1"]), "{:?}", seen.resolvers);
    assert!(seen.table.is_none() && seen.secrets.is_empty());
}

/// Somebody without permission for half of the calls gets the other half.
#[test]
fn what_is_refused_leaves_the_rest() {
    let deployment = Deployment::start();
    let denied = |permissions: &[&str]| {
        deployment.aws.mend();
        for permission in permissions {
            deployment.aws.deny("*", permission);
        }
        deployment.seen(&[])
    };
    let seen = denied(&[
        "route53:GetHealthCheckStatus",
        "route53:GetHostedZone",
        "elasticloadbalancing:DescribeLoadBalancers",
        "cloudwatch:DescribeAlarmsForMetric",
        "cloudwatch:GetMetricData",
    ]);
    let refused = Some(FailureKind::AccessDenied);
    let check = &seen.health_checks[0];
    assert!(
        check.described.answer().is_some()
            && check.last_failures.as_ref().is_some_and(|one| one.answer().is_some())
    );
    assert_eq!(check.observations.as_ref().and_then(failed_with), refused);
    assert_eq!(check.noticed_by.as_ref().and_then(failed_with), refused);
    assert_eq!((check.metric_status, failed_with(&seen.balancers[1].described)), (None, refused));
    assert_eq!(seen.zone().expect("there is a zone").accelerated_recovery, None);
    assert!(has_answers(&seen) && seen.hosts.iter().all(|host| is_good(host.healthz.as_ref())));

    let seen = denied(&["route53:GetHealthCheck", "elasticloadbalancing:DescribeTargetHealth"]);
    let check = &seen.health_checks[1];
    assert_eq!(failed_with(&check.described), refused);
    assert_eq!(check.observations.as_ref().and_then(Asked::answer).map(Vec::len), Some(6));
    let groups = seen.balancers[0].target_groups.answer().expect("they were asked for");
    assert_eq!((failed_with(&groups[0].targets), groups[0].healthy()), (refused, None));

    let seen = denied(&["route53:ListResourceRecordSets"]);
    let zone = seen.zone().expect("there is a zone");
    assert_eq!(failed_with(&zone.records), refused);
    assert_eq!(zone.accelerated_recovery.as_deref(), Some("ENABLED"));

    let seen = denied(&["route53:ListHostedZonesByName"]);
    assert_eq!(failed_with(&seen.zones), refused);
    assert!(has_answers(&seen) && seen.hosts.is_empty());
}

#[test]
fn neither_aws_nor_dns_waits_for_the_other() {
    let deployment = Deployment::start();
    // Records, and nothing behind them: all else is there, in time.
    deployment.aws.silent("route53:ListResourceRecordSets", 9);
    let begun = Instant::now();
    let seen = deployment.seen(&["--timeout", "4s"]);
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    assert_eq!(failed_with(&seen.zone().expect("there is a zone").records), Some(FailureKind::Timeout));
    assert!(has_answers(&seen));

    deployment.aws.mend();
    deployment.dns.silent(true);
    let seen = deployment.seen(&["--timeout", "6s"]);
    assert!(matches!(seen.resolvers[0].outcome, DnsOutcome::TimedOut(_)), "{:?}", seen.resolvers);
    assert!(matches!(
        seen.through_name.and_then(|one| match one.outcome {
            chalkstore::failover::evidence::HealthzOutcome::Failed { step, timed_out, .. } =>
                Some((step, timed_out)),
            chalkstore::failover::evidence::HealthzOutcome::Answered { .. } => None,
        }),
        Some((Step::Resolve, true))
    ));
    assert_eq!(seen.health_checks.len(), 2);
    assert!(seen.hosts.iter().all(|host| host.resolve_failure.is_some()), "{:?}", seen.hosts);
    deployment.dns.silent(false);

    let mut without = deployment.command();
    without.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let host = format!("{EAST}={}", deployment.name().replace(NAME, EAST_HOST));
    let (_, seen) = deployment.seen_in(without, &["--region-host", &host]);
    assert!(matches!(seen.credentials, Some(Credentials::Failed(_))), "{:?}", seen.credentials);
    assert_eq!(failed_with(&seen.zones), Some(FailureKind::NoCredentials));
    assert!(has_answers(&seen) && seen.hosts.len() == 1);
    assert!(seen.hosts[0].is_given && is_good(seen.hosts[0].healthz.as_ref()), "{:?}", seen.hosts);
}

/// Twenty Regions take as long as one of them.
#[test]
fn regions_are_asked_all_at_once() {
    let deployment = Deployment::start();
    let slow = HealthServer::start(Some(Certificate::Valid));
    slow.hang();
    let hosts: Vec<String> =
        (0..20).map(|index| format!("xx-north-{index}=127.0.0.1:{}", slow.address().port())).collect();
    let mut more = vec!["--timeout", "4s"];
    more.extend(hosts.iter().flat_map(|host| ["--region-host", host]));
    let begun = Instant::now();
    let seen = deployment.seen(&more);
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    // The load balancers' own come beside them.
    assert_eq!(seen.hosts.len(), 22);
    let hung = |healthz: &Option<Healthz>| {
        healthz.as_ref().is_some_and(|one| one.handshake.is_some() && one.status().is_none())
    };
    let all = seen.hosts[..20].iter().filter(|host| hung(&host.healthz) && hung(&host.as_failover_name));
    assert_eq!(all.count(), 20);
}

#[test]
fn the_stores_behind_a_name_are_seen_in_its_regions() {
    let deployment = Deployment::start();
    let uri = "rediss://:canary-7f3a@cache.example.com:6379?clustered=true";
    for (region, value) in [(EAST, uri), (WEST, "dynamodb:///features")] {
        let key = (region.to_owned(), "online-store-uri".to_owned());
        deployment.aws.state().secrets.insert(key, Secret::new(region, "online-store-uri", value));
    }
    deployment.aws.deny(WEST, "dynamodb:DescribeTable");
    let (ran, seen) = deployment.seen_in(
        deployment.command(),
        &["--secret", "online-store-uri", "--table", "features", "--aurora-global", "chalk"],
    );
    assert!(!ran.stdout.contains("canary") && !format!("{seen:?}").contains("canary"));
    let shape = |scheme: &str, table: Option<&str>| SecretSeen::Uri {
        scheme: scheme.to_owned(),
        table: table.map(str::to_owned),
        is_valid: true,
    };
    assert_eq!(seen.secrets[EAST], shape("rediss", None));
    assert_eq!(seen.secrets[WEST], shape("dynamodb", Some("features")));
    assert_eq!(seen.aurora.expect("it was asked for").id, "chalk");
    let table = seen.table.expect("it was asked for");
    let kinds: Vec<_> =
        table.regions.iter().map(|one| (one.region.as_str(), failed_with(&one.described))).collect();
    assert_eq!(kinds, [(EAST, Some(FailureKind::NotFound)), (WEST, Some(FailureKind::AccessDenied))]);
}

/// A host that was given may stand elsewhere than the records lead to: both are looked at.
#[test]
fn what_the_records_lead_to_is_seen_beside_a_given_host() {
    let deployment = Deployment::start();
    deployment.dns.set("new-east.example.com", RecordKind::A, vec![("127.0.0.2", 60)]);
    let seen = deployment.seen(&["--region-host", "us-east-1=new-east.example.com"]);
    let hosts: Vec<_> = seen
        .hosts
        .iter()
        .filter(|host| host.region == EAST)
        .map(|host| (host.host.as_str(), host.is_given, host.addresses.contains(&"127.0.0.1".to_owned())))
        .collect();
    assert_eq!(hosts, [("new-east.example.com", true, false), (EAST_HOST, false, true)]);
    // The same place is looked at once.
    deployment.dns.set("new-east.example.com", RecordKind::A, vec![("127.0.0.1", 60)]);
    let seen = deployment.seen(&["--region-host", "us-east-1=new-east.example.com"]);
    assert_eq!(seen.hosts.iter().filter(|host| host.region == EAST).count(), 1);
}
