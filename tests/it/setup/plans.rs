//! What is said of plans, from evidence that a person could have saved.

use std::mem;

use chalkstore::aws::Asked;
use chalkstore::aws::{Failure, FailureKind, FoundRegion, RegionSource};
use chalkstore::connect::evidence::{Credentials, Key, KeyType};
use chalkstore::dynamodb::evidence::{
    Dimension, Facts, ProvisionedSeen, RecoverySeen, RegionSeen, ReplicaSeen, Sampled, Scaling,
    ScheduledAction, Settings, TableSeen, Target, TtlSeen,
};
use chalkstore::dynamodb::plan::{Action, Call, make};
use chalkstore::dynamodb::spec::{BillingName, LayoutName, Wanted};
use chalkstore::dynamodb::table::{
    Applied, CanaryRead, CanarySeen, Done, Ended, Evidence, Expectations, Setup, assess,
};
use chalkstore::metrics::WindowSeen;
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use crate::support::asked::absent;
use crate::support::table::{self, replica};

fn region(name: &str, described: Asked<Facts>) -> RegionSeen {
    RegionSeen {
        scaling: Some(Scaling {
            targets: Asked::Answered(Vec::new()),
            policies: Asked::Answered(Vec::new()),
            scheduled: Asked::Answered(Vec::new()),
            failed_activities: Asked::Answered(Vec::new()),
        }),
        settings: Some(Settings {
            ttl: Asked::Answered(TtlSeen { status: "ENABLED".into(), attribute: Some("__exp__".into()) }),
            recovery: Asked::Answered(RecoverySeen { status: "ENABLED".into(), days: Some(35) }),
            tags: Asked::Answered(std::collections::BTreeMap::new()),
            alarms: None,
        }),
        ..RegionSeen::undescribed(name, described)
    }
}

/// An on-demand table as the vendored layout has it.
fn table() -> Facts {
    let key = |name: &str| Some(Key { name: name.into(), key_type: Some(KeyType::S) });
    Facts {
        status: Some("ACTIVE".into()),
        hash_key: key("__id__"),
        range_key: key("__ns__"),
        billing_mode: "PAY_PER_REQUEST".into(),
        table_class: "STANDARD".into(),
        is_deletion_protected: Some(true),
        ..Facts::default()
    }
}

fn evidence(regions: Vec<RegionSeen>, replicas: &[&str]) -> Evidence {
    let wanted = Wanted {
        layout: Some(LayoutName::Vendored),
        billing: Some(BillingName::OnDemand),
        encryption: Some(chalkstore::dynamodb::spec::EncryptionName::AwsOwned),
        replicas: replicas.iter().map(|one| one.parse().expect("a Region")).collect(),
        ..Wanted::default()
    };
    let seen = TableSeen {
        name: "features".into(),
        profile: None,
        endpoint_url: None,
        observed_at: "2026-11-21T00:00:00Z".into(),
        region: Some(FoundRegion { name: "us-east-1".into(), source: RegionSource::Given }),
        no_region: None,
        credentials: Some(Credentials::Found { expires_at: None }),
        account: None,
        window: WindowSeen { wanted_s: 0, start_epoch_s: 0, end_epoch_s: 0, period_s: 60 },
        regions,
        sampled: Sampled::NotWanted,
    };
    let setup = Setup {
        wanted,
        region: "us-east-1".into(),
        is_planned: true,
        before: None,
        applied: None,
        canary: None,
    };
    Evidence { seen, setup: Some(setup) }
}

fn own(facts: Facts) -> Evidence {
    evidence(vec![region("us-east-1", Asked::Answered(facts))], &[])
}

/// What a check said: its status, and all of its words.
fn said(evidence: &Evidence, code: &str) -> (Status, String) {
    let assessment = assess(evidence, &Expectations::default());
    let mut findings = assessment.findings.iter().filter(|finding| finding.check.code == code);
    let finding = findings.next().unwrap_or_else(|| panic!("no {code}"));
    (finding.status, format!("{} {}", finding.message(), finding.help_text().unwrap_or_default()))
}

#[track_caller]
fn expect(evidence: &Evidence, (code, status): (&str, Status), words: &str) {
    let (found, told) = said(evidence, code);
    assert_eq!(found, status, "{code}: {told}");
    assert!(told.contains(words), "{code} does not say {words:?}: {told}");
}

