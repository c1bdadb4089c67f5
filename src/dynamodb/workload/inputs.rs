//! What is asked about a workload: flags, scenario files, questions and evidence are all this one type.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::schema::Feature;
use super::values::{
    ByteSize, Latency, Layout, Lifetime, ReadConsistency, ReadPattern, ReplicaInput, Transactions, decimal,
};
use crate::values::share;

use crate::dynamodb::spec::Switch;

const TRAFFIC: &str = "The traffic";
const ITEMS: &str = "The items";
const CACHES: &str = "What stands before the table";
const TABLE: &str = "The table";

/// A workload as it was told. Whatever was not told is `None`; [`Inputs::check`] fills in the defaults and says so.
///
/// A scenario file has the flags' names with underscores for keys: `read_qps = 2000`.
#[derive(Clone, Debug, Default, PartialEq, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Inputs {
    /// The scenario's name, in files only.
    #[arg(skip)]
    pub name: Option<String>,

    /// Online queries per second at the peak, in the main Region.
    #[arg(long, value_name = "N", help_heading = TRAFFIC, allow_negative_numbers = true, value_parser = decimal)]
    pub read_qps: Option<f64>,

    /// Items written per second at the peak, in the main Region. A query's cached features count as items too.
    #[arg(long, value_name = "N", help_heading = TRAFFIC, allow_negative_numbers = true, value_parser = decimal)]
    pub write_qps: Option<f64>,

    /// Entities looked up by one query. Default: 1.
    #[arg(long, value_name = "N", help_heading = TRAFFIC, allow_negative_numbers = true, value_parser = decimal)]
    pub entities_per_query: Option<f64>,

    /// Items read for each entity. Default: 1.
    #[arg(long, value_name = "N", help_heading = TRAFFIC, allow_negative_numbers = true, value_parser = decimal)]
    pub items_per_entity: Option<f64>,

    /// How many times the traffic of the busiest moment is that of the quietest; 1 is flat. Default: 1.
    #[arg(long, value_name = "RATIO", help_heading = TRAFFIC, allow_negative_numbers = true, value_parser = decimal)]
    pub peak_to_trough: Option<f64>,

    /// The operation that reads. Default: batch-get.
    #[arg(long, value_name = "OPERATION", help_heading = TRAFFIC)]
    pub read_pattern: Option<ReadPattern>,

    /// How current reads are. Default: eventual.
    #[arg(long, value_name = "HOW", help_heading = TRAFFIC)]
    pub consistency: Option<ReadConsistency>,

    /// Which operations are transactions; they cost twice as much. Default: none.
    #[arg(long, value_name = "WHICH", help_heading = TRAFFIC)]
    pub transactions: Option<Transactions>,

    /// Bytes of a typical item, attribute names and keys included: 900, or 1.5KB (1 KB = 1,024). Default: 1KB, unless a
    /// schema tells.
    #[arg(long, value_name = "SIZE", help_heading = ITEMS, allow_negative_numbers = true)]
    pub item_bytes: Option<ByteSize>,

    /// The features of an item, in files only; `--schema` reads them from a file of their own.
    #[arg(skip)]
    pub features: Vec<Feature>,

    /// Bytes of a feature's short id, for a schema. Default: 3, an assumption.
    #[arg(long, value_name = "N", help_heading = ITEMS, allow_negative_numbers = true, value_parser = decimal)]
    pub feature_id_bytes: Option<f64>,

    /// Names of the key attributes, for a schema: `pk` and `sk` as documented, or those of the vendored modules.
    /// Default: documented.
    #[arg(long, value_name = "LAYOUT", help_heading = ITEMS)]
    pub layout: Option<Layout>,

    /// Name of the partition key attribute, where it is another than the layout's.
    #[arg(long, value_name = "NAME", help_heading = ITEMS)]
    pub partition_key: Option<String>,

    /// Name of the sort key attribute, where it is another than the layout's.
    #[arg(long, value_name = "NAME", help_heading = ITEMS)]
    pub sort_key: Option<String>,

    /// Typical bytes of both key values of an item together, for a schema. Default: 33, such as `user.id:12345678` with
    /// `user.credit_score`.
    #[arg(long, value_name = "N", help_heading = ITEMS, allow_negative_numbers = true, value_parser = decimal)]
    pub key_value_bytes: Option<f64>,

    /// Distinct entities in the table. With items per entity it gives the storage; with --zipf the hottest key.
    #[arg(long, value_name = "N", help_heading = ITEMS, allow_negative_numbers = true, value_parser = decimal)]
    pub entities: Option<f64>,

    /// How long an item lives before TTL deletes it, such as 30d. Default: for ever.
    #[arg(long, value_name = "DURATION", help_heading = ITEMS)]
    pub ttl: Option<Lifetime>,

    /// The share of lookups of stored keys that a cache before the table answers, such as 90% or 0.9. Default: 0.
    #[arg(long, value_name = "SHARE", help_heading = CACHES, allow_hyphen_values = true, value_parser = share)]
    pub cache_hit_rate: Option<f64>,

    /// Entries of an LRU cache before the table; its hit rate is reckoned from --entities and --zipf.
    #[arg(long, value_name = "N", help_heading = CACHES, allow_negative_numbers = true, value_parser = decimal)]
    pub cache_entries: Option<f64>,

    /// How skewed the popularity of entities is: the exponent of Zipf's law; 0 is uniform. Default: unknown.
    #[arg(long, value_name = "SKEW", help_heading = CACHES, allow_negative_numbers = true, value_parser = decimal)]
    pub zipf: Option<f64>,

    /// The share of lookups that ask for keys which are not in the table, such as 5% or 0.05. Default: 0.
    #[arg(long, value_name = "SHARE", help_heading = CACHES, allow_hyphen_values = true, value_parser = share)]
    pub absent_share: Option<f64>,

    /// The false-positive rate of a Bloom filter before the table, such as 1% or 0.01. Default: no filter.
    #[arg(long, value_name = "SHARE", help_heading = CACHES, allow_hyphen_values = true, value_parser = share)]
    pub bloom_fpr: Option<f64>,

    /// Memory that a Valkey cluster would have in all, such as 64GB, for the advice which store fits.
    #[arg(long, value_name = "SIZE", help_heading = CACHES, allow_negative_numbers = true)]
    pub valkey_memory: Option<ByteSize>,

    /// How long one lookup may take, such as 5ms, for the same advice.
    #[arg(long, value_name = "DURATION", help_heading = CACHES)]
    #[serde(alias = "latency_ms")]
    pub latency: Option<Latency>,

    /// The main Region. Default: that of the environment (`AWS_REGION`), else us-east-1.
    #[arg(long, value_name = "REGION", help_heading = TABLE)]
    pub region: Option<String>,

    /// Another Region of a global table, and its own traffic: `REGION`, or
    /// `REGION=READ_QPS,WRITE_QPS`. Repeat it.
    #[arg(long = "replica", value_name = "REGION[=READ_QPS[,WRITE_QPS]]", help_heading = TABLE)]
    pub replicas: Vec<ReplicaInput>,

    /// Point-in-time recovery, in every Region. Default: on.
    #[arg(long, value_name = "SWITCH", help_heading = TABLE)]
    pub point_in_time_recovery: Option<Switch>,

    /// Full on-demand backups that are kept, in the main Region. Default: 0.
    #[arg(long, value_name = "N", help_heading = TABLE, allow_negative_numbers = true, value_parser = decimal)]
    pub backups: Option<f64>,

    /// Calls of `GetRecords` per second by readers of your own on the table's stream. Default: 0; replication's are
    /// free.
    #[arg(long, value_name = "N", help_heading = TABLE, allow_negative_numbers = true, value_parser = decimal)]
    pub stream_reads: Option<f64>,
}

