//! TBL006: whether bounds, targets and policies make sense, and nothing keeps scaling from working.

use jiff::Timestamp;

use super::case::{Case, Standing, Told};
use super::unread::unread;
use crate::dynamodb::autoscaling::POSSIBLE_TARGETS;
use crate::dynamodb::evidence::{Activity, Dimension, DimensionScaling, Scaling, ScheduledAction};
use crate::dynamodb::workload::limits::TABLE_QUOTA;
use crate::numbers::as_f64;
use crate::report::Finding;
use crate::report::catalogue::TBL_SCALING_SANE as CHECK;

/// So many scheduled actions are named.
const NAMED_ACTIONS: usize = 5;
/// The targets that the documents speak of.
const DOCUMENTED: std::ops::RangeInclusive<f64> = 50.0..=70.0;

/// Whether scaling makes sense in every Region.
pub(super) fn sane(case: &Case<'_>) -> Told {
    if case.facts.is_on_demand() {
        return Told::skip(&CHECK, "the table is on demand: nothing is scaled");
    }
    let mut told = Told::default();
    let mut is_scaled = false;
    for at in case.regions() {
        let Some(scaling) = &at.seen.scaling else {
            let finding = Finding::unknown(&CHECK, "scaling was not asked for");
            told.findings.push(finding.help("give it longer with --timeout").about(at.region()));
            continue;
        };
        for (call, failure) in [
            ("application-autoscaling:DescribeScalableTargets", scaling.targets.failure()),
            ("application-autoscaling:DescribeScalingPolicies", scaling.policies.failure()),
            ("application-autoscaling:DescribeScheduledActions", scaling.scheduled.failure()),
        ] {
            told.findings.extend(failure.map(|failure| unread(&CHECK, at.region(), call, failure)));
        }
        // What happened before is nothing that a table which is being set up has to answer for.
        if let Some(failure) = scaling.failed_activities.failure() {
            if case.is_whole {
                told.notes.push(format!(
                    "{}: whether changes of capacity failed is not known: {failure}",
                    at.region()
                ));
            } else {
                let call = "application-autoscaling:DescribeScalingActivities";
                told.findings.push(unread(&CHECK, at.region(), call, failure));
            }
        }
        for dimension in [Dimension::Read, Dimension::Write] {
            if let Some(found) = scaling.dimension(dimension) {
                is_scaled = true;
                let findings = of_dimension(scaling, &found, dimension);
                told.findings.extend(findings.into_iter().map(|one| one.about(at.region())));
            }
            told.findings.extend(failed(case, at, scaling, dimension));
        }
        let actions = scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default();
        told.notes.extend(actions.iter().take(NAMED_ACTIONS).map(|action| scheduled(at, action)));
    }
    if told.findings.is_empty() && !is_scaled {
        return Told {
            findings: vec![Finding::skip(&CHECK, "capacity is fixed: nothing is scaled")],
            ..told
        };
    }
    told
}

fn of_dimension(scaling: &Scaling, found: &DimensionScaling<'_>, dimension: Dimension) -> Vec<Finding> {
    let what = dimension.as_str();
    let (min, max) = (found.target.min, found.target.max);
    let mut findings = Vec::new();
    if min > max || min < 1 {
        findings.push(
            Finding::fail(&CHECK, format!("{what} capacity has bounds of {min} to {max} units")).help(
                "the minimum is 1 at least, and not above the maximum: register the scalable target anew",
            ),
        );
    }
    if as_f64(max) > TABLE_QUOTA {
        findings.push(
            Finding::warn(&CHECK, format!("{what} capacity is to scale to {max} units; a table may have {TABLE_QUOTA} by default"))
                .help("ask for more in Service Quotas, in every Region, or lower the maximum: scaling out fails at the quota"),
        );
    }
    if scaling.policies.answer().is_some() {
        findings.extend(of_policies(scaling, found, dimension));
    }
    findings.extend(suspended(found, dimension));
    findings
}

