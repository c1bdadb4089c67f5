//! A real cluster before and after a failover.

use std::time::Duration;

use super::{Saved, changes, diff, verdict};
use crate::program::{run, text};
use crate::support::{Cluster, Version, wait_for};

const LIMIT: Duration = Duration::from_mins(1);

#[test]
fn a_failover_got_worse_and_says_what_moved() {
    let cluster =
        Cluster::builder(Version::Valkey912, 3, 1).zones(&["a", "b", "c"]).node_timeout_ms(1_000).start();
    let folder = tempfile::tempdir().expect("a folder");
    let (lost, heir) = (cluster.node(0, 0), cluster.node(0, 1));
    let asked = cluster.node(1, 0);
    let uri = format!("redis://127.0.0.1:{}/0?clustered=true", asked.port());
    let look = |name: &str| Saved::of(folder.path(), name, &["topology", &uri, "--timeout", "20s"], "");
    let before = look("before");
    let again = look("again");
    for (old, new) in before.forms().into_iter().zip(again.forms()) {
        let ran = diff(old, new);
        assert_eq!((ran.code, verdict(&ran).as_str()), (0, "same"), "{:?}", changes(&ran));
    }
    lost.kill();
    wait_for("the failover", LIMIT, || {
        let nodes = asked.run(&["CLUSTER", "NODES"]);
        let line = nodes.text().lines().find(|line| line.contains(&format!(":{}@", heir.port())));
        match line {
            Some(line) if line.contains("master") && line.ends_with("0-5460") => Ok(()),
            other => Err(format!("{other:?}")),
        }
    });
    let after = look("after");
    let address = |port: u16| format!("127.0.0.1:{port}");
    let (lost, heir) = (address(lost.port()), address(heir.port()));
    for (old, new) in before.forms().into_iter().zip(after.forms()) {
        let ran = diff(old, new);
        assert_eq!((ran.code, verdict(&ran).as_str()), (1, "worse"), "{ran:?}");
        let told = changes(&ran);
        for expected in [
            format!("{lost} state: up -> failed"),
            format!("{heir} role: replica -> primary"),
            format!("{lost} slots: 0-5460 -> -"),
            format!("{heir} slots: - -> 0-5460"),
        ] {
            assert!(told.contains(&expected), "{expected}: {told:#?}");
        }
        // The shard has no replica left.
        assert!(ran.statuses("TOP011").contains(&"fail".to_owned()), "{told:#?}");
    }
    // What is as bad as before is not worse, and what comes back is better.
    let still = look("still");
    let ran = diff(text(&after.evidence), text(&still.evidence));
    // What nobody can ask the node that is gone is not known of either run.
    assert_eq!((ran.code, verdict(&ran).as_str()), (3, "unknown"), "{:?}", changes(&ran));
    assert!(changes(&ran).iter().all(|change| change.ends_with("still_unknown")), "{:?}", changes(&ran));
    let later = diff(text(&after.evidence), text(&before.evidence));
    let told = changes(&later);
    assert_eq!(later.code, 0, "{told:?}");
    assert!(told.contains(&format!("TOP005 {lost}: fail -> pass: better")), "{told:?}");
    // What a zone's loss would cost is told of other shards by then (TOP028): neither better nor worse.
    assert!(!told.iter().any(|change| change.ends_with(": worse")), "{told:?}");
    assert!(run(&["report", text(&after.bundle)]).stdout.contains("TOP011"));
}
