//! A table in several Regions, and how it scales.

use serde_json::{Value, json};

use super::{
    EAST, NAME, WEST, add_replica, bounds, capacity, describe, done, of_table, policy, refused, settle,
    with_table,
};
use crate::support::fake_aws::{Alarm, Policy, Table, Target, Throughput};

const WRITE: &str = "dynamodb:table:WriteCapacityUnits";
const UPDATE: &str = "dynamodb:UpdateTable";

fn key(region: &str) -> (String, String, String) {
    (region.to_owned(), format!("table/{NAME}"), WRITE.to_owned())
}

#[test]
fn a_provisioned_table_needs_a_target_and_a_policy_before_a_replica() {
    let aws = with_table(Some(Throughput { read: 100, write: 50 }));
    let words = "Table write capacity should either be Pay-Per-Request or AutoScaled.";
    assert_eq!(refused(&aws, EAST, UPDATE, &add_replica(WEST)).1, words);
    let early = policy("Write", "mine");
    let put = "application-autoscaling:PutScalingPolicy";
    assert_eq!(refused(&aws, EAST, put, &early).0, "ObjectNotFoundException");
    done(&aws, EAST, "application-autoscaling:RegisterScalableTarget", &bounds("Write", 80, 500));
    assert_eq!(settle(&aws, EAST)["ProvisionedThroughput"]["WriteCapacityUnits"], 80);
    assert_eq!(refused(&aws, EAST, UPDATE, &add_replica(WEST)).1, words);
    done(&aws, EAST, put, &early);
    assert_eq!(refused(&aws, EAST, put, &policy("Write", "other")).0, "ValidationException");
    aws.state().table_mut(EAST, NAME).tags.insert("a".to_owned(), "b".to_owned());
    aws.state().table_mut(EAST, NAME).deletion_protection = true;
    done(&aws, EAST, UPDATE, &add_replica(WEST));
    assert_eq!(refused(&aws, EAST, UPDATE, &add_replica("eu-west-1")).0, "ResourceInUseException");
    let table = describe(&aws, EAST);
    assert_eq!(table["TableStatus"], "ACTIVE");
    assert_eq!(table["Replicas"], json!([{"RegionName": WEST, "ReplicaStatus": "CREATING"}]));
    assert_eq!(table["StreamSpecification"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
    settle(&aws, EAST);
    let state = aws.state();
    let copy = state.table(WEST, NAME);
    assert_eq!(copy.provisioned, Some(Throughput { read: 100, write: 80 }));
    assert!(copy.tags.is_empty() && !copy.deletion_protection && copy.status == "ACTIVE");
    assert_eq!(state.targets[&key(WEST)], Target { min: 80, max: 500 });
    let name = (WEST.to_owned(), format!("table/{NAME}"), WRITE.to_owned(), "mine".to_owned());
    let mirrored = Policy {
        target: 70.0,
        scale_in_cooldown_s: Some(60),
        scale_out_cooldown_s: Some(60),
        is_scale_in_disabled: false,
    };
    assert_eq!(state.policies[&name], mirrored);
    assert_eq!(state.alarms[WEST].len(), 4);
}

#[test]
fn replicas_come_one_a_call_and_not_where_a_table_stands() {
    let aws = with_table(None);
    let two: Value = json!([{"Create": {"RegionName": WEST}}, {"Create": {"RegionName": "eu-west-1"}}]);
    let words = refused(&aws, EAST, UPDATE, &of_table("ReplicaUpdates", &two)).1;
    assert!(words.contains("more than one create or delete"), "{words}");
    let foreign = Table::new("eu-west-1", NAME);
    aws.state().tables.insert(("eu-west-1".to_owned(), NAME.to_owned()), foreign);
    let words = refused(&aws, EAST, UPDATE, &add_replica("eu-west-1")).1;
    assert!(words.contains("one or more replicas already existed as tables"), "{words}");
    aws.state().aborted_replicas = 1;
    done(&aws, EAST, UPDATE, &add_replica(WEST));
    assert_eq!(settle(&aws, EAST)["Replicas"], Value::Null);
    done(&aws, EAST, UPDATE, &add_replica(WEST));
    assert_eq!(describe(&aws, WEST)["TableStatus"], "CREATING");
    assert_eq!(describe(&aws, WEST)["TableStatus"], "CREATING");
    assert_eq!(describe(&aws, WEST)["TableStatus"], "ACTIVE");
    assert_eq!(
        aws.changes().last().map(String::as_str),
        Some("us-east-1 dynamodb:UpdateTable ReplicaUpdates.Create=us-west-2")
    );
}

#[test]
fn what_is_synchronised_and_what_is_not() {
    let aws = with_table(None);
    done(&aws, EAST, UPDATE, &add_replica(WEST));
    settle(&aws, EAST);
    for (name, value) in [
        ("TableClass", json!("STANDARD_INFREQUENT_ACCESS")),
        ("SSESpecification", json!({"Enabled": true})),
        ("DeletionProtectionEnabled", json!(true)),
        ("WarmThroughput", json!({"ReadUnitsPerSecond": 13_000, "WriteUnitsPerSecond": 5_000})),
    ] {
        done(&aws, EAST, UPDATE, &of_table(name, &value));
        settle(&aws, EAST);
        settle(&aws, WEST);
    }
    let stream = json!({"StreamEnabled": false});
    let code = refused(&aws, EAST, UPDATE, &of_table("StreamSpecification", &stream)).0;
    assert_eq!(code, "ValidationException");
    let mode = json!({
        "TableName": NAME,
        "BillingMode": "PROVISIONED",
        "ProvisionedThroughput": {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10},
    });
    assert!(refused(&aws, EAST, UPDATE, &mode).1.starts_with("Table write capacity"));
    done(&aws, EAST, "application-autoscaling:RegisterScalableTarget", &bounds("Write", 5, 500));
    done(&aws, EAST, "application-autoscaling:PutScalingPolicy", &policy("Write", "mine"));
    done(&aws, EAST, UPDATE, &mode);
    settle(&aws, WEST);
    settle(&aws, EAST);
    aws.state().table_mut(WEST, NAME).provisioned = Some(Throughput { read: 7, write: 10 });
    done(&aws, EAST, UPDATE, &capacity(10, 20));
    let state = aws.state();
    let copy = state.table(WEST, NAME);
    assert_eq!(copy.provisioned, Some(Throughput { read: 7, write: 20 }));
    assert_eq!((copy.class.as_str(), copy.deletion_protection), ("STANDARD_INFREQUENT_ACCESS", false));
    assert!(copy.encryption.as_ref().is_some_and(|key| key.contains(WEST)));
    assert_eq!(copy.warm, Throughput { read: 13_000, write: 5_000 });
    assert_eq!(state.targets[&key(WEST)], Target { min: 5, max: 500 });
}

#[test]
fn bounds_below_the_capacity_may_fail_for_today() {
    let aws = with_table(Some(Throughput { read: 100, write: 50 }));
    let now_s = aws.state().now_s;
    aws.state().table_mut(EAST, NAME).decreases = vec![now_s; 4];
    done(&aws, EAST, "application-autoscaling:RegisterScalableTarget", &bounds("Write", 1, 10));
    assert_eq!(describe(&aws, EAST)["ProvisionedThroughput"]["WriteCapacityUnits"], 50);
    let resource = json!({"ServiceNamespace": "dynamodb", "ResourceId": format!("table/{NAME}")});
    let operation = "application-autoscaling:DescribeScalingActivities";
    let activity = &done(&aws, EAST, operation, &resource)["ScalingActivities"][0];
    assert_eq!(activity["StatusCode"], "Failed");
}

#[test]
fn leftovers_and_points_are_seeded() {
    let aws = with_table(None);
    let leftover = Alarm {
        name: format!("TargetTracking-table/{NAME}-AlarmLow-left"),
        table: NAME.to_owned(),
        metric: "ConsumedReadCapacityUnits".to_owned(),
        threshold: 360.0,
        actions: vec!["arn:of:nobody".to_owned()],
    };
    aws.state().alarms.entry(EAST.to_owned()).or_default().push(leftover);
    let prefix = json!({"AlarmNamePrefix": format!("TargetTracking-table/{NAME}-")});
    let told = done(&aws, EAST, "cloudwatch:DescribeAlarms", &prefix);
    assert_eq!(told["MetricAlarms"][0]["MetricName"], "ConsumedReadCapacityUnits");
    let metric = "ConsumedReadCapacityUnits".to_owned();
    aws.state()
        .metrics
        .insert((EAST.to_owned(), NAME.to_owned(), metric.clone()), vec![(60, 1.0), (120, 2.0)]);
    let dimensions = json!([{"Name": "TableName", "Value": NAME}]);
    let stat =
        json!({"Metric": {"MetricName": metric, "Dimensions": dimensions}, "Period": 60, "Stat": "Sum"});
    let queries = json!([{"Id": "m0", "MetricStat": stat}]);
    let body = json!({"MetricDataQueries": queries, "StartTime": {"epoch": 100}, "EndTime": {"epoch": 200}});
    let told = done(&aws, EAST, "cloudwatch:GetMetricData", &body);
    assert_eq!(told["MetricDataResults"][0]["Values"], json!([2.0]));
}