fn of_policies(scaling: &Scaling, found: &DimensionScaling<'_>, dimension: Dimension) -> Vec<Finding> {
    let what = dimension.as_str();
    let mut findings = Vec::new();
    let actions = scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default();
    match found.policies.as_slice() {
        // Bounds that a schedule moves are a way to scale, too.
        [] if actions.iter().any(|action| action.dimension == Some(dimension)) => {}
        [] => findings.push(
            Finding::fail(&CHECK, format!("{what} capacity has bounds and no policy: nothing moves it between them"))
                .help("put a target tracking policy on it: aws application-autoscaling put-scaling-policy"),
        ),
        [_] => {}
        several => findings.push(
            Finding::fail(&CHECK, format!("{what} capacity has {} policies: {}", several.len(), {
                let names: Vec<&str> = several.iter().map(|policy| policy.name.as_str()).collect();
                names.join(", ")
            }))
            .help("a dimension follows one: delete the others (aws application-autoscaling delete-scaling-policy)"),
        ),
    }
    for policy in &found.policies {
        match policy.target {
            None => findings.push(
                Finding::fail(&CHECK, format!("the policy `{}` of {what} capacity has no target ({})", policy.name, policy.kind))
                    .help("DynamoDB follows TargetTrackingScaling alone: put the policy anew"),
            ),
            Some(target) if !POSSIBLE_TARGETS.contains(&target) => findings.push(
                Finding::fail(&CHECK, format!("the target of {what} capacity is {target} %"))
                    .help("DynamoDB scales at 20 to 90 %; 70 % for steady traffic, 50 to 60 % for sharper"),
            ),
            Some(target) if !DOCUMENTED.contains(&target) => findings.push(
                Finding::warn(&CHECK, format!("the target of {what} capacity is {target} %, and the documents speak of 50 to 70"))
                    .help("70 % for steady traffic, 50 to 60 % for sharper: above, a peak is throttled before capacity follows; below, what is idle is paid for"),
            ),
            Some(_) => {}
        }
        if policy.is_scale_in_disabled {
            findings.push(
                Finding::warn(&CHECK, format!("the policy `{}` never lowers {what} capacity (DisableScaleIn)", policy.name))
                    .help("put it again without DisableScaleIn, unless something else lowers the capacity: what a peak has raised is paid for"),
            );
        }
    }
    findings
}

fn suspended(found: &DimensionScaling<'_>, dimension: Dimension) -> Vec<Finding> {
    let what = dimension.as_str();
    let [scale_in, scale_out, scheduled] = found.target.suspended;
    let resume = |field: &str| {
        format!(
            "if the reason is over, resume it: aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id table/NAME --scalable-dimension dynamodb:table:{}CapacityUnits --suspended-state {field}=false",
            if dimension == Dimension::Read { "Read" } else { "Write" }
        )
    };
    let mut findings = Vec::new();
    if scale_out {
        let message =
            format!("scaling out of {what} capacity is suspended: it stays where it is at any load");
        findings.push(Finding::fail(&CHECK, message).help(resume("DynamicScalingOutSuspended")));
    }
    if scale_in {
        let message =
            format!("scaling in of {what} capacity is suspended: what a peak has raised is paid for");
        findings.push(Finding::warn(&CHECK, message).help(resume("DynamicScalingInSuspended")));
    }
    if scheduled {
        let message = format!("scheduled scaling of {what} capacity is suspended");
        findings.push(Finding::warn(&CHECK, message).help(resume("ScheduledScalingSuspended")));
    }
    findings
}

/// The changes that AWS did not make in the window. One that another has overtaken is none.
fn failed(case: &Case<'_>, at: Standing<'_>, scaling: &Scaling, dimension: Dimension) -> Option<Finding> {
    let activities = scaling.failed_activities.answer()?;
    let is_ours = |activity: &&Activity| {
        let at = activity.started_at.as_ref().and_then(|text| text.parse::<Timestamp>().ok());
        activity.dimension == dimension
            && activity.status != "Overridden"
            && at.is_none_or(|at| at.as_second() >= case.seen.window.start_epoch_s)
    };
    let count = activities.iter().filter(is_ours).count();
    let last = activities.iter().find(is_ours)?;
    let reason = last.message.as_ref().unwrap_or(&last.description);
    let when = last.started_at.as_ref().map_or_else(String::new, |at| format!(", the last at {at}"));
    let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
    let message =
        format!("{changes} of {} capacity failed in the window{when}: {reason}", dimension.as_str());
    let help = if reason.contains("decrease") {
        "DynamoDB grants four decreases a day and then one an hour: a longer scale-in cooldown takes fewer"
    } else {
        "all of them: aws application-autoscaling describe-scaling-activities --service-namespace dynamodb; a quota is raised in Service Quotas"
    };
    Some(Finding::warn(&CHECK, message).help(help).about(at.region()))
}

fn scheduled(at: Standing<'_>, action: &ScheduledAction) -> String {
    let what = action.dimension.map_or("capacity", Dimension::as_str);
    let bounds = match (action.min, action.max) {
        (Some(min), Some(max)) => format!("{what} bounds to {min} to {max} units"),
        (Some(min), None) => format!("the {what} minimum to {min} units"),
        (None, Some(max)) => format!("the {what} maximum to {max} units"),
        (None, None) => format!("{what} bounds"),
    };
    format!(
        "{}: `{}` sets {bounds} at {}; those of now are judged",
        at.region(),
        action.name,
        action.schedule
    )
}
