//! What the points of a metric say, beside what was written meanwhile.

use super::{Lag, State};
use crate::aws::{Asked, Failure, FailureKind};
use crate::metrics::{Completeness, WindowSeen};
use crate::replication::evidence::MetricSeen;
use crate::replication::statistics::{Points, Statistics};
use crate::replication::words;

/// `CloudWatch` may be some minutes late: nothing is called stopped before this, in seconds.
const SURE_S: i64 = 300;
/// A point of a minute may fall on the other side of its edge: more than so many periods have to be missing.
const PERIODS: i64 = 2;
/// And more than so many seconds.
const LEAST_S: i64 = 120;

/// What was written where the lag is measured.
#[derive(Clone, Debug)]
pub(super) enum Writes<'a> {
    /// What applications wrote.
    Counted(&'a MetricSeen),
    /// The same, with what came from elsewhere.
    Mixed(&'a MetricSeen),
    /// It could not be found out, and why.
    Unread(String),
    /// Nothing tells.
    Untold,
}

/// Whether something was written.
enum Wrote {
    /// It was: since when, in seconds since 1970.
    Since(i64),
    /// It was not.
    Nothing,
    /// Nobody knows, and why.
    NotKnown(String),
}

/// What a metric is judged by.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) window: &'a WindowSeen,
    /// When the observation began, in seconds since 1970 (UTC).
    pub(super) now_epoch_s: i64,
}

impl Writes<'_> {
    /// What was written from a time on. The window's last period is left out: its points may come in the next.
    fn since(&self, epoch_s: i64, window: &WindowSeen) -> Wrote {
        let (Self::Counted(metric) | Self::Mixed(metric)) = self else {
            return Wrote::NotKnown(match self {
                Self::Unread(why) => why.clone(),
                _ => "nothing tells whether anything was written since".to_owned(),
            });
        };
        let period = i64::from(metric.series.period_s.max(1));
        let end = window.end_epoch_s.saturating_sub(period);
        let mut first = None;
        let mut at = metric.series.start_epoch_s;
        for value in &metric.series.values {
            let value = value.filter(|value| value.is_finite() && *value > 0.0);
            if value.is_some() && at >= epoch_s && at < end {
                first.get_or_insert(at);
            }
            at = at.saturating_add(period);
        }
        match first {
            Some(_) if matches!(self, Self::Mixed(_)) => Wrote::NotKnown(
                "units were consumed, but CloudWatch does not tell those of applications from those that came from other Regions"
                    .to_owned(),
            ),
            Some(first) => Wrote::Since(first),
            None if is_partial(metric) => {
                Wrote::NotKnown("CloudWatch gave only a part of what was written".to_owned())
            }
            None => Wrote::Nothing,
        }
    }
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
    match kind {
        FailureKind::AccessDenied => {
            format!("allow {call}: `chalkstore explain LAG001` lists the permissions")
        }
        FailureKind::Timeout => "give it longer with --timeout".to_owned(),
        FailureKind::Unreachable => {
            "look at the Region's name, the network and AWS_ENDPOINT_URL, and ask again".to_owned()
        }
        FailureKind::Throttled => "ask again later: AWS had too many requests of this account".to_owned(),
        FailureKind::NoRegion => "give --region, or set AWS_REGION".to_owned(),
        FailureKind::NoCredentials => "sign in (aws sso login), or give --profile".to_owned(),
        FailureKind::ExpiredCredentials => "sign in again (aws sso login)".to_owned(),
        FailureKind::InvalidCredentials => {
            "look at the credentials: `aws sts get-caller-identity` with the same profile".to_owned()
        }
        FailureKind::NotFound => "look at the name, the account and the Region".to_owned(),
        _ => "see what AWS says, and ask again".to_owned(),
    }
}

/// A call's name behind its service, and why it told nothing.
pub(in crate::replication) fn unread_words(call: &str, failure: &Failure) -> String {
    let name = call.split_once(':').map_or(call, |(_, name)| name);
    format!("{name}: {failure}")
}

