//! The values of its options.

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::store_ref::looks_like_a_uri;
use crate::values::{duration, seconds};

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
    match seconds(text)? {
        0 => Err("it has to be more than 0".to_owned()),
        seconds => Ok(seconds),
    }
}

/// Whole minutes: `1m`, `1h`.
pub(super) fn step(text: &str) -> Result<u32, String> {
    let refusal = || "it has to be whole minutes, from 1m to 1d".to_owned();
    let duration = duration(text)?;
    let is_whole = duration.subsec_nanos() == 0 && duration.as_secs().is_multiple_of(60);
    let minutes = u32::try_from(duration.as_secs() / 60).map_err(|_| refusal())?;
    if is_whole && (1..=24 * 60).contains(&minutes) { Ok(minutes) } else { Err(refusal()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_bounded_and_have_a_unit() {
        assert_eq!((period("5m"), step("1h")), (Ok(300), Ok(60)));
        let no_unit = |told: Option<String>| told.is_some_and(|told| told.starts_with("it has no unit"));
        assert!(no_unit(period("60").err()) && no_unit(step("1").err()));
        assert!(period("0s").is_err() && step("90s").is_err() && step("2d").is_err());
    }
}
