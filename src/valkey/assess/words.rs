//! Phrases that several checks use.

use crate::report::{Check, Finding};
use crate::valkey::Slots;
use crate::valkey::topology::{Shard, Topology};
pub(super) use crate::words::{bytes, count, milliseconds, seconds};

/// How many things a finding names; of more it says how many there are.
const FEW: usize = 3;

/// A shard as people point at it: by its place and its slots.
pub(super) fn shard(topology: &Topology, index: usize) -> String {
    match topology.shards.get(index) {
        Some(Shard { slots, .. }) if !slots.is_empty() => {
            let ranges = slots.ranges();
            let (start, end) = ranges[0];
            match ranges.len() {
                1 | 2 => format!("shard {index} ({})", self::slots(slots)),
                more => format!("shard {index} (slots {start}-{end} and {} more ranges)", more - 1),
            }
        }
        _ if !topology.is_cluster => "the store".to_owned(),
        _ => format!("shard {index}"),
    }
}

/// "slot 7", "slots 7-9".
pub(super) fn slots(slots: &Slots) -> String {
    format!("{} {slots}", if slots.len() == 1 { "slot" } else { "slots" })
}

/// Shards, the first few by name.
pub(super) fn shards(topology: &Topology, shards: &[usize]) -> String {
    match shards {
        [one] => shard(topology, *one),
        _ if !topology.is_cluster => "the store".to_owned(),
        _ => {
            let numbers: Vec<String> = shards.iter().map(usize::to_string).collect();
            format!("shards {}", list(&numbers, 2 * FEW))
        }
    }
}

/// A node, by its address.
pub(super) fn node(topology: &Topology, node: usize) -> String {
    topology.nodes[node].address.to_string()
}

/// Nodes, the first few by address.
pub(super) fn nodes(topology: &Topology, nodes: &[usize]) -> String {
    let mut addresses: Vec<_> = nodes.iter().map(|index| &topology.nodes[*index].address).collect();
    addresses.sort_unstable();
    let few: Vec<String> = addresses.iter().take(FEW).map(ToString::to_string).collect();
    match nodes.len().saturating_sub(FEW) {
        0 => list(&few, FEW),
        more => format!("{} and {more} more", few.join(", ")),
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

/// A few words or names in a list.
pub(super) fn few(items: &[String]) -> String {
    list(items, FEW)
}

/// `singular` of one, `plural` of several.
pub(super) fn of<'a, T>(things: &[T], singular: &'a str, plural: &'a str) -> &'a str {
    if things.len() == 1 { singular } else { plural }
}

/// Mebibytes.
pub(super) const MIB: u64 = 1 << 20;

/// A finding about some nodes: one is its subject, several are named in the message, which begins with them.
pub(super) fn about(
    topology: &Topology,
    nodes_meant: &[usize],
    finding: impl FnOnce(String) -> Finding,
) -> Finding {
    let finding = finding(nodes(topology, nodes_meant));
    match nodes_meant {
        [one] => finding.about(node(topology, *one)),
        _ => finding,
    }
}

/// A check of shards that serve, where none has slots.
pub(super) fn needs_slots(check: &'static Check) -> Finding {
    Finding::skip(check, "no shard has slots (TOP001)")
}

/// A check that needs zones where none is known at all.
pub(super) fn needs_zones(check: &'static Check) -> Vec<Finding> {
    vec![Finding::skip(check, "needs TOP020: the zone of no node is known")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slot_is_one() {
        let of = |start, end| slots(&Slots::from_ranges([(start, end)]).expect("slots"));
        assert_eq!((of(777, 777), of(7, 9)), ("slot 777".to_owned(), "slots 7-9".to_owned()));
    }

    #[test]
    fn long_lists_are_folded() {
        let names: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        for (count, shown) in
            [(0, ""), (1, "a"), (2, "a and b"), (3, "a, b and c"), (4, "a, b, c and 1 more")]
        {
            assert_eq!(few(&names[..count]), shown);
        }
    }
}
