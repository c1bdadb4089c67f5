//! What is expected of a table, on the command line or because it was to be set up so.

use chalkstore::connect::evidence::KeyType;
use chalkstore::dynamodb::evidence::{Dimension, EncryptionSeen, TtlSeen};
use chalkstore::dynamodb::spec::{BillingName, EncryptionName, LayoutName, Switch, TableClass, Wanted};
use chalkstore::dynamodb::table::{Applied, Ended, Setup};
use chalkstore::report::Status::{Fail, Pass, Unknown};

use super::store::{Expected, Spoilable, Store, expect, good, replicated, spoiled};
use crate::support::asked::{answer, denied};

/// Expects something of a table of one Region.
#[track_caller]
fn wanted(expected: Expected<'_>, said: &str, want: impl FnOnce(&mut Wanted)) {
    spoiled(expected, said, |store| store.want(want));
}

#[test]
fn keys_and_expiry() {
    wanted(("TBL002", Pass), "", |wanted| wanted.layout = Some(LayoutName::Documented));
    wanted(("TBL002", Fail), "expected: __id__ and __ns__", |wanted| {
        wanted.layout = Some(LayoutName::Vendored);
    });
    // What was not said is what stands.
    wanted(("TBL002", Pass), "", |wanted| wanted.partition_key = Some("pk".into()));
    wanted(("TBL002", Fail), "expected: id and sk", |wanted| wanted.partition_key = Some("id".into()));
    spoiled(("TBL002", Fail), "no deployment reads these: it takes", |store| {
        store.facts(0).range_key.as_mut().expect("a sort key").key_type = Some(KeyType::N);
        store.want(|wanted| wanted.layout = Some(LayoutName::Documented));
    });
    wanted(("TBL009", Fail), "expected: by __exp__", |wanted| wanted.ttl_attribute = Some("__exp__".into()));
    spoiled(("TBL009", Pass), "", |store| {
        *answer(&mut store.settings(0).ttl) =
            TtlSeen { status: "ENABLED".into(), attribute: Some("__exp__".into()) };
        store.want(|wanted| wanted.ttl_attribute = Some("__exp__".into()));
    });
    spoiled(("TBL009", Unknown), "allow dynamodb:DescribeTimeToLive", |store| {
        store.settings(0).ttl = denied();
        store.want(|wanted| wanted.ttl_attribute = Some("__exp__".into()));
    });
}

#[test]
fn billing() {
    let billing = |billing| move |wanted: &mut Wanted| wanted.billing = Some(billing);
    wanted(("TBL003", Pass), "", billing(BillingName::Autoscaling));
    wanted(("TBL003", Fail), "expected: PAY_PER_REQUEST", billing(BillingName::OnDemand));
    wanted(("TBL003", Fail), "autoscaled; expected: a fixed one", billing(BillingName::Provisioned));
    spoiled(("TBL003", Fail), "expected: PROVISIONED", |store| {
        store.on_demand();
        store.want(|wanted| wanted.read_scaling = Some("5-200".parse().expect("bounds")));
    });
    let fixed = |store: &mut Store, read: u64, write: Option<u64>| {
        store.fix();
        store.want(|wanted| {
            wanted.billing = Some(BillingName::Provisioned);
            (wanted.read_capacity, wanted.write_capacity) = (Some(read), write);
        });
    };
    spoiled(("TBL003", Pass), "", |store| fixed(store, 72, None));
    spoiled(("TBL003", Fail), "72 read units; expected: 100, and 15 write units; expected: 20", |store| {
        fixed(store, 100, Some(20));
    });
    spoiled(("TBL003", Unknown), "DescribeScalableTargets", |store| {
        store.scaling(0).targets = denied();
        store.want(billing(BillingName::Provisioned));
    });
}

#[test]
fn scaling() {
    let reads = |text: &'static str| {
        move |wanted: &mut Wanted| wanted.read_scaling = Some(text.parse().expect("bounds"))
    };
    wanted(("TBL005", Pass), "", reads("5-200@70"));
    wanted(("TBL005", Pass), "", reads("5-200"));
    wanted(("TBL005", Fail), "5-200 units; expected: 500-5000", reads("500-5000"));
    wanted(("TBL005", Fail), "a target of 70 %; expected: 60 %", reads("5-200@60"));
    wanted(("TBL004", Fail), "5-200 units; expected: 250-2500", |wanted| {
        wanted.write_scaling = Some("250-2500@70".parse().expect("bounds"));
    });
    wanted(("TBL004", Fail), "a scale-in cooldown of 60 s; expected: 120 s", |wanted| {
        wanted.scale_in_cooldown = Some(120);
    });
    for code in ["TBL004", "TBL005"] {
        spoiled((code, Fail), "do not scale; expected: they do", |store| {
            store.fix();
            store.want(|wanted| wanted.billing = Some(BillingName::Autoscaling));
        });
    }
    // A replica's own bounds count before those of all.
    let mut store = replicated();
    store.want(|wanted| {
        wanted.read_scaling = Some("5-200".parse().expect("bounds"));
        wanted.replicas = vec!["us-west-2=5-100".parse().expect("a Region")];
    });
    expect(&store, ("TBL005", Fail), "us-west-2: reads: 5-200 units; expected: 5-100");
    store.target(1, Dimension::Read).max = 100;
    expect(&store, ("TBL005", Pass), "");
}

