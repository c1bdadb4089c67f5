//! A piece of a configuration: what YAML and JSON have in common.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// How many keys one key may stand for, as in `service::pipelines::logs`.
const MOST_NESTED_KEYS: usize = 8;

/// Keys and their values, in the order of the keys.
pub(super) type Map = BTreeMap<String, Node>;

/// A value. Numbers are their text: a host name may look like one.
#[derive(Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Self>),
    Map(Map),
}

impl Node {
    /// The value as a map.
    pub(super) const fn map(&self) -> Option<&Map> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }

    /// The value as a list.
    pub(super) fn list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The value as text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The value as a yes or no, as a collector takes it; a word that stands for neither is nothing.
    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            Self::Text(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "1" => Some(true),
                "false" | "no" | "off" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// What stands at a path of keys, such as `tls.insecure`.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |node, key| node.map()?.get(key))
    }

    /// Whether a text stands anywhere in it, in a key or in a value.
    pub(super) fn mentions(&self, what: &str) -> bool {
        match self {
            Self::Text(text) => text.contains(what),
            Self::List(list) => list.iter().any(|node| node.mentions(what)),
            Self::Map(map) => map.iter().any(|(key, node)| key.contains(what) || node.mentions(what)),
            Self::Null | Self::Bool(_) => false,
        }
    }

    /// Lays another value over this one, as a collector does with one `--config` after the other: maps key by key, all else
    /// is replaced, even by null.
    pub(super) fn overlay(&mut self, other: Self) {
        match (self, other) {
            (Self::Map(under), Self::Map(over)) => {
                for (key, value) in over {
                    match under.get_mut(&key) {
                        Some(node) => node.overlay(value),
                        None => {
                            under.insert(key, value);
                        }
                    }
                }
            }
            (under, over) => *under = over,
        }
    }

    /// The same with `a::b: c` written as `a: {b: c}`, which is the same to a collector.
    pub(super) fn nested(self) -> Self {
        match self {
            Self::Map(map) => {
                let mut whole = Self::Map(Map::new());
                for (key, value) in map {
                    let mut keys: Vec<&str> = key.splitn(MOST_NESTED_KEYS, "::").collect();
                    keys.reverse();
                    let wrap = |inner, key: &str| Self::Map(Map::from([(key.to_owned(), inner)]));
                    whole.overlay(keys.into_iter().fold(value.nested(), wrap));
                }
                whole
            }
            Self::List(list) => Self::List(list.into_iter().map(Self::nested).collect()),
            other => other,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Node, E> {
        Ok(Node::Text(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = from.next_element()? {
            list.push(node);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut map = Map::new();
        while let Some((key, value)) = from.next_entry::<String, Node>()? {
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice in the same map"));
            }
        }
        Ok(Node::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::documents;
    use super::*;

    fn node(text: &str) -> Node {
        let mut found = documents(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        found.remove(0)
    }

    #[test]
    fn a_later_value_wins_and_maps_are_joined() {
        let mut under = node("a: {b: 1, c: [1, 2]}\nd: {e: 1}\nf: {g: 1}");
        under.overlay(node("a: {c: [3]}\nd:\nf: {h: 2}"));
        assert!(under == node("a: {b: 1, c: [3]}\nd: null\nf: {g: 1, h: 2}"));
    }

    #[test]
    fn a_key_may_stand_for_several() {
        let written = node("service::pipelines::logs: {exporters: [a]}\nservice: {pipelines::metrics: {}}");
        assert!(written.nested() == node("service: {pipelines: {logs: {exporters: [a]}, metrics: {}}}"));
    }

    #[test]
    fn a_flag_is_read_as_a_collector_reads_it() {
        let flags = node("[true, 'true', yes, 'no', maybe, 1]");
        let read: Vec<_> = flags.list().into_iter().flatten().map(Node::flag).collect();
        assert_eq!(read, [Some(true), Some(true), Some(true), Some(false), None, Some(true)]);
    }
}
