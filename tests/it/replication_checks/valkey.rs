//! LAG004 and LAG040: replicas of a Valkey store.

use chalkstore::replication::evidence::{OffsetSample, Offsets};
use chalkstore::replication::lag::State;
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::Address;
use chalkstore::valkey::evidence::{Node, Outcome, Stage, Unreached};

use super::parts::{follower, primary, sample};
use super::store::{Store, good, good_table, good_valkey};

fn replica(spoil: impl Fn(&mut Offsets)) -> Store {
    let mut store = good_valkey();
    spoil(&mut store.valkey().offsets[1]);
    store
}

fn lag(store: &Store) -> chalkstore::replication::lag::Lag {
    store.lag(&primary().to_string(), &follower().to_string())
}

#[test]
fn links() {
    let expect = |status: Status, spoil: fn(&mut Offsets)| replica(spoil).expect(("LAG040", status));
    let last = |node: &mut Offsets| node.samples.len() - 1;
    expect(Pass, |_| {});
    let told = replica(|node| {
        let at = last(node);
        node.samples[at].link = Some("down".into());
    })
    .expect(("LAG040", Fail));
    assert!(told.starts_with("10.0.1.1:6379: the link to 10.0.0.1:6379 is down"), "{told}");
    let store = replica(|node| {
        for one in &mut node.samples {
            (one.link, one.link_down_s) = (Some("down".into()), Some(73));
        }
    });
    assert!(store.expect(("LAG040", Fail)).contains("is down, for 73 s"));
    assert!(store.expect(("LAG002", Fail)).contains("the link has been down for 73 s, and "));
    let held = replica(|node| node.samples.iter_mut().for_each(|one| one.last_io_s = Some(267)));
    assert!(held.expect(("LAG002", Fail)).contains("nothing has come over the link for 267 s, and "));
    // The link is the reason, and zones are known.
    let told = store.expect(("LAG004", Unknown));
    assert!(told.contains("see LAG001 and LAG002") && !told.contains("TOP0"), "{told}");
    expect(Warn, |node| node.samples[3].link = Some("down".into()));
    expect(Unknown, |node| node.samples.iter_mut().for_each(|one| one.link = None));
    expect(Unknown, |node| node.samples.iter_mut().for_each(|one| one.link = Some("sideways".into())));
    for (seconds, status) in [(10, Pass), (15, Pass), (16, Warn), (60, Fail)] {
        replica(|node| node.samples.iter_mut().for_each(|one| one.last_io_s = Some(seconds)))
            .expect(("LAG040", status));
    }
    let told = replica(|node| {
        node.samples.clear();
        node.failure = Some("refused".into());
    })
    .expect(("LAG040", Unknown));
    assert!(told.contains("refused"), "{told}");
}

#[test]
fn replicas_that_were_not_asked_are_unknown() {
    let mut store = good_valkey();
    store.valkey().offsets.truncate(1);
    let told = store.expect(("LAG040", Unknown));
    assert!(told.contains("not asked: 10.0.1.1:6379"), "{told}");
    // One that refuses is no matter of time.
    let tried = |reason: &str, timed_out| {
        let mut store = good_valkey();
        store.valkey().offsets.truncate(1);
        let unreached = Unreached { stage: Stage::Connect, reason: reason.into(), timed_out, after_us: 100 };
        let node = Node { address: follower(), outcome: Outcome::Unreached(unreached) };
        store.valkey().topology.nodes.push(node);
        store
    };
    let refused = tried("refused", false);
    for code in ["LAG001", "LAG040"] {
        let told = refused.expect((code, Unknown));
        assert!(told.contains("refused") && !told.contains("--timeout"), "{told}");
    }
    let told = tried("no answer", true).expect(("LAG040", Unknown));
    assert!(told.contains("no answer") && told.contains("--timeout"), "{told}");
    store.expect(("LAG001", Unknown));
    store.expect(("LAG004", Unknown));
    store.valkey().topology.views.clear();
    for code in ["LAG001", "LAG002", "LAG003", "LAG004", "LAG040"] {
        store.expect((code, Unknown));
    }
    // Nor if it told nothing at all.
    store.valkey().offsets.clear();
    for code in ["LAG001", "LAG002", "LAG003", "LAG004", "LAG040"] {
        store.expect((code, Unknown));
    }
}

