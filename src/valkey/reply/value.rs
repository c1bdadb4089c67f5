//! A reply, whatever protocol or program it came through.

use std::borrow::Cow;

/// A reply as data. A map is what RESP3 calls one; RESP2 has a flat list in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply<'a> {
    /// Nothing.
    Nil,
    /// A number.
    Int(i64),
    /// A simple, bulk or verbatim string.
    Text(Cow<'a, str>),
    /// An array, a set or a push.
    List(Vec<Self>),
    /// A map, in the order in which it was sent.
    Map(Vec<(Self, Self)>),
    /// An error inside of a reply.
    Error(Cow<'a, str>),
}

impl Reply<'_> {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number; `redis-cli` prints some as text.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// What a map, or a flat list of keys and values, holds under a key.
    pub fn field(&self, key: &str) -> Option<&Self> {
        let is_it = |name: &Self| name.text() == Some(key);
        match self {
            Self::Map(pairs) => pairs.iter().find(|(name, _)| is_it(name)).map(|(_, value)| value),
            Self::List(items) => items.chunks_exact(2).find(|pair| is_it(&pair[0])).map(|pair| &pair[1]),
            _ => None,
        }
    }

    /// What kind of reply it is, for a message.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Nil => "nothing",
            Self::Int(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Error(_) => "an error",
        }
    }
}

impl From<serde_json::Value> for Reply<'static> {
    /// What `valkey-cli --json` prints.
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Nil,
            Value::Bool(flag) => Self::Int(i64::from(flag)),
            Value::Number(number) => {
                number.as_i64().map_or_else(|| Self::Text(number.to_string().into()), Self::Int)
            }
            Value::String(text) => Self::Text(text.into()),
            Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Value::Object(fields) => Self::Map(
                fields.into_iter().map(|(key, value)| (Self::Text(key.into()), value.into())).collect(),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_a_map_and_in_a_flat_list() {
        let text = |text: &'static str| Reply::Text(text.into());
        let flat = Reply::List(vec![text("slots"), Reply::Int(1), text("nodes"), text("slots")]);
        let map = Reply::Map(vec![(text("slots"), Reply::Int(1)), (text("nodes"), Reply::Nil)]);
        for reply in [flat, map] {
            assert_eq!(reply.field("slots"), Some(&Reply::Int(1)));
            assert_eq!(reply.field("zone"), None);
        }
        assert_eq!(
            Reply::from(serde_json::json!({"a": [1, "2"]})).field("a").and_then(Reply::list).map(<[_]>::len),
            Some(2)
        );
    }
}
