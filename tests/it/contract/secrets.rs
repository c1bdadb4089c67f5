//! A secret goes in, and never comes out but into the file that is for it.

use std::os::unix::fs::PermissionsExt;

use super::{GOOD, code};
use crate::program::{Ran, chalkstore, formats, run, run_with, text};
use crate::support::fake_aws::{FakeAws, Secret};

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
        for format in formats() {
            let arguments = ["validate-uri", "-v", "--output", format, "--save-evidence", text(&saved)];
            check(&run(&[&arguments[..], &[uri]].concat()), uri);
            check(&run_with(chalkstore(), &[&arguments[..], &["-"]].concat(), uri.as_bytes()), uri);
            let mut command = chalkstore();
            command.env("URI", uri);
            check(&run_with(command, &[&arguments[..], &["--uri-env", "URI"]].concat(), b""), uri);
            let evidence = std::fs::read_to_string(&saved).expect("was saved");
            assert!(!evidence.contains(CANARY), "{uri}: {evidence}");
        }
        // What is right would be connected to; a port that refuses is enough to see what is told of it.
        let near = uri.replace("h.x:1", "127.0.0.1:1");
        for format in formats() {
            let arguments = ["topology", "-v", "--output", format, "--save-evidence", text(&saved), &near];
            check(&run(&arguments), uri);
            // What is no URI at all, or two of them, is refused before anything is saved.
            let evidence = std::fs::read_to_string(&saved).unwrap_or_default();
            assert!(!evidence.contains(CANARY), "{uri}: {evidence}");
        }
        // Where a URI does not belong, it is quoted back.
        for wrong in misplaced(uri) {
            let wrong: Vec<&str> = wrong.iter().map(String::as_str).collect();
            let ran = run(&wrong);
            // A bare word is no secret to anybody who reads it there, and may be a name.
            if uri.contains("://") {
                assert_eq!(ran.code, 2, "{ran:?}");
                check(&ran, uri);
            }
        }
    }
}

/// A URI in places where none belongs.
fn misplaced(uri: &str) -> Vec<Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|word| word.replace("URI", uri)).collect();
    [
        &["validate-uri", "--uri=URI"][..],
        &["validate-uri", "--output", "URI"],
        &["validate-uri", "--timeout", "URI"],
        &["explain", "URI"],
        &["create-table", "URI", "--plan", "--region=us-east-1"],
        &["create-table", "store", "--from-size", "URI"],
        &["check-table", "URI", "--layout", "URI"],
        &["setup", "dynamodb", "URI", "--plan", "--region=us-east-1"],
        &["store-secret", "-", "--plan", "--name", "URI"],
        &["check-access", "--role", "URI"],
    ]
    .map(words)
    .into()
}

/// It is stored, or would be, were anybody there.
#[test]
fn no_secret_comes_out_where_it_is_to_be_stored() {
    const CANARY: &str = "CaNaRy9Secret";
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    for uri in [
        "rediss://h.x:1/0?password=%&clustered=true",
        "rediss://:%@h.x:1/0?clustered=true",
        "rediss://default:%",
        "%",
        "dynamodb:///chalk?key=%",
    ] {
        let uri = uri.replace('%', CANARY);
        for format in formats() {
            for command in [&["store-secret"][..], &["setup", "valkey", "--no-connect"]] {
                let more = ["-vvv", "--output", format, "--save-evidence", text(&saved), "--yes"];
                let place = ["--name", "online-store-uri", "--region", "us-east-1", "--uri-env", "URI"];
                let nowhere = ["--endpoint-url", "http://127.0.0.1:1", "--timeout", "1s"];
                let mut program = chalkstore();
                program.env("URI", &uri).env("AWS_ACCESS_KEY_ID", "A").env("AWS_SECRET_ACCESS_KEY", "s");
                let ran = run_with(program, &[command, &more, &place, &nowhere].concat(), b"");
                let evidence = std::fs::read_to_string(&saved).unwrap_or_default();
                for out in [&ran.stdout, &ran.stderr, &evidence] {
                    assert!(!out.contains(CANARY), "{uri}: {out}");
                }
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

/// Whoever puts the file into a secret stores a URI, not JSON, and no line break behind it.
#[test]
fn the_correction_of_one_uri_is_that_uri() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("fixed");
    let (wrong, right) =
        ("Rediss://h.x:1?passwd=a+b&clustered=1", "rediss://h.x:1?password=a%2Bb&clustered=true");
    let aws = FakeAws::start();
    aws.state().secrets.insert(
        ("us-east-1".to_owned(), "online-store-uri".to_owned()),
        Secret::new("us-east-1", "online-store-uri", wrong),
    );
    let fixed = |arguments: &[&str]| {
        let mut command = chalkstore();
        command.env("REDIS_URI", wrong).env("OTHER_URI", GOOD).env("AWS_REGION", "us-east-1");
        command.env("AWS_ENDPOINT_URL", aws.url());
        command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "s");
        let ran =
            run_with(command, &[&["validate-uri", "--write-fixed", text(&file)], arguments].concat(), b"");
        assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
        std::fs::read_to_string(&file).expect("was written")
    };
    for alone in [&["--uri-env", "REDIS_URI"][..], &["--secret", "online-store-uri"], &[wrong]] {
        assert_eq!(fixed(alone), right, "{alone:?}");
        assert_eq!(code(&["validate-uri", "--uri-file", text(&file)]), 0, "{alone:?}");
    }
    // Of several it has to be told which is which.
    let named = |name: &str, uri: &str| format!("{{\"name\":\"{name}\",\"uri\":\"{uri}\"}}\n");
    let both = named("$REDIS_URI", right) + &named("$OTHER_URI", GOOD);
    assert_eq!(fixed(&["--uri-env", "REDIS_URI", "--uri-env", "OTHER_URI"]), both);
    assert_eq!(code(&["validate-uri", "--uri-file", text(&file)]), 0);
}
