//! Counts, sizes and times as people read them, in every room the same.

use std::borrow::Cow;
use std::fmt::Display;
use std::time::Duration;

use jiff::Timestamp;

use crate::numbers::{Whole, as_f64};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// `1 point`, `2 points`, `2 stretches`, `2 queries`.
pub(crate) fn count<N: Copy + Display + PartialEq + From<bool>>(number: N, thing: &str) -> String {
    let is_one = number == N::from(true);
    format!("{number} {}", named(is_one, thing))
}

/// What one of a thing is called, or several of them.
pub(crate) fn named(is_one: bool, thing: &str) -> Cow<'_, str> {
    match thing.strip_suffix('y') {
        _ if is_one => thing.into(),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies").into(),
        _ if thing.ends_with("ch") => format!("{thing}es").into(),
        _ => format!("{thing}s").into(),
    }
}

/// `512 bytes`, `1.5 MiB`.
pub(crate) fn bytes(bytes: u64) -> String {
    let number = as_f64(bytes);
    match bytes {
        0..KIB => count(bytes, "byte"),
        KIB..MIB => format!("{:.1} KiB", number / as_f64(KIB)),
        MIB..GIB => format!("{:.1} MiB", number / as_f64(MIB)),
        _ => format!("{:.1} GiB", number / as_f64(GIB)),
    }
}

/// `0 ms`, `0.4 ms`, `850 ms`, `1.25 s`, `90 s`, `5 min 5 s`, `1 h 1 min 30 s`, `3 d 4 h`. Minutes begin at five: health
/// checks, TTLs and objectives are counted in seconds.
pub(crate) fn duration(ms: f64) -> String {
    const SECONDS_TO: u64 = 5 * 60;
    if !ms.is_finite() || ms < 0.0 {
        return "?".to_owned();
    }
    if ms < 9.95 {
        let text = format!("{ms:.1}");
        return match text.trim_end_matches('0').trim_end_matches('.') {
            "0" if ms > 0.0 => "< 0.1 ms".to_owned(),
            text => format!("{text} ms"),
        };
    }
    if ms < 999.5 {
        return format!("{ms:.0} ms");
    }
    if ms < 9_995.0 {
        let text = format!("{:.2}", ms / 1000.0);
        return format!("{} s", text.trim_end_matches('0').trim_end_matches('.'));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it saturates, and is not negative"
    )]
    let seconds = (ms / 1000.0).round() as u64;
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    let parts = match seconds {
        0..SECONDS_TO => return format!("{seconds} s"),
        _ if days > 0 => [(days, "d"), (hours, "h"), (0, "")],
        _ => [(hours, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")],
    };
    let told = parts.into_iter().filter(|(number, _)| *number > 0);
    told.map(|(number, unit)| format!("{number} {unit}")).collect::<Vec<_>>().join(" ")
}

/// A length of time of which the bounds are known: `60 to 168 s`, `90 s to 10 min`.
pub(crate) fn between(least_ms: f64, most_ms: f64) -> String {
    let (least, most) = (duration(least_ms), duration(most_ms));
    let in_seconds = |text: &str| text.split_once(' ').is_some_and(|(_, unit)| unit == "s");
    match least.strip_suffix(" s").filter(|_| in_seconds(&least) && in_seconds(&most)) {
        _ if least == most => least,
        Some(number) => format!("{number} to {most}"),
        None => format!("{least} to {most}"),
    }
}

/// A length of time in whole milliseconds.
pub(crate) fn milliseconds(ms: u64) -> String {
    duration(as_f64(ms))
}

/// A length of time in microseconds.
pub(crate) fn microseconds(us: u64) -> String {
    duration(as_f64(us) / 1000.0)
}

/// A length of time in whole seconds.
pub(crate) fn seconds(seconds: impl Whole) -> String {
    duration(as_f64(seconds) * 1000.0)
}

/// A length of time as a clock has it, in whole milliseconds.
pub(crate) fn lasting(length: Duration) -> String {
    milliseconds(u64::try_from(length.as_millis()).unwrap_or(u64::MAX))
}

/// `2026-11-20 08:15Z`.
pub(crate) fn minute(epoch_s: i64) -> String {
    let time = Timestamp::from_second(epoch_s);
    time.map_or_else(|_| format!("{epoch_s} s"), |time| time.strftime("%Y-%m-%d %H:%MZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_several() {
        assert_eq!([1, 2].map(|number| count(number, "point")), ["1 point", "2 points"]);
        assert_eq!(count(3, "stretch"), "3 stretches");
        assert_eq!((count(0_u64, "query"), count(1_i64, "policy")), ("0 queries".into(), "1 policy".into()));
        assert_eq!(count(2_u32, "day"), "2 days");
    }

    #[test]
    fn lengths_of_time_have_the_units_that_fit() {
        for (ms, shown) in [
            (-1.0, "?"),
            (f64::NAN, "?"),
            (0.0, "0 ms"),
            (0.001, "< 0.1 ms"),
            (0.41, "0.4 ms"),
            (9.0, "9 ms"),
            (9.949, "9.9 ms"),
            (9.95, "10 ms"),
            (999.4, "999 ms"),
            (999.5, "1 s"),
            (1250.0, "1.25 s"),
            (9_994.0, "9.99 s"),
            (9_995.0, "10 s"),
            (90_400.0, "90 s"),
            (299_499.0, "299 s"),
            (299_500.0, "5 min"),
            (305_000.0, "5 min 5 s"),
            (3_690_000.0, "1 h 1 min 30 s"),
            (7_500_000.0, "2 h 5 min"),
            (7_203_000.0, "2 h 3 s"),
            (86_400_000.0, "1 d"),
            (273_600_000.0, "3 d 4 h"),
        ] {
            assert_eq!(duration(ms), shown, "{ms}");
        }
        assert_eq!(
            [(60e3, 168e3), (90e3, 6e5), (500.0, 2e3), (6e5, 9e5), (1e3, 1e3)]
                .map(|(least, most)| between(least, most)),
            ["60 to 168 s", "90 s to 10 min", "500 ms to 2 s", "10 min to 15 min", "1 s"]
        );
        assert_eq!((seconds(60_u64), seconds(300_i64)), ("60 s".to_owned(), "5 min".to_owned()));
        assert_eq!((microseconds(410), lasting(Duration::from_secs(2))), ("0.4 ms".into(), "2 s".into()));
    }

    #[test]
    fn bytes_have_the_unit_that_fits() {
        for (number, shown) in
            [(10, "10 bytes"), (2048, "2.0 KiB"), (MIB * 3 / 2, "1.5 MiB"), (GIB * 2, "2.0 GiB")]
        {
            assert_eq!(bytes(number), shown);
        }
    }
}
