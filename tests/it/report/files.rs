//! `report`: the report of any command, from what it has saved, to the byte.

use std::path::{Path, PathBuf};

use super::content;
use crate::program::{chalkstore, run, run_with, text};
use crate::support::FORMATS;

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const BAD: &str = "redis://cache.internal:6379/0?clustered=yes";

/// Command lines that need nothing but this machine: what they are called, what they are, and what they are fed.
fn commands() -> Vec<(&'static str, Vec<String>, String)> {
    let cmd =
        |path: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd").join(path).display().to_string();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    vec![
        ("uri", words(&["validate-uri", BAD]), String::new()),
        ("batch", words(&["validate-uri", "-"]), format!("a,{BAD}\nb,{GOOD}\nrediss://h.x:1?password=x#y\n")),
        (
            "topology",
            words(&[
                "topology",
                "--from-shards",
                &cmd("topology.in/shards.json"),
                "--policy",
                "zonal-affinity",
                "--query-servers",
                "us-east-1a=20,us-east-1b=20",
            ]),
            String::new(),
        ),
        (
            "topology of a dead port",
            words(&["topology", "redis://127.0.0.1:1/0?clustered=true"]),
            String::new(),
        ),
        (
            "size",
            words(&[
                "size",
                "--read-qps",
                "1400",
                "--write-qps",
                "350",
                "--item-bytes",
                "900",
                "--entities",
                "20e6",
            ]),
            String::new(),
        ),
        ("items", words(&["size", "item", "-"]), "{\"a\":{\"S\":\"x\"}}\n{\"b\":1}\n".to_owned()),
        (
            "no AWS",
            words(&[
                "check-table",
                "online-store",
                "--region",
                "us-east-1",
                "--endpoint-url",
                "http://127.0.0.1:1",
            ]),
            String::new(),
        ),
        (
            "no names",
            words(&["failover", "a.example.invalid", "--resolver", "127.0.0.1:1", "--timeout", "1s"]),
            String::new(),
        ),
    ]
}

fn with_outputs(arguments: &[&str], folder: &Path, round: &str) -> (Vec<String>, Vec<PathBuf>) {
    let files: Vec<PathBuf> = FORMATS.iter().map(|format| folder.join(format!("{format}.{round}"))).collect();
    let mut all: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    for (format, file) in FORMATS.iter().zip(&files) {
        all.extend(["--output".to_owned(), format!("{format}={}", text(file))]);
    }
    (all, files)
}

fn slices(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

/// Evidence and bundles of every command give its report again, in every format, with its exit code.
#[test]
fn the_report_of_any_command() {
    for (what, arguments, input) in commands() {
        let folder = tempfile::tempdir().expect("a folder");
        let (saved, bundle) = (folder.path().join("saved.jsonl"), folder.path().join("bundle.tar.gz"));
        let mut live = slices(&arguments);
        live.extend(["--save-evidence", text(&saved), "--bundle", text(&bundle)]);
        let (live, live_files) = with_outputs(&live, folder.path(), "live");
        let live = run_with(chalkstore(), &slices(&live), input.as_bytes());
        assert!(matches!(live.code, 0 | 1 | 3), "{what}: {live:?}");
        for from in [&saved, &bundle] {
            let (again, files) = with_outputs(&["report", text(from)], folder.path(), "again");
            let again = run(&slices(&again));
            assert_eq!((again.code, &again.stdout), (live.code, &live.stdout), "{what}");
            for (one, other) in live_files.iter().zip(&files) {
                let read = |path| std::fs::read_to_string(path).expect("was written");
                // Lines that are too many to be kept are not in evidence.
                if !(what == "items" && one.ends_with("ndjson.live")) {
                    assert_eq!(read(one), read(other), "{what}: {}", one.display());
                }
            }
        }
        // The command that saved it takes a bundle as well, and another one does not.
        let own = if what == "items" { vec!["size", "item"] } else { vec![arguments[0].as_str()] };
        let replay = run(&[&own[..], &["--evidence", text(&bundle)]].concat());
        assert_eq!((replay.code, replay.stdout), (live.code, live.stdout), "{what}");
        let other = if own[0] == "size" { "topology" } else { "size" };
        let refused = run(&[other, "--evidence", text(&bundle)]);
        assert!(refused.code == 2 && refused.stderr.contains("was saved by `chalkstore "), "{refused:?}");
    }
}

/// A bundle can be made of evidence later on: it tells who observed, and when.
#[test]
fn a_bundle_of_saved_evidence() {
    let folder = tempfile::tempdir().expect("a folder");
    let (saved, bundle) = (folder.path().join("saved.jsonl"), folder.path().join("bundle.tar.gz"));
    assert_eq!(run(&["validate-uri", BAD, "--save-evidence", text(&saved)]).code, 1);
    let evidence = std::fs::read_to_string(&saved).expect("was saved");
    let older = evidence.replacen("\"version\":\"", "\"version\":\"0.0.", 1);
    std::fs::write(&saved, &older).expect("can write");
    for command in [&["report", text(&saved)][..], &["validate-uri", "--evidence", text(&saved)]] {
        assert_eq!(run(&[command, &["--bundle", text(&bundle)]].concat()).code, 1);
        assert_eq!(content(&bundle, "evidence.jsonl"), older);
        assert_eq!(run(&["report", text(&bundle)]).code, 1);
    }
    let refused = run(&["report", text(&saved), text(&saved), "--bundle", text(&bundle)]);
    assert_eq!(refused.code, 2, "{refused:?}");
}

#[test]
fn several_files_make_one_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved: Vec<PathBuf> = [
        &["validate-uri", GOOD][..],
        &["validate-uri", BAD],
        &["size", "--read-qps", "10", "--write-qps", "1", "--item-bytes", "900"],
    ]
    .iter()
    .enumerate()
    .map(|(at, arguments)| {
        let path = folder.path().join(at.to_string());
        run(&[arguments, &["--save-evidence", text(&path)][..]].concat());
        path
    })
    .collect();
    let [good, bad, size] = [0, 1, 2].map(|at: usize| text(&saved[at]));
    let report = |files: &[&str]| run(&[&["report", "--output", "json"], files].concat());
    let two = report(&[good, bad]);
    assert_eq!((two.code, two.json()["command"].as_str()), (1, Some("validate-uri")));
    assert_eq!(two.statuses("URI009"), ["fail"]);
    assert_eq!(run(&["report", good, bad, "-q"]).code, 1);
    assert!(run(&["report", good, bad]).stdout.contains("2 URIs: 1 passed, 1 failed"));
    let all = report(&[good, size]);
    assert_eq!((all.code, all.json()["command"].as_str()), (0, Some("report")));
    assert_eq!(all.json()["subject"], "2 files");
    let earliest = report(&[good]).json()["started_at"].clone();
    assert_eq!(all.json()["started_at"], earliest);
    assert_eq!(report(&[good, "/does/not/exist"]).code, 2);
    // From a pipe, once.
    let evidence = std::fs::read(&saved[1]).expect("was saved");
    let piped = run_with(chalkstore(), &["report", "-", "--output", "json"], &evidence);
    assert_eq!((piped.code, piped.stdout), (1, report(&[bad]).stdout));
    assert_eq!(run(&["report", "-", "-"]).code, 2);
}

