//! Zones and records: page by page, whichever names they have, and wherever aliases lead to.

use chalkstore::aws::FailureKind;
use chalkstore::failover::evidence::{Evidence, Policy, Record, Role};

use super::deployment::{Deployment, EAST_HOST, NAME, pair};
use crate::support::fake_aws::{RecordAt, ZoneAt};

fn records(seen: &Evidence) -> &[Record] {
    seen.zone().expect("there is a zone").records.answer().expect("they were read")
}

fn zones(seen: &Evidence) -> Vec<&str> {
    seen.zones.answer().expect("they were read").iter().map(|zone| zone.id.as_str()).collect()
}

/// Asks with all that stands around a name in an account.
fn with(deployment: &Deployment, zones: Vec<ZoneAt>) -> Evidence {
    deployment.aws.state().routing.zones = zones;
    deployment.seen(&[])
}

fn plain(name: &str, value: &str) -> RecordAt {
    RecordAt::values((name, "A"), 300, &[value])
}

#[test]
fn pages_of_any_length_tell_the_same() {
    let deployment = Deployment::start();
    let others =
        ["a.example.com", "chalk2.example.com", "x.chalk.example.com"].map(|name| plain(name, "10.0.0.1"));
    let all = [&pair("A")[..], &pair("AAAA")[..], &others[..]].concat();
    let zones_there = || {
        let around = ["a.example.com", "chalk-example.com", "example.co", "example.com.au", "other.com"];
        let around = around
            .iter()
            .enumerate()
            .map(|(index, name)| ZoneAt::new(&format!("Z{index}"), name, Vec::new()));
        let private = ZoneAt {
            is_private: true,
            ..ZoneAt::new("ZPRIVATE", "example.com", vec![plain(NAME, "10.9.9.9")])
        };
        around.chain([ZoneAt::new("Z1EXAMPLE", "example.com", all.clone()), private]).collect::<Vec<_>>()
    };
    let seen = with(&deployment, zones_there());
    assert_eq!(zones(&seen), ["Z1EXAMPLE", "ZPRIVATE"]);
    let whole = records(&seen).to_vec();
    let identified: Vec<_> =
        whole.iter().map(|one| (one.kind.as_str(), one.set_identifier.as_deref())).collect();
    let expected = ["us-east-1", "us-west-2"].map(Some);
    assert_eq!(
        identified,
        [("A", expected[0]), ("A", expected[1]), ("AAAA", expected[0]), ("AAAA", expected[1])]
    );
    assert_eq!(whole[0].policy, Policy::Failover { role: Role::Primary });
    let alias = whole[0].alias.as_ref().expect("it is an alias");
    assert_eq!(
        (alias.dns_name.clone(), alias.evaluates_target_health),
        (format!("dualstack.{EAST_HOST}"), true)
    );
    for size in [1, 2, 3] {
        deployment.aws.state().routing.page_size = size;
        let seen = with(&deployment, zones_there());
        assert_eq!(
            (records(&seen), zones(&seen)),
            (&whole[..], vec!["Z1EXAMPLE", "ZPRIVATE"]),
            "{size} on a page"
        );
    }
    // As an emulator does it.
    deployment.aws.state().routing.has_exact_zones = true;
    assert_eq!(records(&with(&deployment, zones_there())), whole);
}

#[test]
fn the_longest_zone_counts_and_the_public_one_above_a_private() {
    let deployment = Deployment::start();
    let of = |id: &str, name: &str, value: &str| ZoneAt::new(id, name, vec![plain(NAME, value)]);
    let seen = with(&deployment, vec![of("ZUP", "example.com", "10.0.0.1"), of("ZOWN", NAME, "10.0.0.2")]);
    assert_eq!((zones(&seen), records(&seen)[0].values.clone()), (vec!["ZOWN"], vec!["10.0.0.2".to_owned()]));
    assert_eq!((records(&seen)[0].ttl_s, &records(&seen)[0].policy), (Some(300), &Policy::Simple));

    let private = || ZoneAt { is_private: true, ..of("ZPRIVATE", NAME, "10.0.0.2") };
    let seen = with(&deployment, vec![of("ZUP", "example.com", "10.0.0.1"), private()]);
    assert_eq!(zones(&seen), ["ZPRIVATE", "ZUP"]);
    assert_eq!(records(&seen)[0].values, ["10.0.0.1"]);
    let stranger = ZoneAt::new("ZUP", "example.com", Vec::new());
    assert_eq!(zones(&with(&deployment, vec![stranger, private()])), ["ZPRIVATE"]);
    assert!(zones(&with(&deployment, vec![of("Z", "badchalk.example.com", "10.0.0.1")])).is_empty());
}

