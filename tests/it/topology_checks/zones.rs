//! TOP020 to TOP025: zones, and what `ZONAL_AFFINITY` finds.

use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::valkey::evidence::Stage;
use chalkstore::valkey::{Policy, QueryServers, ZoneMap};

use super::store::{Store, cluster, expect, good, known, standalone};

fn without_zones(store: &mut Store) {
    for member in store.evidence.views[0].shards.iter_mut().flat_map(|shard| &mut shard.members) {
        member.zone = None;
    }
    store.all().for_each(|answers| known(&mut answers.server).availability_zone = None);
}

fn zone_of(store: &mut Store, shard: usize, node: usize, zone: &str) {
    store.member(shard, node).zone = Some(zone.to_owned());
    known(&mut store.answers(shard, node).server).availability_zone = Some(zone.to_owned());
}

fn redis(store: &mut Store) {
    without_zones(store);
    for answers in store.all() {
        let server = known(&mut answers.server);
        (server.valkey_version, server.server_name) = (None, None);
        server.redis_version = Some("7.0.15".to_owned());
    }
}

#[test]
fn zones_that_nobody_tells() {
    expect("TOP020", Warn, "the zone of no node is known", good(), without_zones);
    expect("TOP020", Warn, "CONFIG SET availability-zone", good(), without_zones);
    expect("TOP020", Warn, "--policy", good(), without_zones);
    expect("TOP020", Warn, "Redis has no setting", good(), redis);
    expect("TOP020", Fail, "10.0.1.2:6379: in no known zone (1 of 9 nodes)", good(), |store| {
        store.member(1, 2).zone = None;
        known(&mut store.answers(1, 2).server).availability_zone = None;
        store.zonal("a");
    });
    expect("TOP020", Warn, "--zone-map zones.json", good(), |store| {
        without_zones(store);
        store.member(1, 2).hostname = Some("chalk-0001-001.chalk.abc123.use1.cache.amazonaws.com".to_owned());
    });
    expect("TOP020", Pass, "", good(), |store| {
        without_zones(store);
        store.expected.zone_map = ZoneMap::parse("10.0.0.0/16 a").expect("a map");
    });
    for code in ["TOP023", "TOP024", "TOP026", "TOP027"] {
        expect(code, Skip, "TOP020", good(), without_zones);
    }
    expect("TOP028", Unknown, "the zone of no node is known", good(), without_zones);
    for code in ["TOP021", "TOP025"] {
        expect(code, Skip, "--zone us-east-1a", good(), |_| {});
        expect(code, Skip, "TOP020", good(), |store| {
            without_zones(store);
            store.expected.zone = Some("a".to_owned());
        });
    }
}

#[test]
fn local_replicas() {
    let layout = || cluster(&[&["a", "b", "c"], &["b", "c", "c"], &["c", "a", "b"]]);
    expect("TOP021", Fail, "shard 1 (slots 5461-10921) has no replica in a", layout(), |store| {
        store.zonal("a");
    });
    expect("TOP021", Warn, "shard 1 (slots 5461-10921) has no replica in a", layout(), |store| {
        store.expected.query_servers = vec![QueryServers { zone: Some("a".to_owned()), count: 4 }];
    });
    expect(
        "TOP021",
        Warn,
        "shard 0 (slots 0-5460) has the primary, but no replica in a",
        layout(),
        |store| {
            store.zonal("a");
        },
    );
    expect("TOP021", Skip, "UNIFORM_RANDOM", layout(), |store| {
        store.expected.zone = Some("a".to_owned());
        store.expected.policy = Some(Policy::UniformRandom);
    });
    expect("TOP021", Fail, "does not serve", layout(), |store| {
        store.zonal("a");
        store.kill(2, 2);
    });
    // Nothing of the list that clients are given has changed yet.
    expect("TOP021", Fail, "does not serve, and clients are still sent there", layout(), |store| {
        store.zonal("a");
        store.silence(2, 2, Stage::Answer, "no answer within 2000 ms", true);
    });
    expect(
        "TOP021",
        Unknown,
        "the zone of some is not known",
        cluster(&[&["a", "-"], &["b", "a"]]),
        |store| {
            store.zonal("a");
        },
    );
    expect("TOP021", Pass, "", cluster(&[&["a", "c"], &["b", "c"]]), |store| store.zonal("c"));
}