#[test]
fn what_is_wrong_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    let told = |content: &[u8]| {
        std::fs::write(&file, content).expect("can write");
        let ran = run(&["report", text(&file)]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
        ran.stderr
    };
    for (content, words) in [
        (&b""[..], "does not begin with a header"),
        (b"{}", "does not begin with a header"),
        (b"\xff\xfe\x00", "does not begin with a header"),
        (b"{\"type\":\"header\",\"evidence_version\":9}", "evidence version 9"),
    ] {
        let stderr = told(content);
        assert!(stderr.contains(words), "{stderr}");
    }
    for (arguments, code) in [
        (&["report"][..], 2),
        (&["report", "/does/not/exist"], 2),
        (&["report", "/dev/null"], 2),
        (&["report", text(folder.path())], 2),
        (&["report", text(&file), "--evidence", "x"], 2),
        (&["report", text(&file), "--timeout", "1s"], 2),
        (&["report", "--help"], 0),
    ] {
        assert_eq!(run(arguments).code, code, "{arguments:?}");
    }
    // Cut off: what is there is reported, and it is no success.
    assert_eq!(run(&["validate-uri", GOOD, "--save-evidence", text(&file)]).code, 0);
    let whole = std::fs::read_to_string(&file).expect("was saved");
    let cut: Vec<&str> = whole.lines().take(2).collect();
    std::fs::write(&file, cut.join("\n") + "\n").expect("can write");
    let ran = run(&["report", text(&file)]);
    assert!(ran.code == 2 && ran.stderr.contains("cut off after 1 subject"), "{ran:?}");
    // Another one before or behind it does not make it whole.
    let cut = cut.join("\n") + "\n";
    for joined in [cut.clone() + &whole, whole.clone() + &cut] {
        std::fs::write(&file, joined).expect("can write");
        let ran = run(&["report", text(&file)]);
        assert!(ran.code == 2 && ran.stderr.contains("another recording begins here"), "{ran:?}");
    }
}

/// What a plan has to do is told by the exit code where somebody asks for it.
#[test]
fn a_plan_says_so_by_its_exit_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("saved.jsonl");
    let plan = ["create-table", "online-store", "--plan", "--layout", "documented", "--region", "us-east-1"];
    let ran = run(
        &[&plan[..], &["--endpoint-url", "http://127.0.0.1:1", "--save-evidence", text(&saved)]].concat()
    );
    assert_eq!(ran.code, run(&["report", text(&saved)]).code, "{ran:?}");
    let detailed = run(&["create-table", "--evidence", text(&saved), "--plan", "--detailed-exitcode"]);
    assert_eq!(run(&["report", text(&saved), "--detailed-exitcode"]).code, detailed.code);
}
