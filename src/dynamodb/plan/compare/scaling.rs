//! How reads and writes scale, as Application Auto Scaling tells it in each Region.

use super::standing::{Standing, differs, unread};
use crate::aws::Failure;
use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::evidence::{Dimension, DimensionScaling, ProvisionedSeen};
use crate::dynamodb::plan::call::policy_name;
use crate::dynamodb::plan::{Action, Attribute, Call, Compared, Fix, Verdict};
use crate::dynamodb::spec::{Billing, TableSpec};
use crate::words::seconds;

pub(super) fn writes(spec: &TableSpec, at: Standing<'_>) -> Option<Compared> {
    let verdict = of_dimension(spec, at, Dimension::Write, spec.write_policy())?;
    Some(at.compared(Attribute::WriteScaling, verdict))
}

pub(super) fn reads(spec: &TableSpec, at: Standing<'_>) -> Option<Compared> {
    let verdict = of_dimension(spec, at, Dimension::Read, spec.read_policy(at.region()))?;
    Some(at.compared(Attribute::ReadScaling, verdict))
}

/// The calls that let a dimension follow its traffic, where nothing does yet.
pub(in crate::dynamodb::plan) fn calls(
    table: &str,
    region: &str,
    dimension: Dimension,
    policy: Policy,
) -> Vec<Call> {
    vec![bounds(region, dimension, policy), follow(region, dimension, policy_name(table, dimension), policy)]
}

/// The bounds of the dimensions whose capacity lies below them, set once more.
pub(super) fn bounds_anew(spec: &TableSpec, at: Standing<'_>, is: &ProvisionedSeen) -> Vec<Call> {
    let both = [
        (Dimension::Read, is.read_units, spec.read_policy(at.region())),
        (Dimension::Write, is.write_units, spec.write_policy()),
    ];
    // What somebody has suspended moves nothing.
    let is_suspended = |dimension| {
        let scaling = at.seen.scaling.as_ref().and_then(|scaling| scaling.dimension(dimension));
        scaling.is_some_and(|found| found.target.suspended.contains(&true))
    };
    let low = |(dimension, units, policy): (Dimension, i64, Option<Policy>)| {
        let policy = policy.filter(|_| !is_suspended(dimension))?;
        u64::try_from(units)
            .is_ok_and(|units| units < policy.min)
            .then(|| bounds(at.region(), dimension, policy))
    };
    both.into_iter().filter_map(low).collect()
}

fn bounds(region: &str, dimension: Dimension, policy: Policy) -> Call {
    Call::new(region, Action::SetBounds { dimension, min: policy.min, max: policy.max })
}

fn follow(region: &str, dimension: Dimension, name: String, policy: Policy) -> Call {
    Call::new(region, Action::SetPolicy { dimension, name, policy, never_scales_in: false })
}

/// Nothing where scaling is neither wanted nor in the way.
fn of_dimension(
    spec: &TableSpec,
    at: Standing<'_>,
    dimension: Dimension,
    wanted: Option<Policy>,
) -> Option<Verdict> {
    // On demand, policies that are left do nothing.
    if spec.billing == Billing::OnDemand {
        return None;
    }
    let Some(scaling) = &at.seen.scaling else { return Some(unread("scaling was not asked for")) };
    if let Some(failure) = scaling.targets.failure().or_else(|| scaling.policies.failure()) {
        return Some(Verdict::Unread(failure.clone()));
    }
    let is = scaling.dimension(dimension);
    match (wanted, is) {
        (Some(policy), Some(is)) => Some(changed(spec, at, dimension, policy, &is)),
        (Some(policy), None) => {
            let calls = calls(&spec.name, at.region(), dimension, policy);
            Some(differs("not scaled", words(&policy), Fix::Calls(calls)))
        }
        (None, Some(is)) => {
            let dimension = match dimension {
                Dimension::Read => "Read",
                Dimension::Write => "Write",
            };
            Some(differs(
                seen(&is),
                "a fixed capacity",
                Fix::ByHand(format!(
                    "autoscaling would move what is fixed, and chalkstore takes nothing away: aws application-autoscaling deregister-scalable-target --region {} --service-namespace dynamodb --resource-id table/{} --scalable-dimension dynamodb:table:{dimension}CapacityUnits",
                    at.region(),
                    spec.name
                )),
            ))
        }
        (None, None) => None,
    }
}