fn calls(evidence: &Evidence) -> Vec<Call> {
    let setup = evidence.setup.as_ref().expect("is set up");
    make(&setup.wanted.spec("features", "us-east-1").expect("makes sense"), &evidence.seen).calls
}

#[test]
fn the_layout_is_a_choice() {
    let mut evidence = evidence(vec![region("us-east-1", absent())], &[]);
    expect(&evidence, ("TBL030", Pass), "__id__ and __ns__, and expiry in __exp__");
    evidence.setup.as_mut().expect("is set up").wanted.layout = None;
    expect(&evidence, ("TBL030", Warn), "pk and sk");
    expect(&evidence, ("TBL030", Warn), "__id__ and __ns__");
    assert_eq!(calls(&evidence)[0].operation(), "CreateTable");
}

#[test]
fn what_cannot_be_changed_stops_everything() {
    let mut facts = table();
    facts.hash_key = Some(Key { name: "pk".into(), key_type: Some(KeyType::S) });
    facts.is_deletion_protected = Some(false);
    let other_keys = own(facts);
    expect(&other_keys, ("TBL031", Fail), "other keys");
    assert!(calls(&other_keys).is_empty());

    let deleting = own(Facts { status: Some("DELETING".into()), ..table() });
    expect(&deleting, ("TBL031", Fail), "it goes away, with all items; nothing of it is changed");
    // Whether one of a status that is not known takes changes, nobody knows: none is tried.
    let strange = own(Facts { status: Some("SOMETHING_NEW".into()), ..table() });
    expect(&strange, ("TBL031", Fail), "does not know the status");
    assert!(calls(&strange).is_empty());

    let elsewhere = evidence(
        vec![region("us-east-1", absent()), region("us-west-2", Asked::Answered(table()))],
        &["us-west-2"],
    );
    expect(&elsewhere, ("TBL031", Fail), "in us-west-2 already");
    assert!(calls(&elsewhere).is_empty());

    // A table of the same name that is no replica, and a group that takes no more Regions.
    let foreign = evidence(
        vec![region("us-east-1", Asked::Answered(table())), region("us-west-2", Asked::Answered(table()))],
        &["us-west-2"],
    );
    expect(&foreign, ("TBL031", Fail), "no replica");
    let strong = evidence(
        vec![
            region(
                "us-east-1",
                Asked::Answered(Facts { multi_region_consistency: Some("STRONG".into()), ..table() }),
            ),
            region("us-west-2", absent()),
        ],
        &["us-west-2"],
    );
    expect(&strong, ("TBL031", Fail), "strongly consistent");
}

#[test]
fn replicas_in_trouble_are_told_and_those_on_their_way_are_waited_for() {
    let with = |status: &str| {
        let replica = ReplicaSeen { status: Some(status.into()), ..replica("us-west-2") };
        let facts = Facts { replicas: vec![replica], stream: Some("NEW_AND_OLD_IMAGES".into()), ..table() };
        let mut other = region("us-west-2", Asked::Answered(table()));
        other.described = Asked::Answered(table());
        evidence(vec![region("us-east-1", Asked::Answered(facts)), other], &["us-west-2"])
    };
    for (status, words) in [
        ("REGION_DISABLED", "20 hours"),
        ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "KMS key"),
        ("REPLICATION_NOT_AUTHORIZED", "not allowed"),
        ("CREATION_FAILED", "delete it"),
        ("DELETING", "wait until it is gone"),
        ("ARCHIVED", "put away"),
        ("SOMETHING_NEW", "does not know the status"),
    ] {
        expect(&with(status), ("TBL031", Fail), words);
    }
    // What could not be made, and what goes, has no table that could be described.
    for status in ["CREATION_FAILED", "DELETING"] {
        let mut gone = with(status);
        gone.seen.regions[1].described = absent();
        expect(&gone, ("TBL031", Fail), status);
    }
    // Another run made it after the table's own Region was asked: it lists that Region, which does not list it.
    let joining = {
        let mut evidence = with("ACTIVE");
        let [own, other] = evidence.seen.regions.as_mut_slice() else { panic!("are two") };
        let (Asked::Answered(own), Asked::Answered(other)) = (&mut own.described, &mut other.described)
        else {
            panic!("were described")
        };
        other.replicas = mem::take(&mut own.replicas);
        "us-east-1".clone_into(&mut other.replicas[0].region);
        evidence
    };
    for on_its_way in [with("CREATING"), joining] {
        expect(&on_its_way, ("TBL031", Pass), "");
        let actions: Vec<Action> = calls(&on_its_way).into_iter().map(|call| call.action).collect();
        assert_eq!(actions, [Action::AwaitReplica { replica: "us-west-2".into() }]);
    }
    let other_view = {
        let mut evidence = with("ACTIVE");
        let Asked::Answered(facts) = &mut evidence.seen.regions[0].described else { panic!("was described") };
        facts.stream = Some("KEYS_ONLY".into());
        evidence
    };
    expect(&other_view, ("TBL031", Warn), "KEYS_ONLY");
}

