//! What kinds of values features hold, and what they weigh in an item.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The kind of a feature's values: `int`, `float`, `bool`, `str`, `bytes`, `datetime`, `list<…>`, `vector`, `struct`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String")]
pub enum Dtype {
    /// A whole number: a number of `DynamoDB`.
    Int,
    /// A number with a fraction: a number of `DynamoDB`.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// A point in time, taken as text such as `2026-11-21T10:07:00.000000+00:00`.
    Datetime,
    /// A list of values of one kind.
    List(Box<Self>),
    /// An embedding: a list of floats.
    Vector,
    /// A structure with fields of its own.
    Struct,
}

impl Dtype {
    /// What the values of a list are, however deep it is nested; else itself.
    pub(super) fn of_each(&self) -> &Self {
        match self {
            Self::List(inner) => inner.of_each(),
            other => other,
        }
    }
}

impl FromStr for Dtype {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        // Nesting is bounded, so that no file can exhaust the stack. DynamoDB itself stops at 32 levels.
        let inner = ["list<", "list["].iter().find_map(|start| lower.strip_prefix(start));
        if let Some(inner) = inner {
            let inner = inner.strip_suffix(['>', ']']).unwrap_or(inner);
            if lower.matches("list").count() > 32 {
                return Err(format!("`{text}` is nested deeper than the 32 levels of DynamoDB"));
            }
            return inner.parse().map(|inner| Self::List(Box::new(inner)));
        }
        Ok(match lower.as_str() {
            "int" | "integer" => Self::Int,
            "float" | "double" | "number" | "decimal" => Self::Float,
            "bool" | "boolean" => Self::Bool,
            "str" | "string" | "text" => Self::Str,
            "bytes" | "binary" => Self::Bytes,
            "datetime" | "date" | "timestamp" => Self::Datetime,
            "list" => Self::List(Box::new(Self::Float)),
            "vector" | "embedding" => Self::Vector,
            "struct" | "map" | "dataclass" => Self::Struct,
            _ => {
                return Err(format!(
                    "`{text}` is no dtype: there are int, float, bool, str, bytes, datetime, list<…>, vector, struct"
                ));
            }
        })
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int => formatter.write_str("int"),
            Self::Float => formatter.write_str("float"),
            Self::Bool => formatter.write_str("bool"),
            Self::Str => formatter.write_str("str"),
            Self::Bytes => formatter.write_str("bytes"),
            Self::Datetime => formatter.write_str("datetime"),
            Self::List(inner) => write!(formatter, "list<{inner}>"),
            Self::Vector => formatter.write_str("vector"),
            Self::Struct => formatter.write_str("struct"),
        }
    }
}

impl Serialize for Dtype {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dtype {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Bytes of a number of so many significant digits, not negative: one, and one for every two digits begun. An even
/// count may straddle the pairs of digits that `DynamoDB` stores and then takes one more: that larger size is taken. A
/// negative number would take one more again. At most 21 (measured: `DynamoDB` Local).
pub(super) fn number_bytes(digits: f64) -> f64 {
    if digits < 1.0 {
        return 1.0;
    }
    let digits = digits.ceil();
    let straddles = if digits % 2.0 == 0.0 { 1.0 } else { 0.0 };
    (1.0 + (digits / 2.0).ceil() + straddles).min(21.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_by_the_names_that_people_use() {
        for (text, dtype) in [
            ("int", Dtype::Int),
            (" String ", Dtype::Str),
            ("embedding", Dtype::Vector),
            ("list<str>", Dtype::List(Box::new(Dtype::Str))),
            ("list[list<int>]", Dtype::List(Box::new(Dtype::List(Box::new(Dtype::Int))))),
        ] {
            assert_eq!(text.parse(), Ok(dtype.clone()), "{text}");
            assert_eq!(dtype.to_string().parse(), Ok(dtype));
        }
        assert!("intt".parse::<Dtype>().is_err());
        assert!("list<".repeat(100_000).parse::<Dtype>().is_err());
    }

    #[test]
    fn numbers_weigh_what_was_measured() {
        // n = 0, 7, 12345, 461 (two pairs), 3.14159 (six digits, straddling), 38 digits: the measured sizes less the name.
        for (digits, bytes) in [(0.0, 1.0), (1.0, 2.0), (5.0, 4.0), (3.0, 3.0), (6.0, 5.0), (38.0, 21.0)] {
            assert!((number_bytes(digits) - bytes).abs() < f64::EPSILON, "{digits}");
        }
    }
}
