//! LAG020 to LAG023: an MSK Replicator, and its lags.

use chalkstore::metrics::{Completeness, Series};
use chalkstore::replication::evidence::{Flow, MetricSeen};
use chalkstore::replication::lag::{Lag, State};
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use super::store::{EAST, MINUTES, Store, WEST, good_msk, minutes};
use crate::support::asked::{absent, answer, denied};

/// A metric of the replicator, by its name and one more dimension.
fn metric<'a>(store: &'a mut Store, name: &str, more: Option<(&str, &str)>) -> &'a mut MetricSeen {
    let metrics = answer(&mut store.msk().metrics);
    let is_it = |metric: &&mut MetricSeen| {
        metric.name == name
            && metric.dimensions.len() == 1 + usize::from(more.is_some())
            && more.is_none_or(|(name, value)| metric.dimensions.get(name).is_some_and(|one| one == value))
    };
    metrics.iter_mut().find(is_it).expect("there is such a metric")
}

fn set(store: &mut Store, name: &str, more: Option<(&str, &str)>, of: impl Fn(i64) -> Option<f64>) {
    metric(store, name, more).series = minutes(of);
}

fn drop_all(store: &mut Store, name: &str) {
    answer(&mut store.msk().metrics).retain(|metric| metric.name != name);
}

fn topic(store: &Store, name: &str) -> Lag {
    let part = format!("topic {name}");
    store.lags().into_iter().find(|lag| lag.part.as_deref() == Some(&part)).expect("a topic")
}

#[test]
fn states_of_the_replicator() {
    for (word, status) in [
        (Some("RUNNING"), Pass),
        (Some("CREATING"), Warn),
        (Some("UPDATING"), Warn),
        (Some("DELETING"), Fail),
        (Some("FAILED"), Fail),
        (Some("PAUSED_BY_MARTIANS"), Unknown),
        (None, Unknown),
    ] {
        let mut store = good_msk();
        answer(&mut store.msk().described).state = word.map(Into::into);
        store.expect(("LAG020", status));
    }
    let mut store = good_msk();
    answer(&mut store.msk().described).is_reference = true;
    let told = store.expect(("LAG020", Pass));
    assert!(told.contains("is a reference"), "{told}");
}

#[test]
fn a_replicator_that_is_not_there_or_may_not_be_read() {
    let mut store = good_msk();
    store.msk().described = absent();
    store.expect(("LAG020", Fail));
    store.expect(("LAG022", Skip));
    store.expect(("LAG023", Skip));
    store.msk().described = denied();
    store.msk().metrics = denied();
    let told = store.expect(("LAG020", Unknown));
    assert!(told.contains("allow kafka:DescribeReplicator"), "{told}");
    for code in ["LAG001", "LAG002", "LAG003", "LAG021", "LAG022", "LAG023"] {
        store.expect((code, Unknown));
    }
}

#[test]
fn failures_that_were_counted() {
    for (name, more) in [
        ("ReplicatorFailure", None),
        ("ReplicationFailures", None),
        ("AuthError", Some(("ClusterAlias", "a"))),
        ("ConsumerGroupOffsetSyncFailure", None),
    ] {
        let mut store = good_msk();
        set(&mut store, name, more, |at| Some(if at == MINUTES - 5 { 2.0 } else { 0.0 }));
        let told = store.expect(("LAG021", Fail));
        assert!(told.contains(name) && told.contains(": 2 in the window"), "{told}");
        set(&mut store, name, more, |at| Some(if at == 5 { 2.0 } else { 0.0 }));
        store.expect(("LAG021", Warn));
        metric(&mut store, name, more).series = minutes(|_| None);
        metric(&mut store, name, more).completeness = Completeness::Partial(vec!["x".into()]);
        store.expect(("LAG021", Unknown));
    }
    let mut store = good_msk();
    store.msk().metrics = denied();
    store.expect(("LAG021", Unknown));
    let mut store = good_msk();
    set(&mut store, "ThrottleTime", Some(("ClusterAlias", "a")), |_| Some(1500.0));
    let told = store.expect(("LAG021", Pass));
    assert!(told.contains("a held it back for up to 1.5 s"), "{told}");
}

