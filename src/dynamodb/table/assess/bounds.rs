//! TBL006: whether bounds, targets and policies make sense, and nothing keeps scaling from working.

use super::case::{Case, Told};
use super::traffic::known;
use super::unread::unread;
use crate::dynamodb::autoscaling::{DOCUMENTED_TARGETS, POSSIBLE_TARGETS};
use crate::dynamodb::evidence::{Dimension, DimensionScaling, Scaling};
use crate::dynamodb::hindrances::{self, Load};
use crate::dynamodb::workload::limits::TABLE_QUOTA;
use crate::numbers::as_f64;
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::TBL_SCALING_SANE as CHECK;
use crate::words;

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
            told.findings.push(finding.help(LONGER).about(at.region()));
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
            let found = scaling.dimension(dimension);
            is_scaled |= found.is_some();
            let load = Load::new(at.facts, dimension, known(at).map(|metrics| metrics.peak(dimension)));
            let hindered = hindrances::findings(&CHECK, scaling, dimension, load, &case.seen.window);
            let findings = found.map(|found| of_dimension(scaling, &found, dimension)).unwrap_or_default();
            told.findings.extend(findings.into_iter().chain(hindered).map(|one| one.about(at.region())));
        }
        told.notes.extend(hindrances::notes(scaling).map(|note| format!("{}: {note}", at.region())));
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
            Finding::warn(&CHECK, format!("{what} capacity is to scale to {}; a table may have {TABLE_QUOTA} by default", words::count(max, "unit")))
                .help("ask for more in Service Quotas, in every Region, or lower the maximum: scaling out fails at the quota"),
        );
    }
    if scaling.policies.answer().is_some() {
        findings.extend(of_policies(scaling, found, dimension));
    }
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
            Some(target) if !DOCUMENTED_TARGETS.contains(&target) => findings.push(
                Finding::warn(&CHECK, format!("the target of {what} capacity is {target} %, and the documents speak of 50 to 70"))
                    .help("70 % for steady traffic, 50 to 60 % for sharper: above, a peak is throttled before capacity follows; below, what is idle is paid for"),
            ),
            Some(_) => {}
        }
    }
    findings
}
