//! What a series comes to over the window.

use serde::Serialize;

use crate::metrics::{LATE_S, Series, WindowSeen, spacing};

/// From how many points on p99 is told: of fewer it would be the largest value under another name.
pub const LEAST_FOR_P99: usize = 100;

/// What values come to, in milliseconds.
///
/// Percentiles are by nearest rank: the smallest value that was seen such that at least so many percent of the values are
/// not above it. Nothing is interpolated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Statistics {
    /// The newest value.
    pub last_ms: f64,
    /// Half of the values are not above it.
    pub p50_ms: f64,
    /// 99 of 100 values are not above it; null of fewer than [`LEAST_FOR_P99`] values.
    pub p99_ms: Option<f64>,
    /// The largest value.
    pub max_ms: f64,
    /// How many values there are.
    pub points: usize,
}

impl Statistics {
    /// What values come to, in the order of time; nothing where there is none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let last_ms = *values.last()?;
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let p99_ms = if sorted.len() >= LEAST_FOR_P99 { nearest_rank(&sorted, 99) } else { None };
        Some(Self {
            last_ms,
            p50_ms: nearest_rank(&sorted, 50)?,
            p99_ms,
            max_ms: *sorted.last()?,
            points: sorted.len(),
        })
    }
}

/// The value at a percentile of sorted values, by nearest rank.
fn nearest_rank(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = sorted.len().saturating_mul(percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// A stretch of time without points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// When it begins, in seconds since 1970 (UTC).
    pub start_epoch_s: i64,
    /// When it ends (not included).
    pub end_epoch_s: i64,
}

impl Span {
    /// How long it is, in seconds.
    pub const fn seconds(self) -> i64 {
        self.end_epoch_s.saturating_sub(self.start_epoch_s)
    }
}

/// The points of a series that lie in a window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// When a point's period begins, in seconds since 1970 (UTC), and its value in milliseconds.
    pub values: Vec<(i64, f64)>,
    /// The length of a period, in seconds.
    pub period_s: u32,
    /// How many values are no lag: negative, or no number. They are left out.
    pub refused: usize,
    /// Where the window has no points. A part of a period at its edges is no gap, and neither is what may be late.
    pub gaps: Vec<Span>,
}

impl Points {
    /// The points of a series that begin in a window; `to_ms` is what a value is multiplied by to be milliseconds.
    pub fn of(series: &Series, window: &WindowSeen, to_ms: f64) -> Self {
        let period_s = series.period_s.max(1);
        let mut points = Self { period_s, ..Self::default() };
        let is_within = |at: i64| at >= window.start_epoch_s && at < window.end_epoch_s;
        let mut at = series.start_epoch_s;
        for value in &series.values {
            if let Some(value) = value.map(|value| value * to_ms).filter(|_| is_within(at)) {
                if value.is_finite() && value >= 0.0 {
                    points.values.push((at, value));
                } else {
                    points.refused += 1;
                }
            }
            at = at.saturating_add(i64::from(period_s));
        }
        points.gaps = points.find_gaps(window);
        points
    }

    /// The period by which it is told whether the newest point is old, in seconds: the one that was asked for, or five
    /// minutes where the points show these. What is written to now and then has points far from each other: that is no
    /// long period.
    pub fn step_s(&self, asked_s: u32) -> u32 {
        let times: Vec<i64> = self.values.iter().map(|(at, _)| *at).collect();
        spacing(&times, asked_s.max(1))
    }

    /// When the newest point's period ends, in seconds since 1970 (UTC).
    pub fn newest_end_epoch_s(&self, asked_s: u32) -> Option<i64> {
        self.values.last().map(|(at, _)| at.saturating_add(i64::from(self.step_s(asked_s))))
    }

    /// The values alone, in the order of time.
    pub fn numbers(&self) -> Vec<f64> {
        self.values.iter().map(|(_, value)| *value).collect()
    }

    fn find_gaps(&self, window: &WindowSeen) -> Vec<Span> {
        let period = i64::from(self.period_s);
        let mut gaps = Vec::new();
        let mut end = None;
        let edge = |start: i64, end: i64| end.saturating_sub(start).max(0) % period;
        let mut add = |start_epoch_s: i64, end_epoch_s: i64| {
            if end_epoch_s.saturating_sub(start_epoch_s) >= period {
                gaps.push(Span { start_epoch_s, end_epoch_s });
            }
        };
        for (at, _) in &self.values {
            let start =
                end.unwrap_or_else(|| window.start_epoch_s.saturating_add(edge(window.start_epoch_s, *at)));
            add(start, *at);
            end = Some(at.saturating_add(period));
        }
        let start = end.unwrap_or(window.start_epoch_s);
        let is_late = window.end_epoch_s.saturating_sub(start) < period.saturating_add(LATE_S);
        if end.is_some() && is_late {
            return gaps;
        }
        add(start, window.end_epoch_s.saturating_sub(edge(start, window.end_epoch_s)));
        gaps
    }
}
