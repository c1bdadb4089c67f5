//! Against moto and ministack.

use chalkstore::report::Status::{Fail, Pass, Skip, Warn};
use serde_json::{Value, json};

use super::{CANARY, ask, calls, cluster, expect, said, store};
use crate::support::{Emulator, RunningEmulator};

const REGION: &str = "us-east-1";

fn both() -> [&'static RunningEmulator; 2] {
    [Emulator::Moto.shared(), Emulator::Ministack.shared()]
}

fn value(emulator: &RunningEmulator, name: &str, region: &str) -> Value {
    ask(emulator, "GetSecretValue", region, &json!({"SecretId": name}))
}

fn described(emulator: &RunningEmulator, name: &str) -> Value {
    ask(emulator, "DescribeSecret", REGION, &json!({"SecretId": name}))
}

#[test]
fn a_fresh_secret_and_the_same_again() {
    for emulator in both() {
        let (url, uri) = (emulator.url(), cluster("fresh"));
        let all = [
            "--description",
            "for chalk",
            "--tag",
            "chalk_environment=production",
            "--replica",
            "eu-west-1",
            "--kms-key",
            "alias/chalk",
        ];
        let plan = store(&url, &uri, &[&all[..], &["--plan", "--detailed-exitcode"]].concat());
        assert_eq!(plan.code, 5, "{plan:?}");
        expect(&plan, &[("SEC003", Pass), ("SEC004", Pass), ("SEC005", Pass), ("SEC006", Skip)]);
        assert_eq!(calls(&plan), ["CreateSecret planned", "ReplicateSecretToRegions planned"]);
        // Nothing was done: it is all still to do.
        let done = store(&url, &uri, &[&all[..], &["--yes"]].concat());
        assert_eq!(done.code, 0, "{done:?}");
        assert_eq!(calls(&done), ["CreateSecret done", "ReplicateSecretToRegions done"]);
        expect(&done, &[("SEC004", Pass), ("SEC005", Pass), ("SEC006", Pass), ("SEC007", Pass)]);
        let (data, seen) = (&done.json()["data"], value(emulator, "fresh-redis-uri", REGION));
        assert_eq!(seen["SecretString"], uri);
        assert_eq!(data["secret_name"], "fresh-redis-uri");
        assert_eq!((&data["secret_arn"], &data["version_id"]), (&seen["ARN"], &seen["VersionId"]));
        assert_eq!(value(emulator, "fresh-redis-uri", "eu-west-1")["SecretString"], uri);
        let described = described(emulator, "fresh-redis-uri");
        assert_eq!(described["Description"], "for chalk");
        assert_eq!(described["KmsKeyId"], "alias/chalk");
        assert_eq!(described["Tags"], json!([{"Key": "chalk_environment", "Value": "production"}]));

        let again = store(&url, &uri, &[&all[..], &["--yes"]].concat());
        assert_eq!((again.code, calls(&again)), (0, Vec::new()), "{again:?}");
        expect(&again, &[("SEC006", Pass), ("SEC007", Pass)]);
        assert_eq!(again.json()["data"]["version_id"], seen["VersionId"]);
        let plan = store(&url, &uri, &[&all[..], &["--plan", "--detailed-exitcode"]].concat());
        assert_eq!((plan.code, calls(&plan)), (0, Vec::new()), "{plan:?}");
        expect(&plan, &[("SEC006", Pass), ("SEC007", Pass)]);
    }
}

#[test]
fn a_table_gives_its_secret_a_name() {
    for emulator in both() {
        let done = store(&emulator.url(), "dynamodb:///chalk-named", &["--yes"]);
        assert_eq!(done.code, 0, "{done:?}");
        // The documents' name for it ends as an ARN does, and is nobody's slip; another that does is told.
        assert!(!said(&done, "SEC004").contains("full ARN"), "{done:?}");
        let slip = store(&emulator.url(), "dynamodb:///chalk-named", &["--name", "chalk-abcdef", "--plan"]);
        assert!(said(&slip, "SEC004").contains("full ARN"), "{slip:?}");
        let seen = value(emulator, "chalk-named-online-store-secret", REGION);
        assert_eq!(seen["SecretString"], "dynamodb:///chalk-named");
    }
}

#[test]
fn another_password_becomes_a_new_version() {
    for emulator in both() {
        let (url, uri) = (emulator.url(), cluster("changed"));
        assert_eq!(store(&url, &uri.replace(CANARY, "before"), &["--yes"]).code, 0);
        let before = value(emulator, "changed-redis-uri", REGION);
        let done = store(&url, &uri, &["--yes"]);
        assert_eq!((done.code, calls(&done)), (0, vec!["PutSecretValue done".to_owned()]), "{done:?}");
        expect(&done, &[("SEC005", Pass), ("SEC006", Pass)]);
        let after = value(emulator, "changed-redis-uri", REGION);
        assert_eq!(after["SecretString"], uri);
        assert_ne!(after["VersionId"], before["VersionId"]);
        let previous = json!({"SecretId": "changed-redis-uri", "VersionStage": "AWSPREVIOUS"});
        let previous = ask(emulator, "GetSecretValue", REGION, &previous);
        assert_eq!(previous["VersionId"], before["VersionId"], "the value before stays");
    }
}

