//! Everything that was looked at.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AuroraGlobal, GlobalDatastore, GlobalTable, Replicator, ValkeyStore};
use crate::connect::evidence::Credentials;
use crate::metrics::WindowSeen;

/// What was seen of the replication of one deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When the observation began: RFC 3339, UTC.
    pub observed_at: String,
    /// The profile, where one was asked for.
    pub profile: Option<String>,
    /// The endpoint, where one was asked for instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// The search for credentials, which fails where no Region is known; null where nothing of AWS's was named.
    pub credentials: Option<Credentials>,
    /// The window that `CloudWatch` was asked for.
    pub window: WindowSeen,
    /// The sources, in the order of the command line's options.
    pub sources: Vec<Source>,
}

/// Something that replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Source {
    /// A `DynamoDB` global table.
    GlobalTable(GlobalTable),
    /// An MSK Replicator.
    MskReplicator(Replicator),
    /// An Aurora Global Database.
    AuroraGlobal(AuroraGlobal),
    /// An `ElastiCache` Global Datastore.
    GlobalDatastore(GlobalDatastore),
    /// The replicas of a Valkey or Redis store.
    Valkey(ValkeyStore),
}

impl Source {
    /// What to call it: its own name.
    pub fn name(&self) -> &str {
        match self {
            Self::GlobalTable(seen) => &seen.table,
            Self::MskReplicator(seen) => seen.name(),
            Self::AuroraGlobal(seen) => &seen.id,
            Self::GlobalDatastore(seen) => &seen.id,
            Self::Valkey(seen) => &seen.name,
        }
    }
}
