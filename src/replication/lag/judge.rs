//! What the points of a metric say, beside what was written meanwhile.

use super::writes::{First, Writes, Wrote};
use super::{Kind, Lag, State};
use crate::aws::{self, Asked, Failure, FailureKind};
use crate::metrics::{Completeness, WindowSeen};
use crate::replication::evidence::MetricSeen;
use crate::replication::statistics::{Points, Span, Statistics};
use crate::replication::words;
use crate::report::catalogue::LAG_KNOWN;

/// `CloudWatch` may be some minutes late: nothing is called stopped before this, in seconds.
pub(super) const SURE_S: i64 = 300;
/// A point of a minute may fall on the other side of its edge: more than so many periods have to be missing.
const PERIODS: i64 = 2;
/// And more than so many seconds.
const LEAST_S: i64 = 120;
/// From this period on, in seconds, it is told that a short stop is not seen.
const COARSE_S: i64 = 900;

/// What a metric is judged by.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) window: &'a WindowSeen,
    /// When the observation began, in seconds since 1970 (UTC).
    pub(super) now_epoch_s: i64,
}

/// Whether not all of it came.
pub(super) fn is_partial(metric: &MetricSeen) -> bool {
    metric.completeness != Completeness::Complete || !metric.missing.is_empty()
}

/// Why not all of it came.
fn partial_words(metric: &MetricSeen) -> String {
    let mut parts = match &metric.completeness {
        Completeness::Complete => Vec::new(),
        Completeness::Partial(said) => said.clone(),
    };
    parts.extend(metric.missing.iter().map(|missing| missing.failure.to_string()));
    parts.truncate(3);
    format!("CloudWatch gave only a part of {}: {}", metric.name, parts.join("; "))
}

/// What to do where a call told nothing. `call` is the permission that it takes.
pub(in crate::replication) fn unread_help(call: &str, kind: FailureKind) -> String {
    aws::unread_help(&LAG_KNOWN, call, kind)
}

impl Look<'_> {
    /// A time as people read it: with its day, where the window is longer than one.
    pub(super) fn clock(&self, epoch_s: i64) -> String {
        words::clock(epoch_s, self.window)
    }
}

/// Stretches without points.
#[derive(Default)]
struct Gaps {
    /// Something was written in it.
    stopped: Option<Span>,
    /// Nobody knows, and why.
    open: Option<(Span, String)>,
}

impl Lag {
    /// A call that told nothing.
    pub(super) fn unread(self, call: &str, failure: &Failure) -> Self {
        self.unknown(aws::unread_words(call, failure), unread_help(call, failure.kind))
    }

    /// The answer to a question for metrics, or the lag that is not known without it.
    ///
    /// # Errors
    /// The lag, where there is no answer.
    pub(super) fn metrics<T>(self, asked: &Asked<T>) -> Result<(Self, &T), Box<Self>> {
        match asked {
            Asked::Answered(answer) => Ok((self, answer)),
            Asked::Failed(failure) => Err(Box::new(self.unread("cloudwatch:GetMetricData", failure))),
        }
    }

