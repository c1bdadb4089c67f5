//! Evidence is saved, judged again, and not trusted.

use std::os::unix::fs::PermissionsExt;

use super::{BAD, GOOD, code};
use crate::program::{chalkstore, formats, run, run_with, text};

/// A report from saved evidence is the report that was made on the spot, in every format, to the byte.
#[test]
fn evidence_replays() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let file = |format: &str, round: &str| folder.path().join(format!("{format}.{round}"));
    let batch = format!(
        "a,{BAD}\n{GOOD}\nrediss://h.x:1?password=CaNaRy#x&clustered=true\n{{\"uri\":\"{GOOD}\"}}\nhttp://x\n"
    );
    for (arguments, input) in [(&["validate-uri", BAD][..], ""), (&["validate-uri", "-"], batch.as_str())] {
        for verbose in [&[][..], &["-v"]] {
            let outputs = |round: &str| -> Vec<String> {
                formats()
                    .flat_map(|format| {
                        ["--output".to_owned(), format!("{format}={}", text(&file(format, round)))]
                    })
                    .collect()
            };
            let (live_outputs, replay_outputs) = (outputs("live"), outputs("replay"));
            let live: Vec<&str> = arguments
                .iter()
                .chain(verbose)
                .copied()
                .chain(["--save-evidence", text(&saved)])
                .chain(live_outputs.iter().map(String::as_str))
                .collect();
            let live = run_with(chalkstore(), &live, input.as_bytes());
            let replay: Vec<&str> = ["validate-uri", "--evidence", text(&saved)]
                .into_iter()
                .chain(verbose.iter().copied())
                .chain(replay_outputs.iter().map(String::as_str))
                .collect();
            let replay = run(&replay);
            assert_eq!(
                (live.code, &live.stdout, &live.stderr),
                (replay.code, &replay.stdout, &replay.stderr)
            );
            for format in formats() {
                let read = |round| std::fs::read_to_string(file(format, round)).expect("was written");
                assert_eq!(read("live"), read("replay"), "{format}");
                assert!(!read("live").contains("CaNaRy"));
            }
        }
    }
    let mode = std::fs::metadata(&saved).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::write(&saved, "{}\n").expect("can write");
    assert_eq!(code(&["validate-uri", "--evidence", text(&saved)]), 2);
}

/// What a file of evidence does not tell is not passed over.
#[test]
fn evidence_that_is_not_whole_is_no_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("evidence");
    let ran = run_with(
        chalkstore(),
        &["validate-uri", "-", "--save-evidence", text(&saved)],
        format!("{GOOD}\n{GOOD}\n").as_bytes(),
    );
    assert_eq!(ran.code, 0);
    let whole = std::fs::read_to_string(&saved).expect("was saved");
    let replay = |evidence: &str| {
        std::fs::write(&saved, evidence).expect("can write");
        run(&["validate-uri", "--evidence", text(&saved)])
    };
    assert_eq!(replay(&whole).code, 0);
    let lines: Vec<&str> = whole.lines().collect();
    let subject = lines[1];
    let cut_off = replay(&(lines[..2].join("\n") + "\n"));
    assert_eq!(cut_off.code, 2, "{cut_off:?}");
    assert!(cut_off.stderr.contains("cut off after 1 subject"), "{cut_off:?}");
    let with_subject = |subject: &str| [lines[0], subject, lines[3], ""].join("\n");
    for (wrong, why) in [
        (r#"{"type":"subject","name":null,"origin":null,"observed":[]}"#.to_owned(), "nothing observed"),
        (r#"{"type":"subject","name":null,"origin":null,"observed":[{"probe":"not_tried","saw":{"checks":["NET999"],"reason":"x"}}]}"#.to_owned(), "an unknown check"),
        (subject.replace("\"masks\":[]", "\"masks\":[{\"start\":100,\"end\":200}]"), "masks outside"),
        (subject.replace("\"masks\":[]", "\"masks\":[{\"start\":5,\"end\":3}]"), "masks turned round"),
        (subject.replace("rediss", "rédiss"), "another text"),
        ("{}".to_owned(), "no evidence"),
    ] {
        assert_ne!(wrong, subject, "{why}");
        let ran = replay(&with_subject(&wrong));
        assert_eq!(ran.code, 2, "{why}: {ran:?}");
    }
    let newer = replay(
        &whole.replace("\"evidence_version\":1", "\"evidence_version\":2").replace("\"command\"", "\"cmd\""),
    );
    assert!(newer.stderr.contains("version 2"), "{newer:?}");
    for (end, expected) in [
        (r#"{"type":"end","duration_ms":1,"stopped":"interrupted","bad_input":false}"#, 130),
        (r#"{"type":"end","duration_ms":1,"stopped":"terminated","bad_input":false}"#, 143),
        (r#"{"type":"end","duration_ms":1,"stopped":null,"bad_input":true}"#, 2),
    ] {
        assert_eq!(replay(&[lines[0], subject, end, ""].join("\n")).code, expected, "{end}");
    }
    let bug = r#"{"type":"subject","name":null,"origin":null,"observed":[{"probe":"bug","saw":{"checks":["NET001"],"place":"x"}}]}"#;
    let ran = replay(&with_subject(bug));
    assert_eq!(ran.code, 70);
    assert!(ran.stdout.contains("a bug in chalkstore") && ran.stdout.contains("report it"), "{ran:?}");
}
