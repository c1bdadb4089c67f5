//! What an operator says about the deployment, so that what was seen can be judged by it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::zone_map::ZoneMap;
use super::{Address, VersionWanted};

/// How a query server chooses the replicas that it connects to: `CHALK_REDIS_REPLICA_CONNECTION_POLICY` (Chalk
/// documentation, Online store).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Policy {
    /// The variable is not set: every replica.
    #[default]
    #[serde(rename = "unset")]
    Unset,
    /// One replica of each shard, chosen at random at startup.
    #[serde(rename = "UNIFORM_RANDOM")]
    UniformRandom,
    /// The replicas in the query server's own zone.
    #[serde(rename = "ZONAL_AFFINITY")]
    ZonalAffinity,
}

impl Policy {
    /// Every policy, in the documentation's order.
    pub const ALL: [Self; 3] = [Self::Unset, Self::UniformRandom, Self::ZonalAffinity];

    /// As it is written into the variable; `unset` where nothing is.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::UniformRandom => "UNIFORM_RANDOM",
            Self::ZonalAffinity => "ZONAL_AFFINITY",
        }
    }
}

/// Query servers, and where they run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QueryServers {
    /// Their availability zone; none where it was not said.
    pub zone: Option<String>,
    /// How many there are.
    pub count: u32,
}

/// What to imagine as lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// Every node of a zone.
    Zone(String),
    /// One node.
    Node(Address),
}

/// What an operator says about the deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// The query server's zone: `CHALK_AVAILABILITY_ZONE`.
    pub zone: Option<String>,
    /// The policy that is used. None: all are compared, and none is a fault.
    pub policy: Option<Policy>,
    /// The query servers. Empty: one is reckoned with.
    pub query_servers: Vec<QueryServers>,
    /// Cluster clients in each query server.
    pub clients_per_server: Option<u32>,
    /// Sets of zones and nodes to imagine as lost together, beside each zone alone.
    pub lose: Vec<Vec<Lost>>,
    /// Zones of nodes whose servers do not tell them.
    pub zone_map: ZoneMap,
    /// The seed of simulations; 0 unless something else was said.
    pub seed: Option<u64>,
    /// How many shards serve slots; a store that is no cluster is one.
    pub shards: Option<u32>,
    /// How many replicas each shard has.
    pub replicas_per_shard: Option<u32>,
    /// What every server runs.
    pub server_version: Option<VersionWanted>,
}

impl Expectations {
    /// How many query servers there are in all; one where nothing was said.
    pub fn query_server_count(&self) -> u64 {
        let said: u64 = self.query_servers.iter().map(|servers| u64::from(servers.count)).sum();
        if self.query_servers.is_empty() { 1 } else { said }
    }

    /// The zones that query servers run in, each once.
    pub fn zones_of_query_servers(&self) -> Vec<&str> {
        let said = self.query_servers.iter().filter_map(|servers| servers.zone.as_deref());
        let mut zones: Vec<&str> = self.zone.as_deref().into_iter().chain(said).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    /// Cluster clients in each query server: one unless something else was said.
    pub fn clients(&self) -> u64 {
        u64::from(self.clients_per_server.unwrap_or(1).max(1))
    }

    /// The seed of simulations.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or_default()
    }

    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        Self {
            zone: self.zone.or(recorded.zone),
            policy: self.policy.or(recorded.policy),
            query_servers: if self.query_servers.is_empty() {
                recorded.query_servers
            } else {
                self.query_servers
            },
            clients_per_server: self.clients_per_server.or(recorded.clients_per_server),
            lose: if self.lose.is_empty() { recorded.lose } else { self.lose },
            zone_map: if self.zone_map.entries.is_empty() { recorded.zone_map } else { self.zone_map },
            seed: self.seed.or(recorded.seed),
            shards: self.shards.or(recorded.shards),
            replicas_per_shard: self.replicas_per_shard.or(recorded.replicas_per_shard),
            server_version: self.server_version.or(recorded.server_version),
        }
    }
}
