//! Application Auto Scaling.

use serde_json::{Value, json};

use super::request::{Refusal, Reply, Request, invalid, refuse};
use super::state::{Alarm, State};
use super::table::{ACCOUNT, Throughput};
use super::{mirror, throughput};

/// The dimension of a table's writes.
pub(super) const WRITE: &str = "dynamodb:table:WriteCapacityUnits";

/// The bounds of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) min: i64,
    pub(crate) max: i64,
}

/// A policy of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Policy {
    pub(crate) target: f64,
    pub(crate) scale_in_cooldown_s: Option<i64>,
    pub(crate) scale_out_cooldown_s: Option<i64>,
    pub(crate) is_scale_in_disabled: bool,
}

pub(super) fn serve(state: &mut State, request: &Request, operation: &str) -> Reply {
    let region = request.region.as_str();
    match operation {
        "RegisterScalableTarget" => register(state, request),
        "PutScalingPolicy" => follow(state, request),
        "DescribeScalableTargets" => {
            let wanted = request.body["ResourceIds"].as_array().cloned().unwrap_or_default();
            let targets = state.targets.iter().filter(|((at, resource, _), _)| {
                at == region && (wanted.is_empty() || wanted.iter().any(|one| one == resource))
            });
            let targets = targets.map(|((_, resource, dimension), target)| {
                json!({
                    "ServiceNamespace": "dynamodb",
                    "ResourceId": resource,
                    "ScalableDimension": dimension,
                    "MinCapacity": target.min,
                    "MaxCapacity": target.max,
                    "RoleARN": format!("arn:aws:iam::{ACCOUNT}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"),
                    "CreationTime": state.now_s,
                    "SuspendedState": {
                        "DynamicScalingInSuspended": false,
                        "DynamicScalingOutSuspended": false,
                        "ScheduledScalingSuspended": false,
                    },
                })
            });
            Ok(json!({"ScalableTargets": targets.collect::<Vec<_>>()}))
        }
        "DescribeScalingPolicies" => {
            let wanted = request.text("ResourceId");
            let policies = state
                .policies
                .iter()
                .filter(|((at, resource, ..), _)| at == region && (wanted.is_empty() || wanted == resource));
            let policies = policies.map(|((_, resource, dimension, name), policy)| {
                let mut told = described(region, resource, dimension, name, policy);
                told["CreationTime"] = json!(state.now_s);
                told["Alarms"] = alarms(state, region, resource, dimension, name).into();
                told
            });
            Ok(json!({"ScalingPolicies": policies.collect::<Vec<_>>()}))
        }
        "DescribeScheduledActions" => Ok(json!({"ScheduledActions": []})),
        "DescribeScalingActivities" => {
            Ok(json!({"ScalingActivities": state.activities.get(region).cloned().unwrap_or_default()}))
        }
        other => refuse("UnknownOperationException", other),
    }
}

/// Bounds move the capacity into them at once (measured on AWS by others).
fn register(state: &mut State, request: &Request) -> Reply {
    let (region, resource) = (request.region.as_str(), request.text("ResourceId"));
    let dimension = request.text("ScalableDimension");
    let name = resource.trim_start_matches("table/").to_owned();
    if state.find(region, &name).is_err() {
        // Not measured.
        return invalid(format!("DynamoDB table does not exist: {resource}"));
    }
    let key = (region.to_owned(), resource.to_owned(), dimension.to_owned());
    let stands = state.targets.get(&key);
    let bound = |name: &str, stands: Option<i64>| request.body[name].as_i64().or(stands);
    let min = bound("MinCapacity", stands.map(|target| target.min));
    let max = bound("MaxCapacity", stands.map(|target| target.max));
    let (Some(min), Some(max)) = (min, max) else {
        return invalid("MinCapacity and MaxCapacity must be specified for a new scalable target");
    };
    if min > max {
        return invalid("Maximum capacity cannot be less than minimum capacity");
    }
    state.targets.insert(key, Target { min, max });
    if dimension == WRITE {
        mirror::writes_to_group(state, region, &name);
    }
    clamp(state, region, &name, dimension, (min, max))?;
    Ok(
        json!({"ScalableTargetARN": format!("arn:aws:application-autoscaling:{region}:{ACCOUNT}:scalable-target/1")}),
    )
}

/// A capacity that may not fall any more today stays, and the activity says that it failed.
fn clamp(
    state: &mut State,
    region: &str,
    name: &str,
    dimension: &str,
    (min, max): (i64, i64),
) -> Result<(), Refusal> {
    let (now_s, describes) = (state.now_s, state.describes_per_change);
    let table = state.find(region, name)?;
    let Some(is) = table.provisioned else { return Ok(()) };
    let wanted = if dimension == WRITE {
        Throughput { write: is.write.clamp(min, max), ..is }
    } else {
        Throughput { read: is.read.clamp(min, max), ..is }
    };
    if wanted == is {
        return Ok(());
    }
    match throughput::set(table, wanted, now_s) {
        Ok(()) => {
            table.occupy(describes);
            if dimension == WRITE {
                mirror::capacity(state, region, name, is);
            }
        }
        Err(refusal) => {
            let id = state.next();
            state.activities.entry(region.to_owned()).or_default().push(json!({
                "ActivityId": id.to_string(),
                "ServiceNamespace": "dynamodb",
                "ResourceId": format!("table/{name}"),
                "ScalableDimension": dimension,
                "Description": "Setting capacity units.",
                "Cause": "minimum or maximum capacity changed",
                "StartTime": now_s,
                "StatusCode": "Failed",
                "StatusMessage": format!("Failed to set capacity units. Reason: {}", refusal.message),
            }));
        }
    }
    Ok(())
}

