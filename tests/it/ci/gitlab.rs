//! The GitLab template: valid, and its lines do what they say in a shell.

use std::fs;

use serde_json::Value;

use super::stand_in::{HOSTILE, StandIn, ran};
use super::{faults, schemas, yaml};

fn template() -> Value {
    yaml("ci/gitlab/chalkstore.gitlab-ci.yml").remove(0)
}

fn job() -> Value {
    template()["chalkstore-preflight"].clone()
}

#[test]
fn it_is_what_the_schema_says() {
    let schema = fs::read_to_string(schemas("ci-schemas").join("gitlab-ci.json")).expect("was fetched");
    let schema = serde_json::from_str(&schema).expect("is JSON");
    assert_eq!(faults(&schema, &template()), [""; 0]);
    let mut broken = template();
    broken["chalkstore-preflight"]["artifacts"]["when"] = "alway".into();
    assert!(!faults(&schema, &broken).is_empty(), "the schema refuses something");
}

/// What the reports say is shown whether the job fails or not, and each is written where GitLab looks for it.
#[test]
fn its_reports_are_written_where_they_are_looked_for() {
    let job = job();
    assert_eq!(job["artifacts"]["when"], "always");
    let script = job["script"].as_array().expect("lines").last().cloned().expect("one");
    let script = script.as_str().expect("text");
    let reports = job["artifacts"]["reports"].as_object().expect("reports");
    for (kind, format) in [("junit", "junit"), ("codequality", "gitlab")] {
        let path = reports[kind].as_str().expect("a path");
        assert!(script.contains(&format!("--output={format}={path}")), "{script}");
    }
}

/// GitLab's runner joins the lines to one script, which ends with the first that fails.
pub(super) fn run(stand_in: &StandIn, shell: &str, variables: &[(&str, &str)]) -> crate::program::Ran {
    let lines = job()["script"].as_array().expect("lines").clone();
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str().expect("text")).collect();
    let mut command = stand_in.command(shell);
    command.args(["-e", "-c", &lines.join("\n")]);
    for (name, value) in job()["variables"].as_object().expect("variables") {
        command.env(name, value.as_str().expect("text"));
    }
    command.envs(variables.iter().copied());
    ran(command)
}

#[test]
fn its_lines_run_in_every_shell_of_a_runner() {
    for shell in ["bash", "sh"] {
        let stand_in = StandIn::new();
        let ran = run(&stand_in, shell, &[]);
        assert_eq!(ran.code, 0, "{shell}: {ran:?}");
        let expected = [
            "preflight",
            "--config=chalkstore.toml",
            "--output=human",
            "--output=junit=chalkstore-reports/junit.xml",
            "--output=gitlab=chalkstore-reports/codequality.json",
            "--output=html=chalkstore-reports/report.html",
            "--save-evidence=chalkstore-reports/evidence.jsonl",
            "--",
        ];
        assert_eq!(stand_in.arguments(), expected, "{shell}");
        assert!(stand_in.path().join("chalkstore-reports/junit.xml").exists());
        let variables = [("CHALKSTORE_ENVIRONMENTS", "production staging"), ("CHALKSTORE_WAIT", "2m")];
        run(&stand_in, shell, &variables);
        let arguments = stand_in.arguments();
        assert_eq!(arguments[2], "--wait=2m", "{shell}");
        assert_eq!(arguments[arguments.len() - 2..], ["production", "staging"], "{shell}");
        assert_eq!(run(&stand_in, shell, &[("STAND_IN_ENDS", "3")]).code, 3, "{shell}");
    }
}

/// Every option of the template is one that `chalkstore preflight` has, and its variables are none that it reads otherwise.
#[test]
fn its_arguments_are_ones_that_the_program_takes() {
    let stand_in = StandIn::new();
    run(&stand_in, "sh", &[("CHALKSTORE_ENVIRONMENTS", "production staging"), ("CHALKSTORE_WAIT", "2m")]);
    let words = std::iter::once("chalkstore".to_owned()).chain(stand_in.arguments());
    let parsed = chalkstore::cli::command().try_get_matches_from(words);
    assert!(parsed.is_ok(), "{parsed:?}");
}

#[test]
fn hostile_values_stay_values() {
    for value in HOSTILE {
        for name in ["CHALKSTORE_ENVIRONMENTS", "CHALKSTORE_CONFIG", "CHALKSTORE_WAIT"] {
            let stand_in = StandIn::new();
            run(&stand_in, "sh", &[(name, value)]);
            assert!(!stand_in.path().join("pwned").exists(), "{name}: {value}");
            let arguments = stand_in.arguments();
            let mark = arguments.iter().position(|argument| argument == "--").expect("the end of options");
            if name == "CHALKSTORE_ENVIRONMENTS" {
                let words: Vec<&str> = value.split_whitespace().collect();
                assert_eq!(arguments[mark + 1..], words[..], "{value}");
            } else {
                assert!(arguments[..mark].iter().any(|argument| argument.ends_with(value)), "{arguments:?}");
            }
        }
    }
}
