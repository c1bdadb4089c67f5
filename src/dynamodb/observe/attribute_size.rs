//! The bytes of an item as the SDK gives it.
//!
//! Source: the developer guide's *`DynamoDB` item sizes and formats*
//! (docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::dynamodb::item::{CONTAINER_BYTES, MAX_NUMBER_BYTES, number_bytes};

/// The bytes of an item: of its attributes.
pub(super) fn item(attributes: &HashMap<String, AttributeValue>) -> u64 {
    attributes.iter().map(|(name, value)| attribute(name, value)).sum()
}

/// The bytes of an attribute: its name in UTF-8, and its value.
pub(super) fn attribute(name: &str, value: &AttributeValue) -> u64 {
    length(name) + value_bytes(value)
}

fn value_bytes(value: &AttributeValue) -> u64 {
    match value {
        AttributeValue::S(text) => length(text),
        AttributeValue::N(text) => number(text),
        AttributeValue::B(blob) => blob.as_ref().len() as u64,
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::L(values) => {
            CONTAINER_BYTES + values.iter().map(|value| 1 + value_bytes(value)).sum::<u64>()
        }
        AttributeValue::M(values) => {
            CONTAINER_BYTES + values.iter().map(|(name, value)| 1 + attribute(name, value)).sum::<u64>()
        }
        AttributeValue::Ss(values) => values.iter().map(|text| length(text)).sum(),
        AttributeValue::Ns(values) => values.iter().map(|text| number(text)).sum(),
        AttributeValue::Bs(values) => values.iter().map(|blob| blob.as_ref().len() as u64).sum(),
        // A type that this version does not know.
        _ => 0,
    }
}

/// AWS gives no number that breaks its own rules; one that did would count as the longest.
fn number(text: &str) -> u64 {
    number_bytes(text).unwrap_or(MAX_NUMBER_BYTES)
}

fn length(text: &str) -> u64 {
    text.len() as u64
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;

    #[test]
    fn items_of_every_type() {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let number = |text: &str| AttributeValue::N(text.to_owned());
        let blob = |bytes: usize| Blob::new(vec![0; bytes]);
        let with = |extra: &[(&str, AttributeValue)]| {
            let keys = [("pk", text("p")), ("sk", text("s"))];
            let all = keys.iter().chain(extra).map(|(name, value)| ((*name).to_owned(), value.clone()));
            item(&all.collect())
        };
        assert_eq!(with(&[]), 6);
        assert_eq!(with(&[("b", AttributeValue::B(blob(100)))]), 107);
        assert_eq!(with(&[("t", AttributeValue::Bool(true)), ("z", AttributeValue::Null(true))]), 10);
        let list = AttributeValue::L(vec![text("a"), number("1"), AttributeValue::Bool(true)]);
        let map =
            AttributeValue::M(HashMap::from([("k".to_owned(), text("v")), ("kk".to_owned(), number("10"))]));
        assert_eq!(with(&[("l", list), ("m", map)]), 29);
        let sets = [
            ("ss", AttributeValue::Ss(vec!["ab".into(), "cde".into()])),
            ("ns", AttributeValue::Ns(vec!["1".into(), "22".into(), "333".into()])),
            ("bs", AttributeValue::Bs(vec![blob(3), blob(1)])),
        ];
        assert_eq!(with(&sets), 28);
        let empty = [("l", AttributeValue::L(Vec::new())), ("m", AttributeValue::M(HashMap::new()))];
        assert_eq!(with(&empty), 14);
        let unicode = HashMap::from([
            ("pk".to_owned(), text("é")),
            ("sk".to_owned(), text("日本")),
            ("ключ".to_owned(), text("😀")),
        ]);
        assert_eq!(item(&unicode), 24);
    }
}
