//! Variables, colours, files and the configuration of others.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{BAD, GOOD, code};
use crate::program::{chalkstore, run, run_with, text};
use crate::support::wait_for;

#[test]
fn variables_set_what_flags_would() {
    let mut command = chalkstore();
    command.env("CHALKSTORE_OUTPUT", "json").env("CHALKSTORE_FAIL_ON", "never");
    let ran = run_with(command, &["validate-uri", BAD], b"");
    assert_eq!((ran.code, ran.json()["exit_code"].as_i64()), (0, Some(0)));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let has_colour = |set: &[(&str, &str)], arguments: &[&str]| {
        let mut command = chalkstore();
        command.envs(set.iter().copied());
        run_with(command, &[&["validate-uri", BAD], arguments].concat(), b"").stdout.contains('\u{1b}')
    };
    assert!(!has_colour(&[], &[]), "a pipe has no colour");
    assert!(has_colour(&[], &["--color", "always"]));
    assert!(has_colour(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(has_colour(&[("CHALKSTORE_COLOR", "always")], &[]));
    assert!(!has_colour(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!has_colour(&[("CHALKSTORE_COLOR", "always")], &["--color", "never"]), "flags beat variables");
}

/// Nothing that is read is written over, and no two outputs share a file.
#[test]
fn files_do_not_get_in_each_others_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("uris.csv");
    let same = folder.path().join(".").join("uris.csv");
    let other = folder.path().join("other");
    std::fs::write(&input, GOOD).expect("can write");
    let json = |path: &std::path::Path| format!("json={}", text(path));
    for arguments in [
        vec!["--uri-file", text(&input), "--write-fixed", text(&same)],
        vec!["--uri-file", text(&input), "--output", &json(&same)],
        vec!["--uri-file", text(&input), "--save-evidence", text(&input)],
        vec!["--uri-file", text(&input), "--output", &json(&other), "--save-evidence", text(&other)],
        vec!["--uri-file", text(&input), "--output", &json(&other), "--write-fixed", text(&other)],
    ] {
        let ran = run(&[&["validate-uri"], arguments.as_slice()].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert_eq!(std::fs::read_to_string(&input).expect("is there"), GOOD, "{arguments:?}");
    }
    // An output that cannot be opened leaves an older file of corrections as it was.
    std::fs::write(&other, "older").expect("can write");
    let arguments =
        ["validate-uri", GOOD, "--write-fixed", text(&other), "--output", "json=/does/not/exist/x"];
    assert_eq!(code(&arguments), 74);
    assert_eq!(std::fs::read_to_string(&other).expect("is there"), "older");
}

/// Commands that need nothing of AWS never look at its configuration: opening this file would hang for ever.
#[test]
fn aws_configuration_is_not_touched_without_need() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("poison");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let poisoned = || {
        let mut command = chalkstore();
        command
            .env("AWS_CONFIG_FILE", &pipe)
            .env("AWS_SHARED_CREDENTIALS_FILE", &pipe)
            .env("SSL_CERT_FILE", &pipe);
        command
    };
    for arguments in [
        &["validate-uri", GOOD][..],
        &["validate-uri", "-"],
        &["validate-uri", "dynamodb:///chalk"],
        &["validate-uri", "redis://127.0.0.1:1/0?clustered=false", "--connect"],
        &["explain", "NET031"],
        &["size", "--read-qps", "1"],
        &["size", "--region", "eu-west-1", "--write-qps", "1", "--replica", "us-west-2"],
        &["size", "item", "-"],
        &["dataflow", "--eks-json", "-"],
        &["completions", "bash"],
        &["--version"],
        &["validate-uri", "--help"],
    ] {
        let mut child = poisoned()
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let started = Instant::now();
        let ended = wait_for("the program to end", Duration::from_secs(30), || {
            child.try_wait().expect("can be asked").ok_or("it hangs")
        });
        assert!(
            ended.code().is_some_and(|code| code <= 4),
            "{arguments:?}: {ended:?} after {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn every_option_has_its_help() {
    let mut command = chalkstore::cli::command().help_expected(true);
    command.build();
    command.clone().debug_assert();
    for subcommand in command.get_subcommands() {
        assert!(subcommand.get_about().is_some(), "{}", subcommand.get_name());
        for argument in subcommand.get_arguments() {
            assert!(argument.get_help().is_some(), "{} {}", subcommand.get_name(), argument.get_id());
        }
    }
}