#[test]
fn a_ping_of_zero_or_none_is_bad() {
    let ping = "KafkaClusterPingSuccessCount";
    let a = Some(("ClusterAlias", "a"));
    let expect = |status: Status, of: fn(i64) -> Option<f64>| {
        let mut store = good_msk();
        set(&mut store, ping, a, of);
        store.expect(("LAG021", status))
    };
    expect(Pass, |_| Some(1.0));
    expect(Fail, |_| None);
    expect(Fail, |at| Some(if at == MINUTES - 1 { 0.0 } else { 1.0 }));
    expect(Fail, |at| (at < MINUTES - 10).then_some(1.0));
    expect(Pass, |at| (at < MINUTES - 1).then_some(1.0));
    expect(Warn, |at| Some(if at == 10 { 0.0 } else { 1.0 }));
    let mut store = good_msk();
    drop_all(&mut store, ping);
    // It was not asked for, or the answer is lost: that is no silence of the clusters.
    let told = store.expect(("LAG021", Unknown));
    assert!(told.contains("of a was not read") && told.contains("of b was not read"), "{told}");
    answer(&mut store.msk().described).clusters.clear();
    store.expect(("LAG021", Unknown));
    answer(&mut store.msk().described).state = Some("CREATING".into());
    store.expect(("LAG021", Skip));
    // One that is being updated goes on replicating.
    let mut store = good_msk();
    answer(&mut store.msk().described).state = Some("UPDATING".into());
    set(&mut store, ping, a, |_| Some(0.0));
    store.expect(("LAG021", Fail));
    let mut store = good_msk();
    metric(&mut store, ping, a).completeness = Completeness::Partial(vec!["x".into()]);
    store.expect(("LAG021", Unknown));
}

fn flow(spoil: impl Fn(&mut Flow)) -> Store {
    let mut store = good_msk();
    spoil(&mut answer(&mut store.msk().described).flows[0]);
    store
}

#[test]
fn offsets_of_consumer_groups() {
    let expect = |status, spoil: fn(&mut Flow)| flow(spoil).expect(("LAG022", status));
    expect(Pass, |_| {});
    expect(Fail, |flow| flow.synchronises_offsets = Some(false));
    expect(Unknown, |flow| flow.synchronises_offsets = None);
    expect(Fail, |flow| flow.groups.clear());
    expect(Warn, |flow| flow.detects_new_groups = Some(false));
    let told = expect(Pass, |flow| flow.offset_sync_mode = Some("LEGACY".into()));
    assert!(told.contains("failback"), "{told}");
    let told = expect(Pass, |flow| flow.offset_sync_mode = Some("NEWER".into()));
    assert!(told.contains("NEWER"), "{told}");
    let mut store = good_msk();
    answer(&mut store.msk().described).flows.clear();
    store.expect(("LAG022", Unknown));
}

#[test]
fn names_of_topics() {
    let expect = |status, spoil: fn(&mut Flow)| flow(spoil).expect(("LAG023", status));
    expect(Pass, |_| {});
    let told = expect(Fail, |flow| flow.topic_names = Some("PREFIXED_WITH_SOURCE_CLUSTER_ALIAS".into()));
    assert!(told.contains("a.NAME"), "{told}");
    expect(Unknown, |flow| flow.topic_names = Some("REVERSED".into()));
    expect(Unknown, |flow| flow.topic_names = None);
    expect(Fail, |flow| flow.topics.clear());
    expect(Warn, |flow| flow.detects_new_topics = Some(false));
    expect(Unknown, |flow| flow.detects_new_topics = None);
    let told = expect(Pass, |flow| {
        flow.starting_position = Some("LATEST".into());
        flow.topics_excluded = vec!["secret".into()];
    });
    assert!(told.contains("newest message") && told.contains("secret"), "{told}");
}

#[test]
fn the_way_is_that_of_the_clusters() {
    let lag = good_msk().lag(EAST, WEST);
    assert_eq!((lag.state, lag.name().as_str()), (State::Measured, "east-west"));
    let mut store = good_msk();
    store.msk().described = denied();
    assert_eq!(store.lag("", WEST).state, State::Measured);
}

#[test]
fn a_replicator_without_latency_is_idle_or_stalled() {
    let mut store = good_msk();
    set(&mut store, "ReplicationLatency", None, |_| None);
    assert_eq!(store.lag(EAST, WEST).state, State::Stalled);
    store.expect(("LAG002", Fail));
    // One that hangs takes in nothing while messages wait.
    set(&mut store, "ReplicatorBytesInPerSec", None, |_| Some(0.0));
    assert_eq!(store.lag(EAST, WEST).state, State::Stalled);
    set(&mut store, "MessageLag", None, |_| Some(0.0));
    assert_eq!(store.lag(EAST, WEST).state, State::Idle);
    drop_all(&mut store, "MessageLag");
    assert_eq!(store.lag(EAST, WEST).state, State::Unknown);
    drop_all(&mut store, "ReplicatorBytesInPerSec");
    assert_eq!(store.lag(EAST, WEST).state, State::Unknown);
    // 0 while bytes come in is no speed to be proud of.
    let mut store = good_msk();
    set(&mut store, "ReplicationLatency", None, |_| Some(0.0));
    assert_eq!(store.lag(EAST, WEST).state, State::Stalled);
}

