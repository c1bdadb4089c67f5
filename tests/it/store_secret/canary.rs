//! The URI's password goes to Secrets Manager, and nowhere else.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use super::fake::{Fake, Fault, State};
use super::{CANARY, cluster, program};
use crate::program::{Ran, chalkstore, formats, run_with, text};
use crate::support::wait_for;

fn clean(ran: &Ran, what: &str) {
    for stream in [&ran.stdout, &ran.stderr] {
        assert!(!stream.to_lowercase().contains(&CANARY.to_lowercase()), "{what}: {stream}");
    }
}

/// Every way in, every format, and every way in which it can end.
#[test]
fn the_password_comes_out_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let (saved, file) = (folder.path().join("evidence"), folder.path().join("uri"));
    let uri = cluster("prod");
    std::fs::write(&file, &uri).expect("can write");
    let other = cluster("other");
    for (what, fault, stored) in [
        ("fresh", None, None),
        ("same", None, Some(uri.as_str())),
        ("other store", None, Some(other.as_str())),
        ("no URI", None, Some(CANARY)),
        ("an object", None, Some("{\"password\":\"CaNaRy9PaSsWoRd\"}")),
        ("repeated", Some(Fault::Repeated), None),
        ("denied", Some(Fault::Refused(400, "AccessDeniedException", "no")), None),
    ] {
        for format in formats() {
            for more in [&["--yes"][..], &["--plan"], &["--yes", "--replace"]] {
                let state = stored.map_or_else(State::default, |stored| State::holding(stored, json!({})));
                let aws = Fake::new(state, move |asked, _| fault.filter(|_| asked.starts_with("create")));
                let way = match (format.len() + more.len()) % 4 {
                    0 => vec!["--uri-env", "URI"],
                    1 => vec!["--uri-file", text(&file)],
                    2 => vec!["-"],
                    _ => vec![uri.as_str()],
                };
                let all = ["store-secret", "-vvv", "--output", format, "--save-evidence", text(&saved)];
                let mut command = program(&aws.url());
                command.env("URI", &uri).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
                let ran = run_with(command, &[&all[..], &way, more].concat(), uri.as_bytes());
                clean(&ran, what);
                let evidence = std::fs::read_to_string(&saved).expect("was saved");
                assert!(!evidence.contains(CANARY), "{what}: {evidence}");
                let replay = ["store-secret", "--evidence", text(&saved), "-v", "--output", format];
                clean(&run_with(chalkstore(), &replay, b""), what);
            }
        }
    }
}

/// While it waits for an answer, nobody reads the password off the list of processes.
#[test]
fn the_list_of_processes_does_not_have_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("uri");
    std::fs::write(&file, cluster("prod")).expect("can write");
    for way in [&["-"][..], &["--uri-file", text(&file)], &["--uri-env", "URI"]] {
        let aws =
            Fake::new(State::default(), |asked, _| (asked == "createsecret").then_some(Fault::NoAnswer));
        let mut command = program(&aws.url());
        command.env("URI", cluster("prod")).args(["store-secret", "--yes", "--timeout", "5s"]).args(way);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("starts");
        child.stdin.take().expect("is piped").write_all(cluster("prod").as_bytes()).expect("can write");
        wait_for("call with the URI", std::time::Duration::from_secs(20), || {
            if aws.has_asked("createsecret") { Ok(()) } else { Err("not yet") }
        });
        let words = std::fs::read(format!("/proc/{}/cmdline", child.id())).expect("it runs");
        let words = String::from_utf8_lossy(&words).into_owned();
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        assert!(words.contains("store-secret") && !words.contains(CANARY), "{words}");
    }
}
