//! The scripts and manifests with the real program: what they ask for is what it takes, and the reports are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chalkstore::cli;

use super::stand_in::StandIn;
use super::{action, gitlab, root, yaml};

/// Environments that need no network: a description of flows, read from the examples.
pub(super) fn describe(folder: &Path) {
    let example = |file: &str| root().join("docs/examples").join(file).display().to_string();
    let flows = format!(
        "otel_configs = ['{}']\neks_json = '{}'\nvpc_endpoints = ['{}']\n\
         metadata_hosts = ['*.metadata.example.com', '203.0.113.0/24']\n",
        example("collector.yaml"),
        example("cluster.json"),
        example("endpoints.json"),
    );
    let text =
        format!("[environments.production.dataflow]\n{flows}\n[environments.staging.dataflow]\n{flows}");
    fs::write(folder.join("chalkstore.toml"), text).expect("can be written");
}

/// No VPC endpoint between the planes, but nobody said that there is no other path: that is not known, and not a pass.
const EXPECTED: i32 = 3;

#[test]
fn the_action_makes_its_reports() {
    let stand_in = StandIn::new();
    describe(stand_in.path());
    let inputs = [
        ("binary", env!("CARGO_BIN_EXE_chalkstore")),
        ("environments", "production"),
        ("sarif", "out.sarif"),
        ("junit", "out.xml"),
        ("html", "out.html"),
        ("json", "out.json"),
        ("markdown", "out.md"),
        ("evidence", "out.jsonl"),
    ];
    let ran = action::step_with(&stand_in, &inputs, 0);
    assert_eq!(ran.code, EXPECTED, "{ran:?}");
    assert!(
        ran.stdout.lines().any(|line| line.starts_with("::error ") && line.contains("title=unknown[FLOW")),
        "{ran:?}"
    );
    let file = |name: &str| fs::read_to_string(stand_in.path().join(name)).unwrap_or_default();
    for name in ["out.sarif", "out.xml", "out.html", "out.json", "out.md", "summary"] {
        assert!(file(name).contains("FLOW"), "{name}: {}", file(name));
    }
    assert!(file("out.jsonl").contains("\"production\""), "{}", file("out.jsonl"));
    let report: serde_json::Value = serde_json::from_str(&file("out.json")).expect("is JSON");
    assert_eq!(report["exit_code"], EXPECTED);
    let told = action::outputs(&stand_in);
    assert!(told.contains(&format!("exit-code={EXPECTED}")) && told.contains(&"verdict=unknown".to_owned()));
    // Findings stand at the environment that they are about.
    let log: serde_json::Value = serde_json::from_str(&file("out.sarif")).expect("is JSON");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    for one in results {
        let place = &one["locations"][0]["physicalLocation"];
        assert_eq!(
            (&place["artifactLocation"]["uri"], &place["region"]["startLine"]),
            (&"chalkstore.toml".into(), &1.into())
        );
        assert!(one["message"]["text"].as_str().is_some_and(|text| text.starts_with("production")), "{one}");
    }
    assert!(
        !results.is_empty() && ran.stdout.contains("::error file=chalkstore.toml,line=1,title="),
        "{ran:?}"
    );
    // Staging was not asked for.
    assert!(!file("out.json").contains("staging"));
}

/// One file that cannot be opened keeps all from being written: an empty one, and one of another run, are no outputs.
#[test]
fn what_was_not_written_is_no_output() {
    let stand_in = StandIn::new();
    describe(stand_in.path());
    let older = fs::File::create(stand_in.path().join("out.sarif")).expect("can be made");
    std::io::Write::write_all(&mut &older, b"of before").expect("can be written");
    let before = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    older.set_modified(before).expect("can be made older");
    let mut inputs = vec![
        ("binary", env!("CARGO_BIN_EXE_chalkstore")),
        ("sarif", "out.sarif"),
        ("html", "out.html"),
        ("json", "nowhere/out.json"),
    ];
    let ran = action::step_with(&stand_in, &inputs, 0);
    assert_eq!(ran.code, 74, "{ran:?}");
    assert_eq!(action::outputs(&stand_in), ["exit-code=74", "verdict=error"], "{ran:?}");
    inputs.pop();
    let ran = action::step_with(&stand_in, &inputs, 0);
    assert_eq!(ran.code, EXPECTED, "{ran:?}");
    let told = action::outputs(&stand_in);
    assert!(
        ["sarif=out.sarif", "html=out.html"].iter().all(|one| told.contains(&(*one).to_owned())),
        "{told:?}"
    );
}

