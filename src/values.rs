//! Values as people write them, read in one way wherever they stand: a duration, a share.
//!
//! Each reason says what is wrong and what to write, and quotes nothing: whoever shows it knows what may be shown.

use std::time::Duration;

/// A duration, such as `60s` or `1h 30m`. Its unit is never guessed.
///
/// # Errors
/// What it lacks, and how it is written.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    const EXAMPLES: &str = "write for example 500ms, 60s, 5m or 14d";
    humantime::parse_duration(text).map_err(|error| match error {
        humantime::DurationError::UnknownUnit { unit, .. } if unit.is_empty() => {
            format!("it has no unit: {EXAMPLES}")
        }
        // The library would quote what was given.
        humantime::DurationError::UnknownUnit { .. } => format!("its unit is none: {EXAMPLES}"),
        _ => format!("it is no duration: {EXAMPLES}"),
    })
}

/// A duration that stands for an objective of what may be lost: more than 0, and at most a week. More is a slip of the unit.
///
/// # Errors
/// As [`duration`]; or that it is none of these.
pub(crate) fn to_a_week(text: &str) -> Result<Duration, String> {
    at_most(text, Duration::from_hours(7 * 24), "it has to be at most 7d")
}

/// A duration above 0, and at most a year: longer is none that anybody means.
///
/// # Errors
/// As [`duration`]; or that it is none of these.
pub(crate) fn to_a_year(text: &str) -> Result<Duration, String> {
    at_most(text, Duration::from_hours(366 * 24), "it has to be at most a year")
}

fn at_most(text: &str, most: Duration, refusal: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration.is_zero() {
        return Err("it has to be more than 0".to_owned());
    }
    if duration > most { Err(refusal.to_owned()) } else { Ok(duration) }
}

/// A duration of whole seconds, as TTLs and cooldowns have.
///
/// # Errors
/// As [`duration`]; or that it is no whole number of seconds, or of too many.
pub(crate) fn seconds(text: &str) -> Result<u32, String> {
    let duration = duration(text)?;
    let seconds = u32::try_from(duration.as_secs()).ok().filter(|_| duration.subsec_nanos() == 0);
    seconds.ok_or_else(|| "it has to be whole seconds, such as 60s or 5m".to_owned())
}

/// A share of a whole, from 0 to 1: `0.1%`, or `0.001`.
///
/// # Errors
/// How it is written.
pub(crate) fn share(text: &str) -> Result<f64, String> {
    let (number, parts) = text.trim().strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let value = number.trim().parse::<f64>().ok().map(|number| number / parts);
    value
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "write a share from 0 to 1, or a percentage such as 0.1%".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit() {
        let error = |text| duration(text).expect_err("is wrong");
        assert_eq!(duration("1m 5s"), Ok(Duration::from_secs(65)));
        assert_eq!(error("5"), "it has no unit: write for example 500ms, 60s, 5m or 14d");
        assert_eq!(error("5x"), "its unit is none: write for example 500ms, 60s, 5m or 14d");
        for text in ["-1s", "5 hunter2", "5hunter2", "5s=hunter2", "", "ä hunter2"] {
            let told = error(text);
            assert!(told.contains(": write for example 500ms") && !told.contains("hunter2"), "{told}");
        }
        assert_eq!((seconds("5m"), seconds("0s")), (Ok(300), Ok(0)));
        assert!(to_a_week("7d").is_ok() && to_a_year("366d").is_ok() && to_a_year("1").is_err());
        assert!(to_a_week("8d").is_err_and(|told| told.ends_with("at most 7d")));
        assert!(to_a_year("367d").is_err_and(|told| told.ends_with("at most a year")));
        assert!(to_a_week("0s").is_err_and(|told| told.ends_with("more than 0")) && to_a_year("0s").is_err());
        assert!(seconds("300").is_err_and(|told| told.contains("it has no unit")));
        assert!(
            seconds("0.5s").is_err() && seconds("500ms").is_err_and(|told| told.contains("whole seconds"))
        );
        assert!(seconds("200y").is_err());
    }

    #[test]
    fn shares_are_read_with_and_without_percent() {
        assert_eq!(
            (share("0.1%"), share("0.001"), share("0"), share("100 %")),
            (Ok(0.001), Ok(0.001), Ok(0.0), Ok(1.0))
        );
        for text in ["", "%", "-1%", "2", "NaN", "inf", "many"] {
            assert!(share(text).is_err(), "{text}");
        }
    }
}
