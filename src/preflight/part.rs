//! The parts of an environment that are looked at beside each other.

use crate::report::Check;
use crate::{config, connect, dataflow, dynamodb, failover, iam, replication, store_ref, uri, valkey};

/// A part of an environment, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the description says of itself.
    Configuration,
    /// The online store: its secret, its URI, the way to it, and its nodes.
    Store,
    /// The table.
    Table,
    /// The role of the query servers.
    Access,
    /// What replicates.
    Replication,
    /// The failover name.
    Failover,
    /// The flows between the planes.
    Dataflow,
}

impl Part {
    /// All parts, in the order of the report.
    pub const ALL: [Self; 7] = [
        Self::Configuration,
        Self::Store,
        Self::Table,
        Self::Access,
        Self::Replication,
        Self::Failover,
        Self::Dataflow,
    ];

    /// Its table in `chalkstore.toml`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Store => "online_store",
            Self::Table => "table",
            Self::Access => "access",
            Self::Replication => "replication",
            Self::Failover => "failover",
            Self::Dataflow => "dataflow",
        }
    }

    /// Every check that it may make.
    pub fn checks(self) -> Vec<&'static Check> {
        match self {
            Self::Configuration => config::every_check(),
            Self::Store => {
                let mut checks = store_ref::plan_secret().to_vec();
                checks.extend(uri::plan());
                checks.extend(connect::every_check());
                checks.extend(valkey::every_check());
                checks
            }
            Self::Table => dynamodb::table::table_checks(),
            Self::Access => iam::access::every_check(),
            Self::Replication => replication::lag_checks(),
            Self::Failover => failover::every_check(),
            Self::Dataflow => dataflow::every_check(),
        }
    }
}
