//! The same against emulators, where they are right: moto's records and health checks, ministack's zones.

use std::process::Command;
use std::time::Duration;

use chalkstore::failover::evidence::{Policy, Role};

use super::deployment::{Deployment, EAST_HOST, NAME, WEST_HOST};
use crate::support::{Emulator, RunningEmulator};

const CREDENTIAL: &str = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0";

/// Puts something there, and gives what the emulator said.
fn post(emulator: &RunningEmulator, path: &str, body: &str) -> String {
    let headers = [("Authorization", CREDENTIAL), ("Content-Type", "text/xml")];
    let (status, said) = emulator.request("POST", path, &headers, body).expect("it answers");
    assert!((200..300).contains(&status), "{path}: {status} {said}");
    said
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("no {before}: {text}")) + before.len();
    &text[start..start + text[start..].find(after).expect("it ends")]
}

fn zone(emulator: &RunningEmulator, name: &str) -> String {
    let body = format!(
        "<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Name>{name}</Name>\
         <CallerReference>{name}-{}</CallerReference></CreateHostedZoneRequest>",
        std::process::id()
    );
    let said = post(emulator, "/2013-04-01/hostedzone", &body);
    between(&said, "/hostedzone/", "</Id>").to_owned()
}

fn health_check(emulator: &RunningEmulator, host: &str) -> String {
    let body = format!(
        "<CreateHealthCheckRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><CallerReference>{host}</CallerReference>\
         <HealthCheckConfig><Port>443</Port><Type>HTTPS</Type><ResourcePath>/healthz</ResourcePath>\
         <FullyQualifiedDomainName>{host}</FullyQualifiedDomainName><RequestInterval>10</RequestInterval>\
         <FailureThreshold>2</FailureThreshold><EnableSNI>true</EnableSNI><Disabled>true</Disabled></HealthCheckConfig>\
         </CreateHealthCheckRequest>"
    );
    let said = post(emulator, "/2013-04-01/healthcheck", &body);
    between(&said, "<Id>", "</Id>").to_owned()
}

fn records(emulator: &RunningEmulator, zone: &str, checks: [Option<&str>; 2]) {
    let one = |role: &str, host: &str, check: Option<&str>| {
        let check = check.map(|id| format!("<HealthCheckId>{id}</HealthCheckId>")).unwrap_or_default();
        format!(
            "<Change><Action>CREATE</Action><ResourceRecordSet><Name>{NAME}.</Name><Type>A</Type>\
             <SetIdentifier>{role}</SetIdentifier><Failover>{role}</Failover><AliasTarget>\
             <HostedZoneId>Z35SXDOTRQ7X7K</HostedZoneId><DNSName>{host}</DNSName>\
             <EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>{check}</ResourceRecordSet></Change>"
        )
    };
    let changes = one("PRIMARY", EAST_HOST, checks[0]) + &one("SECONDARY", WEST_HOST, checks[1]);
    let body = format!(
        "<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>{changes}\
         </Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"
    );
    post(emulator, &format!("/2013-04-01/hostedzone/{zone}/rrset"), &body);
}

/// Route 53 from an emulator, all else as in the deployment.
fn command(deployment: &Deployment, emulator: &RunningEmulator) -> Command {
    let mut command = deployment.command();
    command.env("AWS_ENDPOINT_URL_ROUTE_53", emulator.url());
    command
}

