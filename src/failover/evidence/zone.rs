//! Hosted zones and their records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Asked;

/// A hosted zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Zone {
    /// Its id, without `/hostedzone/`.
    pub id: String,
    /// Its name, in small letters and without the dot at its end.
    pub name: String,
    /// Whether only VPCs see it.
    pub is_private: bool,
    /// `AcceleratedRecoveryStatus`; null where AWS does not say, or was not asked.
    pub accelerated_recovery: Option<String>,
    /// The failover name's records, and those of the zone that aliases and CNAMEs lead to.
    pub records: Asked<Vec<Record>>,
    /// Names of the zone that these lead to as well, and whose records were not read: there are too many. Older recordings
    /// do not tell.
    #[serde(default)]
    pub not_followed: Vec<String>,
}

impl Zone {
    /// The records of a name and a type, such as `A`.
    pub fn records<'a>(&'a self, name: &'a str, kind: &'a str) -> impl Iterator<Item = &'a Record> {
        let all = self.records.answer().into_iter().flatten();
        all.filter(move |record| record.name == name && record.kind == kind)
    }
}

/// A resource record set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// Its name, in small letters, without escapes and without the dot at its end.
    pub name: String,
    /// Its type, such as `A`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What tells it from others of the same name and type.
    pub set_identifier: Option<String>,
    /// How Route 53 chooses among them.
    pub policy: Policy,
    /// How long resolvers keep it, in seconds; null of an alias, which has its target's.
    pub ttl_s: Option<u64>,
    /// Its values; none of an alias.
    pub values: Vec<String>,
    /// What an alias leads to.
    pub alias: Option<Alias>,
    /// The health check that decides about it.
    pub health_check: Option<String>,
}

/// What an alias leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alias {
    /// The target, in small letters and without the dot at its end, as AWS has it (with `dualstack.`).
    pub dns_name: String,
    /// The zone of the target.
    pub zone_id: String,
    /// Whether the target's health decides about the record.
    pub evaluates_target_health: bool,
}

/// How Route 53 chooses among records of one name and type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "policy", rename_all = "snake_case")]
pub enum Policy {
    /// There is only one.
    Simple,
    /// One stands in for the other.
    Failover {
        /// Which of the two it is.
        role: Role,
    },
    /// By weight, from 0 to 255.
    Weighted {
        /// The weight.
        weight: u64,
    },
    /// By the latency from the resolver to a Region.
    Latency {
        /// The Region.
        region: String,
    },
    /// Up to eight at random.
    Multivalue,
    /// Any other, such as by geography.
    Other {
        /// What it is.
        what: String,
    },
}

/// Which record of a failover pair it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It answers while it is healthy.
    Primary,
    /// It answers while the primary is not.
    Secondary,
    /// A word that this version does not know.
    Other(String),
}
