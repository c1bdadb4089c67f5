//! How a table scales.

use chalkstore::dynamodb::evidence::{Activity, Dimension, IndexSeen, Measure, ScheduledAction};
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};

use super::store::{Spoilable, Store, good, spoiled, spoiled_group};
use crate::support::asked::{answer, denied};

#[test]
fn one_write_policy_holds_for_the_group() {
    spoiled_group(
        ("TBL004", Fail),
        "5-200 units at 70 % in us-east-1, and 5-400 units at 70 % in us-west-2",
        |store| {
            store.target(1, Dimension::Write).max = 400;
        },
    );
    spoiled_group(("TBL004", Fail), "and 5-200 units at 50 % in us-west-2", |store| {
        store.policy(1, Dimension::Write).target = Some(50.0);
    });
    spoiled_group(("TBL004", Fail), "not scaled in us-west-2", |store| store.unscale(1, Dimension::Write));
    spoiled_group(("TBL004", Fail), "in any Region", Store::fix);
    spoiled(("TBL004", Warn), "reads scale, and writes do not", |store| store.unscale(0, Dimension::Write));
    spoiled(("TBL004", Pass), "fixed", Store::fix);
    spoiled(("TBL004", Skip), "on demand", Store::on_demand);
    for (part, call) in [("targets", "DescribeScalableTargets"), ("policies", "DescribeScalingPolicies")] {
        spoiled_group(("TBL004", Unknown), &format!("allow application-autoscaling:{call}"), |store| {
            let scaling = store.scaling(1);
            if part == "targets" { scaling.targets = denied() } else { scaling.policies = denied() }
        });
    }
    spoiled(("TBL004", Unknown), "--timeout", |store| store.seen.regions[0].scaling = None);
    spoiled(("TBL004", Pass), "by-namespace", |store| {
        let index =
            IndexSeen { name: "by-namespace".into(), is_global: true, provisioned: None, size_bytes: None };
        store.facts(0).indexes = vec![index];
    });
}

#[test]
fn every_region_has_reads_of_its_own() {
    spoiled_group(("TBL005", Fail), "us-west-2: reads do not scale here", |store| {
        store.unscale(1, Dimension::Read);
    });
    spoiled_group(("TBL005", Fail), "us-west-2: reads scale to 15 units at most, and 20 a second", |store| {
        store.target(1, Dimension::Read).max = 15;
    });
    spoiled_group(
        ("TBL005", Warn),
        "us-east-1 read 50 a second at its peak and us-west-2 read 15",
        |store| {
            store.uses(1, Measure::Consumed(Dimension::Read), 15.0);
        },
    );
    // 50 to 20 is less than three times.
    spoiled_group(("TBL005", Pass), "", |_| ());
    spoiled_group(("TBL005", Unknown), "DescribeScalableTargets", |store| {
        store.scaling(1).targets = denied();
    });
    spoiled(("TBL005", Pass), "fixed", Store::fix);
    spoiled(("TBL005", Skip), "on demand", Store::on_demand);
}

#[test]
fn bounds_make_sense() {
    for (min, max) in [(300, 200), (0, 200)] {
        spoiled(("TBL006", Fail), &format!("bounds of {min} to {max}"), |store| {
            store.target(0, Dimension::Read).min = min;
        });
    }
    spoiled(("TBL006", Warn), "may have 40000 by default", |store| {
        store.target(0, Dimension::Write).max = 50_000;
    });
    for (target, status) in
        [(95.0, Fail), (19.0, Fail), (85.0, Warn), (45.0, Warn), (50.0, Pass), (70.0, Pass)]
    {
        spoiled(("TBL006", status), "", |store| store.policy(0, Dimension::Read).target = Some(target));
    }
    spoiled(("TBL006", Fail), "no policy", |store| answer(&mut store.scaling(0).policies).clear());
    spoiled(("TBL006", Fail), "2 policies: Read, other", |store| {
        let mut other = store.policy(0, Dimension::Read).clone();
        other.name = "other".into();
        answer(&mut store.scaling(0).policies).push(other);
    });
    spoiled(("TBL006", Fail), "no target (StepScaling)", |store| {
        let policy = store.policy(0, Dimension::Read);
        (policy.target, policy.kind) = (None, "StepScaling".into());
    });
    spoiled(("TBL006", Warn), "DisableScaleIn", |store| {
        store.policy(0, Dimension::Write).is_scale_in_disabled = true;
    });
    spoiled(("TBL006", Skip), "fixed", Store::fix);
    spoiled(("TBL006", Skip), "on demand", Store::on_demand);
}

