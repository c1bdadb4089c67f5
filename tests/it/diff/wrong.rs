//! Files that cannot be compared.

use std::time::{Duration, Instant};

use super::{BAD, GOOD, Saved};
use crate::program::{chalkstore, formats, run, run_with, text};

#[test]
fn what_cannot_be_compared_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let old = text(&good.evidence);
    let file = folder.path().join("file");
    let report = std::fs::read_to_string(&good.report).expect("was written");
    let whole = std::fs::read_to_string(&good.evidence).expect("was saved");
    let bundle = std::fs::read(&good.bundle).expect("was written");
    let ran = run(&["diff", old, old, "--output", "json"]);
    assert_eq!(ran.code, 0);
    let cut = whole.lines().take(2).collect::<Vec<_>>().join("\n") + "\n";
    for (content, words) in [
        (&b""[..], "is neither evidence, nor a bundle, nor a report"),
        (b"{}", "is neither evidence"),
        (b"[1, 2]", "is neither evidence"),
        (b"\xff\xfe", "is neither evidence"),
        (&b"[".repeat(200_000), "is neither evidence"),
        (report.replace("\"schema_version\": 1", "\"schema_version\": 2").as_bytes(), "has version 2"),
        (report.replace("\"schema_version\": 1", "\"schema_version\": 0").as_bytes(), "no version 0"),
        (report.replace("\"URI009\"", "\"URI999\"").as_bytes(), "knows no check \"URI999\""),
        (report.replace("\"status\": \"pass\"", "\"status\": \"fine\"").as_bytes(), "is neither evidence"),
        (report.replacen("\"warn\":0", "\"warn\":3", 1).as_bytes(), "is not what it counts"),
        (report.replacen("{\"pass\":", "{\"pass\":1844674407370955161", 1).as_bytes(), "is neither evidence"),
        (report.replacen("{\"pass\":", "{\"pass\":9", 1).as_bytes(), "than it counts"),
        (report.replacen("\"subjects\"", "\"others\"", 1).as_bytes(), "does not list its subjects"),
        (ran.stdout.as_bytes(), "is a comparison itself"),
        (cut.as_bytes(), "cut off after 1 subject"),
        (whole.replace("\"evidence_version\":1", "\"evidence_version\":5").as_bytes(), "evidence version 5"),
        (&bundle[..bundle.len() / 2], "the bundle"),
    ] {
        std::fs::write(&file, content).expect("can write");
        for arguments in [["diff", old, text(&file)], ["diff", text(&file), old]] {
            let ran = run(&arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{words}: {ran:?}");
            assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
        }
    }
    for arguments in [
        &["diff"][..],
        &["diff", old],
        &["diff", old, "/does/not/exist"],
        &["diff", old, text(folder.path())],
        &["diff", "-", "-"],
        &["diff", old, old, "--evidence", old],
        &["diff", old, old, "--save-evidence", "x"],
        &["diff", old, old, "--output", &format!("json={old}")],
    ] {
        let ran = run(arguments);
        assert!(ran.code == 2 && ran.stdout.is_empty() && !ran.stderr.is_empty(), "{arguments:?}: {ran:?}");
    }
    let begun = Instant::now();
    assert_eq!(run(&["diff", old, "/dev/zero"]).code, 2);
    assert!(begun.elapsed() < Duration::from_mins(2));
    assert_eq!(run(&["diff", "--help"]).code, 0);
}

#[test]
fn one_of_them_may_come_from_a_pipe() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = Saved::of(folder.path(), "good", &["validate-uri", GOOD], "");
    let bad = Saved::of(folder.path(), "bad", &["validate-uri", BAD], "");
    for form in bad.forms() {
        let content = std::fs::read(form).expect("was saved");
        let ran = run_with(chalkstore(), &["diff", text(&good.evidence), "-", "-q"], &content);
        assert!(ran.code == 1 && ran.stdout.contains("URI009"), "{ran:?}");
    }
}

/// Text from files has no power over a terminal, and no secret comes out.
#[test]
fn hostile_text_is_shown_as_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let canary = "rediss://h.x:1/0?password=CaNaRy9Secret&clustered=true";
    let good = Saved::of(folder.path(), "good", &["validate-uri", canary], "");
    let report = std::fs::read_to_string(&good.report).expect("was written");
    let hostile = report
        .replace("\"message\": \"", "\"message\": \"\\u001b[2J::error::x|`<script>")
        .replace("\"status\": \"pass\"", "\"status\": \"fail\"");
    let mut hostile: serde_json::Value = serde_json::from_str(&hostile).expect("is JSON");
    let counts = &mut hostile["subjects"][0]["counts"];
    (counts["fail"], counts["pass"]) = (counts["pass"].clone(), 0.into());
    let file = folder.path().join("hostile.json");
    std::fs::write(&file, hostile.to_string()).expect("can write");
    for format in formats() {
        let ran = run(&["diff", text(&good.evidence), text(&file), "--output", format, "-v"]);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains("CaNaRy9Secret"), "{format}: {ran:?}");
        assert!(format != "html" || !ran.stdout.contains("<script>"), "{format}");
        assert!(format != "github" || !ran.stdout.contains("\n::error::x"), "{format}");
    }
}
