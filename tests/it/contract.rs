//! The contract with scripts: exit codes, formats, streams, secrets. Black-box tests of the built program.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use chalkstore::{probe, render};

use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::wait_for;

const GOOD: &str = "rediss://cache.internal:6379/0?clustered=true";
const BAD: &str = "redis://cache.internal:6379/0?clustered=yes";
/// Warns, but does not fail.
const WARNS: &str = "redis://127.0.0.1:6379/0?clustered=true";
const FORMATS: [&str; 7] = ["human", "json", "ndjson", "junit", "sarif", "github", "markdown"];

fn code(arguments: &[&str]) -> i32 {
    run(arguments).code
}

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
    for format in FORMATS {
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
    for format in FORMATS {
        let ran = run(&["validate-uri", BAD, "--output", &format!("{format}=/dev/full")]);
        assert_eq!(ran.code, 74, "{format}: {ran:?}");
        assert!(ran.stderr.contains("/dev/full"), "{ran:?}");
        // Standard output has the report all the same.
        assert!(ran.stdout.contains("fail[URI009]"), "{ran:?}");
    }
    let ran = run(&["validate-uri", BAD, "--save-evidence", "/dev/full"]);
    assert_eq!(ran.code, 74, "{ran:?}");
}

/// Rust's start-up opens the null device in the place of a closed standard output, so the report goes nowhere and the
/// verdict stands. A closed standard input is empty.
#[test]
fn closed_streams_do_not_stop_a_run() {
    let closed = |arguments: &str| {
        let script = format!("exec \"$0\" validate-uri {arguments}");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script]).arg(env!("CARGO_BIN_EXE_chalkstore")).env("URI", BAD).env("GOOD", GOOD);
        Ran::from(command.output().expect("a shell is there"))
    };
    let ran = closed("\"$URI\" >&-");
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{ran:?}");
    assert_eq!(closed("\"$GOOD\" >&- 2>&-").code, 0);
    let ran = closed("- <&-");
    assert_eq!((ran.code, ran.stdout.as_str()), (4, "nothing was checked\n"), "{ran:?}");
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

