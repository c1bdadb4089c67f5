//! CAP014 and CAP011: what was answered, and whether anything was throttled.

use chalkstore::aws::Asked;
use chalkstore::aws::{Failure, FailureKind};
use chalkstore::connect::evidence::Credentials;
use chalkstore::dynamodb::evidence::{Cause, Dimension, Ended, IndexSeen, Measure, Sampled};
use chalkstore::metrics::{Completeness, MissingSpan};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown};

use super::store::{START, Spoilable, Store, expect, expect_finding, good};
use crate::support::asked::denied;

/// What is done to a table.
type Spoil = fn(&mut Store);

fn failed(kind: FailureKind, message: &str) -> Failure {
    Failure::new(kind, message)
}

#[test]
fn what_is_answered() {
    expect("CAP014", Pass, "", |_| {});
    expect("CAP014", Pass, "an index has capacity and costs of its own", |store| {
        let index = IndexSeen { name: "i".into(), is_global: true, provisioned: None, size_bytes: None };
        store.facts(0).indexes = vec![index];
    });
    expect("CAP014", Fail, "us-east-1: there is no table chalk-online-store", |store| {
        let own = &mut store.seen.regions[0];
        own.described = Asked::Failed(failed(FailureKind::NotFound, "Requested resource not found"));
        (own.scaling, own.metrics) = (None, None);
        store.seen.sampled = Sampled::NotTried;
    });
    expect("CAP014", Fail, "the table is DELETING", |store| {
        store.facts(0).status = Some("DELETING".into());
    });
    expect("CAP014", Pass, "", |store| store.facts(0).status = Some("UPDATING".into()));
    expect("CAP014", Fail, "it serves nothing yet", |store| {
        store.facts(0).status = Some("CREATING".into());
    });
    expect("CAP014", Unknown, "does not tell the table's status", |store| store.facts(0).status = None);
    expect("CAP014", Unknown, "the table is SOMETHING_NEW", |store| {
        store.facts(0).status = Some("SOMETHING_NEW".into());
    });
    expect("CAP014", Unknown, "us-west-2: DescribeTable does not tell the replica's status", |store| {
        store.replicate();
        store.facts(0).replicas[0].status = None;
    });
    expect("CAP014", Fail, "us-west-2: the replica is INACCESSIBLE_ENCRYPTION_CREDENTIALS", |store| {
        store.replicate();
        store.facts(0).replicas[0].status = Some("INACCESSIBLE_ENCRYPTION_CREDENTIALS".into());
    });
}

#[test]
fn what_is_not_answered() {
    expect("CAP014", Unknown, "AWS_REGION", |store| {
        (store.seen.region, store.seen.credentials) = (None, None);
        store.seen.regions.clear();
    });
    expect("CAP014", Unknown, "before AWS credentials were looked for", |store| {
        store.seen.credentials = None;
        store.seen.regions.clear();
    });
    expect("CAP014", Unknown, "aws sso login", |store| {
        let failure = failed(FailureKind::NoCredentials, "no provider has any");
        store.seen.credentials = Some(Credentials::Failed(failure));
        store.seen.regions.clear();
    });
    expect("CAP014", Unknown, "before the table was described", |store| store.seen.regions.clear());
    let calls: [(&str, Spoil); 7] = [
        ("dynamodb:DescribeTable", |store| store.seen.regions[0].described = denied()),
        ("dynamodb:Scan", |store| {
            let Sampled::Taken(sample) = &mut store.seen.sampled else { panic!("there is one") };
            sample.ended = Ended::Failed(failed(FailureKind::AccessDenied, "no"));
        }),
        ("application-autoscaling:DescribeScalableTargets", |store| store.scaling(0).targets = denied()),
        ("application-autoscaling:DescribeScalingPolicies", |store| store.scaling(0).policies = denied()),
        ("application-autoscaling:DescribeScheduledActions", |store| store.scaling(0).scheduled = denied()),
        ("application-autoscaling:DescribeScalingActivities", |store| {
            store.scaling(0).failed_activities = denied();
        }),
        ("cloudwatch:GetMetricData", |store| store.seen.regions[0].metrics = Some(denied())),
    ];
    let page = include_str!("../../../../explain/CAP014.md");
    for (permission, spoil) in calls {
        expect("CAP014", Unknown, &format!("allow {permission}:"), spoil);
        assert!(page.contains(&format!("`{permission}`")), "{permission} is not in explain/CAP014.md");
    }
    expect("CAP014", Unknown, "--timeout", |store| {
        store.seen.regions[0].metrics = Some(Asked::Failed(failed(FailureKind::Timeout, "late")));
    });
    expect("CAP014", Unknown, "were not asked for in time | give it longer", |store| {
        store.seen.regions[0].metrics = None;
    });
    expect("CAP014", Unknown, "a part of the window came", |store| store.metrics(0).missing = missing());
    expect("CAP014", Unknown, "a part of ReadThrottleEvents only (PartialData)", |store| {
        partial(store, Measure::Throttled(Dimension::Read));
    });
}

