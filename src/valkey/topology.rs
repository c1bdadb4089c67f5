//! The store as all that was seen of it together tells: shards, their nodes, and what is known of each.

use crate::connect::evidence::{ClientFacts, MemoryFacts, ServerFacts};
use crate::valkey::evidence::Role;
use crate::valkey::reply::{Replication, Settings};
use crate::valkey::{Address, Slots};

/// A store's topology.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topology {
    /// Whether it is a cluster; else it is one primary and its replicas.
    pub is_cluster: bool,
    /// The shards, by their lowest slot; those without slots come last.
    pub shards: Vec<Shard>,
    /// Every node.
    pub nodes: Vec<Node>,
    /// The settings that matter, from the nodes that tell.
    pub settings: Settings,
}

/// A shard: the nodes that hold the same slots' data. Nodes are indices into [`Topology::nodes`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shard {
    /// Its slots; none for one that waits for some.
    pub slots: Slots,
    /// The node that takes its writes, whether it is up or not. None where nobody knows one.
    pub primary: Option<usize>,
    /// The nodes that follow.
    pub replicas: Vec<usize>,
    /// Failed nodes that were its primary before a failover.
    pub former: Vec<usize>,
}

impl Shard {
    /// Its primary and its replicas.
    pub fn members(&self) -> impl Iterator<Item = usize> {
        self.primary.into_iter().chain(self.replicas.iter().copied())
    }
}

/// How many replicas a shard has, by what is known of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReplicaCount {
    /// Those that are there.
    pub seen: usize,
    /// Those that did not answer, and that the other nodes hold nothing against.
    pub silent: usize,
    /// Those that failed, and a failed primary of before, which would come back as one.
    pub failed: usize,
}

/// Whether a node serves, as far as can be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It answered, or the other nodes hold nothing against it and nobody asked it.
    #[default]
    Up,
    /// It has no data yet.
    Loading,
    /// Some nodes cannot reach it, but the majority has not agreed (`fail?`). It did answer.
    Suspected,
    /// It did not answer, though the other nodes hold nothing against it, or not yet.
    Unreached,
    /// The majority agreed that it failed.
    Failed,
}

impl State {
    /// Whether it counts as one that serves.
    pub const fn is_up(self) -> bool {
        matches!(self, Self::Up | Self::Suspected)
    }

    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Loading => "loading",
            Self::Suspected => "suspected",
            Self::Unreached => "unreached",
            Self::Failed => "failed",
        }
    }
}

/// A node's availability zone, by where it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Zones {
    /// The field `availability-zone` of `CLUSTER SHARDS`: the only one that the documented `ZONAL_AFFINITY` reads.
    pub shards: Option<String>,
    /// `availability_zone` of the node's own `INFO server`.
    pub info: Option<String>,
    /// What `--zone-map` says.
    pub map: Option<String>,
    /// A token of its host name that looks like a zone.
    pub hostname: Option<String>,
}

impl Zones {
    /// The zone that it most likely stands in: what the servers say comes first, a guess from a name last.
    pub fn best(&self) -> Option<&str> {
        let all = [&self.shards, &self.info, &self.map, &self.hostname];
        // Servers take blanks for a name: it says no more of where a node stands than none.
        all.into_iter().filter_map(|zone| zone.as_deref()).find(|zone| !zone.trim().is_empty())
    }
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Its own id; its address where it has none.
    pub id: String,
    /// Where clients are sent.
    pub address: Address,
    /// Its place among the evidence's nodes, if it was asked.
    pub asked: Option<usize>,
    /// The host name that it announces.
    pub hostname: Option<String>,
    /// Its role in the view that most nodes share. None for a node that no view knows.
    pub role: Option<Role>,
    /// Whether it serves.
    pub state: State,
    /// Its zone, by source.
    pub zones: Zones,
    /// Whether `CLUSTER SLOTS` of the first node lists it as a replica, so that a query server may connect to it.
    /// Where nobody was asked, every replica that is online.
    pub is_listed: bool,
    /// Whether its cluster serves, as it says itself (`cluster_state`), if it told.
    pub is_cluster_up: Option<bool>,
    /// Whether it stands for election: `None` where nobody told.
    pub stands_for_election: Option<bool>,
    /// Bytes that it is behind its primary, where both told.
    pub lag_bytes: Option<u64>,
    /// The fastest of its round trips, in microseconds.
    pub rtt_us: Option<u64>,
    /// `INFO server`, if it told.
    pub server: Option<ServerFacts>,
    /// `INFO clients`, if it told.
    pub clients: Option<ClientFacts>,
    /// `INFO replication`, if it told.
    pub replication: Option<Replication>,
    /// `INFO memory`, if it told.
    pub memory: Option<MemoryFacts>,
}

impl Node {
    /// The zone that it most likely stands in.
    pub fn zone(&self) -> Option<&str> {
        self.zones.best()
    }

    /// Whether a replica's data is fit for it to become primary: it follows, or nobody said that it does not.
    pub fn is_link_up(&self) -> bool {
        let status = self.replication.as_ref().and_then(|replication| replication.link_status.as_deref());
        status.is_none_or(|status| status == "up")
    }
}

impl Topology {
    /// Every zone that a node stands in, sorted, each once.
    pub fn zones(&self) -> Vec<&str> {
        let mut zones: Vec<&str> = self.nodes.iter().filter_map(Node::zone).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    /// The shards that serve slots, with their place among the shards. In a store that is no cluster, the only one.
    pub fn serving(&self) -> impl Iterator<Item = (usize, &Shard)> {
        self.shards.iter().enumerate().filter(|(_, shard)| !self.is_cluster || !shard.slots.is_empty())
    }

    /// Whether a node answers reads as it stands: it is up, and does not refuse them with `CLUSTERDOWN`.
    pub fn serves_reads(&self, node: usize) -> bool {
        let node = &self.nodes[node];
        let refuses = node.is_cluster_up == Some(false) && self.settings.allow_reads_when_down != Some(true);
        node.state.is_up() && !refuses
    }

    /// How many replicas a shard has.
    pub fn replica_count(&self, shard: &Shard) -> ReplicaCount {
        let mut count = ReplicaCount { failed: shard.former.len(), ..ReplicaCount::default() };
        for node in &shard.replicas {
            match self.nodes[*node].state {
                State::Up | State::Suspected | State::Loading => count.seen += 1,
                State::Unreached => count.silent += 1,
                State::Failed => count.failed += 1,
            }
        }
        count
    }

    /// The shard's replicas that a query server may connect to.
    pub fn listed_replicas<'a>(&'a self, shard: &'a Shard) -> impl Iterator<Item = usize> + 'a {
        shard.replicas.iter().copied().filter(|replica| self.nodes[*replica].is_listed)
    }
}
