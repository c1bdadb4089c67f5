//! `chalkstore check-access` against scripted answers in IAM's form: Query and XML.

mod decisions;
mod emulated;
mod failures;
mod replicas;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::program::{Ran, chalkstore, run_with};
use crate::support::{HttpAnswer, HttpRequest, ScriptedHttp};

const ROLE: &str = "arn:aws:iam::123456789012:role/chalk";
const TABLE: [&str; 4] = ["--table", "chalk-online-store", "--region", "us-east-1"];
const SECRET: &str = "arn:aws:secretsmanager:us-east-1:123456789012:secret:store-uri-a1B2c3";
/// Stands where a secret is, and must come out nowhere.
const CANARY: &str = "canary-51c0e8d7aa";
const XML: &str = "Content-Type: text/xml";

/// A request to the simulator.
struct Asks {
    fields: BTreeMap<String, String>,
    actions: Vec<String>,
    resource: String,
    marker: Option<String>,
}

impl Asks {
    fn of(request: &HttpRequest) -> Self {
        let body = String::from_utf8_lossy(&request.body).replace('+', " ");
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
        let fields: BTreeMap<String, String> =
            pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
        assert_eq!(fields["Action"], "SimulatePrincipalPolicy");
        assert_eq!(fields["PolicySourceArn"], ROLE);
        // One resource a call: what is decided is decided on it.
        assert!(!fields.contains_key("ResourceArns.member.2"), "{fields:?}");
        let named = |prefix: &str| {
            let names = fields.iter().filter(|(name, _)| name.starts_with(prefix));
            names.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        Self {
            actions: named("ActionNames.member."),
            resource: fields["ResourceArns.member.1"].clone(),
            marker: fields.get("Marker").cloned(),
            fields,
        }
    }
}

/// One decision, as the simulator gives it for one resource.
fn result(action: &str, resource: &str, decision: &str, more: &str, of_resource: &str) -> String {
    format!(
        "<member><EvalActionName>{action}</EvalActionName>\
         <EvalResourceName>arn:${{Partition}}:service:${{Region}}:${{Account}}:thing</EvalResourceName>\
         <EvalDecision>{decision}</EvalDecision>{more}<ResourceSpecificResults><member>\
         <EvalResourceName>{resource}</EvalResourceName>\
         <EvalResourceDecision>{decision}</EvalResourceDecision>{of_resource}</member></ResourceSpecificResults></member>"
    )
}

/// The whole answer; with a marker there is more to come.
fn answer(results: &[String], marker: Option<&str>) -> HttpAnswer {
    let mut xml = String::from(
        "<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">\
         <SimulatePrincipalPolicyResult>",
    );
    let _ = write!(xml, "<IsTruncated>{}</IsTruncated>", marker.is_some());
    if let Some(marker) = marker {
        let _ = write!(xml, "<Marker>{marker}</Marker>");
    }
    let _ = write!(
        xml,
        "<EvaluationResults>{}</EvaluationResults></SimulatePrincipalPolicyResult><ResponseMetadata>\
         <RequestId>r-1</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>",
        results.concat()
    );
    (200, XML, xml.into_bytes())
}

/// The answer of a simulator that allows everything.
pub(crate) fn allowed(request: &HttpRequest) -> HttpAnswer {
    let asks = Asks::of(request);
    let results: Vec<String> =
        asks.actions.iter().map(|action| result(action, &asks.resource, "allowed", "", "")).collect();
    answer(&results, None)
}

/// A simulator that decides on each action of each resource, with nothing besides.
fn deciding(decide: impl Fn(&str, &str) -> &'static str + Send + Sync + 'static) -> ScriptedHttp {
    ScriptedHttp::new(move |request| {
        let asks = Asks::of(request);
        let results: Vec<String> = asks
            .actions
            .iter()
            .map(|action| result(action, &asks.resource, decide(action, &asks.resource), "", ""))
            .collect();
        Some(answer(&results, None))
    })
}

/// A refusal in IAM's form.
fn refusal(status: u16, code: &str, message: &str) -> HttpAnswer {
    let xml = format!(
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>"
    );
    (status, XML, xml.into_bytes())
}

/// `DynamoDB` with the table, and replicas of it in these Regions.
fn table(replicas: &[&str]) -> ScriptedHttp {
    let replicas: Vec<_> =
        replicas.iter().map(|region| json!({"RegionName": region, "ReplicaStatus": "ACTIVE"})).collect();
    let told =
        json!({"Table": {"TableName": TABLE[1], "TableStatus": "ACTIVE", "Replicas": replicas}}).to_string();
    ScriptedHttp::new(move |_| {
        Some((200, "Content-Type: application/x-amz-json-1.0", told.clone().into_bytes()))
    })
}

/// Runs the program against a simulator, about a table without replicas; its report is JSON.
fn check(url: &str, arguments: &[&str]) -> Ran {
    check_with(url, &table(&[]).url(), ROLE, arguments)
}

/// The same of another role, with another `DynamoDB`.
fn check_with(url: &str, dynamodb: &str, role: &str, arguments: &[&str]) -> Ran {
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL_IAM", url).env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb);
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", CANARY);
    let own = ["check-access", "--role", role, "--output", "json"];
    let limit = if arguments.contains(&"--timeout") { &[][..] } else { &["--timeout", "20s"] };
    let ran = run_with(command, &[&own[..], limit, arguments].concat(), b"");
    assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:?}");
    ran
}

/// The one finding of a check: its status, and all that it says.
#[track_caller]
fn finding(ran: &Ran, code: &str) -> (String, String) {
    let report = ran.json();
    let all = report["findings"].as_array().expect("is a list");
    let of_code: Vec<_> = all.iter().filter(|finding| finding["code"] == code).collect();
    assert_eq!(of_code.len(), 1, "{code}: {}", ran.stdout);
    (of_code[0]["status"].as_str().expect("a word").to_owned(), of_code[0].to_string())
}

#[track_caller]
fn expect_finding(ran: &Ran, code: &str, status: &str, words: &[&str]) {
    let (is, text) = finding(ran, code);
    assert_eq!(is, status, "{code}: {text}");
    for part in words {
        assert!(text.contains(part), "{code}: {part:?} is missing in {text}");
    }
}
