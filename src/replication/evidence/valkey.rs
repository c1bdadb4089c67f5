//! The replicas of a Valkey or Redis store.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::valkey::{self, Address};

/// A Valkey or Redis store, and how far its nodes were in the replication stream, several times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValkeyStore {
    /// What to call it: its URI as it may be shown, or its secret.
    pub name: String,
    /// Its nodes and what they say of each other.
    pub topology: valkey::Evidence,
    /// The offsets, in the order in which they were read.
    pub offsets: Vec<Offsets>,
}

impl ValkeyStore {
    /// A store that was named and could not be looked at, because where it is could not be found out. It is not left out:
    /// what it would lose counts.
    pub fn unread(name: String, observed_at: String) -> Self {
        let topology = valkey::Evidence {
            observed_at,
            timeout_ms: 0,
            origin: valkey::evidence::Origin::File,
            views: Vec::new(),
            nodes: Vec::new(),
        };
        Self { name, topology, offsets: Vec::new() }
    }
}

/// The offsets of one node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offsets {
    /// The node.
    pub node: Address,
    /// Whom it follows, by its own words; null for a primary.
    pub primary: Option<Address>,
    /// What was read, in order.
    pub samples: Vec<OffsetSample>,
    /// Why there are no more; null where all were read.
    pub failure: Option<String>,
}

/// `INFO replication` of one node at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OffsetSample {
    /// When it was asked, in microseconds after the observation began.
    pub asked_us: u64,
    /// When it had answered, in microseconds after the observation began.
    pub answered_us: u64,
    /// How far it is in the replication stream, in bytes: written by a primary, applied by a replica.
    pub offset: Option<u64>,
    /// `master_link_status` of a replica.
    pub link: Option<String>,
    /// `master_last_io_seconds_ago` of a replica.
    pub last_io_s: Option<u64>,
    /// `master_link_down_since_seconds` of a replica whose link is down.
    #[serde(default)]
    pub link_down_s: Option<u64>,
}
