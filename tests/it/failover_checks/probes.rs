//! Health checks: what they probe, how, and who gets through.

use chalkstore::aws::Asked;
use chalkstore::failover::evidence::{AlarmFacts, AlarmId, HealthCheck, HealthzOutcome};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::parts::{health_check, observation, observations};
use super::seen::{EAST, NAME, Seen, WEST, addresses, check_id, expect, spoiled};
use crate::support::asked::{absent, answer, denied};

#[test]
fn health_checks_are_there() {
    spoiled(("FO020", Pass), "", |_| {});
    spoiled(
        ("FO020", Fail),
        "the primary (us-east-1) names health check hc-east, which is not there",
        |seen| {
            seen.check(EAST).described = absent();
        },
    );
    spoiled(("FO020", Unknown), "give it longer with --timeout", |seen| {
        seen.evidence.health_checks.remove(0);
    });
    spoiled(("FO020", Skip), "no record names a health check", |seen| {
        seen.records().for_each(|record| record.health_check = None);
    });
}

#[test]
fn health_checks_are_on() {
    spoiled(("FO021", Pass), "", |_| {});
    spoiled(("FO021", Fail), "--health-check-id hc-east --no-disabled", |seen| {
        seen.facts(EAST).is_disabled = true;
    });
    spoiled(("FO021", Skip), "FO020", |seen| {
        for region in [EAST, WEST] {
            seen.check(region).described = absent();
        }
    });
}

#[test]
fn health_checks_are_the_right_way_round() {
    spoiled(("FO022", Pass), "", |_| {});
    spoiled(("FO022", Fail), "--health-check-id hc-east --no-inverted", |seen| {
        seen.facts(EAST).is_inverted = true;
    });
    spoiled(("FO022", Warn), "is inverted", |seen| {
        calculated(seen, 1);
        seen.facts(EAST).is_inverted = true;
    });
}

#[test]
fn every_record_has_its_own_health_check() {
    spoiled(("FO023", Pass), "", |_| {});
    spoiled(("FO023", Fail), "share health check hc-east", |seen| {
        seen.records().for_each(|record| record.health_check = Some(check_id(EAST)));
    });
    spoiled(("FO023", Skip), "no record names a health check", |seen| {
        seen.records().for_each(|record| record.health_check = None);
    });
}

#[test]
fn a_health_check_does_not_probe_the_failover_name() {
    spoiled(("FO024", Pass), "", |_| {});
    spoiled(("FO024", Fail), "the failover name itself", |seen| {
        seen.facts(EAST).host = Some("Chalk-Failover.example.com.".into());
    });
    // As a Host header beside an address it is right.
    spoiled(("FO024", Pass), "", |seen| {
        let facts = seen.facts(EAST);
        (facts.host, facts.address) = (Some(NAME.into()), Some("52.0.0.10".into()));
    });
}

#[test]
fn a_health_check_probes_its_own_region() {
    spoiled(("FO025", Pass), "", |_| {});
    spoiled(("FO025", Fail), "which stands in us-west-2: when us-east-1 dies it stays healthy", |seen| {
        seen.facts(EAST).host = Some("prod-west.query.example.com".into());
    });
    spoiled(("FO025", Fail), "stands in us-west-2", |seen| {
        seen.facts(EAST).host = Some(super::seen::balancer_name(WEST));
    });
    spoiled(("FO025", Fail), "54.0.0.20, which stands in us-west-2", |seen| {
        seen.facts(EAST).address = Some("54.0.0.20".into());
    });
    spoiled(("FO025", Unknown), "--region-host", |seen| {
        seen.facts(EAST).host = Some("elsewhere.example.net".into());
    });
}

