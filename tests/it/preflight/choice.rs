//! Which environments and which checks are meant, and what the exit code says of it.

use super::{Described, results};
use crate::support::RefusingPort;

const TWO: &str = r#"
[environments.production.online_store]
uri = "redis://127.0.0.1:1/0?clustered=false"
[environments.staging.online_store]
uri = "redis://127.0.0.1:1/0?clustered=false"
"#;

#[test]
fn an_unknown_environment_is_told_with_those_that_there_are() {
    let ran = Described::new(TWO).run(&["prodution"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("there is no environment `prodution`"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("did you mean `production`? the file describes production, staging"),
        "{ran:?}"
    );
}

#[test]
fn a_wrong_check_is_told_with_the_nearest() {
    for (option, word, nearest) in [
        ("--only", "toplogy", "topology"),
        ("--skip", "NET0022", "NET002"),
        ("--only", "online_stores", "online_store"),
    ] {
        let ran = Described::new(TWO).run(&[option, word]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.stderr.contains(&format!("did you mean `{nearest}`?")), "{}", ran.stderr);
    }
    let ran = Described::new(TWO).run(&["--only", "tabels"]);
    assert!(ran.stderr.contains("one of uri, network, topology, capacity, table, secrets"), "{}", ran.stderr);
    let ran = Described::new(TWO).run(&["--only", "rediss://:canary@h:1"]);
    assert!(ran.code == 2 && !ran.stderr.contains("canary"), "{ran:?}");
}

#[test]
fn a_missing_file_says_what_writes_one() {
    let described = Described::new(TWO);
    let ran = described.run(&["--config", "other.toml"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("other.toml") && ran.stderr.contains("chalkstore init"), "{}", ran.stderr);
}

/// What was saved is judged by what it was described as then: a file that is named beside it would be passed over.
#[test]
fn a_file_beside_saved_evidence_is_refused() {
    let described = Described::new(TWO);
    let ran = described.run(&["--only", "URI", "--save-evidence", "seen.jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let ran = described.run(&["--evidence", "seen.jsonl", "--config", "chalkstore.toml"]);
    assert!(ran.code == 2 && ran.stderr.contains("--config") && ran.stdout.is_empty(), "{ran:?}");
    assert_eq!(described.run(&["--evidence", "seen.jsonl"]).code, 0);
}

#[test]
fn a_uri_that_is_not_there_ends_the_run_before_it_begins() {
    let described = Described::new("[environments.p.online_store]\nuri_env = \"NOT_SET_HERE\"\n");
    let ran = described.run(&[]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.stderr.contains("environments.p.online_store") && ran.stderr.contains("NOT_SET_HERE"),
        "{ran:?}"
    );
}

#[test]
fn nothing_that_was_asked_for_is_no_success() {
    // Failover is not described: that is told, and nothing was checked.
    let ran = Described::new(TWO).run(&["--only", "failover", "--output", "ndjson"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    let (environments, _) = results(&ran.stdout);
    let (statuses, _) = &environments["production"];
    assert!(!statuses.is_empty() && statuses.values().all(|status| status == "skip"), "{statuses:?}");
    assert!(ran.stdout.contains("not described: environments.production.failover"), "{}", ran.stdout);
}

#[test]
fn only_leaves_out_and_skip_tells() {
    let port = RefusingPort::new();
    let uri = format!("redis://127.0.0.1:{}/0?clustered=false", port.port());
    let described = Described::new(&format!("[environments.p.online_store]\nuri = {uri:?}\n"));
    let statuses = |arguments: &[&str]| {
        let ran = described.run(&[arguments, &["--output", "ndjson", "-v"]].concat());
        let (mut environments, _) = results(&ran.stdout);
        (ran.code, environments.remove("p").unwrap_or_else(|| panic!("{ran:?}")).0)
    };
    let (code, all) = statuses(&[]);
    assert_eq!((code, all["NET002"].as_str()), (1, "fail"));
    assert!(all.contains_key("URI001") && all.contains_key("TOP001") && all.contains_key("CFG001"));

    let (code, network) = statuses(&["--only", "network"]);
    assert!(code == 1 && network.keys().all(|code| code.starts_with("NET")), "{network:?}");
    let (code, text) = statuses(&["--only", "URI", "--skip", "URI001"]);
    assert_eq!((code, text["URI001"].as_str()), (0, "skip"));
    let (code, skipped) = statuses(&["--skip", "NET,topology"]);
    assert_eq!((code, skipped["NET002"].as_str()), (0, "skip"));
    let mut nodes = skipped.iter().filter(|(code, _)| code.starts_with("TOP")).peekable();
    assert!(nodes.peek().is_some() && nodes.all(|(_, status)| status == "skip"), "{skipped:?}");
}

#[test]
fn a_file_without_environments_is_none() {
    let ran = Described::new("").run(&[]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("no environment is described"), "{}", ran.stderr);
}
