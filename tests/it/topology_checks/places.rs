//! TOP026 to TOP029: placement, and what a loss comes to.

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::Stage;
use chalkstore::valkey::{Address, Lost, assess};

use super::store::{Store, cluster, expect, good, known, standalone};

#[test]
fn placement() {
    let together = || cluster(&[&["a", "a"], &["b", "c"], &["c", "b"]]);
    expect(
        "TOP026",
        Fail,
        "shard 0 (slots 0-5460): the primary and every replica stand in a",
        together(),
        |_| {},
    );
    expect("TOP026", Fail, "every replica stand in a", standalone(1), |store| {
        store.all().for_each(|answers| known(&mut answers.server).availability_zone = Some("a".to_owned()));
    });
    expect("TOP026", Unknown, "too few nodes", cluster(&[&["a", "-"]]), |_| {});
    expect("TOP026", Skip, "TOP011", cluster(&[&["a"]]), |_| {});
    expect(
        "TOP027",
        Fail,
        "a holds 2 of 3 primaries",
        cluster(&[&["a", "b"], &["a", "c"], &["b", "a"]]),
        |_| {},
    );
    expect(
        "TOP027",
        Fail,
        "CLUSTER FAILOVER, sent",
        cluster(&[&["a", "b"], &["a", "c"], &["b", "a"]]),
        |_| {},
    );
    expect(
        "TOP027",
        Fail,
        "into a third",
        cluster(&[&["a", "b"], &["a", "b"], &["b", "a"], &["b", "a"]]),
        |_| {},
    );
    expect("TOP027", Fail, "3 shards or more", cluster(&[&["a", "b"], &["b", "c"]]), |_| {});
    expect("TOP027", Unknown, "they decide it", cluster(&[&["a"], &["-"], &["b"]]), |_| {});
    expect("TOP027", Pass, "", cluster(&[&["a"], &["b"], &["c"], &["d"], &["-"]]), |_| {});
}

#[test]
fn zone_losses() {
    // Servers take blanks for a zone; nodes that have it may stand anywhere.
    let blank = || cluster(&[&["a", " "], &["b", "c"], &["c", "b"]]);
    expect("TOP028", Unknown, "hangs on 1 node of unknown zone", blank(), |_| {});
    let one_each = || cluster(&[&["a", "b"], &["b", "c"], &["c", "a"]]);
    expect(
        "TOP028",
        Warn,
        "without a, every slot is served again after 6 to 8 s, but shards 0 and 2",
        one_each(),
        |_| {},
    );
    expect(
        "TOP028",
        Fail,
        "without a, shard 0 (slots 0-5460) has no live copy: 5461 of 16384",
        one_each(),
        |store| {
            store.kill(0, 2);
        },
    );
    expect(
        "TOP028",
        Fail,
        "counted as lost already: 10.0.0.2:6379 (no answer: TOP004)",
        one_each(),
        |store| {
            store.silence(0, 2, Stage::Connect, "refused", false);
        },
    );
    expect("TOP028", Fail, "no more is needed", one_each(), |store| store.kill(0, 2));
    expect("TOP028", Fail, "no majority", cluster(&[&["a", "b"], &["a", "c"], &["b", "a"]]), |_| {});
    expect("TOP028", Fail, "it takes", cluster(&[&["a", "b"], &["b", "a"]]), |_| {});
    expect(
        "TOP028",
        Fail,
        "the smallest change that helps",
        cluster(&[&["a", "b"], &["a", "c"], &["b", "a"]]),
        |_| {},
    );
    expect("TOP028", Fail, "already now", one_each(), |store| {
        store.kill(0, 1);
        store.kill(0, 2);
    });
    expect("TOP028", Fail, "none of which may be elected", one_each(), |store| {
        store.settings(0, 2).replica_no_failover = Some(true);
    });
    expect("TOP028", Unknown, "hangs on 1 node", cluster(&[&["a", "-"], &["b", "c"], &["c", "b"]]), |_| {});
    expect("TOP028", Fail, "nothing takes over by itself", standalone(1), |_| {});
    expect("TOP028", Warn, "the store serves", standalone(1), |_| {});
    // Names that are alike may be one place; whether all passes or not, it is said.
    let apart = "`B` and `b` were counted as separate zones (TOP024)";
    expect("TOP028", Warn, apart, cluster(&[&["a", "b"], &["B", "c"], &["c", "a"]]), |_| {});
    expect("TOP028", Pass, apart, cluster(&[&["a", "b", "c"], &["B", "c", "a"], &["c", "a", "b"]]), |_| {});
    // Many zones with one verdict are told once.
    let zones = ["a", "b", "c", "d", "e", "f"];
    let shards: Vec<Vec<&str>> = (0..6).map(|shard| vec![zones[shard], zones[(shard + 1) % 6]]).collect();
    let shards: Vec<&[&str]> = shards.iter().map(Vec::as_slice).collect();
    expect("TOP028", Warn, "the same verdict for the loss of b, c, d and 2 more", cluster(&shards), |_| {});
}

#[test]
fn losses_that_are_asked_about() {
    let lose = |what: Vec<Lost>| move |store: &mut Store| store.expected.lose = vec![what];
    let zone = |name: &str| Lost::Zone(name.to_owned());
    let node = |host: &str| Lost::Node(Address::new(host, 6379));
    expect("TOP029", Skip, "--lose", good(), |_| {});
    // A zone that is asked about is one of the zones: it stands in the table once.
    let mut store = good();
    store.expected.lose = vec![vec![zone("a")]];
    let seen = assess(&store.evidence, &store.expected);
    assert_eq!(seen.rows.iter().filter(|row| row.table == "zone_loss").count(), 3);
    expect("TOP029", Pass, "", good(), lose(vec![node("10.0.0.1")]));
    expect("TOP029", Fail, "without a and b, no majority", good(), lose(vec![zone("a"), zone("b")]));
    expect("TOP029", Warn, "no replica left", good(), lose(vec![node("10.0.0.1"), node("10.0.0.2")]));
    expect(
        "TOP029",
        Fail,
        "no live copy",
        good(),
        lose((1..4).map(|n| node(&format!("10.0.0.{n}"))).collect()),
    );
    expect("TOP029", Unknown, "x is no zone and no node", good(), lose(vec![zone("x")]));
    expect("TOP029", Fail, "x is no zone and no node", good(), lose(vec![zone("a"), zone("b"), zone("x")]));
    expect(
        "TOP029",
        Unknown,
        "hangs on",
        cluster(&[&["a", "-"], &["b", "c"], &["c", "b"]]),
        lose(vec![zone("a")]),
    );
}
