//! Application Auto Scaling, in one Region.

use aws_sdk_applicationautoscaling::Client;
use aws_sdk_applicationautoscaling::primitives::DateTime;
use aws_sdk_applicationautoscaling::types::{
    self as sdk, ScalableDimension, ScalingActivityStatusCode, ServiceNamespace,
};
use futures_util::join;
use jiff::Timestamp;

use crate::aws::Asked;
use crate::aws::{self, Failure};
use crate::connect::text::escape;
use crate::dynamodb::evidence::{Activity, Dimension, Scaling, ScalingPolicy, ScheduledAction, Target};
use crate::observe::Context;

const SERVICE: &str = "Application Auto Scaling";
/// How many activities are looked through: one page.
const ACTIVITIES: i32 = 50;
/// How many of them that failed are kept.
const KEPT_ACTIVITIES: usize = 10;

/// Asks the four questions at once. A table has two dimensions and a few policies: the first page is all of it.
pub(super) async fn scaling(client: &Client, table: &str, context: &Context) -> Scaling {
    let resource = format!("table/{table}");
    let targets = client
        .describe_scalable_targets()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_ids(&resource)
        .send();
    let policies = client
        .describe_scaling_policies()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(&resource)
        .send();
    let scheduled = client
        .describe_scheduled_actions()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(&resource)
        .send();
    let activities = client
        .describe_scaling_activities()
        .service_namespace(ServiceNamespace::Dynamodb)
        .resource_id(&resource)
        .max_results(ACTIVITIES)
        .send();
    // The SDK's futures are large.
    let (targets, policies, scheduled, activities) = join!(
        aws::ask(SERVICE, targets, context),
        aws::ask(SERVICE, policies, context),
        aws::ask(SERVICE, scheduled, context),
        aws::ask(SERVICE, activities, context),
    );
    Scaling {
        targets: several(targets, |answer| answer.scalable_targets().iter().filter_map(target).collect()),
        policies: several(policies, |answer| answer.scaling_policies().iter().filter_map(policy).collect()),
        scheduled: several(scheduled, |answer| answer.scheduled_actions().iter().map(action).collect()),
        failed_activities: several(activities, |answer| {
            answer.scaling_activities().iter().filter_map(activity).take(KEPT_ACTIVITIES).collect()
        }),
    }
}

fn several<A, T>(answer: Result<A, Failure>, read: impl Fn(&A) -> Vec<T>) -> Asked<Vec<T>> {
    match answer {
        Ok(answer) => Asked::Answered(read(&answer)),
        Err(failure) => Asked::Failed(failure),
    }
}

/// The table's own dimensions; those of an index are not asked for.
fn dimension(dimension: &ScalableDimension) -> Option<Dimension> {
    match dimension {
        ScalableDimension::DynamoDbTableReadCapacityUnits => Some(Dimension::Read),
        ScalableDimension::DynamoDbTableWriteCapacityUnits => Some(Dimension::Write),
        _ => None,
    }
}

fn target(target: &sdk::ScalableTarget) -> Option<Target> {
    let suspended = target.suspended_state();
    let is = |field: fn(&sdk::SuspendedState) -> Option<bool>| suspended.and_then(field).unwrap_or(false);
    Some(Target {
        dimension: dimension(target.scalable_dimension())?,
        min: i64::from(target.min_capacity()),
        max: i64::from(target.max_capacity()),
        suspended: [
            is(sdk::SuspendedState::dynamic_scaling_in_suspended),
            is(sdk::SuspendedState::dynamic_scaling_out_suspended),
            is(sdk::SuspendedState::scheduled_scaling_suspended),
        ],
    })
}

fn policy(policy: &sdk::ScalingPolicy) -> Option<ScalingPolicy> {
    let tracking = policy.target_tracking_scaling_policy_configuration();
    let seconds = |cooldown: Option<i32>| cooldown.and_then(|seconds| u32::try_from(seconds).ok());
    Some(ScalingPolicy {
        dimension: dimension(policy.scalable_dimension())?,
        name: escape(policy.policy_name()),
        kind: escape(policy.policy_type().as_str()),
        target: tracking.map(sdk::TargetTrackingScalingPolicyConfiguration::target_value),
        scale_in_cooldown_s: tracking.and_then(|tracking| seconds(tracking.scale_in_cooldown())),
        scale_out_cooldown_s: tracking.and_then(|tracking| seconds(tracking.scale_out_cooldown())),
        is_scale_in_disabled: tracking
            .and_then(sdk::TargetTrackingScalingPolicyConfiguration::disable_scale_in)
            .unwrap_or(false),
        alarms: policy.alarms().iter().map(|alarm| escape(alarm.alarm_arn())).collect(),
    })
}

fn action(action: &sdk::ScheduledAction) -> ScheduledAction {
    let bounds = action.scalable_target_action();
    ScheduledAction {
        dimension: action.scalable_dimension().and_then(dimension),
        name: escape(action.scheduled_action_name()),
        schedule: escape(action.schedule()),
        timezone: action.timezone().map(escape),
        min: bounds.and_then(sdk::ScalableTargetAction::min_capacity).map(i64::from),
        max: bounds.and_then(sdk::ScalableTargetAction::max_capacity).map(i64::from),
    }
}

fn activity(activity: &sdk::ScalingActivity) -> Option<Activity> {
    let status = activity.status_code();
    let has_failed = matches!(
        status,
        ScalingActivityStatusCode::Failed
            | ScalingActivityStatusCode::Unfulfilled
            | ScalingActivityStatusCode::Overridden
    );
    has_failed.then_some(())?;
    Some(Activity {
        dimension: dimension(activity.scalable_dimension())?,
        started_at: time(activity.start_time()),
        status: escape(status.as_str()),
        description: escape(activity.description()),
        message: activity.status_message().map(escape),
    })
}

fn time(time: &DateTime) -> Option<String> {
    Timestamp::from_second(time.secs()).ok().map(|time| time.to_string())
}
