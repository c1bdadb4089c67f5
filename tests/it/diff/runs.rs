//! Runs of the same command, before and after.

use serde_json::Value;

use super::{BAD, GOOD, Saved, WARNS, changes, diff, remarks, verdict};
use crate::program::{chalkstore, formats, on_terminal, run, text};

/// Whatever was saved, and in whatever form, it comes to the same.
#[test]
fn every_form_is_compared_with_every_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", BAD], "");
    for old in good.forms() {
        for new in bad.forms() {
            let worse = diff(old, new);
            assert_eq!((worse.code, verdict(&worse).as_str()), (1, "worse"), "{old} {new}");
            assert_eq!(worse.statuses("URI009"), ["fail"]);
            assert!(changes(&worse).contains(&"URI009 all: pass -> fail: worse".to_owned()), "{worse:?}");
            // The rest cannot be compared in a URI that does not parse, and is no failure.
            assert_eq!(worse.json()["counts"]["fail"], 1);
            let same = diff(old, old);
            assert_eq!((same.code, verdict(&same).as_str()), (0, "same"), "{old}");
            assert!(changes(&same).is_empty(), "{same:?}");
        }
    }
    // The other way round it got better, and that is told.
    let later = Saved::of(folder.path(), "later", &["validate-uri", GOOD], "");
    for (old, new) in bad.forms().into_iter().zip(later.forms()) {
        let better = diff(old, new);
        assert_eq!((better.code, verdict(&better).as_str()), (0, "better"));
        assert!(changes(&better).contains(&"URI009 all: fail -> pass: better".to_owned()), "{better:?}");
        assert_eq!(better.statuses("URI009"), ["pass"]);
        assert!(!remarks(&better).contains("newer"), "{better:?}");
    }
    let turned = diff(text(&later.evidence), text(&bad.evidence));
    assert!(remarks(&turned).contains("the first file is the newer one"), "{turned:?}");
    let quiet = run(&["diff", text(&later.evidence), text(&bad.evidence), "-q"]);
    assert!(quiet.code == 1 && quiet.stderr.contains("the first file is the newer one"), "{quiet:?}");
}

#[test]
fn a_warning_counts_where_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let warns = Saved::of(folder.path(), "warns", &["validate-uri", WARNS], "");
    let (old, new) = (text(&good.evidence), text(&warns.evidence));
    let worse = diff(old, new);
    assert_eq!((worse.code, verdict(&worse).as_str()), (0, "worse"));
    assert_eq!(run(&["diff", old, new, "--fail-on", "warn"]).code, 1);
    assert_eq!(run(&["diff", old, new, "--fail-on", "never"]).code, 0);
    // What the URI says is told beside the checks.
    let told = changes(&worse);
    assert!(told.contains(&"URI host: cache.internal -> 127.0.0.1".to_owned()), "{told:?}");
    assert!(remarks(&worse).contains("the subject was called"), "{worse:?}");
    // As bad as before is not worse.
    assert_eq!(run(&["diff", new, new, "--fail-on", "warn"]).code, 0);
}

/// Could not find out is neither a pass nor a failure.
#[test]
fn what_became_unknown_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", BAD], "");
    let unknown = |saved: &Saved| {
        let evidence = std::fs::read_to_string(&saved.evidence).expect("was saved");
        let lines: Vec<&str> = evidence.lines().collect();
        let left = r#"{"type":"subject","name":null,"origin":null,"observed":[{"probe":"interrupted","saw":{"checks":["URI001","URI009"]}}]}"#;
        let path = folder.path().join("unknown.jsonl");
        std::fs::write(&path, [lines[0], left, lines[2], ""].join("\n")).expect("can write");
        path
    };
    let path = unknown(&good);
    let ran = diff(text(&good.evidence), text(&path));
    assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{ran:?}");
    assert!(changes(&ran).contains(&"URI009 all: pass -> unknown: became_unknown".to_owned()));
    // What failed and cannot be determined any more did not get better.
    let ran = diff(text(&bad.evidence), text(&path));
    assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{ran:?}");
    // What nobody knew before or knows now is no success: whether it got worse is not known.
    let ran = diff(text(&path), text(&path));
    assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{ran:?}");
    assert!(changes(&ran).contains(&"URI009 all: unknown -> unknown: still_unknown".to_owned()));
    assert!(ran.stdout.contains("it was unknown before, too"), "{ran:?}");
    let ran = diff(text(&path), text(&bad.evidence));
    assert_eq!((ran.code, verdict(&ran).as_str()), (1, "worse"), "{ran:?}");
}

