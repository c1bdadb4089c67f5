//! A number with its arithmetic.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::numbers::trimmed;
use crate::words::named;

/// One number, and how it came to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What it is, such as `reads that reach the table`.
    pub name: String,
    /// The number.
    pub value: f64,
    /// What it counts, such as `RCU`.
    pub unit: String,
    /// The arithmetic, with the numbers in it.
    pub formula: String,
    /// Who says that it is so: a documented rule, the inputs, or an assumption of this program.
    pub source: String,
}

impl Step {
    pub(crate) fn new(
        name: impl Into<String>,
        value: f64,
        unit: impl Into<String>,
        formula: impl Into<String>,
        source: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), value, unit: unit.into(), formula: formula.into(), source: source.into() }
    }
}

/// A number for people: whole where it is whole, else with four significant digits at least.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    let decimals: usize = match value.abs() {
        size if size >= 1000.0 => 1,
        size if size >= 1.0 => 3,
        size if size >= 1e-3 => 6,
        _ => 10,
    };
    format!("{value:.decimals$}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `2000 queries`, `1 query`.
pub(crate) fn counted(value: f64, thing: &str) -> String {
    format!("{} {}", number(value), named((value - 1.0).abs() < f64::EPSILON, thing))
}

/// `2000 queries/s`, `1 query/s`.
pub(crate) fn per_second(rate: f64, thing: &str) -> String {
    format!("{}/s", counted(rate, thing))
}

/// Bytes with the unit that a person would choose; 1 KB is 1,024 bytes, as `DynamoDB` counts.
pub(crate) fn size(value: f64) -> String {
    let mut value = value;
    for unit in ["bytes", "KB", "MB", "GB"] {
        if value < 1024.0 {
            return format!("{} {unit}", trimmed(value));
        }
        value /= 1024.0;
    }
    format!("{} TB", trimmed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_not_rounded_to_nothing() {
        for (value, text) in [
            (0.0, "0"),
            (1000.0, "1000"),
            (0.5, "0.5"),
            (1234.5678, "1234.6"),
            (3.456_789, "3.457"),
            (0.000_65, "0.00065"),
            (0.000_000_125, "0.000000125"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn sizes_have_the_unit_that_a_person_would_choose() {
        assert_eq!((size(850.0), size(1536.0)), ("850 bytes".to_owned(), "1.5 KB".to_owned()));
        assert_eq!(size(5_497_558_138_880.0), "5 TB");
    }
}
