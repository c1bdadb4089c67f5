//! Which hosts are the metadata plane's, and which are allowed.

use std::str::FromStr;

use super::{Collector, Place};

/// A host or addresses: `api.chalk.ai`, `*.chalk.ai` (every name below it), `10.1.0.0/16`, `192.0.2.7`, `2001:db8::/32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

/// A text that names neither a host nor addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(pub(super) String);

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        Ok(Self(text.to_owned()))
    }
}

/// What was declared of hosts. The metadata plane's come before all else, then the allowed ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// The metadata plane.
    pub metadata: Vec<Pattern>,
    /// Third parties that may have the telemetry.
    pub allowed: Vec<Pattern>,
}

impl Places {
    /// What a host or an address is.
    pub fn of(&self, _host: &str) -> Place {
        Place::Unresolved
    }

    /// The same collector with each destination's place by these declarations: evidence may be judged by others than it
    /// was taken with.
    #[must_use]
    pub fn again(&self, collector: Collector) -> Collector {
        collector
    }
}