#[test]
fn subjects_are_known_by_their_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let batch = |name: &str, input: &str| Saved::of(folder.path(), name, &["validate-uri", "-"], input);
    let old = batch("old", &format!("prod,{GOOD}\nstage,{BAD}\ntest,{GOOD}\ndev,{GOOD}\ndev,{BAD}\n"));
    let new = batch("new", &format!("dev,{GOOD}\ndev,{BAD}\nstage,{GOOD}\nprod,{BAD}\nnew,{BAD}\n"));
    for (old, new) in old.forms().into_iter().flat_map(|old| new.forms().map(|new| (old, new))) {
        let ran = diff(old, new);
        assert_eq!(ran.code, 1);
        let report = ran.json();
        let of = |name: &str| {
            let subjects = report["data"]["subjects"].as_array().expect("a list").iter();
            let verdicts = subjects.filter(|subject| subject["subject"] == name);
            verdicts.map(|subject| subject["verdict"].as_str().expect("a word")).collect::<Vec<_>>()
        };
        assert_eq!(
            ["prod", "stage", "test", "dev", "new"].map(of),
            [vec!["worse"], vec!["better"], vec!["unknown"], vec!["same", "same"], vec!["worse"]],
            "{old} {new}"
        );
        let told = remarks(&ran);
        assert!(
            told.contains("only the first run has test") && told.contains("only the second run has new"),
            "{told}"
        );
        let told = changes(&ran);
        for change in ["pass -> fail: worse", "fail -> pass: better", "pass -> -: gone", "- -> fail: worse"] {
            assert!(told.contains(&format!("URI009 all: {change}")), "{change}: {told:#?}");
        }
        let human = run(&["diff", old, new]).stdout;
        assert!(human.contains("fail[URI009]: prod: ") && human.contains("Subjects that changed"), "{human}");
    }
}

/// A batch lists no passes, and that it passed is known all the same.
#[test]
fn a_green_batch_is_as_good_as_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let batch = |name: &str, input: &str| Saved::of(folder.path(), name, &["validate-uri", "-"], input);
    let green = format!("prod,{GOOD}\nstage,{GOOD}\n");
    let (old, new) = (batch("old", &green), batch("new", &green));
    let red = batch("red", &format!("prod,{GOOD}\nstage,{BAD}\n"));
    let one = Saved::of(folder.path(), "one", &["validate-uri", "-"], &format!("prod,{GOOD}\n"));
    for (of_old, of_new) in old.forms().into_iter().flat_map(|old| new.forms().map(|new| (old, new))) {
        let ran = diff(of_old, of_new);
        assert_eq!((ran.code, verdict(&ran).as_str()), (0, "same"), "{of_old} {of_new}: {ran:?}");
    }
    for (green, red) in old.forms().into_iter().zip(red.forms()) {
        let ran = diff(green, red);
        assert_eq!((ran.code, verdict(&ran).as_str()), (1, "worse"), "{ran:?}");
        assert!(changes(&ran).contains(&"URI009 all: pass -> fail: worse".to_owned()), "{ran:?}");
    }
    // A run of one is compared with the same subject of a run of several, also in what is known beside the checks.
    let moved = Saved::of(
        folder.path(),
        "moved",
        &["validate-uri", "-"],
        &format!("prod,{}\nstage,{GOOD}\n", GOOD.replace("cache", "other")),
    );
    for (one, several) in one.forms().into_iter().flat_map(|one| moved.forms().map(move |more| (one, more))) {
        let told = changes(&diff(one, several));
        assert!(told.contains(&"URI host: cache.internal -> other.internal".to_owned()), "{told:?}");
    }
    // What is not there any more did not get better, and nobody knows whether it got worse.
    for (several, one) in red.forms().into_iter().zip(one.forms()) {
        let ran = diff(several, one);
        assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{ran:?}");
        assert!(!changes(&ran).iter().any(|change| change.ends_with("better")), "{ran:?}");
        assert!(remarks(&ran).contains("only the first run has stage"), "{ran:?}");
        // All of it is told at once.
        let told = run(&["diff", several, one, "--output", "github"]).stdout;
        assert_eq!(told.matches("only the first run has it").count(), 1, "{told}");
        assert_eq!(ran.json()["counts"]["unknown"], 1);
    }
}

