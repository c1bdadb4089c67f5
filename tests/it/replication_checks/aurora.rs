//! LAG030 to LAG033: an Aurora Global Database; and the lags of this and of a Global Datastore.

use chalkstore::aws::Asked;
use chalkstore::replication::evidence::{ClusterFacts, GlobalFacts};
use chalkstore::replication::lag::State;
use chalkstore::report::Status::{self, Fail, Pass, Skip, Unknown, Warn};

use super::store::{EAST, MINUTES, Store, WEST, good, good_aurora, minutes};
use crate::support::asked::{absent, answer, denied};

fn global(spoil: impl Fn(&mut GlobalFacts)) -> Store {
    let mut store = good_aurora();
    spoil(answer(&mut store.aurora().described));
    store
}

fn cluster(at: usize, spoil: impl Fn(&mut ClusterFacts)) -> Store {
    let mut store = good_aurora();
    spoil(answer(&mut store.aurora().members[at].described));
    store
}

#[test]
fn members() {
    let expect = |status, spoil: fn(&mut GlobalFacts)| global(spoil).expect(("LAG030", status));
    expect(Pass, |_| {});
    expect(Fail, |facts| facts.members[1].synchronization = Some("pending-resync".into()));
    expect(Unknown, |facts| facts.members[1].synchronization = Some("half-connected".into()));
    expect(Unknown, |facts| facts.members[1].synchronization = None);
    expect(Fail, |facts| facts.members.truncate(1));
    let told = cluster(1, |facts| facts.instances = 0).expect(("LAG030", Fail));
    assert!(told.contains("no instance"), "{told}");
    let mut store = good_aurora();
    store.aurora().members[1].described = denied();
    let told = store.expect(("LAG030", Unknown));
    assert!(told.contains("allow rds:DescribeDBClusters"), "{told}");
    store.aurora().members.truncate(1);
    store.expect(("LAG030", Unknown));
    store.expect(("LAG001", Unknown));
}

#[test]
fn a_database_without_a_secondary_loses_all() {
    let store = global(|facts| facts.members.truncate(1));
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("no secondary"), "{told}");
}

#[test]
fn a_database_that_is_not_there_or_may_not_be_read() {
    let mut store = good_aurora();
    store.aurora().described = absent();
    store.expect(("LAG030", Fail));
    for code in ["LAG031", "LAG032", "LAG033"] {
        store.expect((code, Skip));
    }
    store.aurora().described = denied();
    let told = store.expect(("LAG003", Unknown));
    assert!(told.contains("1 direction is unknown: LAG001"), "{told}");
    for code in ["LAG001", "LAG030", "LAG031", "LAG032", "LAG033"] {
        let told = store.expect((code, Unknown));
        assert!(told.contains("allow rds:DescribeGlobalClusters"), "{told}");
    }
}

#[test]
fn states() {
    let expect = |status, spoil: fn(&mut GlobalFacts)| global(spoil).expect(("LAG031", status));
    expect(Pass, |_| {});
    expect(Warn, |facts| facts.status = Some("upgrading".into()));
    expect(Fail, |facts| facts.status = Some("deleting".into()));
    expect(Unknown, |facts| facts.status = None);
    let told = expect(Warn, |facts| facts.failover_status = Some("switching-over".into()));
    assert!(told.contains("switching-over"), "{told}");
    expect(Fail, |facts| {
        facts.failover_status = Some("failing-over".into());
        facts.allows_data_loss = Some(true);
    });
    let told = expect(Fail, |facts| facts.members[1].is_writer = true);
    assert!(told.contains("2 clusters that take writes"), "{told}");
    expect(Fail, |facts| facts.members[0].is_writer = false);
    cluster(0, |facts| facts.status = Some("modifying".into())).expect(("LAG031", Warn));
    cluster(0, |facts| facts.status = None).expect(("LAG031", Unknown));
}

