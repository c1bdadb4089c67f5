//! What a table is: there, its keys, its settings.

use chalkstore::aws::{Asked, Failure, FailureKind};
use chalkstore::connect::evidence::{Credentials, KeyType};
use chalkstore::dynamodb::evidence::{Dimension, EncryptionSeen, TtlSeen};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::store::{Spoilable, alarm, good, spoiled, spoiled_group};
use crate::support::asked::{absent, answer, denied};

#[test]
fn a_table_is_there_or_not_or_nobody_knows() {
    spoiled(("TBL001", Fail), "no table chalk-online-store", |store| {
        store.seen.regions[0].described = absent();
    });
    spoiled(("TBL002", Skip), "TBL001", |store| store.seen.regions[0].described = absent());
    spoiled(("TBL001", Unknown), "allow dynamodb:DescribeTable", |store| {
        store.seen.regions[0].described = denied();
    });
    spoiled(("TBL001", Unknown), "AWS_REGION", |store| store.seen.region = None);
    spoiled(("TBL001", Unknown), "--timeout", |store| store.seen.credentials = None);
    spoiled(("TBL001", Unknown), "--timeout", |store| store.seen.regions.clear());
    spoiled(("TBL001", Unknown), "aws sso login", |store| {
        let failure = Failure::new(FailureKind::NoCredentials, "none");
        store.seen.credentials = Some(Credentials::Failed(failure));
    });
    for (status, becomes) in [
        ("UPDATING", Pass),
        ("CREATING", Fail),
        ("DELETING", Fail),
        ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", Fail),
        ("ARCHIVED", Fail),
        ("REPLICATION_NOT_AUTHORIZED", Fail),
        ("SOMETHING_NEW", Unknown),
    ] {
        spoiled(("TBL001", becomes), status, |store| store.facts(0).status = Some(status.into()));
    }
    spoiled(("TBL001", Unknown), "status", |store| store.facts(0).status = None);
    spoiled_group(("TBL001", Fail), "us-west-2: the replica is DELETING", |store| {
        store.facts(1).status = Some("DELETING".into());
    });
    spoiled_group(("TBL001", Warn), "us-west-2: the replica is CREATING", |store| {
        store.facts(1).status = Some("CREATING".into());
    });
    spoiled_group(("TBL001", Fail), "--region us-west-2", |store| store.seen.regions[0].described = absent());
}

#[test]
fn keys_are_of_a_layout() {
    spoiled(("TBL002", Pass), "the documented layout", |_| ());
    spoiled(("TBL002", Pass), "vendored", |store| {
        for (key, name) in [("hash", "__id__"), ("range", "__ns__")] {
            let facts = store.facts(0);
            let key = if key == "hash" { &mut facts.hash_key } else { &mut facts.range_key };
            key.as_mut().expect("a key").name = name.into();
        }
    });
    spoiled(("TBL002", Warn), "entity and sk", |store| {
        store.facts(0).hash_key.as_mut().expect("a key").name = "entity".into();
    });
    spoiled(("TBL002", Fail), "sk (type N)", |store| {
        store.facts(0).range_key.as_mut().expect("a key").key_type = Some(KeyType::N);
    });
    spoiled(("TBL002", Fail), "without a sort key", |store| store.facts(0).range_key = None);
    spoiled(("TBL002", Unknown), "keys", |store| store.facts(0).hash_key = None);
}

fn ttl(status: &str, attribute: Option<&str>) -> TtlSeen {
    TtlSeen { status: status.into(), attribute: attribute.map(Into::into) }
}

#[test]
fn items_expire_as_the_layout_has_it() {
    let vendored = || {
        let mut store = good();
        store.facts(0).hash_key.as_mut().expect("a key").name = "__id__".into();
        store.facts(0).range_key.as_mut().expect("a key").name = "__ns__".into();
        store
    };
    for (seen, becomes, said) in [
        (ttl("ENABLED", Some("__exp__")), Pass, "by __exp__"),
        (ttl("ENABLING", Some("__exp__")), Pass, "ENABLING"),
        (ttl("DISABLED", None), Warn, "never expire"),
        (ttl("ENABLED", Some("expires")), Warn, "by expires"),
    ] {
        let mut store = vendored();
        *answer(&mut store.settings(0).ttl) = seen;
        super::store::expect(&store, ("TBL009", becomes), said);
    }
    spoiled(("TBL009", Pass), "do not expire", |_| ());
    spoiled(("TBL009", Unknown), "allow dynamodb:DescribeTimeToLive", |store| {
        store.settings(0).ttl = denied();
    });
    spoiled(("TBL009", Fail), "expected: no expiry", |store| {
        *answer(&mut store.settings(0).ttl) = ttl("ENABLED", Some("expires"));
        store.want(|wanted| wanted.ttl_attribute = Some("none".into()));
    });
}

