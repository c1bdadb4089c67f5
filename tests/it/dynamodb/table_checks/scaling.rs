//! CAP012: the scaling bounds, and what keeps scaling from following them.

use chalkstore::dynamodb::evidence::{Activity, Dimension, Measure, ScheduledAction};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::store::{READS, Spoilable, Store, expect, expect_finding, good, units};
use crate::support::asked::{answer, denied};

use Dimension::{Read, Write};

#[test]
fn bounds_that_fit_and_bounds_that_do_not() {
    expect("CAP012", Pass, "", |_| {});
    // 50 units a second take 72 at 70 %.
    let most = |max| move |store: &mut Store| store.target(0, Read).max = max;
    expect("CAP012", Pass, "", most(72));
    expect(
        "CAP012",
        Warn,
        "read capacity scales to 71 units at most; the peak of 50 takes 72 at 70 %",
        most(71),
    );
    expect("CAP012", Warn, "scales to 50 units at most", most(50));
    expect("CAP012", Fail, "scales to 49 units at most; the peak was 50 | raise the maximum to 72", most(49));
    let least = |min| move |store: &mut Store| store.target(0, Write).min = min;
    expect("CAP012", Pass, "", least(15));
    expect("CAP012", Warn, "write capacity never falls below 16 units", least(16));
    for (target, status) in [(49.0, Warn), (50.0, Pass), (70.0, Pass), (71.0, Warn)] {
        expect("CAP012", status, "", |store| store.policy(0, Read).target = Some(target));
    }
    // The minute that decides.
    expect("CAP012", Fail, "the peak was 201", |store| {
        store.consumes(0, Measure::Consumed(Read), |at| Some(if at == 3600 { 201.0 } else { READS }));
    });
}

#[test]
fn dimensions_that_do_not_scale() {
    expect("CAP012", Fail, "write capacity has no scaling policy, while other", |store| {
        store.unscale(0, Write);
    });
    expect("CAP012", Fail, "read capacity has bounds of 5 to 200 units and no scaling policy", |store| {
        answer(&mut store.scaling(0).policies).retain(|policy| policy.dimension != Read);
    });
    // A schedule is a way to scale, too.
    expect("CAP012", Pass, "`mornings` sets read bounds of 100 to 400 units at cron(0 6 * * ? *)", |store| {
        answer(&mut store.scaling(0).policies).retain(|policy| policy.dimension != Read);
        answer(&mut store.scaling(0).scheduled).push(mornings());
    });
    // A Region of a global table whose reads nobody made scale.
    let mut other = good();
    other.replicate();
    expect_finding(&other, "CAP012", Pass, "");
    other.unscale(1, Read);
    expect_finding(&other, "CAP012", Fail, "us-west-2: read capacity has no scaling policy");
    other.unscale(1, Write);
    expect_finding(&other, "CAP012", Fail, "us-west-2: write capacity has no scaling policy");
}

#[test]
fn tables_without_bounds() {
    expect("CAP012", Skip, "on demand", Store::on_demand);
    expect("CAP012", Skip, "a fixed capacity", |store| {
        store.unscale(0, Read);
        store.unscale(0, Write);
    });
    expect("CAP012", Skip, "was not described", |store| store.seen.regions[0].described = denied());
    expect("CAP012", Unknown, "the scaling policies could not be read", |store| {
        store.scaling(0).policies = denied();
    });
    expect("CAP012", Unknown, "the scaling policies could not be read", |store| {
        store.scaling(0).targets = denied();
    });
    expect("CAP012", Unknown, "what the table consumes is not known", |store| {
        store.seen.regions[0].metrics = Some(denied());
    });
    expect("CAP012", Unknown, "us-west-2: the scaling policies", |store| {
        store.replicate();
        store.seen.regions[1].described = denied();
    });
}

fn mornings() -> ScheduledAction {
    ScheduledAction {
        dimension: Some(Read),
        name: "mornings".into(),
        schedule: "cron(0 6 * * ? *)".into(),
        timezone: None,
        min: Some(100),
        max: Some(400),
    }
}

