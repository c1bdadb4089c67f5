//! A check that is skipped for a reason, as it stands in evidence.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A check that is skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// The check's code.
    pub code: String,
    /// Why.
    pub reason: String,
    /// The last day on which it is skipped, as `2026-12-31`; null where it never ends.
    pub until: Option<String>,
    /// The part of the subject that it is skipped for; null for all of it.
    pub about: Option<String>,
    /// Where it is written, as `chalkstore.toml:12`.
    pub origin: String,
}
