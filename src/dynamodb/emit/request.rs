//! A call as the API's own JSON: what `--cli-input-json` of the AWS CLI takes.
//!
//! Sources: the request shapes of `DynamoDB`'s API 2012-08-10 and Application Auto Scaling's API 2016-02-06.

use serde_json::{Map, Value, json};

use crate::dynamodb::autoscaling::Policy;
use crate::dynamodb::evidence::Dimension;
use crate::dynamodb::plan::{Action, Call};
use crate::dynamodb::spec::{Billing, Encryption, STREAM_VIEW, TableSpec};

/// The request of a call on the table of this name. Nothing where only is waited. That of `TagResource` is without its
/// `ResourceArn`, which nobody knows before the table is there.
pub(super) fn request(call: &Call, table: &str) -> Option<Value> {
    let update = |name: &str, value: Value| {
        let mut request = json!({ "TableName": table });
        request[name] = value;
        Some(request)
    };
    match &call.action {
        Action::AwaitTable | Action::AwaitReplica { .. } => None,
        Action::CreateTable(spec) => Some(create(spec)),
        Action::AddReplica { replica, read_units, kms_key } => {
            let mut create = json!({ "RegionName": replica });
            if let Some(key) = kms_key {
                create["KMSMasterKeyId"] = json!(key);
            }
            if let Some(units) = read_units {
                create["ProvisionedThroughputOverride"] = json!({ "ReadCapacityUnits": units });
            }
            update("ReplicaUpdates", json!([{ "Create": create }]))
        }
        Action::BillOnDemand => update("BillingMode", json!("PAY_PER_REQUEST")),
        Action::BillProvisioned { read, write } => {
            let mut request = json!({ "TableName": table, "BillingMode": "PROVISIONED" });
            request["ProvisionedThroughput"] = throughput(*read, *write);
            Some(request)
        }
        Action::SetCapacity { read, write } => update("ProvisionedThroughput", throughput(*read, *write)),
        Action::SetEncryption { kms, key } => update("SSESpecification", encryption(*kms, key.as_deref())),
        Action::SetDeletionProtection { on } => update("DeletionProtectionEnabled", json!(on)),
        Action::SetTableClass { class } => update("TableClass", json!(class.as_str())),
        Action::SetWarmThroughput { read, write } => update("WarmThroughput", warm(*read, *write)),
        Action::EnableTtl { attribute } => {
            update("TimeToLiveSpecification", json!({ "Enabled": true, "AttributeName": attribute }))
        }
        Action::EnableRecovery => {
            update("PointInTimeRecoverySpecification", json!({ "PointInTimeRecoveryEnabled": true }))
        }
        Action::SetTags { tags: wanted } => Some(json!({ "Tags": tags(wanted) })),
        Action::SetBounds { dimension, min, max } => {
            let mut request = target(table, *dimension);
            request.insert("MinCapacity".to_owned(), json!(min));
            request.insert("MaxCapacity".to_owned(), json!(max));
            Some(Value::Object(request))
        }
        Action::SetPolicy { dimension, name, policy, .. } => {
            let mut request = target(table, *dimension);
            request.insert("PolicyName".to_owned(), json!(name));
            request.insert("PolicyType".to_owned(), json!("TargetTrackingScaling"));
            request
                .insert("TargetTrackingScalingPolicyConfiguration".to_owned(), tracking(*dimension, policy));
            Some(Value::Object(request))
        }
    }
}

fn create(spec: &TableSpec) -> Value {
    let (hash, range) = (&spec.layout.hash_key, &spec.layout.range_key);
    let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let key = |name: &str, role: &str| json!({ "AttributeName": name, "KeyType": role });
    let mut request = json!({
        "TableName": spec.name,
        "AttributeDefinitions": [attribute(hash), attribute(range)],
        "KeySchema": [key(hash, "HASH"), key(range, "RANGE")],
        "TableClass": spec.table_class.as_str(),
        "DeletionProtectionEnabled": spec.deletion_protection,
    });
    match &spec.billing {
        Billing::OnDemand => request["BillingMode"] = json!("PAY_PER_REQUEST"),
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } => {
            request["BillingMode"] = json!("PROVISIONED");
            request["ProvisionedThroughput"] = throughput(*read, *write);
        }
    }
    match &spec.encryption {
        Encryption::AwsOwned => {}
        Encryption::AwsManaged => request["SSESpecification"] = encryption(true, None),
        Encryption::Customer(keys) => {
            request["SSESpecification"] = encryption(true, keys.get(&spec.region).map(String::as_str));
        }
    }
    if spec.is_global() {
        request["StreamSpecification"] = json!({ "StreamEnabled": true, "StreamViewType": STREAM_VIEW });
    }
    if let Some(units) = spec.warm_throughput {
        request["WarmThroughput"] = warm(units.read, units.write);
    }
    if !spec.tags.is_empty() {
        request["Tags"] = tags(&spec.tags);
    }
    request
}

fn throughput(read: u64, write: u64) -> Value {
    json!({ "ReadCapacityUnits": read, "WriteCapacityUnits": write })
}

fn warm(read: u64, write: u64) -> Value {
    json!({ "ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write })
}

fn encryption(kms: bool, key: Option<&str>) -> Value {
    let mut specification = json!({ "Enabled": kms });
    if kms {
        specification["SSEType"] = json!("KMS");
    }
    if let Some(key) = key {
        specification["KMSMasterKeyId"] = json!(key);
    }
    specification
}

fn tags(tags: &std::collections::BTreeMap<String, String>) -> Value {
    tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
}

const fn unit(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Read => "Read",
        Dimension::Write => "Write",
    }
}

fn target(table: &str, dimension: Dimension) -> Map<String, Value> {
    Map::from_iter([
        ("ServiceNamespace".to_owned(), json!("dynamodb")),
        ("ResourceId".to_owned(), json!(format!("table/{table}"))),
        ("ScalableDimension".to_owned(), json!(format!("dynamodb:table:{}CapacityUnits", unit(dimension)))),
    ])
}

fn tracking(dimension: Dimension, policy: &Policy) -> Value {
    let metric = format!("DynamoDB{}CapacityUtilization", unit(dimension));
    json!({
        "TargetValue": policy.target,
        "PredefinedMetricSpecification": { "PredefinedMetricType": metric },
        "ScaleInCooldown": policy.scale_in_cooldown_s,
        "ScaleOutCooldown": policy.scale_out_cooldown_s,
    })
}
