//! `--interactive`: questions on standard error, and the report that the flags would give.

use super::{WORKLOAD, report};
use crate::program::{Ran, chalkstore, run_with};

fn asked(arguments: &[&str], answers: &str) -> Ran {
    run_with(
        chalkstore(),
        &[&["size", "--interactive", "--output", "json"], arguments].concat(),
        answers.as_bytes(),
    )
}

#[test]
fn answers_give_the_report_that_flags_give() {
    let ran = asked(&[], "2000\n500\n10\n850\n50e6\n\n\n\n\n\n");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["data"], report(&WORKLOAD)["data"]);
    for flag in ["--read-qps", "--write-qps", "--item-bytes", "--entities", "--region", "--replica"] {
        assert!(ran.stderr.contains(flag), "{flag}: {}", ran.stderr);
    }
}

#[test]
fn wrong_answers_are_asked_again_and_not_quoted() {
    let answers = "many\n-5\nrediss://:hunter2@h\n2000\n500\n10\nbig\n850\n50e6\nscan\n\n\n2\n\nOhio\n\n\n";
    let ran = asked(&[], answers);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["data"], report(&WORKLOAD)["data"]);
    for said in [
        "write a number, such as 2000",
        "-5 is not from 0 to 100,000,000",
        "write bytes such as `1536`",
        "it takes get, batch-get, query",
        "write a share from 0 to 1, or a percentage such as 0.1%",
        "`Ohio` is no Region's name",
    ] {
        assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("hunter2"), "{ran:?}");
}

#[test]
fn flags_beat_empty_answers_and_an_end_is_an_error() {
    let ran = asked(&WORKLOAD, &"\n".repeat(10));
    assert_eq!(ran.json()["data"], report(&WORKLOAD)["data"]);
    let ran = asked(&[], "2000\n\n");
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
    assert!(ran.stderr.contains("the questions ended before the last was answered"), "{ran:?}");
    assert!(ran.stderr.contains("help: answer all of them"), "{ran:?}");
    assert_eq!(asked(&[], &"\n".repeat(10)).code, 2);
}
