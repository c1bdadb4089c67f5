//! What a report judges by beside what was seen: what operators say of their deployments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{config, dataflow, dynamodb, failover, replication, valkey};

/// What was said on the command line, by room. It stands in evidence files, so that a report made from one is the
/// report made on the spot; what is said anew on replay counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Expectations {
    /// Of a topology.
    pub topology: valkey::Expectations,
    /// Of a table that is sized.
    pub size: dynamodb::sizing::Expectations,
    /// Of a table that is checked.
    pub table: dynamodb::table::Expectations,
    /// Of replication.
    pub replication: replication::Expectations,
    /// Of failover.
    pub failover: failover::Expectations,
    /// Of the flows between the planes.
    pub dataflow: dataflow::Expectations,
}

impl Expectations {
    /// These, and what was recorded where they say nothing.
    #[must_use]
    pub fn over(self, recorded: Self) -> Self {
        Self {
            topology: self.topology.over(recorded.topology),
            size: self.size.over(recorded.size),
            table: self.table.over(recorded.table),
            replication: self.replication.over(recorded.replication),
            failover: self.failover.over(recorded.failover),
            dataflow: self.dataflow.over(recorded.dataflow),
        }
    }
}

/// What `chalkstore.toml` expects of an environment.
impl From<config::Expected> for Expectations {
    fn from(expected: config::Expected) -> Self {
        let config::Expected { topology, table, replication, failover, dataflow } = expected;
        Self { topology, table, replication, failover, dataflow, ..Self::default() }
    }
}