#[test]
fn zones_in_cluster_shards() {
    let said =
        "CLUSTER SHARDS of Valkey 8.0.1 tells no zones, Valkey 9.1 is the first that does, though INFO";
    expect("TOP022", Warn, said, good(), |store| store.runs("8.0.1"));
    expect("TOP022", Warn, "every read goes to the primaries without a word", good(), |store| {
        store.runs("9.0.0");
    });
    expect("TOP022", Warn, "cluster-announce-az", good(), |store| store.runs("9.0.0"));
    expect("TOP022", Fail, said, good(), |store| {
        store.runs("8.0.1");
        store.zonal("a");
    });
    expect("TOP022", Skip, "only the policy ZONAL_AFFINITY", good(), |store| {
        store.runs("8.0.1");
        store.expected.policy = Some(Policy::Unset);
    });
    expect("TOP022", Warn, "Redis has no setting for them at all", good(), redis);
    expect("TOP022", Fail, "availability-zone is not set", good(), |store| {
        without_zones(store);
        store.zonal("a");
    });
    expect("TOP022", Warn, "10.0.1.2:6379: availability-zone is not set", good(), |store| {
        store.member(1, 2).zone = None;
        known(&mut store.answers(1, 2).server).availability_zone = None;
    });
    expect("TOP022", Skip, "this is no cluster", standalone(1), |_| {});
    expect("TOP022", Fail, "this is no cluster", standalone(1), |store| store.zonal("a"));
}

#[test]
fn sources_that_differ() {
    expect("TOP023", Warn, "10.0.1.2:6379: c by CLUSTER SHARDS and x by INFO", good(), |store| {
        known(&mut store.answers(1, 2).server).availability_zone = Some("x".to_owned());
    });
    expect("TOP023", Fail, "x by the zone map", good(), |store| {
        store.zonal("a");
        store.expected.zone_map = ZoneMap::parse("10.0.1.2 x").expect("a map");
    });
    expect("TOP023", Warn, "us-east-1b by its host name", good(), |store| {
        store.member(1, 2).hostname = Some("cache.us-east-1b.example.com".to_owned());
    });
    expect("TOP023", Warn, "depends on which node answers: 1 of 9 nodes", good(), |store| {
        store.sees(1, 2, |view| view.shards[0].members[0].zone = None);
    });
}

#[test]
fn names_that_are_odd() {
    expect("TOP024", Warn, "`C` and `c` differ in case alone", good(), |store| zone_of(store, 1, 2, "C"));
    expect("TOP024", Warn, "`c ` has blanks around it", good(), |store| {
        store.member(1, 2).zone = Some("c ".to_owned());
    });
    expect("TOP024", Warn, "`use1-az2` is written like an AWS zone id", good(), |store| {
        zone_of(store, 1, 2, "use1-az2");
    });
    expect("TOP024", Warn, "`1` and `2` are a bare number", cluster(&[&["1", "2"]]), |_| {});
    expect("TOP024", Fail, "`A` and `a` differ in case alone", good(), |store| store.zonal("A"));
    expect("TOP024", Pass, "", cluster(&[&["1", "2"]]), |store| store.zonal("1"));
}

#[test]
fn zones_of_query_servers() {
    expect("TOP025", Fail, "no node is in `d`", good(), |store| store.zonal("d"));
    expect("TOP025", Warn, "the cluster has `a`, `b` and `c`", good(), |store| {
        store.expected.zone = Some("d".to_owned());
    });
    expect("TOP025", Fail, "set CHALK_AVAILABILITY_ZONE to `a`", good(), |store| store.zonal("A"));
    expect("TOP025", Unknown, "the zone of 1 node is not known", cluster(&[&["a", "-"]]), |store| {
        store.zonal("d");
    });
    expect("TOP025", Pass, "", good(), |store| store.zonal("a"));
}
