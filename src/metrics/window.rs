//! Which time `CloudWatch` is asked for, and at which period.

use std::time::Duration;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::values::duration;

const HOUR_S: u64 = 3600;
const DAY_S: u64 = 24 * HOUR_S;
/// `CloudWatch` keeps points of a minute for 15 days, of five minutes for 63 and of an hour for 455. A day is left
/// for the window's rounding.
const DAYS_OF_MINUTES: u64 = 14;
const DAYS_OF_FIVE_MINUTES: u64 = 62;
const DAYS_OF_HOURS: u64 = 454;
/// Points come so late, in seconds: what is missing of the newest is no gap yet.
pub const LATE_S: i64 = 180;
/// The longest window that can be asked for: what `CloudWatch` keeps.
const LONGEST_WINDOW: Duration = Duration::from_hours(DAYS_OF_HOURS * 24);
/// Edges lie on the longest period that is asked for beside the window's own: that of provisioned capacity.
const EDGE_S: u32 = 300;

/// The last second of the year 9999: what a time can be.
const LAST_S: i64 = 253_402_300_799;
/// The longest window of a file, in seconds: two years. `CloudWatch` keeps points for 455 days.
pub(crate) const LONGEST_S: i64 = 2 * 366 * 86_400;

/// A window as people write it: `14d`.
///
/// # Errors
/// Why it is none.
pub(crate) fn read_window(text: &str) -> Result<Duration, String> {
    let window = duration(text)?;
    if (Duration::from_hours(1)..=LONGEST_WINDOW).contains(&window) {
        Ok(window)
    } else {
        Err("it has to be from 1h to 454d, which is what CloudWatch keeps".to_owned())
    }
}

/// Whether a number of seconds since 1970 is a time: from then to the year 9999.
pub(crate) fn is_time(epoch_s: i64) -> bool {
    (0..=LAST_S).contains(&epoch_s)
}

/// The window that `CloudWatch` was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WindowSeen {
    /// What was wanted, in seconds.
    pub wanted_s: u64,
    /// When it begins, in seconds since 1970 (UTC).
    pub start_epoch_s: i64,
    /// When it ends (not included). `CloudWatch` is some minutes late: a window of traffic leaves these out, one of lag
    /// ends with the last whole minute, for there the newest points count.
    pub end_epoch_s: i64,
    /// The period of consumed units and of throttling, in seconds: 60 up to 14 days; 300 up to 62 days, and 3,600
    /// beyond, because `CloudWatch` keeps no finer points. Peaks within a period are then not seen.
    pub period_s: u32,
}

impl WindowSeen {
    /// As a report has it: times as RFC 3339, UTC; null where one is none.
    pub fn shown(&self) -> Value {
        let at = |epoch_s| Timestamp::from_second(epoch_s).ok().map(|time| time.to_string());
        json!({
            "wanted_s": self.wanted_s,
            "start_at": at(self.start_epoch_s),
            "end_at": at(self.end_epoch_s),
            "period_s": self.period_s,
        })
    }
}

/// The window that ends now: not shorter than an hour, and no longer than `CloudWatch` remembers.
pub fn window(wanted: Duration, now_epoch_s: i64) -> WindowSeen {
    let (wanted_s, seconds, period_s) = length(wanted);
    let edge = period_s.max(EDGE_S);
    let end_epoch_s = floor(now_epoch_s.saturating_sub(LATE_S), edge);
    let length = i64::try_from(seconds.next_multiple_of(u64::from(edge))).unwrap_or(i64::MAX);
    WindowSeen { wanted_s, start_epoch_s: end_epoch_s.saturating_sub(length), end_epoch_s, period_s }
}

/// The window whose newest points count: it ends with the last whole minute, although its last points are hardly there
/// yet, and is at least as long as wanted.
pub fn recent(wanted: Duration, now_epoch_s: i64) -> WindowSeen {
    let (wanted_s, seconds, period_s) = length(wanted);
    let end_epoch_s = floor(now_epoch_s, 60);
    let length = i64::try_from(seconds).unwrap_or(i64::MAX);
    let start_epoch_s = floor(end_epoch_s.saturating_sub(length), period_s.max(EDGE_S));
    WindowSeen { wanted_s, start_epoch_s, end_epoch_s, period_s }
}

