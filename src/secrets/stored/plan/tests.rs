//! The plan of everything that can stand there.

use super::*;
use crate::aws::FailureKind;
use crate::secrets::stored::ReplicaSeen;

const REGION: &str = "us-east-1";

fn described(change: impl FnOnce(&mut Facts)) -> Seen {
    let mut facts = Facts { value: ValueSeen::Same, ..Facts::default() };
    change(&mut facts);
    Seen::Described(Box::new(facts))
}

fn wanted() -> Wanted {
    Wanted {
        name: Some("chalk".to_owned()),
        description: Some("for chalk".to_owned()),
        kms_keys: vec!["alias/chalk".parse().expect("a key")],
        tags: vec![("team".to_owned(), "ml".to_owned()), ("env".to_owned(), "prod".to_owned())],
        replicas: vec!["eu-west-1".to_owned(), REGION.to_owned()],
    }
}

fn operations(wanted: &Wanted, seen: &Seen, replace: bool) -> Vec<&'static str> {
    make(wanted, REGION, seen, replace).calls.iter().map(Call::operation).collect()
}

#[test]
fn calls_come_in_the_order_that_works() {
    assert_eq!(operations(&wanted(), &Seen::Absent, false), ["CreateSecret", "ReplicateSecretToRegions"]);
    let drifted = described(|facts| facts.value = ValueSeen::Empty);
    let all = ["PutSecretValue", "UpdateSecret", "TagResource", "ReplicateSecretToRegions"];
    assert_eq!(operations(&wanted(), &drifted, false), all);
    let deleted = described(|facts| {
        facts.deleted_at = Some("2026-12-01T00:00:00Z".to_owned());
        facts.value = ValueSeen::NotAsked;
    });
    assert_eq!(operations(&wanted(), &deleted, true)[..2], ["RestoreSecret", "PutSecretValue"]);
}

#[test]
fn what_is_as_wanted_is_left_alone() {
    assert_eq!(operations(&Wanted::default(), &described(|_| {}), true), [""; 0]);
    let same = described(|facts| {
        facts.description = Some("for chalk".to_owned());
        facts.kms_key = Some("arn:aws:kms:us-east-1:123456789012:alias/chalk".to_owned());
        facts.tags = [("team", "ml"), ("env", "prod"), ("other", "x")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into();
        facts.replicas = vec![ReplicaSeen {
            region: "eu-west-1".to_owned(),
            status: "InProgress".to_owned(),
            message: None,
            kms_key: None,
        }];
    });
    assert_eq!(operations(&wanted(), &same, false), [""; 0]);
    let Seen::Described(mut facts) = same else { unreachable!("it was described") };
    facts.replicas[0].status = "Failed".to_owned();
    assert_eq!(
        operations(&wanted(), &Seen::Described(facts), false),
        ["ReplicateSecretToRegions"],
        "a replica that failed is made again"
    );
}

#[test]
fn what_stands_in_the_way_needs_replace() {
    let failure = Failure::new(FailureKind::AccessDenied, "no");
    let stored = "rediss://other:6379/0?clustered=true".to_owned();
    for (seen, blocked) in [
        (described(|facts| facts.deleted_at = Some("soon".to_owned())), Blocked::Deleted),
        (described(|facts| facts.value = ValueSeen::Unread { failure: failure.clone() }), Blocked::Unread),
        (described(|facts| facts.value = ValueSeen::OtherStore { stored }), Blocked::OtherStore),
        (described(|facts| facts.value = ValueSeen::NoUri { bytes: 7 }), Blocked::NoUri),
    ] {
        let plan = make(&wanted(), REGION, &seen, false);
        assert_eq!((plan.calls, plan.blocked), (Vec::new(), Some(blocked)));
        assert!(operations(&wanted(), &seen, true).len() > 3);
    }
    for (seen, blocked) in [
        (Seen::Failed(failure), Blocked::Unseen),
        (
            described(|facts| facts.primary_region = Some("eu-west-1".to_owned())),
            Blocked::Replica("eu-west-1".to_owned()),
        ),
        (described(|facts| facts.owning_service = Some("rds".to_owned())), Blocked::Owned("rds".to_owned())),
    ] {
        for replace in [false, true] {
            assert_eq!(make(&wanted(), REGION, &seen, replace).blocked.as_ref(), Some(&blocked));
        }
    }
}

#[test]
fn every_call_names_what_allows_it() {
    let calls = make(&wanted(), REGION, &Seen::Absent, false).calls;
    assert_eq!(calls[0].permissions(), ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]);
    for call in calls {
        assert!(call.permissions()[0].ends_with(call.operation()), "{call:?}");
        assert!(!call.summary().is_empty());
    }
}
