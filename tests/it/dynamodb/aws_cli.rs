//! The script of AWS CLI commands: bash takes it, and what it calls is the plan.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use chalkstore::dynamodb::emit::{Language, emit};
use chalkstore::dynamodb::plan::{Action, from_nothing};
use chalkstore::dynamodb::spec::{BillingName, TableSpec, Units, Wanted};
use serde_json::{Value, json};

/// Says what the script asks for, and keeps the arguments of every call, each ended by a NUL and a call by a second.
const STUB: &str = r#"#!/usr/bin/env bash
printf '%s\0' "$@" >>"$CALLS"
printf '\0' >>"$CALLS"
case "$*" in
  *Table.TableArn*) echo "arn:aws:dynamodb:here:123456789012:table/t" ;;
  *ReplicaStatus*) echo "$REPLICA" ;;
esac
if [ "$2" = "$FAILS" ]; then exit 254; fi
"#;

/// DynamoDB takes it as an attribute's name.
const HOSTILE: &str = "it's $(touch x) `touch y` \"a\"\\ b # c";

struct Ran {
    succeeded: bool,
    stderr: String,
    calls: Vec<Vec<String>>,
}

/// Runs a script with a stub in place of the AWS CLI.
fn run(script: &str, replica: &str, fails: &str) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let (stub, calls) = (folder.path().join("aws"), folder.path().join("calls"));
    fs::write(&stub, STUB).expect("can be written");
    fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).expect("can be made executable");
    fs::write(&calls, "").expect("can be written");
    let path = std::env::var("PATH").expect("is set");
    let path = format!("{}:{path}", folder.path().display());
    let mut bash = Command::new("bash");
    bash.args(["-c", script]).env("PATH", path).env("CALLS", &calls).env("REPLICA", replica);
    let output = bash.env("FAILS", fails).current_dir(folder.path()).output().expect("bash runs");
    let recorded = fs::read_to_string(&calls).expect("is there");
    let arguments = |call: &str| call.split('\0').map(str::to_owned).collect();
    let calls = recorded.split("\0\0").filter(|call| !call.is_empty()).map(arguments).collect();
    assert!(leftovers(folder.path()).is_empty(), "{:?}", leftovers(folder.path()));
    Ran {
        succeeded: output.status.success(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        calls,
    }
}

/// Files that the script made, which it should not.
fn leftovers(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("is a folder").filter_map(Result::ok);
    let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
    names.filter(|name| name != "aws" && name != "calls").collect()
}

fn script(spec: &TableSpec) -> String {
    let text = emit(spec, Language::AwsCli, false).expect("can be said").text;
    let checked = Command::new("bash").args(["-n", "-c", &text]).output().expect("bash runs");
    assert!(checked.status.success(), "{}\n{text}", String::from_utf8_lossy(&checked.stderr));
    text
}

/// The documentation's table in three Regions, with names that a shell would read otherwise.
fn global() -> TableSpec {
    let replicas = ["us-west-2=100-1000@70", "eu-west-1"];
    let wanted = Wanted {
        replicas: replicas.iter().map(|replica| replica.parse().expect("is one")).collect(),
        ..Wanted::default()
    };
    let mut spec = wanted.spec("chalk-online-store", "us-east-1").expect("is right");
    spec.tags.insert("team".to_owned(), "online store".to_owned());
    HOSTILE.clone_into(&mut spec.layout.hash_key);
    spec.layout.ttl_attribute = Some(HOSTILE.to_owned());
    spec
}

/// The JSON of a call, and where it goes.
fn request(call: &[String]) -> Option<(String, Value)> {
    let after = |flag: &str| {
        let at = call.iter().position(|argument| argument == flag)?;
        call.get(at + 1)
    };
    let request = serde_json::from_str(after("--cli-input-json")?).expect("is JSON");
    Some((after("--region")?.clone(), request))
}

#[test]
fn the_script_makes_the_calls_of_the_plan() {
    for billing in [BillingName::Autoscaling, BillingName::OnDemand] {
        let mut spec = global();
        if billing == BillingName::OnDemand {
            spec.billing = chalkstore::dynamodb::spec::Billing::OnDemand;
            spec.replicas[0].read = None;
        }
        let ran = run(&script(&spec), "ACTIVE", "");
        assert!(ran.succeeded && ran.stderr.is_empty(), "{}", ran.stderr);
        let kebab = |operation: &str| {
            operation.chars().fold(String::new(), |name, c| match c {
                'A'..='Z' if name.is_empty() => c.to_ascii_lowercase().to_string(),
                'A'..='Z' => format!("{name}-{}", c.to_ascii_lowercase()),
                c => format!("{name}{c}"),
            })
        };
        let planned: Vec<_> = from_nothing(&spec)
            .iter()
            .filter_map(|call| {
                let (service, operation) = call.permission()?.split_once(':')?;
                Some((service.to_owned(), kebab(operation), call.region.clone()))
            })
            .collect();
        let made: Vec<_> = ran
            .calls
            .iter()
            .filter_map(|call| Some((call[0].clone(), call[1].clone(), request(call)?.0)))
            .collect();
        assert_eq!(made, planned);
    }
}

