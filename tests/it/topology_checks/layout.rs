//! TOP031: shards, replicas and versions as they are expected.

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::{Origin, Stage};

use super::store::{Store, expect, good, refused, standalone};

/// What `good` is.
fn described() -> Store {
    let mut store = good();
    store.expected.shards = Some(3);
    store.expected.replicas_per_shard = Some(2);
    store.expected.server_version = Some("Valkey 9.1".parse().expect("a version"));
    store
}

#[test]
fn what_is_as_expected_passes() {
    expect("TOP031", Pass, "", described(), |_| {});
    expect("TOP031", Skip, "--replicas-per-shard", good(), |_| {});
    expect("TOP031", Pass, "", good(), |store| store.expected.replicas_per_shard = Some(2));
    expect("TOP031", Pass, "", standalone(1), |store| {
        (store.expected.shards, store.expected.replicas_per_shard) = (Some(1), Some(1));
    });
    // One that loads is there.
    expect("TOP031", Pass, "", described(), |store| {
        store.member(1, 2).health = chalkstore::valkey::evidence::Health::Loading;
    });
}

#[test]
fn what_is_not_is_told_by_itself() {
    expect("TOP031", Fail, "3 shards with slots, and 4 are expected", described(), |store| {
        store.expected.shards = Some(4);
    });
    expect("TOP031", Fail, "3 shards with slots, and 1 is expected", described(), |store| {
        store.expected.shards = Some(1);
    });
    expect("TOP031", Fail, "has 1 replica, and 2 are expected", described(), |store| {
        store.kill(1, 3);
    });
    expect("TOP031", Warn, "shards 0, 1 and 2 have 2 replicas, and 1 is expected", described(), |store| {
        store.expected.replicas_per_shard = Some(1);
    });
    expect("TOP031", Fail, "9.0.0, and Valkey 9.1 is expected", described(), |store| store.runs("9.0.0"));
    expect("TOP031", Fail, "9.1.2, and Redis 9.1 is expected", described(), |store| {
        store.expected.server_version = Some("redis 9.1".parse().expect("a version"));
    });
    // Half of an upgrade.
    let mut store = described();
    store.answers(0, 1).server =
        chalkstore::connect::evidence::Answered::Known(super::store::version("8.1.3", None));
    expect("TOP031", Fail, "10.0.0.1:6379 runs Valkey 8.1.3", store, |_| {});
}

#[test]
fn what_was_not_seen_is_not_known() {
    let silent = |store: &mut Store| store.silence(2, 2, Stage::Connect, "timed out", true);
    expect("TOP031", Unknown, "whether 2 replicas are there is not known", described(), silent);
    expect("TOP031", Unknown, "10.0.2.2:6379: no answer (TOP004)", described(), silent);
    // However it answered, it could not make up for what is missing.
    expect("TOP031", Fail, "has 1 replica, and 3 are expected", described(), |store| {
        silent(store);
        store.expected.replicas_per_shard = Some(3);
    });
    expect("TOP031", Unknown, "INFO", described(), |store| {
        store.answers(0, 1).server =
            refused("NOPERM User probe has no permissions to run the 'info' command");
    });
    expect("TOP031", Unknown, "does not tell which version", described(), |store| {
        (store.evidence.origin, store.evidence.nodes) = (Origin::File, Vec::new());
    });
}
