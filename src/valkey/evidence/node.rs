//! What each node answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::View;
use crate::connect::evidence::{
    Answered, ClientFacts, ClusterState, MemoryFacts, PersistenceFacts, ServerFacts,
};
use crate::valkey::Address;
use crate::valkey::reply::{Gossip, Replication, Settings, SlotRow};

/// What was seen of a store's topology.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When the observation began: RFC 3339, UTC, with milliseconds.
    pub observed_at: String,
    /// How long it was allowed to take.
    pub timeout_ms: u64,
    /// Where it was read.
    pub origin: Origin,
    /// The distinct views that nodes have: hundreds of nodes mostly share one.
    pub views: Vec<View>,
    /// Every node that was asked, by address. None where the view comes from a file.
    pub nodes: Vec<Node>,
}

/// Where a topology was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From the servers, beginning with the one that the URI names.
    Store {
        /// The one that the URI names.
        seed: Address,
        /// Whether the URI asks for TLS.
        tls: bool,
        /// What the URI says of `clustered`.
        clustered: bool,
    },
    /// From a saved reply to `CLUSTER SHARDS`: nobody was asked.
    File,
}

/// A node and what came of asking it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// Where it was asked.
    pub address: Address,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of asking a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It answered something.
    Answered(Box<Answers>),
    /// It answered nothing.
    Unreached(Unreached),
}

/// How far a connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Looking its name up.
    Resolve,
    /// The TCP connection.
    Connect,
    /// The TLS handshake, and whether the certificate may be trusted.
    Tls,
    /// The first answer.
    Answer,
}

impl Unreached {
    /// The reason where a node was never asked, because the time was up before its turn.
    pub const NO_TIME: &'static str = "there was no time left to ask it";

    /// Whether it was asked at all.
    pub fn was_asked(&self) -> bool {
        self.reason != Self::NO_TIME
    }
}

impl Stage {
    /// What did not happen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resolve => "its name could not be looked up",
            Self::Connect => "it could not be connected to",
            Self::Tls => "the TLS handshake failed",
            Self::Answer => "it did not answer",
        }
    }
}

/// Why a node answered nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unreached {
    /// How far it came.
    pub stage: Stage,
    /// What was seen, such as `refused`.
    pub reason: String,
    /// Whether the time was up: a node that hangs, rather than one that is gone.
    pub timed_out: bool,
    /// When it was given up, in microseconds after the start.
    pub after_us: u64,
}

/// What a node answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answers {
    /// How long the TCP connection took, in microseconds.
    pub connect_us: u64,
    /// Round trips of single PINGs, in microseconds, in the order in which they were made.
    pub rtt_us: Vec<u64>,
    /// What came of logging in: null where the URI has no credentials.
    pub login: Option<Answered<()>>,
    /// `CLUSTER SHARDS`: an index into the evidence's `views`.
    pub shards: Answered<usize>,
    /// The same of `CLUSTER NODES` or `INFO replication`, where `CLUSTER SHARDS` told nothing.
    pub other_view: Option<usize>,
    /// `CLUSTER NODES`: its own id and its doubts.
    pub gossip: Answered<Gossip>,
    /// `CLUSTER SLOTS`, which only the first node is asked: it is what a query server reads.
    pub slots: Option<Answered<Vec<SlotRow>>>,
    /// `CLUSTER INFO`.
    pub cluster: Answered<ClusterState>,
    /// `INFO server`.
    pub server: Answered<ServerFacts>,
    /// `INFO clients`.
    pub clients: Answered<ClientFacts>,
    /// `INFO replication`.
    pub replication: Answered<Replication>,
    /// `INFO memory`.
    pub memory: Answered<MemoryFacts>,
    /// `INFO persistence`.
    pub persistence: Answered<PersistenceFacts>,
    /// `CONFIG GET`.
    pub settings: Answered<Settings>,
}

impl Answers {
    /// Its view of the cluster: an index into the evidence's `views`.
    pub fn view(&self) -> Option<usize> {
        self.shards.known().copied().or(self.other_view)
    }
}

impl Evidence {
    /// The nodes that answered, with what they answered.
    pub fn answered(&self) -> impl Iterator<Item = (&Address, &Answers)> {
        self.nodes.iter().filter_map(|node| match &node.outcome {
            Outcome::Answered(answers) => Some((&node.address, &**answers)),
            Outcome::Unreached(_) => None,
        })
    }

    /// The node that the URI names, with what it answered.
    pub fn seed(&self) -> Option<(&Address, &Answers)> {
        let Origin::Store { seed, .. } = &self.origin else { return None };
        self.answered().find(|(address, _)| *address == seed)
    }

    /// Whether evidence that was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let named = self.answered().filter_map(|(_, answers)| answers.view());
        if named.max().is_some_and(|view| view >= self.views.len()) {
            return Err("a node's view is missing");
        }
        if self.views.iter().any(|view| view.repeated().is_some()) {
            return Err("a node stands in a view more than once");
        }
        Ok(())
    }
}