#[test]
fn health_checks_ask_for_healthz_by_https() {
    spoiled(("FO026", Pass), "", |_| {});
    for path in [Some("/"), None, Some("/status")] {
        spoiled(("FO026", Warn), "--resource-path /healthz", |seen| {
            seen.facts(EAST).path = path.map(Into::into);
        });
    }
    let tcp = |seen: &mut Seen| seen.facts(EAST).kind = "TCP".into();
    spoiled(("FO027", Pass), "", |_| {});
    spoiled(("FO027", Warn), "opens a TCP connection only", tcp);
    spoiled(("FO027", Pass), "when somebody turns it", |seen| {
        seen.facts(EAST).kind = "RECOVERY_CONTROL".into();
    });
    spoiled(("FO027", Unknown), "of the type QUIC", |seen| seen.facts(EAST).kind = "QUIC".into());
    spoiled(("FO029", Pass), "", |_| {});
    spoiled(("FO029", Fail), "HTTPS on port 80", |seen| seen.facts(EAST).port = Some(80));
    spoiled(("FO029", Fail), "HTTP without TLS on port 443", |seen| seen.facts(EAST).kind = "HTTP".into());
    spoiled(("FO030", Pass), "", |_| {});
    spoiled(("FO030", Warn), "--enable-sni", |seen| seen.facts(EAST).sends_name = Some(false));
    spoiled(("FO030", Fail), "16 of its checkers were refused", |seen| {
        seen.facts(EAST).sends_name = Some(false);
        seen.checkers_say(EAST, "Failure: SSL alert handshake_failure");
    });
}

#[test]
fn a_redirect_contents_no_health_check() {
    spoiled(("FO028", Pass), "", |_| {});
    spoiled(("FO028", Fail), "is answered 301", |seen| {
        let facts = seen.facts(EAST);
        (facts.kind, facts.port) = ("HTTP".into(), Some(80));
        seen.checkers_say(EAST, "Success: HTTP Status Code 301, Moved Permanently");
    });
    // Seen from here alone.
    spoiled(("FO028", Fail), "is answered 302", |seen| {
        seen.check(EAST).observations = denied().into();
        seen.answers(EAST, 302);
    });
    // A text has to be in the answer.
    spoiled(("FO028", Pass), "", |seen| {
        seen.facts(EAST).kind = "HTTPS_STR_MATCH".into();
        seen.checkers_say(EAST, "Success: HTTP Status Code 301, Moved Permanently");
    });
    spoiled(("FO028", Unknown), "no HTTP answer", |seen| {
        seen.checkers_say(EAST, "Failure: connection timed out");
        seen.host(EAST).healthz = None;
    });
}

#[test]
fn checkers_of_all_regions_probe() {
    spoiled(("FO031", Pass), "", |_| {});
    spoiled(("FO031", Warn), "from 3 of 8 Regions (us-east-1, us-west-1, us-west-2)", |seen| {
        seen.facts(EAST).regions = ["us-east-1", "us-west-1", "us-west-2"].map(Into::into).into();
    });
}

#[test]
fn checkers_get_through() {
    let fault = "Failure: The health checker could not establish a connection within the timeout limit";
    spoiled(("FO032", Pass), "", |_| {});
    spoiled(("FO032", Fail), "com.amazonaws.us-east-1.route53-healthchecks", |seen| {
        seen.checkers_say(EAST, fault);
    });
    spoiled(("FO032", Fail), "it answers from here, so that something blocks them", |seen| {
        seen.checkers_say(EAST, fault);
    });
    // What is answered badly was reached.
    spoiled(("FO032", Pass), "", |seen| {
        seen.checkers_say(EAST, "Failure: HTTP Status Code 503, Service Unavailable");
    });
    spoiled(("FO032", Warn), "no checker of sa-east-1 gets through", |seen| {
        let mut all = observations("Success: HTTP Status Code 200, OK");
        for one in all.iter_mut().filter(|one| one.region == "sa-east-1") {
            one.status = fault.into();
        }
        seen.check(EAST).observations = Some(Asked::Answered(all));
    });
    // One lost packet is a note.
    spoiled(("FO032", Pass), "1 of 16 checkers", |seen| {
        let mut all = observations("Success: HTTP Status Code 200, OK");
        all[0] = observation("us-east-1", fault);
        seen.check(EAST).observations = Some(Asked::Answered(all));
    });
    spoiled(("FO032", Unknown), "no checker has told anything", |seen| {
        seen.check(EAST).observations = Some(Asked::Answered(Vec::new()));
    });
}

