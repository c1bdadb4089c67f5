//! What keeps the simulator from answering, and what keeps it from being asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{ROLE, TABLE, XML, answer, check, expect_finding, refusal};
use crate::program::{Ran, run};
use crate::support::{ScriptedHttp, SilentListener};

#[track_caller]
fn unknown(ran: &Ran, words: &[&str]) {
    assert_eq!(ran.code, 3, "{ran:?}");
    for code in ["IAM001", "IAM002"] {
        expect_finding(ran, code, "unknown", words);
    }
}

#[test]
fn refusals_say_what_to_do() {
    for (status, code, words) in [
        (403, "AccessDenied", ["AccessDenied", "iam:SimulatePrincipalPolicy"]),
        (404, "NoSuchEntity", ["NoSuchEntity", "name and path"]),
        (400, "Throttling", ["Throttling", "in a minute"]),
        (403, "InvalidClientTokenId", ["InvalidClientTokenId", "aws sts get-caller-identity"]),
        (400, "InvalidInput", ["InvalidInput", "gave no answer"]),
    ] {
        let simulator = ScriptedHttp::new(move |_| Some(refusal(status, code, "no")));
        unknown(&check(&simulator.url(), &TABLE), &words);
    }
}

/// One retry, as with every call.
#[test]
fn a_throttled_call_is_tried_again() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let simulator = ScriptedHttp::new(move |request| {
        let asks = super::Asks::of(request);
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            return Some(refusal(400, "Throttling", "Rate exceeded"));
        }
        let allowed = |one: &String| super::result(one, &asks.resource, "allowed", "", "");
        Some(answer(&asks.actions.iter().map(allowed).collect::<Vec<_>>(), None))
    });
    let ran = check(&simulator.url(), &TABLE);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[test]
fn answers_that_are_none_are_not_known() {
    for (status, body) in [
        (200, "<html>not IAM</html>"),
        (200, "{}"),
        (200, "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult>"),
        (502, "<html>bad gateway</html>"),
    ] {
        let simulator = ScriptedHttp::new(move |_| Some((status, XML, body.as_bytes().to_vec())));
        unknown(&check(&simulator.url(), &TABLE), &[]);
    }
    // An answer that decides nothing is none either.
    let simulator = ScriptedHttp::new(|_| Some(answer(&[], None)));
    unknown(&check(&simulator.url(), &TABLE), &["said nothing"]);
    let simulator = ScriptedHttp::new(|_| Some(answer(&[], Some("same"))));
    unknown(&check(&simulator.url(), &TABLE), &["no end"]);
}

#[test]
fn silence_ends_at_the_deadline() {
    let silent = SilentListener::new();
    let url = format!("http://127.0.0.1:{}", silent.port());
    unknown(&check(&url, &[&TABLE[..], &["--timeout", "1s"]].concat()), &["did not answer"]);
}

#[test]
fn without_region_or_credentials_nothing_is_asked() {
    let arguments = ["check-access", "--role", ROLE, "--table", "t-1", "--output", "json"];
    unknown(&run(&arguments), &["--region"]);
    unknown(&run(&[&arguments[..], &["--region", "us-east-1"]].concat()), &["--profile"]);
}

#[test]
fn a_session_stands_for_its_role() {
    let simulator = super::deciding(|_, _| "allowed");
    let session = "arn:aws:sts::123456789012:assumed-role/chalk/i-0abc";
    let mut command = crate::program::chalkstore();
    let table = super::table(&[]);
    command.env("AWS_ENDPOINT_URL_IAM", simulator.url()).env("AWS_ENDPOINT_URL_DYNAMODB", table.url());
    command.env("AWS_ACCESS_KEY_ID", "AKIATEST").env("AWS_SECRET_ACCESS_KEY", "x");
    let arguments = [&["check-access", "--role", session][..], &TABLE].concat();
    let ran = crate::program::run_with(command, &arguments, b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains(ROLE), "{ran:?}");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let refused = |arguments: &[&str]| {
        let ran = run(&[&["check-access"], arguments].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
        ran.stderr
    };
    for (arguments, words) in [
        (&["--table", "t-1"][..], "--role"),
        (&["--role", "chalk", "--table", "t-1"], ":role/NAME"),
        (&["--role", "arn:aws:iam::123456789012:user/me", "--table", "t-1"], ":role/NAME"),
        (&["--role", ROLE], "--table NAME"),
        (&["--role", ROLE, "--table", "t-1", "--replica", "Oregon"], "us-west-2"),
        (&["--role", ROLE, "--table", "t-1", "--kms-key", "alias/store"], "describe-key"),
        (&["--role", ROLE, "--kms-key", "abc"], "--table"),
    ] {
        let told = refused(arguments);
        assert!(told.contains(words), "{words}: {told}");
    }
    // What was meant for another place is not repeated.
    let uri = "rediss://:hunter2@cache:6379/0";
    for arguments in
        [&["--role", uri][..], &["--role", ROLE, "--table", uri], &["--role", ROLE, "--secret", uri]]
    {
        assert!(!refused(arguments).contains("hunter2"));
    }
}