/// A reader that goes away early changes nothing: the verdict is on all of the input.
#[test]
fn a_closed_pipe_does_not_change_the_exit_code() {
    let mut input = format!("{GOOD}\n").repeat(20_000);
    input.push_str(BAD);
    for format in ["ndjson", "human", "github"] {
        let mut command = chalkstore();
        command.args(["validate-uri", "-", "-v", "--output", format]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        let mut stdin = child.stdin.take().expect("is piped");
        let writer = {
            let input = input.clone();
            std::thread::spawn(move || stdin.write_all(input.as_bytes()))
        };
        let mut first = [0; 16];
        let mut stdout = child.stdout.take().expect("is piped");
        stdout.read_exact(&mut first).expect("something is written");
        drop(stdout);
        let mut stderr = String::new();
        child.stderr.take().expect("is piped").read_to_string(&mut stderr).expect("is text");
        let status = child.wait().expect("ends");
        writer.join().expect("ends").expect("all of the input was read");
        assert_eq!((status.code(), stderr.as_str()), (Some(1), ""), "{format}");
    }
}

#[test]
fn documents_are_what_their_schemas_say() {
    let validator = |schema: &serde_json::Value| jsonschema::validator_for(schema).expect("is a schema");
    let report = validator(&render::report_schema());
    let line = validator(&render::line_schema());
    let evidence = serde_json::to_value(probe::evidence_schema()).expect("is JSON");
    let evidence = validator(&evidence);
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    for uri in
        [GOOD, BAD, WARNS, "", "dynamodb:///x", "rediss://h.x:1?password=a#b", "\u{feff}redis://h\u{1b}"]
    {
        let ran = run(&["validate-uri", uri, "--output", "json", "--save-evidence", text(&saved), "-v"]);
        let document = ran.json();
        assert!(report.is_valid(&document), "{uri}: {:?}", report.iter_errors(&document).next());
        assert_eq!(document["exit_code"], ran.code);
        let keys: Vec<&str> = document.as_object().expect("an object").keys().map(String::as_str).collect();
        let expected = [
            "schema_version",
            "tool",
            "command",
            "subject",
            "started_at",
            "duration_ms",
            "exit_code",
            "counts",
            "vantage",
            "findings",
            "data",
        ];
        // `serde_json::Value` sorts its keys.
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(keys, expected);
        let count = document["findings"].as_array().expect("an array").len();
        let counts = document["counts"].as_object().expect("an object");
        let total: u64 = counts.values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!((count as u64, counts.len()), (total, 5));
        for text in std::fs::read_to_string(&saved).expect("was saved").lines() {
            let value = serde_json::from_str(text).expect("is JSON");
            assert!(evidence.is_valid(&value), "{text}: {:?}", evidence.iter_errors(&value).next());
        }
        for text in run(&["validate-uri", uri, "--output", "ndjson", "-v"]).stdout.lines() {
            let value = serde_json::from_str(text).expect("is JSON");
            assert!(line.is_valid(&value), "{text}: {:?}", line.iter_errors(&value).next());
        }
    }
}

/// A report from saved evidence is the report that was made on the spot, in every format, to the byte.
#[test]
fn evidence_replays() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let file = |format: &str, round: &str| folder.path().join(format!("{format}.{round}"));
    let batch = format!(
        "a,{BAD}\n{GOOD}\nrediss://h.x:1?password=CaNaRy#x&clustered=true\n{{\"uri\":\"{GOOD}\"}}\nhttp://x\n"
    );
    for (arguments, input) in [(&["validate-uri", BAD][..], ""), (&["validate-uri", "-"], batch.as_str())] {
        for verbose in [&[][..], &["-v"]] {
            let outputs = |round: &str| -> Vec<String> {
                FORMATS
                    .iter()
                    .flat_map(|format| {
                        ["--output".to_owned(), format!("{format}={}", text(&file(format, round)))]
                    })
                    .collect()
            };
            let (live_outputs, replay_outputs) = (outputs("live"), outputs("replay"));
            let live: Vec<&str> = arguments
                .iter()
                .chain(verbose)
                .copied()
                .chain(["--save-evidence", text(&saved)])
                .chain(live_outputs.iter().map(String::as_str))
                .collect();
            let live = run_with(chalkstore(), &live, input.as_bytes());
            let replay: Vec<&str> = ["validate-uri", "--evidence", text(&saved)]
                .into_iter()
                .chain(verbose.iter().copied())
                .chain(replay_outputs.iter().map(String::as_str))
                .collect();
            let replay = run(&replay);
            assert_eq!(
                (live.code, &live.stdout, &live.stderr),
                (replay.code, &replay.stdout, &replay.stderr)
            );
            for format in FORMATS {
                let read = |round| std::fs::read_to_string(file(format, round)).expect("was written");
                assert_eq!(read("live"), read("replay"), "{format}");
                assert!(!read("live").contains("CaNaRy"));
            }
        }
    }
    let mode = std::fs::metadata(&saved).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::write(&saved, "{}\n").expect("can write");
    assert_eq!(code(&["validate-uri", "--evidence", text(&saved)]), 2);
}

