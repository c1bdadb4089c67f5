//! Dollars and shares as people read them.

/// `$1,234.56`; `not priced` where a price is missing.
pub(super) fn usd(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return "not priced".to_owned() };
    let text = format!("{value:.2}");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    format!("${}.{cents}", grouped(whole))
}

/// A count with separators: `1,234,567`.
pub(in crate::dynamodb) fn count(value: f64) -> String {
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
