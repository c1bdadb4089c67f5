//! A deployment that replicates well, to be spoiled one thing at a time.

use std::collections::BTreeMap;

use chalkstore::aws::{Asked, Failure, FailureKind};
use chalkstore::connect::evidence::Credentials;
use chalkstore::dynamodb::evidence::{Facts, ReplicaSeen};
use chalkstore::metrics::{Completeness, Series, WindowSeen};
use chalkstore::replication::evidence::{
    AuroraGlobal, Canary, CanaryDirection, ClusterFacts, Direction, Evidence, Flow, GlobalDatastore,
    GlobalFacts, GlobalTable, KafkaCluster, Mark, Member, MemberSeen, MetricSeen, OffsetSample, Offsets,
    Replicator, ReplicatorFacts, Source, TableRegion, ValkeyStore,
};
use chalkstore::replication::lag::{Lag, lags};
use chalkstore::replication::{Expectations, assess};
use chalkstore::report::{Assessment, Finding, Status};
use chalkstore::valkey::evidence::{Health, Member as Node, Origin, Role, ShardView, View, ViewSource};
use chalkstore::valkey::{self, Address, SLOTS, Slots};

pub(super) const EAST: &str = "us-east-1";
pub(super) const WEST: &str = "us-west-2";
/// On an edge of five minutes.
pub(super) const START: i64 = 1_789_992_000;
pub(super) const HOURS: i64 = 3;
pub(super) const END: i64 = START + HOURS * 3600;
/// How many minutes the window has.
pub(super) const MINUTES: i64 = HOURS * 60;

/// What was seen, and what is expected of it.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) evidence: Evidence,
    pub(super) expected: Expectations,
}

impl Store {
    pub(super) fn of(sources: Vec<Source>) -> Self {
        let window = WindowSeen {
            wanted_s: (END - START).unsigned_abs(),
            start_epoch_s: START,
            end_epoch_s: END,
            period_s: 60,
        };
        let evidence = Evidence {
            // 200 s after the window's end.
            observed_at: "2026-09-21T15:03:20Z".to_owned(),
            profile: None,
            endpoint_url: None,
            credentials: Some(Credentials::Found { expires_at: None }),
            window,
            sources,
        };
        Self { evidence, expected: Expectations::default() }
    }

    pub(super) fn assess(&self) -> Assessment {
        assess(&self.evidence, &self.expected)
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        self.assess().findings
    }

    pub(super) fn lags(&self) -> Vec<Lag> {
        lags(&self.evidence)
    }

    /// The only lag, or the one of a way.
    #[track_caller]
    pub(super) fn lag(&self, from: &str, to: &str) -> Lag {
        let is_it = |lag: &Lag| {
            lag.from.as_deref().unwrap_or_default() == from
                && lag.to.as_deref() == Some(to)
                && lag.part.is_none()
        };
        self.lags().into_iter().find(is_it).expect("there is such a way")
    }

    /// The findings of a check that have a status; it panics unless there is one, and this is the check's worst.
    #[track_caller]
    pub(super) fn expect(&self, (code, status): (&str, Status)) -> String {
        let findings = self.findings();
        let own: Vec<&Finding> = findings.iter().filter(|finding| finding.check.code == code).collect();
        let rank = |status: Status| match status {
            Status::Fail => 4,
            Status::Unknown => 3,
            Status::Warn => 2,
            Status::Pass => 1,
            Status::Skip => 0,
        };
        let worst = own.iter().map(|finding| finding.status).max_by_key(|status| rank(*status));
        let all: Vec<String> =
            own.iter().map(|finding| format!("{:?} {}", finding.status, finding.message())).collect();
        assert_eq!(worst, Some(status), "{code}: {all:#?}");
        let told: Vec<String> = own
            .iter()
            .filter(|finding| finding.status == status)
            .map(|finding| {
                if matches!(status, Status::Warn | Status::Fail | Status::Unknown) {
                    assert!(
                        finding.help_text().is_some(),
                        "{code} says nothing to do: {}",
                        finding.message()
                    );
                }
                let about = finding.subject("");
                let notes = finding.notes().join(" | ");
                format!(
                    "{about}: {} [{}] {notes}",
                    finding.message(),
                    finding.help_text().unwrap_or_default()
                )
            })
            .collect();
        told.join("\n")
    }