    /// What a metric's points say.
    pub(super) fn judged(
        mut self,
        metric: &MetricSeen,
        to_ms: f64,
        writes: &Writes<'_>,
        look: Look<'_>,
    ) -> Self {
        let points = Points::of(&metric.series, look.window, to_ms);
        self.statistics = Statistics::of(&points.numbers());
        let newest = points.newest_end_epoch_s(look.window.period_s);
        self.newest_age_s = newest.map(|newest| look.now_epoch_s.saturating_sub(newest).max(0));
        if points.refused > 0 {
            let refused = words::count(points.refused, "value");
            self.notes.push(format!("{refused} of {} below 0 left out: that is no lag", metric.name));
        }
        self.points = points;
        if is_partial(metric) {
            return self.unknown(partial_words(metric), "ask again, or allow the call everywhere");
        }
        match newest {
            None if self.points.refused > 0 => {
                self.unknown("only values that are no lag came", "look at the metric in CloudWatch")
            }
            None => self.without_points(writes, look),
            Some(newest) => {
                let step = i64::from(self.points.step_s(look.window.period_s));
                if step >= COARSE_S {
                    let period = words::seconds(step);
                    self.notes.push(format!("points of {period}: a shorter stop is not seen; a --window of up to 14d has points of a minute"));
                }
                let gaps = self.gaps_of_writes(writes, look);
                self.stopped = gaps.stopped;
                let mut lag = self.with_points(newest, writes, look);
                let stopped_ms = lag.stopped.map(|span| words::as_ms(span.seconds()));
                lag.at_least_ms = [lag.at_least_ms, stopped_ms].into_iter().flatten().reduce(f64::max);
                match gaps.open {
                    Some((gap, why)) if lag.state.is_known() => {
                        let (from, to) = (look.clock(gap.start_epoch_s), look.clock(gap.end_epoch_s));
                        "look what happened then; a shorter --window leaves it out".clone_into(&mut lag.help);
                        let why = format!("no point of {} from {from} to {to}: {why}", lag.metric);
                        lag.is(State::Stale, why)
                    }
                    _ => lag,
                }
            }
        }
    }

    /// The longest stretches before the newest point that have no point: one in which something was written, reckoned from
    /// the first write in it, and one of which that is not known. Both only where they are so long that it is no late point.
    fn gaps_of_writes(&self, writes: &Writes<'_>, look: Look<'_>) -> Gaps {
        let values = &self.points.values;
        let (Some((oldest, _)), Some((newest, _))) = (values.first(), values.last()) else {
            return Gaps::default();
        };
        let step = i64::from(self.points.step_s(look.window.period_s));
        let sure = PERIODS.saturating_mul(step).max(SURE_S);
        let mut gaps = Gaps::default();
        let before = self.points.gaps.iter().filter(|gap| gap.end_epoch_s <= *newest);
        for gap in before.filter(|gap| gap.seconds() >= sure) {
            match writes.between(gap.start_epoch_s, gap.end_epoch_s) {
                Wrote::Nothing => {}
                Wrote::Since(first) => {
                    let span = Span { start_epoch_s: first.by_epoch_s, ..*gap };
                    let is_longer = gaps.stopped.is_none_or(|longest| span.seconds() > longest.seconds());
                    if span.seconds() >= sure && is_longer {
                        gaps.stopped = Some(span);
                    }
                }
                // Before its first point the metric may not have been there.
                Wrote::NotKnown(_) if gap.end_epoch_s <= *oldest => {}
                Wrote::NotKnown(why) => {
                    if gaps.open.as_ref().is_none_or(|(longest, _)| gap.seconds() > longest.seconds()) {
                        gaps.open = Some((*gap, why));
                    }
                }
            }
        }
        gaps
    }

    /// There is no point.
    pub(super) fn without_points(self, writes: &Writes<'_>, look: Look<'_>) -> Self {
        let metric = self.metric;
        let length = words::seconds(look.window.end_epoch_s.saturating_sub(look.window.start_epoch_s));
        match writes.ever(look.window) {
            Wrote::Nothing => self.is(State::Idle, format!("nothing was written in {length}")),
            Wrote::Since(first) => {
                self.has_stopped(first, &format!("no point of {metric} in {length}"), look)
            }
            Wrote::NotKnown(why) => self.unknown(
                format!("no point of {metric} in {length}: {why}"),
                "look whether anything is written and replicated; a longer --window shows older points",
            ),
        }
    }