fn missing() -> Vec<MissingSpan> {
    let failure = failed(FailureKind::Throttled, "Rate exceeded");
    vec![MissingSpan { start_epoch_s: START, end_epoch_s: START + 600, failure }]
}

fn partial(store: &mut Store, measure: Measure) {
    store.measured(0, measure).completeness = Completeness::Partial(vec!["PartialData".into()]);
}

#[test]
fn throttling_and_its_causes() {
    let events = |store: &mut Store, measure, count: f64| {
        store.consumes(0, measure, |at| Some(if at == 7200 { count / 60.0 } else { 0.0 }));
    };
    expect("CAP011", Pass, "", |_| {});
    expect("CAP011", Pass, "", |store| events(store, Measure::Throttled(Dimension::Read), 0.0));
    let whole =
        "us-east-1: 17 read requests were throttled in the window, the most at once (17) in the 60 s from";
    expect("CAP011", Fail, whole, |store| events(store, Measure::Throttled(Dimension::Read), 17.0));
    expect("CAP011", Fail, "DynamoDB tells no cause", |store| {
        events(store, Measure::Throttled(Dimension::Write), 1.0);
    });
    for (cause, said) in [
        (Cause::Provisioned, "raise the minimum or lower the target"),
        (Cause::KeyRange, "16 by the limit of one partition (a hot key)"),
        (Cause::AccountLimit, "Service Quotas"),
        (Cause::MaxOnDemand, "--on-demand-throughput"),
    ] {
        expect("CAP011", Fail, said, |store| {
            events(store, Measure::Throttled(Dimension::Write), 17.0);
            events(store, Measure::ThrottledBy(Dimension::Write, cause), 16.0);
        });
    }
    // In another Region, whose description nobody was allowed to read.
    expect("CAP011", Fail, "us-west-2: 3 write requests", |store| {
        store.replicate();
        store.consumes(1, Measure::Throttled(Dimension::Write), |at| (at == 0).then_some(3.0 / 60.0));
        store.seen.regions[1].described = denied();
    });
    expect("CAP011", Fail, "us-east-1: at least 17 read requests", |store| {
        events(store, Measure::Throttled(Dimension::Read), 17.0);
        store.metrics(0).missing = missing();
    });
}

#[test]
fn throttling_that_nobody_could_see() {
    expect("CAP011", Unknown, "us-east-1: the metrics could not be read", |store| {
        store.seen.regions[0].metrics = Some(denied());
    });
    expect("CAP011", Unknown, "which is not all", |store| store.metrics(0).missing = missing());
    expect("CAP011", Unknown, "which is not all", |store| {
        partial(store, Measure::Throttled(Dimension::Write));
    });
    // The causes alone are no reason for doubt where there was no event.
    expect("CAP011", Pass, "", |store| {
        partial(store, Measure::ThrottledBy(Dimension::Read, Cause::KeyRange));
    });
    expect("CAP011", Skip, "CAP014", |store| store.seen.regions[0].metrics = None);
    let mut quiet = good();
    quiet.replicate();
    quiet.seen.regions[1].metrics = Some(denied());
    expect_finding(&quiet, "CAP011", Unknown, "us-west-2");
}
