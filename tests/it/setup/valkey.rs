//! A store that stands, and its secret.

use super::program;
use crate::program::{Ran, run_with, text};
use crate::support::fake_aws::FakeAws;
use crate::support::{RefusingPort, Server, Version};

const PASSWORD: &str = "CaNaRyPaSsWoRd3";

fn setup(aws: &FakeAws, uri: &str, arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let mut command = program(&aws.url());
    command.env("URI", uri);
    let all = ["setup", "valkey", "--uri-env", "URI", "--name", "redis-uri", "--save-evidence", text(&saved)];
    let ran = run_with(command, &[&all[..], arguments].concat(), b"");
    let evidence = std::fs::read_to_string(&saved).unwrap_or_default();
    for out in [&ran.stdout, &ran.stderr, &evidence] {
        assert!(!out.contains(PASSWORD), "{out}");
    }
    ran
}

#[test]
fn a_store_that_can_be_reached_gets_a_secret() {
    let server = Server::builder(Version::Valkey912).password(PASSWORD).start();
    let uri = format!("redis://127.0.0.1:{}/0?password={PASSWORD}&clustered=false", server.port());
    let aws = FakeAws::start();
    // A loopback address is a warning alone.
    let ran = setup(&aws, &uri, &["--yes"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.lines().last(), Some("secret_name=redis-uri"));
    assert_eq!(aws.state().secrets.values().next().and_then(|secret| secret.current()), Some(uri.as_str()));
    // The server does not let a wrong password in, so that it is not stored.
    aws.forget_calls();
    let ran = setup(&aws, &uri.replace(PASSWORD, "another"), &["--yes", "--output", "json"]);
    assert_eq!(
        (ran.code, ran.statuses("NET011"), ran.statuses("SEC006")),
        (1, vec!["fail".to_owned()], vec!["skip".to_owned()]),
        "{ran:?}"
    );
    assert_eq!(aws.changes(), Vec::<String>::new());
}

#[test]
fn a_store_that_cannot_be_reached_gets_none_unless_that_is_said() {
    let port = RefusingPort::new();
    let uri = format!("rediss://127.0.0.1.nip.invalid:{}/0?password={PASSWORD}&clustered=true", port.port());
    let aws = FakeAws::start();
    let ran = setup(&aws, &uri, &["--yes", "--output", "json"]);
    assert_eq!(ran.statuses("SEC006"), ["skip"], "{ran:?}");
    assert!(ran.code == 1 && aws.changes().is_empty(), "{ran:?}");
    let ran = setup(&aws, &uri, &["--yes", "--no-connect"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.lines().last(), Some("secret_name=redis-uri"));
    assert!(ran.stdout.contains("Valkey / Redis"), "{}", ran.stdout);
    let state = aws.state();
    let secret = state.secrets.values().next().expect("was stored");
    assert_eq!(secret.current(), Some(uri.as_str()));
}
