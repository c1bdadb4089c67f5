//! What was written where a lag is measured: a lag without points means nothing without it.

use super::judge::{SURE_S, is_partial};
use crate::metrics::WindowSeen;
use crate::replication::evidence::MetricSeen;
use crate::replication::statistics::Points;

/// What was written where the lag is measured.
#[derive(Clone, Debug)]
pub(super) enum Writes<'a> {
    /// What applications wrote.
    Counted(&'a MetricSeen),
    /// The same, with what belongs elsewhere: what that may be.
    Mixed(&'a MetricSeen, &'static str),
    /// It could not be found out, and why.
    Unread(String),
    /// Nothing tells.
    Untold,
}

/// Whether something was written.
pub(super) enum Wrote {
    /// It was: since when, in seconds since 1970.
    Since(i64),
    /// It was not.
    Nothing,
    /// Nobody knows, and why.
    NotKnown(String),
}

impl Writes<'_> {
    /// What was written from a time on. The window's last period is left out: its points may come in the next.
    pub(super) fn since(&self, epoch_s: i64, window: &WindowSeen) -> Wrote {
        let metric = match self {
            Self::Counted(metric) | Self::Mixed(metric, _) => metric,
            Self::Unread(why) => return Wrote::NotKnown(why.clone()),
            Self::Untold => {
                return Wrote::NotKnown("nothing tells whether anything was written since".to_owned());
            }
        };
        let points = Points::of(&metric.series, window, 1.0);
        let step = i64::from(points.step_s(window.period_s));
        let end = window.end_epoch_s.saturating_sub(step);
        match self.between(epoch_s, end) {
            Wrote::Nothing if !is_told(&points, epoch_s, end, step) => {
                let name = &metric.name;
                Wrote::NotKnown(format!(
                    "{name} has no points either, which is not to say that nothing was written"
                ))
            }
            other => other,
        }
    }

    /// What was written from one time to another (not included), by the points that there are.
    pub(super) fn between(&self, from_epoch_s: i64, to_epoch_s: i64) -> Wrote {
        let (Self::Counted(metric) | Self::Mixed(metric, _)) = self else {
            return Wrote::NotKnown("nothing tells what was written".to_owned());
        };
        let period = i64::from(metric.series.period_s.max(1));
        let mut first = None;
        let mut at = metric.series.start_epoch_s;
        for value in &metric.series.values {
            let value = value.filter(|value| value.is_finite() && *value > 0.0);
            if value.is_some() && at >= from_epoch_s && at < to_epoch_s {
                first.get_or_insert(at);
            }
            at = at.saturating_add(period);
        }
        match (first, self) {
            (Some(_), Self::Mixed(_, why)) => Wrote::NotKnown((*why).to_owned()),
            (Some(first), _) => Wrote::Since(first),
            (None, _) if is_partial(metric) => {
                Wrote::NotKnown("CloudWatch gave only a part of what was written".to_owned())
            }
            (None, _) => Wrote::Nothing,
        }
    }

    /// Whether anything was written at all, whoever wrote it.
    pub(super) fn is_any(&self) -> bool {
        let (Self::Counted(metric) | Self::Mixed(metric, _)) = self else { return false };
        metric.series.max().is_some_and(|max| max > 0.0)
    }
}

/// Whether points tell that nothing was written in a time: zeros do. Points that are missing do not, unless the window has
/// none at all: then nobody ever wrote. Where they stop together with those of a lag, the metrics may be what stopped.
fn is_told(points: &Points, from_epoch_s: i64, to_epoch_s: i64, step_s: i64) -> bool {
    if points.values.is_empty() {
        return true;
    }
    let silent = step_s.saturating_mul(2).max(SURE_S);
    let mut told = from_epoch_s;
    for (at, _) in points.values.iter().filter(|(at, _)| *at < to_epoch_s) {
        if *at >= from_epoch_s && at.saturating_sub(told) >= silent {
            return false;
        }
        told = told.max(at.saturating_add(step_s));
    }
    to_epoch_s.saturating_sub(told) < silent
}
