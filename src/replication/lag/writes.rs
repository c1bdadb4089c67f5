//! What was written where a lag is measured: a lag without points means nothing without it.

use super::judge::{SURE_S, is_partial};
use crate::metrics::WindowSeen;
use crate::replication::evidence::MetricSeen;
use crate::replication::statistics::Points;

/// What tells of writes where a lag is measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Writes<'a> {
    /// Metrics that count nothing but what is to be replicated: each alone says that something was written, and all
    /// together that nothing was.
    own: Vec<&'a MetricSeen>,
    /// One that also counts what belongs elsewhere: what that may be.
    shared: Option<(&'a MetricSeen, &'static str)>,
    /// Why silence of all these does not say that nothing was written.
    open: Option<String>,
}

/// Whether something was written.
pub(super) enum Wrote {
    /// It was: in which period first, in seconds since 1970.
    Since(First),
    /// It was not.
    Nothing,
    /// Nobody knows, and why.
    NotKnown(String),
}

/// The period of the first write.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct First {
    /// It was not written before this time.
    pub(super) from_epoch_s: i64,
    /// By this time it was.
    pub(super) by_epoch_s: i64,
}

impl<'a> Writes<'a> {
    /// What applications wrote.
    pub(super) fn counted(metric: &'a MetricSeen) -> Self {
        Self { own: vec![metric], ..Self::default() }
    }

    /// The same, with what belongs elsewhere: what that may be.
    pub(super) fn mixed(metric: &'a MetricSeen, why: &'static str) -> Self {
        Self { shared: Some((metric, why)), ..Self::default() }
    }

    /// It could not be found out, and why.
    pub(super) fn unread(why: impl Into<String>) -> Self {
        Self { open: Some(why.into()), ..Self::default() }
    }

    /// Nothing tells.
    pub(super) fn untold() -> Self {
        Self::unread("nothing tells whether anything was written since")
    }

    /// These, and what another metric counts.
    #[must_use]
    pub(super) fn and(mut self, metric: &'a MetricSeen) -> Self {
        self.own.push(metric);
        self
    }

    /// These; but where they are silent, that does not say that nothing was written, and why.
    #[must_use]
    pub(super) fn but(mut self, why: &str) -> Self {
        self.open = Some(why.to_owned());
        self
    }

    fn metrics(&self) -> impl Iterator<Item = &'a MetricSeen> {
        self.own.iter().copied().chain(self.shared.map(|(metric, _)| metric))
    }

    /// What was written from a time on. The window's last period is left out: its points may come in the next.
    pub(super) fn since(&self, epoch_s: i64, window: &WindowSeen) -> Wrote {
        self.told(epoch_s, window, false)
    }

    /// What was written in the whole window, of which there is no lag either: nothing, where the metrics have no point at
    /// all.
    pub(super) fn ever(&self, window: &WindowSeen) -> Wrote {
        self.told(window.start_epoch_s, window, true)
    }

    fn told(&self, epoch_s: i64, window: &WindowSeen, is_silence_told: bool) -> Wrote {
        let mut untold = None;
        let mut end = epoch_s;
        for metric in self.metrics() {
            let points = Points::of(&metric.series, window, 1.0);
            let step = i64::from(points.step_s(window.period_s));
            let own_end = window.end_epoch_s.saturating_sub(step);
            end = end.max(own_end);
            let is_silent = points.values.is_empty();
            let is_told = if is_silent { is_silence_told } else { is_told(&points, epoch_s, own_end, step) };
            untold = untold.or((!is_told).then_some(&metric.name));
        }
        match (self.between(epoch_s, end), untold) {
            (Wrote::Nothing, Some(name)) => Wrote::NotKnown(format!(
                "{name} has no points either, which is not to say that nothing was written"
            )),
            (other, _) => other,
        }
    }

    /// What was written from one time to another (not included), by the points that there are.
    pub(super) fn between(&self, from_epoch_s: i64, to_epoch_s: i64) -> Wrote {
        let first = |metric: &'a MetricSeen| first_of(metric, from_epoch_s, to_epoch_s);
        if let Some(first) = self.own.iter().filter_map(|metric| first(metric)).min() {
            return Wrote::Since(first);
        }
        match self.shared {
            Some((metric, why)) if first(metric).is_some() => Wrote::NotKnown(why.to_owned()),
            _ if self.metrics().any(is_partial) => {
                Wrote::NotKnown("CloudWatch gave only a part of what was written".to_owned())
            }
            _ => self.open.clone().map_or(Wrote::Nothing, Wrote::NotKnown),
        }
    }

    /// Whether anything was written at all, whoever wrote it.
    pub(super) fn is_any(&self) -> bool {
        self.metrics().any(|metric| metric.series.max().is_some_and(|max| max > 0.0))
    }
}

/// The first period in a time in which a metric counted something.
fn first_of(metric: &MetricSeen, from_epoch_s: i64, to_epoch_s: i64) -> Option<First> {
    let period = i64::from(metric.series.period_s.max(1));
    let start = metric.series.start_epoch_s;
    let times = (0..).map(|index: i64| start.saturating_add(period.saturating_mul(index)));
    let mut points = times.zip(&metric.series.values);
    let is_count = |value: &Option<f64>| value.is_some_and(|value| value.is_finite() && value > 0.0);
    let (at, _) = points.find(|(at, value)| (from_epoch_s..to_epoch_s).contains(at) && is_count(value))?;
    Some(First { from_epoch_s: at, by_epoch_s: at.saturating_add(period) })
}

/// Whether points tell that nothing was written in a time: zeros do. Points that are missing do not: where they stop
/// together with those of a lag, the metrics may be what stopped.
fn is_told(points: &Points, from_epoch_s: i64, to_epoch_s: i64, step_s: i64) -> bool {
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
