//! What an item weighs: as told, or from its features.

use super::check::{MOST_ITEM_BYTES, Problems};
use super::domain::ItemSize;
use super::dtype::{Dtype, number_bytes};
use super::inputs::Inputs;
use super::schema::{FEATURE_ID_BYTES, Feature, schema_bytes};
use super::step::number;
use super::values::Layout;
use crate::secrets::shown_cell;

/// Bytes of an item where neither a size nor a schema was given.
const DEFAULT_BYTES: f64 = 1024.0;
/// Bytes of both key values where nothing was said: `user.id:12345678` and `user.credit_score`.
const KEY_VALUE_BYTES: f64 = 33.0;
/// Significant digits of a time of expiry: seconds since 1970.
const EXPIRY_DIGITS: f64 = 10.0;
/// Longest name of a key attribute (API: `KeySchemaAttributeName`).
const MOST_KEY_NAME: usize = 255;

pub(super) fn item_size(inputs: &Inputs, problems: &mut Problems, assumptions: &mut Vec<String>) -> ItemSize {
    let id_bytes =
        problems.within("--feature-id-bytes", inputs.feature_id_bytes, FEATURE_ID_BYTES, 1.0, 65_535.0);
    let key_values =
        problems.within("--key-value-bytes", inputs.key_value_bytes, KEY_VALUE_BYTES, 1.0, 2048.0 + 1024.0);
    let (partition, sort, expiry) = names(inputs, problems);
    check_features(&inputs.features, "features", problems, 0);
    if let Some(size) = inputs.item_bytes {
        if !inputs.features.is_empty() {
            problems.add("--item-bytes", "is given, and so are features, which reckon it: leave one out");
        }
        let bytes = problems.within("--item-bytes", Some(size.0), DEFAULT_BYTES, 1.0, MOST_ITEM_BYTES);
        return plain(bytes, format!("{} bytes, as given", number(bytes)));
    }
    if inputs.features.is_empty() {
        assumptions.push("neither --item-bytes nor a schema was given: items of 1 KB are taken".to_owned());
        let assumed = plain(DEFAULT_BYTES, "1,024 bytes, an assumption".to_owned());
        return ItemSize { is_assumed: true, ..assumed };
    }
    if inputs.feature_id_bytes.is_none() {
        assumptions.push(format!(
            "--feature-id-bytes was not given: {FEATURE_ID_BYTES} are taken; the documents name no length"
        ));
    }
    if inputs.key_value_bytes.is_none() {
        assumptions.push(format!("--key-value-bytes was not given: {KEY_VALUE_BYTES} are taken"));
    }
    let schema = schema_bytes(&inputs.features, id_bytes);
    assumptions.extend(
        schema.features.iter().filter_map(|feature| {
            feature.note.as_ref().map(|note| format!("feature {}: {note}", feature.name))
        }),
    );
    let key_names = length(partition) + length(sort);
    let expires = if inputs.ttl.is_some() { length(expiry) + number_bytes(EXPIRY_DIGITS) } else { 0.0 };
    let total = key_names + key_values + expires + schema.bytes;
    let formula = format!(
        "{} (names {partition}, {sort}) + {} (key values) + {} (expiry) + {} (features) = {}",
        number(key_names),
        number(key_values),
        number(expires),
        number(schema.bytes),
        number(total),
    );
    let raw = schema.raw_json_bytes + key_values;
    ItemSize {
        bytes: whole(total),
        raw_json_bytes: Some(whole(raw)),
        formula,
        schema: Some(schema),
        is_assumed: false,
    }
}

fn plain(bytes: f64, formula: String) -> ItemSize {
    ItemSize { bytes: whole(bytes), raw_json_bytes: None, formula, schema: None, is_assumed: false }
}

fn names<'a>(inputs: &'a Inputs, problems: &mut Problems) -> (&'a str, &'a str, &'static str) {
    let (partition, sort, expiry) = match inputs.layout.unwrap_or_default() {
        Layout::Documented => ("pk", "sk", "__exp__"),
        Layout::Vendored => ("__id__", "__ns__", "__exp__"),
    };
    let mut name = |field: &str, given: Option<&'a str>, otherwise: &'a str| {
        if given.is_some_and(|name| name.is_empty() || name.len() > MOST_KEY_NAME) {
            problems.add(field, format!("a key attribute's name has 1 to {MOST_KEY_NAME} characters"));
        }
        given.unwrap_or(otherwise)
    };
    let partition = name("--partition-key", inputs.partition_key.as_deref(), partition);
    let sort = name("--sort-key", inputs.sort_key.as_deref(), sort);
    if partition == sort {
        problems.add("--sort-key", format!("`{sort}` is the partition key's name too"));
    }
    (partition, sort, expiry)
}

