//! What every Region says of itself, who is served, and who would take over.

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::{Handshake, NameMatch, Trust};
use chalkstore::failover::evidence::{DnsOutcome, HealthzOutcome, Step};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::seen::{EAST, Seen, WEST, addresses, answer, by_latency, expect, group, pair, spoiled, target};

/// A red Region, by its checkers and by its load balancer.
fn kill(seen: &mut Seen, region: &str) {
    seen.checkers_say(region, "Failure: HTTP Status Code 503, Service Unavailable");
    seen.check(region).metric_status = Some(0.0);
    seen.answers(region, 503);
    let mut dead = group("query", 0);
    dead.targets = Asked::Answered(vec![target(1, "unhealthy")]);
    if !seen.evidence.balancers.is_empty() {
        *seen.groups(region) = vec![dead];
    }
}

fn fails(step: Step, reason: &str) -> HealthzOutcome {
    HealthzOutcome::Failed { step, reason: reason.into(), timed_out: false }
}

fn late(step: Step) -> HealthzOutcome {
    HealthzOutcome::Failed { step, reason: "the time was up".into(), timed_out: true }
}

#[test]
fn every_target_group_has_a_healthy_target() {
    spoiled(("FO050", Pass), "", |_| {});
    spoiled(("FO050", Fail), "target group old has no targets", |seen| {
        seen.groups(WEST).push(group("old", 0));
    });
    spoiled(("FO050", Fail), "none of the 1 targets of target group query is healthy", |seen| {
        kill(seen, WEST);
    });
    spoiled(("FO050", Warn), "other groups serve", |seen| {
        let aliases = seen.records_of(WEST).filter_map(|record| record.alias.as_mut());
        aliases.for_each(|alias| alias.evaluates_target_health = false);
        seen.groups(WEST).push(group("old", 0));
    });
    spoiled(("FO050", Fail), "has no target group", |seen| seen.groups(WEST).clear());
    spoiled(("FO050", Fail), "the load balancer chalk-west is provisioning", |seen| {
        let described = answer(&mut seen.balancer(WEST).described);
        described.as_mut().expect("there").state = Some("provisioning".into());
    });
    spoiled(("FO050", Unknown), "this account has no load balancer", |seen| {
        seen.balancer(WEST).described = Asked::Answered(None);
    });
    // As another account's load balancer is seen: that it has no target here says nothing.
    spoiled(("FO057", Unknown), "how many healthy query servers", |seen| {
        let balancer = seen.balancer(WEST);
        (balancer.described, balancer.target_groups) = (Asked::Answered(None), Asked::Answered(Vec::new()));
    });
    expect(&addresses(), ("FO050", Skip), "no record leads to a load balancer");
}

#[test]
fn every_region_answers() {
    spoiled(("FO051", Pass), "", |_| {});
    spoiled(("FO051", Fail), "prod-west.query.example.com answers /healthz with 503", |seen| {
        seen.answers(WEST, 503);
    });
    // Behind a load balancer it says that there is no healthy target; elsewhere there is none.
    let help_of = |mut seen: Seen| {
        seen.answers(WEST, 503);
        let findings = seen.findings();
        let finding = findings.iter().find(|one| one.check.code == "FO051").expect("is told");
        finding.help_text().unwrap_or_default().to_owned()
    };
    assert!(help_of(pair()).contains("load balancer"));
    assert_eq!(help_of(addresses()), "look at the query servers of this Region");
    spoiled(("FO051", Fail), "counts as healthy", |seen| seen.answers(WEST, 301));
    spoiled(("FO051", Warn), "204; expected: 200", |seen| seen.answers(WEST, 204));
    let refused = |seen: &mut Seen| {
        seen.host(WEST).healthz.as_mut().expect("asked").outcome = fails(Step::Connect, "refused");
    };
    // Checkers in the internet get an answer all the same.
    spoiled(("FO051", Warn), "Route 53's checkers do get an answer", refused);
    spoiled(("FO051", Fail), "no connection: refused", |seen| {
        refused(seen);
        seen.checkers_say(WEST, "Failure: connection refused");
    });
    spoiled(("FO051", Fail), "and 404 where chalk-failover.example.com is asked for", |seen| {
        let healthz = seen.host(WEST).as_failover_name.as_mut().expect("asked");
        healthz.outcome = HealthzOutcome::Answered { status: 404, location: None };
    });
    for (outcome, status, said) in [
        (
            fails(Step::Answer, "closed"),
            Fail,
            "nothing where chalk-failover.example.com is asked for: closed",
        ),
        (fails(Step::Connect, "refused"), Unknown, "asked for: refused"),
        (late(Step::Answer), Unknown, "asked for: the time was up"),
        // FO053 tells of it.
        (fails(Step::Tls, "alert"), Pass, ""),
    ] {
        spoiled(("FO051", status), said, |seen| {
            seen.host(WEST).as_failover_name.as_mut().expect("asked").outcome = outcome;
        });
    }
    spoiled(("FO051", Unknown), "was not asked for chalk-failover.example.com", |seen| {
        seen.host(WEST).as_failover_name = None;
    });
    spoiled(("FO051", Fail), "no such host", |seen| {
        let host = seen.host(WEST);
        (host.healthz, host.resolve_failure) = (None, Some("no such host".into()));
    });
    spoiled(("FO051", Unknown), "not tried in time", |seen| seen.host(WEST).healthz = None);
    spoiled(("FO051", Unknown), "no host of the secondary (us-west-2) is known", |seen| {
        seen.evidence.hosts.remove(1);
    });
    spoiled(("FO051", Fail), "https://chalk-failover.example.com does not answer", |seen| {
        seen.evidence.through_name.as_mut().expect("asked").outcome = fails(Step::Answer, "timed out");
    });
}

