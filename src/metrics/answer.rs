//! What every answer of `CloudWatch` has beside its values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws::Failure;

/// Whether `CloudWatch` gave all that it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// It did.
    Complete,
    /// It gave a part, or none, and said why: its status codes and messages.
    Partial(Vec<String>),
}

/// A part of the window for which nothing, or not everything, came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingSpan {
    /// When it begins, in seconds since 1970 (UTC).
    pub start_epoch_s: i64,
    /// When it ends (not included).
    pub end_epoch_s: i64,
    /// Why.
    pub failure: Failure,
}
