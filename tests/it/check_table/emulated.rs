//! Against emulators, through the built program: DynamoDB Local, moto for autoscaling, ministack for replicas, expiry,
//! backups and `CloudWatch`. Saved evidence gives the same report.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::{Emulator, HttpAnswer, RefusingPort, RunningEmulator, ScriptedHttp, cbor};

const TABLE: &str = "chalk-online-store";
/// Stands where a secret is, and must come out nowhere.
const CANARY: &str = "canary-7f3a9c5e1b";

/// The endpoints of `DynamoDB`, `CloudWatch` and autoscaling.
struct Aws {
    dynamodb: String,
    cloudwatch: String,
    autoscaling: String,
}

impl Aws {
    fn all(url: String) -> Self {
        Self { dynamodb: url.clone(), cloudwatch: url.clone(), autoscaling: url }
    }

    fn command(&self) -> Command {
        let mut command = chalkstore();
        command.env("AWS_ENDPOINT_URL_DYNAMODB", &self.dynamodb);
        command.env("AWS_ENDPOINT_URL_CLOUDWATCH", &self.cloudwatch);
        command.env("AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", &self.autoscaling);
        command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", CANARY);
        command.args(["check-table", "--region", "us-east-1", "--timeout", "60s"]);
        command
    }

    /// What is said of the table; of what was saved, the same.
    #[track_caller]
    fn check(&self, more: &[&str]) -> Ran {
        let folder = tempfile::tempdir().expect("a folder");
        let evidence = folder.path().join("evidence.jsonl");
        let mut arguments = vec![TABLE, "--output", "json", "--save-evidence", text(&evidence)];
        arguments.extend(more);
        let ran = run_with(self.command(), &arguments, b"");
        same(&ran, &evidence);
        ran
    }
}

/// Saved evidence gives the same report, and holds no secret.
#[track_caller]
fn same(ran: &Ran, evidence: &Path) {
    let again = run(&["check-table", "--evidence", text(evidence), "--output", "json"]);
    assert_eq!((again.code, again.json()), (ran.code, ran.json()));
    let human = run(&["check-table", "--evidence", text(evidence), "-v"]);
    let saved = std::fs::read_to_string(evidence).expect("it wrote down what it saw");
    for out in [&ran.stdout, &ran.stderr, &human.stdout, &human.stderr, &saved] {
        assert!(!out.contains(CANARY), "a secret came out: {out}");
    }
}

#[track_caller]
fn expect_statuses(ran: &Ran, expected: &[(&str, &str)]) {
    for (code, status) in expected {
        let statuses = ran.statuses(code);
        assert!(
            statuses.iter().any(|one| one == status),
            "{code}: {statuses:?}, not {status}: {}",
            ran.stdout
        );
    }
}

/// Calls a service of an emulator, in a Region.
#[track_caller]
fn call(aws: &RunningEmulator, region: &str, target: &str, body: &Value) {
    let service = match target.split('.').next() {
        Some("DynamoDB_20120810") => "dynamodb",
        Some("AnyScaleFrontendService") => "application-autoscaling",
        _ => "monitoring",
    };
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/{region}/{service}/aws4_request, \
         SignedHeaders=host, Signature=00"
    );
    let version = if service == "application-autoscaling" { "1.1" } else { "1.0" };
    let headers = [
        ("X-Amz-Target", target),
        ("Content-Type", &format!("application/x-amz-json-{version}")),
        ("X-Amz-Date", "20260101T000000Z"),
        ("Authorization", &authorization),
    ];
    let (status, answer) = aws.request("POST", "/", &headers, &body.to_string()).expect("it answers");
    assert_eq!(status, 200, "{target}: {answer}");
}

#[track_caller]
fn dynamodb(aws: &RunningEmulator, region: &str, action: &str, body: &Value) {
    call(aws, region, &format!("DynamoDB_20120810.{action}"), body);
}

/// A table with these keys, and what else is said.
fn definition([hash, range]: [&str; 2], more: &Value) -> Value {
    let mut table = json!({
        "TableName": TABLE,
        "AttributeDefinitions": [
            {"AttributeName": hash, "AttributeType": "S"},
            {"AttributeName": range, "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": hash, "KeyType": "HASH"},
            {"AttributeName": range, "KeyType": "RANGE"},
        ],
    });
    for (name, value) in more.as_object().expect("an object") {
        table[name] = value.clone();
    }
    table
}