#[test]
fn what_is_probed_can_be_reached() {
    let fault = "Failure: connection timed out";
    spoiled(("FO033", Pass), "", |_| {});
    spoiled(("FO033", Fail), "behind the internal load balancer chalk-east", |seen| {
        seen.checkers_say(EAST, fault);
        let described = answer(&mut seen.balancer(EAST).described);
        described.as_mut().expect("there").scheme = Some("internal".into());
    });
    spoiled(("FO033", Fail), "a name of the private zone", |seen| {
        seen.checkers_say(EAST, fault);
        seen.zone().is_private = true;
        seen.balancer(EAST).described = denied();
    });
    let mut seen = addresses();
    seen.checkers_say(EAST, fault);
    expect(&seen, ("FO033", Pass), "");
    seen.host(EAST).addresses = vec!["10.1.2.3".into(), "fd00::1".into()];
    expect(&seen, ("FO033", Fail), "private addresses only (10.1.2.3)");
    seen.host(EAST).addresses.clear();
    expect(&seen, ("FO033", Unknown), "can be reached from the internet is not known");
}

/// The primary's check watches an alarm.
fn by_alarm(seen: &mut Seen, region: &str, without_data: &str) {
    let check = seen.check(EAST);
    (check.observations, check.last_failures) = (None, None);
    check.alarm =
        Some(Asked::Answered(Some(AlarmFacts { state: Some("OK".into()), ..AlarmFacts::default() })));
    let facts = seen.facts(EAST);
    facts.kind = "CLOUDWATCH_METRIC".into();
    (facts.host, facts.port, facts.path) = (None, None, None);
    facts.alarm = Some(AlarmId { region: region.into(), name: "query-servers".into() });
    facts.without_data = Some(without_data.into());
}

#[test]
fn an_alarm_without_data_is_unhealthy() {
    spoiled(("FO034", Skip), "no health check watches an alarm", |_| {});
    spoiled(("FO034", Pass), "", |seen| by_alarm(seen, WEST, "Unhealthy"));
    for word in ["Healthy", "LastKnownStatus"] {
        spoiled(("FO034", Fail), "--insufficient-data-health-status Unhealthy", |seen| {
            by_alarm(seen, WEST, word);
        });
    }
    spoiled(("FO034", Unknown), "counts as without data", |seen| {
        by_alarm(seen, WEST, "");
        seen.facts(EAST).without_data = None;
    });
}

#[test]
fn an_alarm_outlives_its_region() {
    spoiled(("FO035", Pass), "", |seen| by_alarm(seen, WEST, "Unhealthy"));
    spoiled(("FO035", Fail), "both die together", |seen| by_alarm(seen, EAST, "LastKnownStatus"));
    spoiled(("FO035", Warn), "without data it counts as unhealthy", |seen| by_alarm(seen, EAST, "Unhealthy"));
    spoiled(("FO035", Fail), "which is not there", |seen| {
        by_alarm(seen, WEST, "Unhealthy");
        seen.check(EAST).alarm = Some(Asked::Answered(None));
    });
    spoiled(("FO035", Unknown), "allow cloudwatch:DescribeAlarms", |seen| {
        by_alarm(seen, WEST, "Unhealthy");
        seen.check(EAST).alarm = Some(denied());
    });
    spoiled(("FO035", Unknown), "does not tell which alarm", |seen| {
        by_alarm(seen, WEST, "Unhealthy");
        seen.facts(EAST).alarm = None;
    });
    spoiled(("FO035", Pass), "has no data now", |seen| {
        by_alarm(seen, WEST, "Unhealthy");
        let alarm = AlarmFacts { state: Some("INSUFFICIENT_DATA".into()), ..AlarmFacts::default() };
        seen.check(EAST).alarm = Some(Asked::Answered(Some(alarm)));
    });
}