#[test]
fn scaling_that_is_suspended() {
    expect(
        "CAP012",
        Warn,
        "scaling out is suspended: read capacity stays at 72 units; the peak was 50",
        |store| {
            store.target(0, Read).suspended[1] = true;
        },
    );
    expect("CAP012", Fail, "read capacity stays at 49 units; the peak was 50", |store| {
        store.target(0, Read).suspended[1] = true;
        store.facts(0).provisioned = Some(units(49, 15));
    });
    expect(
        "CAP012",
        Warn,
        "dynamodb:table:WriteCapacityUnits --suspended-state DynamicScalingOut",
        |store| {
            store.target(0, Write).suspended[1] = true;
        },
    );
    expect("CAP012", Warn, "scaling in is suspended: write capacity that a peak has raised", |store| {
        store.target(0, Write).suspended[0] = true;
    });
    // Scaling in is kept from twice, and mended only where both are.
    expect("CAP012", Warn, "never lowers write capacity", |store| {
        store.target(0, Write).suspended[0] = true;
        store.policy(0, Write).is_scale_in_disabled = true;
    });
    expect("CAP012", Warn, "the policy `Read` never lowers read capacity (DisableScaleIn)", |store| {
        store.policy(0, Read).is_scale_in_disabled = true;
    });
    expect("CAP012", Warn, "`mornings` (cron(0 6 * * ? *)) is not carried out", |store| {
        store.target(0, Read).suspended[2] = true;
        answer(&mut store.scaling(0).scheduled).push(mornings());
    });
    // Nothing is scheduled, so that nothing is kept from happening.
    expect("CAP012", Pass, "", |store| store.target(0, Read).suspended[2] = true);
}

#[test]
fn changes_that_failed() {
    let activity = |status: &str, at: &str, message: &str| Activity {
        dimension: Write,
        started_at: Some(at.into()),
        status: status.into(),
        description: "Setting write capacity units to 5.".into(),
        message: Some(message.into()),
    };
    // Within the window of 21 September 2026, noon to six.
    let (within, before) = ("2026-09-21T14:13:20Z", "2026-09-20T23:00:00Z");
    let decreases = "Failed to set write capacity units to 5. Reason: decreases are limited";
    let said =
        "1 change of write capacity failed in the window, the last at 2026-09-21T14:13:20Z: Failed to set";
    expect("CAP012", Warn, said, |store| {
        let activities = vec![activity("Failed", within, decreases), activity("Failed", before, "older")];
        *answer(&mut store.scaling(0).failed_activities) = activities;
    });
    expect("CAP012", Warn, "a longer scale-in cooldown", |store| {
        *answer(&mut store.scaling(0).failed_activities) = vec![activity("Failed", within, decreases)];
    });
    expect("CAP012", Warn, "2 changes of write capacity failed", |store| {
        let quota = "The requested throughput exceeds the account's quota";
        let activities = vec![activity("Unfulfilled", within, quota), activity("Failed", within, quota)];
        *answer(&mut store.scaling(0).failed_activities) = activities;
    });
    expect("CAP012", Pass, "", |store| {
        let activities =
            vec![activity("Overridden", within, "another came"), activity("Failed", before, "old")];
        *answer(&mut store.scaling(0).failed_activities) = activities;
    });
    // What a person should know is no reason to doubt the bounds.
    expect("CAP012", Pass, "7 decreases since 00:00 UTC", |store| {
        store.facts(0).provisioned.as_mut().expect("is provisioned").decreases_today = Some(7);
    });
    let mut few = good();
    few.facts(0).provisioned.as_mut().expect("is provisioned").decreases_today = Some(3);
    let findings = few.findings();
    let bounds = findings.iter().find(|finding| finding.check.code == "CAP012").expect("is judged");
    assert!(bounds.notes().is_empty(), "{:?}", bounds.notes());
}
