//! What AWS answered about a `DynamoDB` table.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Stage;
use crate::aws::{Failure, FoundRegion};

/// What came of looking for credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// Some were found; whether AWS accepts them shows in the first call.
    Found {
        /// Until when they are valid, where they say so: RFC 3339, UTC.
        expires_at: Option<String>,
    },
    /// None could be had.
    Failed(Failure),
}

/// The type of a key attribute, as `DynamoDB` writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum KeyType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
    /// Something that this version does not know.
    Other(String),
}

impl KeyType {
    /// As `DynamoDB` writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::S => "S",
            Self::N => "N",
            Self::B => "B",
            Self::Other(other) => other,
        }
    }
}

/// One attribute of the table's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Key {
    /// The attribute's name.
    pub name: String,
    /// Its type; null where the table does not define it.
    pub key_type: Option<KeyType>,
}

/// What `DescribeTable` told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableFacts {
    /// `TableStatus`, such as `ACTIVE`.
    pub status: Option<String>,
    /// The hash (partition) key.
    pub hash_key: Option<Key>,
    /// The range (sort) key.
    pub range_key: Option<Key>,
    /// `PROVISIONED` or `PAY_PER_REQUEST`.
    pub billing_mode: Option<String>,
    /// `ItemCount`, which `DynamoDB` updates about every six hours.
    pub item_count: Option<i64>,
    /// The Regions of its replicas, where it is a global table, each with its status.
    pub replicas: Vec<(String, String)>,
}

/// What came of `DescribeTable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Described {
    /// The table.
    Table(TableFacts),
    /// No answer, or a refusal.
    Failed(Failure),
}

/// What came of `ListTables`, which is asked only when the table does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// The first tables of the Region, in AWS's order.
    Tables {
        /// Their names, up to 100.
        names: Vec<String>,
        /// Whether there are more.
        more: bool,
    },
    /// No answer, or a refusal.
    Failed(Failure),
}

/// What was seen of a `DynamoDB` table. A stage that was not reached is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TableStore {
    /// The table's name.
    pub name: String,
    /// The profile, where one was asked for.
    pub profile: Option<String>,
    /// The endpoint, where one was asked for instead of AWS's own.
    pub endpoint_url: Option<String>,
    /// The search for a Region; null inside where none was found.
    pub region: Option<Stage<Option<FoundRegion>>>,
    /// Why none was found. Older recordings do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_region: Option<Failure>,
    /// The search for credentials.
    pub credentials: Option<Stage<Credentials>>,
    /// `DescribeTable`.
    pub describe: Option<Stage<Described>>,
    /// `ListTables`.
    pub list: Option<Stage<Listed>>,
}