/// A load balancer's own name is in nobody's rules: what counts is what it says to the failover name.
#[test]
fn a_load_balancer_is_asked_by_the_failover_name() {
    let mut seen = pair();
    for region in [EAST, WEST] {
        seen.answers(region, 404);
        let host = seen.host(region);
        (host.is_given, host.host) = (false, super::seen::balancer_name(region));
        host.healthz.as_mut().and_then(|own| own.handshake.as_mut()).expect("by TLS").name =
            NameMatch::Differs;
    }
    for code in ["FO051", "FO052", "FO053", "FO054", "FO056"] {
        expect(&seen, (code, Pass), "");
    }
    let healthz = seen.host(WEST).as_failover_name.as_mut().expect("asked");
    healthz.outcome = HealthzOutcome::Answered { status: 503, location: None };
    expect(&seen, ("FO051", Fail), "answers /healthz with 503");
}

fn certificate(seen: &mut Seen, region: &str, spoil: impl FnOnce(&mut Handshake)) {
    let healthz = seen.host(region).as_failover_name.as_mut().expect("asked");
    spoil(healthz.handshake.as_mut().expect("by TLS"));
}

#[test]
fn every_region_has_a_certificate_for_the_name() {
    spoiled(("FO053", Pass), "", |_| {});
    spoiled(("FO053", Fail), "not for chalk-failover.example.com", |seen| {
        certificate(seen, WEST, |done| done.name = NameMatch::Differs);
    });
    spoiled(("FO053", Fail), "expired 20 days ago", |seen| {
        certificate(seen, WEST, |done| done.chain[0].not_after = "2026-11-01T00:00:00Z".into());
    });
    spoiled(("FO053", Fail), "is not valid before 2027", |seen| {
        certificate(seen, WEST, |done| done.chain[0].not_before = "2027-01-01T00:00:00Z".into());
    });
    spoiled(("FO053", Warn), "expires in 9 days", |seen| {
        certificate(seen, WEST, |done| done.chain[0].not_after = "2026-12-01T00:00:00Z".into());
    });
    for (trust, said) in [
        (Trust::UnknownIssuer, "which is not trusted here"),
        (Trust::IssuerExpired, "has expired, or is not valid yet"),
        (Trust::Broken { error: "BadSignature".into() }, "BadSignature"),
    ] {
        spoiled(("FO053", Fail), said, |seen| certificate(seen, WEST, |done| done.trust = trust));
    }
    spoiled(("FO053", Unknown), "no root certificate is known here", |seen| {
        certificate(seen, WEST, |done| done.trust = Trust::NoRoots);
    });
    spoiled(("FO053", Unknown), "cannot be read", |seen| certificate(seen, WEST, |done| done.chain.clear()));
    // The Region's own name is not what a failover needs.
    spoiled(("FO053", Warn), "not for prod-west.query.example.com", |seen| {
        let healthz = seen.host(WEST).healthz.as_mut().expect("asked");
        healthz.handshake.as_mut().expect("by TLS").name = NameMatch::Differs;
    });
    spoiled(("FO053", Fail), "refuses a TLS handshake for chalk-failover.example.com", |seen| {
        let healthz = seen.host(WEST).as_failover_name.as_mut().expect("asked");
        healthz.handshake = None;
        healthz.outcome = fails(Step::Tls, "alert UnrecognisedName");
    });
    spoiled(("FO053", Unknown), "could not be asked", |seen| {
        let healthz = seen.host(WEST).as_failover_name.as_mut().expect("asked");
        healthz.handshake = None;
        healthz.outcome = fails(Step::Connect, "refused");
    });
    spoiled(("FO053", Unknown), "was not asked", |seen| seen.host(WEST).as_failover_name = None);
    spoiled(("FO053", Unknown), "no Region's host is known", |seen| seen.evidence.hosts.clear());
    spoiled(("FO053", Skip), "through TLS", |seen| {
        for region in [EAST, WEST] {
            seen.host(region).as_failover_name.as_mut().expect("asked").tls = false;
        }
    });
}