/// One secret, in every place where a URI may hold it, through every source and format: it never comes out.
#[test]
fn no_secret_in_any_output() {
    const CANARY: &str = "CaNaRy9Secret";
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let uris: Vec<String> = [
        "rediss://h.x:1/0?password=%&clustered=true",
        "rediss://h.x:1/0?pasword=%&clustered=yes",
        "rediss://h.x:1/0?foo=%&clustered=true",
        "rediss://h.x:1/0?clustered=%",
        "rediss://h.x:1/0?password=a&%&clustered=true",
        "rediss://h.x:1/0?password=a&%=&clustered=true",
        "rediss://h.x:1/0?password=a#%&clustered=true",
        "rediss://h.x:1/0?clustered=true#%",
        "rediss://:%@h.x:1/0?clustered=true",
        "rediss://%:b@h.x:1/0?clustered=true",
        "rediss://u:a/%@h.x:1/0?clustered=true",
        "rediss://u:a?%@h.x:1/0?clustered=true",
        "rediss://default:%",
        "rediss://h.x:1/%?clustered=true",
        "%",
        "{\"password\":\"%\"}",
        "{\"uri\":\"rediss://h.x:1?password=%&clustered=true\"}",
        "https://hooks.x/%",
        "redis://a.x:1?password=% redis://b.x:1?password=%",
        " \u{201c}rediss://h.x:1?password=%\u{201d}",
        "dynamodb:///chalk?key=%",
        "h.x:6379?password=%",
    ]
    .map(|uri| uri.replace('%', CANARY))
    .to_vec();
    let check = |ran: &Ran, what: &str| {
        for stream in [&ran.stdout, &ran.stderr] {
            let lower = stream.to_lowercase();
            assert!(!lower.contains(&CANARY.to_lowercase()), "{what}: {stream}");
        }
    };
    for uri in &uris {
        for format in FORMATS {
            let arguments = ["validate-uri", "-v", "--output", format, "--save-evidence", text(&saved)];
            check(&run(&[&arguments[..], &[uri]].concat()), uri);
            check(&run_with(chalkstore(), &[&arguments[..], &["-"]].concat(), uri.as_bytes()), uri);
            let mut command = chalkstore();
            command.env("URI", uri);
            check(&run_with(command, &[&arguments[..], &["--uri-env", "URI"]].concat(), b""), uri);
            let evidence = std::fs::read_to_string(&saved).expect("was saved");
            assert!(!evidence.contains(CANARY), "{uri}: {evidence}");
        }
        // Where a URI does not belong, it is quoted back.
        for wrong in [
            vec!["validate-uri".to_owned(), format!("--uri={uri}")],
            vec!["validate-uri".to_owned(), "--output".to_owned(), uri.clone()],
            vec!["validate-uri".to_owned(), "--timeout".to_owned(), uri.clone()],
            vec!["explain".to_owned(), uri.clone()],
        ] {
            let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
            let ran = run(&wrong);
            assert_eq!(ran.code, 2, "{ran:?}");
            // A bare word is no secret to anybody who reads it there.
            if uri.contains("://") {
                check(&ran, uri);
            }
        }
    }
}

#[test]
fn a_secret_on_the_command_line_is_told_once() {
    let uri = "rediss://h.x:1/0?password=hunter2&clustered=true";
    let count = |arguments: &[&str], input: &str| {
        let ran =
            run_with(chalkstore(), &[arguments, &["--output", "ndjson", "-v"]].concat(), input.as_bytes());
        ran.stdout.matches("\"SEC001\"").count()
    };
    assert_eq!(run(&["validate-uri", uri, uri, uri, "--output", "json"]).statuses("SEC001"), ["warn"]);
    assert_eq!(run(&["validate-uri", GOOD, "--output", "json"]).statuses("SEC001"), ["pass"]);
    assert_eq!(count(&["validate-uri", "-"], uri), 0);
}

#[test]
fn corrected_uris_go_to_a_file_that_only_its_owner_can_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixed = folder.path().join("fixed");
    std::fs::write(&fixed, "older, and readable by all").expect("can write");
    let input = format!("Rediss://h.x:1?passwd=a+b&clustered=1\nprod,{GOOD}\nredis://:1/0\n");
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--write-fixed", text(&fixed)], input.as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("1 left out"), "{ran:?}");
    assert!(!ran.stdout.contains("a+b") && !ran.stdout.contains("a%2Bb"));
    let written = std::fs::read_to_string(&fixed).expect("was written");
    let prod = format!("{{\"name\":\"prod\",\"uri\":\"{GOOD}\"}}");
    assert_eq!(written, format!("rediss://h.x:1?password=a%2Bb&clustered=true\n{prod}\n"));
    let mode = std::fs::metadata(&fixed).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // What it wrote validates clean, names and all.
    assert_eq!(code(&["validate-uri", "--uri-file", text(&fixed)]), 0);
    let ran = run(&["validate-uri", GOOD, "--write-fixed", "/dev/stdout"]);
    assert_eq!(ran.code, 74, "{ran:?}");
}

