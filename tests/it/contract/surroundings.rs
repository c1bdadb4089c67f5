//! Variables, colours, files and the configuration of others.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{BAD, GOOD, code};
use crate::program::{chalkstore, run, run_with, text};
use crate::support::{SilentListener, wait_for};

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

/// Neither is a file that is read beside evidence, or that chalkstore.toml names.
#[test]
fn files_that_are_read_beside_others_stay_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (config, zones, prices, uri) =
        (path("chalkstore.toml"), path("zones.json"), path("prices.json"), path("uri"));
    let (seen, topology, sized) = (path("seen.jsonl"), path("topology.jsonl"), path("sized.jsonl"));
    std::fs::write(
        &config,
        "[environments.p.online_store]\nuri_file = \"uri\"\n[environments.p.topology]\nzone_map = \"zones.json\"\n",
    )
    .expect("can write");
    std::fs::write(&uri, GOOD).expect("can write");
    std::fs::write(&zones, "10.0.1.0/24 us-east-1a\n").expect("can write");
    std::fs::write(&prices, include_str!("../../../src/dynamodb/prices/prices.json")).expect("can write");
    let preflight = ["preflight", "--config", text(&config), "--only", "CFG,URI"];
    run(&[&preflight[..], &["--save-evidence", text(&seen)]].concat());
    run(&["topology", "--uri-file", text(&uri), "--timeout", "2s", "--save-evidence", text(&topology)]);
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/online-store.toml");
    run(&["size", "--scenario", scenario, "--save-evidence", text(&sized)]);
    let known = path("known.jsonl");
    std::fs::copy(&seen, &known).expect("was saved");
    for (arguments, read) in [
        (vec!["preflight", "--evidence", text(&seen), "--baseline", text(&known)], &known),
        (vec!["topology", "--evidence", text(&topology), "--zone-map", text(&zones)], &zones),
        (vec!["size", "--evidence", text(&sized), "--prices", text(&prices)], &prices),
        (preflight.to_vec(), &uri),
        (preflight.to_vec(), &zones),
    ] {
        let before = std::fs::read(read).expect("is there");
        let ran = run(&[&arguments[..], &["--output", &format!("json={}", text(read))]].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains("would write over"), "{arguments:?}: {ran:?}");
        assert_eq!(std::fs::read(read).expect("is there"), before, "{arguments:?}");
    }
}

/// That no Region is known is told by whoever has looked everywhere.
#[test]
fn a_search_for_a_region_that_was_cut_short_is_no_region() {
    let metadata = SilentListener::new();
    let role = "arn:aws:iam::123456789012:role/chalk";
    for arguments in [
        &["check-table", "features"][..],
        &["size", "--from-table", "features"],
        &["check-access", "--role", role, "--table", "features"],
        &["validate-uri", "--secret", "store"],
        &["validate-uri", "dynamodb:///features", "--connect"],
        &["dataflow", "--eks-cluster", "chalk"],
        &["replication-lag", "--aurora-global", "chalk"],
        &["create-table", "features", "--layout", "documented", "--plan"],
        &["init", "--environment", "p", "--table", "features", "-"],
    ] {
        let mut command = chalkstore();
        command.env_remove("AWS_EC2_METADATA_DISABLED");
        let endpoint = format!("http://127.0.0.1:{}", metadata.port());
        command.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint);
        let ran = run_with(command, &[arguments, &["--timeout", "300ms"]].concat(), b"");
        let told = [ran.stdout.as_str(), ran.stderr.as_str()].concat();
        assert!(told.contains("no AWS Region was found within"), "{arguments:?}: {ran:?}");
        assert!(!told.contains("no AWS Region is known"), "{arguments:?}: {ran:?}");
    }
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

/// A pipe that nobody writes to, and a device that never ends, keep nobody waiting.
#[test]
fn files_that_never_end_are_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let config = folder.path().join("chalkstore.toml");
    let with_file = folder.path().join("with_file.toml");
    for (path, said) in [(text(&pipe), "did not end in time"), ("/dev/zero", "MiB")] {
        let environment = "uri = \"redis://127.0.0.1:1/0\"\n[environments.p.topology]\nzone_map = ";
        let described = format!("[environments.p.online_store]\n{environment}{path:?}\n");
        std::fs::write(&config, described).expect("can write");
        let described = format!("[environments.p.online_store]\nuri_file = {path:?}\n");
        std::fs::write(&with_file, described).expect("can write");
        for (arguments, flag) in [
            (&["dataflow", "--otel-config", path][..], "--otel-config"),
            (&["dataflow", "--eks-json", path], "--eks-json"),
            (&["dataflow", "--vpc-endpoints", path], "--vpc-endpoints"),
            (&["topology", "--from-shards", path], "--from-shards"),
            (&["topology", GOOD, "--zone-map", path], "--zone-map"),
            (&["topology", "--uri-file", path], "--uri-file"),
            (&["replication-lag", "--uri-file", path], "--uri-file"),
            (&["init", "-", "--environment", "p", "--uri-file", path], "--uri-file"),
            (&["store-secret", "--uri-file", path, "--plan"], "--uri-file"),
            (&["setup", "valkey", "--uri-file", path, "--plan"], "--uri-file"),
            (&["size", "--read-qps", "1", "--prices", path], "--prices"),
            (&["size", "--schema", path], "--schema"),
            (&["size", "--scenario", path], "--scenario"),
            (&["create-table", "t", "--from-size", path, "--plan"], "--from-size"),
            (&["preflight", "--config", path], "--config"),
            (&["preflight", "--config", text(&config)], "environments.p.topology.zone_map"),
            (&["preflight", "--config", text(&with_file)], "environments.p.online_store.uri_file"),
        ] {
            let begun = Instant::now();
            let ran = run(&[arguments, &["--timeout", "1s"]].concat());
            let took = begun.elapsed();
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {ran:?}");
            assert!(ran.stderr.contains(said) && ran.stderr.contains(flag), "{arguments:?}: {ran:?}");
            assert!(took < Duration::from_secs(30), "{arguments:?}: {took:?}");
        }
        // A batch is judged as it comes: what comes is waited for, and what does not come is told beside the report.
        let begun = Instant::now();
        let ran = run(&["validate-uri", GOOD, "--uri-file", path, "--timeout", "1s", "--output", "json"]);
        let took = begun.elapsed();
        assert_eq!((ran.code, ran.statuses("URI004")), (2, vec!["pass".to_owned()]), "{path}: {ran:?}");
        assert!(ran.stderr.contains(&format!("--uri-file: {path} did not end in time")), "{ran:?}");
        assert!(took < Duration::from_secs(30), "{path}: {took:?}");
    }
}

