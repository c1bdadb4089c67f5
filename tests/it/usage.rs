//! The command line itself: what is refused, in which words, and without which ones.

use crate::program::{Ran, chalkstore, run, run_with, text};

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const WARNS: &str = "redis://127.0.0.1:6379/0?clustered=true";
const CANARY: &str = "c4n4ry";

fn refused(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {ran:?}");
    ran.stderr
}

fn with(variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let mut command = chalkstore();
    command.envs(variables.iter().copied());
    run_with(command, arguments, b"")
}

/// Ways to write a password that no mask made for URIs would find.
fn secrets() -> [String; 10] {
    [
        format!("rediss://h:1?password={CANARY}"),
        format!("rediss://u:{CANARY}@h:1"),
        format!("rediss://h?password=x {CANARY}"),
        format!("rediss://h?password=x'\"`{CANARY}"),
        format!("rediss:/h?pasword={CANARY}"),
        format!("REDIS_PASSWORD={CANARY} x"),
        format!("{{\"password\":\"{CANARY}\"}}"),
        format!("h.x:6379?token={CANARY}"),
        format!("x\n{CANARY}"),
        format!("--x={CANARY}"),
    ]
}

#[test]
fn a_secret_in_the_wrong_place_is_not_quoted() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    for secret in secrets() {
        let secret = secret.as_str();
        for arguments in [
            &["validate-uri", "--uri-env", secret][..],
            &["validate-uri", GOOD, "--uri-env", secret, "--save-evidence", text(&saved)],
            &["validate-uri", "--secret", secret],
            &["validate-uri", "--uri-file", secret],
            &["validate-uri", GOOD, "--timeout", secret],
            &["validate-uri", GOOD, "--fail-on", secret],
            &["validate-uri", GOOD, "--output", secret],
            &["validate-uri", GOOD, "--color", secret],
            &["validate-uri", GOOD, &format!("--nonsense={secret}")],
            &["validate-uri", GOOD, &format!("--connect={secret} x")],
            &["explain", secret],
            &["explain", "URI001", "--output", secret],
            &["completions", secret],
            &["completions", "bash", secret],
            &["help", secret],
            &[secret],
        ] {
            // What does not look like a URI may be the path of a file.
            if arguments.contains(&"--uri-file") && !secret.contains('?') && !secret.contains("://") {
                continue;
            }
            let told = refused(arguments);
            assert!(!told.contains(CANARY), "{arguments:?}: {told}");
            assert!(!saved.exists(), "{arguments:?}");
        }
        for name in ["CHALKSTORE_OUTPUT", "CHALKSTORE_FAIL_ON", "CHALKSTORE_TIMEOUT", "CHALKSTORE_COLOR"] {
            let ran = with(&[(name, secret)], &["validate-uri", GOOD]);
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(ran.stderr.contains(name) && !ran.stderr.contains(CANARY), "{ran:?}");
            let help = with(&[(name, secret)], &["validate-uri", "--help"]);
            assert!(
                help.code == 0 && help.stdout.contains(name) && !help.stdout.contains(CANARY),
                "{help:?}"
            );
        }
    }
}

#[test]
fn an_option_that_names_a_place_says_what_it_takes() {
    let told = |option: &str, value: &str| refused(&["validate-uri", option, value]);
    assert_eq!(
        told("--uri-env", GOOD),
        "error: --uri-env takes the name of a variable, and this looks like a URI: write for example --uri-env REDIS_URI\n"
    );
    assert_eq!(
        told("--secret", GOOD),
        "error: --secret takes a secret's name or ARN, and this looks like a URI: write for example --secret online-store-uri\n"
    );
    assert_eq!(
        told("--uri-file", GOOD),
        "error: --uri-file takes the path of a file, and this looks like a URI: write for example --uri-file uris.txt\n"
    );
    assert!(told("--uri-env", "").contains("--uri-env REDIS_URI"));
}

