//! What the caller knows of a file, and what comes back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::demand::Trace;
use super::read::Format;

/// What a value counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// All units of the period, as CloudWatch's statistic Sum.
    #[default]
    SumPerPeriod,
    /// Units per second, averaged over the period.
    PerSecond,
}

impl Unit {
    /// It in words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::SumPerPeriod => "sums",
            Self::PerSecond => "units per second",
        }
    }

    /// It as `--trace-unit` takes it.
    pub(super) const fn flag(self) -> &'static str {
        match self {
            Self::SumPerPeriod => "sum-per-period",
            Self::PerSecond => "per-second",
        }
    }
}

/// What to do where minutes are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Gaps {
    /// An error.
    #[default]
    Refuse,
    /// Nothing was consumed.
    Zero,
    /// As much as in the last period before.
    Previous,
}

/// How to read a trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// What values count. Where nothing is told, what a column's name says, else sums.
    pub unit: Option<Unit>,
    /// What to do about missing minutes.
    pub gaps: Gaps,
    /// The period of the points in seconds; else the least distance between two of them.
    pub period_s: Option<u32>,
}

/// A metric of throttled requests that a file holds beside what was consumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThrottledMetric {
    /// Its name in the file.
    pub metric: String,
    /// Its values, added up: requests where the file has sums.
    pub sum: f64,
    /// Whether some of them are no number of requests, and in no sum.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unread: bool,
}

/// A trace that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The trace.
    pub trace: Trace,
    /// What the file was.
    pub format: Format,
    /// Minutes that were missing and filled, of reads and of writes together.
    pub filled_minutes: u64,
    /// Metrics of the file that were left out: they are not of consumed units.
    pub ignored: Vec<String>,
    /// Those of them that count throttled requests, and columns that do.
    pub throttled: Vec<ThrottledMetric>,
    /// Whether it has read units, or the caller says by [`Gaps::Zero`] that there were none.
    pub has_reads: bool,
    /// The same of write units.
    pub has_writes: bool,
}