impl Inputs {
    /// These, and the other's where they say nothing. What contradicts the other's replaces it: a size a schema, a hit
    /// rate a number of entries, and the other way round.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let (tells_size, tells_features) = (self.item_bytes.is_some(), !self.features.is_empty());
        let (tells_rate, tells_entries) = (self.cache_hit_rate.is_some(), self.cache_entries.is_some());
        Self {
            name: self.name.or(other.name),
            read_qps: self.read_qps.or(other.read_qps),
            write_qps: self.write_qps.or(other.write_qps),
            entities_per_query: self.entities_per_query.or(other.entities_per_query),
            items_per_entity: self.items_per_entity.or(other.items_per_entity),
            peak_to_trough: self.peak_to_trough.or(other.peak_to_trough),
            read_pattern: self.read_pattern.or(other.read_pattern),
            consistency: self.consistency.or(other.consistency),
            transactions: self.transactions.or(other.transactions),
            item_bytes: self.item_bytes.or(other.item_bytes.filter(|_| !tells_features)),
            features: if tells_features || tells_size { self.features } else { other.features },
            feature_id_bytes: self.feature_id_bytes.or(other.feature_id_bytes),
            layout: self.layout.or(other.layout),
            partition_key: self.partition_key.or(other.partition_key),
            sort_key: self.sort_key.or(other.sort_key),
            key_value_bytes: self.key_value_bytes.or(other.key_value_bytes),
            entities: self.entities.or(other.entities),
            ttl: self.ttl.or(other.ttl),
            cache_hit_rate: self.cache_hit_rate.or(other.cache_hit_rate.filter(|_| !tells_entries)),
            cache_entries: self.cache_entries.or(other.cache_entries.filter(|_| !tells_rate)),
            zipf: self.zipf.or(other.zipf),
            absent_share: self.absent_share.or(other.absent_share),
            bloom_fpr: self.bloom_fpr.or(other.bloom_fpr),
            valkey_memory: self.valkey_memory.or(other.valkey_memory),
            latency: self.latency.or(other.latency),
            region: self.region.or(other.region),
            replicas: if self.replicas.is_empty() { other.replicas } else { self.replicas },
            point_in_time_recovery: self.point_in_time_recovery.or(other.point_in_time_recovery),
            backups: self.backups.or(other.backups),
            stream_reads: self.stream_reads.or(other.stream_reads),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_beat_the_file_and_what_contradicts_it_replaces_it() {
        let file = Inputs {
            read_qps: Some(1.0),
            write_qps: Some(2.0),
            cache_hit_rate: Some(0.5),
            features: vec![Feature {
                name: "f".into(),
                dtype: super::super::dtype::Dtype::Int,
                length: None,
                list_length: None,
                null_share: None,
                fields: Vec::new(),
            }],
            ..Inputs::default()
        };
        let flags = Inputs {
            read_qps: Some(9.0),
            cache_entries: Some(10.0),
            item_bytes: Some(ByteSize(500.0)),
            ..Inputs::default()
        };
        let both = flags.clone().over(file.clone());
        assert_eq!((both.read_qps, both.write_qps), (Some(9.0), Some(2.0)));
        assert_eq!((both.cache_hit_rate, both.cache_entries), (None, Some(10.0)));
        assert!(both.features.is_empty() && both.item_bytes.is_some());
        let back = file.over(flags);
        assert_eq!((back.cache_hit_rate, back.cache_entries), (Some(0.5), None));
        assert!(back.features.len() == 1 && back.item_bytes.is_none());
    }
}
