//! The parts of a deployment, as they are where all replicates well.

use chalkstore::aws::Asked;
use chalkstore::dynamodb::evidence::Facts;
use chalkstore::replication::evidence::{
    AuroraGlobal, Canary, CanaryDirection, ClusterFacts, Direction, Flow, GlobalDatastore, GlobalFacts,
    GlobalTable, KafkaCluster, Mark, Member, MemberSeen, OffsetSample, Offsets, Replicator, ReplicatorFacts,
    TableRegion, ValkeyStore,
};
use chalkstore::valkey::evidence::{Health, Member as Node, Origin, Role, ShardView, View, ViewSource};
use chalkstore::valkey::{self, Address, SLOTS, Slots};

use super::store::{EAST, WEST, metric, minutes};
use crate::support::table::replica;

/// A table in two Regions; both are written to.
pub(super) fn table() -> GlobalTable {
    let region = |own: &str, other: &str| TableRegion {
        region: own.into(),
        described: Asked::Answered(Facts {
            status: Some("ACTIVE".into()),
            billing_mode: "PAY_PER_REQUEST".into(),
            multi_region_consistency: Some("EVENTUAL".into()),
            replicas: vec![replica(other)],
            ..Facts::default()
        }),
        writes: Asked::Answered(metric(
            own,
            "AWS/DynamoDB",
            "ConsumedWriteCapacityUnits",
            &[("TableName", "chalk"), ("Source", "Customer")],
            minutes(|_| Some(600.0)),
        )),
    };
    let direction = |from: &str, to: &str| {
        let of = |most: f64| {
            let dimensions = [("TableName", "chalk"), ("ReceivingRegion", to)];
            let wave = |at: i64| f64::from(i32::try_from(at % 7).expect("is small"));
            let series = minutes(|at| Some(most + wave(at) * 10.0));
            Asked::Answered(metric(from, "AWS/DynamoDB", "ReplicationLatency", &dimensions, series))
        };
        Direction { from: from.into(), to: to.into(), max: of(900.0), average: of(600.0) }
    };
    GlobalTable {
        table: "chalk".into(),
        wanted_regions: vec![EAST.into(), WEST.into()],
        regions: vec![region(EAST, WEST), region(WEST, EAST)],
        directions: vec![direction(EAST, WEST), direction(WEST, EAST)],
        canary: None,
    }
}

fn mark(least_ms: u64, most_ms: u64) -> Mark {
    Mark { wrote_us: 5000, at_least_us: Some(least_ms * 1000), at_most_us: Some(most_ms * 1000), reads: 3 }
}

pub(super) const LOST: Mark = Mark { wrote_us: 5000, at_least_us: None, at_most_us: None, reads: 300 };

/// Markers in both directions.
pub(super) fn canary() -> Canary {
    let direction = |from: &str, to: &str| CanaryDirection {
        from: from.into(),
        to: to.into(),
        marks: vec![mark(400, 500), mark(600, 700), mark(500, 650)],
        failure: None,
    };
    Canary {
        key_prefix: "__chalkstore_canary__".into(),
        rounds: 3,
        poll_ms: 50,
        limit_ms: 30_000,
        directions: vec![direction(EAST, WEST), direction(WEST, EAST)],
        write_units: 24.0,
        read_units: 31.5,
        left_over: Vec::new(),
        left_for_ever: false,
        delete_failure: None,
    }
}

/// A replicator with two topics.
pub(super) fn replicator() -> Replicator {
    let of = |name: &str, dimensions: &[(&str, &str)], value: f64| {
        let all: Vec<(&str, &str)> =
            std::iter::once(("ReplicatorName", "east-west")).chain(dimensions.iter().copied()).collect();
        metric(WEST, "AWS/Kafka", name, &all, minutes(|_| Some(value)))
    };
    let cluster = |alias: &str, region: &str| KafkaCluster {
        alias: alias.into(),
        arn: Some(format!("arn:aws:kafka:{region}:123456789012:cluster/{alias}/1")),
    };
    Replicator {
        arn: "arn:aws:kafka:us-west-2:123456789012:replicator/east-west/1".into(),
        region: WEST.into(),
        described: Asked::Answered(ReplicatorFacts {
            name: "east-west".into(),
            state: Some("RUNNING".into()),
            clusters: vec![cluster("a", EAST), cluster("b", WEST)],
            flows: vec![Flow {
                source: "a".into(),
                target: "b".into(),
                topics: vec![".*".into()],
                detects_new_topics: Some(true),
                starting_position: Some("EARLIEST".into()),
                topic_names: Some("IDENTICAL".into()),
                groups: vec![".*".into()],
                detects_new_groups: Some(true),
                synchronises_offsets: Some(true),
                offset_sync_mode: Some("ENHANCED".into()),
                ..Flow::default()
            }],
            ..ReplicatorFacts::default()
        }),
        metrics: Asked::Answered(vec![
            of("ReplicationLatency", &[], 1500.0),
            of("ReplicatorBytesInPerSec", &[], 4096.0),
            of("MessageLag", &[], 3.0),
            of("ReplicationFailures", &[], 0.0),
            of("ReplicatorFailure", &[], 0.0),
            of("AuthError", &[("ClusterAlias", "a")], 0.0),
            of("AuthError", &[("ClusterAlias", "b")], 0.0),
            of("ThrottleTime", &[("ClusterAlias", "a")], 0.0),
            of("KafkaClusterPingSuccessCount", &[("ClusterAlias", "a")], 1.0),
            of("KafkaClusterPingSuccessCount", &[("ClusterAlias", "b")], 1.0),
            of("ConsumerGroupOffsetSyncFailure", &[], 0.0),
            of("ReplicationLatency", &[("Topic", "persist")], 1500.0),
            of("MessageLag", &[("Topic", "persist")], 2.0),
            of("ReplicationLatency", &[("Topic", "metrics")], 700.0),
        ]),
        listing: None,
    }
}

