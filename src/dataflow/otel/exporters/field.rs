//! What options hold.

use super::super::address::{self, Address};
use super::super::expand::{UNKNOWN, UNLESS};
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

impl Field {
    /// Its texts; nothing where there is none, or it is something else.
    pub(super) fn texts(self) -> Option<Vec<String>> {
        if let Self::Texts(texts) = self { Some(texts) } else { None }
    }
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
            Node::Text(text) if !is_settled(text) => return Field::Unknown(address::shown(text)),
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

/// A yes or no of the options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Flag {
    /// There is none.
    Missing,
    /// It depends on a variable, with a default or without.
    Unknown,
    /// It is this.
    Is(bool),
}

/// A yes or no at a path.
pub(in super::super) fn flag(options: &Node, path: &str) -> Flag {
    let read = match options.at(path) {
        None | Some(Node::Null) => return within(options, path),
        // A default is one only as long as nobody sets the variable.
        Some(other) => other.flag(),
    };
    read.map_or(Flag::Unknown, Flag::Is)
}

/// What a flag is that is not there: it may stand in a section that is not at hand.
fn within(options: &Node, path: &str) -> Flag {
    match path.rsplit_once('.').map(|(section, _)| field(options, section)) {
        Some(Field::Unknown(_) | Field::Texts(_)) => Flag::Unknown,
        _ => Flag::Missing,
    }
}

/// Whether a text is what it is whatever variables are set.
pub(in super::super) fn is_settled(text: &str) -> bool {
    !text.contains(UNKNOWN) && !text.contains(UNLESS)
}

/// Whether what a scheme stands for is sent without encryption.
pub(in super::super) fn wire_of(address: &Address) -> Option<bool> {
    // A variable that leads elsewhere may have another scheme.
    match address.scheme.as_deref().filter(|_| address.unless.is_empty())? {
        "http" | "ws" | "tcp" | "udp" | "amqp" | "pulsar" | "redis" => Some(true),
        "https" | "wss" | "tls" | "amqps" | "pulsar+ssl" | "rediss" => Some(false),
        _ => None,
    }
}