#[test]
fn every_request_is_what_the_call_says() {
    let spec = global();
    let ran = run(&script(&spec), "ACTIVE", "");
    let requests: Vec<Value> =
        ran.calls.iter().filter_map(|call| request(call)).map(|(_, json)| json).collect();
    let create = &requests[0];
    assert_eq!(create["TableName"], "chalk-online-store");
    assert_eq!(create["KeySchema"][0], json!({ "AttributeName": HOSTILE, "KeyType": "HASH" }));
    assert_eq!(create["KeySchema"][1], json!({ "AttributeName": "sk", "KeyType": "RANGE" }));
    assert_eq!(
        create["ProvisionedThroughput"],
        json!({ "ReadCapacityUnits": 1000, "WriteCapacityUnits": 500 })
    );
    assert_eq!(create["StreamSpecification"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
    assert_eq!(create["SSESpecification"], json!({ "Enabled": true, "SSEType": "KMS" }));
    assert_eq!(create["DeletionProtectionEnabled"], true);
    let tag = &spec.tags["team"];
    assert_eq!(create["Tags"], json!([{ "Key": "team", "Value": tag }]));
    let by = |name: &str| -> Vec<&Value> {
        requests.iter().filter(|request| request.get(name).is_some()).collect()
    };
    assert_eq!(by("ReplicaUpdates").len(), 2);
    assert_eq!(by("ReplicaUpdates")[0]["ReplicaUpdates"][0]["Create"]["RegionName"], "us-west-2");
    let expiry = json!({ "Enabled": true, "AttributeName": HOSTILE });
    assert_eq!(by("TimeToLiveSpecification")[0]["TimeToLiveSpecification"], expiry);
    let policies = by("TargetTrackingScalingPolicyConfiguration");
    assert_eq!(policies[0]["TargetTrackingScalingPolicyConfiguration"]["TargetValue"], 70.0);
    assert_eq!(policies[0]["ScalableDimension"], "dynamodb:table:WriteCapacityUnits");
    assert_eq!(policies[0]["PolicyType"], "TargetTrackingScaling");
    assert_eq!(by("PointInTimeRecoverySpecification").len(), 3);
    // The tags of a replica are set by its ARN, which is asked for where it is.
    let tagging: Vec<_> = ran.calls.iter().filter(|call| call[1] == "tag-resource").collect();
    assert_eq!(tagging.len(), 2);
    for call in tagging {
        assert!(call.contains(&"arn:aws:dynamodb:here:123456789012:table/t".to_owned()), "{call:?}");
        assert_eq!(request(call).expect("has one").1["Tags"][0]["Value"], json!(tag));
    }
}

/// The replica is waited for before anything is set behind it, and the table after every change.
#[test]
fn the_script_waits() {
    let spec = global();
    let ran = run(&script(&spec), "ACTIVE", "");
    let planned = from_nothing(&spec);
    let replicas = planned.iter().filter(|call| matches!(call.action, Action::AddReplica { .. })).count();
    let looks = ran.calls.iter().filter(|call| call.iter().any(|word| word.contains("ReplicaStatus")));
    assert_eq!(looks.count(), replicas);
    let at = |found: &dyn Fn(&Vec<String>) -> bool| ran.calls.iter().position(found).expect("is called");
    let behind = at(&|call| call[0] == "application-autoscaling" && call.contains(&"us-west-2".to_owned()));
    let looked = at(&|call| call.iter().any(|word| word.contains("RegionName=='us-west-2'")));
    assert!(looked < behind);
    assert_eq!(ran.calls[1][..3], ["dynamodb", "wait", "table-exists"]);
}

#[test]
fn what_fails_ends_the_script() {
    let text = script(&global());
    let ran = run(&text, "CREATION_FAILED", "");
    assert!(
        !ran.succeeded && ran.stderr.contains("the replica in us-west-2 is CREATION_FAILED"),
        "{}",
        ran.stderr
    );
    let ran = run(&text, "ACTIVE", "create-table");
    assert!(!ran.succeeded);
    assert_eq!(ran.calls.len(), 1);
}

#[test]
fn what_is_wanted_besides_is_in_the_request() {
    let mut spec = global();
    spec.replicas.clear();
    spec.warm_throughput = Some(Units { read: 20_000, write: 9_000 });
    spec.encryption = chalkstore::dynamodb::spec::Encryption::Customer(
        [("us-east-1".to_owned(), "alias/store".to_owned())].into(),
    );
    let ran = run(&script(&spec), "ACTIVE", "");
    let (_, create) = request(&ran.calls[0]).expect("has one");
    assert_eq!(
        create["WarmThroughput"],
        json!({ "ReadUnitsPerSecond": 20_000, "WriteUnitsPerSecond": 9_000 })
    );
    assert_eq!(create["SSESpecification"]["KMSMasterKeyId"], "alias/store");
    assert!(create.get("StreamSpecification").is_none());
    let warnings = emit(&spec, Language::Terraform, false).expect("can be said").warnings;
    assert!(warnings.concat().contains("lowering warm_throughput"), "{warnings:?}");
    for (language, said) in [
        (Language::Terraform, ["read_units_per_second", "write_units_per_second", ">= 6.13"]),
        (Language::Cloudformation, ["WarmThroughput", "\"ReadUnitsPerSecond\": 20000", "9000"]),
    ] {
        let text = emit(&spec, language, false).expect("can be said").text;
        for words in said {
            assert!(text.contains(words), "{words}: {text}");
        }
        spec.warm_throughput = None;
        assert!(!emit(&spec, language, false).expect("can be said").text.contains(said[0]));
        spec.warm_throughput = Some(Units { read: 20_000, write: 9_000 });
    }
}
