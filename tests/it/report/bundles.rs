//! What a bundle holds, and that it is whole or not there.

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use chalkstore::probe;
use serde_json::Value;

use super::{FOLDER, bundle_of, content, members, sha256};
use crate::program::{chalkstore, run, run_with, text};
use crate::support::wait_for;

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const BAD: &str = "redis://cache.internal:6379/0?clustered=yes";
const FILES: [&str; 8] = [
    "manifest.json",
    "errors.txt",
    "evidence.jsonl",
    "redaction.json",
    "report.html",
    "report.json",
    "report.txt",
    "versions.json",
];

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("is there").filter_map(Result::ok);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn json(bundle: &Path, name: &str) -> Value {
    serde_json::from_str(&content(bundle, name)).expect("is JSON")
}

#[test]
fn a_bundle_holds_everything_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.tar.gz");
    let saved = folder.path().join("saved.jsonl");
    std::fs::write(&bundle, "older").expect("can write");
    let missing = folder.path().join("missing");
    let ran = run(&[
        "validate-uri",
        BAD,
        "--uri-file",
        text(&missing),
        "--bundle",
        text(&bundle),
        "--save-evidence",
        text(&saved),
        "--output",
        "json",
    ]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let all = members(&bundle);
    let found: Vec<&str> = all.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(found, FILES.map(|name| format!("{FOLDER}/{name}")));
    let manifest = json(&bundle, "manifest.json");
    for (schema, value) in
        [(probe::manifest_schema(), &manifest), (probe::redaction_schema(), &json(&bundle, "redaction.json"))]
    {
        let validator = jsonschema::validator_for(schema.as_value()).expect("is a schema");
        assert!(validator.is_valid(value), "{value}");
    }
    let listed: BTreeMap<String, (u64, String)> = manifest["files"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|file| {
            let field = |key: &str| file[key].as_str().expect("text").to_owned();
            (field("name"), (file["bytes"].as_u64().expect("a number"), field("sha256")))
        })
        .collect();
    assert_eq!(listed.len(), all.len() - 1);
    for member in &all[1..] {
        let name = member.name.rsplit('/').next().expect("a name");
        assert_eq!(listed[name], (member.bytes.len() as u64, sha256(&member.bytes)), "{name}");
    }
    // The archive is the same for the same content: owner, modes and times tell nothing of the machine.
    let observed: jiff::Timestamp =
        manifest["started_at"].as_str().expect("text").parse().expect("is a time");
    for member in &all {
        let seen = (member.mode, member.owner, member.mtime);
        assert_eq!(seen, (0o600, 0, u64::try_from(observed.as_second()).expect("after 1970")));
    }
    let mode = std::fs::metadata(&bundle).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "an older file's mode counts for nothing");
    assert_eq!(names(folder.path()), ["bundle.tar.gz", "saved.jsonl"], "nothing else is left");

    assert_eq!(content(&bundle, "evidence.jsonl"), std::fs::read_to_string(&saved).expect("was saved"));
    assert_eq!(content(&bundle, "errors.txt"), ran.stderr);
    assert!(content(&bundle, "report.txt").contains("URI009"));
    assert!(content(&bundle, "report.html").starts_with("<!"));
    let report = json(&bundle, "report.json");
    assert_eq!((&report["exit_code"], &manifest["exit_code"]), (&Value::from(2), &Value::from(2)));
    assert_eq!(report["counts"], ran.json()["counts"]);
    let versions = json(&bundle, "versions.json");
    assert_eq!(versions["tool"], report["tool"]);
    let target = versions["target"].as_str().expect("text");
    assert!(target.contains(std::env::consts::ARCH), "{versions}");
    assert!(versions["rustc"].as_str().expect("text").starts_with("rustc "), "{versions}");
}

/// The ledger counts what evidence masks, and names no rule that had nothing to do.
#[test]
fn the_ledger_says_what_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.tar.gz");
    let input = "rediss://u:hunter2@a.x:1/0?clustered=true\nrediss://b.x:1/0?clustered=true\n\
                 rediss://c.x:1/0?password=hunter2&clustered=true\n";
    run_with(chalkstore(), &["validate-uri", "-", "--bundle", text(&bundle)], input.as_bytes());
    let evidence = content(&bundle, "evidence.jsonl");
    let lines = evidence.lines().map(|line| serde_json::from_str::<Value>(line).expect("is JSON"));
    let masks: usize =
        lines.filter_map(|line| Some(line["observed"][0]["saw"]["masks"].as_array()?.len())).sum();
    let ledger = json(&bundle, "redaction.json");
    let told = ledger["redactions"].as_array().expect("a list");
    assert_eq!(told.len(), 1, "{ledger}");
    assert_eq!(told[0]["action"], "masked");
    assert_eq!((&told[0]["count"], &told[0]["subjects"]), (&masks.into(), &2.into()));
    assert!(masks >= 2 && !ledger["kept"].as_array().expect("a list").is_empty());
}

