//! On a terminal it shows the plan and asks.

use super::fake::{Fake, State};
use super::{CANARY, cluster, program};
use crate::program::on_terminal;

#[test]
fn it_asks_before_it_changes_anything() {
    for (answer, code, changed) in [("yes\n", 0, 1), ("y\n", 0, 0), ("no\n", 0, 0), ("\n", 0, 0)] {
        let aws = Fake::new(State::default(), |_, _| None);
        let mut program = program(&aws.url());
        program.env("URI", cluster("prod")).env("TERM", "xterm");
        for quiet in [&[][..], &["--quiet"]] {
            aws.asked();
            let arguments = [&["store-secret", "--uri-env", "URI", "--name", "chalk"], quiet].concat();
            let ran = on_terminal(&program, &arguments, &[("Only `yes` goes on: ", answer)]);
            assert_eq!(ran.code, code, "{ran:?}");
            let is_done = changed == 1 && quiet.is_empty();
            assert_eq!(aws.changed().len(), usize::from(is_done), "{answer:?}: {ran:?}");
            assert!(!ran.stdout.contains(CANARY), "{ran:?}");
            // The second run of a pair finds everything as it is wanted, and asks nothing.
            let is_asked = ran.stdout.contains("CreateSecret chalk in us-east-1: create it with the URI");
            assert_eq!(is_asked, changed == 0 || quiet.is_empty(), "{ran:?}");
        }
    }
}

#[test]
fn a_typed_uri_and_an_answer_come_from_one_terminal() {
    let aws = Fake::new(State::default(), |_, _| None);
    let answers = [("seen as it is typed", "dynamodb:///chalk\n"), ("Only `yes` goes on: ", "yes\n")];
    let ran = on_terminal(&program(&aws.url()), &["store-secret", "-"], &answers);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(aws.stored().0.as_deref(), Some("dynamodb:///chalk"));
}

#[test]
fn an_interrupt_is_an_answer() {
    let aws = Fake::new(State::default(), |_, _| None);
    let mut program = program(&aws.url());
    program.env("URI", cluster("prod"));
    let arguments = ["store-secret", "--uri-env", "URI", "--name", "chalk"];
    let ran = on_terminal(&program, &arguments, &[("Only `yes` goes on: ", "\u{3}")]);
    assert_eq!((ran.code, aws.changed()), (130, Vec::new()), "{ran:?}");
}
