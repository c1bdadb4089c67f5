//! Against an emulator of others' making: a global table, and a round trip of metrics.

use serde_json::{Value, json};

use super::{EAST, NAME, TABLE, WEST, ask, minute};
use crate::support::{Emulator, RunningEmulator};

fn call(
    emulator: &RunningEmulator,
    service: &str,
    region: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Value {
    let scope = format!(
        "AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0"
    );
    let own = [("Authorization", scope.as_str())];
    let (status, body) = emulator.request("POST", "/", &[&own[..], headers].concat(), body).expect("answers");
    assert_eq!(status, 200, "{body}");
    serde_json::from_str(&body).unwrap_or(Value::Null)
}

fn dynamodb(emulator: &RunningEmulator, operation: &str, body: &Value) -> Value {
    let target = format!("DynamoDB_20120810.{operation}");
    let headers = [("X-Amz-Target", target.as_str()), ("Content-Type", "application/x-amz-json-1.0")];
    call(emulator, "dynamodb", EAST, &headers, &body.to_string())
}

fn cloudwatch(emulator: &RunningEmulator, body: &Value) {
    let headers = [
        ("X-Amz-Target", "GraniteServiceVersion20100801.PutMetricData"),
        ("Content-Type", "application/x-amz-json-1.0"),
    ];
    call(emulator, "monitoring", EAST, &headers, &body.to_string());
}

/// ministack makes the replica, and keeps metrics under any namespace.
#[test]
fn a_global_table_and_its_metrics_are_seen() {
    let emulator = Emulator::Ministack.start();
    dynamodb(
        &emulator,
        "CreateTable",
        &json!({"TableName": NAME, "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}),
    );
    dynamodb(
        &emulator,
        "UpdateTable",
        &json!({"TableName": NAME, "ReplicaUpdates": [{"Create": {"RegionName": WEST}}]}),
    );
    for ago in [10, 9, 8, 5, 4] {
        let point = json!({"MetricName": "ReplicationLatency", "Value": 700.0 + f64::from(ago), "Unit": "Milliseconds",
            "Timestamp": minute(i64::from(ago)), "Dimensions": [{"Name": "TableName", "Value": NAME},
            {"Name": "ReceivingRegion", "Value": WEST}]});
        cloudwatch(&emulator, &json!({"Namespace": "AWS/DynamoDB", "MetricData": [point]}));
    }
    let looked = ask(&emulator.url(), &TABLE[..4]);
    let table = looked.table();
    let regions: Vec<&str> = table.regions.iter().map(|one| one.region.as_str()).collect();
    assert_eq!(regions, [EAST, WEST], "{:?}", looked.ran);
    assert!(table.regions.iter().all(|one| one.described.answer().is_some()), "{table:?}");
    let max = table.directions[0].max.answer().expect("metrics came");
    assert_eq!((max.series.period_s, max.series.count(), max.series.max()), (60, 5, Some(710.0)), "{max:?}");
}