#[test]
fn records_and_health_checks_of_moto_are_read() {
    let deployment = Deployment::start();
    let emulator = Emulator::Moto.start();
    let id = zone(&emulator, "example.com.");
    zone(&emulator, "another.example.com.");
    let checks = [EAST_HOST, WEST_HOST].map(|host| health_check(&emulator, host));
    records(&emulator, &id, [Some(&checks[0]), Some(&checks[1])]);
    let (ran, seen) = deployment.seen_in(command(&deployment, &emulator), &[]);
    let zone = seen.zone().unwrap_or_else(|| panic!("{:?} {}", seen.zones, ran.stderr));
    assert_eq!((zone.id.as_str(), zone.name.as_str()), (id.as_str(), "example.com"));
    let policies: Vec<_> = zone.records(NAME, "A").map(|record| &record.policy).collect();
    let role = |role| Policy::Failover { role };
    assert_eq!(policies, [&role(Role::Primary), &role(Role::Secondary)]);
    assert_eq!(seen.health_checks.len(), 2);
    let facts =
        seen.health_check(&checks[0]).and_then(|check| check.described.answer()).expect("it was described");
    assert_eq!(
        (facts.interval_s, facts.threshold, facts.host.as_deref()),
        (Some(10), Some(2), Some(EAST_HOST))
    );
    assert!(facts.is_disabled && !facts.is_inverted && facts.sends_name == Some(true), "{facts:?}");
    let check = seen.health_check(&checks[0]).expect("it is there");
    assert!(check.observations.as_ref().is_some_and(|one| one.answer().is_some()), "{check:?}");
    // It knows no reason of a failure, and says so with a page of HTML.
    assert!(check.last_failures.as_ref().is_some_and(|one| one.failure().is_some()), "{check:?}");
    assert_eq!(seen.hosts.len(), 2);
    assert_eq!(seen.listed_checks, None);
}

/// Health checks that were made and never attached are found; the program asks for them only where a record names none.
#[test]
fn health_checks_of_moto_that_no_record_names_are_listed() {
    let deployment = Deployment::start();
    let emulator = Emulator::Moto.start();
    let id = zone(&emulator, "example.com.");
    let checks = [EAST_HOST, WEST_HOST].map(|host| health_check(&emulator, host));
    records(&emulator, &id, [Some(&checks[0]), None]);
    let (ran, seen) = deployment.seen_in(command(&deployment, &emulator), &[]);
    let listed = seen.listed_checks.as_ref().and_then(|listed| listed.answer()).expect("they were listed");
    let mut ids: Vec<&str> = listed.iter().map(|check| check.id.as_str()).collect();
    ids.sort_unstable();
    let mut expected = checks.each_ref().map(String::as_str);
    expected.sort_unstable();
    assert_eq!(ids, expected);
    let report = ran.json();
    let findings = report["findings"].as_array().expect("is a list");
    let signal = findings.iter().find(|finding| finding["code"] == "FO003").expect("is there");
    // The aliases evaluate their targets.
    assert_eq!(signal["status"], "pass", "{signal}");
    let note = format!("health check {} (HTTPS {WEST_HOST}:443/healthz, disabled) probes there", checks[1]);
    assert!(signal["notes"].to_string().contains(&note), "{signal}");
    assert!(!signal.to_string().contains(&checks[0]), "{signal}");
}

#[test]
fn zones_of_ministack_are_found_among_others() {
    let deployment = Deployment::start();
    let emulator = Emulator::Ministack.start();
    for other in ["a.example.com.", "example.org.", "xexample.com."] {
        zone(&emulator, other);
    }
    let id = zone(&emulator, "example.com.");
    records(&emulator, &id, [None, None]);
    let (_, seen) = deployment.seen_in(command(&deployment, &emulator), &[]);
    let zone = seen.zone().unwrap_or_else(|| panic!("{:?}", seen.zones));
    assert_eq!((zone.id.as_str(), zone.records(NAME, "A").count()), (id.as_str(), 2));
    let alias =
        zone.records(NAME, "A").next().and_then(|record| record.alias.clone()).expect("it is an alias");
    assert_eq!(alias.dns_name, EAST_HOST);
    assert!(seen.balancers.iter().all(|balancer| balancer.described.answer().is_some_and(Option::is_some)));
    assert!(Duration::from_micros(seen.through_name.map_or(0, |one| one.took_us)) < Duration::from_mins(1));
}
