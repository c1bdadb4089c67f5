//! Clusters by where their nodes stand, good and bad.

use crate::support::{Cluster, Server, Version};

/// How a cluster's nodes stand, and what it is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) name: &'static str,
    /// The zones of each shard's nodes, a letter each, the primary's first.
    pub(super) shards: &'static [&'static str],
    /// Directives, as in a configuration file.
    pub(super) told: &'static [(&'static str, &'static str)],
}

const fn layout(name: &'static str, shards: &'static [&'static str]) -> Layout {
    Layout { name, shards, told: &[] }
}

/// Those that were measured once, and more. The first ones differ the most.
pub(super) const LAYOUTS: [Layout; 11] = [
    layout("spread, one replica each", &["ab", "bc", "ca"]),
    layout("two primaries in one zone", &["abc", "acb", "bac"]),
    layout("two zones, evenly", &["ab", "ab", "ba", "ba"]),
    layout("shard 0 in one zone", &["aa", "bc", "cb"]),
    Layout {
        name: "shard 0 in one zone, without full coverage",
        shards: &["aa", "bc", "cb"],
        told: &[("cluster-require-full-coverage", "no")],
    },
    layout("no replicas", &["a", "b", "c"]),
    layout("spread, two replicas each", &["abc", "bca", "cab"]),
    Layout {
        name: "two primaries in one zone, reads when down",
        shards: &["ab", "ac", "ba"],
        told: &[("cluster-allow-reads-when-down", "yes")],
    },
    layout("seven primaries, three in one zone", &["ab", "ac", "ab", "bc", "bc", "cb", "ca"]),
    Layout {
        name: "a replica that must not be elected",
        shards: &["ab", "bc", "ca"],
        told: &[("cluster-replica-no-failover", "yes")],
    },
    Layout {
        name: "no replicas, without full coverage, reads when down",
        shards: &["a", "b", "c"],
        told: &[("cluster-require-full-coverage", "no"), ("cluster-allow-reads-when-down", "yes")],
    },
];

impl Layout {
    /// Starts it. Nodes that know no zones stand in theirs all the same.
    pub(super) fn start(&self, version: Version, node_timeout_ms: u32) -> Cluster {
        let (shards, told) = (self.shards, self.told);
        let cluster = Cluster::builder(version, shards.len(), shards[0].len() - 1)
            .node_timeout_ms(node_timeout_ms)
            .each(move |node, shard, index| {
                if version.has_zones() {
                    node.zone(&Self::zone(shards[shard].as_bytes()[index].into()))
                } else {
                    node
                }
            })
            .start();
        // After it has formed: what is told may be in the way of that.
        for node in cluster.nodes() {
            for (directive, value) in told {
                node.run(&["CONFIG", "SET", directive, value]);
            }
            node.run(&["CONFIG", "REWRITE"]);
        }
        cluster
    }

    /// The zone that a letter stands for.
    pub(super) fn zone(letter: char) -> String {
        format!("us-east-1{letter}")
    }

    /// Every zone, once.
    pub(super) fn zones(&self) -> Vec<char> {
        let mut zones: Vec<char> = self.shards.iter().flat_map(|shard| shard.chars()).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    /// The nodes of a cluster of this layout, each with its shard and whether it stands in the zone.
    pub(super) fn nodes<'a>(&self, cluster: &'a Cluster, zone: char) -> Vec<(usize, bool, &'a Server)> {
        let shards = self.shards.iter().enumerate();
        shards
            .flat_map(|(shard, zones)| {
                let own = zones.chars().enumerate();
                own.map(move |(index, own)| (shard, own == zone, cluster.node(shard, index)))
            })
            .collect()
    }
}
