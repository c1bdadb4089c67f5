//! What a table is sized from: plain data, to be saved and judged anywhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::seen;
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::trace::{MAX_MINUTES, MOST_UNITS_A_MINUTE, ThrottledMetric, Trace};
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
    /// A table that exists.
    Table(Box<TableBasis>),
}

/// A table that exists, and what was told beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TableBasis {
    /// What AWS told.
    pub seen: TableSeen,
    /// What AWS was not asked: backups, readers of the stream.
    pub inputs: Inputs,
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
    /// Metrics of the file that were left out, because they are not of consumed units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignored: Vec<String>,
    /// What the file counts of throttled requests. What they asked for is not in the trace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub throttled: Vec<ThrottledMetric>,
    /// Whether the file has read units, or somebody said that there were none.
    #[serde(default = "yes")]
    pub has_reads: bool,
    /// The same of write units.
    #[serde(default = "yes")]
    pub has_writes: bool,
    /// The Region, the size and number of items: what storage costs. Nothing of the traffic.
    pub inputs: Inputs,
}

/// What evidence of an earlier version means.
const fn yes() -> bool {
    true
}

impl TraceSeen {
    /// The units that the trace does not have, and of which nobody said that there were none: `read` or `write`.
    #[must_use]
    pub const fn missing(&self) -> Option<&'static str> {
        match (self.has_reads, self.has_writes) {
            (false, _) => Some("read"),
            (_, false) => Some("write"),
            _ => None,
        }
    }
}

impl Basis {
    /// Whether somebody said how large an item is, or a default stands for it. What a table's own figures tell is a mean.
    pub(in crate::dynamodb) fn told_item(&self) -> bool {
        match self {
            Self::Workloads(_) | Self::Trace(_) => true,
            Self::Table(basis) => basis.inputs.item_bytes.is_some(),
        }
    }
}

impl Evidence {
    /// Whether what was read from a file can be judged at all.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        match &self.basis {
            Basis::Workloads(all) if all.is_empty() => Err("no workload is in it"),
            Basis::Workloads(_) => Ok(()),
            Basis::Table(basis) => seen::validate(&basis.seen),
            Basis::Trace(seen) => {
                let Trace { start_s, period_s, reads, writes } = &seen.trace;
                let is_good =
                    |units: &Vec<f64>| units.iter().all(|value| (0.0..=MOST_UNITS_A_MINUTE).contains(value));
                let Inputs { read_qps, write_qps, replicas, .. } = &seen.inputs;
                match () {
                    () if read_qps.is_some() || write_qps.is_some() || !replicas.is_empty() => Err(
                        "traffic or replicas are told beside a trace, which tells the traffic of one Region",
                    ),
                    () if reads.len() != writes.len() => {
                        Err("the trace has more minutes of one kind than of the other")
                    }
                    () if reads.is_empty() || reads.len() > MAX_MINUTES => {
                        Err("the trace has no minutes, or too many")
                    }
                    () if *period_s == 0 || start_s % 60 != 0 => Err("the trace's period or start is wrong"),
                    () if !is_good(reads) || !is_good(writes) => {
                        Err("the trace has a value that is no number of units")
                    }
                    () if seen.filled_minutes > 2 * reads.len() as u64 => {
                        Err("more minutes of the trace were filled than there are")
                    }
                    () => Ok(()),
                }
            }
        }
    }
}
