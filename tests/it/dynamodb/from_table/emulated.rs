//! Against emulators: what they can say of a table.

use std::time::Duration;

use chalkstore::aws::Asked;
use chalkstore::aws::FailureKind;
use chalkstore::dynamodb::evidence::{Cause, Dimension, Ended, Measure, Sampled};
use chalkstore::metrics::Series;
use serde_json::{Value, json};

use super::{Answer, CANARY, Question, TABLE, failure, now_s, nowhere, text};
use crate::support::{Emulator, RunningEmulator, SilentListener};

/// Calls a service of an emulator, in a Region.
#[track_caller]
pub(super) fn call(aws: &RunningEmulator, region: &str, target: &str, body: &Value) -> Value {
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
    serde_json::from_str(&answer).unwrap_or_default()
}

pub(super) fn dynamodb(aws: &RunningEmulator, action: &str, body: &Value) -> Value {
    call(aws, "us-east-1", &format!("DynamoDB_20120810.{action}"), body)
}

/// The table with Chalk's keys, and a global index.
pub(super) fn definition(more: &Value) -> Value {
    let mut table = json!({
        "TableName": TABLE,
        "AttributeDefinitions": [
            {"AttributeName": "__id__", "AttributeType": "S"},
            {"AttributeName": "__ns__", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "__id__", "KeyType": "HASH"},
            {"AttributeName": "__ns__", "KeyType": "RANGE"},
        ],
    });
    for (name, value) in more.as_object().expect("an object") {
        table[name] = value.clone();
    }
    table
}

/// Stores values of a metric of the table, each as many minutes ago as it says.
#[track_caller]
pub(super) fn put_metric(
    aws: &RunningEmulator,
    region: &str,
    metric: &str,
    now_s: i64,
    points: &[(i64, f64)],
) {
    let data: Vec<Value> = points
        .iter()
        .map(|(minutes_ago, value)| {
            json!({
                "MetricName": metric,
                "Dimensions": [{"Name": "TableName", "Value": TABLE}],
                "Timestamp": now_s - minutes_ago * 60,
                "Value": value,
            })
        })
        .collect();
    let body = json!({"Namespace": "AWS/DynamoDB", "MetricData": data});
    call(aws, region, "GraniteServiceVersion20100801.PutMetricData", &body);
}

/// Makes reads scale; writes get bounds without a policy, and others in the morning.
pub(super) fn scale(moto: &RunningEmulator) {
    let scaling = |action: &str, body: Value| {
        call(moto, "us-east-1", &format!("AnyScaleFrontendService.{action}"), &body);
    };
    let resource = format!("table/{TABLE}");
    for (dimension, min, max) in [("Read", 100, 1000), ("Write", 20, 400)] {
        scaling(
            "RegisterScalableTarget",
            json!({
                "ServiceNamespace": "dynamodb",
                "ResourceId": resource,
                "ScalableDimension": format!("dynamodb:table:{dimension}CapacityUnits"),
                "MinCapacity": min,
                "MaxCapacity": max,
            }),
        );
    }
    scaling(
        "PutScalingPolicy",
        json!({
            "PolicyName": "reads",
            "ServiceNamespace": "dynamodb",
            "ResourceId": resource,
            "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": 65.0,
                "ScaleInCooldown": 60,
                "DisableScaleIn": true,
                "PredefinedMetricSpecification": {
                    "PredefinedMetricType": "DynamoDBReadCapacityUtilization"
                },
            },
        }),
    );
    scaling(
        "PutScheduledAction",
        json!({
            "ServiceNamespace": "dynamodb",
            "ScheduledActionName": "mornings",
            "ResourceId": resource,
            "ScalableDimension": "dynamodb:table:WriteCapacityUnits",
            "Schedule": "cron(0 6 * * ? *)",
            "ScalableTargetAction": {"MinCapacity": 100, "MaxCapacity": 400},
        }),
    );
}

