//! `validate-uri --connect` and `--secret` from the outside: the built program against real servers.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::program::{Ran, chalkstore, run, run_with, text};
use crate::support::{Cluster, Emulator, RunningEmulator, Server, SilentListener, Version, wait_for};

const CANARY: &str = "CaNaRy9Secret";

fn expect(ran: &Ran, code: &str, status: &str) {
    assert_eq!(ran.statuses(code), [status], "{code}: {ran:?}");
}

fn connect(uri: &str, more: &[&str]) -> Ran {
    run(&[&["validate-uri", uri, "--connect", "--output", "json"], more].concat())
}

#[test]
fn a_server_that_is_what_the_uri_says_passes_on_every_version() {
    for version in Version::ALL {
        let server = Server::builder(version).password(CANARY).start();
        let port = server.port();
        let ran = connect(&format!("redis://127.0.0.1:{port}/0?password={CANARY}&clustered=false"), &[]);
        assert_eq!(ran.code, 0, "{version:?}: {ran:?}");
        for code in ["NET002", "NET008", "NET011", "NET012", "NET016", "NET018"] {
            expect(&ran, code, "pass");
        }
        assert!(!ran.stdout.contains(CANARY));
        let ran = connect(&format!("redis://127.0.0.1:{port}/0?password=wrong&clustered=false"), &[]);
        assert_eq!(ran.code, 1);
        expect(&ran, "NET011", "fail");
        expect(&ran, "NET012", "skip");
    }
}

#[test]
fn the_mode_is_compared_both_ways() {
    let cluster = Cluster::builder(Version::Valkey912, 3, 0).start();
    let port = cluster.nodes()[0].port();
    expect(&connect(&format!("redis://127.0.0.1:{port}/0?clustered=true"), &[]), "NET016", "pass");
    expect(&connect(&format!("redis://127.0.0.1:{port}/0?clustered=false"), &[]), "NET016", "fail");
}

/// What was seen in one place is judged in another, to the byte.
#[test]
fn a_connection_replays() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let server = Server::builder(Version::Redis7015).password(CANARY).start();
    let uri = format!("redis://127.0.0.1:{}/0?password={CANARY}&clustered=true", server.port());
    let live = connect(&uri, &["--save-evidence", text(&saved)]);
    drop(server);
    let replay = run(&["validate-uri", "--evidence", text(&saved), "--output", "json"]);
    assert_eq!((live.code, live.stdout), (replay.code, replay.stdout));
    assert!(!std::fs::read_to_string(&saved).expect("was saved").contains(CANARY));
}

#[test]
fn a_uri_that_fails_is_not_connected_to() {
    let ran = connect("redis://127.0.0.1:1/0?clustered=perhaps", &[]);
    expect(&ran, "NET002", "skip");
    assert_eq!(ran.code, 1);
    let told = run(&["validate-uri", "redis://127.0.0.1:1/0?clustered=perhaps", "--connect"]).stdout;
    assert!(told.contains("\n14 checks not tried: a check of the URI failed\n"), "{told}");
}

#[test]
fn nothing_waits_longer_than_the_timeout_and_stores_are_tried_at_once() {
    let silent = SilentListener::new();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false\n", silent.port());
    let begun = Instant::now();
    let arguments = ["validate-uri", "-", "--connect", "--timeout", "2s", "--output", "ndjson"];
    let ran = run_with(chalkstore(), &arguments, uri.repeat(16).as_bytes());
    let took = begun.elapsed();
    // One after another they would take 32 s.
    assert!(took < Duration::from_secs(12), "{took:?}");
    assert_eq!(ran.stdout.matches("\"result\"").count(), 16);
    assert_eq!(ran.code, 1);
}

/// Runs the program until it is connected to the listener, and interrupts it there.
fn interrupted(mut command: Command, silent: &SilentListener) -> Ran {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("starts");
    wait_for("a connection", Duration::from_secs(20), || {
        let table = std::fs::read_to_string("/proc/net/tcp").map_err(|error| error.to_string())?;
        let remote = format!("0100007F:{:04X} 01", silent.port());
        table.contains(&remote).then_some(()).ok_or_else(|| "none yet".to_owned())
    });
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    Ran::from(child.wait_with_output().expect("ends"))
}

#[test]
fn a_signal_while_connecting_reports_what_was_known() {
    let silent = SilentListener::new();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", silent.port());
    let mut command = chalkstore();
    command.args(["validate-uri", &uri, "--connect", "--timeout", "60s", "--output", "json"]);
    let ran = interrupted(command, &silent);
    assert_eq!(ran.code, 130, "{ran:?}");
    expect(&ran, "URI006", "pass");
    expect(&ran, "NET012", "unknown");
}

fn create_secret(moto: &RunningEmulator, name: &str, value: &str) {
    let body = json!({ "Name": name, "SecretString": value, "ClientRequestToken": "11111111-1111-1111-1111-111111111111" });
    secrets_manager(moto, "CreateSecret", &body);
}

fn secrets_manager(moto: &RunningEmulator, operation: &str, body: &serde_json::Value) {
    let target = format!("secretsmanager.{operation}");
    let authorization = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0";
    let headers = [
        ("X-Amz-Target", target.as_str()),
        ("Content-Type", "application/x-amz-json-1.1"),
        ("Authorization", authorization),
    ];
    let (status, answer) = moto.request("POST", "/", &headers, &body.to_string()).expect("moto answers");
    assert_eq!(status, 200, "{answer}");
}