/// Every resolver leads to this Region.
fn lead(seen: &mut Seen, region: &str) {
    let addresses = seen.host(region).addresses.clone();
    for one in &mut seen.evidence.resolvers {
        let DnsOutcome::Answered(records) = &mut one.outcome else { continue };
        for record in records {
            let is_v6 = record.value.contains(':');
            record.value.clone_from(addresses.iter().find(|one| one.contains(':') == is_v6).expect("both"));
        }
    }
}

#[test]
fn the_intended_region_is_served() {
    spoiled(("FO054", Pass), "", |_| {});
    spoiled(("FO054", Fail), "us-east-1 is to be served; served now: us-west-2 by system", |seen| {
        lead(seen, WEST);
    });
    spoiled(("FO054", Fail), "Route 53 takes us-east-1 for unhealthy", |seen| {
        kill(seen, EAST);
        lead(seen, WEST);
    });
    spoiled(("FO054", Pass), "", |seen| {
        lead(seen, WEST);
        seen.expected.active = Some(WEST.into());
    });
    // The answers are right: it is the records that prefer the other one.
    spoiled(
        ("FO054", Fail),
        "the records prefer us-east-1: to serve us-west-2, exchange the roles",
        |seen| {
            seen.expected.active = Some(WEST.into());
        },
    );
    spoiled(("FO054", Fail), "answers may be old ones", |seen| lead(seen, WEST));
    spoiled(("FO054", Fail), "no record leads there", |seen| seen.expected.active = Some("eu-west-1".into()));
    expect(&by_latency(), ("FO054", Skip), "all Regions are served together");
    spoiled(("FO054", Unknown), "no resolver's answer tells", |seen| seen.evidence.resolvers.clear());
    spoiled(("FO054", Fail), "by the health of its records Route 53 answers us-west-2", |seen| {
        seen.evidence.resolvers.clear();
        kill(seen, EAST);
    });
}

#[test]
fn resolvers_agree() {
    spoiled(("FO055", Pass), "", |_| {});
    spoiled(("FO055", Warn), "A answers differ: us-east-1 by system; us-west-2 by 192.0.2.53:53", |seen| {
        let mut other = seen.clone();
        lead(&mut other, WEST);
        seen.evidence.resolvers.truncate(2);
        seen.evidence.resolvers.extend(other.evidence.resolvers.split_off(2));
    });
    spoiled(("FO055", Warn), "keeps the A answer for 300 s, the record says 60 s", |seen| {
        if let DnsOutcome::Answered(records) = &mut seen.evidence.resolvers[0].outcome {
            records[0].ttl_s = 300;
        }
    });
    for (outcome, said) in [
        (DnsOutcome::TimedOut(2000), "did not answer within 2000 ms"),
        (DnsOutcome::Failed("REFUSED".into()), "could not be asked: REFUSED"),
    ] {
        spoiled(("FO055", Unknown), said, |seen| seen.evidence.resolvers[0].outcome = outcome);
    }
    spoiled(("FO055", Fail), "look at the delegation", |seen| {
        seen.evidence.resolvers[0].outcome = DnsOutcome::NoName;
    });
    spoiled(("FO055", Unknown), "whose zone is private", |seen| {
        seen.zone().is_private = true;
        seen.evidence.resolvers[0].outcome = DnsOutcome::NoName;
    });
    // There is nothing of that type to answer.
    let mut seen = pair();
    seen.records_mut().retain(|record| record.kind == "A");
    for one in seen
        .evidence
        .resolvers
        .iter_mut()
        .filter(|one| one.kind != chalkstore::failover::evidence::RecordKind::A)
    {
        one.outcome = DnsOutcome::NoRecords;
    }
    expect(&seen, ("FO055", Pass), "");
    expect(&by_latency(), ("FO055", Pass), "");
    spoiled(("FO055", Skip), "no resolver was asked", |seen| seen.evidence.resolvers.clear());
}