/// Lets a dimension scale.
fn scale(moto: &RunningEmulator, dimension: &str, min: u64, max: u64, target: f64) {
    let of = |more: Value| {
        let mut body = json!({
            "ServiceNamespace": "dynamodb",
            "ResourceId": format!("table/{TABLE}"),
            "ScalableDimension": format!("dynamodb:table:{dimension}CapacityUnits"),
        });
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    let bounds = of(json!({"MinCapacity": min, "MaxCapacity": max}));
    call(moto, "us-east-1", "AnyScaleFrontendService.RegisterScalableTarget", &bounds);
    let policy = of(json!({
        "PolicyName": format!("DynamoDB{dimension}CapacityUtilization:table/{TABLE}"),
        "PolicyType": "TargetTrackingScaling",
        "TargetTrackingScalingPolicyConfiguration": {
            "TargetValue": target,
            "ScaleInCooldown": 60,
            "ScaleOutCooldown": 60,
            "PredefinedMetricSpecification": {
                "PredefinedMetricType": format!("DynamoDB{dimension}CapacityUtilization"),
            },
        },
    }));
    call(moto, "us-east-1", "AnyScaleFrontendService.PutScalingPolicy", &policy);
}

/// Units a minute of a metric, for the last hour and a half.
fn consume(aws: &RunningEmulator, region: &str, metric: &str, per_minute: f64) {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let now = since.as_secs() / 60 * 60;
    let data: Vec<Value> = (0..90)
        .map(|minute| {
            json!({
                "MetricName": metric,
                "Dimensions": [{"Name": "TableName", "Value": TABLE}],
                "Timestamp": now - minute * 60,
                "Value": per_minute,
            })
        })
        .collect();
    let body = json!({"Namespace": "AWS/DynamoDB", "MetricData": data});
    call(aws, region, "GraniteServiceVersion20100801.PutMetricData", &body);
}

#[test]
fn a_table_that_scales() {
    let (local, moto, ministack) =
        (Emulator::DynamoDbLocal.start(), Emulator::Moto.start(), Emulator::Ministack.start());
    let throughput = json!({"ProvisionedThroughput": {"ReadCapacityUnits": 1000, "WriteCapacityUnits": 500}});
    for aws in [&local, &moto] {
        dynamodb(aws, "us-east-1", "CreateTable", &definition(["pk", "sk"], &throughput));
    }
    scale(&moto, "Read", 500, 5000, 70.0);
    scale(&moto, "Write", 250, 2500, 85.0);
    consume(&ministack, "us-east-1", "ConsumedReadCapacityUnits", 30_000.0);
    consume(&ministack, "us-east-1", "ConsumedWriteCapacityUnits", 150_060.0);
    let aws = Aws { dynamodb: local.url(), cloudwatch: ministack.url(), autoscaling: moto.url() };
    let ran = aws.check(&["--layout", "documented", "--read-scaling", "500-5000@70"]);
    expect_statuses(
        &ran,
        &[
            ("TBL001", "pass"),
            ("TBL002", "pass"),
            ("TBL003", "pass"),
            ("TBL004", "pass"),
            ("TBL005", "pass"),
            // 85 % is not of the documents; and moto has no scaling activities.
            ("TBL006", "warn"),
            ("TBL006", "unknown"),
            ("TBL009", "pass"),
            // DynamoDB Local knows neither tags nor backups.
            ("TBL007", "unknown"),
            ("TBL010", "unknown"),
            ("TBL012", "skip"),
            ("TBL013", "pass"),
            ("TBL014", "pass"),
            // 2,501 writes a second.
            ("TBL015", "warn"),
            ("TBL016", "pass"),
            ("TBL018", "pass"),
            ("TBL019", "skip"),
        ],
    );
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    let data = &ran.json()["data"];
    let table = &data["table"];
    assert_eq!(
        (&table["layout"], &table["billing_mode"], &table["is_global"]),
        (&json!("documented"), &json!("PROVISIONED"), &json!(false))
    );
    let region = &data["table_regions"][0];
    assert_eq!(
        (&region["region"], &region["read"]["max"], &region["write"]["target"]),
        (&json!("us-east-1"), &json!(5000), &json!(85.0))
    );
    assert_eq!((&region["peak_read_units"], &region["peak_write_units"]), (&json!(500.0), &json!(2501.0)));
}

#[test]
fn a_global_table_on_demand() {
    let aws = Emulator::Ministack.start();
    let table = definition(
        ["__id__", "__ns__"],
        &json!({
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            "Tags": [{"Key": "chalk_environment", "Value": "production"}],
            "DeletionProtectionEnabled": true,
        }),
    );
    dynamodb(&aws, "us-east-1", "CreateTable", &table);
    let replica = json!({"TableName": TABLE, "ReplicaUpdates": [{"Create": {"RegionName": "us-west-2"}}]});
    dynamodb(&aws, "us-east-1", "UpdateTable", &replica);
    let ttl =
        json!({"TableName": TABLE, "TimeToLiveSpecification": {"Enabled": true, "AttributeName": "__exp__"}});
    dynamodb(&aws, "us-east-1", "UpdateTimeToLive", &ttl);
    let backups =
        json!({"TableName": TABLE, "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}});
    dynamodb(&aws, "us-east-1", "UpdateContinuousBackups", &backups);
    for region in ["us-east-1", "us-west-2"] {
        consume(&aws, region, "ConsumedReadCapacityUnits", 600.0);
    }
    let ran = Aws::all(aws.url()).check(&[
        "--replica",
        "us-west-2",
        "--replica",
        "eu-west-1",
        "--layout",
        "vendored",
    ]);
    expect_statuses(
        &ran,
        &[
            ("TBL001", "pass"),
            ("TBL002", "pass"),
            ("TBL003", "pass"),
            ("TBL004", "skip"),
            // Recovery is each Region's own.
            ("TBL007", "warn"),
            ("TBL009", "pass"),
            // There is none in eu-west-1.
            ("TBL013", "fail"),
            ("TBL014", "skip"),
            ("TBL015", "pass"),
            ("TBL016", "pass"),
        ],
    );
    assert_eq!(ran.code, 1, "{}", ran.stdout);
    let data = &ran.json()["data"];
    assert_eq!(
        (&data["table"]["layout"], &data["table"]["ttl_attribute"]),
        (&json!("vendored"), &json!("__exp__"))
    );
    let regions: Vec<&Value> =
        data["table_regions"].as_array().expect("rows").iter().map(|row| &row["region"]).collect();
    assert_eq!(regions, ["us-east-1", "us-west-2"]);
}

#[test]
fn there_is_no_such_table() {
    let local = Emulator::DynamoDbLocal.start();
    let port = RefusingPort::new();
    let nowhere = format!("http://127.0.0.1:{}", port.port());
    let aws = Aws { dynamodb: local.url(), ..Aws::all(nowhere) };
    let ran = aws.check(&[]);
    expect_statuses(&ran, &[("TBL001", "fail"), ("TBL002", "skip"), ("TBL019", "skip")]);
    assert_eq!(ran.code, 1);
}

/// Every part that is refused is unknown, and names its permission.
#[test]
fn access_is_denied_part_by_part() {
    const JSON: &str = "Content-Type: application/x-amz-json-1.0";
    const CBOR: &str = "Content-Type: application/cbor\r\nsmithy-protocol: rpc-v2-cbor";
    let refused = |is_cloudwatch: bool| -> HttpAnswer {
        if is_cloudwatch {
            let words = json!({"__type": "AccessDenied", "Message": "no", "message": "not authorized"});
            return (403, CBOR, cbor::encode(&words));
        }
        let words = json!({
            "__type": "com.amazon.coral.service#AccessDeniedException",
            "message": "User: arn:aws:iam::123456789012:user/chalk is not authorized to perform: it",
        });
        (400, JSON, words.to_string().into_bytes())
    };
    let aws = ScriptedHttp::new(move |request| {
        if !request.headers.to_lowercase().contains("dynamodb_20120810.describetable") {
            return Some(refused(request.path.contains("granite")));
        }
        let table = json!({"Table": {
            "TableName": TABLE,
            "TableStatus": "ACTIVE",
            "TableArn": format!("arn:aws:dynamodb:us-east-1:123456789012:table/{TABLE}"),
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            "ProvisionedThroughput": {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10, "NumberOfDecreasesToday": 0},
        }});
        Some((200, JSON, table.to_string().into_bytes()))
    });
    let ran = Aws::all(aws.url()).check(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    for (code, permission) in [
        ("TBL004", "application-autoscaling:DescribeScalableTargets"),
        ("TBL005", "application-autoscaling:DescribeScalableTargets"),
        ("TBL006", "application-autoscaling:DescribeScalingActivities"),
        ("TBL007", "dynamodb:DescribeContinuousBackups"),
        ("TBL009", "dynamodb:DescribeTimeToLive"),
        ("TBL010", "dynamodb:ListTagsOfResource"),
        ("TBL015", "cloudwatch:GetMetricData"),
        ("TBL016", "cloudwatch:GetMetricData"),
        ("TBL017", "cloudwatch:DescribeAlarms"),
    ] {
        expect_statuses(&ran, &[(code, "unknown")]);
        assert!(ran.stdout.contains(&format!("allow {permission}")), "{code}: {}", ran.stdout);
    }
    expect_statuses(&ran, &[("TBL001", "pass"), ("TBL002", "pass"), ("TBL014", "pass")]);
}
