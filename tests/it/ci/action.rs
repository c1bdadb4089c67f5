//! `action.yml`: valid, without a hole for scripts, and its step does what its inputs say.

use std::fs;

use serde_json::Value;

use super::stand_in::{HOSTILE, StandIn, ran};
use super::{committed, faults, root, schemas, yaml};
use crate::program::Ran;

fn action() -> Value {
    yaml("action.yml").remove(0)
}

fn step() -> Value {
    let steps = action()["runs"]["steps"].clone();
    assert_eq!(steps.as_array().map(Vec::len), Some(1), "{steps}");
    steps[0].clone()
}

/// The variable that an input arrives in.
fn variable(input: &str) -> String {
    format!("INPUT_{}", input.to_uppercase().replace('-', "_"))
}

#[test]
fn it_is_what_the_schema_says() {
    let schema = fs::read_to_string(schemas("ci-schemas").join("github-actions.json")).expect("was fetched");
    let schema = serde_json::from_str(&schema).expect("is JSON");
    assert_eq!(faults(&schema, &action()), [""; 0]);
    let mut broken = action();
    broken["runs"]["using"] = "composit".into();
    assert!(!faults(&schema, &broken).is_empty(), "the schema refuses something");
}

/// What a workflow's author, or who opened a pull request, wrote must never become a part of a script.
#[test]
fn inputs_are_variables_and_never_a_script() {
    let (action, step) = (action(), step());
    let script = step["run"].as_str().expect("a script");
    assert!(!script.contains("${{"), "{script}");
    let env = step["env"].as_object().expect("variables");
    let shell = committed("ci/github/preflight.sh");
    for (input, about) in action["inputs"].as_object().expect("inputs") {
        let name = variable(input);
        assert_eq!(env[&name], format!("${{{{ inputs.{input} }}}}"), "{input}");
        assert!(shell.contains(&name), "{name} is not read");
        assert!(about["description"].as_str().is_some_and(|text| text.len() > 10), "{input} is described");
        assert!(about["default"].is_string() && about["required"] == false, "{input} may be left out");
    }
    assert_eq!(env.len(), action["inputs"].as_object().expect("inputs").len() + 1, "and ACTION_PATH");
    for output in action["outputs"].as_object().expect("outputs").keys() {
        let value = format!("${{{{ steps.preflight.outputs.{output} }}}}");
        assert_eq!(action["outputs"][output]["value"], value);
        let told =
            [format!("output {output} "), format!("report {output} "), format!("written+=(\"{output}=")];
        assert!(told.iter().any(|told| shell.contains(told)), "{output} is told by the script");
    }
    // Nothing in the script asks for a secret, and none is evaluated.
    for forbidden in ["eval ", "PASSWORD", "SECRET", "set -x", "INPUT_URI"] {
        assert!(!shell.contains(forbidden), "{forbidden}");
    }
}

/// Runs the step as GitHub does, with these inputs beside the defaults.
pub(super) fn step_with(stand_in: &StandIn, inputs: &[(&str, &str)], ends: u8) -> Ran {
    let mut command = stand_in.command("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c"]);
    command.arg(step()["run"].as_str().expect("a script"));
    for (input, about) in action()["inputs"].as_object().expect("inputs") {
        command.env(variable(input), about["default"].as_str().expect("a default"));
    }
    for (input, value) in inputs {
        command.env(variable(input), value);
    }
    let file = |name: &str| stand_in.path().join(name);
    fs::write(file("output"), "").expect("can be written");
    fs::write(file("summary"), "").expect("can be written");
    command.env("GITHUB_OUTPUT", file("output")).env("GITHUB_STEP_SUMMARY", file("summary"));
    command.env("ACTION_PATH", root()).env("STAND_IN_ENDS", ends.to_string());
    ran(command)
}

