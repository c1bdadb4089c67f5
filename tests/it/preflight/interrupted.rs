//! Ctrl-C in the middle of a preflight.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::time::Duration;

use super::{Described, interrupt, results};
use crate::program::text;
use crate::support::SilentListener;
use crate::support::fake_aws::{FakeAws, Table};

/// One environment has been told of, another waits for a store that never answers.
#[test]
fn a_signal_leaves_what_was_known() {
    let aws = FakeAws::start();
    let key = ("us-east-1".to_owned(), "features".to_owned());
    aws.state().tables.insert(key, Table::new("us-east-1", "features"));
    // What is told sooner than 100 ms after the beginning may be held back for a moment.
    aws.delay(Duration::from_millis(150));
    let silent = SilentListener::new();
    let mut description = String::new();
    for name in ["a", "b"] {
        write!(
            description,
            "[environments.{name}.aws]\nregion = \"us-east-1\"\nendpoint_url = \"{}\"\n\
             [environments.{name}.table]\nname = \"features\"\n",
            aws.url()
        )
        .expect("a string takes it");
    }
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", silent.port());
    write!(description, "[environments.b.online_store]\nuri = {uri:?}\n").expect("a string takes it");
    let described = Described::new(&description);
    let saved = described.file("seen.jsonl");
    let arguments = ["--output", "ndjson", "-v", "--timeout", "10m", "--save-evidence", text(&saved)];
    let mut child = described.start(&arguments);
    let mut stdout = BufReader::new(child.stdout.take().expect("is piped"));
    let mut told = String::new();
    while !told.contains("\"type\":\"result\"") {
        assert_ne!(stdout.read_line(&mut told).expect("can be read"), 0, "it ended: {told}");
    }
    interrupt(&child);
    stdout.read_to_string(&mut told).expect("can be read");
    let code = child.wait().expect("ends").code();
    assert_eq!(code, Some(130), "{told}");
    let (environments, summary) = results(&told);
    assert_eq!(summary["exit_code"], 130);
    assert_eq!(environments["a"].0["TBL001"], "pass", "{told}");
    let (statuses, counts) = &environments["b"];
    assert_eq!((statuses["URI001"].as_str(), statuses["NET002"].as_str()), ("pass", "unknown"), "{told}");
    assert_eq!(counts["fail"], 0, "{told}");
    assert!(told.contains("not determined: interrupted before there was an answer"), "{told}");

    let again = described.run(&["--evidence", text(&saved), "--output", "ndjson", "-v"]);
    let (replayed, _) = results(&again.stdout);
    assert_eq!(again.code, 130, "{again:?}");
    for name in ["a", "b"] {
        assert_eq!(replayed[name].0, environments[name].0, "{name}");
    }
}
