//! What keeps autoscaling from doing what its policies say: for CAP012.

use jiff::Timestamp;

use crate::dynamodb::autoscaling::FREE_DECREASES;
use crate::dynamodb::evidence::{Activity, Dimension, Facts, RegionSeen, Scaling, ScheduledAction, Target};
use crate::dynamodb::workload::{RegionDemand, number};
use crate::metrics::WindowSeen;
use crate::numbers::as_f64;
use crate::report::Finding;
use crate::report::catalogue::CAP_BOUNDS;

/// So many scheduled actions are named.
const NAMED_ACTIONS: usize = 5;

/// What a Region's scaling is kept from.
pub(super) fn findings(
    region: &RegionSeen,
    scaling: &Scaling,
    demand: Option<&RegionDemand>,
    window: &WindowSeen,
) -> Vec<Finding> {
    let facts = region.described.answer();
    [Dimension::Read, Dimension::Write]
        .into_iter()
        .flat_map(|dimension| {
            let suspended = suspended(&region.region, scaling, dimension, facts, demand);
            suspended.into_iter().chain(failed(&region.region, scaling, dimension, window))
        })
        .collect()
}

/// What to know of a Region's scaling beside that.
pub(super) fn notes(region: &RegionSeen, scaling: &Scaling) -> Vec<String> {
    let name = &region.region;
    let mut notes = Vec::new();
    let units = region.described.answer().and_then(|facts| facts.provisioned.as_ref());
    if let Some(decreases) =
        units.and_then(|units| units.decreases_today).filter(|count| *count >= i64::from(FREE_DECREASES))
    {
        notes.push(format!(
            "{name}: {decreases} decreases since 00:00 UTC: until the day ends capacity falls once an hour at most; a longer scale-in cooldown takes fewer"
        ));
    }
    let actions = scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default();
    notes.extend(actions.iter().take(NAMED_ACTIONS).map(|action| {
        format!(
            "{name}: `{}` sets {} at {}: the bounds that are judged are those of now",
            action.name,
            bounds(action),
            action.schedule
        )
    }));
    notes
}

fn bounds(action: &ScheduledAction) -> String {
    let what = action.dimension.map_or("capacity", Dimension::as_str);
    match (action.min, action.max) {
        (Some(min), Some(max)) => format!("{what} bounds of {min} to {max} units"),
        (Some(min), None) => format!("the {what} minimum to {min} units"),
        (None, Some(max)) => format!("the {what} maximum to {max} units"),
        (None, None) => format!("{what} bounds"),
    }
}

fn suspended(
    region: &str,
    scaling: &Scaling,
    dimension: Dimension,
    facts: Option<&Facts>,
    demand: Option<&RegionDemand>,
) -> Vec<Finding> {
    let Some(found) = scaling.dimension(dimension) else { return Vec::new() };
    let what = dimension.as_str();
    let Target { suspended: [scale_in, scale_out, scheduled], .. } = *found.target;
    let resume = |field: &str| {
        format!(
            "resume it: aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id table/NAME --scalable-dimension dynamodb:table:{}CapacityUnits --suspended-state {field}=false",
            if dimension == Dimension::Read { "Read" } else { "Write" }
        )
    };
    let mut findings = Vec::new();
    if scale_out {
        let units = facts.and_then(|facts| facts.provisioned.as_ref());
        let units = units
            .map(|units| if dimension == Dimension::Read { units.read_units } else { units.write_units });
        let peak =
            demand.map(|demand| if dimension == Dimension::Read { demand.rcu } else { demand.write_units() });
        let stays = units.map_or_else(String::new, |units| format!(" at {units} units"));
        let most = peak.map_or_else(String::new, |peak| format!("; the peak was {}", number(peak.ceil())));
        let message = format!("{region}: scaling out is suspended: {what} capacity stays{stays}{most}");
        let is_short = units.zip(peak).is_some_and(|(units, peak)| as_f64(units) < peak);
        let finding =
            if is_short { Finding::fail(&CAP_BOUNDS, message) } else { Finding::warn(&CAP_BOUNDS, message) };
        findings.push(finding.help(resume("DynamicScalingOutSuspended")));
    }
    let disabled = found.policies.iter().find(|policy| policy.is_scale_in_disabled);
    if scale_in {
        let message = format!(
            "{region}: scaling in is suspended: {what} capacity that a peak has raised is paid for until somebody lowers it"
        );
        findings.push(Finding::warn(&CAP_BOUNDS, message).help(resume("DynamicScalingInSuspended")));
    } else if let Some(policy) = disabled {
        let message = format!(
            "{region}: the policy `{}` never lowers {what} capacity (DisableScaleIn): what a peak has raised is paid for until somebody lowers it",
            policy.name
        );
        findings.push(
            Finding::warn(&CAP_BOUNDS, message).help(
                "put the policy again without DisableScaleIn, unless something else lowers the capacity",
            ),
        );
    }
    let actions = scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default();
    if let Some(action) = actions.iter().find(|action| scheduled && action.dimension == Some(dimension)) {
        let message = format!(
            "{region}: scheduled scaling of {what} capacity is suspended: `{}` ({}) is not carried out",
            action.name, action.schedule
        );
        findings.push(Finding::warn(&CAP_BOUNDS, message).help(resume("ScheduledScalingSuspended")));
    }
    findings
}

/// The changes of a dimension that AWS did not make in the window. One that another has overtaken is none.
fn failed(region: &str, scaling: &Scaling, dimension: Dimension, window: &WindowSeen) -> Option<Finding> {
    let activities = scaling.failed_activities.answer()?;
    let is_ours = |activity: &&Activity| {
        let at = activity.started_at.as_ref().and_then(|text| text.parse::<Timestamp>().ok());
        activity.dimension == dimension
            && activity.status != "Overridden"
            && at.is_none_or(|at| at.as_second() >= window.start_epoch_s)
    };
    let count = activities.iter().filter(is_ours).count();
    let last = activities.iter().find(is_ours)?;
    let reason = last.message.as_ref().unwrap_or(&last.description);
    let at = last.started_at.as_ref().map_or_else(String::new, |at| format!(", the last at {at}"));
    let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
    let message =
        format!("{region}: {changes} of {} capacity failed in the window{at}: {reason}", dimension.as_str());
    let help = if reason.contains("decrease") {
        "DynamoDB grants four decreases a day and then one an hour: a longer scale-in cooldown takes fewer"
    } else {
        "all of them: aws application-autoscaling describe-scaling-activities --service-namespace dynamodb; a quota is raised in Service Quotas"
    };
    Some(Finding::warn(&CAP_BOUNDS, message).help(help))
}
