//! The values of its options.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::store_ref::looks_like_a_uri;

/// The path of a file. What looks like a URI is refused, and not quoted.
pub(in crate::cli) fn file(
    flag: &'static str,
    example: &'static str,
) -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(move |path| {
        if looks_like_a_uri(&path.to_string_lossy()) {
            return Err(format!(
                "{flag} takes the path of a file, and this looks like a URI: write for example {flag} {example}"
            ));
        }
        Ok(path)
    })
}

/// A period in seconds: `60s`, `5m`.
pub(super) fn period(text: &str) -> Result<u32, String> {
    let seconds = humantime::parse_duration(text).ok().map(|duration| duration.as_secs());
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| "write a duration, such as 60s, 5m or 1h".to_owned())
}

/// A share: `0.1%`, or `0.001`.
pub(in crate::cli) fn share(text: &str) -> Result<f64, String> {
    let (number, parts) = text.trim().strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let refusal = || "write a share from 0 to 1, or a percentage such as 0.1%".to_owned();
    let value = number.trim().parse::<f64>().map_err(|_| refusal())? / parts;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(refusal()) }
}

/// The longest window: what `CloudWatch` keeps.
const LONGEST_WINDOW: Duration = Duration::from_hours(454 * 24);

/// `14d`.
pub(in crate::cli) fn window(text: &str) -> Result<Duration, String> {
    let duration = humantime::parse_duration(text).map_err(|_| "write for example 14d or 12h".to_owned())?;
    if (Duration::from_hours(1)..=LONGEST_WINDOW).contains(&duration) {
        Ok(duration)
    } else {
        Err("it has to be from 1h to 454d, which is what CloudWatch keeps".to_owned())
    }
}

/// Whole minutes: `1m`, `1h`.
pub(super) fn step(text: &str) -> Result<u32, String> {
    let refusal = || "write whole minutes, from 1m to 1d".to_owned();
    let duration = humantime::parse_duration(text).map_err(|_| refusal())?;
    let is_whole = duration.subsec_nanos() == 0 && duration.as_secs().is_multiple_of(60);
    let minutes = u32::try_from(duration.as_secs() / 60).map_err(|_| refusal())?;
    if is_whole && (1..=24 * 60).contains(&minutes) { Ok(minutes) } else { Err(refusal()) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
