use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Permission, Purpose, Scope, Subject, explained, permissions, policy};

const ALL: [Purpose; 3] = [Purpose::Runtime, Purpose::Setup, Purpose::Check];

fn scope() -> Scope {
    Scope {
        account: Some("123456789012".to_owned()),
        secret: Some("chalk-online-store-secret".to_owned()),
        ..Scope::of_table("chalk-online-store", &["us-east-1", "us-west-2"])
    }
}

fn statement(purpose: Purpose, scope: &Scope, subject: Subject) -> Value {
    let document: Value = serde_json::from_str(&policy(purpose, scope)).expect("is JSON");
    let statements = document["Statement"].as_array().expect("is a list");
    let named = statements.iter().find(|statement| statement["Sid"] == subject.sid());
    named.cloned().unwrap_or(Value::Null)
}

#[test]
fn a_policy_names_the_table_in_its_regions_and_the_secret_in_any() {
    let document: Value = serde_json::from_str(&policy(Purpose::Runtime, &scope())).expect("is JSON");
    assert_eq!(
        document,
        json!({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "OnlineStoreTable",
                    "Effect": "Allow",
                    "Action": [
                        "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem",
                        "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query",
                        "dynamodb:UpdateItem",
                    ],
                    "Resource": [
                        "arn:aws:dynamodb:us-east-1:123456789012:table/chalk-online-store",
                        "arn:aws:dynamodb:us-west-2:123456789012:table/chalk-online-store",
                    ],
                },
                {
                    "Sid": "OnlineStoreSecret",
                    "Effect": "Allow",
                    "Action": ["secretsmanager:GetSecretValue"],
                    "Resource": [
                        "arn:aws:secretsmanager:*:123456789012:secret:chalk-online-store-secret-??????",
                    ],
                },
            ],
        })
    );
}

#[test]
fn what_is_not_known_is_any() {
    let table = statement(Purpose::Check, &Scope::default(), Subject::Table);
    assert_eq!(table["Resource"], json!(["arn:aws:dynamodb:*:*:table/*"]));
    let china = Scope::of_table("t", &["cn-north-1"]);
    let table = statement(Purpose::Check, &china, Subject::Table);
    assert_eq!(table["Resource"], json!(["arn:aws-cn:dynamodb:cn-north-1:*:table/t"]));
}

/// Only looking never changes anything, and the query server's policy has nothing of the control plane.
#[test]
fn each_purpose_has_no_more_than_it_needs() {
    let actions = |purpose, scope: &Scope| -> BTreeSet<&str> {
        permissions(purpose, scope).iter().map(|permission| permission.action).collect()
    };
    let whole = Scope { keys: vec!["1234".to_owned()], ..Scope::default() };
    let reads = ["Describe", "List", "Get", "Scan", "Simulate", "Decrypt"];
    for action in actions(Purpose::Check, &whole) {
        let name = action.split(':').nth(1).expect("has a name");
        assert!(reads.iter().any(|read| name.starts_with(read)), "{action}");
    }
    for action in actions(Purpose::Runtime, &whole) {
        let is_of_data = action.ends_with("Item") || action == "dynamodb:Query";
        let is_reading = ["dynamodb:DescribeTable", "secretsmanager:GetSecretValue", "kms:Decrypt"];
        assert!(is_of_data || is_reading.contains(&action), "{action}");
    }
    let setup = actions(Purpose::Setup, &whole);
    assert!(!setup.iter().any(|action| action.contains(":DeleteTable") || action.contains(":DeleteSecret")));
    assert!(!setup.iter().any(|action| action.ends_with(":*") || *action == "*"), "{setup:?}");
}

#[test]
fn a_table_of_one_region_needs_nothing_for_replicas() {
    let implied = |scope: &Scope| -> Vec<&str> {
        let all = permissions(Purpose::Setup, scope);
        all.iter().filter(|one| one.is_implied).map(|one| one.action).collect()
    };
    let one = Scope::of_table("t", &["us-east-1"]);
    assert!(!implied(&one).contains(&"dynamodb:CreateTableReplica"));
    assert!(implied(&scope()).contains(&"dynamodb:CreateTableReplica"));
    let roles = statement(Purpose::Setup, &one, Subject::ServiceRoles);
    let names = &roles["Condition"]["StringEquals"]["iam:AWSServiceName"];
    assert_eq!(*names, json!(["dynamodb.application-autoscaling.amazonaws.com"]));
    let roles = statement(Purpose::Setup, &scope(), Subject::ServiceRoles);
    let names = roles["Condition"]["StringEquals"]["iam:AWSServiceName"].as_array().map(Vec::len);
    assert_eq!((names, roles["Resource"].as_array().map(Vec::len)), (Some(2), Some(2)));
}

