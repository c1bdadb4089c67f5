//! What of a placement makes a zone's loss worse than it need be.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::valkey::Topology;

/// How a store is placed over zones. Only shards with slots count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Layout {
    /// How many zones nodes are known to stand in. With fewer than three, no placement survives the loss of each.
    pub zones: usize,
    /// How many primaries vote. With fewer than three, the loss of any stops elections.
    pub voting_primaries: usize,
    /// The zones that hold so many of the voting primaries that those of the others are no majority, and how many they
    /// hold. Failovers move primaries: this may change with each.
    pub majority_zones: Vec<(String, usize)>,
    /// The shards all of whose nodes, at least two, stand in one zone; and that zone.
    pub shards_in_one_zone: Vec<(usize, String)>,
}

/// How the store is placed.
pub fn layout(topology: &Topology) -> Layout {
    let mut primaries: BTreeMap<&str, usize> = BTreeMap::new();
    let mut layout = Layout { zones: topology.zones().len(), ..Layout::default() };
    for (index, shard) in topology.serving() {
        layout.voting_primaries += 1;
        if let Some(zone) = shard.primary.and_then(|primary| topology.nodes[primary].zone()) {
            *primaries.entry(zone).or_default() += 1;
        }
        let mut zones = shard.members().map(|node| topology.nodes[node].zone());
        if let Some(Some(zone)) = zones.next()
            && !shard.replicas.is_empty()
            && zones.all(|other| other == Some(zone))
        {
            layout.shards_in_one_zone.push((index, zone.to_owned()));
        }
    }
    // Half, rounded up.
    let enough = layout.voting_primaries.div_ceil(2);
    let holds = |(zone, count): (&str, usize)| (count >= enough).then(|| (zone.to_owned(), count));
    layout.majority_zones = primaries.into_iter().filter_map(holds).collect();
    layout
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_placements_are_told() {
        let (a, b, c) = (Some("a"), Some("b"), Some("c"));
        let told = layout(&Topology::imagined(&[&[a, a], &[a, b], &[c]]));
        assert_eq!((told.zones, told.voting_primaries), (3, 3));
        assert_eq!(told.majority_zones, [("a".to_owned(), 2)]);
        assert_eq!(told.shards_in_one_zone, [(0, "a".to_owned())]);
        let good = layout(&Topology::imagined(&[&[a, b], &[b, c], &[c, a]]));
        assert!(good.majority_zones.is_empty() && good.shards_in_one_zone.is_empty());
        let even = layout(&Topology::imagined(&[&[a], &[a], &[b], &[b]]));
        assert_eq!(even.majority_zones.len(), 2, "an even split survives neither");
    }
}
