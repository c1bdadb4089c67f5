//! What marker items measured on one way.

use super::{Lag, State};
use crate::replication::evidence::{Canary, CanaryDirection, Mark};
use crate::replication::statistics::Statistics;
use crate::replication::words::{self, us_as_ms};

/// So many markers that were sent, and none that arrived, are no accident.
const SURELY: usize = 3;

const HELP: &str = "look at the replicas' states (LAG010), at throttled replicated writes in the receiving Region, and at the AWS Health Dashboard";

/// The markers of one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrivals {
    /// What the longest that each can have taken comes to; null where none arrived.
    pub at_most: Option<Statistics>,
    /// The shortest that the slowest can have taken, in milliseconds.
    pub max_at_least_ms: Option<f64>,
    /// How far the bounds of one marker are apart at most, in milliseconds.
    pub resolution_ms: Option<f64>,
    /// How many were sent.
    pub sent: usize,
    /// How many were not found in time.
    pub lost: usize,
    /// How long a marker was looked for at most, in milliseconds.
    pub limit_ms: f64,
}

impl Arrivals {
    /// The markers of a way; nothing where none was sent.
    pub fn of(canary: Option<&Canary>, from: &str, to: &str) -> Option<Self> {
        let canary = canary?;
        let direction = canary.directions.iter().find(|one| one.from == from && one.to == to)?;
        Some(Self::in_direction(direction, canary.limit_ms)).filter(|arrivals| arrivals.sent > 0)
    }

    /// The markers of a direction that were looked for so long.
    pub fn in_direction(direction: &CanaryDirection, limit_ms: u64) -> Self {
        let bounds = |mark: &Mark| Some((us_as_ms(mark.at_least_us?), us_as_ms(mark.at_most_us?)));
        let found: Vec<(f64, f64)> = direction.marks.iter().filter_map(bounds).collect();
        let at_most: Vec<f64> = found.iter().map(|(_, most)| *most).collect();
        let resolution = found.iter().map(|(least, most)| (most - least).max(0.0)).reduce(f64::max);
        Self {
            at_most: Statistics::of(&at_most),
            max_at_least_ms: found.iter().map(|(least, _)| *least).reduce(f64::max),
            resolution_ms: resolution,
            sent: direction.marks.len(),
            lost: direction.marks.len() - found.len(),
            limit_ms: us_as_ms(limit_ms.saturating_mul(1000)),
        }
    }

    /// The longest that a marker can have taken, in milliseconds; null where one was not found: it takes longer than it
    /// was looked for.
    pub fn worst_ms(&self) -> Option<f64> {
        self.at_most.filter(|_| self.lost == 0).map(|all| all.max_ms)
    }

    /// What the slowest took at least, in milliseconds; for one that was not found, how long it was looked for.
    pub fn least_ms(&self) -> Option<f64> {
        let lost = (self.lost > 0).then_some(self.limit_ms);
        [self.max_at_least_ms, lost].into_iter().flatten().reduce(f64::max)
    }
}

impl Lag {
    /// What markers that did not arrive say against the points: whatever these tell, it takes longer than the markers were
    /// looked for. Where none arrived, and no point is as long as that, nothing gets through.
    pub(super) fn with_markers(mut self) -> Self {
        let Some(canary) = self.canary.filter(|canary| canary.lost > 0) else { return self };
        if self.state == State::Stalled {
            return self;
        }
        let why = format!(
            "{} of {} did not arrive within {}",
            canary.lost,
            words::count(canary.sent, "marker"),
            words::duration(canary.limit_ms)
        );
        if !self.why.is_empty() {
            self.notes.push(std::mem::take(&mut self.why));
        }
        let is_slow = self.statistics.is_some_and(|all| all.last_ms >= canary.limit_ms);
        let is_none = canary.lost == canary.sent && canary.sent >= SURELY;
        HELP.clone_into(&mut self.help);
        self.is(if is_none && !is_slow { State::Stalled } else { State::Suspect }, why)
    }
}
