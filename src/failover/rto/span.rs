//! A length of time of which the bounds are known.

use std::fmt;

use crate::numbers::as_f64;
use crate::words::{between, milliseconds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A length of time: its bounds, and what one reckons with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The shortest that it may be, in milliseconds.
    pub min_ms: u64,
    /// What one reckons with, in milliseconds.
    pub nominal_ms: u64,
    /// The longest that it may be, in milliseconds.
    pub max_ms: u64,
}

impl Span {
    /// A length of time with its bounds, in milliseconds.
    pub const fn new(min_ms: u64, nominal_ms: u64, max_ms: u64) -> Self {
        Self { min_ms, nominal_ms, max_ms }
    }

    /// Whether a length of time lies within the bounds.
    pub const fn contains(&self, ms: u64) -> bool {
        self.min_ms <= ms && ms <= self.max_ms
    }

    /// One after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            min_ms: self.min_ms.saturating_add(other.min_ms),
            nominal_ms: self.nominal_ms.saturating_add(other.nominal_ms),
            max_ms: self.max_ms.saturating_add(other.max_ms),
        }
    }

    /// Both at once, until the last is over.
    #[must_use]
    pub fn last(self, other: Self) -> Self {
        self.with(other, u64::max)
    }

    /// Both at once, until the first is over.
    #[must_use]
    pub fn first(self, other: Self) -> Self {
        self.with(other, u64::min)
    }

    /// Many at once, until that many of them are over; nothing where there are not so many.
    pub(super) fn nth(spans: &[Self], count: usize) -> Option<Self> {
        let Some(index) = count.checked_sub(1) else { return Some(Self::default()) };
        let at = |of: fn(&Self) -> u64| {
            let mut sorted: Vec<u64> = spans.iter().map(of).collect();
            sorted.sort_unstable();
            sorted.get(index).copied()
        };
        Some(Self {
            min_ms: at(|span| span.min_ms)?,
            nominal_ms: at(|span| span.nominal_ms)?,
            max_ms: at(|span| span.max_ms)?,
        })
    }

    fn with(self, other: Self, of: fn(u64, u64) -> u64) -> Self {
        Self {
            min_ms: of(self.min_ms, other.min_ms),
            nominal_ms: of(self.nominal_ms, other.nominal_ms),
            max_ms: of(self.max_ms, other.max_ms),
        }
    }
}

/// As `150 s (60 to 168 s)`, or `10 min 20 s (60 s to 11 min)`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min_ms == self.max_ms {
            return f.write_str(&milliseconds(self.nominal_ms));
        }
        let between = between(as_f64(self.min_ms), as_f64(self.max_ms));
        write!(f, "{} ({between})", milliseconds(self.nominal_ms))
    }
}