#[test]
fn what_cannot_be_read_is_not_planned_over() {
    let denied = || Failure::new(FailureKind::AccessDenied, "not authorized");
    let mut evidence = own(table());
    evidence.seen.regions[0].settings.as_mut().expect("was asked").recovery = Asked::Failed(denied());
    expect(&evidence, ("TBL032", Unknown), "dynamodb:DescribeContinuousBackups");
    // Neither where something else stands in the way already.
    evidence.setup.as_mut().expect("is set up").wanted.billing = Some(BillingName::Autoscaling);
    expect(&evidence, ("TBL031", Fail), "--read-capacity");
    expect(&evidence, ("TBL032", Unknown), "dynamodb:DescribeContinuousBackups");
    let unseen = self::evidence(vec![region("us-east-1", Asked::Failed(denied()))], &[]);
    expect(&unseen, ("TBL032", Unknown), "dynamodb:DescribeTable");
    expect(&unseen, ("TBL031", Skip), "not known");
    assert!(calls(&unseen).is_empty());
    let mut nowhere = self::evidence(Vec::new(), &[]);
    nowhere.seen.region = None;
    expect(&nowhere, ("TBL032", Unknown), "no AWS Region");
}

/// A schedule moves bounds on purpose: they are not set back.
#[test]
fn bounds_that_a_schedule_moves_are_left_alone() {
    let mut evidence = own(Facts {
        billing_mode: "PROVISIONED".into(),
        provisioned: Some(ProvisionedSeen {
            read_units: 2000,
            write_units: 500,
            decreases_today: None,
            increased_at: None,
            decreased_at: None,
        }),
        ..table()
    });
    let scaling = evidence.seen.regions[0].scaling.as_mut().expect("was asked");
    let target = |dimension, min| Target { dimension, min, max: 5000, suspended: [false; 3] };
    scaling.targets = Asked::Answered(vec![target(Dimension::Read, 2000), target(Dimension::Write, 250)]);
    scaling.policies = table::scaling().policies;
    scaling.scheduled = Asked::Answered(vec![ScheduledAction {
        dimension: Some(Dimension::Read),
        name: "mornings".into(),
        schedule: "cron(0 6 * * ? *)".into(),
        timezone: None,
        min: Some(2000),
        max: None,
    }]);
    let wanted = &mut evidence.setup.as_mut().expect("is set up").wanted;
    wanted.billing = Some(BillingName::Autoscaling);
    expect(&evidence, ("TBL031", Pass), "");
    evidence.setup.as_mut().expect("is set up").wanted.read_scaling =
        Some("500-5000@70".parse().expect("bounds"));
    expect(&evidence, ("TBL031", Pass), "");
    assert_eq!(planned(&evidence), []);
    // Where they are neither as wanted nor as scheduled, a person has to say what is meant.
    let scaling = evidence.seen.regions[0].scaling.as_mut().expect("was asked");
    let Asked::Answered(targets) = &mut scaling.targets else { panic!("were told") };
    targets[0].min = 1234;
    expect(&evidence, ("TBL031", Fail), "mornings");
    assert_eq!(planned(&evidence), []);
    // Whether there is a schedule has to be known before anything is set back.
    let denied = Failure::new(FailureKind::AccessDenied, "not authorized");
    evidence.seen.regions[0].scaling.as_mut().expect("was asked").scheduled = Asked::Failed(denied);
    expect(&evidence, ("TBL032", Unknown), "not authorized");
}