#[test]
fn versions() {
    good_aurora().expect(("LAG032", Pass));
    let told = cluster(1, |facts| facts.engine_version = Some("15.5".into())).expect(("LAG032", Fail));
    assert!(told.contains("15.4 in us-east-1; 15.5 in us-west-2"), "{told}");
    cluster(1, |facts| facts.engine_version = None).expect(("LAG032", Unknown));
}

#[test]
fn managed_rpo() {
    let expect = |status: Status, managed: Option<Asked<Option<u64>>>| {
        cluster(0, |facts| facts.managed_rpo_s.clone_from(&managed)).expect(("LAG033", status))
    };
    expect(Pass, Some(Asked::Answered(None)));
    let told = expect(Warn, Some(Asked::Answered(Some(20))));
    assert!(told.contains("20 s"), "{told}");
    expect(Unknown, Some(denied()));
    expect(Skip, None);
    let mut store = cluster(0, |facts| facts.managed_rpo_s = Some(Asked::Answered(Some(20))));
    let facts = answer(&mut store.aurora().described);
    let mut third = facts.members[1].clone();
    third.arn = third.arn.replace(WEST, "eu-west-1");
    facts.members.push(third);
    let told = store.expect(("LAG033", Pass));
    assert!(told.contains("every one of the 2 secondaries"), "{told}");
    global(|facts| facts.members[0].is_writer = false).expect(("LAG033", Unknown));
}

#[test]
fn the_rpo_lag_counts_and_the_replication_lag_where_there_is_none() {
    let mut store = good_aurora();
    assert_eq!(store.lag(EAST, WEST).worst_ms(), Some(120.0));
    answer(&mut store.aurora().members[1].lags).remove(0);
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.worst_ms(), lag.metric), (Some(90.0), "AuroraGlobalDBReplicationLag"));
    let told = store.expect(("LAG001", Pass));
    assert!(told.contains("because there is no AuroraGlobalDBRPOLag"), "{told}");
    answer(&mut store.aurora().members[1].lags).clear();
    assert_eq!(store.lag(EAST, WEST).state, State::Unknown);
    store.aurora().members[1].lags = denied();
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("allow cloudwatch:ListMetrics"), "{told}");
}

#[test]
fn the_primarys_region_may_have_the_metric() {
    let mut store = good_aurora();
    let lags = std::mem::take(answer(&mut store.aurora().members[1].lags));
    *answer(&mut store.aurora().members[0].lags) = lags;
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.worst_ms()), (State::Measured, Some(120.0)));
    assert!(lag.notes[0].contains("primary's Region"), "{:?}", lag.notes);
}

#[test]
fn a_set_of_dimensions_of_before_a_failover_is_left() {
    let mut store = good_aurora();
    let lags = answer(&mut store.aurora().members[1].lags);
    let mut old = lags[0].clone();
    old.dimensions.insert("SourceRegion".into(), "eu-west-1".into());
    old.series = minutes(|at| (at < 20).then_some(99_000.0));
    lags.insert(0, old);
    let lag = store.lag(EAST, WEST);
    assert_eq!((lag.state, lag.worst_ms()), (State::Measured, Some(120.0)));
}

#[test]
fn points_that_stop_are_stale() {
    let mut store = good_aurora();
    for metric in answer(&mut store.aurora().members[1].lags) {
        metric.series = minutes(|at| (at < MINUTES - 10).then_some(100.0));
    }
    assert_eq!(store.lag(EAST, WEST).state, State::Stale);
    for code in ["LAG001", "LAG002", "LAG003"] {
        store.expect((code, Unknown));
    }
}

#[test]
fn a_datastores_lag_is_in_seconds() {
    let mut store = good();
    let lag = store.lags().into_iter().find(|lag| lag.source == "chalk-global").expect("a lag");
    assert_eq!((lag.state, lag.worst_ms(), lag.to.as_deref()), (State::Measured, Some(1000.0), Some(WEST)));
    answer(&mut store.datastore().lags[1].1)[0].series = minutes(|_| Some(61.0));
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("chalk-global -> us-west-2: up to 61 s"), "{told}");
    answer(&mut store.datastore().lags[1].1).clear();
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("GlobalDatastoreReplicationLag"), "{told}");
    store.datastore().lags[0].1 = denied();
    let told = store.expect(("LAG001", Unknown));
    assert!(told.contains("cloudwatch:ListMetrics"), "{told}");
}

