//! The families of checks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The family that a check belongs to: the prefix of its code, and the heading it stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// `URI…`: connection URIs.
    Uri,
    /// `NET…`: reaching a store: DNS, TCP, TLS, AUTH.
    Network,
    /// `TOP…`: topology, zones, replica policies.
    Topology,
    /// `CAP…`: capacity and cost.
    Capacity,
    /// `TBL…`: tables.
    Tables,
    /// `SEC…`: secrets.
    Secrets,
    /// `IAM…`: what a role may do.
    Access,
    /// `LAG…`: replication lag.
    Replication,
    /// `FO…`: failover routing and health.
    Failover,
    /// `FLOW…`: what flows between the metadata plane and the data plane.
    Flows,
    /// `CFG…`: `chalkstore.toml`.
    Configuration,
}

impl Category {
    /// Every category, in the order of reports.
    pub const ALL: [Self; 11] = [
        Self::Uri,
        Self::Network,
        Self::Topology,
        Self::Capacity,
        Self::Tables,
        Self::Secrets,
        Self::Access,
        Self::Replication,
        Self::Failover,
        Self::Flows,
        Self::Configuration,
    ];

    /// The word used in machine-readable formats.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Uri => "uri",
            Self::Network => "network",
            Self::Topology => "topology",
            Self::Capacity => "capacity",
            Self::Tables => "table",
            Self::Secrets => "secrets",
            Self::Access => "access",
            Self::Replication => "replication",
            Self::Failover => "failover",
            Self::Flows => "dataflow",
            Self::Configuration => "configuration",
        }
    }

    /// The heading that a person reads.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Uri => "Connection URI",
            Self::Network => "Reaching the store",
            Self::Topology => "Topology",
            Self::Capacity => "Capacity and cost",
            Self::Tables => "Table",
            Self::Secrets => "Secrets",
            Self::Access => "Permissions",
            Self::Replication => "Replication",
            Self::Failover => "Failover",
            Self::Flows => "Data flows",
            Self::Configuration => "Configuration",
        }
    }
}
