//! What was seen of a table in all of its Regions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Dimension, Metrics, Sampled, Scaling, Settings};
use crate::aws::{Asked, Failure, FailureKind, FoundRegion};
use crate::connect::evidence::{Credentials, Key};
use crate::metrics::{Series, WindowSeen};

/// Provisioned capacity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProvisionedSeen {
    /// Read units a second.
    pub read_units: i64,
    /// Write units a second.
    pub write_units: i64,
    /// How often capacity was decreased since 00:00 UTC. After four, there is one an hour.
    pub decreases_today: Option<i64>,
    /// When it was last increased: RFC 3339, UTC.
    pub increased_at: Option<String>,
    /// When it was last decreased: RFC 3339, UTC.
    pub decreased_at: Option<String>,
}

/// An index. Indexes have capacity, metrics and scaling of their own, which are not asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IndexSeen {
    /// Its name.
    pub name: String,
    /// Whether it is a global one. A local one shares the table's capacity.
    pub is_global: bool,
    /// Its provisioned read and write units; null of a local index, and on demand.
    pub provisioned: Option<ProvisionedSeen>,
    /// Its bytes, which `DynamoDB` updates about every six hours.
    pub size_bytes: Option<i64>,
}

/// What the table can take at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WarmThroughput {
    /// Read units a second.
    pub read_units: Option<i64>,
    /// Write units a second.
    pub write_units: Option<i64>,
}

/// How a table's data is encrypted, as far as `DescribeTable` tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EncryptionSeen {
    /// `ENABLED`, `UPDATING` and so on. A table under AWS's own key has no description at all.
    pub status: Option<String>,
    /// The ARN of the KMS key: that of `aws/dynamodb` or one of the customer's, which `DescribeTable` does not tell apart.
    pub key: Option<String>,
    /// Since when the key is out of reach: RFC 3339, UTC.
    pub inaccessible_since: Option<String>,
}

/// Another Region of a global table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReplicaSeen {
    /// The Region.
    pub region: String,
    /// `ReplicaStatus`, such as `ACTIVE`.
    pub status: Option<String>,
    /// Its own provisioned read units, where they differ from the table's.
    pub read_units_override: Option<i64>,
    /// Its own most on-demand read units, where they differ from the table's.
    pub max_read_request_units_override: Option<i64>,
    /// Its own table class, where it differs.
    pub table_class: Option<String>,
    /// What AWS says of the status.
    #[serde(default)]
    pub status_description: Option<String>,
    /// Its KMS key.
    #[serde(default)]
    pub kms_key: Option<String>,
}

/// What `DescribeTable` told in one Region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// `TableStatus`, such as `ACTIVE`.
    pub status: Option<String>,
    /// The hash (partition) key.
    pub hash_key: Option<Key>,
    /// The range (sort) key.
    pub range_key: Option<Key>,
    /// `PROVISIONED` or `PAY_PER_REQUEST`.
    pub billing_mode: String,
    /// The provisioned capacity; null on demand.
    pub provisioned: Option<ProvisionedSeen>,
    /// The most read and write request units a second on demand, where the table has such a limit.
    pub max_request_units: Option<WarmThroughput>,
    /// `STANDARD` or `STANDARD_INFREQUENT_ACCESS`.
    pub table_class: String,
    /// `ItemCount`, which `DynamoDB` updates about every six hours.
    pub item_count: Option<i64>,
    /// `TableSizeBytes`, without the 100 bytes of each item; as old as the count.
    pub size_bytes: Option<i64>,
    /// What the stream shows, such as `NEW_AND_OLD_IMAGES`; null without a stream.
    pub stream: Option<String>,
    /// The indexes, global ones first.
    pub indexes: Vec<IndexSeen>,
    /// The warm throughput.
    pub warm_throughput: Option<WarmThroughput>,
    /// When it was created: RFC 3339, UTC.
    pub created_at: Option<String>,
    /// `EVENTUAL` or `STRONG` for a global table.
    pub multi_region_consistency: Option<String>,
    /// The other Regions: a replica does not list itself.
    pub replicas: Vec<ReplicaSeen>,
    /// The table's ARN.
    #[serde(default)]
    pub arn: Option<String>,
    /// The KMS key; null where AWS's own key is used.
    #[serde(default)]
    pub encryption: Option<EncryptionSeen>,
    /// Whether it must be unlocked before it can be deleted; null where AWS does not say.
    #[serde(default)]
    pub is_deletion_protected: Option<bool>,
    /// `ACTIVE`, or `UPDATING` while the warm throughput is raised, which takes minutes.
    #[serde(default)]
    pub warm_throughput_status: Option<String>,
}