#[test]
fn nothing_keeps_scaling_from_working() {
    spoiled(("TBL006", Warn), "scaling in is suspended: read capacity", |store| {
        store.target(0, Dimension::Read).suspended[0] = true;
    });
    // Scaling out matters as far as what stands does not carry what was asked for, or nobody knows whether it does.
    let still = |units: i64| {
        move |store: &mut Store| {
            store.target(0, Dimension::Read).suspended[1] = true;
            store.facts(0).provisioned.as_mut().expect("is provisioned").read_units = units;
        }
    };
    spoiled(("TBL006", Warn), "read capacity stays at 72 units; the peak was 50", still(72));
    spoiled(("TBL006", Fail), "read capacity stays at 49 units; the peak was 50", still(49));
    spoiled(("TBL006", Fail), "read capacity stays at 72 units", |store| {
        still(72)(store);
        store.seen.regions[0].metrics = Some(denied());
    });
    spoiled(("TBL006", Fail), "read capacity stays at 72 units", |store| {
        still(72)(store);
        store.uses(0, Measure::Consumed(Dimension::Read), 0.0);
    });
    // Nothing is scheduled, so that nothing is kept from happening.
    spoiled(("TBL006", Pass), "", |store| store.target(0, Dimension::Read).suspended[2] = true);
    let activity = |started_at: &str, status: &str| Activity {
        dimension: Dimension::Write,
        started_at: Some(started_at.into()),
        status: status.into(),
        description: "Setting write capacity units to 5.".into(),
        message: Some("Provisioned throughput decreases are limited within a given UTC day.".into()),
    };
    let failed = |activity: Activity| {
        let mut store = good();
        *answer(&mut store.scaling(0).failed_activities) = vec![activity];
        store
    };
    let store = failed(activity("2026-09-21T12:00:00Z", "Failed"));
    super::store::expect(&store, ("TBL006", Warn), "1 change of write capacity failed");
    // Before the window, and overtaken by another.
    for activity in
        [activity("2026-09-01T12:00:00Z", "Failed"), activity("2026-09-21T12:00:00Z", "Overridden")]
    {
        super::store::expect(&failed(activity), ("TBL006", Pass), "");
    }
    let action = ScheduledAction {
        dimension: Some(Dimension::Read),
        name: "mornings".into(),
        schedule: "cron(0 6 * * ? *)".into(),
        timezone: None,
        min: Some(100),
        max: None,
    };
    spoiled(("TBL006", Pass), "`mornings` sets the read minimum to 100 units", |store| {
        *answer(&mut store.scaling(0).scheduled) = vec![action.clone()];
    });
    spoiled(("TBL006", Warn), "`mornings` (cron(0 6 * * ? *)) is not carried out", |store| {
        store.target(0, Dimension::Read).suspended[2] = true;
        *answer(&mut store.scaling(0).scheduled) = vec![action.clone()];
    });
    // A schedule moves bounds, too.
    spoiled(("TBL006", Pass), "mornings", |store| {
        answer(&mut store.scaling(0).policies).retain(|policy| policy.dimension == Dimension::Write);
        *answer(&mut store.scaling(0).scheduled) = vec![action.clone()];
    });
    spoiled(("TBL006", Unknown), "allow application-autoscaling:DescribeScheduledActions", |store| {
        store.scaling(0).scheduled = denied();
    });
    spoiled(("TBL006", Unknown), "allow application-autoscaling:DescribeScalingActivities", |store| {
        store.scaling(0).failed_activities = denied();
    });
}
