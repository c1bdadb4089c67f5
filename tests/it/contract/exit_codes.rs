//! The exit code is the verdict, and every report knows it.

use super::{BAD, GOOD, WARNS, code};
use crate::program::{chalkstore, formats, run, run_with};

#[test]
fn exit_codes() {
    assert_eq!(code(&["validate-uri", GOOD]), 0);
    assert_eq!(code(&["validate-uri", BAD]), 1);
    assert_eq!(code(&["validate-uri", WARNS]), 0);
    assert_eq!(code(&["validate-uri", WARNS, "--fail-on", "warn"]), 1);
    assert_eq!(code(&["validate-uri", BAD, "--fail-on", "never"]), 0);
    // Nothing given, nothing read, nothing there.
    assert_eq!(code(&["validate-uri"]), 2);
    assert_eq!(code(&["validate-uri", "-"]), 4);
    assert_eq!(code(&["validate-uri", "--uri-file", "/does/not/exist"]), 2);
    assert_eq!(code(&["validate-uri", "--uri-env", "NOT_SET"]), 2);
    assert_eq!(code(&["validate-uri", BAD, "--uri-env", "NOT_SET"]), 2);
    // Wrong command lines.
    for wrong in [
        &["validate-uri", GOOD, "--nonsense"][..],
        &["validate-uri", GOOD, "--output", "pdf"],
        &["validate-uri", GOOD, "--output", "json", "--output", "ndjson"],
        &["validate-uri", GOOD, "--timeout", "0s"],
        &["validate-uri", GOOD, "--timeout", "soon"],
        &["validate-uri", GOOD, "-q", "-v"],
        &["validate-uri", GOOD, "--evidence", "x"],
        &["validate-uri", "--evidence", "/does/not/exist"],
        &["explain", "URI999"],
        &["size"],
        &["size", "--read-qps", "-1"],
        &["size", "--trace", "/does/not/exist"],
        &["size", "--evidence", "/does/not/exist"],
        &["size", "item"],
        &["explain", "URI001", "--output", "junit"],
        &["explain", "URI001", "--save-evidence", "/tmp/x"],
        &["completions", "tcsh"],
        &["nonsense"],
        &[],
    ] {
        let ran = run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {ran:?}");
        assert!(ran.stdout.is_empty() && !ran.stderr.is_empty(), "{wrong:?}: {ran:?}");
    }
    assert_eq!(code(&["validate-uri", GOOD, "--output", "json=/does/not/exist/x"]), 74);
    assert_eq!(code(&["validate-uri", GOOD, "--save-evidence", "/does/not/exist/x"]), 74);
    assert_eq!(code(&["validate-uri", GOOD, "--write-fixed", "/does/not/exist/x"]), 74);
    for asked in
        [&["--help"][..], &["--version"], &["validate-uri", "--help"], &["explain"], &["explain", "uri-host"]]
    {
        let ran = run(asked);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{asked:?}");
        assert!(!ran.stdout.is_empty());
    }
}

#[test]
fn a_format_or_a_quiet_run_does_not_change_the_exit_code() {
    for format in formats() {
        for (uri, expected) in [(GOOD, 0), (BAD, 1)] {
            for quiet in [&[][..], &["-q"], &["-v"]] {
                let ran = run(&[&["validate-uri", uri, "--output", format], quiet].concat());
                assert_eq!(ran.code, expected, "{format} {quiet:?}: {ran:?}");
            }
        }
    }
}

#[test]
fn a_full_disk_is_told_and_exits_74() {
    for format in formats() {
        let ran = run(&["validate-uri", BAD, "--output", &format!("{format}=/dev/full")]);
        assert_eq!(ran.code, 74, "{format}: {ran:?}");
        assert!(ran.stderr.contains("/dev/full"), "{ran:?}");
        // Standard output has the report all the same.
        assert!(ran.stdout.contains("fail[URI009]"), "{ran:?}");
    }
    let ran = run(&["validate-uri", BAD, "--save-evidence", "/dev/full"]);
    assert_eq!(ran.code, 74, "{ran:?}");
}

/// The exit code in a report is the one that the process ends with.
#[test]
fn a_report_knows_that_another_output_failed() {
    let failing = ["--output", "junit=/dev/full"];
    for (format, said) in
        [("json", "\"exit_code\": 74"), ("ndjson", "\"exit_code\":74"), ("sarif", "\"exitCode\": 74")]
    {
        let ran = run(&[&["validate-uri", BAD, "--output", format][..], &failing].concat());
        assert_eq!(ran.code, 74, "{ran:?}");
        assert!(ran.stdout.contains(said), "{ran:?}");
    }
}

/// A report is read apart from the log that says why: what was not looked at is no success there either.
#[test]
fn no_report_calls_an_incomplete_run_good() {
    let missing = ["validate-uri", "--uri-file", "/does/not/exist"];
    for (arguments, passed, code, remark) in [
        (&missing[..], false, 2, "a file or a variable is wrong"),
        (&[&missing[..], &["--uri-env", "STORE"]].concat(), true, 2, "a file or a variable is wrong"),
        (&["validate-uri", GOOD, "--output", "json=/dev/full"], true, 74, "an output could not be written"),
        (&["validate-uri", GOOD], true, 0, ""),
    ] {
        let drawn = |format: &str| {
            let mut command = chalkstore();
            command.env("STORE", GOOD);
            let ran = run_with(command, &[arguments, &["--output", format]].concat(), b"");
            assert_eq!(ran.code, code, "{ran:?}");
            ran.stdout
        };
        for format in ["markdown", "html", "github", "svg", "mermaid"] {
            let text = drawn(format);
            assert!(text.contains(remark), "{format}: {text}");
            assert_eq!(!text.contains("nothing was checked"), passed, "{format}: {text}");
        }
        let is_good = code == 0;
        assert_eq!(drawn("markdown").starts_with("### ✅"), is_good, "{arguments:?}");
        let html = drawn("html");
        let verdict = if is_good { "is-pass" } else { "is-warn" };
        assert!(html.contains(&format!("<p class=\"verdict {verdict}\">")), "{html}");
        let log: serde_json::Value = serde_json::from_str(&drawn("sarif")).expect("is JSON");
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], is_good, "{log}");
    }
}

/// What fails the run fails in the report of the CI system too.
#[test]
fn junit_follows_fail_on() {
    let failures = |fail_on: &str| {
        let ran = run(&["validate-uri", WARNS, "--fail-on", fail_on, "--output", "junit"]);
        (ran.code, ran.stdout.matches("<failure").count())
    };
    assert_eq!(failures("fail"), (0, 0));
    assert_eq!(failures("warn"), (1, 1));
}