    fn with_points(self, newest: i64, writes: &Writes<'_>, look: Look<'_>) -> Self {
        let period = i64::from(self.points.step_s(look.window.period_s));
        let tail = look.window.end_epoch_s.saturating_sub(newest);
        let age = look.now_epoch_s.saturating_sub(newest);
        // A point is late by minutes, however long its period is.
        let late = PERIODS.saturating_mul(period).min(period.saturating_add(SURE_S)).max(LEAST_S);
        if tail <= late || age < SURE_S {
            return self.unless_zero(writes, look);
        }
        let metric = self.metric;
        let old = format!("the newest point of {metric} is {} old", words::seconds(age));
        match writes.since(newest, look.window) {
            Wrote::Nothing => match self.unless_zero(writes, look) {
                known if known.state == State::Measured => {
                    known.is(State::Idle, format!("{old}, and nothing was written since"))
                }
                lag => lag,
            },
            Wrote::Since(first) => self.has_stopped(first, &old, look),
            Wrote::NotKnown(why) => self.is(State::Stale, format!("{old}: {why}")),
        }
    }

    /// There are writes without points: it has stopped, if they are old enough.
    fn has_stopped(mut self, first: First, what: &str, look: Look<'_>) -> Self {
        let since = look.window.end_epoch_s.saturating_sub(first.by_epoch_s);
        let from = look.clock(first.from_epoch_s);
        if look.window.end_epoch_s.saturating_sub(first.from_epoch_s) <= LEAST_S
            || look.now_epoch_s.saturating_sub(first.from_epoch_s) < SURE_S
        {
            let why = format!("{what}; writes began at {from} only: too early to tell");
            return self.unknown(why, "ask again in a few minutes");
        }
        self.at_least_ms = Some(words::as_ms(since));
        let why = format!("{what}, and something was written from {from} on");
        self.is(State::Stalled, why)
    }

    /// Since when the newest points are 0, where there are two or more, or no others; and whether earlier ones are not.
    fn zeros(&self) -> Option<(i64, bool)> {
        let values = &self.points.values;
        let last_positive = values.iter().rposition(|(_, value)| *value > 0.0);
        let zeros = values.get(last_positive.map_or(0, |at| at + 1)..)?;
        let (first, _) = zeros.first().filter(|_| zeros.len() >= 2 || last_positive.is_none())?;
        Some((*first, last_positive.is_some()))
    }

    /// It is measured, unless it is 0 where that is no lag: beside writes, or throughout beside nobody knows what.
    fn unless_zero(self, writes: &Writes<'_>, look: Look<'_>) -> Self {
        let Some((first, dropped)) = self.zeros() else { return self.is(State::Measured, String::new()) };
        let metric = self.metric;
        let since = look.clock(first);
        // Points of a few minutes may be 0 where nothing was written in them.
        let is_long = look.window.end_epoch_s.saturating_sub(first) >= SURE_S;
        // Where all of it is 0, every write of the window counts.
        let from = if dropped { first } else { look.window.start_epoch_s };
        match writes.since(from, look.window) {
            // Where nothing gets through, a replicator tells 0.
            Wrote::Since(wrote) if self.kind == Kind::MskReplicator => {
                self.has_stopped(wrote, &format!("{metric} is 0 from {since} on"), look)
            }
            Wrote::Since(_) if dropped => self.is(
                State::Suspect,
                format!("{metric} dropped to 0 at {since} while writes went on: AWS takes that for a sign that replication has stopped"),
            ),
            Wrote::Since(_) => self.is(
                State::Suspect,
                format!("{metric} is 0 in the whole window while writes went on: no write takes no time, so replication may have stopped"),
            ),
            Wrote::NotKnown(_) if dropped && !is_long => self.is(State::Measured, String::new()),
            Wrote::NotKnown(_) if writes.is_any() && self.kind == Kind::MskReplicator => self.is(
                State::Suspect,
                format!("{metric} is 0 from {since} on while bytes come in; whether for this topic is not told"),
            ),
            Wrote::NotKnown(why) => {
                let from = if dropped { format!("from {since} on") } else { "in the whole window".to_owned() };
                self.unknown(
                    format!("{metric} is 0 {from}, which is no lag where anything was written: {why}"),
                    "look whether anything is written and arrives; a longer --window may show other points",
                )
            }
            Wrote::Nothing => self.is(State::Measured, String::new()),
        }
    }
}