#[test]
fn a_provisioned_table_that_scales() {
    let (local, moto, ministack) =
        (Emulator::DynamoDbLocal.start(), Emulator::Moto.start(), Emulator::Ministack.start());
    let table = definition(&json!({
        "ProvisionedThroughput": {"ReadCapacityUnits": 200, "WriteCapacityUnits": 50},
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_IMAGE"},
        "GlobalSecondaryIndexes": [{
            "IndexName": "by-namespace",
            "KeySchema": [{"AttributeName": "__ns__", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
            "ProvisionedThroughput": {"ReadCapacityUnits": 7, "WriteCapacityUnits": 8},
        }],
    }));
    dynamodb(&local, "CreateTable", &table);
    // moto scales only tables that it has itself.
    dynamodb(&moto, "CreateTable", &table);
    for number in 0..40 {
        let item = json!({
            "__id__": {"S": format!("user:{number:04}")},
            "__ns__": {"S": "n"},
            "v": {"S": CANARY},
        });
        dynamodb(&local, "PutItem", &json!({"TableName": TABLE, "Item": item}));
    }
    scale(&moto);
    let now = now_s() / 60 * 60;
    let reads = [(40, 600.0), (39, 660.0), (36, 0.0), (20, 1200.0)];
    put_metric(&ministack, "us-east-1", "ConsumedReadCapacityUnits", now, &reads);
    put_metric(&ministack, "us-east-1", "ReadThrottleEvents", now, &[(20, 17.0)]);
    put_metric(&ministack, "us-east-1", "ReadKeyRangeThroughputThrottleEvents", now, &[(20, 16.0)]);

    let seen = Question::of(local.url(), ministack.url(), moto.url()).ask();
    let facts = seen.facts().expect("the table");
    let provisioned = facts.provisioned.as_ref().expect("is provisioned");
    assert_eq!((provisioned.read_units, provisioned.write_units), (200, 50));
    assert_eq!(provisioned.decreases_today, Some(0));
    assert_eq!((facts.billing_mode.as_str(), facts.table_class.as_str()), ("PROVISIONED", "STANDARD"));
    assert_eq!(facts.stream.as_deref(), Some("NEW_IMAGE"));
    assert_eq!(facts.hash_key.as_ref().map(|key| key.name.as_str()), Some("__id__"));
    assert_eq!(facts.item_count, Some(40));
    assert_eq!(facts.indexes.len(), 1);
    assert_eq!(facts.indexes[0].name, "by-namespace");
    assert_eq!(facts.indexes[0].provisioned.as_ref().map(|units| units.read_units), Some(7));

    let own = seen.own().expect("the Region");
    let scaling = own.scaling.as_ref().expect("was asked");
    let policy = scaling.policy(Dimension::Read).expect("reads scale");
    assert_eq!((policy.min, policy.max, policy.scale_in_cooldown_s), (100, 1000, 60));
    assert!((policy.target - 65.0).abs() < 1e-9);
    let reads = scaling.dimension(Dimension::Read).expect("is scaled");
    assert_eq!((reads.policies[0].name.as_str(), reads.policies[0].is_scale_in_disabled), ("reads", true));
    // Writes have bounds and no policy.
    assert_eq!(scaling.policy(Dimension::Write), None);
    assert_eq!(scaling.dimension(Dimension::Write).map(|writes| writes.target.max), Some(400));
    let scheduled = scaling.scheduled.answer().expect("an answer");
    assert_eq!((scheduled[0].name.as_str(), scheduled[0].min), ("mornings", Some(100)));

    let metrics = own.metrics.as_ref().and_then(Asked::answer).expect("CloudWatch answers");
    assert!(metrics.is_complete());
    assert_eq!(metrics.requested, 16);
    let consumed = own.consumed(Dimension::Read).expect("was read");
    assert_eq!((consumed.start_epoch_s, consumed.period_s), (now - 40 * 60, 60));
    // A gap is a gap, and a zero is a zero.
    assert_eq!(consumed.values[..5], [Some(600.0), Some(660.0), None, None, Some(0.0)]);
    assert_eq!((consumed.count(), consumed.sum()), (4, 2460.0));
    assert_eq!(own.consumed(Dimension::Write), None);
    assert_eq!(metrics.series(Measure::Throttled(Dimension::Read)).map(Series::sum), Some(17.0));
    let hot = metrics.series(Measure::ThrottledBy(Dimension::Read, Cause::KeyRange));
    assert_eq!(hot.map(Series::sum), Some(16.0));

    let sample = seen.sampled.taken().expect("was sampled");
    // 1 % of 200 units.
    assert!((sample.limit_read_units_per_s - 2.0).abs() < 1e-9);
    assert_eq!((&sample.ended, sample.segments, sample.pages), (&Ended::WholeTable, 1, 1));
    let sizes = sample.sizes.expect("there are items");
    // Names 6 + 6 + 1, values 9 + 1 and the canary.
    let bytes = 23 + CANARY.len() as u64;
    assert_eq!((sizes.count, sizes.min, sizes.max), (40, bytes, bytes));
    assert!((sample.consumed_read_units - 0.5).abs() < 1e-9);
    let names: Vec<_> = sample.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["v", "__id__", "__ns__"]);

    // With no sample, nothing is consumed.
    let mut question = Question::of(local.url(), ministack.url(), moto.url());
    question.sample_items = 0;
    assert_eq!(question.ask().sampled, Sampled::NotWanted);
}

#[test]
fn a_global_table_is_asked_in_every_region() {
    let aws = Emulator::Ministack.start();
    let table = definition(&json!({
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }));
    dynamodb(&aws, "CreateTable", &table);
    let replica = json!({"TableName": TABLE, "ReplicaUpdates": [{"Create": {"RegionName": "eu-west-1"}}]});
    dynamodb(&aws, "UpdateTable", &replica);
    let now = now_s() / 60 * 60;
    put_metric(&aws, "us-east-1", "ConsumedWriteCapacityUnits", now, &[(30, 60.0)]);
    put_metric(&aws, "eu-west-1", "ConsumedWriteCapacityUnits", now, &[(30, 90.0)]);

    let (_port, nobody) = nowhere();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("table.tf");
    let more = vec![format!("--emit=terraform={}", text(&file))];
    let Answer { ran, seen } = Question { more, ..Question::of(aws.url(), aws.url(), nobody) }.run();
    let regions: Vec<_> = seen.regions.iter().map(|region| region.region.as_str()).collect();
    assert_eq!(regions, ["us-east-1", "eu-west-1"]);
    for (region, units) in [("us-east-1", 60.0), ("eu-west-1", 90.0)] {
        let region = seen.region(region).expect("was asked");
        let facts = region.described.answer().expect("the table is there");
        assert!(facts.is_on_demand() && facts.provisioned.is_none(), "{facts:?}");
        assert_eq!(region.consumed(Dimension::Write).map(|series| series.sum()), Some(units));
        // What cannot be reached takes nothing else with it.
        let scaling = region.scaling.as_ref().expect("was asked");
        assert_eq!(failure(&scaling.targets).kind, FailureKind::Unreachable);
        assert!(!scaling.is_known());
    }
    assert!(seen.sampled.taken().is_some_and(|sample| sample.sizes.is_none()), "{:?}", seen.sampled);
    // 60 and 90 units in a minute, which each Region has to take.
    let report = ran.json();
    let rows = report["data"]["per_region"].as_array().expect("rows").iter();
    let rows: Vec<_> = rows.map(|row| (row["region"].as_str(), row["rwcu"].as_f64())).collect();
    assert_eq!(rows, [(Some("us-east-1"), Some(1.0)), (Some("eu-west-1"), Some(1.5))]);
    // The configuration is of this table, with its other Region.
    let written = std::fs::read_to_string(&file).expect("was written");
    hcl::parse(&written).expect("is HCL");
    assert!(written.contains(TABLE) && written.contains("\"eu-west-1\""), "{written}");
    let said = format!("{TABLE} exists: import it before anything is applied");
    assert!(ran.stderr.contains(&said), "{}", ran.stderr);
}

#[test]
fn without_permission_every_part_says_so() {
    let moto = Emulator::Moto.start_with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "0")]);
    let seen = Question::of(moto.url(), moto.url(), moto.url()).ask();
    let own = seen.own().expect("the Region");
    // moto refuses in XML, which no client of DynamoDB can read.
    assert!(failure(&own.described).message.contains("HTTP 403"), "{:?}", own.described);
    let scaling = own.scaling.as_ref().expect("was asked all the same");
    for failure in [failure(&scaling.targets), failure(&scaling.policies)] {
        assert!(
            failure.message.contains("403") || failure.kind == FailureKind::InvalidCredentials,
            "{failure:?}"
        );
    }
    failure(own.metrics.as_ref().expect("was asked"));
    let sample = seen.sampled.taken().expect("was tried");
    assert!(matches!(sample.ended, Ended::Failed(_)), "{sample:?}");
    assert!(sample.consumed_read_units == 0.0 && sample.sizes.is_none());
}

