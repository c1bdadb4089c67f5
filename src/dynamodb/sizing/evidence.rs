//! What a table is sized from: plain data, to be saved and judged anywhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dynamodb::trace::Trace;
use crate::dynamodb::workload::Inputs;

/// What a table is sized from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// When it was told or seen: RFC 3339, UTC. Prices are old or new by it.
    pub at: String,
    /// What was told or seen.
    pub basis: Basis,
}

/// What was told or seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Workloads, as somebody describes them. Several are compared.
    Workloads(Vec<Inputs>),
    /// Consumed capacity over time, from a file.
    Trace(Box<TraceSeen>),
}

/// A trace, and what it does not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TraceSeen {
    /// What to call it.
    pub name: String,
    /// The consumed units of each minute.
    pub trace: Trace,
    /// Minutes that were missing and filled as asked, of reads and of writes together.
    pub filled_minutes: u64,
    /// The Region, the size and number of items: what storage costs. Nothing of the traffic.
    pub inputs: Inputs,
}