    pub(super) fn table(&mut self) -> &mut GlobalTable {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::GlobalTable(seen) => Some(seen),
                _ => None,
            })
            .expect("a table")
    }

    pub(super) fn msk(&mut self) -> &mut Replicator {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::MskReplicator(seen) => Some(seen),
                _ => None,
            })
            .expect("a replicator")
    }

    pub(super) fn aurora(&mut self) -> &mut AuroraGlobal {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::AuroraGlobal(seen) => Some(seen),
                _ => None,
            })
            .expect("a database")
    }

    pub(super) fn datastore(&mut self) -> &mut GlobalDatastore {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::GlobalDatastore(seen) => Some(seen),
                _ => None,
            })
            .expect("a datastore")
    }

    pub(super) fn valkey(&mut self) -> &mut ValkeyStore {
        self.evidence
            .sources
            .iter_mut()
            .find_map(|source| match source {
                Source::Valkey(seen) => Some(seen),
                _ => None,
            })
            .expect("a store")
    }

    /// `ReplicationLatency` of a way, minute by minute.
    pub(super) fn latency(&mut self, from: &str, to: &str, of: impl Fn(i64) -> Option<f64>) {
        let direction = self.table().directions.iter_mut().find(|one| one.from == from && one.to == to);
        answer(&mut direction.expect("a way").max).series = minutes(of);
    }

    /// What was written in a Region, minute by minute.
    pub(super) fn writes(&mut self, region: &str, of: impl Fn(i64) -> Option<f64>) {
        let found = self.table().regions.iter_mut().find(|one| one.region == region);
        answer(&mut found.expect("a Region").writes).series = minutes(of);
    }
}

/// Everything, as it should be.
pub(super) fn good() -> Store {
    Store::of(vec![
        Source::GlobalTable(table()),
        Source::MskReplicator(replicator()),
        Source::AuroraGlobal(aurora()),
        Source::GlobalDatastore(datastore()),
        Source::Valkey(valkey_store()),
    ])
}

pub(super) fn good_table() -> Store {
    Store::of(vec![Source::GlobalTable(table())])
}

pub(super) fn good_msk() -> Store {
    Store::of(vec![Source::MskReplicator(replicator())])
}

pub(super) fn good_aurora() -> Store {
    Store::of(vec![Source::AuroraGlobal(aurora())])
}

pub(super) fn good_valkey() -> Store {
    Store::of(vec![Source::Valkey(valkey_store())])
}

/// A value for each minute of the window, by its number.
pub(super) fn minutes(of: impl Fn(i64) -> Option<f64>) -> Series {
    Series::from_points(START, END, 60, (0..MINUTES).filter_map(|at| Some((START + at * 60, of(at)?))))
}

pub(super) fn metric(
    region: &str,
    namespace: &str,
    name: &str,
    dimensions: &[(&str, &str)],
    series: Series,
) -> MetricSeen {
    let dimensions: BTreeMap<String, String> =
        dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    MetricSeen {
        region: region.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        dimensions,
        statistic: "Maximum".to_owned(),
        series,
        completeness: Completeness::Complete,
        missing: Vec::new(),
        recently_active: None,
    }
}

/// The answer that is there.
#[track_caller]
pub(super) fn answer<T>(asked: &mut Asked<T>) -> &mut T {
    match asked {
        Asked::Answered(answer) => answer,
        Asked::Failed(failure) => panic!("no answer: {failure:?}"),
    }
}

pub(super) fn denied<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::AccessDenied, "User: chalk is not authorized to perform it"))
}

pub(super) fn absent<T>() -> Asked<T> {
    Asked::Failed(Failure::new(FailureKind::NotFound, "Requested resource not found"))
}

pub(super) fn replica(region: &str) -> ReplicaSeen {
    ReplicaSeen {
        region: region.into(),
        status: Some("ACTIVE".into()),
        read_units_override: None,
        max_read_request_units_override: None,
        table_class: None,
        status_description: None,
        kms_key: None,
    }
}

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

pub(super) fn mark(least_ms: u64, most_ms: u64) -> Mark {
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
fn replicator() -> Replicator {
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
fn aurora() -> AuroraGlobal {
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
fn datastore() -> GlobalDatastore {
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
fn valkey_store() -> ValkeyStore {
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