#[test]
fn the_passive_region_would_take_over() {
    spoiled(("FO056", Pass), "", |_| {});
    spoiled(("FO056", Fail), "the secondary (us-west-2) is unhealthy now", |seen| kill(seen, WEST));
    spoiled(("FO056", Fail), "Route 53 serves the primary all the same", |seen| {
        kill(seen, EAST);
        kill(seen, WEST);
    });
    // The active one's death is FO054's to tell.
    spoiled(("FO056", Pass), "", |seen| kill(seen, EAST));
    // Just above 18 % of the checkers is healthy, just below is not.
    for (good, status) in [(3, Pass), (2, Fail)] {
        let mut seen = addresses();
        seen.checkers_say(WEST, "Failure: HTTP Status Code 503, Service Unavailable");
        let observations = answer(seen.check(WEST).observations.as_mut().expect("asked"));
        for one in observations.iter_mut().take(good) {
            one.status = "Success: HTTP Status Code 200, OK".into();
        }
        expect(&seen, ("FO056", status), "");
    }
    // Inverted is turned round, disabled is always healthy.
    let mut seen = addresses();
    seen.facts(WEST).is_inverted = true;
    expect(&seen, ("FO056", Fail), "inverted");
    let mut seen = addresses();
    kill(&mut seen, WEST);
    seen.facts(WEST).is_disabled = true;
    expect(&seen, ("FO056", Fail), "its /healthz answers 503: traffic would land there all the same");
    // Nothing decides: Route 53 serves it, dead as it is.
    let mut seen = addresses();
    seen.records_of(WEST).for_each(|record| record.health_check = None);
    expect(&seen, ("FO056", Pass), "");
    seen.host(WEST).healthz.as_mut().expect("asked").outcome = fails(Step::Connect, "refused");
    expect(&seen, ("FO056", Fail), "its /healthz does not answer from here");
    // What answers by its own name may not answer where clients ask for the failover name.
    for (outcome, status) in [
        (HealthzOutcome::Answered { status: 404, location: None }, Fail),
        (fails(Step::Answer, "closed"), Fail),
        (fails(Step::Tls, "alert"), Fail),
        (fails(Step::Connect, "refused"), Warn),
        (late(Step::Answer), Warn),
    ] {
        spoiled(("FO056", status), "where chalk-failover.example.com is asked for", |seen| {
            seen.host(WEST).as_failover_name.as_mut().expect("asked").outcome = outcome;
        });
    }
    let mut seen = by_latency();
    kill(&mut seen, EAST);
    expect(&seen, ("FO056", Fail), "the record `east` (us-east-1) is unhealthy now");
    spoiled(("FO056", Unknown), "route53:GetHealthCheck", |seen| {
        seen.check(WEST).observations = Some(super::seen::denied());
        seen.check(WEST).metric_status = None;
    });
    spoiled(("FO056", Skip), "FO002", |seen| {
        seen.records_mut().retain(|record| record.set_identifier.as_deref() == Some("east"));
    });
}

/// The secondary is an address of nobody knows where, and nothing decides about its health.
#[test]
fn nothing_passes_for_a_place_that_nobody_has_seen() {
    let mut seen = addresses();
    seen.records_of(WEST).for_each(|record| {
        record.values = vec!["203.0.113.9".into()];
        record.health_check = None;
    });
    seen.evidence.health_checks.truncate(1);
    seen.evidence.hosts.truncate(1);
    seen.evidence.secrets.remove(WEST);
    seen.evidence.table.as_mut().expect("named").regions.truncate(1);
    expect(&seen, ("FO056", Unknown), "nothing decides about its health, and 203.0.113.9 was not asked");
    for code in ["FO051", "FO053", "FO057", "FO058", "FO059"] {
        expect(&seen, (code, Unknown), "--region-host REGION=HOST");
    }
    // The same for a load balancer whose name leads nowhere.
    let mut seen = pair();
    seen.records_of(WEST).for_each(|record| {
        record.health_check = None;
        record.alias.as_mut().expect("an alias").evaluates_target_health = false;
    });
    let host = seen.host(WEST);
    (host.host, host.is_given) = (super::seen::balancer_name(WEST), false);
    (host.addresses, host.resolve_failure) = (Vec::new(), Some("no such name".into()));
    (host.healthz, host.as_failover_name) = (None, None);
    expect(&seen, ("FO056", Fail), "has no address: no such name");
    seen.host(WEST).resolve_failure = None;
    expect(&seen, ("FO056", Unknown), "was not asked for /healthz");
}