#[test]
fn a_uri_comes_from_secrets_manager() {
    let moto = Emulator::Moto.start();
    let uri = format!("rediss://h.x:6379/0?password={CANARY}&clustered=true");
    create_secret(&moto, "good", &uri);
    create_secret(&moto, "json", &json!({ "uri": uri }).to_string());
    create_secret(&moto, "newline", &format!("{uri}\n"));
    create_secret(&moto, "deleted", &uri);
    secrets_manager(&moto, "DeleteSecret", &json!({ "SecretId": "deleted" }));
    let read = |name: &str, set: &[(&str, &str)]| {
        let mut command = chalkstore();
        command.env("AWS_ENDPOINT_URL", moto.url()).envs(set.iter().copied());
        let ran = run_with(command, &["validate-uri", "--secret", name, "--output", "json"], b"");
        assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:?}");
        ran
    };
    let known =
        [("AWS_REGION", "us-east-1"), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test")];
    let good = read("good", &known);
    assert_eq!(good.code, 0, "{good:?}");
    expect(&good, "SEC002", "pass");
    expect(&good, "URI011", "pass");
    expect(&read("json", &known), "URI001", "fail");
    expect(&read("newline", &known), "URI002", "fail");
    let missing = read("missing", &known);
    assert_eq!(missing.code, 1);
    expect(&missing, "SEC002", "fail");
    expect(&read("deleted", &known), "SEC002", "fail");
    let no_region = read("good", &known[1..]);
    assert_eq!(no_region.code, 3);
    expect(&no_region, "SEC002", "unknown");
    let no_credentials = read("good", &known[..1]);
    assert_eq!(no_credentials.code, 3);
    expect(&no_credentials, "SEC002", "unknown");
}

/// Without a network there is an answer all the same, and it names the stage.
#[test]
fn a_table_without_aws_is_unknown_not_passed() {
    let ran = connect("dynamodb:///chalk_online_store", &[]);
    assert_eq!(ran.code, 3, "{ran:?}");
    expect(&ran, "NET030", "unknown");
    expect(&ran, "NET033", "skip");
}

/// Fetching the secret and connecting share one deadline.
#[test]
fn a_secret_and_its_store_share_one_deadline() {
    let moto = Emulator::Moto.start();
    let silent = SilentListener::new();
    create_secret(&moto, "slow", &format!("redis://127.0.0.1:{}/0?clustered=false", silent.port()));
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL", moto.url()).env("AWS_REGION", "us-east-1");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    let begun = Instant::now();
    let arguments = ["validate-uri", "--secret", "slow", "--connect", "--timeout", "6s", "--output", "json"];
    let ran = run_with(command, &arguments, b"");
    // Two deadlines would be 12 s.
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    expect(&ran, "SEC002", "pass");
    expect(&ran, "NET012", "fail");
}

/// A password that was right once: the secret's date tells whether the server's was changed after it.
#[test]
fn a_password_that_a_server_does_not_take_tells_how_old_its_secret_is() {
    let moto = Emulator::Moto.start();
    let server = Server::builder(Version::Valkey912).password("another").start();
    let port = server.port();
    let uri = format!("redis://127.0.0.1:{port}/0?password={CANARY}&clustered=false");
    create_secret(&moto, "stale", &uri);
    let day = jiff::Timestamp::now().strftime("%Y-%m-%dT").to_string();
    let mut command = chalkstore();
    command.env("AWS_ENDPOINT_URL", moto.url()).env("AWS_REGION", "us-east-1");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    let ran = run_with(command, &["validate-uri", "--secret", "stale", "--connect", "--output", "json"], b"");
    assert!(!ran.stdout.contains(CANARY) && !ran.stderr.contains(CANARY), "{ran:?}");
    expect(&ran, "NET011", "fail");
    let report = ran.json();
    let told = |code: &str| {
        let findings = report["findings"].as_array().expect("is a list");
        let of_code = findings.iter().find(|finding| finding["code"] == code).expect("is there");
        of_code["notes"][0].as_str().unwrap_or_default().to_owned()
    };
    // moto takes the token for the version's name.
    let version = "version 11111111-1111-1111-1111-111111111111 of the secret stale, made ";
    for (code, words) in [("SEC002", "it is "), ("NET011", "the password is that of ")] {
        let told = told(code);
        let at = told.strip_prefix(words).and_then(|rest| rest.strip_prefix(version)).expect(&told);
        // Midnight may pass meanwhile.
        assert!(at >= day.as_str(), "{told}");
    }
    // A URI from elsewhere: how to find it out.
    let ran = connect(&uri, &[]);
    expect(&ran, "NET011", "fail");
    assert!(ran.stdout.contains("list-secret-version-ids"), "{ran:?}");
}

/// While a secret is waited for, a signal leaves everything that was known or named.
#[test]
fn a_signal_while_a_secret_is_fetched_names_what_is_not_known() {
    let silent = SilentListener::new();
    let mut command = chalkstore();
    command
        .env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", silent.port()))
        .env("AWS_REGION", "us-east-1");
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    command.args(["validate-uri", "--secret", "a", "--secret", "b", "--timeout", "60s", "--output", "json"]);
    let ran = interrupted(command, &silent);
    assert_eq!(ran.code, 130, "{ran:?}");
    assert_eq!(ran.statuses("SEC002"), ["unknown", "unknown"]);
}
