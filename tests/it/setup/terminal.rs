//! On a terminal it asks for what was not said, shows what it would do, and asks whether to go on.

use super::program;
use crate::program::{on_terminal, run_with};
use crate::support::fake_aws::FakeAws;
use crate::support::wait_for;

#[test]
fn a_table_is_asked_for() {
    let aws = FakeAws::start();
    let answers = [
        ("The table's name", "features\n"),
        ("Which keys does the deployment read", "vendored\n"),
        ("How is capacity paid for", "on-demand\n"),
        ("Replicas in other Regions", "\n"),
        ("The environment", "test\n"),
        ("CreateTable: create features", "yes\n"),
        ("CreateSecret features-online-store-secret", "yes\n"),
    ];
    let mut program = program(&aws.url());
    program.env("TERM", "xterm");
    let ran = on_terminal(&program, &["setup", "dynamodb"], &answers);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.lines().last(), Some("secret_name=features-online-store-secret"), "{ran:?}");
    let state = aws.state();
    let table = state.table("us-east-1", "features");
    assert_eq!(table.tags.get("chalk_environment").map(String::as_str), Some("test"));
}

#[test]
fn who_does_not_say_yes_gets_nothing() {
    let aws = FakeAws::start();
    let create = ["create-table", "features", "--layout", "vendored", "--billing", "on-demand"];
    for answer in ["y\n", "\n", "no\n"] {
        let ran = on_terminal(&program(&aws.url()), &create, &[("Only `yes` goes on: ", answer)]);
        assert_eq!((ran.code, aws.changes()), (0, Vec::new()), "{ran:?}");
        assert!(ran.stdout.contains("the deployment has to read keys __id__ and __ns__"), "{ran:?}");
    }
    let ran = on_terminal(&program(&aws.url()), &create, &[("Only `yes` goes on: ", "\u{3}")]);
    assert_eq!((ran.code, aws.changes()), (130, Vec::new()), "{ran:?}");
    let ran = on_terminal(&program(&aws.url()), &create, &[("Only `yes` goes on: ", "yes\n")]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(aws.changes()[0].contains("dynamodb:CreateTable"), "{:?}", aws.changes());
}

/// Who is asked may take their time: what is done is what was shown, or it is shown anew.
#[test]
fn what_was_shown_is_what_is_done() {
    let aws = FakeAws::start();
    let create = ["create-table", "features", "--layout", "vendored", "--billing", "on-demand"];
    assert_eq!(run_with(program(&aws.url()), &[&create[..], &["--yes"]].concat(), b"").code, 0);
    aws.forget_calls();
    let tagged = [&create[..], &["--environment", "test"]].concat();
    let prompt = "Only `yes` goes on: ";
    let ran = std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            on_terminal(&program(&aws.url()), &tagged, &[(prompt, "\u{1}yes\n"), (prompt, "yes\n")])
        });
        wait_for("look", std::time::Duration::from_secs(20), || {
            let has_looked = aws.calls().iter().any(|call| call.contains("ListTagsOfResource"));
            if has_looked { Ok(()) } else { Err("nobody has looked yet") }
        });
        // The question stands by now, and is answered in six seconds.
        std::thread::sleep(std::time::Duration::from_secs(3));
        aws.state().table_mut("us-east-1", "features").deletion_protection = false;
        asked.join().expect("it ends")
    });
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.stdout.matches(prompt).count(), 2, "{ran:?}");
    assert!(ran.stdout.contains("has changed since this was shown"), "{ran:?}");
    assert_eq!(aws.changes().len(), 2, "{:?}", aws.changes());
}
