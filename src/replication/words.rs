//! Times and numbers as people read them.

use jiff::Timestamp;

use crate::metrics::WindowSeen;
use crate::numbers::as_f64;
pub(super) use crate::words::{bytes, count, duration, minute, seconds};

const DAY_S: i64 = 24 * 3600;

/// A second in milliseconds.
pub(super) const SECOND_MS: f64 = 1000.0;

/// Seconds in milliseconds.
pub(super) fn as_ms(seconds: i64) -> f64 {
    as_f64(seconds) * SECOND_MS
}

/// Microseconds in milliseconds.
pub(super) fn us_as_ms(us: u64) -> f64 {
    as_f64(us) / 1000.0
}

/// `12:05Z`; with its day where the window is longer than one.
pub(super) fn clock(epoch_s: i64, window: &WindowSeen) -> String {
    if window.end_epoch_s.saturating_sub(window.start_epoch_s) > DAY_S {
        return minute(epoch_s);
    }
    let time = Timestamp::from_second(epoch_s);
    time.map_or_else(|_| format!("{epoch_s} s"), |time| time.strftime("%H:%MZ").to_string())
}

/// The first names, and how many more there are.
pub(super) fn names<S: AsRef<str>>(all: &[S]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = all.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