impl Lag {
    /// A call that told nothing.
    pub(super) fn unread(self, call: &str, failure: &Failure) -> Self {
        self.unknown(unread_words(call, failure), unread_help(call, failure.kind))
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
        let newest = points.newest_end_epoch_s();
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
            Some(newest) => self.with_points(newest, writes, look),
        }
    }

    /// There is no point.
    pub(super) fn without_points(self, writes: &Writes<'_>, look: Look<'_>) -> Self {
        let metric = self.metric;
        let length = words::seconds(look.window.end_epoch_s.saturating_sub(look.window.start_epoch_s));
        match writes.since(look.window.start_epoch_s, look.window) {
            Wrote::Nothing => self.is(State::Idle, format!("nothing was written in {length}")),
            Wrote::Since(first) => self.stopped(first, format!("no point of {metric} in {length}"), look),
            Wrote::NotKnown(why) => self.unknown(
                format!("no point of {metric} in {length}: {why}"),
                "look whether anything is written and replicated; a longer --window shows older points",
            ),
        }
    }

    fn with_points(self, newest: i64, writes: &Writes<'_>, look: Look<'_>) -> Self {
        let period = i64::from(self.points.period_s);
        let tail = look.window.end_epoch_s.saturating_sub(newest);
        let age = look.now_epoch_s.saturating_sub(newest);
        if tail <= PERIODS.saturating_mul(period).max(LEAST_S) || age < SURE_S {
            return match self.dropped_to_zero(writes, look) {
                Some(why) => self.is(State::Suspect, why),
                None => self.is(State::Measured, String::new()),
            };
        }
        let metric = self.metric;
        let old = format!("the newest point of {metric} is {} old", words::seconds(age));
        match writes.since(newest, look.window) {
            Wrote::Nothing => self.is(State::Idle, format!("{old}, and nothing was written since")),
            Wrote::Since(first) => self.stopped(first, old, look),
            Wrote::NotKnown(why) => self.is(State::Stale, format!("{old}: {why}")),
        }
    }

    /// There are writes without points: it has stopped, if they are old enough.
    fn stopped(mut self, first: i64, what: String, look: Look<'_>) -> Self {
        let since = look.window.end_epoch_s.saturating_sub(first);
        if since <= LEAST_S || look.now_epoch_s.saturating_sub(first) < SURE_S {
            let why = format!("{what}; writes began at {} only: too early to tell", words::clock(first));
            return self.unknown(why, "ask again in a few minutes");
        }
        self.at_least_ms = Some(words::as_ms(since));
        let why = format!("{what}, and something was written from {} on", words::clock(first));
        self.is(State::Stalled, why)
    }

    /// Since when the newest points are 0, where there are two or more, and what was written since.
    fn zeros(&self) -> Option<(bool, i64)> {
        let values = &self.points.values;
        let last_positive = values.iter().rposition(|(_, value)| *value > 0.0);
        let zeros = values.get(last_positive.map_or(0, |at| at + 1)..)?;
        let (first, _) = zeros.first().filter(|_| zeros.len() >= 2)?;
        Some((last_positive.is_some(), *first))
    }

    /// The newest points are 0 where earlier ones are not, and writes went on.
    fn dropped_to_zero(&self, writes: &Writes<'_>, look: Look<'_>) -> Option<String> {
        let (true, first) = self.zeros()? else { return None };
        let Wrote::Since(_) = writes.since(first, look.window) else { return None };
        Some(format!(
            "{} dropped to 0 at {} while writes went on: AWS takes that for a sign that replication has stopped",
            self.metric,
            words::clock(first)
        ))
    }

    /// The same of a replicator, whose latency is 0 where nothing gets through: `is_sure` where it is known that what
    /// comes in is for this lag.
    pub(super) fn with_zeros_stalled(self, writes: &Writes<'_>, is_sure: bool, look: Look<'_>) -> Self {
        if !matches!(self.state, State::Measured | State::Suspect) {
            return self;
        }
        let Some((_, first)) = self.zeros() else { return self };
        let Wrote::Since(wrote) = writes.since(first, look.window) else { return self };
        let metric = self.metric;
        if !is_sure {
            let why = format!(
                "{metric} is 0 from {} on while bytes come in; whether for this topic is not told",
                words::clock(first)
            );
            return self.is(State::Suspect, why);
        }
        let what = format!("{metric} is 0 from {} on", words::clock(first));
        self.stopped(wrote, what, look)
    }
}
