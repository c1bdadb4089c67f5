//! Phrases that several checks use.

use crate::valkey::topology::{Shard, Topology};

/// A shard as people point at it: by its place and its slots.
pub(super) fn shard(topology: &Topology, index: usize) -> String {
    match topology.shards.get(index) {
        Some(Shard { slots, .. }) if !slots.is_empty() => format!("shard {index} (slots {slots})"),
        _ => format!("shard {index}"),
    }
}

/// `a`, `a and b`, `a, b and c`; of more than `most` only how many more there are.
pub(super) fn list(items: &[String], most: usize) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        _ if items.len() > most => {
            format!("{} and {} more", items[..most].join(", "), items.len() - most)
        }
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