#[test]
fn a_store_without_replicas_loses_all_with_a_zone() {
    let mut store = good_valkey();
    store.valkey().topology.views[0].shards[0].members.retain(|member| member.address == primary());
    store.valkey().offsets.truncate(1);
    for code in ["LAG001", "LAG002", "LAG003", "LAG040"] {
        store.expect((code, Skip));
    }
    let told = store.expect(("LAG004", Fail));
    assert!(told.contains("no replica: shard 0"), "{told}");
}

#[test]
fn a_replica_in_the_same_zone_goes_with_it() {
    let mut store = good_valkey();
    for member in &mut store.valkey().topology.views[0].shards[0].members {
        member.zone = Some("us-east-1a".into());
    }
    let told = store.expect(("LAG004", Fail));
    assert!(told.contains("stands in its primary's zone"), "{told}");
}

#[test]
fn what_a_zone_costs() {
    let mut store = good();
    let told = store.expect(("LAG004", Warn));
    assert!(told.contains("up to 302 ms of writes"), "{told}");
    store.expected.rpo_ms = Some(100);
    store.expect(("LAG004", Fail));
    // Nobody says how the replicas of a Global Datastore stand.
    let mut store = good_table();
    store.expect(("LAG004", Pass));
    store.evidence.sources = vec![good().evidence.sources.remove(3)];
    store.expect(("LAG004", Skip));
}

#[test]
fn a_link_that_is_down_is_a_stall_if_anything_was_written() {
    let store = replica(|node| {
        for one in &mut node.samples {
            one.link = Some("down".into());
            one.offset = Some(101_000);
        }
    });
    assert_eq!(lag(&store).state, State::Stalled);
    store.expect(("LAG002", Fail));
}

#[test]
fn a_replica_behind_all_that_was_seen_is_at_least_so_late() {
    let store = replica(|node| node.samples.iter_mut().for_each(|one| one.offset = Some(50)));
    let lag = lag(&store);
    assert_eq!((lag.state, lag.statistics), (State::Unknown, None));
    // From the first sample's answer, at 2 ms, to the last question, at 2,900 ms.
    assert_eq!(lag.at_least_ms, Some(2898.0));
    assert_eq!(lag.behind_bytes, Some(128_950));
    assert!(lag.why.starts_with("at least 2.9 s"), "{}", lag.why);
    store.expect(("LAG001", Unknown));
    store.expect(("LAG004", Unknown));
    // That is too late already.
    let mut store = store;
    store.expected.rpo_ms = Some(2000);
    store.expect(("LAG004", Fail));
    store.expect(("LAG003", Fail));
}

#[test]
fn a_replica_that_has_all_is_not_late() {
    let mut store = good_valkey();
    for node in &mut store.valkey().offsets {
        node.samples.iter_mut().for_each(|one| one.offset = Some(4096));
    }
    let known = lag(&store);
    // What came after the primary's newest sample, 2 ms before, nobody knows.
    assert_eq!((known.state, known.worst_ms(), known.behind_bytes), (State::Measured, Some(2.0), Some(0)));
    // A link that is down brings nothing more, and one that is not told may be.
    let last = |store: &mut Store, spoil: fn(&mut OffsetSample)| {
        spoil(store.valkey().offsets[1].samples.last_mut().expect("there are samples"));
    };
    last(&mut store, |one| one.link = Some("down".into()));
    assert_eq!(lag(&store).state, State::Unknown);
    store.expect(("LAG003", Unknown));
    last(&mut store, |one| one.link = None);
    assert_eq!(lag(&store).state, State::Unknown);
    // While it is filled anew it tells no offset; what it told before is of before.
    last(&mut store, |one| (one.link, one.offset) = (Some("up".into()), None));
    assert_eq!(lag(&store).state, State::Unknown);
}