/// What fails as before is not the same where it fails of more.
#[test]
fn more_of_the_same_failure_is_worse() {
    let folder = tempfile::tempdir().expect("a folder");
    let shards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/topology.in/shards.json");
    let topology = |name: &str, zones: &[&str]| {
        let zones: Vec<String> = zones.iter().map(|zone| format!("{zone}=5")).collect();
        let arguments = [
            "topology",
            "--from-shards",
            shards,
            "--policy",
            "zonal-affinity",
            "--query-servers",
            &zones.join(","),
        ];
        Saved::of(folder.path(), name, &arguments, "")
    };
    let few = topology("few", &["us-east-1b"]);
    let report = std::fs::read_to_string(&few.report).expect("was written");
    let message = "10.0.1.2:6379 and 10.0.2.2:6379: failed";
    // What the check says is put in its place, to have words that are known.
    let write = |name: &str, status: &str, message: &str| {
        let mut value: Value = serde_json::from_str(&report).expect("is JSON");
        let subject = &mut value["subjects"][0];
        for key in ["pass", "warn", "fail", "unknown"] {
            subject["counts"][key] = 0.into();
        }
        subject["counts"]["skip"] = 0.into();
        subject["counts"][status] = 1.into();
        let mut finding = value["findings"][0].clone();
        (finding["code"], finding["status"], finding["message"]) =
            ("TOP005".into(), status.into(), message.into());
        value["findings"] = Value::Array(vec![finding]);
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).expect("can write");
        path
    };
    let old = write("old.json", "fail", message);
    for (name, message, code, told) in [
        ("as", message, 0, "same"),
        ("more", "10.0.1.2:6379, 10.0.2.2:6379 and 10.0.3.2:6379: failed", 1, "worse"),
        ("less", "10.0.1.2:6379: failed", 0, "better"),
        ("other", "10.0.1.2:6379 and 10.0.2.2:6379: loading", 3, "unknown"),
    ] {
        let new = write(name, "fail", message);
        let ran = diff(text(&old), text(&new));
        assert_eq!((ran.code, verdict(&ran).as_str()), (code, told), "{ran:?}");
        if code == 3 {
            assert_eq!(ran.statuses("TOP005"), ["unknown"]);
            assert!(ran.stdout.contains("whether that is worse cannot be told"), "{ran:?}");
        }
    }
    // A warning is a warning still.
    let [old, new] = [("w1", "failed"), ("w2", "loading")].map(|(name, text)| write(name, "warn", text));
    let ran = diff(text(&old), text(&new));
    assert_eq!((ran.code, verdict(&ran).as_str()), (0, "unknown"), "{ran:?}");
    assert_eq!(run(&["diff", text(&old), text(&new), "--fail-on", "warn"]).code, 1);
}

#[test]
fn other_commands_and_other_expectations_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let shards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/topology.in/shards.json");
    let topology = |name: &str, more: &[&str]| {
        let arguments = [&["topology", "--from-shards", shards], more].concat();
        Saved::of(folder.path(), name, &arguments, "")
    };
    let uri = Saved::of(folder.path(), "uri", &["validate-uri", GOOD], "");
    let plain = topology("plain", &[]);
    let asked = topology("asked", &["--policy", "zonal-affinity", "--query-servers", "us-east-1b=20"]);
    // Nothing is checked by both, whatever only one of them finds.
    for (old, new) in [(&uri, &plain), (&plain, &uri)] {
        for (old, new) in old.forms().into_iter().zip(new.forms()) {
            let ran = diff(old, new);
            assert!(remarks(&ran).contains("different commands"), "{ran:?}");
            assert_eq!((ran.code, verdict(&ran).as_str()), (4, "unknown"), "{ran:?}");
            assert!(ran.statuses("TOP005").iter().all(|status| status == "skip"), "{ran:?}");
        }
    }
    // What both check is compared; what the other command finds beside it is not new, and what it leaves out is not known.
    let bad = GOOD.replace("clustered=true", "clustered=yes");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", &bad], "");
    let seen = Saved::of(folder.path(), "seen", &["topology", GOOD, "--timeout", "2s"], "");
    let ran = diff(text(&bad.evidence), text(&seen.evidence));
    assert_eq!((ran.code, verdict(&ran).as_str()), (0, "better"), "{ran:?}");
    let ran = diff(text(&seen.evidence), text(&bad.evidence));
    assert_eq!((ran.code, ran.statuses("URI009")), (1, vec!["fail".to_owned()]), "{ran:?}");
    assert!(ran.stdout.contains("the second run has not checked it"), "{ran:?}");
    let ran = diff(text(&plain.evidence), text(&asked.evidence));
    assert!(remarks(&ran).contains("topology.policy, topology.query_servers"), "{ran:?}");
    assert!(!remarks(&diff(text(&plain.evidence), text(&plain.bundle))).contains("expectations"));
}

