//! How items are written as JSON, and how to see which way it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sizer::TYPES;

/// What was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// What the first item of each input looks like.
    #[default]
    Auto,
    /// With types: `{"pk":{"S":"a"}}`.
    Dynamodb,
    /// Plain: `{"pk":"a"}`. Texts, numbers, booleans, null, arrays and objects become S, N, BOOL, NULL, L and M.
    Json,
}

/// How items are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// `{"pk":{"S":"a"}}`
    DynamoDb,
    /// `{"Item":{"pk":{"S":"a"}}}`: an export to S3, or what `get-item` prints.
    Wrapped,
    /// `{"pk":"a"}`
    Plain,
}

/// Why the first item tells of no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// An incremental export to S3.
    #[error("it is an incremental export, which holds changes and no items; a full export holds them")]
    Changes,
}

impl Layout {
    /// The layout of an input, by its first item. A text that is no JSON object is told by whoever reads it as an item.
    ///
    /// # Errors
    /// Where it holds no items.
    pub fn of(first: &str, format: Format) -> Result<Self, LayoutError> {
        let Ok(Value::Object(item)) = serde_json::from_str(first) else {
            return Ok(if format == Format::Json { Self::Plain } else { Self::DynamoDb });
        };
        if format == Format::Json {
            return Ok(Self::Plain);
        }
        if item.contains_key("Keys")
            && ["NewImage", "OldImage", "Metadata"].iter().any(|key| item.contains_key(*key))
        {
            return Err(LayoutError::Changes);
        }
        if item.get("Item").and_then(Value::as_object).is_some_and(is_typed) {
            // An attribute that is called Item may look like this too; its map has no type beside it.
            return Ok(Self::Wrapped);
        }
        Ok(if format == Format::Dynamodb || is_typed(&item) { Self::DynamoDb } else { Self::Plain })
    }
}

/// Whether every member is `{"TYPE": …}`.
fn is_typed(item: &Map<String, Value>) -> bool {
    let is_value = |value: &Value| match value.as_object() {
        Some(object) => object.len() == 1 && object.keys().all(|key| TYPES.contains(&key.as_str())),
        None => false,
    };
    !item.is_empty() && item.values().all(is_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_item_tells() {
        let auto = |text: &str| Layout::of(text, Format::Auto);
        assert_eq!(auto(r#"{"pk":{"S":"a"},"n":{"N":"1"}}"#), Ok(Layout::DynamoDb));
        assert_eq!(auto(r#"{"Item":{"pk":{"S":"a"}}}"#), Ok(Layout::Wrapped));
        assert_eq!(auto(r#"{"Item":{"S":{"S":"a"}}}"#), Ok(Layout::Wrapped));
        assert_eq!(auto(r#"{"Item":{"S":"a"}}"#), Ok(Layout::DynamoDb));
        assert_eq!(auto(r#"{"Item":{"M":{"k":{"S":"a"}}}}"#), Ok(Layout::DynamoDb));
        assert_eq!(auto(r#"{"pk":"a"}"#), Ok(Layout::Plain));
        assert_eq!(auto(r#"{"pk":{"S":"a"},"n":1}"#), Ok(Layout::Plain));
        assert_eq!(auto(r#"{"Item":"a"}"#), Ok(Layout::Plain));
        assert_eq!(auto(r#"{"Metadata":{},"Keys":{"pk":{"S":"a"}}}"#), Err(LayoutError::Changes));
        assert_eq!(Layout::of(r#"{"pk":{"S":"a"}}"#, Format::Json), Ok(Layout::Plain));
        assert_eq!(Layout::of(r#"{"pk":"a"}"#, Format::Dynamodb), Ok(Layout::DynamoDb));
        assert_eq!(Layout::of("no JSON", Format::Auto), Ok(Layout::DynamoDb));
    }
}