/// What the plan calls.
fn planned(evidence: &Evidence) -> Vec<Call> {
    let setup = evidence.setup.as_ref().expect("is set up");
    setup.plan(&evidence.seen).expect("makes sense").1.calls
}

#[test]
fn how_an_apply_ended_is_told() {
    let applied = |ended: Ended, failure: Option<Failure>| {
        let mut evidence = own(table());
        let setup = evidence.setup.as_mut().expect("is set up");
        let call = Call::new("us-east-1", Action::EnableRecovery);
        let done = Done { call, tries: 8, took_ms: 1000, failure };
        setup.before = Some(Box::new(evidence.seen.clone()));
        setup.applied = Some(Applied { calls: vec![done], ended });
        evidence
    };
    expect(&own(table()), ("TBL033", Skip), "a plan");
    expect(&applied(Ended::Finished, None), ("TBL033", Pass), "1 call was made");
    let failed = |kind, message: &str| applied(Ended::Failed, Some(Failure::new(kind, message)));
    let denied = failed(FailureKind::AccessDenied, "not authorized");
    expect(&denied, ("TBL033", Fail), "allow dynamodb:UpdateContinuousBackups in us-east-1");
    assert!(denied.is_stopped());
    let decreases =
        failed(FailureKind::Limit, "Subscriber limit exceeded: Provisioned throughput decreases are limited");
    expect(&decreases, ("TBL033", Fail), "once an hour");
    expect(&failed(FailureKind::Limit, "too many tables"), ("TBL033", Fail), "Service Quotas");
    expect(&failed(FailureKind::Throttled, "Rate exceeded"), ("TBL033", Fail), "(8 tries)");
    expect(
        &failed(FailureKind::Refused, "Table write capacity should either be Pay-Per-Request or AutoScaled."),
        ("TBL033", Fail),
        "global index",
    );
    let late = Ended::WaitedTooLong { what: "the replica in us-west-2".into(), seconds: 1800 };
    expect(&applied(late, None), ("TBL033", Fail), "--wait-timeout");
    expect(&applied(Ended::Unsettled, None), ("TBL033", Fail), "CloudTrail");
    let lost = Ended::Lost { failure: Failure::new(FailureKind::ExpiredCredentials, "expired") };
    expect(&applied(lost, None), ("TBL033", Fail), "sign in again (aws sso login), and run this again");
    expect(&applied(Ended::Interrupted, None), ("TBL033", Unknown), "goes on from there");
}

#[test]
fn a_canary_is_read_everywhere_or_told_to_be_missing() {
    let with = |change: fn(&mut CanarySeen)| {
        let mut evidence = own(table());
        let read = |region: &str, after_ms| CanaryRead { region: region.into(), after_ms, failure: None };
        let mut canary = CanarySeen {
            key: "chalkstore-canary:1".into(),
            write_failure: None,
            reads: vec![read("us-east-1", Some(4)), read("us-west-2", Some(900))],
            delete_failure: None,
        };
        change(&mut canary);
        let setup = evidence.setup.as_mut().expect("is set up");
        setup.applied = Some(Applied { calls: Vec::new(), ended: Ended::Finished });
        setup.canary = Some(canary);
        evidence
    };
    expect(&with(|_| ()), ("TBL034", Pass), "us-west-2 after 900 ms");
    expect(&with(|seen| seen.reads[1].after_ms = None), ("TBL034", Fail), "not there within");
    let denied = || Some(Failure::new(FailureKind::AccessDenied, "no"));
    let mut unwritten = with(|_| ());
    unwritten.setup.as_mut().and_then(|setup| setup.canary.as_mut()).expect("a canary").write_failure =
        denied();
    expect(&unwritten, ("TBL034", Fail), "dynamodb:PutItem");
    let mut left = with(|_| ());
    left.setup.as_mut().and_then(|setup| setup.canary.as_mut()).expect("a canary").delete_failure = denied();
    expect(&left, ("TBL034", Warn), "by hand");
    expect(&own(table()), ("TBL034", Skip), "");
}