/// The primary's check counts one child, which probes.
fn calculated(seen: &mut Seen, needed: u32) {
    let child = HealthCheck { id: "hc-child".into(), ..health_check(EAST) };
    seen.evidence.health_checks.push(child);
    let check = seen.check(EAST);
    (check.observations, check.last_failures) = (None, None);
    let facts = seen.facts(EAST);
    facts.kind = "CALCULATED".into();
    (facts.host, facts.port, facts.path) = (None, None, None);
    (facts.interval_s, facts.threshold, facts.sends_name) = (None, None, None);
    facts.children = vec!["hc-child".into()];
    facts.health_threshold = Some(needed);
}

#[test]
fn a_calculated_check_can_change_its_mind() {
    spoiled(("FO036", Pass), "", |seen| calculated(seen, 1));
    spoiled(("FO036", Fail), "it is always healthy", |seen| calculated(seen, 0));
    spoiled(("FO036", Fail), "needs 2 healthy children and has 1: it is never healthy", |seen| {
        calculated(seen, 2);
    });
    spoiled(("FO036", Unknown), "have to be healthy", |seen| {
        calculated(seen, 1);
        seen.facts(EAST).health_threshold = None;
    });
    // Children are judged as their parents are.
    spoiled(("FO021", Fail), "child health check hc-child of the primary", |seen| {
        calculated(seen, 1);
        let child = seen.evidence.health_checks.last_mut().expect("the child");
        answer(&mut child.described).is_disabled = true;
    });
}

#[test]
fn both_layers_look_at_the_same() {
    spoiled(("FO037", Pass), "", |_| {});
    spoiled(("FO037", Warn), "target group query (/ping)", |seen| {
        seen.groups(EAST)[0].health_path = Some("/ping".into());
    });
    spoiled(("FO037", Warn), "no path (not by HTTP)", |seen| seen.groups(EAST)[0].health_path = None);
    expect(&addresses(), ("FO037", Skip), "no record is decided about by both");
}

#[test]
fn a_failover_is_noticed() {
    spoiled(("FO038", Pass), "", |_| {});
    spoiled(("FO038", Warn), "--dimensions Name=HealthCheckId,Value=hc-east", |seen| {
        seen.check(EAST).noticed_by = Some(Asked::Answered(Vec::new()));
    });
    spoiled(("FO038", Skip), "not asked for", |seen| {
        for region in [EAST, WEST] {
            seen.check(region).noticed_by = None;
        }
    });
}

/// What nobody could ask is not judged as if it were bad.
#[test]
fn a_failed_get_is_no_redirect() {
    spoiled(("FO028", Pass), "", |seen| {
        let healthz = seen.host(EAST).healthz.as_mut().expect("was asked");
        healthz.outcome = HealthzOutcome::Failed {
            step: chalkstore::failover::evidence::Step::Connect,
            reason: "refused".into(),
            timed_out: false,
        };
    });
}

/// The secondary's check rests on the primary's: both are red when the primary's Region dies.
#[test]
fn a_survivor_that_rests_on_the_dead_region_falls_with_it() {
    let count = |seen: &mut Seen, needed: u32, children: &[&str]| {
        seen.evidence.health_checks.push(HealthCheck { id: "hc-own".into(), ..health_check(WEST) });
        seen.check(WEST).observations = None;
        let facts = seen.facts(WEST);
        facts.kind = "CALCULATED".into();
        (facts.host, facts.port, facts.path) = (None, None, None);
        (facts.interval_s, facts.threshold, facts.sends_name) = (None, None, None);
        facts.children = children.iter().map(ToString::to_string).collect();
        facts.health_threshold = Some(needed);
    };
    for (needed, children) in [(1, &["hc-east"][..]), (2, &["hc-east", "hc-own"])] {
        spoiled(("FO063", Fail), "us-west-2 turns unhealthy with it", |seen| count(seen, needed, children));
        spoiled(("FO023", Fail), "both rest on hc-east", |seen| count(seen, needed, children));
        spoiled(("FO025", Fail), "child health check hc-east of the secondary (us-west-2)", |seen| {
            count(seen, needed, children);
        });
    }
    // One of both is enough: its own holds it.
    spoiled(("FO063", Pass), "", |seen| count(seen, 1, &["hc-east", "hc-own"]));
    spoiled(("FO023", Pass), "", |seen| count(seen, 1, &["hc-east", "hc-own"]));
    spoiled(("FO063", Fail), "us-west-2 turns unhealthy with it", |seen| {
        seen.facts(WEST).host = Some("prod-east.query.example.com".into());
    });
    spoiled(("FO063", Fail), "us-west-2 turns unhealthy with it", |seen| {
        seen.records().for_each(|record| record.health_check = Some(check_id(EAST)));
    });
    // Where its own check looks is not known.
    spoiled(("FO063", Unknown), "whether us-west-2 stays healthy when us-east-1 dies is not known", |seen| {
        seen.facts(WEST).host = Some("elsewhere.example.net".into());
    });
    // A calculated check of disabled children is never unhealthy.
    spoiled(("FO036", Fail), "1 are disabled, which counts as healthy", |seen| {
        count(seen, 1, &["hc-own"]);
        let own = seen.evidence.health_checks.last_mut().expect("its own");
        answer(&mut own.described).is_disabled = true;
    });
}

