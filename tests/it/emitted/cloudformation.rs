//! `CloudFormation`, read back.

use std::collections::BTreeMap;

use chalkstore::dynamodb::autoscaling::Policy;
use chalkstore::dynamodb::spec::{Replica, TableSpec};
use serde_json::Value;

use super::Pieces;

/// The table of a template.
pub(super) fn table(text: &str) -> TableSpec {
    let template: Value = serde_json::from_str(text).expect("is JSON");
    let resource = &template["Resources"]["OnlineStore"];
    let properties = &resource["Properties"];
    let string = |value: &Value| value.as_str().expect("a text").to_owned();
    let keys = properties["KeySchema"].as_array().expect("keys");
    let ttl = &properties["TimeToLiveSpecification"];
    let mut pieces = Pieces {
        name: string(&properties["TableName"]),
        // A template says no Region: it is created where the stack is.
        region: "us-east-1".to_owned(),
        hash_key: string(&keys[0]["AttributeName"]),
        range_key: string(&keys[1]["AttributeName"]),
        ttl_attribute: ttl["AttributeName"].as_str().map(str::to_owned),
        is_on_demand: properties["BillingMode"] == "PAY_PER_REQUEST",
        kms: properties["SSESpecification"]["SSEEnabled"] == true,
        ..Pieces::default()
    };
    match resource["Type"].as_str() {
        Some("AWS::DynamoDB::Table") => {
            of_region(&mut pieces, properties);
            let units = &properties["ProvisionedThroughput"];
            pieces.read = units["ReadCapacityUnits"].as_u64().expect("units");
            pieces.write = units["WriteCapacityUnits"].as_u64().expect("units");
        }
        Some("AWS::DynamoDB::GlobalTable") => {
            let writes =
                &properties["WriteProvisionedThroughputSettings"]["WriteCapacityAutoScalingSettings"];
            pieces.writes = policy(writes);
            pieces.write = writes["SeedCapacity"].as_u64().unwrap_or_default();
            let replicas = properties["Replicas"].as_array().expect("replicas");
            let (own, others) = replicas.split_first().expect("one at least");
            assert_eq!(own["Region"], "us-east-1");
            of_region(&mut pieces, own);
            let reads = |replica: &Value| {
                replica["ReadProvisionedThroughputSettings"]["ReadCapacityAutoScalingSettings"].clone()
            };
            pieces.reads = policy(&reads(own));
            pieces.read = reads(own)["SeedCapacity"].as_u64().unwrap_or_default();
            for other in others {
                for same in
                    ["TableClass", "DeletionProtectionEnabled", "PointInTimeRecoverySpecification", "Tags"]
                {
                    assert_eq!(other[same], own[same], "{same}");
                }
                let region = string(&other["Region"]);
                let key = other["SSESpecification"]["KMSMasterKeyId"].as_str();
                pieces.keys.extend(key.map(|key| (region.clone(), key.to_owned())));
                let read = policy(&reads(other)).filter(|read| Some(*read) != pieces.reads);
                pieces.replicas.push(Replica { region, read });
            }
        }
        other => panic!("a resource of type {other:?}"),
    }
    pieces.table()
}

fn of_region(pieces: &mut Pieces, properties: &Value) {
    properties["TableClass"].as_str().expect("a class").clone_into(&mut pieces.table_class);
    pieces.protection = properties["DeletionProtectionEnabled"] == true;
    pieces.recovery = properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == true;
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let tags = properties["Tags"].as_array().expect("tags").iter();
    pieces.tags = tags.map(|tag| (text(&tag["Key"]), text(&tag["Value"]))).collect::<BTreeMap<_, _>>();
    let key = properties["SSESpecification"]["KMSMasterKeyId"].as_str();
    pieces.keys.extend(key.map(|key| (pieces.region.clone(), key.to_owned())));
}

fn policy(settings: &Value) -> Option<Policy> {
    let tracking = settings.get("TargetTrackingScalingPolicyConfiguration")?;
    let seconds = |name: &str| u32::try_from(tracking[name].as_u64().expect("seconds")).expect("few");
    Some(Policy {
        min: settings["MinCapacity"].as_u64().expect("units"),
        max: settings["MaxCapacity"].as_u64().expect("units"),
        target: tracking["TargetValue"].as_f64().expect("percent"),
        scale_in_cooldown_s: seconds("ScaleInCooldown"),
        scale_out_cooldown_s: seconds("ScaleOutCooldown"),
    })
}