#[test]
fn no_region_no_credentials_no_table_and_nobody() {
    let (_port, nobody) = nowhere();
    let question = || Question::of(nobody.clone(), nobody.clone(), nobody.clone());
    let seen = Question { region: None, ..question() }.ask();
    assert!(seen.region.is_none() && seen.credentials.is_none() && seen.regions.is_empty());
    assert_eq!(seen.sampled, Sampled::NotTried);

    let seen = Question { credentials: None, ..question() }.ask();
    let said = format!("{:?}", seen.credentials);
    assert!(said.contains("NoCredentials") && seen.regions.is_empty(), "{said}");

    let seen = question().ask();
    let own = seen.own().expect("the Region");
    assert_eq!(failure(&own.described).kind, FailureKind::Unreachable);
    assert_eq!(failure(own.metrics.as_ref().expect("was asked")).kind, FailureKind::Unreachable);

    let local = Emulator::DynamoDbLocal.start();
    let seen = Question { dynamodb: local.url(), ..question() }.ask();
    let own = seen.own().expect("the Region");
    assert_eq!(failure(&own.described).kind, FailureKind::NotFound);
    assert_eq!((own.metrics.as_ref(), &seen.sampled), (None, &Sampled::NotTried));
}

#[test]
fn a_service_that_hangs_does_not_take_the_others_with_it() {
    let (local, moto, silent) =
        (Emulator::DynamoDbLocal.start(), Emulator::Moto.start(), SilentListener::new());
    dynamodb(&local, "CreateTable", &definition(&json!({"BillingMode": "PAY_PER_REQUEST"})));
    // moto loads a service with its first call, which takes seconds on a busy machine.
    let warm_up = json!({"ServiceNamespace": "dynamodb"});
    call(&moto, "us-east-1", "AnyScaleFrontendService.DescribeScalableTargets", &warm_up);
    let hangs = format!("http://127.0.0.1:{}", silent.port());
    // Time for the others on a busy machine.
    let timeout = Duration::from_secs(10);
    let seen = Question { timeout, ..Question::of(local.url(), hangs.clone(), moto.url()) }.ask();
    let own = seen.own().expect("the Region");
    assert_eq!(own.described.answer().and_then(|facts| facts.status.as_deref()), Some("ACTIVE"));
    let scaling = own.scaling.as_ref().expect("was asked");
    assert_eq!(scaling.targets, Asked::Answered(Vec::new()));
    assert_eq!(failure(own.metrics.as_ref().expect("was asked")).kind, FailureKind::Timeout);
    assert_eq!(seen.sampled.taken().map(|sample| &sample.ended), Some(&Ended::WholeTable));

    // And DynamoDB itself.
    let timeout = Duration::from_secs(2);
    let seen = Question { timeout, ..Question::of(hangs.clone(), hangs.clone(), hangs) }.ask();
    assert_eq!(failure(&seen.own().expect("the Region").described).kind, FailureKind::Timeout);
}

