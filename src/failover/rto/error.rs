//! Why there is no RTO.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why there is no RTO: a sentence each, without the dot at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoRto {
    /// Traffic never moves by itself.
    #[error("traffic never moves: {0}")]
    Never(String),
    /// It could not be found out whether it moves, or when.
    #[error("{0}")]
    Unknown(String),
}

impl NoRto {
    /// Whether it is certain that traffic never moves.
    pub const fn is_never(&self) -> bool {
        matches!(self, Self::Never(_))
    }

    /// The same, with words before the reason.
    #[must_use]
    pub(super) fn within(self, what: &str) -> Self {
        match self {
            Self::Never(why) => Self::Never(format!("{what}: {why}")),
            Self::Unknown(why) => Self::Unknown(format!("{what}: {why}")),
        }
    }
}