#[test]
fn the_passive_region_has_capacity() {
    spoiled(("FO057", Pass), "", |_| {});
    spoiled(("FO057", Fail), "2 healthy query servers; declared: 3 at least", |seen| {
        seen.groups(WEST)[0] = group("query", 2);
    });
    spoiled(("FO057", Warn), "1 healthy query servers, us-east-1 has 3", |seen| {
        seen.expected.query_servers.clear();
        seen.groups(WEST)[0] = group("query", 1);
    });
    spoiled(("FO057", Fail), "there is no healthy query server", |seen| kill(seen, WEST));
    spoiled(("FO057", Unknown), "allow elasticloadbalancing:DescribeTargetGroups", |seen| {
        seen.balancer(WEST).target_groups = super::seen::denied();
    });
    spoiled(("FO057", Unknown), "50 query servers were declared for us-west-1", |seen| {
        seen.expected.query_servers.insert("us-west-1".into(), 50);
    });
    let mut seen = addresses();
    seen.expected.query_servers.insert(WEST.into(), 3);
    expect(&seen, ("FO057", Unknown), "no record leads to a load balancer here");
    let mut seen = addresses();
    seen.evidence.table = None;
    expect(&seen, ("FO057", Skip), "--query-servers");
    // What was not asked for is not there.
    let mut seen = addresses();
    for region in [EAST, WEST] {
        seen.table(region).metrics = None;
    }
    expect(&seen, ("FO057", Skip), "");
}

/// A record may lead to the old load balancer while the given name stands for the new one.
#[test]
fn what_was_asked_is_where_the_record_leads_to() {
    let mut seen = addresses();
    seen.host(WEST).addresses = vec!["54.0.0.99".into()];
    seen.checkers_say(WEST, "Success: HTTP Status Code 200, OK");
    // The record's own value tells no Region then: only the host that is the target does.
    expect(&seen, ("FO006", Unknown), "the secondary: 54.0.0.20");
    expect(&seen, ("FO063", Unknown), "which Region 54.0.0.20 stands in is not known");
    let mut seen = pair();
    let mut old = seen.host(WEST).clone();
    (old.host, old.is_given) = (super::seen::balancer_name(WEST), false);
    old.addresses = vec!["54.0.0.77".into()];
    seen.evidence.hosts.push(old);
    expect(&seen, ("FO051", Pass), "");
    expect(&seen, ("FO056", Unknown), "it leads to 54.0.0.77");
    expect(&seen, ("FO063", Unknown), "to 54.0.0.20");
    let old = seen.evidence.hosts.last_mut().expect("the old one");
    old.as_failover_name.as_mut().expect("asked").outcome =
        HealthzOutcome::Answered { status: 503, location: None };
    expect(&seen, ("FO051", Fail), "503");
    expect(&seen, ("FO056", Fail), "answers 503");
}

/// For whom a latency record answers is not where its target stands.
#[test]
fn a_latency_tag_is_no_place() {
    let mut seen = by_latency();
    for region in [EAST, WEST] {
        for record in seen.records_of(region) {
            let alias = record.alias.as_mut().expect("an alias");
            alias.dns_name = format!("d-{region}.cloudfront.net");
            alias.evaluates_target_health = false;
        }
    }
    for code in ["FO006", "FO051", "FO056"] {
        expect(
            &seen,
            (code, Unknown),
            if code == "FO006" { "cloudfront.net" } else { "nothing but its latency record's tag" },
        );
    }
}

#[test]
fn an_answer_that_belongs_to_nobody_is_named() {
    spoiled(("FO054", Unknown), "they lead to 10.9.9.9 (system)", stray);
    spoiled(("FO055", Unknown), "system leads to 10.9.9.9 (A), which belongs to no Region", |seen| {
        stray(seen);
    });
}

fn stray(seen: &mut Seen) {
    seen.evidence.resolvers.truncate(1);
    if let DnsOutcome::Answered(records) = &mut seen.evidence.resolvers[0].outcome {
        records[0].value = "10.9.9.9".into();
    }
}