/// The bytes that are sampled are those that DynamoDB Local counts: with one byte less than a block more is not
/// charged, and with one more it is.
#[test]
fn sizes_are_those_that_reading_is_charged_by() {
    let local = Emulator::DynamoDbLocal.start();
    let values = [
        json!({"N": "-12345.678"}),
        json!({"N": "1700000000"}),
        json!({"L": [{"S": "a"}, {"N": "1"}, {"BOOL": true}, {"M": {"é": {"NULL": true}}}]}),
        json!({"SS": ["ab", "cde"]}),
        json!({"NS": ["1", "22.5", "-333"]}),
        json!({"B": "AAECAwQ="}),
        json!({"M": {}}),
    ];
    dynamodb(&local, "CreateTable", &definition(&json!({"BillingMode": "PAY_PER_REQUEST"})));
    let (_port, nobody) = nowhere();
    let sampled = |padding: usize| {
        let mut item = json!({
            "__id__": {"S": "é"},
            "__ns__": {"S": "日本"},
            "padding": {"S": "x".repeat(padding)},
        });
        for (number, value) in values.iter().enumerate() {
            item[format!("v{number}")] = value.clone();
        }
        dynamodb(&local, "PutItem", &json!({"TableName": TABLE, "Item": item}));
        let seen = Question::of(local.url(), nobody.clone(), nobody.clone()).ask();
        let sample = seen.sampled.taken().expect("was sampled").clone();
        (sample.sizes.expect("an item").max, sample.consumed_read_units)
    };
    let (bytes, _) = sampled(1000);
    let padding = 1000 + usize::try_from(4096 - bytes).expect("is small");
    assert_eq!(sampled(padding), (4096, 0.5));
    assert_eq!(sampled(padding + 1), (4097, 1.0));
}

