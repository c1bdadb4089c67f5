//! What `DescribeTable` does not tell of a table, in one Region: each is a call of its own, and each but the expiry is a
//! Region's own in a global table.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Asked;

/// By which attribute items expire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TtlSeen {
    /// `ENABLED`, `ENABLING`, `DISABLED` or `DISABLING`.
    pub status: String,
    /// The attribute; null where it never had one.
    pub attribute: Option<String>,
}

impl TtlSeen {
    /// Whether items expire, or will within the hour.
    pub fn is_on(&self) -> bool {
        matches!(self.status.as_str(), "ENABLED" | "ENABLING")
    }
}

/// Continuous backups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RecoverySeen {
    /// `PointInTimeRecoveryStatus`: `ENABLED` or `DISABLED`.
    pub status: String,
    /// How many days back a table can be restored.
    pub days: Option<i32>,
}

impl RecoverySeen {
    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.status == "ENABLED"
    }
}

/// An alarm that Application Auto Scaling made for the table, or has left behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlarmSeen {
    /// Its name, such as `TargetTracking-table/NAME-AlarmHigh-…`.
    pub name: String,
    /// The metric that it watches.
    pub metric: Option<String>,
    /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
    pub state: Option<String>,
    /// The ARNs of what it calls: a scaling policy's.
    pub actions: Vec<String>,
}

/// What `DescribeTable` does not tell. Each part is asked for on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// `DescribeTimeToLive`.
    pub ttl: Asked<TtlSeen>,
    /// `DescribeContinuousBackups`.
    pub recovery: Asked<RecoverySeen>,
    /// `ListTagsOfResource`.
    pub tags: Asked<BTreeMap<String, String>>,
    /// `DescribeAlarms` of the table's name; null where it was not asked.
    pub alarms: Option<Asked<Vec<AlarmSeen>>>,
}
