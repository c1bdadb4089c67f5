//! What can be compared: what somebody has accepted can, what the second run has not looked at cannot.

use std::path::Path;

use super::{BAD, GOOD, Saved, changes, diff, verdict};
use crate::program::{run, text};

/// A run of an environment with this URI, and this behind it in chalkstore.toml.
fn preflight(folder: &Path, name: &str, uri: &str, rest: &str, more: &[&str]) -> Saved {
    let config = folder.join("chalkstore.toml");
    std::fs::write(&config, format!("[environments.a.online_store]\nuri = {uri:?}\n{rest}"))
        .expect("it can be written");
    let always = ["preflight", "--config", text(&config)];
    Saved::of(folder, name, &[&always, more].concat(), "")
}

const WAIVED: &str =
    "[[environments.a.skip]]\ncheck = \"URI009\"\nreason = \"OPS-7\"\nuntil = \"2999-01-01\"\n";

/// A skip of chalkstore.toml and a baseline change what counts in a run, and nothing of what was found.
#[test]
fn what_is_accepted_is_compared_as_what_was_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |name: &str, uri: &str, rest: &str, more: &[&str]| {
        preflight(folder.path(), name, uri, rest, &[&["--only", "URI"], more].concat())
    };
    let good = of("good", GOOD, WAIVED, &[]);
    let bad = of("bad", BAD, "", &[]);
    let waived = of("waived", BAD, WAIVED, &[]);
    let other = of("other", &BAD.replace("yes", "1"), WAIVED, &[]);
    let known = of("known", BAD, "", &["--baseline", text(&bad.report)]);
    let forms = || (0..3).map(|form| [&good, &bad, &waived, &other, &known].map(|saved| saved.forms()[form]));
    for [good, bad, waived, other, known] in forms() {
        // Accepted or not, it is the fault that was there.
        for (old, new) in [(bad, waived), (waived, bad), (waived, waived), (known, bad), (bad, known)] {
            let ran = diff(old, new);
            assert_eq!(ran.code, 0, "{old} {new}: {:?}", changes(&ran));
            assert!(!changes(&ran).iter().any(|change| change.starts_with("URI009")), "{:?}", changes(&ran));
        }
        let ran = diff(good, waived);
        assert_eq!((ran.code, verdict(&ran).as_str()), (1, "worse"), "{ran:?}");
        assert!(changes(&ran).contains(&"URI009 all: pass -> fail: worse".to_owned()), "{:?}", changes(&ran));
        assert!(ran.stdout.contains("\"fail: accepted: "), "{ran:?}");
        assert!(ran.stdout.contains("chalkstore.toml skips it"), "{ran:?}");
        let ran = diff(waived, other);
        assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{ran:?}");
        assert!(
            changes(&ran).contains(&"URI009 all: fail -> fail: changed".to_owned()),
            "{:?}",
            changes(&ran)
        );
    }
}

/// What was not looked at again did not stay as it was: nobody knows.
#[test]
fn a_run_that_looked_at_less_is_not_known_to_be_as_good() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, uri) in [("good", GOOD), ("bad", BAD)] {
        let of =
            |kind: &str, more: &[&str]| preflight(folder.path(), &format!("{name}-{kind}"), uri, "", more);
        let all = of("all", &["--only", "URI"]);
        for (kind, more) in
            [("one", &["--only", "URI001"][..]), ("skip", &["--only", "URI", "--skip", "URI009"])]
        {
            let less = of(kind, more);
            for (old, new) in all.forms().into_iter().zip(less.forms()) {
                let ran = diff(old, new);
                assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{old} {new}: {ran:?}");
                // All of it is told at once.
                assert_eq!(ran.json()["counts"]["unknown"], 1, "{ran:?}");
                let told = run(&["diff", old, new]).stdout;
                assert!(told.contains("the second run has not checked it"), "{told}");
                assert!(!told.contains("did not get worse"), "{told}");
                // That more is checked is no fault by itself.
                let more = diff(new, old);
                assert_eq!(more.code, i32::from(name == "bad"), "{more:?}");
            }
        }
    }
}

/// A part that the second run's file does not describe was not looked at, whether it was asked for or not.
#[test]
fn a_part_that_is_not_described_any_more_is_not_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let collector = "exporters: { debug: {} }\nreceivers: { otlp: { protocols: { grpc: {} } } }\n\
                     service: { pipelines: { logs: { receivers: [otlp], exporters: [debug] } } }\n";
    std::fs::write(folder.path().join("collector.yaml"), collector).expect("it can be written");
    let flows = "[environments.a.dataflow]\notel_configs = [\"collector.yaml\"]\n";
    for (kind, more) in [("only", ["--only", "URI,FLOW"]), ("skip", ["--skip", "NET,TOP"])] {
        let of =
            |name: &str, rest: &str| preflight(folder.path(), &format!("{kind}-{name}"), GOOD, rest, &more);
        let (with, without) = (of("with", flows), of("without", ""));
        for (old, new) in with.forms().into_iter().zip(without.forms()) {
            let ran = diff(old, new);
            assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{kind} {old} {new}: {ran:?}");
            let told = run(&["diff", old, new]).stdout;
            assert!(told.contains("unknown[FLOW001]: the second run has not checked it"), "{told}");
        }
    }
}
