//! One table in one Region.

use serde_json::json;

use super::{EAST, NAME, WEST, capacity, describe, done, of_table, refused, settle, with_table};
use crate::support::fake_aws::{FakeAws, Throughput};

const UNITS: Option<Throughput> = Some(Throughput { read: 100, write: 50 });

#[test]
fn a_table_is_created_and_becomes_active() {
    let aws = FakeAws::start();
    aws.state().describes_per_change = 2;
    let create = json!({
        "TableName": NAME,
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        "BillingMode": "PAY_PER_REQUEST",
        "Tags": [{"Key": "chalk_environment", "Value": "test"}],
    });
    let missing = refused(&aws, EAST, "dynamodb:DescribeTable", &json!({"TableName": NAME}));
    assert_eq!(missing.0, "ResourceNotFoundException");
    done(&aws, EAST, "dynamodb:CreateTable", &create);
    assert_eq!(refused(&aws, EAST, "dynamodb:CreateTable", &create).0, "ResourceInUseException");
    let update = of_table("DeletionProtectionEnabled", &json!(true));
    let (code, words) = refused(&aws, EAST, "dynamodb:UpdateTable", &update);
    assert_eq!((code.as_str(), words.contains("being created")), ("ResourceInUseException", true));
    assert_eq!(describe(&aws, EAST)["TableStatus"], "CREATING");
    assert_eq!(describe(&aws, EAST)["TableStatus"], "ACTIVE");
    let backups = of_table("PointInTimeRecoverySpecification", &json!({"PointInTimeRecoveryEnabled": true}));
    let code = refused(&aws, EAST, "dynamodb:UpdateContinuousBackups", &backups).0;
    assert_eq!(code, "ContinuousBackupsUnavailableException");
    done(&aws, EAST, "dynamodb:UpdateContinuousBackups", &backups);
    let line = "us-east-1 dynamodb:CreateTable BillingMode=PAY_PER_REQUEST KeySchema.pk=HASH KeySchema.sk=RANGE \
                Tags.chalk_environment=test";
    assert_eq!(aws.changes()[0], line);
    assert_eq!(aws.changes().len(), 2);
    assert_eq!(aws.attempts().len(), 5);
    assert_eq!(aws.attempts()[1], format!("{line} -> ResourceInUseException"));
    assert_eq!(aws.calls()[0], "selftest us-east-1 dynamodb:DescribeTable -> ResourceNotFoundException");
}

#[test]
fn a_call_makes_one_kind_of_change_and_a_real_one() {
    let aws = with_table(UNITS);
    let mut two = capacity(200, 50);
    two["TableClass"] = json!("STANDARD_INFREQUENT_ACCESS");
    assert_eq!(refused(&aws, EAST, "dynamodb:UpdateTable", &two).0, "ValidationException");
    let (code, words) = refused(&aws, EAST, "dynamodb:UpdateTable", &capacity(100, 50));
    assert_eq!((code.as_str(), words.contains("will not change")), ("ValidationException", true));
    done(&aws, EAST, "dynamodb:UpdateTable", &capacity(200, 50));
    let busy = refused(&aws, EAST, "dynamodb:UpdateTable", &capacity(300, 50));
    assert_eq!(busy.0, "ResourceInUseException");
    done(&aws, EAST, "dynamodb:UpdateTable", &capacity(300, 50));
    let mode = of_table("BillingMode", &json!("PROVISIONED"));
    settle(&aws, EAST);
    assert_eq!(refused(&aws, EAST, "dynamodb:UpdateTable", &mode).0, "ValidationException");
    done(&aws, EAST, "dynamodb:UpdateTable", &of_table("BillingMode", &json!("PAY_PER_REQUEST")));
    let table = settle(&aws, EAST);
    assert_eq!(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST");
    assert_eq!(table["ProvisionedThroughput"]["WriteCapacityUnits"], 0);
}

#[test]
fn the_fifth_decrease_of_a_day_waits_for_an_hour() {
    let aws = with_table(UNITS);
    for units in (46..50).rev() {
        done(&aws, EAST, "dynamodb:UpdateTable", &capacity(100, units));
        settle(&aws, EAST);
    }
    let (code, words) = refused(&aws, EAST, "dynamodb:UpdateTable", &capacity(100, 45));
    assert_eq!(code, "LimitExceededException");
    assert!(words.starts_with("Subscriber limit exceeded: Provisioned throughput decreases"), "{words}");
    done(&aws, EAST, "dynamodb:UpdateTable", &capacity(100, 60));
    assert_eq!(settle(&aws, EAST)["ProvisionedThroughput"]["NumberOfDecreasesToday"], 4);
    aws.state().now_s += 3600;
    done(&aws, EAST, "dynamodb:UpdateTable", &capacity(100, 45));
}

#[test]
fn expiry_changes_once_an_hour_and_tags_belong_to_a_region() {
    let aws = with_table(None);
    let expiry = |on: bool| {
        let asked = json!({"Enabled": on, "AttributeName": "__exp__"});
        of_table("TimeToLiveSpecification", &asked)
    };
    done(&aws, EAST, "dynamodb:UpdateTimeToLive", &expiry(true));
    let (code, words) = refused(&aws, EAST, "dynamodb:UpdateTimeToLive", &expiry(false));
    assert_eq!((code.as_str(), words.contains("multiple times")), ("ValidationException", true));
    aws.state().now_s += 3600;
    done(&aws, EAST, "dynamodb:UpdateTimeToLive", &expiry(false));
    let arn = describe(&aws, EAST)["TableArn"].clone();
    let tag = json!({"ResourceArn": arn, "Tags": [{"Key": "a", "Value": "b"}]});
    done(&aws, EAST, "dynamodb:TagResource", &tag);
    assert_eq!(refused(&aws, WEST, "dynamodb:TagResource", &tag).0, "ValidationException");
    let tags = done(&aws, EAST, "dynamodb:ListTagsOfResource", &json!({"ResourceArn": arn}));
    assert_eq!(tags["Tags"], json!([{"Key": "a", "Value": "b"}]));
    assert_eq!(aws.state().table(EAST, NAME).tags["a"], "b");
}