#[test]
fn a_wrong_value_is_told_once_with_what_is_right() {
    let told = |option: &str, value: &str| refused(&["validate-uri", GOOD, option, value]);
    let format = told("--output", "jsno");
    assert!(format.contains("did you mean `json`? The formats: human, json"), "{format}");
    assert_eq!(format.matches("jsno").count(), 1, "{format}");
    let timeout = told("--timeout", "5");
    let no_unit = "'5' for '--timeout <DURATION>': it has no unit: write for example 500ms, 60s, 5m or 14d";
    assert!(timeout.contains(no_unit), "{timeout}");
    let negative = told("--timeout", "-1s");
    assert!(negative.contains("'-1s'") && negative.contains("write for example 500ms, 60s"), "{negative}");
    assert!(told("--fail-on", "wran").contains("'wran'"));
    assert!(refused(&["validat-uri"]).contains("'validate-uri'"));
    assert!(refused(&["validate-uri", "--connec"]).contains("'--connect'"));
    assert!(!refused(&["validate-uri", "--nonsense"]).contains("as a value"));
}

#[test]
fn explain_suggests_only_what_is_near_and_in_kind() {
    let told = |code: &str| refused(&["explain", code]);
    assert!(told("uri-prt").contains("did you mean `uri-port` (URI007)?"));
    assert!(told("UR1007").contains("did you mean `URI007` (uri-port)?"));
    let far = told("foo");
    assert!(!far.contains("did you mean") && far.contains("`chalkstore explain` lists every check"), "{far}");
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let empty = ["CHALKSTORE_OUTPUT", "CHALKSTORE_FAIL_ON", "CHALKSTORE_TIMEOUT", "CHALKSTORE_COLOR"];
    let ran = with(&empty.map(|name| (name, "")), &["validate-uri", GOOD]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
}

#[test]
fn variables_are_read_named_and_beaten_by_flags() {
    let ran = with(&[("CHALKSTORE_FAIL_ON", "warn")], &["validate-uri", WARNS]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let ran = with(&[("CHALKSTORE_FAIL_ON", "warn")], &["validate-uri", WARNS, "--fail-on", "fail"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = with(&[("CHALKSTORE_FAIL_ON", "warn")], &["--fail-on", "fail", "validate-uri", WARNS]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report");
    let both = format!("json,junit={}", text(&file));
    let ran = with(&[("CHALKSTORE_OUTPUT", &both)], &["validate-uri", GOOD]);
    assert!(ran.json()["exit_code"] == 0 && file.exists(), "{ran:?}");
    let wrong = |name, value| with(&[(name, value)], &["validate-uri", GOOD]).stderr;
    assert_eq!(
        wrong("CHALKSTORE_TIMEOUT", "5"),
        "error: the variable CHALKSTORE_TIMEOUT cannot be `5`: it has no unit: write for example 500ms, 60s, 5m or 14d\n"
    );
    assert_eq!(
        wrong("CHALKSTORE_COLOR", "red"),
        "error: the variable CHALKSTORE_COLOR cannot be `red`: it takes auto, always, never\n"
    );
}

#[test]
fn what_does_not_concern_a_command_is_ignored_as_a_variable_and_refused_as_a_flag() {
    let variables =
        [("CHALKSTORE_OUTPUT", "junit"), ("CHALKSTORE_TIMEOUT", "soon"), ("CHALKSTORE_FAIL_ON", "x")];
    for command in [&["explain", "URI001"][..], &["completions", "bash"]] {
        let ran = with(&variables, command);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command:?}: {ran:?}");
        for flag in [
            &["--timeout", "5s"][..],
            &["--fail-on", "warn"],
            &["--evidence", "x"],
            &["--save-evidence", "x"],
        ] {
            let told = refused(&[command, flag].concat());
            assert!(told.contains(&format!("has no use for {}", flag[0])), "{told}");
            let help = run(&[command[0], "--help"]).stdout;
            assert!(!help.contains(flag[0]), "{help}");
        }
    }
    assert!(refused(&["completions", "bash", "--output", "json"]).contains("--output"));
    assert!(refused(&["completions", "bash", "--quiet"]).contains("--quiet"));
    assert!(refused(&["explain", "-v"]).contains("--verbose"));
    let help = run(&["explain", "--help"]).stdout;
    assert!(help.contains("'human', 'json' or 'markdown'") && !help.contains("sarif"), "{help}");
}

/// The line of an option stands under this heading.
fn heading(help: &str, option: &str) -> String {
    let mut heading = "";
    for line in help.lines() {
        if line.ends_with(':') && !line.starts_with(' ') {
            heading = line;
        }
        let line = line.trim_start();
        if line.starts_with(option) || line.contains(&format!(", {option}")) {
            return heading.to_owned();
        }
    }
    panic!("{option} is not in:\n{help}");
}

#[test]
fn help_is_plain_and_in_order() {
    let help = run(&["validate-uri", "--help"]).stdout;
    for (option, expected) in [
        ("--connect", "Options:"),
        ("--write-fixed", "Options:"),
        ("[URI]", "Where the URI comes from:"),
        ("--uri-file", "Where the URI comes from:"),
        ("--secret", "Where the URI comes from:"),
        ("--region", "AWS:"),
        ("--endpoint-url", "AWS:"),
        ("--output", "Report:"),
        ("--color", "Report:"),
    ] {
        assert_eq!(heading(&help, option), expected, "{option}");
    }
    for arguments in
        [&["--help"][..], &["validate-uri", "--help"], &["explain", "-h"], &["completions", "--help"]]
    {
        let help = run(arguments).stdout;
        assert!(!help.contains('`'), "{help}");
    }
    let help_of_all = run(&["--help"]).stdout;
    for line in ["  4  nothing was checked", "  5  with --detailed-exitcode", "  6  an apply stopped midway"]
    {
        assert!(help_of_all.contains(line), "{help_of_all}");
    }
    assert_eq!(run(&["help"]).stdout, run(&["--help"]).stdout);
    assert_eq!(run(&["help", "validate-uri"]).stdout, help);
}

/// The SDK would take it for an address.
#[test]
fn an_endpoint_is_a_url() {
    for (name, value) in [
        ("AWS_ENDPOINT_URL", ""),
        ("AWS_ENDPOINT_URL_DYNAMODB", ""),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "127.0.0.1:4566"),
    ] {
        let mut command = chalkstore();
        command.env(name, value).env("AWS_ACCESS_KEY_ID", "A").env("AWS_SECRET_ACCESS_KEY", "s");
        let ran = run_with(command, &["check-table", "features", "--region", "us-east-1"], b"");
        assert!(ran.code == 2 && ran.stderr.contains(&format!("{name} is ")), "{ran:?}");
    }
    let ran = run(&["check-table", "features", "--endpoint-url", "localhost:4566"]);
    assert!(ran.code == 2 && ran.stderr.contains("http://127.0.0.1:4566"), "{ran:?}");
}

/// Names that options had: what early users know works on, and is shown to nobody.
#[test]
fn a_renamed_option_is_taken_by_its_old_name_and_not_shown() {
    let shards = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/topology.in/shards.json");
    let evidence = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/failover.jsonl");
    for (command, new, old) in [
        (&["topology", "--from-shards", shards][..], "--zone=us-east-1a", "--az=us-east-1a"),
        (&["failover", "simulate", "--evidence", evidence], "--read-qps=700", "--qps=700"),
        (
            &["create-table", "store", "--region", "us-east-1", "--emit", "iam-policy"],
            "--policy-for=runtime",
            "--for=runtime",
        ),
    ] {
        let with = |option| run(&[command, &[option]].concat());
        let (by_new, by_old) = (with(new), with(old));
        assert!(by_new.code != 2 && !by_new.stdout.is_empty(), "{by_new:?}");
        assert_eq!((by_new.code, by_new.stdout), (by_old.code, by_old.stdout), "{old}");
        let name = old.split_once('=').map(|(name, _)| format!(" {name} ")).expect("it has a value");
        let help = run(&[command, &["--help"]].concat());
        assert!(help.code == 0 && !help.stdout.contains(&name), "{name} is shown: {help:?}");
    }
    let told = refused(&["failover", "simulate", "x.example.com", "--writes-per-second", "5"]);
    assert!(told.contains("unexpected argument '--writes-per-second'"), "{told}");
    let told = refused(&["failover", "simulate", "x.example.com", "--rps", "5"]);
    assert!(told.contains("a similar argument exists: '--read-qps'"), "{told}");
}
