//! A table as a `CloudFormation` template.
//!
//! `AWS::DynamoDB::GlobalTable` is used for one Region too: it costs the same there, brings autoscaling with it, orders
//! a provisioned table's replicas behind its policies, and cannot be reached from `AWS::DynamoDB::Table` later without
//! deleting the table. It knows no fixed write capacity, so that only a table of that is an `AWS::DynamoDB::Table`.
//!
//! Source: the template reference's pages of the two resource types.

use serde_json::{Map, Value, json};

use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::spec::{Billing, Encryption, STREAM_VIEW, TableSpec};

/// The template.
///
/// # Errors
/// None that a table without a fixed capacity in several Regions could make.
pub(super) fn text(spec: &TableSpec) -> Result<String, String> {
    let resource = match &spec.billing {
        Billing::Provisioned { read, write } => single(spec, *read, *write),
        _ => global(spec),
    };
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("The online store {}", spec.name),
        "Resources": { "OnlineStore": resource },
        "Outputs": { "TableName": { "Value": { "Ref": "OnlineStore" } } },
    });
    serde_json::to_string_pretty(&template).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// What both resource types say alike.
fn common(spec: &TableSpec) -> Map<String, Value> {
    let key = |name: &str, role| json!({ "AttributeName": name, "KeyType": role });
    let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let (hash, range) = (&spec.layout.hash_key, &spec.layout.range_key);
    let mut properties = Map::new();
    properties.insert("TableName".to_owned(), json!(spec.name));
    properties.insert("AttributeDefinitions".to_owned(), json!([attribute(hash), attribute(range)]));
    properties.insert("KeySchema".to_owned(), json!([key(hash, "HASH"), key(range, "RANGE")]));
    if let Some(attribute) = &spec.layout.ttl_attribute {
        let ttl = json!({ "AttributeName": attribute, "Enabled": true });
        properties.insert("TimeToLiveSpecification".to_owned(), ttl);
    }
    if let Some(units) = spec.warm_throughput {
        let warm = json!({ "ReadUnitsPerSecond": units.read, "WriteUnitsPerSecond": units.write });
        properties.insert("WarmThroughput".to_owned(), warm);
    }
    properties
}

fn tags(spec: &TableSpec) -> Value {
    spec.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

/// The table outlives its stack: what is deleted by mistake is the online store.
fn retained(kind: &str, properties: &Map<String, Value>) -> Value {
    json!({
        "Type": kind,
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    })
}

fn single(spec: &TableSpec, read: u64, write: u64) -> Value {
    let mut properties = common(spec);
    let throughput = json!({ "ReadCapacityUnits": read, "WriteCapacityUnits": write });
    for (name, value) in [
        ("BillingMode", json!("PROVISIONED")),
        ("ProvisionedThroughput", throughput),
        ("TableClass", json!(spec.table_class.as_str())),
        ("DeletionProtectionEnabled", json!(spec.deletion_protection)),
        ("PointInTimeRecoverySpecification", recovery(spec)),
        ("Tags", tags(spec)),
    ] {
        properties.insert(name.to_owned(), value);
    }
    let encryption = match &spec.encryption {
        Encryption::AwsOwned => None,
        Encryption::AwsManaged => Some(json!({ "SSEEnabled": true })),
        Encryption::Customer(keys) => {
            let key = keys.get(&spec.region);
            Some(json!({ "SSEEnabled": true, "SSEType": "KMS", "KMSMasterKeyId": key }))
        }
    };
    properties.extend(encryption.map(|encryption| ("SSESpecification".to_owned(), encryption)));
    retained("AWS::DynamoDB::Table", &properties)
}

fn recovery(spec: &TableSpec) -> Value {
    json!({ "PointInTimeRecoveryEnabled": spec.point_in_time_recovery })
}

fn global(spec: &TableSpec) -> Value {
    let mut properties = common(spec);
    let mode = if matches!(spec.billing, Billing::OnDemand) { "PAY_PER_REQUEST" } else { "PROVISIONED" };
    properties.insert("BillingMode".to_owned(), json!(mode));
    if let Billing::Autoscaling { write, policies, .. } = &spec.billing {
        let settings = scaling(&policies.write, Some(*write));
        let settings = json!({ "WriteCapacityAutoScalingSettings": settings });
        properties.insert("WriteProvisionedThroughputSettings".to_owned(), settings);
    }
    if spec.is_global() {
        let stream = json!({ "StreamViewType": STREAM_VIEW });
        properties.insert("StreamSpecification".to_owned(), stream);
    }
    if spec.encryption != Encryption::AwsOwned {
        let encryption = json!({ "SSEEnabled": true, "SSEType": "KMS" });
        properties.insert("SSESpecification".to_owned(), encryption);
    }
    let own = std::iter::once((spec.region.as_str(), None));
    let others = spec.replicas.iter().map(|replica| (replica.region.as_str(), replica.read));
    let replicas: Vec<Value> = own.chain(others).map(|(region, read)| replica(spec, region, read)).collect();
    properties.insert("Replicas".to_owned(), json!(replicas));
    retained("AWS::DynamoDB::GlobalTable", &properties)
}

fn replica(spec: &TableSpec, region: &str, read: Option<Policy>) -> Value {
    let mut replica = json!({
        "Region": region,
        "TableClass": spec.table_class.as_str(),
        "DeletionProtectionEnabled": spec.deletion_protection,
        "PointInTimeRecoverySpecification": recovery(spec),
        "Tags": tags(spec),
    });
    if let Billing::Autoscaling { read: start, policies, .. } = &spec.billing {
        let seed = (region == spec.region).then_some(*start);
        let settings = scaling(&read.unwrap_or(policies.read), seed);
        replica["ReadProvisionedThroughputSettings"] = json!({ "ReadCapacityAutoScalingSettings": settings });
    }
    if let Encryption::Customer(keys) = &spec.encryption {
        replica["SSESpecification"] = json!({ "KMSMasterKeyId": keys.get(region) });
    }
    replica
}

fn scaling(policy: &Policy, seed: Option<u64>) -> Value {
    let mut settings = json!({
        "MinCapacity": policy.min,
        "MaxCapacity": policy.max,
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": policy.target,
            "ScaleInCooldown": policy.scale_in_cooldown_s,
            "ScaleOutCooldown": policy.scale_out_cooldown_s,
        },
    });
    // Only where it lies between the bounds: the template is refused otherwise.
    if let Some(seed) = seed {
        settings["SeedCapacity"] = json!(seed.clamp(policy.min, policy.max));
    }
    settings
}