fn check_features(features: &[Feature], path: &str, problems: &mut Problems, depth: usize) {
    if depth > 32 {
        problems.add(path, "is nested deeper than the 32 levels of DynamoDB");
        return;
    }
    for (at, feature) in features.iter().enumerate() {
        let shown = shown_cell(&feature.name);
        let place = if shown.is_empty() { format!("{path}[{at}]") } else { format!("{path}.{shown}") };
        if feature.name.is_empty() || feature.name.len() > 65_535 {
            problems.add(&place, "a feature's name has 1 to 65,535 bytes");
        }
        if features[..at].iter().any(|other| other.name == feature.name) {
            problems.add(&place, "is there twice");
        }
        problems.within(&format!("{place}.length"), feature.length, 0.0, 0.0, MOST_ITEM_BYTES);
        problems.within(&format!("{place}.list_length"), feature.list_length, 0.0, 0.0, MOST_ITEM_BYTES);
        problems.within(&format!("{place}.null_share"), feature.null_share, 0.0, 0.0, 1.0);
        for (key, message) in meaningless(feature) {
            problems.add(&format!("{place}.{key}"), message);
        }
        check_features(&feature.fields, &place, problems, depth + 1);
    }
}

/// The keys of a feature that its dtype gives no meaning, and what to write instead. They would be passed over, and the
/// item taken for smaller than it is.
fn meaningless(feature: &Feature) -> Vec<(&'static str, String)> {
    let Feature { dtype, length, list_length, fields, .. } = feature;
    let mut all = Vec::new();
    if list_length.is_some() && !matches!(dtype, Dtype::List(_) | Dtype::Vector) {
        let list = match dtype {
            Dtype::Float => "`list<float>` or `vector`".to_owned(),
            other => format!("`list<{other}>`"),
        };
        all.push((
            "list_length",
            format!("of dtype {dtype} there is one value: write dtype = {list}, or leave it out"),
        ));
    }
    if length.is_some() && matches!(dtype.of_each(), Dtype::Bool | Dtype::Struct) {
        let one = dtype.of_each();
        all.push(("length", format!("dtype {one} has no length of its own: leave it out")));
    }
    if !fields.is_empty() && *dtype.of_each() != Dtype::Struct {
        let written = if matches!(dtype, Dtype::List(_)) { "`list<struct>`" } else { "`struct`" };
        all.push((
            "fields",
            format!("dtype {dtype} has no fields: write dtype = {written}, or leave them out"),
        ));
    }
    all
}

#[expect(clippy::cast_precision_loss, reason = "a name of at most 255 bytes")]
const fn length(name: &str) -> f64 {
    name.len() as f64
}

/// Bytes, rounded up. What is too large for a number of bytes is the largest, which every limit refuses.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
const fn whole(bytes: f64) -> u64 {
    bytes.ceil() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::workload::{Format, parse_schema};

    fn told(feature: &str) -> Vec<String> {
        let text = format!("[[features]]\nname = \"user.x\"\n{feature}");
        let inputs = Inputs {
            read_qps: Some(1.0),
            features: parse_schema(&text, Format::Toml).expect("is a schema"),
            ..Inputs::default()
        };
        inputs.check().err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    /// 768 floats that are taken for one would be an item of a few bytes.
    #[test]
    fn what_a_dtype_has_no_use_for_is_told() {
        for (feature, message) in [
            (
                "dtype = \"float\"\nlist_length = 768",
                "features.user.x.list_length: of dtype float there is one value: write dtype = `list<float>` or `vector`, or leave it out",
            ),
            (
                "dtype = \"str\"\nlist_length = 5",
                "features.user.x.list_length: of dtype str there is one value: write dtype = `list<str>`",
            ),
            ("dtype = \"bool\"\nlength = 5", "features.user.x.length: dtype bool has no length of its own"),
            (
                "dtype = \"int\"\n[[features.fields]]\nname = \"y\"\ndtype = \"int\"",
                "features.user.x.fields: dtype int has no fields: write dtype = `struct`",
            ),
            (
                "dtype = \"struct\"\n[[features.fields]]\nname = \"y\"\ndtype = \"int\"\nlist_length = 3",
                "features.user.x.y.list_length: of dtype int there is one value",
            ),
        ] {
            let all = told(feature);
            assert!(all.len() == 1 && all[0].starts_with(message), "{feature}: {all:?}");
        }
        for feature in [
            "dtype = \"list<float>\"\nlist_length = 768\nlength = 9",
            "dtype = \"vector\"\nlist_length = 768\nlength = 9",
            "dtype = \"datetime\"\nlength = 20",
            "dtype = \"list<struct>\"\nlist_length = 2\n[[features.fields]]\nname = \"y\"\ndtype = \"int\"",
        ] {
            assert_eq!(told(feature), Vec::<String>::new(), "{feature}");
        }
    }
}
