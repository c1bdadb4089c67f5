//! The stand-in for AWS keeps the rules that it is there for.

mod faults;
mod global;
mod others;
mod tables;

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use super::tools::LONG;
use crate::support::cbor;
use crate::support::fake_aws::{FakeAws, Table, Throughput};

const NAME: &str = "features";
const EAST: &str = "us-east-1";
const WEST: &str = "us-west-2";

/// Asks for an operation, such as `dynamodb:UpdateTable`, and returns status and answer.
fn ask(aws: &FakeAws, region: &str, operation: &str, body: &Value) -> io::Result<(u16, Value)> {
    ask_within(LONG, aws, region, operation, body)
}

/// The same, and no longer than `limit` for each piece of the answer.
fn ask_within(
    limit: Duration,
    aws: &FakeAws,
    region: &str,
    operation: &str,
    body: &Value,
) -> io::Result<(u16, Value)> {
    let (service, called) = operation.split_once(':').expect("service:Operation");
    let is_cbor = service == "cloudwatch";
    let (service, target) = match service {
        "dynamodb" => (service, "DynamoDB_20120810"),
        "application-autoscaling" => (service, "AnyScaleFrontendService"),
        "cloudwatch" => ("monitoring", ""),
        service => (service, "secretsmanager"),
    };
    let path = if is_cbor { format!("/service/Granite/operation/{called}") } else { "/".to_owned() };
    let target = if is_cbor { String::new() } else { format!("X-Amz-Target: {target}.{called}\r\n") };
    let body = if is_cbor { cbor::encode(body) } else { body.to_string().into_bytes() };
    let head = format!(
        "POST {path} HTTP/1.1\r\n{target}User-Agent: aws-sdk-rust/1.3 app/chalkstore.selftest\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/{region}/{service}/aws4_request, Signature=0\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    let url = aws.url();
    let mut stream = TcpStream::connect(url.trim_start_matches("http://"))?;
    stream.set_read_timeout(Some(limit))?;
    stream.write_all(&[head.into_bytes(), body].concat())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.ok_or(io::ErrorKind::UnexpectedEof)? + 4);
    let status = String::from_utf8_lossy(head).split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = if is_cbor { cbor::decode(body) } else { serde_json::from_slice(body)? };
    Ok((status.expect("a status"), body))
}

/// What is answered where nothing is wrong.
#[track_caller]
fn done(aws: &FakeAws, region: &str, operation: &str, body: &Value) -> Value {
    let (status, answer) = ask(aws, region, operation, body).expect("it answers");
    assert_eq!(status, 200, "{operation}: {answer}");
    answer
}

/// The code and the words of a refusal.
#[track_caller]
fn refused(aws: &FakeAws, region: &str, operation: &str, body: &Value) -> (String, String) {
    let (status, answer) = ask(aws, region, operation, body).expect("it answers");
    assert_ne!(status, 200, "{operation}: {answer}");
    let code = answer["__type"].as_str().expect("a code").rsplit('#').next().expect("a part");
    (code.to_owned(), answer["message"].as_str().expect("words").to_owned())
}

/// The body of a call of `UpdateTable`, and the like.
fn of_table(name: &str, value: &Value) -> Value {
    let mut body = json!({"TableName": NAME});
    body[name] = value.clone();
    body
}

fn describe(aws: &FakeAws, region: &str) -> Value {
    done(aws, region, "dynamodb:DescribeTable", &json!({"TableName": NAME}))["Table"].clone()
}

/// Describes until the table and its replicas are active.
fn settle(aws: &FakeAws, region: &str) -> Value {
    loop {
        let table = describe(aws, region);
        let mut replicas = table["Replicas"].as_array().into_iter().flatten();
        if table["TableStatus"] == "ACTIVE" && replicas.all(|replica| replica["ReplicaStatus"] == "ACTIVE") {
            return table;
        }
    }
}

/// A table that stands, with this capacity.
fn with_table(provisioned: Option<Throughput>) -> FakeAws {
    let aws = FakeAws::start();
    let mut table = Table::new(EAST, NAME);
    table.provisioned = provisioned;
    aws.state().tables.insert((EAST.to_owned(), NAME.to_owned()), table);
    aws
}

fn capacity(read: i64, write: i64) -> Value {
    of_table("ProvisionedThroughput", &json!({"ReadCapacityUnits": read, "WriteCapacityUnits": write}))
}

fn add_replica(region: &str) -> Value {
    of_table("ReplicaUpdates", &json!([{"Create": {"RegionName": region}}]))
}

fn scalable(dimension: &str, more: &Value) -> Value {
    let mut body = json!({
        "ServiceNamespace": "dynamodb",
        "ResourceId": format!("table/{NAME}"),
        "ScalableDimension": format!("dynamodb:table:{dimension}CapacityUnits"),
    });
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

fn bounds(dimension: &str, min: i64, max: i64) -> Value {
    scalable(dimension, &json!({"MinCapacity": min, "MaxCapacity": max}))
}

fn policy(dimension: &str, name: &str) -> Value {
    let tracking = json!({
        "TargetValue": 70.0,
        "ScaleInCooldown": 60,
        "ScaleOutCooldown": 60,
        "PredefinedMetricSpecification": {"PredefinedMetricType": format!("DynamoDB{dimension}CapacityUtilization")},
    });
    let more = json!({
        "PolicyName": name,
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": tracking,
    });
    scalable(dimension, &more)
}
