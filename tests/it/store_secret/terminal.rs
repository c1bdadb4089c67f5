//! On a terminal it shows the plan and asks.

use std::process::{Command, Stdio};

use super::fake::{Fake, State};
use super::{CANARY, cluster, program};
use crate::program::{Ran, run_with};

/// Runs a program on a terminal of its own and types a line whenever what it prints ends with a prompt. What it printed
/// goes to standard output.
const TERMINAL: &str = r"
import os, pty, sys
pairs = sys.argv[1].split('\x1f')
pairs = list(zip(pairs[::2], pairs[1::2]))
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
printed = b''
while True:
    try:
        read = os.read(terminal, 4096)
    except OSError:
        break
    if not read:
        break
    printed += read
    if pairs and pairs[0][0].encode() in printed:
        os.write(terminal, pairs.pop(0)[1].encode())
sys.stdout.buffer.write(printed)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
";

/// Runs it on a terminal, which types each answer after its prompt.
fn on_terminal(program: &Command, arguments: &[&str], answers: &[(&str, &str)]) -> Ran {
    let answers: Vec<&str> = answers.iter().flat_map(|(prompt, answer)| [*prompt, *answer]).collect();
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL, &answers.join("\x1f")]).arg(program.get_program());
    command.env_clear().envs(program.get_envs().filter_map(|(key, value)| Some((key, value?))));
    command.stderr(Stdio::piped());
    run_with(command, arguments, b"")
}

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