#[test]
fn another_stores_uri_needs_replace() {
    for emulator in both() {
        let url = emulator.url();
        assert_eq!(store(&url, &cluster("one"), &["--name", "shared", "--yes"]).code, 0);
        let other = store(&url, "dynamodb:///chalk", &["--name", "shared", "--tag", "a=b", "--yes"]);
        assert_eq!((other.code, calls(&other)), (1, Vec::new()), "{other:?}");
        expect(&other, &[("SEC004", Pass), ("SEC005", Fail), ("SEC006", Skip), ("SEC007", Warn)]);
        assert!(said(&other, "SEC005").contains("clustercfg.one.abc123"), "{other:?}");
        assert_eq!(value(emulator, "shared", REGION)["SecretString"], cluster("one"));

        let done = store(&url, "dynamodb:///chalk", &["--name", "shared", "--replace", "--yes"]);
        assert_eq!((done.code, calls(&done)), (0, vec!["PutSecretValue done".to_owned()]), "{done:?}");
        expect(&done, &[("SEC005", Warn), ("SEC006", Pass)]);
        assert_eq!(value(emulator, "shared", REGION)["SecretString"], "dynamodb:///chalk");

        // What is no URI is another's, too, and nothing of it is shown.
        let create = json!({"Name": "api-key", "SecretString": CANARY, "ClientRequestToken": "0".repeat(32)});
        ask(emulator, "CreateSecret", REGION, &create);
        let refused = store(&url, "dynamodb:///chalk", &["--name", "api-key", "--yes"]);
        expect(&refused, &[("SEC005", Fail)]);
        assert_eq!(value(emulator, "api-key", REGION)["SecretString"], CANARY);
    }
}

#[test]
fn a_secret_without_a_value_is_given_one() {
    // As Terraform makes them. moto lets none be made so.
    let emulator = Emulator::Ministack.shared();
    let create = json!({"Name": "empty", "ClientRequestToken": "0".repeat(32)});
    ask(emulator, "CreateSecret", REGION, &create);
    let done = store(&emulator.url(), "dynamodb:///chalk", &["--name", "empty", "--yes"]);
    assert_eq!(done.code, 0, "{done:?}");
    expect(&done, &[("SEC005", Pass), ("SEC006", Pass)]);
    assert_eq!(value(emulator, "empty", REGION)["SecretString"], "dynamodb:///chalk");
}

#[test]
fn a_scheduled_deletion_is_called_off_by_replace_alone() {
    for emulator in both() {
        let (url, uri) = (emulator.url(), cluster("deleted"));
        assert_eq!(store(&url, &uri, &["--yes"]).code, 0);
        let delete = json!({"SecretId": "deleted-redis-uri", "RecoveryWindowInDays": 7});
        ask(emulator, "DeleteSecret", REGION, &delete);
        let refused = store(&url, &uri, &["--yes"]);
        assert_eq!((refused.code, calls(&refused)), (1, Vec::new()), "{refused:?}");
        expect(&refused, &[("SEC004", Fail), ("SEC005", Skip), ("SEC006", Skip)]);
        assert!(described(emulator, "deleted-redis-uri")["DeletedDate"].is_number());

        let plan = store(&url, &uri, &["--replace", "--plan", "--detailed-exitcode"]);
        assert_eq!(plan.code, 5, "{plan:?}");
        assert_eq!(calls(&plan), ["RestoreSecret planned", "PutSecretValue planned"]);
        let done = store(&url, &uri, &["--replace", "--yes"]);
        assert_eq!(done.code, 0, "{done:?}");
        // It turned out to hold the URI, which is not written again.
        assert_eq!(calls(&done), ["RestoreSecret done"]);
        expect(&done, &[("SEC004", Warn), ("SEC006", Pass)]);
        assert_eq!(value(emulator, "deleted-redis-uri", REGION)["SecretString"], uri);
    }
}

#[test]
fn what_drifted_is_set_and_nothing_else() {
    for emulator in both() {
        let (url, uri) = (emulator.url(), cluster("drift"));
        let other = ["--tag", "other=stays", "--tag", "team=old", "--description", "old", "--yes"];
        assert_eq!(store(&url, &uri, &other).code, 0);
        for (arguments, call) in [
            (&["--description", "new"][..], "UpdateSecret"),
            (&["--kms-key", "alias/chalk"], "UpdateSecret"),
            (&["--tag", "team=new"], "TagResource"),
            (&["--replica", "eu-west-2"], "ReplicateSecretToRegions"),
        ] {
            let plan = store(&url, &uri, &[arguments, &["--plan", "--detailed-exitcode"]].concat());
            assert_eq!((plan.code, calls(&plan)), (5, vec![format!("{call} planned")]), "{plan:?}");
            expect(&plan, &[("SEC006", Skip), ("SEC007", Warn)]);
            let done = store(&url, &uri, &[arguments, &["--yes"]].concat());
            assert_eq!((done.code, calls(&done)), (0, vec![format!("{call} done")]), "{done:?}");
            expect(&done, &[("SEC006", Pass), ("SEC007", Pass)]);
            let plan = store(&url, &uri, &[arguments, &["--plan", "--detailed-exitcode"]].concat());
            assert_eq!((plan.code, calls(&plan)), (0, Vec::new()), "{plan:?}");
        }
        let seen = described(emulator, "drift-redis-uri");
        assert_eq!(
            (&seen["Description"], &seen["KmsKeyId"]),
            (&Value::from("new"), &Value::from("alias/chalk"))
        );
        let tags = seen["Tags"].as_array().expect("tags");
        assert!(tags.contains(&json!({"Key": "other", "Value": "stays"})), "{tags:?}");
        assert_eq!(tags.len(), 2, "{tags:?}");
        // Nothing is asked for, nothing is set back.
        let plan = store(&url, &uri, &["--plan", "--detailed-exitcode"]);
        assert_eq!((plan.code, calls(&plan)), (0, Vec::new()), "{plan:?}");
    }
}
