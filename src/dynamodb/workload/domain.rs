//! A workload that makes sense: what [`super::Inputs`] become once they were checked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bloom::BloomEstimate;
use super::cache::LruEstimate;
use super::schema::SchemaBytes;
use super::values::ReadPattern;
use crate::dynamodb::units::Consistency;

/// A checked workload. Every number is finite and within the range that its input allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Workload {
    /// The scenario's name, if it has one.
    pub name: Option<String>,
    /// The Regions and their own traffic; the first is the main one.
    pub regions: Vec<RegionTraffic>,
    /// Entities that one query looks up.
    pub entities_per_query: f64,
    /// Items of each entity.
    pub items_per_entity: f64,
    /// What an item weighs.
    pub item: ItemSize,
    /// The operation that reads.
    pub read_pattern: ReadPattern,
    /// What a read costs for its consistency, transactions included.
    pub consistency: Consistency,
    /// Whether writes are transactions.
    pub transactional_writes: bool,
    /// What stands before the table.
    pub before: Before,
    /// Distinct entities, where that was told.
    pub entities: Option<f64>,
    /// The exponent of Zipf's law, where it was told.
    pub skew: Option<f64>,
    /// Seconds that an item lives, where it expires.
    pub ttl_s: Option<u64>,
    /// How many times the least traffic the most is; 1 is flat.
    pub peak_to_trough: f64,
    /// Whether point-in-time recovery is on.
    pub point_in_time_recovery: bool,
    /// Full backups that are kept.
    pub backups: f64,
    /// `GetRecords` calls a second of readers of the table's stream.
    pub stream_reads: f64,
    /// Memory of a Valkey cluster to compare with, in bytes.
    pub valkey_memory: Option<f64>,
    /// What a lookup may take, in milliseconds.
    pub latency_ms: Option<f64>,
    /// What was not told, and what was taken for it.
    pub assumptions: Vec<String>,
}

/// A Region's own traffic at the peak.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionTraffic {
    /// Such as `us-east-1`.
    pub region: String,
    /// Queries per second that its own query servers send.
    pub read_qps: f64,
    /// Item writes per second that are sent to it, not replicated to it.
    pub write_qps: f64,
}

/// What an item weighs, and how that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ItemSize {
    /// Bytes of an item, names and keys included, rounded up.
    pub bytes: u64,
    /// Bytes of the same features as one JSON text with their full names; only from a schema.
    pub raw_json_bytes: Option<u64>,
    /// How the bytes come about.
    pub formula: String,
    /// The features, only from a schema.
    pub schema: Option<SchemaBytes>,
    /// Whether nobody told it, so that a size is taken.
    pub is_assumed: bool,
}

/// What stands before the table, and what of it is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Before {
    /// The share of lookups that ask for keys which are not in the table.
    pub absent_share: f64,
    /// The Bloom filter, if there is one.
    pub bloom: Option<Bloom>,
    /// The share of lookups of stored keys that the cache answers.
    pub hit_rate: f64,
    /// Entries of the LRU cache, where the hit rate was reckoned from them.
    pub cache_entries: Option<u64>,
    /// That reckoning.
    pub lru: Option<LruEstimate>,
}

/// A Bloom filter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bloom {
    /// The false-positive rate that was asked for.
    pub false_positive_rate: f64,
    /// Its size, where the number of entities is known.
    pub estimate: Option<BloomEstimate>,
}

impl Workload {
    /// Whether there are replicas, so that writes are charged as replicated ones.
    pub fn is_global(&self) -> bool {
        self.regions.len() > 1
    }

    /// Items in the table, where the number of entities is known.
    pub fn items(&self) -> Option<f64> {
        Some(self.entities? * self.items_per_entity)
    }

    /// The mean of a day over its peak, for a load that swings as a sine between trough and peak: (1 + 1/ratio) / 2.
    pub fn mean_share(&self) -> f64 {
        f64::midpoint(1.0, 1.0 / self.peak_to_trough)
    }
}
