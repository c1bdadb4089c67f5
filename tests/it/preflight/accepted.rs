//! A run in which everything that was found is accepted was made, and one in which nothing was made says why.

use super::{Described, results};
use crate::support::RefusingPort;

fn refused(skip: &str) -> (RefusingPort, Described) {
    let port = RefusingPort::new();
    let described = Described::new(&format!(
        "[environments.p.online_store]\nuri = \"redis://127.0.0.1:{}/0?clustered=false\"\n{skip}",
        port.port()
    ));
    (port, described)
}

#[test]
fn what_is_waived_was_checked() {
    let skip = "[[environments.p.skip]]\ncheck = \"NET002\"\nreason = \"OPS-7\"\nuntil = \"2999-01-01\"\n";
    let (_port, described) = refused(skip);
    let ran = described.run(&["--only", "NET002", "--output", "ndjson", "--fail-on", "warn"]);
    let (environments, summary) = results(&ran.stdout);
    assert_eq!((ran.code, environments["p"].0["NET002"].as_str()), (0, "skip"), "{ran:?}");
    assert_eq!(summary["exit_code"], 0);
    assert!(ran.stdout.contains("\"accepted\":{\"by\":\"waiver\",\"status\":\"fail\""), "{ran:?}");
    let quiet = described.run(&["--only", "NET002", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""), "{quiet:?}");
    // Who runs it sees the reason, and what it stands before: no failure is passed over in silence.
    let told = described.run(&["--only", "NET002"]);
    let lines: Vec<&str> = told.stdout.lines().map(str::trim).collect();
    assert!(lines.contains(&"skipped by chalkstore.toml:3 until 2999-01-01: OPS-7"), "{told:?}");
    assert!(lines.iter().any(|line| line.starts_with("note: found: fail: no connection")), "{told:?}");
    assert!(!told.stdout.contains("to do:"), "{told:?}");
    // An older report knows of it only where nothing waived it: when the skip ends, it counts.
    let saved = described.run(&["--only", "NET002", "--output", "json=old.json"]);
    assert_eq!(saved.code, 0, "{saved:?}");
    let text = std::fs::read_to_string(described.file("chalkstore.toml")).expect("it is there");
    std::fs::write(described.file("chalkstore.toml"), text.replace("2999", "2025"))
        .expect("it can be written");
    let ran = described.run(&["--only", "NET002", "--baseline", "old.json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn a_run_that_checked_nothing_says_why_in_one_line() {
    let (_port, described) = refused("");
    let why = "nothing was checked: not described: environments.p.failover\n";
    let quiet = described.run(&["--only", "failover", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (4, why), "{quiet:?}");
    let told = described.run(&["--only", "failover"]);
    assert!(told.code == 4 && told.stdout.ends_with(why), "{told:?}");
    let skipped = described.run(&["--only", "NET002", "--skip", "NET002", "--quiet"]);
    assert_eq!((skipped.code, skipped.stdout.as_str()), (4, "nothing was checked: not asked for: --skip\n"));
}