#[test]
fn protection() {
    let mut store = replicated();
    store.want(|wanted| {
        wanted.point_in_time_recovery = Some(Switch::On);
        wanted.deletion_protection = Some(Switch::On);
        wanted.environment = Some("production".into());
        wanted.table_class = Some(TableClass::Standard);
    });
    for code in ["TBL007", "TBL010", "TBL011", "TBL018"] {
        expect(&store, (code, Pass), "");
    }
    // Of the other Region, too, though nobody has named it.
    answer(&mut store.settings(1).recovery).status = "DISABLED".into();
    store.facts(1).is_deletion_protected = Some(false);
    answer(&mut store.settings(1).tags).clear();
    store.facts(1).table_class = "STANDARD_INFREQUENT_ACCESS".into();
    expect(&store, ("TBL007", Fail), "us-west-2: point-in-time recovery: off; expected: on");
    expect(&store, ("TBL010", Fail), "us-west-2: tags: none; expected: chalk_environment=production");
    expect(&store, ("TBL011", Fail), "us-west-2: deletion protection: off; expected: on");
    expect(&store, ("TBL018", Fail), "us-west-2: table class: STANDARD_INFREQUENT_ACCESS");
    store.settings(1).recovery = denied();
    expect(&store, ("TBL007", Unknown), "allow dynamodb:DescribeContinuousBackups");
    store.want(|wanted| wanted.point_in_time_recovery = Some(Switch::Off));
    expect(&store, ("TBL007", Fail), "us-east-1: point-in-time recovery: on; expected: off");
}

#[test]
fn encryption() {
    let kms = |key: &str| {
        Some(EncryptionSeen {
            status: Some("ENABLED".into()),
            key: Some(key.into()),
            inaccessible_since: None,
        })
    };
    let own = "arn:aws:kms:us-east-1:123456789012:key/own";
    wanted(("TBL008", Pass), "", |wanted| wanted.encryption = Some(EncryptionName::AwsOwned));
    wanted(("TBL008", Fail), "expected: the account's key aws/dynamodb", |wanted| {
        wanted.encryption = Some(EncryptionName::AwsManaged);
    });
    // A customer's key without its name: that there is one is all that can be seen.
    wanted(("TBL008", Fail), "a key that AWS owns; expected: a key of the customer's", |wanted| {
        wanted.encryption = Some(EncryptionName::Customer);
    });
    for (seen, status) in [(own, Pass), ("arn:aws:kms:us-east-1:123456789012:key/other", Fail)] {
        spoiled(("TBL008", status), "", |store| {
            store.facts(0).encryption = kms(seen);
            store.want(|wanted| wanted.kms_keys = vec![own.parse().expect("a key")]);
        });
    }
    spoiled(("TBL008", Pass), "--kms-key", |store| {
        store.facts(0).encryption = kms(own);
        store.want(|wanted| wanted.encryption = Some(EncryptionName::Customer));
    });
    // Only the Region whose key is named is compared.
    let mut store = replicated();
    for region in [0, 1] {
        store.facts(region).encryption = kms(&format!("arn:aws:kms:r:1:key/{region}"));
    }
    store.want(|wanted| wanted.kms_keys = vec!["arn:aws:kms:us-east-1:1:key/0".parse().expect("a key")]);
    expect(&store, ("TBL008", Fail), "us-east-1: encryption: arn:aws:kms:r:1:key/0");
    store.facts(0).encryption = kms("arn:aws:kms:us-east-1:1:key/0");
    expect(&store, ("TBL008", Pass), "");
}

#[test]
fn warm_throughput() {
    let warm = |text: &'static str| {
        move |wanted: &mut Wanted| wanted.warm_throughput = Some(text.parse().expect("units"))
    };
    wanted(("TBL019", Pass), "12000 read", warm("12000,4000"));
    wanted(("TBL019", Fail), "expected: 20000 read", warm("20000,4000"));
    spoiled(("TBL019", Unknown), "no warm throughput", |store| {
        store.facts(0).warm_throughput = None;
        store.want(warm("20000,4000"));
    });
}

#[test]
fn what_contradicts_itself_is_no_verdict() {
    wanted(("TBL010", Unknown), "contradicts itself", |wanted| {
        wanted.tags = vec![("aws:own".into(), "x".into())];
    });
}

/// A table that was set up, so that all of it is expected.
fn set_up(applied: bool) -> Store {
    let mut store = good();
    let wanted = Wanted {
        billing: Some(BillingName::Autoscaling),
        read_scaling: Some("5-200@70".parse().expect("bounds")),
        write_scaling: Some("5-200@70".parse().expect("bounds")),
        encryption: Some(EncryptionName::AwsOwned),
        environment: Some("production".into()),
        ..Wanted::default()
    };
    let applied = applied.then(|| Applied { calls: Vec::new(), ended: Ended::Finished });
    store.setup = Some(Setup {
        wanted,
        region: "us-east-1".into(),
        is_planned: false,
        before: None,
        applied,
        canary: None,
    });
    store
}

#[test]
fn all_is_expected_of_a_table_that_was_set_up() {
    let mut store = set_up(true);
    for code in ["TBL002", "TBL003", "TBL004", "TBL005", "TBL007", "TBL008", "TBL010", "TBL011", "TBL018"] {
        expect(&store, (code, Pass), "");
    }
    // What was said, and what a default completes.
    answer(&mut store.settings(0).recovery).status = "DISABLED".into();
    store.facts(0).is_deletion_protected = Some(false);
    store.policy(0, Dimension::Read).target = Some(60.0);
    store.target(0, Dimension::Write).max = 400;
    for code in ["TBL004", "TBL005", "TBL007", "TBL011"] {
        expect(&store, (code, Fail), "expected: ");
    }
    store.on_demand();
    expect(&store, ("TBL003", Fail), "expected: PROVISIONED");
}

#[test]
fn a_plan_does_not_judge_what_it_is_to_change() {
    let findings = set_up(false).findings();
    assert!(findings.iter().all(|finding| finding.check.code >= "TBL030"), "{findings:?}");
}