impl Facts {
    /// Whether it is billed by request.
    pub fn is_on_demand(&self) -> bool {
        self.billing_mode == "PAY_PER_REQUEST"
    }

    /// The mean bytes of an item by the table's own figures, which may be six hours old.
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    pub fn mean_item_bytes(&self) -> Option<f64> {
        let (bytes, items) = (self.size_bytes?, self.item_count?);
        (items > 0 && bytes > 0).then(|| bytes as f64 / items as f64)
    }
}

/// What was seen in one Region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionSeen {
    /// The Region.
    pub region: String,
    /// `DescribeTable`.
    pub described: Asked<Facts>,
    /// Application Auto Scaling; null where there is no table.
    pub scaling: Option<Scaling>,
    /// `CloudWatch`; null where there is no table, and where it was not asked.
    pub metrics: Option<Asked<Metrics>>,
    /// What `DescribeTable` does not tell; null where there is no table, and where it was not asked.
    #[serde(default)]
    pub settings: Option<Settings>,
}

impl RegionSeen {
    /// A Region in which nothing else was asked.
    pub fn undescribed(region: &str, described: Asked<Facts>) -> Self {
        Self { region: region.to_owned(), described, scaling: None, metrics: None, settings: None }
    }

    /// The consumed units in the window, a Sum for each period, with gaps; none where there is none.
    pub fn consumed(&self, dimension: Dimension) -> Option<Series> {
        self.metrics.as_ref()?.answer()?.consumed(dimension)
    }
}

/// What was seen of a table. A stage that was not reached is null or empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableSeen {
    /// The table's name.
    pub name: String,
    /// The profile, where one was asked for.
    pub profile: Option<String>,
    /// The endpoint, where one was asked for instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// When the observation began: RFC 3339, UTC.
    pub observed_at: String,
    /// The Region that was asked; null where none was found.
    pub region: Option<FoundRegion>,
    /// Why none was found. Older recordings do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_region: Option<Failure>,
    /// The search for credentials.
    pub credentials: Option<Credentials>,
    /// The account of the credentials, where they tell it without being asked for.
    #[serde(default)]
    pub account: Option<String>,
    /// The window of the metrics.
    pub window: WindowSeen,
    /// The Regions, the one that was asked first.
    pub regions: Vec<RegionSeen>,
    /// The sample of items, from the Region that was asked.
    pub sampled: Sampled,
}

impl TableSeen {
    /// Whether what was read from a file can be reckoned with.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let mut metrics = self.regions.iter().filter_map(|region| region.metrics.as_ref()?.answer());
        if metrics.all(Metrics::is_sound) {
            Ok(())
        } else {
            Err(
                "the table's metrics have times that are none, a window of over two years, or a period below a minute",
            )
        }
    }

    /// Why no Region was asked; nothing where one was found.
    pub fn unplaced(&self) -> Option<Failure> {
        let unknown = || Failure::new(FailureKind::NoRegion, "no AWS Region is known");
        self.region.is_none().then(|| self.no_region.clone().unwrap_or_else(unknown))
    }

    /// What was seen in the Region that was asked.
    pub fn own(&self) -> Option<&RegionSeen> {
        self.regions.first()
    }

    /// The account: as the table's ARN tells it, else as the credentials do.
    pub fn account(&self) -> Option<&str> {
        let arn = self.facts().and_then(|facts| facts.arn.as_deref());
        arn.and_then(|arn| arn.split(':').nth(4))
            .filter(|account| !account.is_empty())
            .or(self.account.as_deref())
    }

    /// What was seen in a Region.
    pub fn region(&self, name: &str) -> Option<&RegionSeen> {
        self.regions.iter().find(|region| region.region == name)
    }

    /// The facts of the Region that was asked.
    pub fn facts(&self) -> Option<&Facts> {
        self.own()?.described.answer()
    }
}