#[test]
fn a_sample_is_spread_limited_and_bounded() {
    let local = Emulator::DynamoDbLocal.start();
    dynamodb(&local, "CreateTable", &definition(&json!({"BillingMode": "PAY_PER_REQUEST"})));
    for batch in 0..20 {
        let puts: Vec<Value> = (0..25)
            .map(|number| {
                let item = json!({
                    "__id__": {"S": format!("user:{:04}", batch * 25 + number)},
                    "__ns__": {"S": "n"},
                    "v": {"S": "x".repeat(1000)},
                });
                json!({"PutRequest": {"Item": item}})
            })
            .collect();
        dynamodb(&local, "BatchWriteItem", &json!({"RequestItems": {TABLE: puts}}));
    }
    let (_port, nobody) = nowhere();
    let question = || Question::of(local.url(), nobody.clone(), nobody.clone());
    let seen = question().ask();
    let sample = seen.sampled.taken().expect("was sampled");
    assert_eq!((&sample.ended, sample.segments), (&Ended::Enough, 6));
    assert!(sample.segments_read >= 4, "{sample:?}");
    let sizes = sample.sizes.expect("items");
    assert_eq!(sizes.count, 100);
    // No more than a page's rounding above what the items weigh.
    let weigh = sizes.mean * 100.0 / 8192.0;
    assert!(sample.consumed_read_units >= weigh, "{sample:?}");
    assert!(sample.consumed_read_units <= weigh + 0.5 * f64::from(sample.pages), "{sample:?}");

    // 500 items weigh 63 units; 5 units a second for four seconds do not read them all.
    let mut slow = question();
    slow.sample_items = 1000;
    slow.timeout = Duration::from_secs(4);
    let seen = slow.ask();
    let sample = seen.sampled.taken().expect("was sampled");
    assert_eq!(sample.ended, Ended::Deadline);
    assert!(sample.sizes.is_some_and(|sizes| sizes.count < 500), "{sample:?}");
    // What was paused after may have been consumed before.
    let seconds = std::time::Duration::from_millis(sample.took_ms).as_secs_f64();
    assert!(sample.consumed_read_units <= 5.0 * seconds + 10.0, "{sample:?}");
}
