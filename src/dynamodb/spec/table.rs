//! A wanted table.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Layout;
use crate::dynamodb::autoscaling::{Policies, Policy};

/// How capacity is paid for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum Billing {
    /// By request: `PAY_PER_REQUEST`.
    OnDemand,
    /// A fixed capacity, in units.
    Provisioned {
        /// Read capacity.
        read: u64,
        /// Write capacity.
        write: u64,
    },
    /// A capacity that follows the traffic.
    ProvisionedAutoscaling {
        /// Read capacity to begin with, in units.
        read: u64,
        /// Write capacity to begin with, in units.
        write: u64,
        /// How it follows. The write policy is one for all Regions; the read policy is that of the table's own Region.
        policies: Policies,
    },
}

/// Another Region with a copy of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Replica {
    /// The Region.
    pub region: String,
    /// How its read capacity follows its own traffic; the policy of the table's own Region where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Policy>,
}

/// What a table's data is encrypted with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Encryption {
    /// A key that AWS owns: free, and always on.
    AwsOwned,
    /// The account's `aws/dynamodb` key, as the documentation's table has it.
    #[default]
    AwsManaged,
    /// A key of the customer's for each Region, by Region.
    Customer(BTreeMap<String, String>),
}

/// What storage and requests cost: much of one or much of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TableClass {
    /// `STANDARD`.
    #[default]
    Standard,
    /// `STANDARD_INFREQUENT_ACCESS`.
    InfrequentAccess,
}

impl TableClass {
    /// As `DynamoDB` writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::InfrequentAccess => "STANDARD_INFREQUENT_ACCESS",
        }
    }
}

/// A wanted table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableSpec {
    /// Its name.
    pub name: String,
    /// The Region in which it is created.
    pub region: String,
    /// What keys and expiry are called.
    pub layout: Layout,
    /// Continuous backups.
    pub point_in_time_recovery: bool,
    /// Whether it must be unlocked before it can be deleted.
    pub deletion_protection: bool,
    /// What it is encrypted with.
    #[serde(default)]
    pub encryption: Encryption,
    /// Its class.
    #[serde(default)]
    pub table_class: TableClass,
    /// How capacity is paid for.
    pub billing: Billing,
    /// The other Regions with a copy, in the order in which they are added.
    #[serde(default)]
    pub replicas: Vec<Replica>,
    /// Its tags, in every Region.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl TableSpec {
    /// Whether copies stand in several Regions.
    pub fn is_global(&self) -> bool {
        !self.replicas.is_empty()
    }
}
