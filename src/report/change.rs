//! What is different from one look at a subject to the next.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A difference between two looks at the same subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// What it is about: a node, a shard, a check.
    pub about: String,
    /// What of it changed: `state`, `role`, `zone`, `primary`, `slots`, `status`, …
    pub what: String,
    /// What it was; null for what was not there.
    pub before: Option<String>,
    /// What it is; null for what is gone.
    pub after: Option<String>,
}

impl Change {
    /// A difference, if there is one.
    pub fn between(
        about: impl Into<String>,
        what: &str,
        before: Option<String>,
        after: Option<String>,
    ) -> Option<Self> {
        (before != after).then(|| Self { about: about.into(), what: what.to_owned(), before, after })
    }
}