#[test]
fn names_come_from_lines() {
    let input =
        "name,uri\nprod,redis://h.x:1/0\n{\"name\":\"dev\",\"uri\":\"redis://h.x:0/0?clustered=true\"}\n";
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "json"], input.as_bytes());
    let report = ran.json();
    let subjects: Vec<_> = report["findings"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|finding| (finding["subject"].as_str().expect("text"), finding["code"].as_str().expect("text")))
        .collect();
    assert_eq!(subjects, [("prod", "URI010"), ("dev", "URI007")]);
    assert_eq!(report["data"]["uris"].as_array().expect("an array").len(), 2);
}

/// The first result comes while the input goes on: a batch is streamed, never held.
#[test]
fn results_come_before_the_input_ends() {
    let (mut child, mut lines) = waiting_for_input("ndjson");
    let mut stdin = child.stdin.take().expect("is piped");
    writeln!(stdin, "{BAD}").expect("is read");
    let result = lines.by_ref().find(|line| line.contains("\"result\"")).expect("a result");
    assert!(result.contains("URI009"), "{result}");
    writeln!(stdin, "{GOOD}").expect("is still read");
    assert!(lines.by_ref().any(|line| line.contains("\"result\"") && line.contains("\"pass\"")));
    drop(stdin);
    assert_eq!(child.wait().expect("ends").code(), Some(1));
}

