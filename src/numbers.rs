//! Numbers to reckon with, and to read.

/// A whole number of things that are counted: units, bytes, minutes, nodes.
pub(crate) trait Whole {
    /// The nearest float.
    fn float(self) -> f64;
}

macro_rules! whole {
    ($($kind:ty),*) => {
        $(impl Whole for $kind {
            #[expect(clippy::cast_precision_loss, reason = "what is counted is far below 2^53, or needs no more digits")]
            #[inline]
            fn float(self) -> f64 {
                self as f64
            }
        })*
    };
}

whole!(u64, i64, usize);

impl Whole for u32 {
    #[inline]
    fn float(self) -> f64 {
        f64::from(self)
    }
}

/// A whole number as a float. Exact up to 2^53; what is larger is rounded.
#[inline]
pub(crate) fn as_f64(value: impl Whole) -> f64 {
    value.float()
}

/// A share in whole percents; a little is not nothing.
pub(crate) fn whole_percent(share: f64) -> String {
    if share > 0.0 && share < 0.005 { "under 1 %".to_owned() } else { format!("{:.0} %", share * 100.0) }
}

/// `$1,234.56`; `not priced` where a price is missing.
pub(crate) fn usd(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return "not priced".to_owned() };
    let text = format!("{value:.2}");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    format!("${}.{cents}", grouped(whole))
}

/// A count with separators: `1,234,567`.
pub(crate) fn count(value: f64) -> String {
    grouped(&format!("{:.0}", value.ceil()))
}

/// Digits in groups of three.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digit.is_ascii_digit() && !text.ends_with('-') {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Two digits behind the point, where they say something.
pub(crate) fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_grouped_and_what_is_unknown_is_said() {
        assert_eq!(usd(Some(1_234_567.891)), "$1,234,567.89");
        assert_eq!((usd(Some(0.0)), usd(Some(999.5))), ("$0.00".to_owned(), "$999.50".to_owned()));
        assert_eq!((usd(None), usd(Some(f64::INFINITY))), ("not priced".to_owned(), "not priced".to_owned()));
        assert_eq!((count(1000.2), count(12.0)), ("1,001".to_owned(), "12".to_owned()));
    }
}