#[test]
fn a_configuration_that_is_wrong_fails_the_step() {
    let stand_in = StandIn::new();
    fs::write(stand_in.path().join("chalkstore.toml"), "[environments.a.tabel]\n").expect("can be written");
    let ran = action::step_with(&stand_in, &[("binary", env!("CARGO_BIN_EXE_chalkstore"))], 0);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(action::outputs(&stand_in).contains(&"verdict=error".to_owned()));
}

#[test]
fn the_template_of_gitlab_makes_its_reports() {
    let stand_in = StandIn::new();
    describe(stand_in.path());
    fs::remove_file(stand_in.path().join("bin/chalkstore")).expect("was there");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_chalkstore"), stand_in.path().join("bin/chalkstore"))
        .expect("can be linked");
    let ran = gitlab::run(&stand_in, "sh", &[("CHALKSTORE_ENVIRONMENTS", "production staging")]);
    assert_eq!(ran.code, EXPECTED, "{ran:?}");
    let file = |name: &str| {
        let path = stand_in.path().join("chalkstore-reports").join(name);
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let quality: serde_json::Value = serde_json::from_str(&file("codequality.json")).expect("is JSON");
    let issues = quality.as_array().expect("a list");
    // Each environment's own lines, where the file describes it, and no two with one fingerprint.
    let described = file("../chalkstore.toml");
    let mut prints = BTreeSet::new();
    for name in ["production", "staging"] {
        let line = 1 + described.lines().position(|line| line.contains(name)).expect("is described");
        let own = issues.iter().filter(|issue| {
            let text = issue["description"].as_str().expect("text");
            text.contains(&format!(" {name}: ")) || text.contains(&format!(" {name}, "))
        });
        let own: Vec<&serde_json::Value> = own.collect();
        assert_eq!(own.len(), issues.len() / 2, "{quality}");
        for issue in own {
            let place = serde_json::json!({ "path": "chalkstore.toml", "lines": { "begin": line } });
            assert_eq!(issue["location"], place, "{issue}");
            prints.insert(issue["fingerprint"].as_str().expect("text").split(':').next());
        }
    }
    assert_eq!((prints.len(), issues.is_empty()), (issues.len(), false), "{quality}");
    for name in ["junit.xml", "report.html", "evidence.jsonl"] {
        assert!(file(name).contains("production") && file(name).contains("staging"), "{name}");
    }
}

/// What the pods run is what the program takes.
#[test]
fn the_pods_arguments_are_ones_that_the_program_takes() {
    for (file, path) in
        [("job.yaml", "/spec/template/spec"), ("cronjob.yaml", "/spec/jobTemplate/spec/template/spec")]
    {
        let manifest = yaml(&format!("deploy/kubernetes/{file}")).remove(0);
        let pod = manifest.pointer(path).expect("a pod");
        let arguments = pod["containers"][0]["args"].as_array().expect("arguments").clone();
        let words = arguments.iter().map(|word| word.as_str().expect("text"));
        let parsed = cli::command().try_get_matches_from(std::iter::once("chalkstore").chain(words));
        assert!(parsed.is_ok(), "{file}: {parsed:?}");
    }
}

/// Terraform's wrapper, from a description to a flat map of strings.
#[test]
fn the_wrapper_of_terraform_runs_a_preflight() {
    let stand_in = StandIn::new();
    describe(stand_in.path());
    let query = serde_json::json!({
        "program": env!("CARGO_BIN_EXE_chalkstore"), "config": "chalkstore.toml",
        "environments": "production\nstaging",
    });
    let found = super::terraform::result(&super::terraform::external(
        &mut stand_in.command("python3"),
        &query.to_string(),
    ));
    assert_eq!((&found["verdict"], &found["exit_code"]), (&"unknown".into(), &"3".into()), "{found:?}");
    let problems: Vec<&str> = found["problems"].as_str().expect("text").lines().collect();
    for name in ["production", "staging"] {
        let own = problems.iter().filter(|line| line.contains(&format!("] {name}")));
        assert_eq!(own.count(), problems.len() / 2, "{problems:?}");
    }
    assert!(problems.iter().any(|line| line.starts_with("unknown[FLOW")), "{found:?}");
}