fn waiting_for_input(format: &str) -> (Child, impl Iterator<Item = String> + use<>) {
    let mut command = chalkstore();
    command.args(["validate-uri", "-", "--output", format]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    let stdout = BufReader::new(child.stdout.take().expect("is piped"));
    (child, stdout.lines().map(|line| line.expect("is text")))
}

#[test]
fn a_signal_ends_the_run_and_what_was_known_is_reported() {
    for (signal, expected) in [("INT", 130), ("TERM", 143)] {
        let (mut child, mut lines) = waiting_for_input("ndjson");
        let mut stdin = child.stdin.take().expect("is piped");
        writeln!(stdin, "{BAD}").expect("is read");
        assert!(lines.by_ref().any(|line| line.contains("\"result\"")));
        let sent =
            std::process::Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(sent.expect("kill is there").success());
        let summary = lines.find(|line| line.contains("\"summary\"")).expect("a summary");
        assert!(summary.contains(&format!("\"exit_code\":{expected}")), "{summary}");
        let code = wait_for("the program to end", Duration::from_secs(20), || {
            child.try_wait().expect("can be asked").ok_or("it runs")
        });
        assert_eq!(code.code(), Some(expected));
        drop(stdin);
    }
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

#[test]
fn variables_set_what_flags_would() {
    let mut command = chalkstore();
    command.env("CHALKSTORE_OUTPUT", "json").env("CHALKSTORE_FAIL_ON", "never");
    let ran = run_with(command, &["validate-uri", BAD], b"");
    assert_eq!((ran.code, ran.json()["exit_code"].as_i64()), (0, Some(0)));
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

#[test]
fn explain_says_everything_in_three_formats() {
    let page = run(&["explain", "uri014", "NET001"]).stdout;
    assert!(page.contains("URI014:") && page.contains("NET001:") && page.contains("How to fix it"));
    let list = run(&["explain"]).stdout;
    for check in chalkstore::report::catalogue::ALL {
        assert!(list.contains(check.code), "{}", check.code);
    }
    let json = run(&["explain", "URI014", "--output", "json"]).json();
    assert_eq!(json["checks"][0]["name"], "uri-parameters");
    let markdown = run(&["explain", "URI014", "--output", "markdown"]).stdout;
    assert!(markdown.starts_with("# URI014: "));
    let wrong = run(&["explain", "URI01"]);
    assert!(wrong.stderr.contains("did you mean"), "{wrong:?}");
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

/// What a file of evidence does not tell is not passed over.
#[test]
fn evidence_that_is_not_whole_is_no_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let ran = run_with(
        chalkstore(),
        &["validate-uri", "-", "--save-evidence", text(&saved)],
        format!("{GOOD}\n{GOOD}\n").as_bytes(),
    );
    assert_eq!(ran.code, 0);
    let whole = std::fs::read_to_string(&saved).expect("was saved");
    let replay = |evidence: &str| {
        std::fs::write(&saved, evidence).expect("can write");
        run(&["validate-uri", "--evidence", text(&saved)])
    };
    assert_eq!(replay(&whole).code, 0);
    let lines: Vec<&str> = whole.lines().collect();
    let subject = lines[1];
    let cut_off = replay(&(lines[..2].join("\n") + "\n"));
    assert_eq!(cut_off.code, 2, "{cut_off:?}");
    assert!(cut_off.stderr.contains("cut off after 1 subject"), "{cut_off:?}");
    let with_subject = |subject: &str| [lines[0], subject, lines[3], ""].join("\n");
    for (wrong, why) in [
        (r#"{"type":"subject","name":null,"origin":null,"observed":[]}"#.to_owned(), "nothing observed"),
        (r#"{"type":"subject","name":null,"origin":null,"observed":[{"probe":"not_tried","saw":{"checks":["NET999"],"reason":"x"}}]}"#.to_owned(), "an unknown check"),
        (subject.replace("\"masks\":[]", "\"masks\":[{\"start\":100,\"end\":200}]"), "masks outside"),
        (subject.replace("\"masks\":[]", "\"masks\":[{\"start\":5,\"end\":3}]"), "masks turned round"),
        (subject.replace("rediss", "rédiss"), "another text"),
        ("{}".to_owned(), "no evidence"),
    ] {
        assert_ne!(wrong, subject, "{why}");
        let ran = replay(&with_subject(&wrong));
        assert_eq!(ran.code, 2, "{why}: {ran:?}");
    }
    let newer = replay(
        &whole.replace("\"evidence_version\":1", "\"evidence_version\":2").replace("\"command\"", "\"cmd\""),
    );
    assert!(newer.stderr.contains("version 2"), "{newer:?}");
    for (end, expected) in [
        (r#"{"type":"end","duration_ms":1,"stopped":"interrupted","bad_input":false}"#, 130),
        (r#"{"type":"end","duration_ms":1,"stopped":"terminated","bad_input":false}"#, 143),
        (r#"{"type":"end","duration_ms":1,"stopped":null,"bad_input":true}"#, 2),
    ] {
        assert_eq!(replay(&[lines[0], subject, end, ""].join("\n")).code, expected, "{end}");
    }
    let bug = r#"{"type":"subject","name":null,"origin":null,"observed":[{"probe":"bug","saw":{"checks":["NET001"],"place":"x"}}]}"#;
    let ran = replay(&with_subject(bug));
    assert_eq!(ran.code, 70);
    assert!(ran.stdout.contains("a bug in chalkstore") && ran.stdout.contains("report it"), "{ran:?}");
}

/// Which of my four hundred lines?
#[test]
fn lines_are_named() {
    let input = format!("{GOOD}\n\n{BAD}\n");
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "ndjson"], input.as_bytes());
    assert!(ran.stdout.contains("\"origin\":\"standard input:3\""), "{ran:?}");
    let ran = run_with(chalkstore(), &["validate-uri", "-", "--output", "json"], input.as_bytes());
    let rows = ran.json()["data"]["uris"].clone();
    assert_eq!((&rows[1]["origin"], &rows[1]["subject"]), (&"standard input:3".into(), &BAD.into()));
    let from_stdin = ["validate-uri", "-", "--output", "github"];
    assert!(!run_with(chalkstore(), &from_stdin, input.as_bytes()).stdout.contains("file="));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("uris");
    std::fs::write(&file, &input).expect("can write");
    let ran = run(&["validate-uri", "--uri-file", text(&file), "--output", "github"]);
    assert!(ran.stdout.starts_with(&format!("::error file={},line=3,title=", text(&file))), "{ran:?}");
    let ran = run_with(chalkstore(), &["validate-uri", "-"], input.as_bytes());
    assert!(ran.stdout.contains("standard input:3"), "{ran:?}");
    assert!(ran.stdout.contains("\n2 URIs: 1 passed, 1 failed\n"), "{ran:?}");
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
