//! What the simulator decides.

use std::sync::{Arc, Mutex};

use super::{Asks, SECRET, TABLE, answer, check, deciding, expect_finding, result};
use crate::program::{run, text};
use crate::support::ScriptedHttp;

const KEYS: [&str; 6] = [
    "--kms-key",
    "11111111-2222-3333-4444-555555555555",
    "--secret-kms-key",
    "arn:aws:kms:us-east-1:123456789012:key/of-secret",
    "--secret",
    SECRET,
];

#[test]
fn a_role_that_may_do_everything() {
    let simulator = deciding(|_, _| "allowed");
    let ran = check(&simulator.url(), &[&TABLE[..], &["--replica", "us-west-2"], &KEYS].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    for (code, words) in [
        ("IAM001", "arn:aws:dynamodb:us-west-2:123456789012:table/chalk-online-store"),
        ("IAM002", "arn:aws:dynamodb:us-east-1:123456789012:table/chalk-online-store"),
        ("IAM003", SECRET),
        ("IAM004", "key/11111111-2222-3333-4444-555555555555"),
    ] {
        expect_finding(&ran, code, "pass", &[words, "not simulated"]);
    }
    let decisions = ran.json()["data"]["decisions"].as_array().map(Vec::len);
    // Four reads and four writes in two Regions, the secret, and two keys.
    assert_eq!(decisions, Some(19));
}

#[test]
fn what_is_denied_is_named_with_its_resource_and_its_statement() {
    let simulator = ScriptedHttp::new(|request| {
        let asks = Asks::of(request);
        let statement = "<MatchedStatements><member><SourcePolicyId>role_chalk_guard</SourcePolicyId>\
             <SourcePolicyType>IAM Policy</SourcePolicyType><StartPosition><Line>7</Line><Column>5</Column>\
             </StartPosition></member></MatchedStatements>";
        let decide = |action: &String| match action.as_str() {
            "dynamodb:BatchGetItem" if asks.resource.contains("us-west-2") => {
                result(action, &asks.resource, "implicitDeny", "", "")
            }
            "dynamodb:DeleteItem" => result(action, &asks.resource, "explicitDeny", statement, ""),
            "secretsmanager:GetSecretValue" => result(action, &asks.resource, "explicitDeny", "", statement),
            "kms:Decrypt" => result(action, &asks.resource, "implicitDeny", "", ""),
            _ => result(action, &asks.resource, "allowed", "", ""),
        };
        Some(answer(&asks.actions.iter().map(decide).collect::<Vec<_>>(), None))
    });
    let ran = check(&simulator.url(), &[&TABLE[..], &["--replica", "us-west-2"], &KEYS].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
    let replica = "dynamodb:BatchGetItem on arn:aws:dynamodb:us-west-2:123456789012:table/chalk-online-store";
    expect_finding(&ran, "IAM001", "fail", &[replica, "no statement of the role's policies allows it"]);
    let words = ["dynamodb:DeleteItem on arn:aws:dynamodb:us-east-1", "line 7 of role_chalk_guard"];
    expect_finding(&ran, "IAM002", "fail", &words);
    expect_finding(&ran, "IAM003", "fail", &[SECRET, "line 7 of role_chalk_guard"]);
    // The key's own policy may allow it, and nobody simulates that.
    expect_finding(&ran, "IAM004", "unknown", &["key's own policy"]);
}

/// The old form of the answer: a result for each resource, and nothing of single ones.
#[test]
fn an_answer_without_results_of_resources_is_read_too() {
    let simulator = ScriptedHttp::new(|request| {
        let asks = Asks::of(request);
        let old = |action: &String| {
            format!(
                "<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{}</EvalResourceName>\
                 <EvalDecision>implicitDeny</EvalDecision></member>",
                asks.resource
            )
        };
        Some(answer(&asks.actions.iter().map(old).collect::<Vec<_>>(), None))
    });
    let ran = check(&simulator.url(), &TABLE);
    expect_finding(&ran, "IAM001", "fail", &["dynamodb:BatchGetItem"]);
    expect_finding(&ran, "IAM003", "skip", &["--secret"]);
    expect_finding(&ran, "IAM004", "skip", &["--kms-key"]);
}

#[test]
fn organizations_and_boundaries_are_told_apart() {
    for (more, words) in [
        (
            "<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations>\
             </OrganizationsDecisionDetail>",
            "service control policy",
        ),
        (
            "<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false\
             </AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>",
            "permissions boundary",
        ),
    ] {
        let simulator = ScriptedHttp::new(move |request| {
            let asks = Asks::of(request);
            let denied = |action: &String| result(action, &asks.resource, "implicitDeny", more, "");
            Some(answer(&asks.actions.iter().map(denied).collect::<Vec<_>>(), None))
        });
        let ran = check(&simulator.url(), &TABLE);
        expect_finding(&ran, "IAM001", "fail", &[words]);
        expect_finding(&ran, "IAM002", "fail", &[words]);
    }
}

#[test]
fn a_condition_without_a_value_decides_nothing() {
    for (decision, status) in [("explicitDeny", "unknown"), ("implicitDeny", "unknown"), ("allowed", "pass")]
    {
        let simulator = ScriptedHttp::new(move |request| {
            let asks = Asks::of(request);
            let missing = "<MissingContextValues><member>aws:SourceVpce</member></MissingContextValues>";
            let results = asks.actions.iter().map(|one| result(one, &asks.resource, decision, "", missing));
            Some(answer(&results.collect::<Vec<_>>(), None))
        });
        let ran = check(&simulator.url(), &TABLE);
        expect_finding(&ran, "IAM001", status, &["aws:SourceVpce"]);
        assert_eq!(ran.code, if status == "pass" { 0 } else { 3 }, "{ran:?}");
    }
}

/// A secret's name does not tell its ARN: a policy may name the characters that nobody knows.
#[test]
fn a_secret_by_name_is_guessed() {
    let simulator = deciding(|_, _| "implicitDeny");
    let ran = check(&simulator.url(), &["--secret", "store-uri", "--region", "us-east-1"]);
    expect_finding(&ran, "IAM003", "unknown", &["secret:store-uri-", "--secret arn:"]);
    let ran = check(&simulator.url(), &["--secret", SECRET, "--region", "us-east-1"]);
    expect_finding(&ran, "IAM003", "fail", &[SECRET]);
}

/// Keys are used through a service, and policies say so: `kms:ViaService` has its name.
#[test]
fn keys_are_asked_about_as_their_services_use_them() {
    let asked: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
    let kept = Arc::clone(&asked);
    let simulator = ScriptedHttp::new(move |request| {
        let asks = Asks::of(request);
        if let Some(value) = asks.fields.get("ContextEntries.member.1.ContextKeyValues.member.1") {
            assert_eq!(asks.fields["ContextEntries.member.1.ContextKeyName"], "kms:ViaService");
            kept.lock().expect("is whole").push((asks.resource.clone(), value.clone()));
        }
        let results = asks.actions.iter().map(|one| result(one, &asks.resource, "allowed", "", ""));
        Some(answer(&results.collect::<Vec<_>>(), None))
    });
    let ran = check(&simulator.url(), &[&TABLE[..], &KEYS].concat());
    expect_finding(&ran, "IAM004", "pass", &[]);
    let mut asked = asked.lock().expect("is whole").clone();
    asked.sort();
    let services: Vec<&str> = asked.iter().map(|(_, service)| service.as_str()).collect();
    assert_eq!(services, ["dynamodb.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com"]);
}

#[test]
fn an_answer_in_pages_is_read_to_its_end() {
    let simulator = ScriptedHttp::new(|request| {
        let asks = Asks::of(request);
        let at: usize = asks.marker.as_ref().map_or(0, |marker| marker.parse().expect("is ours"));
        let decision = if at + 1 == asks.actions.len() { "implicitDeny" } else { "allowed" };
        let one = result(&asks.actions[at], &asks.resource, decision, "", "");
        let next = (at + 1 < asks.actions.len()).then(|| (at + 1).to_string());
        Some(answer(&[one], next.as_deref()))
    });
    let ran = check(&simulator.url(), &TABLE);
    expect_finding(&ran, "IAM001", "fail", &["dynamodb:"]);
    assert_eq!(ran.json()["data"]["decisions"].as_array().map(Vec::len), Some(8));
}

#[test]
fn evidence_is_judged_again_without_a_network() {
    let simulator =
        deciding(|action, _| if action.ends_with("PutItem") { "explicitDeny" } else { "allowed" });
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("saved.jsonl");
    let ran = check(&simulator.url(), &[&TABLE[..], &["--save-evidence", text(&saved)]].concat());
    let again = run(&["check-access", "--evidence", text(&saved), "--output", "json"]);
    assert_eq!((again.code, &again.json()["findings"]), (1, &ran.json()["findings"]));
    let told = run(&["check-access", "--evidence", text(&saved)]).stdout;
    assert!(told.contains("dynamodb:PutItem denied"), "{told}");
}
