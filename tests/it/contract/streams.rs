//! Standard streams that are closed, go away or wait, and signals.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Stdio};
use std::time::Duration;

use super::{BAD, GOOD};
use crate::program::{Ran, chalkstore};
use crate::support::wait_for;

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
    assert!(ran.stderr.contains("did the command that feeds it fail?"), "{ran:?}");
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
