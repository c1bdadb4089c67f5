//! Secrets, and items.

use serde_json::{Value, json};

use super::{EAST, NAME, WEST, add_replica, done, refused, settle, with_table};
use crate::support::fake_aws::{FakeAws, Secret};

const SECRET: &str = "features-online-store-secret";

fn create(value: &str, token: &str) -> Value {
    json!({"Name": SECRET, "SecretString": value, "ClientRequestToken": token})
}

fn token(number: u32) -> String {
    format!("{number:032}")
}

#[test]
fn a_secret_is_written_once_for_each_token() {
    let aws = FakeAws::start();
    let (operation, put) = ("secretsmanager:CreateSecret", "secretsmanager:PutSecretValue");
    done(&aws, EAST, operation, &create("first", &token(1)));
    done(&aws, EAST, operation, &create("first", &token(1)));
    assert_eq!(refused(&aws, EAST, operation, &create("other", &token(2))).0, "ResourceExistsException");
    let value = |value: &str, token: &str| json!({"SecretId": SECRET, "SecretString": value, "ClientRequestToken": token});
    done(&aws, EAST, put, &value("second", &token(3)));
    done(&aws, EAST, put, &value("second", &token(3)));
    assert_eq!(refused(&aws, EAST, put, &value("third", &token(3))).0, "ResourceExistsException");
    let id = json!({"SecretId": SECRET});
    assert_eq!(done(&aws, EAST, "secretsmanager:GetSecretValue", &id)["SecretString"], "second");
    let stages = &done(&aws, EAST, "secretsmanager:DescribeSecret", &id)["VersionIdsToStages"];
    assert_eq!(stages[token(1)], json!(["AWSPREVIOUS"]));
    assert!(aws.attempts().iter().all(|line| !line.contains("second") && !line.contains("first")));
}

#[test]
fn a_deleted_secret_is_restored_before_it_is_used() {
    let aws = FakeAws::start();
    let mut secret = Secret::new(EAST, SECRET, "value");
    secret.deleted_at = Some(1_790_000_000);
    aws.state().secrets.insert((EAST.to_owned(), SECRET.to_owned()), secret);
    let (code, words) = refused(&aws, EAST, "secretsmanager:CreateSecret", &create("value", &token(1)));
    assert_eq!((code.as_str(), words.contains("scheduled for deletion")), ("InvalidRequestException", true));
    let id = json!({"SecretId": SECRET});
    let code = refused(&aws, EAST, "secretsmanager:GetSecretValue", &id).0;
    assert_eq!(code, "InvalidRequestException");
    assert!(done(&aws, EAST, "secretsmanager:DescribeSecret", &id)["DeletedDate"].is_number());
    done(&aws, EAST, "secretsmanager:RestoreSecret", &id);
    done(&aws, EAST, "secretsmanager:GetSecretValue", &id);
}

#[test]
fn copies_follow_the_first() {
    let aws = FakeAws::start();
    done(&aws, EAST, "secretsmanager:CreateSecret", &create("first", &token(1)));
    let other = Secret::new("eu-west-1", SECRET, "other");
    aws.state().secrets.insert(("eu-west-1".to_owned(), SECRET.to_owned()), other);
    let regions = json!([{"Region": WEST}, {"Region": "eu-west-1"}]);
    let body = json!({"SecretId": SECRET, "AddReplicaRegions": regions});
    let told = done(&aws, EAST, "secretsmanager:ReplicateSecretToRegions", &body);
    assert_eq!(told["ReplicationStatus"][0], json!({"Region": "eu-west-1", "Status": "Failed"}));
    let update = json!({
        "SecretId": SECRET, "SecretString": "second", "ClientRequestToken": token(2), "Description": "more",
    });
    assert_eq!(refused(&aws, WEST, "secretsmanager:UpdateSecret", &update).0, "InvalidRequestException");
    done(&aws, EAST, "secretsmanager:UpdateSecret", &update);
    let state = aws.state();
    let of = |region: &str| state.secrets[&(region.to_owned(), SECRET.to_owned())].current();
    assert_eq!([of(EAST), of(WEST), of("eu-west-1")], [Some("second"), Some("second"), Some("other")]);
}

#[test]
fn an_item_is_seen_elsewhere_a_little_later() {
    let aws = with_table(None);
    done(&aws, EAST, "dynamodb:UpdateTable", &add_replica(WEST));
    settle(&aws, EAST);
    aws.state().replication_lag_reads = 1;
    let key = json!({"pk": {"S": "canary"}, "sk": {"S": "1"}});
    let put = json!({"TableName": NAME, "Item": key, "ConditionExpression": "attribute_not_exists(pk)"});
    let get = json!({"TableName": NAME, "Key": key});
    done(&aws, EAST, "dynamodb:PutItem", &put);
    assert_eq!(refused(&aws, EAST, "dynamodb:PutItem", &put).0, "ConditionalCheckFailedException");
    assert_eq!(done(&aws, EAST, "dynamodb:GetItem", &get)["Item"], key);
    assert_eq!(done(&aws, WEST, "dynamodb:GetItem", &get), json!({}));
    assert_eq!(done(&aws, WEST, "dynamodb:GetItem", &get)["Item"], key);
    done(&aws, EAST, "dynamodb:DeleteItem", &get);
    assert_eq!(done(&aws, WEST, "dynamodb:Scan", &json!({"TableName": NAME}))["Count"], 0);
}
