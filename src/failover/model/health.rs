//! Healthy or not, and why.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What Route 53 takes a record, a check or a target for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// It may answer.
    Healthy,
    /// It does not answer while another can.
    Unhealthy,
    /// Could not be found out.
    Unknown,
}

impl Health {
    /// The word for people and for scripts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
            Self::Unknown => "unknown",
        }
    }

    /// Healthy or not.
    pub(super) const fn of(is_healthy: bool) -> Self {
        if is_healthy { Self::Healthy } else { Self::Unhealthy }
    }

    /// The other way round.
    pub(super) const fn inverted(self) -> Self {
        match self {
            Self::Healthy => Self::Unhealthy,
            Self::Unhealthy => Self::Healthy,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A health, and why it is that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judged {
    /// The health.
    pub health: Health,
    /// Why: a part of a sentence, with the values that were seen.
    pub why: String,
}

impl Judged {
    /// A health with its reason.
    pub fn new(health: Health, why: impl Into<String>) -> Self {
        Self { health, why: why.into() }
    }

    /// Both have to be healthy.
    pub(super) fn all(judged: Vec<Self>) -> Self {
        let health = if judged.iter().any(|one| one.health == Health::Unhealthy) {
            Health::Unhealthy
        } else if judged.iter().any(|one| one.health == Health::Unknown) {
            Health::Unknown
        } else {
            Health::Healthy
        };
        Self::because(health, judged)
    }

    /// One has to be healthy.
    pub(super) fn any(judged: Vec<Self>) -> Self {
        let health = if judged.iter().any(|one| one.health == Health::Healthy) {
            Health::Healthy
        } else if judged.iter().any(|one| one.health == Health::Unknown) {
            Health::Unknown
        } else {
            Health::Unhealthy
        };
        Self::because(health, judged)
    }

    /// The reasons of those that made it so.
    fn because(health: Health, judged: Vec<Self>) -> Self {
        let decided = judged.into_iter().filter(|one| one.health == health).map(|one| one.why);
        Self { health, why: decided.collect::<Vec<_>>().join("; ") }
    }
}
