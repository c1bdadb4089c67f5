//! Topologies that tests imagine.

use super::evidence::Role;
use super::topology::{Node, Shard, Topology, Zones};
use super::{Address, Slots};

impl Topology {
    /// A topology of these shards: one shard a list, its first node the primary.
    pub(crate) fn imagined(zones: &[&[Option<&str>]]) -> Self {
        let mut topology = Self { is_cluster: true, ..Self::default() };
        let (count, all) = (zones.len() as u64, u64::from(super::SLOTS));
        for (number, shard_zones) in zones.iter().enumerate() {
            let first = topology.nodes.len();
            for (position, zone) in shard_zones.iter().enumerate() {
                let port = 7000 + u16::try_from(topology.nodes.len()).unwrap_or_default();
                topology.nodes.push(Node {
                    id: format!("{number:03}-{position:03}"),
                    address: Address::new("127.0.0.1", port),
                    role: Some(if position == 0 { Role::Primary } else { Role::Replica }),
                    zones: Zones { shards: zone.map(str::to_owned), ..Zones::default() },
                    is_listed: position > 0,
                    ..Node::default()
                });
            }
            let bound = |number: usize| number as u64 * all / count;
            let slots = Slots::from_ranges([(bound(number), bound(number + 1) - 1)]).unwrap_or_default();
            topology.shards.push(Shard {
                slots,
                primary: (!shard_zones.is_empty()).then_some(first),
                replicas: (first + 1..topology.nodes.len()).collect(),
                former: Vec::new(),
            });
        }
        topology
    }
}