fn follow(state: &mut State, request: &Request) -> Reply {
    let (region, resource) = (request.region.as_str(), request.text("ResourceId"));
    let (dimension, policy) = (request.text("ScalableDimension"), request.text("PolicyName"));
    let key = (region.to_owned(), resource.to_owned(), dimension.to_owned());
    if !state.targets.contains_key(&key) {
        return refuse(
            "ObjectNotFoundException",
            format!(
                "No scalable target registered for service namespace: dynamodb, resource ID: {resource}, scalable dimension: {dimension}"
            ),
        );
    }
    let has_other = |(at, of, which, name): &(String, String, String, String)| {
        at == region && of == resource && which == dimension && name != policy
    };
    if state.policies.keys().any(has_other) {
        return invalid("Only one TargetTrackingScaling policy for a given metric specification is allowed.");
    }
    let asked = &request.body["TargetTrackingScalingPolicyConfiguration"];
    let metric = if dimension == WRITE {
        "DynamoDBWriteCapacityUtilization"
    } else {
        "DynamoDBReadCapacityUtilization"
    };
    if request.text("PolicyType") != "TargetTrackingScaling"
        || asked["PredefinedMetricSpecification"]["PredefinedMetricType"] != metric
    {
        return invalid("Only target tracking of the dimension's own utilization is supported for DynamoDB");
    }
    let target = asked["TargetValue"].as_f64().unwrap_or(0.0);
    if !(20.0..=90.0).contains(&target) {
        return invalid("The target value must be between 20 and 90");
    }
    let name = resource.trim_start_matches("table/").to_owned();
    let is = Policy {
        target,
        scale_in_cooldown_s: asked["ScaleInCooldown"].as_i64(),
        scale_out_cooldown_s: asked["ScaleOutCooldown"].as_i64(),
        is_scale_in_disabled: asked["DisableScaleIn"] == true,
    };
    put_policy(state, region, &name, dimension, policy, is);
    if dimension == WRITE {
        mirror::writes_to_group(state, region, &name);
    }
    let alarms = alarms(state, region, resource, dimension, policy);
    Ok(json!({"PolicyARN": arn(region, resource, policy), "Alarms": alarms}))
}

/// A policy, with the four alarms of its dimension.
pub(super) fn put_policy(
    state: &mut State,
    region: &str,
    table: &str,
    dimension: &str,
    policy: &str,
    is: Policy,
) {
    let resource = format!("table/{table}");
    let calls = arn(region, &resource, policy);
    let what = if dimension == WRITE { "Write" } else { "Read" };
    let stand = state.alarms.entry(region.to_owned()).or_default();
    stand.retain(|alarm| !alarm.actions.contains(&calls) || !alarm.metric.contains(what));
    for (kind, metric) in [
        ("AlarmHigh", "Consumed"),
        ("AlarmLow", "Consumed"),
        ("ProvisionedCapacityHigh", "Provisioned"),
        ("ProvisionedCapacityLow", "Provisioned"),
    ] {
        stand.push(Alarm {
            name: format!("TargetTracking-{resource}-{kind}-{}-{region}", what.to_lowercase()),
            table: table.to_owned(),
            metric: format!("{metric}{what}CapacityUnits"),
            threshold: is.target,
            actions: vec![calls.clone()],
        });
    }
    let key = (region.to_owned(), resource, dimension.to_owned(), policy.to_owned());
    state.policies.insert(key, is);
}

fn arn(region: &str, resource: &str, policy: &str) -> String {
    format!(
        "arn:aws:autoscaling:{region}:{ACCOUNT}:scalingPolicy:1:resource/dynamodb/{resource}:policyName/{policy}"
    )
}

fn alarms(state: &State, region: &str, resource: &str, dimension: &str, policy: &str) -> Vec<Value> {
    let what = if dimension == WRITE { "Write" } else { "Read" };
    let calls = arn(region, resource, policy);
    let stand = state.alarms.get(region).into_iter().flatten();
    let mine = stand.filter(|alarm| alarm.actions.contains(&calls) && alarm.metric.contains(what));
    mine.map(|alarm| {
        let arn = format!("arn:aws:cloudwatch:{region}:{ACCOUNT}:alarm:{}", alarm.name);
        json!({"AlarmName": alarm.name, "AlarmARN": arn})
    })
    .collect()
}

fn described(region: &str, resource: &str, dimension: &str, name: &str, policy: &Policy) -> Value {
    let metric = if dimension == WRITE {
        "DynamoDBWriteCapacityUtilization"
    } else {
        "DynamoDBReadCapacityUtilization"
    };
    let mut tracking = json!({
        "TargetValue": policy.target,
        "PredefinedMetricSpecification": {"PredefinedMetricType": metric},
    });
    if let Some(seconds) = policy.scale_in_cooldown_s {
        tracking["ScaleInCooldown"] = json!(seconds);
    }
    if let Some(seconds) = policy.scale_out_cooldown_s {
        tracking["ScaleOutCooldown"] = json!(seconds);
    }
    if policy.is_scale_in_disabled {
        tracking["DisableScaleIn"] = json!(true);
    }
    json!({
        "PolicyARN": arn(region, resource, name),
        "PolicyName": name,
        "ServiceNamespace": "dynamodb",
        "ResourceId": resource,
        "ScalableDimension": dimension,
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": tracking,
    })
}