#[test]
fn what_was_not_found_out_is_no_rto() {
    spoiled(("FO063", Unknown), "whose Region is not known", |seen| {
        seen.facts(EAST).host = Some("elsewhere.example.net".into());
    });
    spoiled(("FO063", Unknown), "interval and thresholds of the target groups", |seen| {
        seen.balancer(EAST).target_groups = denied();
    });
    // The name tells it, whoever may read the load balancer.
    spoiled(("FO033", Fail), "the name of an internal load balancer", |seen| {
        seen.checkers_say(EAST, "Failure: connection timed out");
        seen.facts(EAST).host = Some("internal-chalk-1.us-east-1.elb.amazonaws.com".into());
        seen.balancer(EAST).described = denied();
    });
}

/// A service's metric tells of the Region that its alarm stands in.
#[test]
fn an_alarm_of_the_other_region_is_crossed() {
    let watch = |seen: &mut Seen, region: &str, metric: Option<&str>| {
        by_alarm(seen, region, "Unhealthy");
        seen.records().for_each(|record| {
            record.alias.as_mut().expect("an alias").evaluates_target_health = false;
        });
        let alarm = AlarmFacts {
            metric: metric.map(Into::into),
            period_s: Some(60),
            evaluation_periods: Some(1),
            ..AlarmFacts::default()
        };
        seen.check(EAST).alarm = Some(Asked::Answered(Some(alarm)));
    };
    let elb = Some("AWS/ApplicationELB HealthyHostCount");
    spoiled(("FO025", Fail), "when us-east-1 dies it stays healthy", |seen| watch(seen, WEST, elb));
    spoiled(("FO063", Fail), "AWS/ApplicationELB HealthyHostCount of us-west-2", |seen| {
        watch(seen, WEST, elb);
    });
    spoiled(("FO025", Unknown), "whose metric is not told", |seen| watch(seen, WEST, None));
    spoiled(("FO063", Unknown), "a metric that is not told", |seen| watch(seen, WEST, None));
    spoiled(("FO025", Pass), "", |seen| watch(seen, WEST, Some("CloudWatchSynthetics SuccessPercent")));
    spoiled(("FO025", Pass), "", |seen| watch(seen, EAST, elb));
    let nowhere = |seen: &mut Seen| {
        watch(seen, WEST, elb);
        seen.records().for_each(|record| {
            record.alias.as_mut().expect("an alias").dns_name = "elsewhere.example.net".into();
        });
    };
    spoiled(("FO025", Unknown), "the Region that", nowhere);
    spoiled(("FO035", Unknown), "whether that is the Region that it is about is not known", nowhere);
    // One that is not there has no place that could be wrong.
    let mut seen = super::seen::pair();
    by_alarm(&mut seen, EAST, "LastKnownStatus");
    seen.check(EAST).alarm = Some(Asked::Answered(None));
    expect(&seen, ("FO035", Fail), "which is not there");
    let told = seen.findings().iter().any(|finding| finding.message().contains("die together"));
    assert!(!told);
}
