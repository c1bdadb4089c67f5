//! Runs that are killed or interrupted, and the next run.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chalkstore::report::Status::Pass;

use super::fake::{Fake, Fault, State};
use super::{CANARY, calls, cluster, expect, program, store};
use crate::program::{Ran, chalkstore, run_with, text};
use crate::support::wait_for;

const ARGUMENTS: [&str; 12] = [
    "store-secret",
    "--uri-env",
    "URI",
    "--name",
    "chalk",
    "--description",
    "new",
    "--tag",
    "a=b",
    "--replica",
    "eu-west-1",
    "--yes",
];

/// A server whose call `operation` gets no answer while the flag is set.
fn silent_at(operation: &'static str, state: State, fault: Fault) -> (Fake, Arc<AtomicBool>) {
    let silent = Arc::new(AtomicBool::new(true));
    let flag = Arc::clone(&silent);
    let fake = Fake::new(state, move |asked, _| {
        (asked == operation && flag.load(Ordering::SeqCst)).then_some(fault)
    });
    (fake, silent)
}

/// A run that waits for the answer to `operation`.
fn waiting(aws: &Fake, operation: &str, more: &[&str]) -> Child {
    let mut command = program(&aws.url());
    command.env("URI", cluster("prod")).args(ARGUMENTS).args(more);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("starts");
    wait_for(operation, Duration::from_secs(20), || {
        if aws.has_asked(operation) { Ok(()) } else { Err("not yet") }
    });
    child
}

fn again(aws: &Fake) -> Ran {
    store(&aws.url(), &cluster("prod"), &ARGUMENTS[3..])
}

#[test]
fn a_run_that_is_killed_at_any_call_is_finished_by_the_next() {
    let drifted = || State::holding(&cluster("prod").replace(CANARY, "before"), serde_json::json!({}));
    for operation in
        ["createsecret", "putsecretvalue", "updatesecret", "tagresource", "replicatesecrettoregions"]
    {
        for fault in [Fault::NoAnswer, Fault::AnswerLost] {
            let state = if operation == "createsecret" { State::default() } else { drifted() };
            let (aws, silent) = silent_at(operation, state, fault);
            let mut child = waiting(&aws, operation, &["--timeout", "60s"]);
            child.kill().expect("it runs");
            child.wait().expect("it ends");
            silent.store(false, Ordering::SeqCst);
            let was_done = matches!(fault, Fault::AnswerLost);
            aws.asked();
            let done = again(&aws);
            assert_eq!(done.code, 0, "{operation} {fault:?}: {done:?}");
            expect(&done, &[("SEC006", Pass), ("SEC007", Pass)]);
            let changed = aws.changed();
            assert_eq!(changed.iter().any(|call| call == operation), !was_done, "{operation}: {changed:?}");
            assert_eq!(again(&aws).code, 0);
            assert_eq!(aws.changed(), [""; 0], "{operation}: nothing is left to do");
        }
    }
}

/// The call under way is waited for, no other is begun, and what was done is reported.
#[test]
fn an_interrupt_ends_between_two_calls() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let (aws, silent) = silent_at("createsecret", State::default(), Fault::AnswerLate);
    let more = ["--timeout", "60s", "--output", "json", "--save-evidence", text(&saved)];
    let child = waiting(&aws, "createsecret", &more);
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    // The signal comes well before the answer.
    let begun = Instant::now();
    wait_for("second", Duration::from_secs(20), || {
        if begun.elapsed() > Duration::from_secs(1) { Ok(()) } else { Err("not yet") }
    });
    silent.store(false, Ordering::SeqCst);
    let ran: Ran = child.wait_with_output().expect("ends").into();
    assert_eq!(ran.code, 130, "{ran:?}");
    assert_eq!(calls(&ran), ["CreateSecret done", "ReplicateSecretToRegions not_done"]);
    assert_eq!(aws.changed(), ["createsecret"], "nothing else was begun");
    let report = ran.json();
    assert!(report["data"]["secret_arn"].is_string(), "it was looked at once more: {report}");
    let replay = ["store-secret", "--evidence", text(&saved), "--output", "json"];
    let replayed = run_with(chalkstore(), &replay, b"");
    assert_eq!((replayed.code, &replayed.json()["findings"]), (130, &report["findings"]));
    let done = again(&aws);
    assert_eq!((done.code, aws.changed().join(" ")), (0, "replicatesecrettoregions".to_owned()), "{done:?}");
}