#[test]
fn keys_are_named_by_id_and_aliases_by_condition() {
    let arn = "arn:aws:kms:us-west-2:123456789012:key/abc";
    let keys = vec!["alias/store".to_owned(), arn.to_owned(), "1234".to_owned()];
    let scope = Scope { keys, ..scope() };
    let by_id = statement(Purpose::Runtime, &scope, Subject::Keys);
    assert_eq!(by_id["Action"], json!(["kms:Decrypt"]));
    assert_eq!(by_id["Resource"], json!([arn, "arn:aws:kms:*:123456789012:key/1234"]));
    let by_alias = statement(Purpose::Setup, &scope, Subject::KeyAliases);
    let aliases = &by_alias["Condition"]["ForAnyValue:StringEquals"]["kms:ResourceAliases"];
    assert_eq!(*aliases, json!(["alias/store"]));
    for statement in [by_id, by_alias] {
        let services = &statement["Condition"]["StringLike"]["kms:ViaService"];
        assert_eq!(*services, json!(["dynamodb.*.amazonaws.com", "secretsmanager.*.amazonaws.com"]));
    }
    assert_eq!(statement(Purpose::Setup, &Scope::default(), Subject::Keys), Value::Null);
}

/// A managed policy takes 6,144 characters, white space left out; a `Sid` takes letters and digits.
#[test]
fn every_policy_is_one_that_iam_takes() {
    let keys = vec!["alias/store".to_owned(), "1234".to_owned()];
    let regions = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2"];
    let large = Scope { keys, regions: regions.map(str::to_owned).to_vec(), ..scope() };
    for purpose in ALL {
        for scope in [&Scope::default(), &large] {
            let text = policy(purpose, scope);
            assert_eq!(text, policy(purpose, scope));
            let length = text.chars().filter(|c| !c.is_whitespace()).count();
            assert!(length <= 6144, "{length} characters for {purpose:?}");
            let document: Value = serde_json::from_str(&text).expect("is JSON");
            let statements = document["Statement"].as_array().expect("is a list");
            let mut sids = BTreeSet::new();
            for statement in statements {
                let sid = statement["Sid"].as_str().expect("has one");
                assert!(sid.chars().all(|c| c.is_ascii_alphanumeric()) && sids.insert(sid), "{sid}");
                assert!(statement["Resource"].as_array().is_some_and(|all| !all.is_empty()), "{sid}");
            }
        }
    }
}

/// Nothing is allowed that no permission lists, and every permission is allowed; what goes beyond the calls says why.
#[test]
fn the_document_and_the_list_are_one() {
    for purpose in ALL {
        let all = permissions(purpose, &scope());
        for Permission { action, subject, because, source, is_implied, .. } in &all {
            assert!(!because.is_empty() && !source.is_empty(), "{action}");
            let actions = &statement(purpose, &scope(), *subject)["Action"];
            assert!(actions.as_array().is_some_and(|actions| actions.contains(&json!(action))), "{action}");
            let is_told = explained(purpose, &scope()).iter().any(|line| line.contains(because));
            assert_eq!(is_told, *is_implied, "{action}");
        }
        let listed: BTreeSet<(&str, &str)> = all.iter().map(|one| (one.subject.sid(), one.action)).collect();
        let document: Value = serde_json::from_str(&policy(purpose, &scope())).expect("is JSON");
        let mut allowed = BTreeSet::new();
        for statement in document["Statement"].as_array().expect("is a list") {
            for action in statement["Action"].as_array().expect("is a list") {
                allowed.insert((
                    statement["Sid"].as_str().unwrap_or_default().to_owned(),
                    action.as_str().unwrap_or_default().to_owned(),
                ));
            }
        }
        let listed: BTreeSet<_> = listed.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        assert_eq!(allowed, listed, "{purpose:?}");
    }
}

/// Every call of a plan is one that setting up lists.
#[test]
fn every_call_of_a_plan_is_listed() {
    use crate::dynamodb::plan::from_nothing;
    use crate::dynamodb::spec::Wanted;

    let wanted = Wanted { replicas: vec!["us-west-2".parse().expect("is one")], ..Wanted::default() };
    let spec = Wanted { tags: vec![("a".to_owned(), "b".to_owned())], ..wanted }.spec("t-1", "us-east-1");
    let listed = permissions(Purpose::Setup, &Scope::default());
    let calls = from_nothing(&spec.expect("is right"));
    assert!(calls.len() > 10, "{calls:?}");
    for action in calls.iter().filter_map(crate::dynamodb::plan::Call::permission) {
        assert!(listed.iter().any(|one| one.action == action && !one.is_implied), "{action}");
    }
}
