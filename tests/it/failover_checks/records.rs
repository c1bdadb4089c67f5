//! The name's records, and their TTLs.

use chalkstore::aws::Asked;
use chalkstore::failover::evidence::{Alias, HealthCheckFacts, ListedCheck, Policy, Record, Role};
use chalkstore::report::Finding;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::seen::{
    EAST, NAME, Seen, WEST, addresses, by_latency, check_id, expect, host_name, pair, spoiled,
};
use crate::support::asked::{answer, denied};

/// Every record gets this policy.
fn all(seen: &mut Seen, policy: &Policy) {
    seen.records().for_each(|record| record.policy = policy.clone());
}

/// Only the first Region's records stay.
fn alone(seen: &mut Seen) {
    seen.records_mut().retain(|record| record.set_identifier.as_deref() == Some("east"));
}

#[test]
fn the_name_has_records() {
    spoiled(("FO001", Pass), "", |_| {});
    spoiled(("FO001", Fail), "no hosted zone of this account holds", |seen| {
        seen.evidence.zones = Asked::Answered(Vec::new());
    });
    spoiled(("FO001", Fail), "no A, AAAA or CNAME record", |seen| seen.records_mut().clear());
    spoiled(("FO001", Unknown), "those of *.example.com answer for it", |seen| {
        seen.records().for_each(|record| record.name = "*.example.com".into());
    });
    spoiled(("FO001", Pass), "the private zone Z1 has the same name", |seen| {
        let mut private = seen.zone().clone();
        (private.id, private.is_private) = ("Z1".into(), true);
        answer(&mut seen.evidence.zones).push(private);
    });
    spoiled(("FO001", Pass), "accelerated recovery of the zone is DISABLED", |seen| {
        seen.zone().accelerated_recovery = Some("DISABLED".into());
    });
}

#[test]
fn one_record_stands_in_for_another() {
    spoiled(("FO002", Pass), "", |_| {});
    spoiled(("FO002", Fail), "there is no secondary A record", alone);
    spoiled(("FO002", Fail), "there is no primary A record", |seen| {
        seen.records_mut().retain(|record| record.set_identifier.as_deref() == Some("west"));
    });
    spoiled(("FO002", Fail), "one simple A record leads to chalk-east", |seen| {
        alone(seen);
        all(seen, &Policy::Simple);
    });
    spoiled(("FO002", Fail), "there is one A record only (by weight)", |seen| {
        alone(seen);
        all(seen, &Policy::Weighted { weight: 1 });
    });
    spoiled(("FO002", Unknown), "chosen by geolocation", |seen| {
        all(seen, &Policy::Other { what: "geolocation".into() });
    });
    expect(&by_latency(), ("FO002", Pass), "active-active: 2 records answer together (by latency)");
    spoiled(("FO002", Skip), "FO001", |seen| seen.records_mut().clear());
}