fn changed(
    spec: &TableSpec,
    at: Standing<'_>,
    dimension: Dimension,
    wanted: Policy,
    is: &DimensionScaling<'_>,
) -> Verdict {
    if is.target.suspended.contains(&true) {
        let help = format!(
            "somebody has suspended it, perhaps in an incident: when that is over, aws application-autoscaling register-scalable-target --region {} --service-namespace dynamodb --resource-id table/{} --scalable-dimension dynamodb:table:{}CapacityUnits --suspended-state DynamicScalingInSuspended=false,DynamicScalingOutSuspended=false,ScheduledScalingSuspended=false",
            at.region(),
            spec.name,
            if dimension == Dimension::Read { "Read" } else { "Write" },
        );
        return differs(format!("{}, suspended", seen(is)), words(&wanted), Fix::ByHand(help));
    }
    if let [_, _, ..] = is.policies.as_slice() {
        let help = "a dimension follows one policy: delete the other one (aws application-autoscaling delete-scaling-policy)";
        return differs(
            format!("{} policies", is.policies.len()),
            words(&wanted),
            Fix::ByHand(help.to_owned()),
        );
    }
    let mut calls = Vec::new();
    if u64::try_from(is.target.min) != Ok(wanted.min) || u64::try_from(is.target.max) != Ok(wanted.max) {
        match scheduled(at, dimension, wanted, is) {
            Some(Err(failure)) => return Verdict::Unread(failure),
            // Setting them back would undo what was scheduled, again and again.
            Some(Ok((_, true))) => {}
            Some(Ok((name, false))) => {
                let help = format!(
                    "the scheduled action {name} moves these bounds: change the schedule, or leave what is wanted of them unsaid"
                );
                return differs(seen(is), words(&wanted), Fix::ByHand(help));
            }
            None => calls.push(bounds(at.region(), dimension, wanted)),
        }
    }
    let policy = is.policies.first();
    let is_same = policy.is_some_and(|policy| {
        policy.target.is_some_and(|target| (target - wanted.target).abs() < 1e-6)
            && policy.scale_in_cooldown_s.unwrap_or(0) == wanted.scale_in_cooldown_s
            && policy.scale_out_cooldown_s.unwrap_or(0) == wanted.scale_out_cooldown_s
    });
    if !is_same {
        // A second name would be a second policy, which is refused.
        let name = policy.map_or_else(|| policy_name(&spec.name, dimension), |policy| policy.name.clone());
        // That capacity is never taken away is somebody's choice, of which no option speaks.
        let never_scales_in = policy.is_some_and(|policy| policy.is_scale_in_disabled);
        let action = Action::SetPolicy { dimension, name, policy: wanted, never_scales_in };
        calls.push(Call::new(at.region(), action));
    }
    if calls.is_empty() {
        return Verdict::Same(words(&wanted));
    }
    differs(seen(is), words(&wanted), Fix::Calls(calls))
}

/// The schedule that moves the bounds of a dimension, and whether it is what has put them where they are; or why that is
/// not known.
fn scheduled(
    at: Standing<'_>,
    dimension: Dimension,
    wanted: Policy,
    is: &DimensionScaling<'_>,
) -> Option<Result<(String, bool), Failure>> {
    let actions = &at.seen.scaling.as_ref()?.scheduled;
    if let Some(failure) = actions.failure() {
        return Some(Err(failure.clone()));
    }
    let moving = actions.answer()?.iter().filter(|action| {
        action.dimension.is_none_or(|one| one == dimension) && (action.min.is_some() || action.max.is_some())
    });
    let moving: Vec<_> = moving.collect();
    let (min, max) = (i64::try_from(wanted.min).ok(), i64::try_from(wanted.max).ok());
    let by = moving.iter().find(|action| {
        action.min.or(min) == Some(is.target.min) && action.max.or(max) == Some(is.target.max)
    });
    let found = by.or(moving.first())?;
    Some(Ok((found.name.clone(), by.is_some())))
}

fn words(policy: &Policy) -> String {
    let Policy { min, max, target, scale_in_cooldown_s, scale_out_cooldown_s } = policy;
    let [scale_in, scale_out] = [*scale_in_cooldown_s, *scale_out_cooldown_s].map(seconds);
    format!("{min}-{max} units at {target} %, cooldowns {scale_in} in and {scale_out} out")
}

fn seen(is: &DimensionScaling<'_>) -> String {
    let (min, max) = (is.target.min, is.target.max);
    let Some(policy) = is.policies.first() else { return format!("{min}-{max} units without a policy") };
    let target = policy.target.map_or_else(|| "no target".to_owned(), |target| format!("{target} %"));
    let cooldowns = [policy.scale_in_cooldown_s, policy.scale_out_cooldown_s].map(Option::unwrap_or_default);
    let scale_in = if policy.is_scale_in_disabled { ", never scaled in" } else { "" };
    format!(
        "{min}-{max} units at {target}, cooldowns {} in and {} out{scale_in}",
        seconds(cooldowns[0]),
        seconds(cooldowns[1])
    )
}
