//! What an item is called: its key, as a report may show it.

use serde_json::Value;

use super::sizer::Measured;
use crate::secrets::{MASK, shown_cell};

/// The keys of the documented layout and of the vendored one, where nobody named others.
const KNOWN: [[&str; 2]; 2] = [["pk", "sk"], ["__id__", "__ns__"]];

/// The key of an item, such as `pk "user#42", sk "profile"`: by the attributes that were named, else by those of a layout
/// that it has. Nothing where it has none.
pub(super) fn key(item: &Measured<'_>) -> Option<String> {
    let of = |names: &[&str]| -> Option<String> {
        let part = |name: &&str| Some(format!("{name} {:?}", shown(&text(item.json(name)?)?)));
        let parts: Vec<String> = names.iter().map(part).collect::<Option<_>>()?;
        (!parts.is_empty()).then(|| parts.join(", "))
    };
    if item.named.is_empty() {
        return KNOWN.iter().find_map(|names| of(names));
    }
    of(&item.named.iter().map(|part| part.0.as_str()).collect::<Vec<_>>())
}

/// The longest value that may be a key's, in bytes of its JSON text: what is longer is none, whatever its name.
const LONGEST: usize = 4096;

/// What a key's value says: `{"S":"user#42"}`, or plain JSON.
fn text(json: &str) -> Option<String> {
    let json = Some(json).filter(|json| json.len() <= LONGEST)?;
    let scalar = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match serde_json::from_str(json).ok()? {
        Value::Object(typed) => typed.iter().find_map(|(kind, value)| {
            ["S", "N", "B"].contains(&kind.as_str()).then(|| scalar(value)).flatten()
        }),
        plain => scalar(&plain),
    }
}

/// A key as a report may quote it: cut where it is long, and masked where a URI, a parameter or an address stands in it. A
/// `#` parts the keys of many tables, and gives nothing away.
fn shown(value: &str) -> String {
    if shown_cell(&value.replace('#', "_")) == MASK {
        return MASK.to_owned();
    }
    shown_cell(&value.replace('#', "\u{0}")).replace('\u{0}', "#")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::item::{KeyPart, Layout, Sizer};

    fn called(text: &str, layout: Layout, named: &[&str]) -> Option<String> {
        let named: Vec<KeyPart> = named.iter().map(|name| KeyPart((*name).to_owned())).collect();
        key(&Sizer::new(layout, named).measure(text).expect("is an item"))
    }

    #[test]
    fn an_item_is_called_by_its_key() {
        let typed = r#"{"v":{"S":"hunter2"},"pk":{"S":"user#42"},"sk":{"N":"7"}}"#;
        assert_eq!(called(typed, Layout::DynamoDb, &[]).as_deref(), Some(r#"pk "user#42", sk "7""#));
        assert_eq!(called(typed, Layout::DynamoDb, &["sk"]).as_deref(), Some(r#"sk "7""#));
        let plain = r#"{"__id__": "a\nb", "__ns__": 3, "v": "hunter2"}"#;
        assert_eq!(called(plain, Layout::Plain, &[]).as_deref(), Some(r#"__id__ "a\nb", __ns__ "3""#));
        assert_eq!(called(r#"{"v":{"S":"x"}}"#, Layout::DynamoDb, &[]), None);
    }

    #[test]
    fn what_may_be_secret_in_a_key_is_not_shown() {
        for secret in ["rediss://u:hunter2@h", "a@example.com", "token=hunter2"] {
            let text = format!(r#"{{"pk":"{secret}"}}"#);
            assert_eq!(called(&text, Layout::Plain, &["pk"]).as_deref(), Some(r#"pk "••••""#), "{secret}");
        }
        let long = format!(r#"{{"pk":"{}"}}"#, "x".repeat(500));
        assert!(called(&long, Layout::Plain, &["pk"]).is_some_and(|key| key.chars().count() < 70));
    }
}
