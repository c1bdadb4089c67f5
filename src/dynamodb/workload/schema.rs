//! The features of an entity, and what an item with all of them weighs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dtype::{Dtype, number_bytes};

/// Length of a feature's short id where nothing was said, in bytes. An assumption: the documents say "short stable
/// identifiers" and no number.
pub(super) const FEATURE_ID_BYTES: f64 = 3.0;
/// Significant digits of a whole number where nothing was said. An assumption.
const INT_DIGITS: f64 = 8.0;
/// Significant digits of a float where nothing was said: what a double needs to come back as it was.
const FLOAT_DIGITS: f64 = 17.0;
/// Significant digits of a float of a vector where nothing was said: what a single needs to come back as it was.
const VECTOR_DIGITS: f64 = 9.0;
/// Bytes of a text or of bytes where nothing was said. An assumption.
const TEXT_BYTES: f64 = 16.0;
/// Values of a list where nothing was said. An assumption.
const LIST_LENGTH: f64 = 10.0;
/// Values of a vector where nothing was said. An assumption.
const VECTOR_LENGTH: f64 = 128.0;
/// Bytes of a point in time as text: `2026-11-21T10:07:00.000000+00:00`.
const DATETIME_BYTES: f64 = 32.0;
/// How deep features may be nested: `DynamoDB`'s own limit.
const MAX_DEPTH: usize = 32;

/// One feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its full name, such as `user.credit_score`.
    pub name: String,
    /// What its values are.
    pub dtype: Dtype,
    /// Typical length of a value: bytes of a `str` or of `bytes`, significant digits of an `int` or a `float`; for a
    /// list or a vector, of each of its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<f64>,
    /// Typical number of values of a list or a vector. Default: 10, a vector 128.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_length: Option<f64>,
    /// The share of items in which it is null, 0 to 1. Default: 0. A null is stored and takes a byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null_share: Option<f64>,
    /// The fields of a struct.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Self>,
}

/// What one feature weighs in an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FeatureBytes {
    /// The feature.
    pub name: String,
    /// Bytes of its short id and its value, in `DynamoDB`'s own types.
    pub bytes: f64,
    /// Bytes of its full name and its value as JSON text.
    pub raw_json_bytes: f64,
    /// What its size assumes, and what another encoding would weigh.
    pub note: Option<String>,
}

/// What an item with all features weighs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SchemaBytes {
    /// Bytes of all features together, without the key attributes.
    pub bytes: f64,
    /// The same as one JSON text with full names.
    pub raw_json_bytes: f64,
    /// Each feature.
    pub features: Vec<FeatureBytes>,
}

