//! What keeps autoscaling from doing what its policies say: for CAP012 and TBL006.

use jiff::Timestamp;

use super::evidence::{Activity, Dimension, DimensionScaling, Facts, Scaling, ScheduledAction};
use super::workload::number;
use crate::metrics::WindowSeen;
use crate::numbers::as_f64;
use crate::report::{Check, Finding};
use crate::words;

/// So many scheduled actions are named.
const NAMED_ACTIONS: usize = 5;

/// What a dimension has, and what was asked of it.
#[derive(Clone, Copy)]
pub(super) struct Load {
    /// The units that are provisioned now, where that is known.
    units: Option<i64>,
    /// The highest period, in units a second, where all of it is known.
    peak: Option<f64>,
}

impl Load {
    pub(super) fn new(facts: &Facts, dimension: Dimension, peak: Option<f64>) -> Self {
        let units = facts.provisioned.as_ref().map(|units| match dimension {
            Dimension::Read => units.read_units,
            Dimension::Write => units.write_units,
        });
        Self { units, peak }
    }

    /// Whether what stands carries what was asked for. A table that was asked for nothing tells nothing of that.
    fn is_enough(self) -> bool {
        let asked = self.units.zip(self.peak.filter(|peak| *peak > 0.0));
        asked.is_some_and(|(units, peak)| peak <= as_f64(units))
    }
}

/// What a dimension that scales is kept from, and what changes of it failed in the window.
pub(super) fn findings(
    check: &'static Check,
    scaling: &Scaling,
    dimension: Dimension,
    load: Load,
    window: &WindowSeen,
) -> Vec<Finding> {
    let suspended = scaling.dimension(dimension).map(|found| suspended(check, scaling, &found, load));
    suspended.into_iter().flatten().chain(failed(check, scaling, dimension, window)).collect()
}

/// What to know of scaling beside that.
pub(super) fn notes(scaling: &Scaling) -> impl Iterator<Item = String> + '_ {
    actions(scaling).iter().take(NAMED_ACTIONS).map(|action| {
        format!(
            "`{}` sets {} at {}: the bounds that are judged are those of now",
            action.name,
            bounds(action),
            action.schedule
        )
    })
}

fn actions(scaling: &Scaling) -> &[ScheduledAction] {
    scaling.scheduled.answer().map(Vec::as_slice).unwrap_or_default()
}

fn bounds(action: &ScheduledAction) -> String {
    let what = action.dimension.map_or("capacity", Dimension::as_str);
    match (action.min, action.max) {
        (Some(min), Some(max)) => format!("{what} bounds of {min} to {max} units"),
        (Some(min), None) => format!("the {what} minimum to {}", words::count(min, "unit")),
        (None, Some(max)) => format!("the {what} maximum to {}", words::count(max, "unit")),
        (None, None) => format!("{what} bounds"),
    }
}

fn suspended(
    check: &'static Check,
    scaling: &Scaling,
    found: &DimensionScaling<'_>,
    load: Load,
) -> Vec<Finding> {
    let dimension = found.target.dimension;
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
        let stays = load
            .units
            .map_or_else(|| "where it is".to_owned(), |units| format!("at {}", words::count(units, "unit")));
        let most =
            load.peak.map_or_else(String::new, |peak| format!("; the peak was {}", number(peak.ceil())));
        let message = format!("scaling out is suspended: {what} capacity stays {stays}{most}");
        let finding =
            if load.is_enough() { Finding::warn(check, message) } else { Finding::fail(check, message) };
        findings.push(finding.help(resume("DynamicScalingOutSuspended")));
    }
    if scale_in {
        let message = format!(
            "scaling in is suspended: {what} capacity that a peak has raised is paid for until somebody lowers it"
        );
        findings.push(Finding::warn(check, message).help(resume("DynamicScalingInSuspended")));
    }
    findings.extend(found.policies.iter().filter(|policy| policy.is_scale_in_disabled).map(|policy| {
        let message = format!(
            "the policy `{}` never lowers {what} capacity (DisableScaleIn): what a peak has raised is paid for until somebody lowers it",
            policy.name
        );
        Finding::warn(check, message).help(
            "put the policy again without DisableScaleIn, unless something else lowers the capacity",
        )
    }));
    // Where nothing is scheduled, nothing is kept from happening.
    let kept = actions(scaling).iter().find(|action| scheduled && action.dimension == Some(dimension));
    findings.extend(kept.map(|action| {
        let message = format!(
            "scheduled scaling of {what} capacity is suspended: `{}` ({}) is not carried out",
            action.name, action.schedule
        );
        Finding::warn(check, message).help(resume("ScheduledScalingSuspended"))
    }));
    findings
}

/// The changes of a dimension that AWS did not make in the window. One that another has overtaken is none.
fn failed(
    check: &'static Check,
    scaling: &Scaling,
    dimension: Dimension,
    window: &WindowSeen,
) -> Option<Finding> {
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
    let changes = words::count(count, "change");
    let message = format!("{changes} of {} capacity failed in the window{at}: {reason}", dimension.as_str());
    let help = if reason.contains("decrease") {
        "DynamoDB grants four decreases a day and then one an hour: a longer scale-in cooldown takes fewer"
    } else {
        "all of them: aws application-autoscaling describe-scaling-activities --service-namespace dynamodb; a quota is raised in Service Quotas"
    };
    Some(Finding::warn(check, message).help(help))
}
