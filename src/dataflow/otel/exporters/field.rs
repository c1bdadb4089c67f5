//! What options hold.

use super::super::address::{self, Address};
use super::super::expand::UNKNOWN;
use super::super::node::Node;

/// What stands at a path of the options.
pub(in super::super) enum Field {
    /// Nothing, or null.
    Missing,
    /// One text or several.
    Texts(Vec<String>),
    /// It, or what it stands in, depends on this.
    Unknown(String),
    /// A map, where a text is meant.
    Odd,
}

/// What stands at a path such as `s3uploader.region`.
pub(in super::super) fn field(options: &Node, path: &str) -> Field {
    let mut node = options;
    for key in path.split('.') {
        match node {
            Node::Map(map) => match map.get(key) {
                Some(inner) => node = inner,
                None => return Field::Missing,
            },
            Node::Text(text) if text.contains(UNKNOWN) => return Field::Unknown(address::shown(text)),
            _ => return Field::Missing,
        }
    }
    match node {
        Node::Null => Field::Missing,
        Node::Text(text) if text.trim().is_empty() => Field::Missing,
        Node::Text(text) => Field::Texts(vec![text.clone()]),
        Node::List(list) if list.is_empty() => Field::Missing,
        Node::List(list) => {
            let texts: Vec<String> = list.iter().filter_map(|node| node.text().map(str::to_owned)).collect();
            if texts.len() == list.len() { Field::Texts(texts) } else { Field::Odd }
        }
        Node::Bool(_) | Node::Map(_) => Field::Odd,
    }
}

/// One text at a path.
pub(super) fn text(options: &Node, path: &str) -> Option<String> {
    match field(options, path) {
        Field::Texts(texts) => texts.into_iter().next(),
        _ => None,
    }
}

/// A yes or no at a path; `Some(None)` where it depends on a variable.
pub(super) fn flag(options: &Node, path: &str) -> Option<Option<bool>> {
    match options.at(path)? {
        Node::Null => None,
        node => Some(match node {
            Node::Text(text) => Node::Text(address::without_unless(text).0).flag(),
            other => other.flag(),
        }),
    }
}

/// Whether what a scheme stands for is sent without encryption.
pub(in super::super) fn wire_of(address: &Address) -> Option<bool> {
    match address.scheme.as_deref()? {
        "http" | "ws" | "tcp" | "udp" | "amqp" | "pulsar" | "redis" => Some(true),
        "https" | "wss" | "tls" | "amqps" | "pulsar+ssl" | "rediss" => Some(false),
        _ => None,
    }
}
