//! The Terraform example: it parses, its checks stop nothing that they should not, and its wrapper speaks the protocol of
//! the `external` data source.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::stand_in::{HOSTILE, StandIn};
use super::{committed, root};
use crate::program::Ran;

const FOLDER: &str = "examples/terraform";

fn body(file: &str) -> hcl::Body {
    hcl::parse(&committed(&format!("{FOLDER}/{file}"))).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The blocks of a kind, with their labels.
fn blocks(body: &hcl::Body, kind: &str) -> Vec<hcl::Block> {
    body.blocks().filter(|block| block.identifier() == kind).cloned().collect()
}

fn labels(block: &hcl::Block) -> Vec<String> {
    block.labels().iter().map(|label| label.as_str().to_owned()).collect()
}

fn text(body: &hcl::Body) -> String {
    hcl::to_string(body).expect("can be written")
}

#[test]
fn every_file_is_hcl_and_every_variable_is_used() {
    let main = committed(&format!("{FOLDER}/main.tf"));
    let variables = blocks(&body("variables.tf"), "variable");
    assert!(variables.len() >= 4);
    for variable in variables {
        let name = labels(&variable).remove(0);
        assert!(main.contains(&format!("var.{name}")), "{name} is used by nothing");
        assert!(text(variable.body()).contains("description"), "{name} is described");
    }
    assert_eq!(blocks(&body("versions.tf"), "terraform").len(), 1);
}

#[test]
fn a_check_warns_and_a_postcondition_stops() {
    let main = body("main.tf");
    let check = blocks(&main, "check").remove(0);
    let data = blocks(check.body(), "data").remove(0);
    assert_eq!(labels(&data), ["external", "preflight"], "its data source is its own: an error in it warns");
    let assertion = text(blocks(check.body(), "assert")[0].body());
    assert!(assertion.contains("data.external.preflight.result.verdict == \"pass\""), "{assertion}");
    let table = blocks(&main, "data").remove(0);
    let written = text(table.body());
    assert!(written.contains("postcondition") && written.contains("var.stop_on_failure"), "{written}");
    // A query stands in the state, where no secret belongs.
    let everything = committed(&format!("{FOLDER}/main.tf")).to_lowercase();
    for word in ["password", "uri_env", "secret_string", "token"] {
        assert!(!everything.contains(word), "{word}");
    }
}

pub(super) fn external(command: &mut Command, query: &str) -> Ran {
    command.arg(root().join(FOLDER).join("chalkstore_external.py"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("python3 is there");
    child.stdin.take().expect("is piped").write_all(query.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends").into()
}

/// What Terraform would see: every value is a string.
pub(super) fn result(ran: &Ran) -> serde_json::Map<String, Value> {
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let result = ran.json().as_object().expect("a map").clone();
    assert!(result.values().all(Value::is_string), "{result:?}");
    result
}

const REPORT: &str = r#"{"counts": {"fail": 1, "warn": 0, "unknown": 0, "pass": 3, "skip": 2}, "findings": [
  {"code": "TOP021", "status": "fail", "section": "production", "subject": "shard 0", "message": "it\nhas none"},
  {"code": "NET002", "status": "unknown", "subject": "staging", "message": "no \u001b[2Kanswer\u202e"},
  {"code": "TOP001", "status": "pass", "subject": "production"}]}"#;

#[test]
fn the_wrapper_tells_what_was_found() {
    let stand_in = StandIn::new();
    let query = json!({"command": "preflight", "config": "a b.toml", "environments": "production\nstaging"});
    let mut command = stand_in.command("python3");
    command.env("STAND_IN_SAYS", REPORT).env("STAND_IN_ENDS", "1").env("CHALKSTORE_OUTPUT", "junit");
    let found = result(&external(&mut command, &query.to_string()));
    assert_eq!(found["verdict"], "fail");
    assert_eq!(found["exit_code"], "1");
    assert_eq!(found["summary"], "1 failed, 3 passed, 2 skipped");
    assert_eq!(
        found["problems"],
        "fail[TOP021] production, shard 0: it has none\nunknown[NET002] staging: no \\u{1b}[2Kanswer\\u{202e}"
    );
    let expected =
        ["preflight", "--output=json", "--fail-on=fail", "--config=a b.toml", "--", "production", "staging"];
    assert_eq!(stand_in.arguments(), expected);
    assert_eq!(stand_in.variable("CHALKSTORE_OUTPUT"), None);
    for (code, verdict) in [(0, "pass"), (3, "unknown"), (4, "error"), (70, "error")] {
        let mut command = stand_in.command("python3");
        command.env("STAND_IN_SAYS", REPORT).env("STAND_IN_ENDS", code.to_string());
        assert_eq!(result(&external(&mut command, "{}"))["verdict"], verdict);
    }
}

#[test]
fn what_cannot_run_is_an_error_and_no_result() {
    let stand_in = StandIn::new();
    let told = |query: &str| {
        let ran = external(&mut stand_in.command("python3"), query);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{query}: {ran:?}");
        assert!(!ran.stderr.contains("Traceback"), "{ran:?}");
        ran.stderr
    };
    assert!(told(r#"{"command": "rm"}"#).contains("preflight or check-table"));
    assert!(told(r#"{"command": "check-table"}"#).contains("`table`"));
    assert!(told(r#"{"cofnig": "x"}"#).contains("cofnig"));
    assert!(told(r#"{"config": 3}"#).contains("flat map of strings"));
    assert!(told(r#"{"program": "/nowhere/chalkstore"}"#).contains("/nowhere/chalkstore"));
    assert!(!told("[]").is_empty() && !told("not JSON").is_empty());
    assert!(told("{}").contains("said nothing"));
}

#[test]
fn hostile_values_stay_values() {
    for value in HOSTILE {
        for query in [
            json!({"environments": value}),
            json!({"config": value}),
            json!({"command": "check-table", "table": value}),
            json!({"fail_on": value}),
        ] {
            let stand_in = StandIn::new();
            let mut command = stand_in.command("python3");
            external(command.env("STAND_IN_SAYS", REPORT), &query.to_string());
            assert!(!stand_in.path().join("pwned").exists(), "{query}");
            let arguments = stand_in.arguments();
            let mark = arguments.iter().position(|argument| argument == "--").expect("the end of options");
            let behind = query["environments"].is_string() || query["table"].is_string();
            let part = if behind { &arguments[mark + 1..] } else { &arguments[..mark] };
            assert!(part.iter().any(|argument| argument.ends_with(value)), "{query}: {arguments:?}");
        }
    }
}

/// With the real program: a table that no AWS answers for is `unknown` or an error, and never a pass.
#[test]
fn the_wrapper_runs_the_real_program() {
    let program = env!("CARGO_BIN_EXE_chalkstore");
    let stand_in = StandIn::new();
    let query = json!({
        "command": "check-table", "table": "features", "region": "us-east-1", "program": program, "timeout": "2s",
    });
    let mut command = stand_in.command("python3");
    command.env("AWS_ENDPOINT_URL", "http://127.0.0.1:9").env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "hunter2");
    let found = result(&external(&mut command, &query.to_string()));
    assert_eq!(found["verdict"], "unknown", "{found:?}");
    assert_eq!(found["exit_code"], "3");
    assert!(found["problems"].as_str().is_some_and(|lines| lines.starts_with("unknown[")), "{found:?}");
    assert!(!format!("{found:?}").contains("hunter2"));
}