#[test]
fn a_record_without_a_signal_is_never_left() {
    let blind = |record: &mut Record| {
        record.health_check = None;
        record.alias.as_mut().expect("an alias").evaluates_target_health = false;
    };
    spoiled(("FO003", Pass), "", |seen| seen.records_of(EAST).for_each(|record| record.health_check = None));
    spoiled(("FO003", Fail), "A, AAAA: the primary (us-east-1) evaluates no target health", |seen| {
        seen.records_of(EAST).for_each(blind);
    });
    spoiled(("FO003", Warn), "the secondary (us-west-2)", |seen| seen.records_of(WEST).for_each(blind));
    let mut seen = by_latency();
    seen.records_of(WEST).for_each(blind);
    expect(&seen, ("FO003", Fail), "the record `west` (us-west-2)");
    // A weight of 0 comes back when all others are unhealthy.
    let mut seen = by_latency();
    seen.records_of(EAST).for_each(|record| record.policy = Policy::Weighted { weight: 255 });
    seen.records_of(WEST).for_each(|record| record.policy = Policy::Weighted { weight: 0 });
    expect(&seen, ("FO003", Pass), "");
    seen.records_of(WEST).for_each(blind);
    expect(&seen, ("FO003", Warn), "when the others are unhealthy it is served");
    let mut seen = addresses();
    seen.records_of(EAST).for_each(|record| record.health_check = None);
    expect(&seen, ("FO003", Fail), "has no health check");
    // The whole change: it has no alias to evaluate anything.
    expect(&seen, ("FO003", Fail), r#""HealthCheckId":"HEALTH_CHECK_ID""#);
    let findings = seen.findings();
    let help = findings.iter().find(|one| one.check.code == "FO003").and_then(|one| one.help_text());
    assert!(help.is_some_and(|help| !help.contains("alias")), "{help:?}");
    spoiled(("FO003", Skip), "FO002", alone);
}

/// Somebody made a health check, and forgot to attach it.
#[test]
fn a_health_check_that_nobody_attached_is_named() {
    let told = |seen: &Seen| {
        let findings = seen.findings();
        let found = findings.iter().find(|one| one.check.code == "FO003").expect("is there").clone();
        (found.status, found.notes().join("; "), found.help_text().unwrap_or_default().to_owned())
    };
    let listed = |id: &str, host: &str, address: Option<&str>| {
        let facts = HealthCheckFacts {
            kind: "HTTPS".to_owned(),
            host: Some(host.to_owned()),
            address: address.map(str::to_owned),
            port: Some(443),
            path: Some("/healthz".to_owned()),
            ..HealthCheckFacts::default()
        };
        ListedCheck { id: id.to_owned(), facts }
    };
    let mut seen = addresses();
    let address = seen.records_of(EAST).next().expect("is there").values[0].clone();
    seen.records_of(EAST).for_each(|record| record.health_check = None);
    seen.evidence.health_checks.retain(|check| check.id != check_id(EAST));
    let elsewhere = listed("hc-elsewhere", "another.example.com", None);
    // It names the Region's host, and probes something else.
    let misled = listed("hc-misled", &host_name(EAST), Some("192.0.2.250"));
    let attached = listed(&check_id(WEST), &host_name(EAST), None);
    for forgotten in
        [listed("hc-forgotten", &host_name(EAST), None), listed("hc-forgotten", "x", Some(&address))]
    {
        let all = vec![elsewhere.clone(), misled.clone(), attached.clone(), forgotten];
        seen.evidence.listed_checks = Some(Asked::Answered(all));
        let (status, note, help) = told(&seen);
        assert_eq!(status, Fail);
        assert!(
            note.contains("health check hc-forgotten (HTTPS ") && note.matches("health check").count() == 1,
            "{note}"
        );
        assert!(help.contains(r#""HealthCheckId":"hc-forgotten""#), "{help}");
    }
    // It is told of, and not recommended: it is always healthy, or healthy when the Region is not.
    for (is_disabled, is_inverted, word) in [(true, false, ", disabled)"), (false, true, ", inverted)")] {
        let mut unfit = listed("hc-unfit", &host_name(EAST), None);
        (unfit.facts.is_disabled, unfit.facts.is_inverted) = (is_disabled, is_inverted);
        seen.evidence.listed_checks = Some(Asked::Answered(vec![unfit]));
        let (_, note, help) = told(&seen);
        assert!(note.contains(word) && !help.contains("hc-unfit"), "{note} {help}");
    }
    seen.evidence.listed_checks = Some(Asked::Answered(vec![elsewhere]));
    assert_eq!(told(&seen).1, "");
    seen.evidence.listed_checks = Some(denied());
    let (status, note, _) = told(&seen);
    assert!(status == Fail && note.contains("route53:ListHealthChecks"), "{note}");
    // An alias that evaluates its target has a signal; what the health check sees decides nothing all the same.
    let mut seen = pair();
    seen.records_of(EAST).for_each(|record| record.health_check = None);
    seen.evidence.health_checks.retain(|check| check.id != check_id(EAST));
    seen.evidence.listed_checks = Some(denied());
    assert_eq!(told(&seen), (Pass, String::new(), String::new()));
    seen.evidence.listed_checks = Some(Asked::Answered(vec![listed("hc-forgotten", &host_name(EAST), None)]));
    let (status, note, _) = told(&seen);
    assert!(status == Pass && note.contains("hc-forgotten"), "{note}");
}

#[test]
fn both_families_fail_over() {
    spoiled(("FO004", Pass), "", |_| {});
    let v6 = |seen: &mut Seen| {
        let records = seen.records_mut();
        records.retain(|record| record.kind == "A" || record.set_identifier.as_deref() == Some("east"));
    };
    spoiled(("FO004", Fail), "AAAA has the primary (us-east-1)", v6);
    spoiled(("FO004", Fail), "A has a failover pair, AAAA has one simple record", |seen| {
        v6(seen);
        let own = seen.records().filter(|record| record.kind == "AAAA");
        own.for_each(|record| record.policy = Policy::Simple);
    });
    spoiled(("FO004", Fail), "a health signal for A, and none for AAAA", |seen| {
        for record in seen.records_of(EAST).filter(|record| record.kind == "AAAA") {
            record.health_check = None;
            record.alias.as_mut().expect("an alias").evaluates_target_health = false;
        }
    });
    spoiled(("FO004", Warn), "one family can move without the other", |seen| {
        let mut own = seen.records_of(EAST);
        own.find(|record| record.kind == "AAAA").expect("one").health_check = None;
    });
    expect(&addresses(), ("FO004", Skip), "no A and AAAA records beside each other: A");
}

#[test]
fn records_lead_to_different_places() {
    spoiled(("FO005", Pass), "", |_| {});
    spoiled(("FO005", Fail), "both lead to chalk-east", |seen| {
        // One with `dualstack.`, one without.
        let target = super::seen::balancer_name(EAST).to_uppercase() + ".";
        let aliases = seen.records_of(WEST).filter_map(|record| record.alias.as_mut());
        aliases.for_each(|alias| alias.dns_name.clone_from(&target));
    });
    spoiled(("FO006", Pass), "", |_| {});
    spoiled(("FO006", Fail), "both lead to us-east-1", |seen| {
        let aliases = seen.records_of(WEST).filter_map(|record| record.alias.as_mut());
        aliases.for_each(|alias| alias.dns_name = "other-99.us-east-1.elb.amazonaws.com".into());
    });
    let mut seen = addresses();
    seen.records_of(WEST).for_each(|record| record.values = vec!["203.0.113.9".into()]);
    expect(&seen, ("FO006", Unknown), "--region-host REGION=HOST");
}

#[test]
fn identifiers_and_roles_are_unique() {
    spoiled(("FO007", Pass), "", |_| {});
    spoiled(("FO007", Fail), "two records are primary", |seen| {
        all(seen, &Policy::Failover { role: Role::Primary });
    });
    spoiled(("FO007", Fail), "two records have the identifier `east`", |seen| {
        seen.records().for_each(|record| record.set_identifier = Some("east".into()));
    });
    let mut seen = by_latency();
    all(&mut seen, &Policy::Latency { region: EAST.into() });
    expect(&seen, ("FO007", Fail), "two records have the latency Region us-east-1");
}

#[test]
fn answers_are_soon_forgotten() {
    expect(&addresses(), ("FO008", Pass), "");
    for (ttl_s, expected, said) in [
        (Some(61), ("FO008", Warn), "for 61 s; advised: 60 s"),
        (Some(61), ("FO008", Warn), r#""TTL":60"#),
        (Some(300), ("FO008", Fail), "within the objective of 180 s"),
        (None, ("FO008", Unknown), "Route 53 tells no TTL of the primary"),
    ] {
        let mut seen = addresses();
        seen.records_of(EAST).for_each(|record| record.ttl_s = ttl_s);
        expect(&seen, expected, said);
    }
}

/// An UPSERT replaces a record as a whole: whoever pastes one change after the other must not lose the first.
#[test]
fn changes_do_not_undo_each_other() {
    let mut seen = addresses();
    seen.records_of(EAST).for_each(|record| (record.ttl_s, record.health_check) = (Some(300), None));
    let findings = seen.findings();
    let help = |code: &str| {
        let finding = findings.iter().find(|one| one.check.code == code && one.status == Fail);
        finding.and_then(Finding::help_text).expect("fails, and says what to do").to_owned()
    };
    let signal = help("FO003");
    assert!(signal.contains(r#""HealthCheckId":"#) && signal.contains(r#""TTL":60"#), "{signal}");
    let ttl = help("FO008");
    assert!(ttl.contains("the change that FO003 shows does both") && !ttl.contains("UPSERT"), "{ttl}");
    // A record of the other family that has a signal is changed by itself.
    let mut seen = addresses();
    seen.records_of(EAST).for_each(|record| record.ttl_s = Some(300));
    let own = seen.records_of(EAST).next().expect("there is one").clone();
    let sixth = Record { kind: "AAAA".into(), values: vec!["2600:1f18::10".into()], ..own };
    seen.records_of(EAST).for_each(|record| record.health_check = None);
    seen.records_mut().push(sixth);
    let changes = |one: &Finding| {
        one.check.code == "FO008" && one.help_text().is_some_and(|help| help.contains("UPSERT"))
    };
    let findings = seen.findings();
    let told: Vec<&str> = findings.iter().filter(|one| changes(one)).filter_map(Finding::help_text).collect();
    assert!(told.len() == 1 && told[0].matches("UPSERT").count() == 1, "{told:?}");
    assert!(told[0].contains("HealthCheckId"), "{told:?}");
}

/// Another record of the zone.
fn inner(kind: &str, name: &str, ttl_s: u64, value: &str) -> Record {
    Record {
        name: name.into(),
        kind: kind.into(),
        set_identifier: None,
        policy: Policy::Simple,
        ttl_s: Some(ttl_s),
        values: vec![value.into()],
        alias: None,
        health_check: None,
    }
}

#[test]
fn what_an_alias_leads_through_is_soon_forgotten() {
    let through = |ttl_s: u64| {
        move |seen: &mut Seen| {
            for record in seen.records_of(EAST) {
                record.alias = Some(Alias {
                    dns_name: "east.example.com.".into(),
                    zone_id: "Z0EXAMPLE".into(),
                    evaluates_target_health: true,
                });
            }
            let records = seen.records_mut();
            records.push(inner("A", "east.example.com", ttl_s, "52.0.0.10"));
            records.push(inner("AAAA", "east.example.com", ttl_s, "2600:1f18::10"));
        }
    };
    spoiled(("FO009", Skip), "no record leads to another one", |_| {});
    spoiled(("FO009", Pass), "", through(60));
    spoiled(("FO009", Warn), "leads through east.example.com, which resolvers keep for 1 h", through(3600));
    spoiled(("FO009", Fail), "of which the zone has no A record", |seen| {
        through(60)(seen);
        seen.records_mut().retain(|record| record.name == NAME);
    });
    // Every branch counts, not only that of the record with the longest TTL; and however long it is.
    let branching = |seen: &mut Seen, more: &[(&str, u64, &str)]| {
        through(60)(seen);
        seen.records_mut().retain(|record| record.kind == "A");
        for (name, ttl_s, value) in more {
            let mut record = inner("CNAME", name, *ttl_s, value);
            (record.set_identifier, record.policy) =
                (Some((*value).to_owned()), Policy::Weighted { weight: 1 });
            seen.records_mut().push(record);
        }
    };
    let two = [("east.example.com", 50, "long.example.com"), ("east.example.com", 60, "short.example.com")];
    let ends = [("long.example.com", 3600, "a.example.net"), ("short.example.com", 60, "b.example.net")];
    spoiled(("FO009", Warn), "leads through long.example.com, which resolvers keep for 1 h", |seen| {
        branching(seen, &[two, ends].concat());
    });
    spoiled(("FO009", Warn), "leads through n20.example.com, which resolvers keep for 15 min", |seen| {
        branching(seen, &[("east.example.com", 60, "n0.example.com")]);
        for at in 0..=20 {
            let ttl_s = if at == 20 { 900 } else { 60 };
            let value = format!("n{}.example.com", at + 1);
            seen.records_mut().push(inner("CNAME", &format!("n{at}.example.com"), ttl_s, &value));
        }
    });
    // What was not read is no dead end.
    spoiled(("FO009", Unknown), "leads on to east.example.com, whose records were not read", |seen| {
        through(60)(seen);
        seen.records_mut().retain(|record| record.name == NAME);
        seen.zone().not_followed = vec!["east.example.com".into()];
    });
    // A circle comes to an end.
    let mut seen = addresses();
    let records = seen.records_mut();
    records.clear();
    let mut cname = inner("CNAME", NAME, 60, "loop.example.com");
    (cname.set_identifier, cname.policy) = (Some("east".into()), Policy::Failover { role: Role::Primary });
    records.extend([cname, inner("CNAME", "loop.example.com", 60, "loop.example.com.")]);
    expect(&seen, ("FO009", Fail), "in a circle");
}

#[test]
fn records_are_set_alike() {
    spoiled(("FO010", Pass), "", |_| {});
    spoiled(("FO010", Warn), "interval of the health check: 30 s of the primary (us-east-1), 10 s", |seen| {
        seen.facts(WEST).interval_s = Some(10);
    });
    spoiled(("FO010", Warn), "evaluates target health: yes", |seen| {
        let aliases = seen.records_of(WEST).filter_map(|record| record.alias.as_mut());
        aliases.for_each(|alias| alias.evaluates_target_health = false);
    });
    spoiled(("FO010", Warn), "has a health check: yes", |seen| {
        seen.records_of(WEST).for_each(|record| record.health_check = None);
    });
    let mut seen = addresses();
    seen.records_of(WEST).for_each(|record| record.ttl_s = Some(30));
    expect(&seen, ("FO010", Warn), "TTL: 60 s of the primary (us-east-1), 30 s");
}

/// What is wrong with A and AAAA alike is said once.
#[test]
fn nothing_is_said_twice() {
    let mut seen = pair();
    seen.records().for_each(|record| record.health_check = Some(check_id(EAST)));
    let findings = seen.findings();
    let own: Vec<_> = findings.iter().filter(|finding| finding.check.code == "FO023").collect();
    assert_eq!(own.len(), 1, "{own:#?}");
    assert_eq!(own[0].subject(""), "A, AAAA");
}

#[test]
fn a_private_zone_that_never_moves_is_told() {
    let private = |seen: &mut Seen, check: Option<&str>| {
        let mut zone = seen.zone().clone();
        (zone.id, zone.is_private) = ("ZPRIVATE".into(), true);
        let records = answer(&mut zone.records);
        for record in records.iter_mut() {
            record.health_check = check.map(Into::into);
            record.alias.as_mut().expect("an alias").evaluates_target_health = false;
        }
        answer(&mut seen.evidence.zones).push(zone);
    };
    spoiled(("FO001", Warn), "the private zone ZPRIVATE has chalk-failover.example.com as well", |seen| {
        private(seen, None);
    });
    spoiled(("FO001", Pass), "ZPRIVATE has the same name", |seen| private(seen, Some("hc-east")));
}

#[test]
fn two_names_of_the_same_addresses_are_one_place() {
    let mut seen = addresses();
    seen.records_of(EAST).for_each(|record| record.values.push("54.0.0.20".into()));
    expect(&seen, ("FO005", Fail), "both lead to 54.0.0.20");
}