/// A shard that is silent hides behind no other.
#[test]
fn each_node_of_a_datastore_is_a_lag_of_its_own() {
    let mut store = good();
    let lags = answer(&mut store.datastore().lags[1].1);
    let node = |name: &str| {
        let mut one = lags[0].clone();
        one.dimensions = [("CacheClusterId".to_owned(), name.to_owned())].into();
        one
    };
    let (mut first, second, mut gone) = (node("feat-0001-001"), node("feat-0002-001"), node("feat-0009-001"));
    first.series = minutes(|at| (at < MINUTES - 20).then_some(900.0));
    gone.series = minutes(|_| None);
    *lags = vec![gone.clone(), first, second];
    let own: Vec<_> = store.lags().into_iter().filter(|lag| lag.source == "chalk-global").collect();
    let told: Vec<_> = own.iter().map(|lag| (lag.part.as_deref(), lag.state)).collect();
    assert_eq!(
        told,
        [(Some("node feat-0001-001"), State::Stale), (Some("node feat-0002-001"), State::Measured)]
    );
    let told = store.expect(("LAG003", Fail));
    assert!(told.contains("chalk-global node feat-0001-001") && told.contains("15 min"), "{told}");
    store.expect(("LAG001", Unknown));
    // One that CloudWatch lists as active is not gone.
    let mut silent = gone.clone();
    silent.recently_active = Some(true);
    answer(&mut store.datastore().lags[1].1).push(silent);
    let own: Vec<_> = store.lags().into_iter().filter(|lag| lag.source == "chalk-global").collect();
    assert_eq!(
        own.last().map(|lag| (lag.part.as_deref(), lag.state)),
        Some((Some("node feat-0009-001"), State::Unknown))
    );
    // None tells anything.
    *answer(&mut store.datastore().lags[1].1) = vec![gone.clone(), gone];
    let own: Vec<_> = store.lags().into_iter().filter(|lag| lag.source == "chalk-global").collect();
    assert_eq!((own.len(), own[0].state), (1, State::Unknown));
}

/// The primary's Region has no metric; two Regions without any are not both the primary's.
#[test]
fn two_regions_without_a_metric_are_not_both_the_primarys() {
    let mut store = good();
    assert_eq!(store.lags().iter().filter(|lag| lag.source == "chalk-global").count(), 1);
    store.datastore().lags.push(("eu-west-1".to_owned(), Asked::Answered(Vec::new())));
    let own: Vec<_> = store.lags().into_iter().filter(|lag| lag.source == "chalk-global").collect();
    let states: Vec<State> = own.iter().map(|lag| lag.state).collect();
    assert_eq!(states, [State::Measured, State::Unknown, State::Unknown]);
    store.expect(("LAG003", Unknown));
}

#[test]
fn each_set_of_a_secondary_counts() {
    let mut store = good_aurora();
    let lags = answer(&mut store.aurora().members[1].lags);
    let mut by_region = lags[0].clone();
    by_region.dimensions.remove("DBClusterIdentifier");
    by_region.series = minutes(|at| (at < MINUTES - 20).then_some(90_000.0));
    lags.push(by_region);
    let states: Vec<State> = store.lags().iter().map(|lag| lag.state).collect();
    assert_eq!(states, [State::Measured, State::Stale]);
    store.expect(("LAG001", Unknown));
    store.expect(("LAG003", Fail));
}

/// Nothing tells whether anything was written: 0 throughout may be either.
#[test]
fn a_secondary_that_is_never_behind_is_not_known() {
    let mut store = good_aurora();
    for metric in answer(&mut store.aurora().members[1].lags) {
        metric.series = minutes(|_| Some(0.0));
    }
    assert_eq!(store.lag(EAST, WEST).state, State::Unknown);
    store.expect(("LAG003", Unknown));
}