/// The same mistake is told in the same words by every command, and ends it with the same code.
#[test]
fn a_source_without_a_uri_is_told_in_one_voice() {
    let folder = tempfile::tempdir().expect("a folder");
    let [missing, empty, blank] = ["missing", "empty", "blank"].map(|name| folder.path().join(name));
    std::fs::write(&empty, "").expect("can write");
    std::fs::write(&blank, "\n\n").expect("can write");
    let commands: [&[&str]; 6] = [
        &["validate-uri"],
        &["topology"],
        &["replication-lag"],
        &["init", "-", "--environment", "p"],
        &["store-secret", "--plan"],
        &["setup", "valkey", "--plan"],
    ];
    let of_empty = |path| format!("no connection URI came from {path}: it is empty");
    for (flag, key, value, code, said) in [
        ("--uri-file", "uri_file", text(&missing), 2, format!("cannot read {}", text(&missing))),
        ("--uri-file", "uri_file", text(folder.path()), 2, format!("cannot read {}", text(folder.path()))),
        ("--uri-file", "uri_file", text(&empty), 4, of_empty(text(&empty))),
        ("--uri-file", "uri_file", text(&blank), 4, of_empty(text(&blank))),
        (
            "--uri-env",
            "uri_env",
            "CHALKSTORE_NOT_SET",
            2,
            "the environment variable CHALKSTORE_NOT_SET is not set".to_owned(),
        ),
    ] {
        let config = folder.path().join("chalkstore.toml");
        std::fs::write(&config, format!("[environments.p.online_store]\n{key} = {value:?}\n"))
            .expect("can write");
        let preflight = run(&["preflight", "--config", text(&config)]);
        let ran = commands.map(|command| run(&[command, &[flag, value]].concat()));
        for ran in ran.iter().chain([&preflight]) {
            assert_eq!(ran.code, code, "{ran:?}");
            assert!(ran.stderr.contains(&said), "{said}: {ran:?}");
            let is_told_how = ran.stderr.contains("is it exported? `export CHALKSTORE_NOT_SET`");
            assert_eq!(is_told_how, flag == "--uri-env", "{ran:?}");
        }
        // Where a file cannot be read, who named it is told; the rest of the line is the same.
        if said.starts_with("cannot read") {
            let named = format!("--uri-file: {said}");
            assert!(ran.iter().all(|ran| ran.stderr.contains(&named)), "{ran:?}");
            let named = format!("environments.p.online_store.uri_file: {said}");
            assert!(preflight.stderr.contains(&named), "{preflight:?}");
        }
    }
}

/// Evidence, too, is waited for as long as the rest.
#[test]
fn evidence_that_never_comes_is_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    for arguments in [
        &["topology", "--evidence", text(&pipe)][..],
        &["preflight", "--evidence", text(&pipe)],
        &["preflight", "--baseline", text(&pipe)],
    ] {
        let begun = Instant::now();
        let ran = run(&[arguments, &["--timeout", "1s"]].concat());
        let took = begun.elapsed();
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains("did not end in time"), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(text(&pipe)), "{arguments:?}: {ran:?}");
        assert!(took < Duration::from_secs(30), "{arguments:?}: {took:?}");
    }
}

/// Evidence that is written while it is read, as by `<(zcat …)`, is read like a file.
#[test]
fn a_stream_of_evidence_is_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let (saved, pipe) = (folder.path().join("saved"), folder.path().join("pipe"));
    assert_eq!(code(&["validate-uri", GOOD, "--save-evidence", text(&saved)]), 0);
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let evidence = std::fs::read(&saved).expect("it was saved");
    for arguments in [
        &["validate-uri", "--evidence", text(&pipe), "--timeout", "60s"][..],
        &["report", text(&pipe)],
        &["diff", text(&saved), text(&pipe)],
    ] {
        let (written, to) = (evidence.clone(), pipe.clone());
        let writer = std::thread::spawn(move || std::fs::write(to, written));
        let ran = run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        assert!(writer.join().expect("it ends").is_ok());
    }
    let mut command = chalkstore();
    command.env("CHALKSTORE_TIMEOUT", "60s");
    assert_eq!(run_with(command, &["validate-uri", "--evidence", "-"], &evidence).code, 0);
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
