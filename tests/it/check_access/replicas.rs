//! In which Regions the table has replicas: named, looked up, or not known.

use super::{ROLE, TABLE, check, check_with, deciding, expect_finding, table};
use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::{HttpAnswer, RefusingPort, ScriptedHttp, SilentListener};

/// The simulator of a role that may use the table in us-east-1 alone.
fn east_alone() -> ScriptedHttp {
    deciding(|_, resource| if resource.contains(":us-east-1:") { "allowed" } else { "implicitDeny" })
}

/// Runs the program with this `DynamoDB`.
fn against(dynamodb: &str, arguments: &[&str]) -> Ran {
    check_with(&east_alone().url(), dynamodb, ROLE, &[&TABLE[..], arguments].concat())
}

#[test]
fn a_replica_that_the_role_may_not_touch_fails() {
    let ran = against(&table(&["us-west-2", "eu-west-1"]).url(), &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for code in ["IAM001", "IAM002"] {
        // The help makes the policy of every Region.
        let words = ["dynamodb:us-west-2:", "dynamodb:eu-west-1:", "--replica eu-west-1 --replica us-west-2"];
        expect_finding(&ran, code, "fail", &words);
    }
    let one = against(&table(&[]).url(), &[]);
    assert_eq!(one.code, 0, "{one:?}");
}

/// What is named is taken as said: nobody is asked.
#[test]
fn named_regions_are_taken_as_said() {
    let nobody = RefusingPort::new();
    let nowhere = format!("http://127.0.0.1:{}", nobody.port());
    let ran = against(&nowhere, &["--replica", "us-east-1"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    // The table's own Region is asked about once: four reads and four writes.
    assert_eq!(ran.json()["data"]["decisions"].as_array().map(Vec::len), Some(8), "{ran:?}");
}

/// What is allowed where it was asked is no pass of every Region.
#[test]
fn regions_that_nobody_knows_are_not_known() {
    let json = "Content-Type: application/x-amz-json-1.0";
    let refused = |code: &str| -> HttpAnswer {
        (400, json, format!(r#"{{"__type":"{code}","message":"no"}}"#).into_bytes())
    };
    for (answer, words) in [
        (
            refused("AccessDeniedException"),
            ["AccessDeniedException", "call dynamodb:DescribeTable on the table"],
        ),
        (refused("InternalServerError"), ["InternalServerError", "--replica REGION"]),
        ((200, json, b"{}".to_vec()), ["describes no table", "--replica REGION"]),
    ] {
        let dynamodb = ScriptedHttp::new(move |_| Some(answer.clone()));
        let ran = against(&dynamodb.url(), &[]);
        assert_eq!(ran.code, 3, "{ran:?}");
        for code in ["IAM001", "IAM002"] {
            expect_finding(
                &ran,
                code,
                "unknown",
                &["allowed on arn:aws:dynamodb:us-east-1:", "could not be found out"],
            );
            expect_finding(&ran, code, "unknown", &words);
        }
    }
    // DynamoDB's silence keeps nobody from asking the simulator what can be asked.
    let silent = SilentListener::new();
    let ran = against(&format!("http://127.0.0.1:{}", silent.port()), &["--timeout", "2s"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    expect_finding(
        &ran,
        "IAM001",
        "unknown",
        &["allowed on arn:aws:dynamodb:us-east-1:", "did not answer", "--timeout"],
    );
}

/// Nor is what an older recording does not tell.
#[test]
fn an_older_recording_did_not_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("saved.jsonl");
    let simulator = deciding(|_, _| "allowed");
    let ran = check(&simulator.url(), &[&TABLE[..], &["--save-evidence", text(&saved)]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    let now = std::fs::read_to_string(&saved).expect("was saved");
    let field = r#","replicas":{"looked_up":{"answered":[]}}"#;
    assert_eq!(now.matches(field).count(), 1, "{now}");
    std::fs::write(&saved, now.replace(field, "")).expect("can write");
    let again = run(&["check-access", "--evidence", text(&saved), "--output", "json"]);
    assert_eq!(again.code, 3, "{again:?}");
    expect_finding(&again, "IAM001", "unknown", &["the recording is older than that"]);
}

/// `preflight` asks in the same way: replicas that chalkstore.toml does not name are looked up.
#[test]
fn an_environment_that_names_no_replicas_is_looked_at_in_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("chalkstore.toml");
    let described = format!(
        "[environments.p.aws]\nregion = \"us-east-1\"\n[environments.p.table]\nname = \"{}\"\n\
         [environments.p.access]\nrole = \"{ROLE}\"\n",
        TABLE[1]
    );
    std::fs::write(&config, described).expect("can write");
    let (simulator, dynamodb) = (east_alone(), table(&["us-west-2"]));
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL_IAM", simulator.url()).env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url());
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "x");
    let arguments =
        ["preflight", "--config", text(&config), "--only", "IAM", "--output", "json", "--timeout", "20s"];
    let ran = run_with(command, &arguments, b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    expect_finding(&ran, "IAM001", "fail", &["dynamodb:us-west-2:"]);
}
