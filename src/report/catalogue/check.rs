//! What a check is.

use super::{Category, Properties};
use crate::report::Severity;

/// A check, as data.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// The stable code, such as `URI014`.
    pub code: &'static str,
    /// The stable name, such as `uri-parameters`.
    pub name: &'static str,
    /// Its family.
    pub category: Category,
    /// How bad a failure is, unless the finding says otherwise.
    pub severity: Severity,
    /// The version of chalkstore that it came with.
    pub since: &'static str,
    /// The passing state, in words that also serve as the message of a pass.
    pub passing: &'static str,
    /// Its page: what, why, how it is decided, how to fix, sources (Markdown).
    pub page: &'static str,
    /// What is particular about it.
    pub properties: Properties,
}
