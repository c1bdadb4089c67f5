//! What is refused before AWS is asked anything.

use chalkstore::report::Status::{Fail, Pass, Skip, Warn};

use super::fake::{Fake, State};
use super::{CANARY, expect, program, said, store};
use crate::program::{chalkstore, run_with};

fn nothing() -> Fake {
    Fake::new(State::default(), |_, _| None)
}

#[test]
fn a_uri_that_fails_its_checks_is_not_stored_unless_forced() {
    let aws = nothing();
    let uri = format!("rediss://cache.internal:6379/0?pasword={CANARY}&clustered=yes");
    let refused = store(&aws.url(), &uri, &["--name", "chalk", "--yes"]);
    assert_eq!((refused.code, aws.asked()), (1, Vec::new()), "{refused:?}");
    expect(
        &refused,
        &[("SEC003", Fail), ("SEC004", Skip), ("SEC005", Skip), ("SEC006", Skip), ("SEC007", Skip)],
    );
    assert!(said(&refused, "SEC003").contains("URI009"), "{refused:?}");
    // It needs no name to be refused.
    expect(&store(&aws.url(), &uri, &["--yes"]), &[("SEC003", Fail)]);

    let forced = store(&aws.url(), &uri, &["--name", "chalk", "--force", "--yes"]);
    assert_eq!((forced.code, aws.changed()), (1, vec!["createsecret".to_owned()]), "{forced:?}");
    expect(&forced, &[("SEC003", Warn), ("SEC006", Pass)]);
    assert!(forced.stderr.contains("--force: the URI fails URI0"), "{forced:?}");
    assert_eq!(aws.stored().0, Some(uri));
}

#[test]
fn the_command_line_is_refused_in_words() {
    let uri = format!("rediss://cache.internal:6379/0?password={CANARY}&clustered=true");
    for (arguments, input, words) in [
        (&["-", "--yes"][..], &*uri, "no name that the secret could have"),
        (&["-", "--uri-env", "HOME", "--yes"], &uri, "2 were given"),
        (&["--yes"], "", "no connection URI was given"),
        (&["-", "--name", "a"], &uri, "neither --plan nor --yes"),
        (&["-", "--yes", "--name", "a"], &format!("{uri}\n{uri}\n"), "several URIs"),
        (&["--uri-env", "NOT_SET", "--yes"], "", "is not set"),
        (&["-", "--yes", "--plan"], &uri, "cannot be used with"),
        (&["-", "--yes", "--detailed-exitcode"], &uri, "cannot be used with"),
        (&["-", "--yes", "--name", &uri], &uri, "a secret's name has"),
        (&["-", "--yes", "--description", &uri], &uri, "--description looks like a URI"),
        (&["-", "--yes", "--tag", &format!("a={uri}")], &uri, "--tag looks like a URI"),
        (&["-", "--yes", "--replica", &uri], &uri, "--replica takes a Region"),
        (&["-", "--yes", "--kms-key", &uri], &uri, "--kms-key"),
        (&["--secret", "a", "--yes"], "", "--secret"),
    ] {
        let ran = run_with(chalkstore(), &[&["store-secret"], arguments].concat(), input.as_bytes());
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(words), "{words}: {ran:?}");
        assert!(!ran.stderr.contains(CANARY), "{ran:?}");
    }
    // Nothing was said wrongly, and there is nothing to store, not even by force.
    let mut empty = chalkstore();
    empty.env("EMPTY", "");
    for (command, from) in [(chalkstore(), "-"), (empty, "--uri-env=EMPTY")] {
        let ran = run_with(command, &["store-secret", from, "--yes", "--force", "--name", "a"], b"");
        assert_eq!((ran.code, &*ran.stdout), (4, ""), "{from}: {ran:?}");
        assert!(ran.stderr.contains("no connection URI came from "), "{ran:?}");
    }
}

#[test]
fn an_argument_is_told_off() {
    let aws = nothing();
    for (uri, status) in [(super::cluster("told"), Warn), ("dynamodb:///chalk".to_owned(), Pass)] {
        let arguments = ["store-secret", &uri, "--plan", "--output", "json"];
        let ran = run_with(program(&aws.url()), &arguments, b"");
        assert_eq!(ran.code, 0, "{ran:?}");
        expect(&ran, &[("SEC001", status)]);
    }
}

#[test]
fn evidence_takes_no_uri() {
    let ran = run_with(chalkstore(), &["store-secret", "dynamodb:///a", "--evidence", "x"], b"");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("it takes no URI"), "{ran:?}");
}