#[test]
fn aliases_are_followed_in_their_zone_round_and_round() {
    let deployment = Deployment::start();
    let to = |name: &str, target: &str, zone: &str| {
        RecordAt::alias((name, "A"), None, "", (target, zone, false), None)
    };
    let seen = with(
        &deployment,
        vec![ZoneAt::new(
            "ZE",
            "example.com",
            vec![
                to(NAME, "live.example.com", "ZE"),
                to("live.example.com", "c.example.com", "ZE"),
                RecordAt::values(("c.example.com", "CNAME"), 900, &["Far.Example.com."]),
                to("far.example.com", NAME, "ZE"),
                plain("other.example.com", "10.0.0.1"),
            ],
        )],
    );
    let told: Vec<_> = records(&seen).iter().map(|one| (one.name.as_str(), one.ttl_s)).collect();
    assert_eq!(
        told,
        [(NAME, None), ("live.example.com", None), ("c.example.com", Some(900)), ("far.example.com", None),]
    );
    // Another zone's names are not looked for here.
    let seen = with(
        &deployment,
        vec![ZoneAt::new(
            "ZE",
            "example.com",
            vec![to(NAME, "other.example.com", "ZOTHER"), plain("other.example.com", "10.0.0.1")],
        )],
    );
    assert_eq!(records(&seen).len(), 1);
    assert_eq!(seen.zone().expect("there is a zone").not_followed, [""; 0]);
    // A chain without end has one, and where it was left is known.
    let long = (0..40)
        .map(|index| to(&format!("n{index}.example.com"), &format!("n{}.example.com", index + 1), "ZE"));
    let long = std::iter::once(to(NAME, "n0.example.com", "ZE")).chain(long).collect();
    let seen = with(&deployment, vec![ZoneAt::new("ZE", "example.com", long)]);
    assert_eq!(records(&seen).len(), 13);
    assert_eq!(seen.zone().expect("there is a zone").not_followed, ["n12.example.com"]);
}

#[test]
fn escapes_wildcards_and_words_that_nobody_knows_survive() {
    let deployment = Deployment::start();
    let seen = with(
        &deployment,
        vec![ZoneAt::new(
            "ZE",
            "example.com",
            vec![RecordAt::values(("\\052.example.com", "A"), 60, &["10.0.0.1"])],
        )],
    );
    assert_eq!((records(&seen)[0].name.as_str(), records(&seen).len()), ("*.example.com", 1));

    let one = |identifier: &str, kind: &str, rest: &str| {
        let value = "<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>10.0.0.1</Value></ResourceRecord></ResourceRecords>";
        RecordAt::new(NAME, kind, Some(identifier), &format!("{rest}{value}"))
    };
    let seen = with(
        &deployment,
        vec![ZoneAt::new(
            "ZE",
            "example.com",
            vec![
                one("a", "A", "<Failover>TERTIARY</Failover>"),
                one("b", "A", "<Weight>0</Weight>"),
                one("c", "A", "<Region>mars-north-1</Region>"),
                one("d", "A", "<MultiValueAnswer>true</MultiValueAnswer>"),
                one("e", "A", "<GeoLocation><CountryCode>DE</CountryCode></GeoLocation>"),
                one("f", "NEWTYPE", "<Failover>SECONDARY</Failover>"),
            ],
        )],
    );
    let policies: Vec<_> = records(&seen).iter().map(|one| one.policy.clone()).collect();
    assert_eq!(
        policies,
        [
            Policy::Failover { role: Role::Other("TERTIARY".into()) },
            Policy::Weighted { weight: 0 },
            Policy::Latency { region: "mars-north-1".into() },
            Policy::Multivalue,
            Policy::Other { what: "geolocation".into() },
            Policy::Failover { role: Role::Secondary },
        ]
    );
    assert_eq!(records(&seen)[5].kind, "NEWTYPE");
}

/// A server that gives the same page for ever is not asked for ever, and what it left out is not taken for nothing.
#[test]
fn a_page_that_comes_again_is_no_answer() {
    let deployment = Deployment::start();
    {
        let mut state = deployment.aws.state();
        state.routing.zones[0].records = pair("A").to_vec();
        (state.routing.page_size, state.routing.repeats_pages) = (1, true);
    }
    let seen = deployment.seen(&[]);
    let records = &seen.zone().expect("there is a zone").records;
    let failure = records.failure().expect("there is no answer");
    assert_eq!(failure.kind, FailureKind::Other);
    assert!(failure.message.contains("same page again"), "{failure}");
    let asked = deployment.aws.calls().iter().filter(|call| call.contains("ListResourceRecordSets")).count();
    assert!(asked <= 3, "{asked}");
}

/// Health checks come page by page, too; where they are not allowed to be listed, nothing else is lost.
#[test]
fn health_checks_are_listed_to_the_last_page() {
    let deployment = Deployment::start();
    let checks = [pair("A"), pair("AAAA")].concat().into_iter().map(|record| RecordAt {
        rest: record.rest.replace("<HealthCheckId>hc-east</HealthCheckId>", ""),
        ..record
    });
    let seen = with(&deployment, vec![ZoneAt::new("Z1EXAMPLE", "example.com", checks.collect())]);
    let listed = seen.listed_checks.as_ref().and_then(|listed| listed.answer()).expect("they were listed");
    let ids: Vec<&str> = listed.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(ids, ["hc-east", "hc-west"]);
    deployment.aws.deny("*", "route53:ListHealthChecks");
    let seen = deployment.seen(&[]);
    let failure = seen.listed_checks.as_ref().and_then(|listed| listed.failure()).expect("it was refused");
    assert_eq!((failure.kind, seen.health_checks.len()), (FailureKind::AccessDenied, 1));
}