#[test]
fn a_topic_stalls_by_itself() {
    let own = |name| Some(("Topic", name));
    // Messages wait, and nothing gets through.
    let mut store = good_msk();
    set(&mut store, "ReplicationLatency", own("persist"), |_| Some(0.0));
    assert_eq!(topic(&store, "persist").state, State::Stalled);
    let told = store.expect(("LAG002", Fail));
    assert!(told.starts_with("east-west topic persist"), "{told}");
    set(&mut store, "ReplicationLatency", own("persist"), |_| None);
    assert_eq!(topic(&store, "persist").state, State::Stalled);
    answer(&mut store.msk().metrics)
        .retain(|metric| metric.name != "ReplicationLatency" || !metric.dimensions.contains_key("Topic"));
    assert_eq!(topic(&store, "persist").state, State::Stalled);
    // Nothing waits, and nothing failed.
    let mut store = good_msk();
    set(&mut store, "ReplicationLatency", own("persist"), |_| None);
    set(&mut store, "MessageLag", own("persist"), |_| Some(0.0));
    assert_eq!(topic(&store, "persist").state, State::Idle);
    // What was read and could not be written does not wait.
    set(&mut store, "ReplicationFailures", None, |_| Some(2.0));
    assert_eq!(topic(&store, "persist").state, State::Unknown);
    drop_all(&mut store, "ReplicationFailures");
    assert_eq!(topic(&store, "persist").state, State::Unknown);
    // CloudWatch still lists a topic that is gone.
    let mut store = good_msk();
    for name in ["ReplicationLatency", "MessageLag"] {
        set(&mut store, name, own("persist"), |_| None);
        metric(&mut store, name, own("persist")).recently_active = Some(false);
    }
    assert!(store.lags().iter().all(|lag| lag.part.as_deref() != Some("topic persist")));
    // Bytes come in, and whether for this topic nobody tells.
    let mut store = good_msk();
    set(&mut store, "ReplicationLatency", own("metrics"), |_| Some(0.0));
    assert_eq!(topic(&store, "metrics").state, State::Suspect);
    store.expect(("LAG002", Warn));
    // A replicator that hangs takes in nothing.
    set(&mut store, "ReplicatorBytesInPerSec", None, |_| Some(0.0));
    assert_eq!(topic(&store, "metrics").state, State::Unknown);
    // The only topic takes all that comes in.
    let mut store = good_msk();
    answer(&mut store.msk().metrics)
        .retain(|metric| metric.dimensions.get("Topic").is_none_or(|topic| topic == "metrics"));
    set(&mut store, "ReplicationLatency", own("metrics"), |_| Some(0.0));
    assert_eq!(topic(&store, "metrics").state, State::Stalled);
}

/// `MessageLag` is the way to the replicator alone.
#[test]
fn messages_that_wait_are_no_time() {
    let mut store = good_msk();
    set(&mut store, "MessageLag", None, |_| Some(1e9));
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.statistics.map(|all| all.max_ms)), (State::Measured, Some(1500.0)));
}

#[test]
fn of_several_statistics_the_largest_count() {
    let mut store = good_msk();
    let mut average = metric(&mut store, "ReplicationLatency", None).clone();
    average.statistic = "Average".into();
    average.series = Series { values: vec![Some(1.0); 180], ..average.series };
    answer(&mut store.msk().metrics).insert(0, average);
    assert_eq!(store.lag(EAST, WEST).worst_ms(), Some(1500.0));
}

#[test]
fn failures_that_were_not_read_are_no_pass() {
    for name in ["AuthError", "ReplicatorFailure", "ReplicationFailures", "ConsumerGroupOffsetSyncFailure"] {
        let mut store = good_msk();
        drop_all(&mut store, name);
        let told = store.expect(("LAG021", Unknown));
        assert!(told.contains(name) && told.contains("was not read"), "{told}");
    }
    // Of one cluster alone.
    let mut store = good_msk();
    answer(&mut store.msk().metrics).retain(|metric| {
        metric.name != "AuthError" || metric.dimensions.get("ClusterAlias").is_none_or(|one| one != "b")
    });
    let told = store.expect(("LAG021", Unknown));
    assert!(told.contains("AuthError of b was not read"), "{told}");
}

/// Topics that nobody asked for may have stopped.
#[test]
fn a_list_that_did_not_come_leaves_topics_unknown() {
    let mut store = good_msk();
    store.msk().listing = denied::<()>().failure().cloned();
    for code in ["LAG001", "LAG021"] {
        let told = store.expect((code, Unknown));
        let is_told_once = ["LAG002", "LAG003"].contains(&code) && told.contains("LAG001");
        assert!(is_told_once || told.contains("allow cloudwatch:ListMetrics"), "{told}");
    }
    for code in ["LAG002", "LAG003"] {
        store.expect((code, Unknown));
    }
    assert_eq!(store.lag(EAST, WEST).state, State::Measured);
}

/// What waits at the source is told beside the lag, and for what it is.
#[test]
fn messages_that_wait_are_told() {
    let mut store = good_msk();
    set(&mut store, "MessageLag", None, |at| Some(if at == 5 { 900.0 } else { 3.0 }));
    let told = store.expect(("LAG001", Pass));
    assert!(
        told.contains("MessageLag: 3 messages of the source were not read at last, 900 at most"),
        "{told}"
    );
}
