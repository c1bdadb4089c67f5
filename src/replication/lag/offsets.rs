//! From bytes to time: how long ago a primary was where its replica is.

use crate::replication::evidence::OffsetSample;

/// How long a replica is behind, in microseconds, and in bytes.
///
/// The lag is the age of the first byte that the replica does not have. It was written after the primary was last seen at
/// or before the replica's offset, and before it was first seen behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Behind {
    /// When the replica told, in microseconds after the observation began: the middle of asking it.
    pub(super) at_us: u64,
    /// No less than this.
    pub(super) least_us: u64,
    /// No more than this; null where the replica is behind the oldest sample.
    pub(super) most_us: Option<u64>,
    /// Bytes that the replica does not have, of those that the primary had by then.
    pub(super) bytes: u64,
}

/// A primary's position at a time.
#[derive(Clone, Copy)]
struct At {
    asked_us: u64,
    answered_us: u64,
    offset: u64,
}

impl At {
    fn of(sample: &OffsetSample) -> Option<Self> {
        let OffsetSample { asked_us, answered_us, offset, .. } = *sample;
        Some(Self { asked_us, answered_us: answered_us.max(asked_us), offset: offset? })
    }

    const fn middle(self) -> u64 {
        self.asked_us + (self.answered_us - self.asked_us) / 2
    }
}

/// A primary's positions, in the order of time.
pub(super) struct Track(Vec<At>);

/// Why a primary's positions cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Untracked {
    /// It told no offset.
    Nothing,
    /// Its offset went back from one sample to the next: another history.
    WentBack {
        /// Before.
        from: u64,
        /// After.
        to: u64,
    },
}

impl Track {
    /// A primary's positions.
    ///
    /// # Errors
    /// Why they cannot be used.
    pub(super) fn of(samples: &[OffsetSample]) -> Result<Self, Untracked> {
        let mut all: Vec<At> = samples.iter().filter_map(At::of).collect();
        all.sort_by_key(|at| (at.asked_us, at.answered_us));
        if all.is_empty() {
            return Err(Untracked::Nothing);
        }
        let back = all.windows(2).find(|pair| pair[1].offset < pair[0].offset);
        match back {
            Some(pair) => Err(Untracked::WentBack { from: pair[0].offset, to: pair[1].offset }),
            None => Ok(Self(all)),
        }
    }

    /// Whether a replica was ahead of what its primary told afterwards: then it holds another history, such as that of
    /// before the primary lost its data.
    pub(super) fn is_ahead(&self, sample: &OffsetSample) -> bool {
        let Some(own) = At::of(sample) else { return false };
        self.0.iter().any(|at| at.asked_us >= own.answered_us && at.offset < own.offset)
    }

    /// How far a replica was behind when it told; nothing where it told no offset.
    pub(super) fn behind(&self, sample: &OffsetSample) -> Option<Behind> {
        let own = At::of(sample)?;
        let last = self.0.iter().rev().find(|at| at.offset <= own.offset);
        let first = self.0.iter().find(|at| at.offset > own.offset);
        // What the primary had when the replica answered: the newest sample by then, or the first.
        let then = self.0.iter().rev().find(|at| at.asked_us <= own.answered_us).or(self.0.first())?;
        let bytes = then.offset.saturating_sub(own.offset);
        let behind = Behind { at_us: own.middle(), least_us: 0, most_us: None, bytes };
        Some(match (last, first) {
            // It has all that the primary was ever seen to have. What came behind the last sample is not known.
            (last, None) => {
                let most_us = last.map_or(0, |last| own.answered_us.saturating_sub(last.asked_us));
                Behind { most_us: Some(most_us), ..behind }
            }
            (None, Some(first)) => {
                Behind { least_us: own.asked_us.saturating_sub(first.answered_us), ..behind }
            }
            (Some(last), Some(first)) => {
                let least_us = own.asked_us.saturating_sub(first.answered_us);
                let most_us = own.answered_us.saturating_sub(last.asked_us);
                Behind { least_us, most_us: Some(most_us.max(least_us)), ..behind }
            }
        })
    }
}