pub(super) fn outputs(stand_in: &StandIn) -> Vec<String> {
    let text = fs::read_to_string(stand_in.path().join("output")).expect("was written");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn by_default_it_checks_every_environment_and_annotates() {
    let stand_in = StandIn::new();
    let ran = step_with(&stand_in, &[], 0);
    assert_eq!(ran.code, 0, "{ran:?}");
    let summary = format!("--output=markdown={}", stand_in.path().join("summary").display());
    let expected =
        ["preflight", "--config=chalkstore.toml", "--fail-on=fail", "--output=github", &summary, "--"];
    assert_eq!(stand_in.arguments(), expected);
    assert_eq!(outputs(&stand_in), ["exit-code=0", "verdict=pass"]);
}

#[test]
fn every_input_arrives() {
    let stand_in = StandIn::new();
    let ran = step_with(
        &stand_in,
        &[
            ("config", "deploy/my store.toml"),
            ("environments", "production\r\n\nstaging two\n"),
            ("only", "TOP021\nlag-known"),
            ("skip", "URI016"),
            ("fail-on", "warn"),
            ("wait", "2m"),
            ("baseline", "old.json"),
            ("args", "--timeout=1m\n-v"),
            ("annotations", "false"),
            ("summary", "false"),
            ("sarif", "out.sarif"),
            ("junit", "out.xml"),
            ("html", "out.html"),
            ("json", "out.json"),
            ("markdown", "out.md"),
            ("evidence", "out.jsonl"),
            ("version", "0.1.0"),
        ],
        0,
    );
    assert_eq!(ran.code, 0, "{ran:?}");
    let expected = [
        "preflight",
        "--config=deploy/my store.toml",
        "--fail-on=warn",
        "--only=TOP021",
        "--only=lag-known",
        "--skip=URI016",
        "--wait=2m",
        "--baseline=old.json",
        "--timeout=1m",
        "-v",
        "--output=human",
        "--output=sarif=out.sarif",
        "--output=junit=out.xml",
        "--output=html=out.html",
        "--output=json=out.json",
        "--output=markdown=out.md",
        "--save-evidence=out.jsonl",
        "--",
        "production",
        "staging two",
    ];
    assert_eq!(stand_in.arguments(), expected);
    let told = outputs(&stand_in);
    for output in ["sarif=out.sarif", "html=out.html", "evidence=out.jsonl", "exit-code=0"] {
        assert!(told.contains(&output.to_owned()), "{told:?}");
    }
    assert_eq!(fs::read_to_string(stand_in.path().join("out.sarif")).expect("was written"), "report\n");
}

#[test]
fn the_exit_code_is_the_verdict() {
    for (code, verdict, allow_unknown, expected) in [
        (0, "pass", "false", 0),
        (1, "fail", "false", 1),
        (3, "unknown", "false", 3),
        (3, "unknown", "true", 0),
        (1, "fail", "true", 1),
        (2, "error", "true", 2),
        (4, "error", "false", 4),
        (70, "error", "true", 70),
    ] {
        let stand_in = StandIn::new();
        let ran = step_with(&stand_in, &[("allow-unknown", allow_unknown)], code);
        assert_eq!(ran.code, expected, "{code} {allow_unknown}: {ran:?}");
        assert_eq!(outputs(&stand_in), [format!("exit-code={code}"), format!("verdict={verdict}")]);
        // The report stands in the summary whatever it says; where there may be none, the summary says so.
        let summary = fs::read_to_string(stand_in.path().join("summary")).expect("was written");
        assert!(summary.starts_with("report\n"), "{summary}");
        let is_told = summary.contains(&format!("ended with exit code {code};"));
        assert_eq!(is_told, verdict == "error", "{summary}");
        assert_eq!(ran.stdout.contains("::error title=chalkstore::"), verdict == "error", "{ran:?}");
    }
}

#[test]
fn hostile_values_stay_values() {
    for value in HOSTILE {
        for input in ["environments", "only", "skip", "config", "wait", "baseline", "evidence", "fail-on"] {
            let stand_in = StandIn::new();
            step_with(&stand_in, &[(input, value)], 0);
            assert!(!stand_in.path().join("pwned").exists(), "{input}: {value}");
            let arguments = stand_in.arguments();
            let arrived: Vec<_> = arguments.iter().filter(|argument| argument.ends_with(value)).collect();
            assert_eq!(arrived.len(), 1, "{input}: {value}: {arguments:?}");
            if input == "environments" {
                let mark =
                    arguments.iter().position(|argument| argument == "--").expect("the end of options");
                assert_eq!(arguments[mark + 1..], [value]);
            }
        }
    }
}

/// A file's name may not add a second output format, set another output of the step, or pose as an option.
#[test]
fn a_path_that_is_none_is_refused() {
    for (input, value) in [
        ("sarif", "a.sarif,json=/etc/x"),
        ("html", "a\nexit-code=0"),
        ("junit", "-"),
        ("allow-unknown", "yes"),
        ("annotations", "1\n::set-env name=A::b"),
        ("version", "9.9.9"),
        ("binary", "/nowhere/chalkstore"),
        ("binary", "bin"),
    ] {
        let stand_in = StandIn::new();
        let ran = step_with(&stand_in, &[(input, value)], 0);
        assert_eq!(ran.code, 2, "{input}: {ran:?}");
        assert!(stand_in.arguments().is_empty(), "{input}: chalkstore is not called");
        let told: Vec<&str> = ran.stdout.lines().collect();
        assert!(told.len() == 1 && told[0].starts_with("::error title=chalkstore::"), "{input}: {ran:?}");
        assert_eq!(outputs(&stand_in), ["exit-code=2", "verdict=error"], "{input}: nothing was written");
        let summary = fs::read_to_string(stand_in.path().join("summary")).expect("is there");
        assert!(summary.starts_with("### ❌ chalkstore preflight: error\n"), "{input}: {summary}");
    }
}

/// What another run has left is not this one's.
#[test]
fn only_what_was_written_is_an_output() {
    for (code, expected) in [(0, 1), (1, 1), (3, 1), (2, 0)] {
        let stand_in = StandIn::new();
        fs::write(stand_in.path().join("out.sarif"), "of before").expect("can be written");
        step_with(&stand_in, &[("sarif", "out.sarif"), ("html", "nowhere/out.html")], code);
        let told = outputs(&stand_in);
        let files = told.iter().filter(|line| line.starts_with("sarif=") || line.starts_with("html="));
        assert_eq!(files.count(), expected, "{code}: {told:?}");
    }
}

/// Every option that the step passes on is one that `chalkstore preflight` has.
#[test]
fn its_arguments_are_ones_that_the_program_takes() {
    let stand_in = StandIn::new();
    let every = [
        ("environments", "production\nstaging"),
        ("only", "TOP021"),
        ("skip", "URI016"),
        ("fail-on", "warn"),
        ("wait", "2m"),
        ("baseline", "old.json"),
        ("args", "--timeout=1m\n--quiet"),
        ("sarif", "out.sarif"),
        ("junit", "out.xml"),
        ("html", "out.html"),
        ("json", "out.json"),
        ("markdown", "out.md"),
        ("evidence", "out.jsonl"),
    ];
    for annotations in ["true", "false"] {
        step_with(&stand_in, &[&every[..], &[("annotations", annotations)]].concat(), 0);
        let words = std::iter::once("chalkstore".to_owned()).chain(stand_in.arguments());
        let parsed = chalkstore::cli::command().try_get_matches_from(words);
        assert!(parsed.is_ok(), "{parsed:?}");
    }
}

/// Without annotations nothing in the log is read as a command of the workflow.
#[test]
fn the_text_for_a_person_is_no_command() {
    let stand_in = StandIn::new();
    let ran = step_with(&stand_in, &[("annotations", "false")], 1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let token = lines[0].strip_prefix("::stop-commands::").expect("commands are stopped first");
    assert!(token.len() == 32, "{ran:?}");
    assert_eq!(lines.last(), Some(&format!("::{token}::").as_str()));
}

#[test]
fn a_setting_of_the_job_changes_no_format() {
    let stand_in = StandIn::new();
    let mut command = stand_in.command("bash");
    command.arg(root().join("ci/github/preflight.sh")).env("CHALKSTORE_OUTPUT", "json");
    command.env("REDIS_URI", "rediss://:hunter2@h:1");
    let ran = ran(command);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(stand_in.variable("CHALKSTORE_OUTPUT"), None);
    // What the step's `env` holds for chalkstore.toml's uri_env arrives, and in no argument.
    assert_eq!(stand_in.variable("REDIS_URI").as_deref(), Some("rediss://:hunter2@h:1"));
    assert!(stand_in.arguments().iter().all(|argument| !argument.contains("hunter2")));
}