fn arn(region: &str) -> String {
    format!("arn:aws:rds:{region}:123456789012:cluster:chalk-{region}")
}

/// A writer and a secondary.
pub(super) fn aurora() -> AuroraGlobal {
    let member = |region: &str, is_writer: bool| Member {
        arn: arn(region),
        is_writer,
        synchronization: (!is_writer).then(|| "connected".to_owned()),
        write_forwarding: None,
    };
    let seen = |region: &str, managed, lags| MemberSeen {
        arn: arn(region),
        region: region.into(),
        described: Asked::Answered(ClusterFacts {
            status: Some("available".into()),
            engine_version: Some("15.4".into()),
            instances: 1,
            zones: vec![format!("{region}a"), format!("{region}b")],
            managed_rpo_s: managed,
        }),
        lags: Asked::Answered(lags),
    };
    let lag = |name: &str, value: f64| {
        let dimensions = [("DBClusterIdentifier", "chalk-us-west-2"), ("SourceRegion", EAST)];
        metric(WEST, "AWS/RDS", name, &dimensions, minutes(|_| Some(value)))
    };
    AuroraGlobal {
        id: "chalk-meta".into(),
        described: Asked::Answered(GlobalFacts {
            status: Some("available".into()),
            engine: Some("aurora-postgresql".into()),
            engine_version: Some("15.4".into()),
            members: vec![member(EAST, true), member(WEST, false)],
            ..GlobalFacts::default()
        }),
        members: vec![
            seen(EAST, Some(Asked::Answered(None)), Vec::new()),
            seen(
                WEST,
                None,
                vec![lag("AuroraGlobalDBRPOLag", 120.0), lag("AuroraGlobalDBReplicationLag", 90.0)],
            ),
        ],
    }
}

/// A datastore whose secondary stands in the west, one second behind.
pub(super) fn datastore() -> GlobalDatastore {
    let dimensions = [("ReplicationGroupId", "chalk-west")];
    let lag =
        metric(WEST, "AWS/ElastiCache", "GlobalDatastoreReplicationLag", &dimensions, minutes(|_| Some(1.0)));
    GlobalDatastore {
        id: "chalk-global".into(),
        regions: vec![EAST.into(), WEST.into()],
        lags: vec![(EAST.into(), Asked::Answered(Vec::new())), (WEST.into(), Asked::Answered(vec![lag]))],
    }
}

pub(super) fn primary() -> Address {
    Address::new("10.0.0.1", 6379)
}

pub(super) fn follower() -> Address {
    Address::new("10.0.1.1", 6379)
}

/// A sample at a time in milliseconds, of an answer that took 2 ms.
pub(super) fn sample(at_ms: u64, offset: u64, link: Option<&str>) -> OffsetSample {
    OffsetSample {
        asked_us: at_ms * 1000,
        answered_us: at_ms * 1000 + 2000,
        offset: Some(offset),
        link: link.map(str::to_owned),
        last_io_s: link.map(|_| 1),
        link_down_s: None,
    }
}

/// One shard of two nodes in two zones: 1,000 bytes are written every 100 ms, and the replica is 250 ms behind.
pub(super) fn valkey_store() -> ValkeyStore {
    let member = |address: Address, role: Role, zone: &str| Node {
        id: format!("id-{address}"),
        address,
        hostname: None,
        role,
        health: Health::Online,
        zone: Some(zone.to_owned()),
    };
    let slots = Slots::from_ranges([(0, u64::from(SLOTS) - 1)]).expect("slots");
    let members =
        vec![member(primary(), Role::Primary, "us-east-1a"), member(follower(), Role::Replica, "us-east-1b")];
    let topology = valkey::Evidence {
        observed_at: "2026-09-21T15:03:20Z".into(),
        timeout_ms: 5000,
        origin: Origin::File,
        views: vec![View::sorted(ViewSource::Shards, vec![ShardView { slots, members }])],
        nodes: Vec::new(),
    };
    let times = || (0..30).map(|at| at * 100);
    let offset = |at_ms: u64| 100_000 + at_ms * 10;
    ValkeyStore {
        name: "redis://10.0.0.1:6379".into(),
        topology,
        offsets: vec![
            Offsets {
                node: primary(),
                primary: None,
                samples: times().map(|at| sample(at, offset(at), None)).collect(),
                failure: None,
            },
            Offsets {
                node: follower(),
                primary: Some(primary()),
                samples: times().skip(3).map(|at| sample(at, offset(at - 250), Some("up"))).collect(),
                failure: None,
            },
        ],
    }
}
