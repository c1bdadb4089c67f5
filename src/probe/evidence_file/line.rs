//! The lines of an evidence file.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::probe::{Expectations, Recorded};
use crate::report::{Tool, Vantage};

/// The version of the format. A reader refuses a newer one.
pub const EVIDENCE_VERSION: u32 = 1;

/// What ended an observation before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// SIGINT.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

/// What is known when all subjects were observed.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct End {
    /// How long the observation took, in milliseconds.
    pub duration_ms: u64,
    /// Whether a signal ended it.
    pub stopped: Option<Stopped>,
    /// Whether an input could not be read.
    pub bad_input: bool,
}

/// One line of an evidence file.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Line {
    /// The first line.
    Header {
        /// The version of the format.
        evidence_version: u32,
        /// The program that observed.
        tool: Tool,
        /// The subcommand.
        command: String,
        /// What the whole run is about.
        subject: String,
        /// When it started.
        started_at: String,
        /// From where.
        vantage: Vantage,
        /// Whether the subjects came from a stream of lines.
        is_batch: bool,
        /// What it is judged by.
        #[serde(default)]
        expectations: Box<Expectations>,
    },
    /// A subject.
    Subject(Recorded),
    /// The last line.
    End(End),
}

/// The JSON schema of one line of an evidence file.
pub fn evidence_schema() -> Schema {
    schema_for!(Line)
}
