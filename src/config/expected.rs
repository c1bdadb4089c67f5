//! What each room expects of an environment.

use std::time::Duration;

use super::{Environment, Objectives, Replication, Table, Waiver};
use crate::failover::observe::HostAddress;
use crate::report::catalogue;
use crate::valkey::{QueryServers, ZoneMap};
use crate::{dataflow, dynamodb, failover, replication, valkey};

/// What an environment's description expects, by room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// Of a topology. The query server's own zone is not described: it is the variable's.
    pub topology: valkey::Expectations,
    /// Of the table.
    pub table: dynamodb::table::Expectations,
    /// Of replication.
    pub replication: replication::Expectations,
    /// Of failover.
    pub failover: failover::Expectations,
    /// Of the flows between the planes.
    pub dataflow: dataflow::Expectations,
}

impl Environment {
    /// What is expected. `zone_map` is what the file of `topology.zone_map` says.
    pub fn expected(&self, zone_map: ZoneMap) -> Expected {
        let rpo_ms = self.objectives.rpo_ms();
        let topology = self.topology.clone().unwrap_or_default();
        let servers =
            |(zone, count): (&String, &u32)| QueryServers { zone: Some(zone.clone()), count: *count };
        let failover = self.failover.clone().unwrap_or_default();
        Expected {
            topology: valkey::Expectations {
                policy: topology.policy,
                query_servers: topology.query_servers.iter().map(servers).collect(),
                clients_per_server: topology.clients_per_server,
                zone_map,
                shards: topology.shards,
                replicas_per_shard: topology.replicas_per_shard,
                server_version: topology.server_version,
                ..valkey::Expectations::default()
            },
            table: dynamodb::table::Expectations {
                wanted: self.table.as_ref().map(|table| table.wanted.clone()).unwrap_or_default(),
            },
            replication: replication::Expectations { rpo_ms, max_lag_ms: self.objectives.max_lag_ms() },
            failover: failover::Expectations {
                rto_ms: self.objectives.rto_ms(),
                rpo_ms,
                active: failover.active,
                metadata: failover.metadata,
                offline_hosts: failover.offline_hosts.iter().map(|host| host_alone(host)).collect(),
                deployed: failover.deployed,
                query_servers: failover.query_servers,
                ..failover::Expectations::default()
            },
            dataflow: self.dataflow.clone().map_or_else(dataflow::Expectations::default, |flows| {
                dataflow::Expectations {
                    require: flows.require,
                    metadata_hosts: flows.metadata_hosts,
                    allow_hosts: flows.allow_hosts,
                    other_path: flows.other_path,
                    image_repositories: flows.image_repositories,
                }
            }),
        }
    }

    /// The checks that are skipped.
    pub fn waivers(&self) -> Vec<Waiver> {
        let waiver = |skip: &super::Skip| Waiver {
            code: catalogue::find(&skip.check).map_or(&*skip.check, |check| check.code).to_owned(),
            reason: skip.reason.clone(),
            until: skip.until.clone(),
            about: skip.about.clone(),
            origin: skip.origin.clone(),
        };
        self.skip.iter().map(waiver).collect()
    }
}

impl Objectives {
    /// Whether anything is promised that the replicas have to keep: it cannot be judged without looking at them.
    pub const fn are_of_replicas(&self) -> bool {
        self.rpo.is_some() || self.max_lag.is_some()
    }

    /// The recovery point objective, in milliseconds.
    pub fn rpo_ms(&self) -> Option<u64> {
        self.rpo.as_deref().and_then(milliseconds_of)
    }

    /// The recovery time objective, in milliseconds.
    pub fn rto_ms(&self) -> Option<u64> {
        self.rto.as_deref().and_then(milliseconds_of)
    }

    /// The greatest lag of any replica, in milliseconds.
    pub fn max_lag_ms(&self) -> Option<u64> {
        self.max_lag.as_deref().and_then(milliseconds_of)
    }
}

impl Table {
    /// How far back its metrics are looked at.
    pub fn window(&self) -> Option<Duration> {
        self.window.as_deref().and_then(duration)
    }
}

impl Replication {
    /// How far back metrics are looked at.
    pub fn window(&self) -> Option<Duration> {
        self.window.as_deref().and_then(duration)
    }
}

/// A host without the way in which it is spoken with.
fn host_alone(text: &str) -> String {
    text.parse::<HostAddress>().map_or_else(|_| text.to_owned(), |address| address.host)
}

/// A duration as it is written; [`super::read`] has refused what is none.
fn duration(text: &str) -> Option<Duration> {
    humantime::parse_duration(text).ok()
}

/// The same in milliseconds.
pub(super) fn milliseconds_of(text: &str) -> Option<u64> {
    duration(text).map(milliseconds)
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
