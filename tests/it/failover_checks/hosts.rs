//! What every Region says of itself: its target groups, `/healthz`, its certificate.

use chalkstore::aws::Asked;
use chalkstore::connect::evidence::{Handshake, NameMatch, Trust};
use chalkstore::failover::evidence::{HealthzOutcome, Step};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::parts::{fails, group, late};
use super::seen::{EAST, Seen, WEST, addresses, expect, kill, pair, spoiled};
use crate::support::asked::answer;

#[test]
fn every_target_group_has_a_healthy_target() {
    spoiled(("FO050", Pass), "", |_| {});
    spoiled(("FO050", Fail), "target group old has no targets", |seen| {
        seen.groups(WEST).push(group("old", 0));
    });
    spoiled(("FO050", Fail), "target group query has 1 target, and none is healthy", |seen| {
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
