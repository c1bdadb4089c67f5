//! Who is served, and who would take over.

use chalkstore::failover::evidence::{DnsOutcome, HealthzOutcome, Step};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::parts::{fails, group, late};
use super::seen::{EAST, Seen, WEST, addresses, by_latency, expect, kill, pair, spoiled};
use crate::support::asked::{answer, denied};

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
    spoiled(("FO055", Warn), "keeps the A answer for 5 min, the record says 60 s", |seen| {
        if let DnsOutcome::Answered(records) = &mut seen.evidence.resolvers[0].outcome {
            records[0].ttl_s = 300;
        }
    });
    for (outcome, said) in [
        (DnsOutcome::TimedOut(2000), "did not answer within 2 s"),
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
        seen.check(WEST).observations = Some(denied());
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
        seen.balancer(WEST).target_groups = denied();
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
