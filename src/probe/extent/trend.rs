//! Which way a failure went that was there before.

use super::compare::Extent;
use crate::report::catalogue::Direction;

/// Which way a failure went that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::probe) enum Trend {
    /// It tells the same.
    Same,
    /// It got worse.
    Worse,
    /// It got better.
    Better,
    /// It tells something else, or nobody has said what more of it means.
    Untold,
}

impl Trend {
    /// What it means that a failure tells of so much now, where more of it means that.
    pub(in crate::probe) fn of(extent: Extent, direction: Direction) -> Self {
        match (extent, direction) {
            (Extent::Same, _) => Self::Same,
            (Extent::More, Direction::MoreIsWorse) | (Extent::Less, Direction::LessIsWorse) => Self::Worse,
            (Extent::Less, Direction::MoreIsWorse) | (Extent::More, Direction::LessIsWorse) => Self::Better,
            _ => Self::Untold,
        }
    }
}
