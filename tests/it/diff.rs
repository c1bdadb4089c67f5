//! `chalkstore diff`: what changed from one run to a later one, and whether it got worse.

mod cluster;
mod compared;
mod runs;
mod wrong;

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Ran, chalkstore, run, run_with, text};

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const BAD: &str = "rediss://cache.internal:6379/0?clustered=yes";
/// Warns, but does not fail.
const WARNS: &str = "rediss://127.0.0.1:6379/0?clustered=true";

/// A run that was saved in every form.
struct Saved {
    evidence: PathBuf,
    bundle: PathBuf,
    report: PathBuf,
}

impl Saved {
    /// Runs a command, and keeps everything of it.
    fn of(folder: &Path, name: &str, arguments: &[&str], input: &str) -> Self {
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        let saved = Self { evidence: path("jsonl"), bundle: path("tar.gz"), report: path("json") };
        let json = format!("json={}", text(&saved.report));
        let more =
            ["--save-evidence", text(&saved.evidence), "--bundle", text(&saved.bundle), "--output", &json];
        let ran = run_with(chalkstore(), &[arguments, &more].concat(), input.as_bytes());
        assert!(ran.code < 4, "{ran:?}");
        saved
    }

    fn forms(&self) -> [&str; 3] {
        [text(&self.evidence), text(&self.bundle), text(&self.report)]
    }
}

/// Compares two files, and checks what holds of every comparison.
#[track_caller]
fn diff(old: &str, new: &str) -> Ran {
    let ran = run(&["diff", old, new, "--output", "json", "-v"]);
    let report = ran.json();
    assert_eq!(report["exit_code"], ran.code);
    let schema = chalkstore::probe::diff::diff_schema();
    let validator = jsonschema::validator_for(schema.as_value()).expect("is a schema");
    let data = &report["data"];
    assert!(validator.is_valid(data), "{:?}: {data:#}", validator.iter_errors(data).next());
    let sum = |course: &str| -> u64 {
        let subjects = data["subjects"].as_array().expect("a list").iter();
        subjects.map(|subject| subject[course].as_u64().expect("a number")).sum()
    };
    // Formats and data count alike.
    let problems =
        ["warn", "fail", "unknown"].map(|status| report["counts"][status].as_u64().expect("a number"));
    // Of a subject that is gone, one speaks for all.
    let subjects = data["subjects"].as_array().expect("a list").iter();
    let gone = subjects.filter(|subject| subject["gone"] != 0).count() as u64;
    let unknown = sum("became_unknown") + sum("still_unknown") + gone;
    // What warns as before and tells something else is a warning still, what fails so is unknown.
    let changed = sum("changed");
    assert_eq!(problems.iter().sum::<u64>(), sum("worse") + unknown + changed, "{report:#}");
    assert!((sum("worse")..=sum("worse") + changed).contains(&(problems[0] + problems[1])), "{report:#}");
    let human = run(&["diff", old, new]);
    assert_eq!(human.code, ran.code);
    let verdict = format!("\nverdict={}\n", verdict(&ran));
    assert!(human.stdout.ends_with(&verdict), "{human:?}");
    ran
}

fn verdict(ran: &Ran) -> String {
    ran.json()["data"]["verdict"].as_str().expect("a word").to_owned()
}

/// `URI009 all: pass -> fail: worse` for each check, `10.0.1.4:6379 role: replica -> primary` for anything else.
fn changes(ran: &Ran) -> Vec<String> {
    let side = |value: &Value| match value.as_str() {
        None => "-".to_owned(),
        Some(text) => text.split(':').next().unwrap_or_default().to_owned(),
    };
    let line = |change: &Value| {
        let about = change["about"].as_str().unwrap_or("all");
        let word = |key: &str| change[key].as_str().expect("a word").to_owned();
        if let Some(code) = change["code"].as_str() {
            let (before, after) = (side(&change["before"]), side(&change["after"]));
            format!("{code} {about}: {before} -> {after}: {}", word("course"))
        } else {
            let value = |key: &str| change[key].as_str().unwrap_or("-").to_owned();
            format!("{about} {}: {} -> {}", word("what"), value("before"), value("after"))
        }
    };
    ran.json()["data"]["changes"].as_array().expect("a list").iter().map(line).collect()
}

fn remarks(ran: &Ran) -> String {
    ran.json()["data"]["remarks"].to_string()
}
