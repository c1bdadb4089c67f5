//! Times and numbers as people read them.

use jiff::Timestamp;

use crate::metrics::WindowSeen;
use crate::numbers::as_f64;
pub(super) use crate::words::{bytes, count, minute};

pub(super) const SECOND_MS: f64 = 1000.0;
const MINUTE_MS: f64 = 60.0 * SECOND_MS;
const HOUR_MS: f64 = 60.0 * MINUTE_MS;
const DAY_MS: f64 = 24.0 * HOUR_MS;
const DAY_S: i64 = 24 * 3600;

/// `0 ms`, `850 ms`, `1.25 s`, `65 s`, `3 min 5 s`, `2 h 5 min`, `3 d 4 h`.
pub(super) fn duration(ms: f64) -> String {
    if !ms.is_finite() || ms < 0.0 {
        return "?".to_owned();
    }
    let both = |unit: f64, name: &str, smaller: f64, smaller_name: &str| {
        let whole = (ms / unit).floor();
        let rest = ((ms - whole * unit) / smaller).floor();
        if rest > 0.0 {
            format!("{whole:.0} {name} {rest:.0} {smaller_name}")
        } else {
            format!("{whole:.0} {name}")
        }
    };
    if ms == 0.0 {
        "0 ms".to_owned()
    } else if ms < 1.0 {
        "< 1 ms".to_owned()
    } else if ms < SECOND_MS {
        format!("{ms:.0} ms")
    } else if ms < 10.0 * SECOND_MS {
        let text = format!("{:.2}", ms / SECOND_MS);
        format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
    } else if ms < 2.0 * MINUTE_MS {
        format!("{:.0} s", (ms / SECOND_MS).floor())
    } else if ms < HOUR_MS {
        both(MINUTE_MS, "min", SECOND_MS, "s")
    } else if ms < DAY_MS {
        both(HOUR_MS, "h", MINUTE_MS, "min")
    } else {
        both(DAY_MS, "d", HOUR_MS, "h")
    }
}

/// The same of whole seconds.
pub(super) fn seconds(seconds: i64) -> String {
    duration(as_ms(seconds))
}

/// Seconds in milliseconds.
pub(super) fn as_ms(seconds: i64) -> f64 {
    as_f64(seconds) * 1000.0
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