/// What is wanted, what can be had of it, and the period of points that are kept so long: all in seconds.
fn length(wanted: Duration) -> (u64, u64, u32) {
    let wanted_s = wanted.as_secs();
    let seconds = wanted_s.clamp(HOUR_S, DAYS_OF_HOURS * DAY_S);
    let days = seconds.div_ceil(DAY_S);
    let period_s = if days <= DAYS_OF_MINUTES {
        60
    } else if days <= DAYS_OF_FIVE_MINUTES {
        300
    } else {
        3600
    };
    (wanted_s, seconds, period_s)
}

/// The largest multiple of `period_s` that is not above.
fn floor(epoch_s: i64, period_s: u32) -> i64 {
    epoch_s.saturating_sub(epoch_s.rem_euclid(i64::from(period_s)))
}

/// Divides a window (end not included) so that each part has no more than `periods` of `period_s`.
pub fn parts(window: &WindowSeen, period_s: u32, periods: i64) -> Vec<(i64, i64)> {
    // At least one edge, or there would be no end of it.
    let edge = i64::from(window.period_s.max(EDGE_S));
    let length = (periods.saturating_mul(i64::from(period_s)) / edge).max(1) * edge;
    let mut parts = Vec::new();
    let mut start = window.start_epoch_s;
    while start < window.end_epoch_s {
        let end = start.saturating_add(length).min(window.end_epoch_s);
        parts.push((start, end));
        start = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_123;

    #[test]
    fn a_longer_window_has_a_longer_period() {
        for (days, period_s) in [(1, 60), (14, 60), (15, 300), (62, 300), (63, 3600), (9999, 3600)] {
            let window = window(Duration::from_secs(days * DAY_S), NOW);
            assert_eq!(window.period_s, period_s, "{days} days");
            let edge = i64::from(period_s.max(300));
            assert_eq!((window.start_epoch_s % edge, window.end_epoch_s % edge), (0, 0));
            assert!(window.end_epoch_s <= NOW - LATE_S && window.end_epoch_s > NOW - LATE_S - edge);
            let oldest = [(60, 15), (300, 63), (3600, 455)];
            let kept = oldest.iter().find(|(period, _)| *period == period_s).expect("known").1;
            assert!(NOW - window.start_epoch_s < kept * 86_400, "{days} days");
        }
        let shortest = window(Duration::ZERO, NOW);
        assert_eq!(shortest.end_epoch_s - shortest.start_epoch_s, 3600);
        assert_eq!(window(Duration::MAX, i64::MIN).period_s, 3600);
        let shown =
            WindowSeen { wanted_s: 60, start_epoch_s: 0, end_epoch_s: i64::MAX, period_s: 60 }.shown();
        assert_eq!((&shown["start_at"], &shown["end_at"]), (&json!("1970-01-01T00:00:00Z"), &Value::Null));
    }

    #[test]
    fn a_recent_window_ends_with_the_last_minute() {
        let hour = recent(Duration::from_hours(1), NOW);
        assert_eq!((hour.end_epoch_s, hour.period_s), (NOW - NOW.rem_euclid(60), 60));
        let length = hour.end_epoch_s - hour.start_epoch_s;
        assert!(hour.start_epoch_s % 300 == 0 && (3600..3900).contains(&length), "{hour:?}");
    }

    #[test]
    fn parts_cover_the_window_once() {
        let window = window(Duration::from_secs(14 * DAY_S), NOW);
        let parts = parts(&window, 60, 7200);
        assert_eq!(parts.len(), 3);
        assert_eq!(parts[0].0, window.start_epoch_s);
        assert_eq!(parts[2].1, window.end_epoch_s);
        assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0));
        assert!(parts.iter().all(|(start, end)| (end - start) / 60 <= 7200));
    }
}
