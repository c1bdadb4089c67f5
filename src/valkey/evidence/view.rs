//! The cluster as one node sees it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::valkey::{Address, Slots};

/// Whose copy of a shard's data a node holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It takes writes, or did so until it failed.
    Primary,
    /// It follows a primary.
    Replica,
}

impl Role {
    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Replica => "replica",
        }
    }
}

/// How a node fares in another's eyes. `CLUSTER SHARDS` never says that a node is only suspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Nothing is held against it.
    Online,
    /// It has not replicated a byte yet: `CLUSTER SLOTS` leaves it out.
    Loading,
    /// The majority of the primaries agreed that it failed.
    Failed,
}

impl Health {
    /// As people write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Loading => "loading",
            Self::Failed => "failed",
        }
    }
}

/// The command that a view was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewSource {
    /// `CLUSTER SHARDS`.
    Shards,
    /// `CLUSTER NODES`, where there is no `CLUSTER SHARDS`.
    Nodes,
    /// `INFO replication` of a store that is no cluster.
    Replication,
}

/// A node, as another one knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Member {
    /// The node's own id; its address where it has none (a store that is no cluster).
    pub id: String,
    /// Where clients are sent.
    pub address: Address,
    /// The host name that it announces, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Whose copy it holds.
    pub role: Role,
    /// How it fares.
    pub health: Health,
    /// `availability-zone`, which Valkey 9.1 and later tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// A shard, as one node knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ShardView {
    /// The slots that it serves; none for a shard that waits for some.
    pub slots: Slots,
    /// Its nodes, by id. After a failover a failed former primary is among them, with the role of a primary.
    pub members: Vec<Member>,
}

impl ShardView {
    /// The primary that has the slots: of several the one that has not failed.
    pub fn primary(&self) -> Option<&Member> {
        let primaries = || self.members.iter().filter(|member| member.role == Role::Primary);
        primaries().find(|member| member.health != Health::Failed).or_else(|| primaries().next_back())
    }
}

/// All shards, as one node knows them: sorted, and without what differs from one moment to the next, so that two
/// nodes that know the same have equal views.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct View {
    /// What it was read from.
    pub source: ViewSource,
    /// The shards, by their lowest slot, those without slots last.
    pub shards: Vec<ShardView>,
}

impl View {
    /// A view with everything in its place.
    pub fn sorted(source: ViewSource, mut shards: Vec<ShardView>) -> Self {
        for shard in &mut shards {
            shard.members.sort_unstable();
        }
        let order = |shard: &ShardView| {
            let id = shard.members.first().map(|member| member.id.clone());
            (shard.slots.first().is_none(), shard.slots.first(), id)
        };
        shards.sort_by_cached_key(order);
        Self { source, shards }
    }

    /// The id of a node that stands in it more than once: it would count as several copies of the data.
    pub fn repeated(&self) -> Option<&str> {
        let mut seen = BTreeSet::new();
        self.members().map(|member| member.id.as_str()).find(|id| !seen.insert(*id))
    }

    /// The view, in which every node has to stand once.
    ///
    /// # Errors
    /// The node that does not.
    pub fn checked(self) -> Result<Self, String> {
        match self.repeated().map(|id| format!("node {id} stands in it more than once")) {
            Some(reason) => Err(reason),
            None => Ok(self),
        }
    }

    /// Every node.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.shards.iter().flat_map(|shard| &shard.members)
    }
}