/// Shards that changed hands, told by the nodes' ids; an address that is another one is no other node.
#[test]
fn what_a_topology_tells_is_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let shards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/topology.in/shards.json");
    let before = std::fs::read_to_string(shards).expect("is there");
    let changed = folder.path().join("shards.json");
    std::fs::write(&changed, before.replace("10.0.1.2", "10.0.9.9")).expect("can write");
    let topology =
        |name: &str, path: &str| Saved::of(folder.path(), name, &["topology", "--from-shards", path], "");
    let (old, new) = (topology("old", shards), topology("new", text(&changed)));
    for (old, new) in old.forms().into_iter().zip(new.forms()) {
        let ran = diff(old, new);
        assert_eq!((ran.code, verdict(&ran).as_str()), (0, "different"), "{ran:?}");
        let facts: Vec<String> =
            changes(&ran).into_iter().filter(|change| !change.ends_with("reworded")).collect();
        assert_eq!(facts, ["10.0.9.9:6379 address: 10.0.1.2:6379 -> 10.0.9.9:6379"]);
    }
}

/// Every format says it, with the same exit code, and nothing is wider than the terminal.
#[test]
fn every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", BAD], "");
    let (old, new) = (text(&good.evidence), text(&bad.evidence));
    // Pictures show figures, and no findings.
    for format in formats().filter(|format| !["svg", "mermaid"].contains(format)) {
        let ran = run(&["diff", old, new, "--output", format]);
        assert_eq!(ran.code, 1, "{ran:?}");
        let is_told = format == "openmetrics" || ran.stdout.contains("URI009");
        assert!(is_told && ran.stderr.is_empty(), "{format}: {ran:?}");
    }
    let markdown = run(&["diff", old, new, "--output", "markdown"]).stdout;
    assert!(
        markdown.contains("chalkstore diff: 1 failed") && markdown.contains("before: pass"),
        "{markdown}"
    );
    let metrics = run(&["diff", old, new, "--output", "openmetrics"]).stdout;
    assert!(metrics.contains("chalkstore_diff_checks{") && metrics.contains("course=\"worse\""), "{metrics}");
    let mut command = chalkstore();
    command.env("COLUMNS", "60").env("TERM", "dumb");
    let narrow = on_terminal(&command, &["diff", old, new], &[]);
    assert_eq!(narrow.code, 1, "{narrow:?}");
    for line in narrow.stdout.lines() {
        assert!(line.trim_end().chars().count() <= 60, "{line}\n{}", narrow.stdout);
    }
}

/// Who watches looks again and again: the last look of each run counts.
#[test]
fn the_last_look_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", &GOOD.replace("/0", "/99999999999")], "");
    let lines = |saved: &Saved| -> Vec<String> {
        let text = std::fs::read_to_string(&saved.evidence).expect("was saved");
        text.lines().map(str::to_owned).collect()
    };
    let (good_lines, bad_lines) = (lines(&good), lines(&bad));
    let named = |line: &str| line.replacen("\"name\":null", "\"name\":\"store\"", 1);
    let watched = folder.path().join("watched.jsonl");
    let write = |looks: [&str; 2]| {
        let looks = looks.map(named);
        let all = [&good_lines[0], &looks[0], &looks[1], &good_lines[2], ""].map(str::to_owned);
        std::fs::write(&watched, all.join("\n")).expect("can write");
    };
    write([&bad_lines[1], &good_lines[1]]);
    assert_eq!(verdict(&diff(text(&good.evidence), text(&watched))), "same");
    write([&good_lines[1], &bad_lines[1]]);
    assert_eq!(verdict(&diff(text(&good.evidence), text(&watched))), "worse");
}