#[test]
fn no_secret_is_in_any_member() {
    const CANARY: &str = "CaNaRy9Secret";
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.tar.gz");
    for uri in [
        "rediss://127.0.0.1:1/0?password=%&clustered=true",
        "rediss://127.0.0.1:1/0?pasword=%&clustered=yes",
        "rediss://:%@127.0.0.1:1/0?clustered=true",
        "rediss://%:b@127.0.0.1:1/0?clustered=true",
        "rediss://u:a/%@127.0.0.1:1/0?clustered=true",
        "rediss://127.0.0.1:1/%?clustered=true#%",
        "{\"uri\":\"rediss://h.x:1?password=%&clustered=true\"}",
        "https://hooks.x/%",
        "%",
        "dynamodb:///chalk?key=%",
    ] {
        let uri = uri.replace('%', CANARY);
        for command in [&["validate-uri"][..], &["validate-uri", "--connect"], &["topology"]] {
            for place in [&[uri.as_str()][..], &["-"], &["--uri-env", "URI"], &["--uri-file", &uri]] {
                // A bare word is a file's name there, and no secret to anybody who reads it.
                if place[0] == "--uri-file" && !uri.contains("://") {
                    continue;
                }
                let _earlier = std::fs::remove_file(&bundle);
                let mut program = chalkstore();
                program.env("URI", &uri);
                let more = ["--bundle", text(&bundle), "--timeout", "2s", "-v"];
                let ran = run_with(program, &[command, place, &more].concat(), uri.as_bytes());
                // What is no URI at all is refused by some before there is anything to write.
                if bundle.exists() {
                    for member in members(&bundle) {
                        let text = String::from_utf8(member.bytes).expect("is text").to_lowercase();
                        assert!(!text.contains(&CANARY.to_lowercase()), "{}: {text}", member.name);
                    }
                } else {
                    assert_eq!(ran.code, 2, "{ran:?}");
                }
            }
        }
    }
}

/// Nothing is left of what could not be written, and the exit code says so.
#[test]
fn it_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = run(&["validate-uri", BAD, "--bundle", "/dev/full"]);
    assert_eq!(ran.code, 74, "{ran:?}");
    assert!(ran.stderr.contains("cannot write the bundle /dev/full"), "{ran:?}");
    assert!(ran.stdout.contains("URI009"), "the report is there all the same: {ran:?}");
    let nowhere = folder.path().join("nowhere/bundle.tar.gz");
    let ran = run(&["validate-uri", GOOD, "--bundle", text(&nowhere)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (74, ""), "{ran:?}");
    assert_eq!(run(&["validate-uri", GOOD, "--bundle", text(folder.path())]).code, 74);
    assert_eq!(names(folder.path()), [""; 0]);

    // A limit on the size of files stands for a full disk: the older bundle stays.
    let bundle = folder.path().join("bundle.tar.gz");
    std::fs::write(&bundle, "older").expect("can write");
    let script = "trap '' XFSZ; ulimit -f 2; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_chalkstore"), "validate-uri", GOOD, "-v", "--bundle"]);
    let output = command.arg(&bundle).output().expect("a shell is there");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(74), "{stderr}");
    assert!(stderr.contains("cannot write") && stderr.contains("bundle.tar.gz"), "{stderr}");
    assert_eq!(std::fs::read_to_string(&bundle).expect("is there"), "older");
    assert_eq!(names(folder.path()), ["bundle.tar.gz"]);
}

/// Ctrl-C keeps what is known.
#[test]
fn an_interrupt_leaves_a_bundle_of_what_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    for (signal, expected) in [("-INT", 130), ("-TERM", 143)] {
        let bundle = folder.path().join(format!("bundle{signal}.tar.gz"));
        let mut command = chalkstore();
        command.args(["validate-uri", "-", "--output", "ndjson", "--bundle"]).arg(&bundle);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("is piped");
        writeln!(stdin, "{BAD}").expect("is read");
        let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().expect("piped")));
        assert!(lines.any(|line| line.expect("text").contains("URI009")));
        assert!(!bundle.exists(), "half of a bundle is none");
        let sent =
            Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill is there");
        assert!(sent.success());
        assert!(lines.all(|line| line.is_ok()));
        assert_eq!(child.wait().expect("ends").code(), Some(expected));
        drop(stdin);
        let ran = run(&["report", text(&bundle), "--output", "json"]);
        assert_eq!(ran.code, expected, "{ran:?}");
        assert_eq!(ran.statuses("URI009"), ["fail"]);
        assert_eq!(json(&bundle, "manifest.json")["exit_code"], expected);
    }
}

/// One that is killed has never stood there.
#[test]
fn a_killed_run_leaves_the_older_bundle() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = folder.path().join("bundle.tar.gz");
    std::fs::write(&bundle, "older").expect("can write");
    let mut command = chalkstore();
    command.args(["validate-uri", "-", "--bundle"]).arg(&bundle).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    wait_for("the bundle to be begun", std::time::Duration::from_mins(1), || {
        if names(folder.path()).len() > 1 { Ok(()) } else { Err("not yet".to_owned()) }
    });
    child.kill().expect("can be killed");
    child.wait().expect("ends");
    assert_eq!(std::fs::read_to_string(&bundle).expect("is there"), "older");
}

#[test]
fn it_has_a_place_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundle = bundle_of(GOOD, folder.path());
    let before = std::fs::read(&bundle).expect("is there");
    let same = format!("json={}", text(&bundle));
    for arguments in [
        &["validate-uri", GOOD, "--bundle", text(&bundle), "--output", &same][..],
        &["validate-uri", GOOD, "--bundle", text(&bundle), "--save-evidence", text(&bundle)],
        &["report", text(&bundle), "--bundle", text(&bundle)],
        &["report", text(&bundle), "--output", &same],
        &["explain", "URI009", "--bundle", text(&bundle)],
        &["diff", text(&bundle), text(&bundle), "--bundle", "x"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert_eq!(std::fs::read(&bundle).expect("is there"), before, "{arguments:?}");
    }
    // A link stays one.
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&bundle, &link).expect("can link");
    assert_eq!(run(&["validate-uri", BAD, "--bundle", text(&link)]).code, 1);
    assert!(link.is_symlink());
    assert_ne!(std::fs::read(&bundle).expect("is there"), before);
}
