//! What AWS wants beside the calls that are made, or does with the caller's rights.

use super::{Permission, Purpose, Scope, Subject};

const GLOBAL_TABLES: &str = "DynamoDB developer guide, Using IAM with global tables (V2gt_IAM)";
const REPLICA: &str =
    "adding a replica: DynamoDB copies the items into the other Region with the caller's rights";
const SCALING: &str = "DynamoDB developer guide, Using IAM with global tables (V2gt_IAM); Application Auto Scaling user guide, Service-linked roles";
const ALARMS: &str = "putting a scaling policy: Application Auto Scaling makes the alarms that drive it, and asks for the caller's rights";
const TABLE_KEYS: &str =
    "DynamoDB developer guide, DynamoDB encryption at rest: usage notes (encryption.usagenotes)";
const KEYS: &str = "DynamoDB developer guide, encryption.usagenotes; Secrets Manager user guide, Secret encryption and decryption (security-encryption)";
const KEY_SETUP: &str = "a customer's key: DynamoDB and Secrets Manager use it with the rights of who makes the table and the secret";
const KEY_USE: &str =
    "a customer's key: the table's items and the secret's value are decrypted for the caller";

/// An action, what it concerns, what it is needed for, and where that is from.
type Row = (&'static str, Subject, &'static str, &'static str);

const NEW_REPLICA: &[Row] = &[
    ("dynamodb:CreateTable", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:CreateTableReplica", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:Scan", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:Query", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:UpdateItem", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:PutItem", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:GetItem", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:DeleteItem", Subject::Table, REPLICA, GLOBAL_TABLES),
    ("dynamodb:BatchWriteItem", Subject::Table, REPLICA, GLOBAL_TABLES),
    (
        "dynamodb:UpdateTimeToLive",
        Subject::Table,
        "the expiry of a global table is changed in all its Regions",
        GLOBAL_TABLES,
    ),
];

const SERVICES: &[Row] = &[
    (
        "iam:CreateServiceLinkedRole",
        Subject::ServiceRoles,
        "the first table of an account that scales, and the first that has replicas: the services make their roles",
        SCALING,
    ),
    ("cloudwatch:PutMetricAlarm", Subject::Alarms, ALARMS, SCALING),
    ("cloudwatch:DeleteAlarms", Subject::Alarms, ALARMS, SCALING),
    ("cloudwatch:DescribeAlarms", Subject::Metrics, ALARMS, SCALING),
];

const SETUP_KEYS: [(&str, &str); 6] = [
    ("kms:CreateGrant", TABLE_KEYS),
    ("kms:DescribeKey", TABLE_KEYS),
    ("kms:Decrypt", KEYS),
    ("kms:Encrypt", KEYS),
    ("kms:GenerateDataKey*", KEYS),
    ("kms:ReEncrypt*", TABLE_KEYS),
];

/// What a purpose needs beside its calls.
pub(super) fn implied(purpose: Purpose, scope: &Scope) -> Vec<Permission> {
    let mut rows: Vec<Row> = Vec::new();
    if purpose == Purpose::Setup {
        if scope.may_be_global() {
            rows.extend(NEW_REPLICA);
        }
        rows.extend(SERVICES);
    }
    for subject in [Subject::Keys, Subject::KeyAliases] {
        if scope.resources(subject).is_empty() {
            continue;
        }
        match purpose {
            Purpose::Setup => {
                rows.extend(SETUP_KEYS.map(|(action, source)| (action, subject, KEY_SETUP, source)));
            }
            Purpose::Runtime | Purpose::Check => rows.push(("kms:Decrypt", subject, KEY_USE, KEYS)),
        }
    }
    let permission = |(action, subject, because, source): Row| Permission {
        action,
        subject,
        resources: scope.resources(subject),
        because,
        source,
        is_implied: true,
    };
    rows.into_iter().map(permission).collect()
}