/// A primary that was restarted empty is behind its replica: that holds what the primary has lost.
#[test]
fn a_replica_ahead_of_its_primary_is_no_measurement() {
    let store = replica(|node| node.samples.iter_mut().for_each(|one| one.offset = Some(1 << 40)));
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("ahead of its primary 10.0.0.1:6379"), "{told}");
    store.expect(("LAG003", Unknown));
}

/// What stops answering in the middle leaves what is now unknown, whatever the samples before it say.
#[test]
fn a_node_that_stops_answering_is_no_measurement() {
    for (node, words) in
        [(0, "the samples of its primary 10.0.0.1:6379 ended early"), (1, "its samples ended early")]
    {
        let mut store = good_valkey();
        let spoiled = &mut store.valkey().offsets[node];
        spoiled.samples.truncate(10);
        spoiled.failure = Some("it did not answer: no answer within 2 s".into());
        let known = lag(&store);
        assert_eq!(known.state, State::Unknown);
        assert!(known.why.starts_with(words) && known.why.contains("within 2 s"), "{}", known.why);
        assert!(known.statistics.is_some() && known.at_least_ms.is_some(), "{known:?}");
        for code in ["LAG001", "LAG002", "LAG003", "LAG004", "LAG040"] {
            store.expect((code, Unknown));
        }
        let told = store.expect(("LAG040", Unknown));
        assert!(told.contains("no answer within 2 s"), "{told}");
        // Samples of after the primary's last do not read as 0.
        if node == 0 {
            let last = known.statistics.expect("samples").last_ms;
            assert!(last > 1900.0, "{last}");
        }
    }
}

#[test]
fn a_primary_that_says_nothing_leaves_it_unknown() {
    let mut store = good_valkey();
    store.valkey().offsets[0].samples.clear();
    store.valkey().offsets[0].failure = Some("timed out".into());
    let known = lag(&store);
    assert!(known.state == State::Unknown && known.why.contains("timed out"), "{}", known.why);
    store.valkey().offsets.remove(0);
    let known = lag(&store);
    assert!(known.state == State::Unknown && known.why.contains("was not asked"), "{}", known.why);
    // Nor does a server that is too old tell.
    let store = replica(|node| node.samples.iter_mut().for_each(|one| one.offset = None));
    assert_eq!(lag(&store).state, State::Unknown);
    store.expect(("LAG001", Unknown));
}

#[test]
fn an_offset_that_goes_back_is_another_history() {
    let mut store = good_valkey();
    store.valkey().offsets[0].samples[20].offset = Some(7);
    let known = lag(&store);
    assert!(known.state == State::Unknown && known.why.contains("went back"), "{}", known.why);
}

#[test]
fn a_replica_of_a_replica_is_measured_to_the_root() {
    let mut store = good_valkey();
    let second = Address::new("10.0.2.1", 6379);
    let samples = (6..30).map(|at| sample(at * 100, 100_000 + (at * 100 - 500) * 10, Some("up"))).collect();
    store.valkey().offsets.push(Offsets {
        node: second.clone(),
        primary: Some(follower()),
        samples,
        failure: None,
    });
    let lag = store.lag(&follower().to_string(), &second.to_string());
    let max = lag.worst_ms().expect("a lag");
    // No more than the primary's sample before that, 100 ms, and an answer.
    assert!((500.0..603.0).contains(&max), "{max}");
    assert!(lag.notes[0].contains("replica of a replica"), "{:?}", lag.notes);
    // In a circle there is no root.
    store.valkey().offsets[0].primary = Some(second.clone());
    assert!(store.lag(&follower().to_string(), &second.to_string()).why.contains("circle"));
}

#[test]
fn a_primary_goes_by_two_names() {
    let mut store = good_valkey();
    store.valkey().topology.views[0].shards[0]
        .members
        .iter_mut()
        .filter(|member| member.address == primary())
        .for_each(|member| member.hostname = Some("cache-1.internal".into()));
    let name = Address::new("cache-1.internal", 6379);
    store.valkey().offsets[1].primary = Some(name.clone());
    assert_eq!(store.lag(&name.to_string(), &follower().to_string()).state, State::Measured);
}