/// What the features weigh with short ids of so many bytes.
///
/// Rules: the developer guide's *`DynamoDB` item sizes and formats*: a name and its value; text by its bytes; a number by
/// its significant digits; a boolean and a null 1; a list or a structure 3, and 1 for each value.
#[must_use]
pub fn schema_bytes(features: &[Feature], feature_id_bytes: f64) -> SchemaBytes {
    let mut all = Vec::new();
    for feature in features {
        let null = feature.null_share.unwrap_or(0.0).clamp(0.0, 1.0);
        let value = value_bytes(feature, &feature.dtype, 0);
        let json = json_bytes(feature, &feature.dtype, 0);
        all.push(FeatureBytes {
            name: feature.name.clone(),
            bytes: feature_id_bytes + value * (1.0 - null) + null,
            // "name": value, and a comma; a null is four letters.
            raw_json_bytes: chars(&feature.name) + 4.0 + json * (1.0 - null) + 4.0 * null,
            note: note(feature, value),
        });
    }
    SchemaBytes {
        bytes: all.iter().map(|feature| feature.bytes).sum(),
        raw_json_bytes: 2.0 + all.iter().map(|feature| feature.raw_json_bytes).sum::<f64>(),
        features: all,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a name over 2^53 bytes fits no memory")]
fn chars(name: &str) -> f64 {
    name.len() as f64
}

fn digits(feature: &Feature, otherwise: f64) -> f64 {
    feature.length.unwrap_or(otherwise).clamp(0.0, 38.0)
}

fn values(feature: &Feature, dtype: &Dtype) -> f64 {
    let otherwise = if *dtype == Dtype::Vector { VECTOR_LENGTH } else { LIST_LENGTH };
    feature.list_length.unwrap_or(otherwise)
}

fn value_bytes(feature: &Feature, dtype: &Dtype, depth: usize) -> f64 {
    if depth > MAX_DEPTH {
        return 0.0;
    }
    match dtype {
        Dtype::Int => number_bytes(digits(feature, INT_DIGITS)),
        Dtype::Float => number_bytes(digits(feature, FLOAT_DIGITS)),
        Dtype::Bool => 1.0,
        Dtype::Str | Dtype::Bytes => feature.length.unwrap_or(TEXT_BYTES),
        Dtype::Datetime => feature.length.unwrap_or(DATETIME_BYTES),
        Dtype::List(inner) => 3.0 + values(feature, dtype) * (1.0 + value_bytes(feature, inner, depth + 1)),
        Dtype::Vector => 3.0 + values(feature, dtype) * (1.0 + number_bytes(digits(feature, VECTOR_DIGITS))),
        Dtype::Struct => {
            let field =
                |field: &Feature| 1.0 + chars(&field.name) + value_bytes(field, &field.dtype, depth + 1);
            3.0 + feature.fields.iter().map(field).sum::<f64>()
        }
    }
}

fn json_bytes(feature: &Feature, dtype: &Dtype, depth: usize) -> f64 {
    if depth > MAX_DEPTH {
        return 0.0;
    }
    match dtype {
        Dtype::Int => digits(feature, INT_DIGITS).max(1.0),
        // The point is a character.
        Dtype::Float => digits(feature, FLOAT_DIGITS).max(1.0) + 1.0,
        Dtype::Bool => 5.0,
        Dtype::Str => feature.length.unwrap_or(TEXT_BYTES) + 2.0,
        Dtype::Bytes => (feature.length.unwrap_or(TEXT_BYTES) / 3.0).ceil() * 4.0 + 2.0,
        Dtype::Datetime => feature.length.unwrap_or(DATETIME_BYTES) + 2.0,
        Dtype::List(inner) => 2.0 + values(feature, dtype) * (1.0 + json_bytes(feature, inner, depth + 1)),
        Dtype::Vector => 2.0 + values(feature, dtype) * (2.0 + digits(feature, VECTOR_DIGITS)),
        Dtype::Struct => {
            let field =
                |field: &Feature| 4.0 + chars(&field.name) + json_bytes(field, &field.dtype, depth + 1);
            2.0 + feature.fields.iter().map(field).sum::<f64>()
        }
    }
}

fn note(feature: &Feature, value: f64) -> Option<String> {
    match &feature.dtype {
        Dtype::Vector => {
            let count = values(feature, &feature.dtype);
            Some(format!(
                "taken as a list of {count:.0} numbers ({value:.0} bytes); as one binary value of 4-byte floats it would \
                 take {:.0} bytes. Which of the two is stored is not documented",
                count * 4.0
            ))
        }
        Dtype::Datetime => Some(
            "taken as text of 32 bytes unless a length is given; how it is stored is not documented".into(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(name: &str, dtype: &str, length: Option<f64>, list_length: Option<f64>) -> Feature {
        let dtype = dtype.parse().expect("is a dtype");
        Feature { name: name.into(), dtype, length, list_length, null_share: None, fields: Vec::new() }
    }

    fn bytes(feature: Feature) -> f64 {
        schema_bytes(&[feature], 1.0).bytes
    }

    /// The measured items of facts: sizes without the 6 bytes of the key (`p`, `s` and their values).
    #[test]
    fn values_weigh_what_was_measured() {
        for (feature, measured) in [
            (feature("b", "bytes", Some(100.0), None), 101.0),
            (feature("e", "str", Some(0.0), None), 1.0),
            (feature("t", "bool", None, None), 2.0),
            (feature("n", "int", Some(5.0), None), 5.0),
            (feature("v", "bytes", Some(512.0), None), 513.0),
        ] {
            assert!((bytes(feature.clone()) - measured).abs() < f64::EPSILON, "{feature:?}");
        }
        // 128 sines of 16 or 17 digits, half of them negative: measured 1,371.
        let vector = bytes(feature("v", "vector", Some(17.0), Some(128.0)));
        assert!((vector / 1371.0 - 1.0).abs() < 0.05, "{vector}");
    }

    #[test]
    fn a_vector_says_what_the_other_encoding_weighs() {
        let sizes = schema_bytes(&[feature("v", "vector", None, Some(128.0))], 3.0);
        let note = sizes.features[0].note.as_deref().unwrap_or_default();
        assert!(note.contains("128 numbers") && note.contains("512 bytes"), "{note}");
    }

    #[test]
    fn short_ids_and_native_types_weigh_less_than_json() {
        let features: Vec<Feature> =
            (0..20).map(|at| feature(&format!("user.feature_number_{at}"), "float", None, None)).collect();
        let sizes = schema_bytes(&features, 3.0);
        assert!(sizes.bytes * 2.0 < sizes.raw_json_bytes, "{} {}", sizes.bytes, sizes.raw_json_bytes);
    }

    #[test]
    fn nulls_and_structs_count() {
        let mut rare = feature("r", "str", Some(101.0), None);
        rare.null_share = Some(0.5);
        assert!((bytes(rare) - (1.0 + 50.5 + 0.5)).abs() < 1e-9);
        let mut pair = feature("m", "struct", None, None);
        // {k: "v", kk: 10}: 3 + (1+1+1) + (1+2+2), measured as part of an item of 29 bytes.
        pair.fields = vec![feature("k", "str", Some(1.0), None), feature("kk", "int", Some(1.0), None)];
        assert!((bytes(pair) - 12.0).abs() < 1e-9);
    }
}