#[test]
fn a_table_is_protected_in_every_region() {
    spoiled_group(("TBL007", Warn), "us-west-2: point-in-time recovery is off", |store| {
        answer(&mut store.settings(1).recovery).status = "DISABLED".into();
    });
    spoiled(("TBL007", Unknown), "allow dynamodb:DescribeContinuousBackups", |store| {
        store.settings(0).recovery = denied();
    });
    spoiled_group(("TBL010", Warn), "us-west-2: the tag chalk_environment is missing", |store| {
        answer(&mut store.settings(1).tags).clear();
    });
    spoiled_group(("TBL010", Warn), "production in us-east-1 and staging in us-west-2", |store| {
        answer(&mut store.settings(1).tags).insert("chalk_environment".into(), "staging".into());
    });
    spoiled(("TBL010", Unknown), "allow dynamodb:ListTagsOfResource", |store| {
        store.settings(0).tags = denied();
    });
    spoiled_group(("TBL011", Warn), "us-west-2: deletion protection is off", |store| {
        store.facts(1).is_deletion_protected = Some(false);
    });
    spoiled(("TBL011", Unknown), "does not tell", |store| store.facts(0).is_deletion_protected = None);
    for code in ["TBL007", "TBL009", "TBL010", "TBL017"] {
        spoiled((code, Skip), "not asked", |store| store.seen.regions[0].settings = None);
    }
}

#[test]
fn the_key_of_the_data_can_be_used() {
    let encryption = |status: &str| EncryptionSeen {
        status: Some(status.into()),
        key: Some("arn:aws:kms:us-east-1:123456789012:key/k".into()),
        inaccessible_since: None,
    };
    spoiled(("TBL008", Pass), "AWS owns", |_| ());
    spoiled(("TBL008", Pass), "does not tell whether it is aws/dynamodb", |store| {
        store.facts(0).encryption = Some(encryption("ENABLED"));
    });
    spoiled(("TBL008", Pass), "UPDATING", |store| store.facts(0).encryption = Some(encryption("UPDATING")));
    spoiled(("TBL008", Fail), "out of reach since 2026-11-21T10:00:00Z", |store| {
        let since = Some("2026-11-21T10:00:00Z".to_owned());
        store.facts(0).encryption =
            Some(EncryptionSeen { inaccessible_since: since, ..encryption("ENABLED") });
    });
    spoiled_group(
        ("TBL008", Warn),
        "a KMS key encrypts in us-west-2, and a key that AWS owns in us-east-1",
        |store| {
            store.facts(1).encryption = Some(encryption("ENABLED"));
        },
    );
}

#[test]
fn streams_and_classes_are_those_of_a_group() {
    spoiled(("TBL012", Skip), "one Region", |_| ());
    spoiled_group(("TBL012", Fail), "us-west-2: the stream shows KEYS_ONLY", |store| {
        store.facts(1).stream = Some("KEYS_ONLY".into());
    });
    spoiled_group(("TBL012", Warn), "no stream", |store| store.facts(0).stream = None);
    spoiled_group(("TBL012", Pass), "strongly consistent", |store| {
        store.facts(0).stream = None;
        store.facts(0).multi_region_consistency = Some("STRONG".into());
    });
    spoiled_group(("TBL018", Warn), "us-west-2: the class is STANDARD_INFREQUENT_ACCESS", |store| {
        store.facts(1).table_class = "STANDARD_INFREQUENT_ACCESS".into();
    });
    spoiled(("TBL018", Pass), "the class is STANDARD", |_| ());
    spoiled(("TBL019", Skip), "--warm-throughput", |_| ());
}

#[test]
fn an_alarm_without_a_policy_is_left_over() {
    spoiled(("TBL017", Pass), "", |_| ());
    spoiled(
        ("TBL017", Warn),
        "1 alarm is left of scaling policies that are gone: TargetTracking-table",
        |store| {
            let left = alarm(Dimension::Write);
            store.unscale(0, Dimension::Write);
            answer(store.settings(0).alarms.as_mut().expect("was asked")).push(left);
        },
    );
    // A policy that was made anew has the same name, and other alarms.
    spoiled(("TBL017", Warn), "AlarmLow-old", |store| {
        let mut left = alarm(Dimension::Read);
        left.name = "TargetTracking-table/chalk-online-store-AlarmLow-old".into();
        answer(store.settings(0).alarms.as_mut().expect("was asked")).push(left);
    });
    // An emulator lists no alarms: what the alarm calls tells, too.
    spoiled(("TBL017", Pass), "", |store| store.policy(0, Dimension::Read).alarms.clear());
    spoiled(("TBL017", Unknown), "allow cloudwatch:DescribeAlarms", |store| {
        store.settings(0).alarms = Some(denied());
    });
    spoiled(("TBL017", Unknown), "DescribeScalingPolicies", |store| store.scaling(0).policies = denied());
}

/// A question that AWS turns away says nothing of the table: least of all that it is gone.
#[test]
fn a_throttled_question_is_no_missing_table() {
    spoiled(("TBL001", Unknown), "AWS throttled the question, and what it was about may be fine", |store| {
        let failure = Failure::new(FailureKind::Throttled, "Rate exceeded");
        store.seen.regions[0].described = Asked::Failed(failure);
    });
}
