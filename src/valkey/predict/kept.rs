//! Which replicas of a shard a client keeps, and where it believes that they stand.

use std::borrow::Cow;

use super::policies::Model;
use crate::valkey::topology::{Node, Shard};
use crate::valkey::zone::zone_in_host_to_the_client;
use crate::valkey::{Policy, Topology};

/// A topology as a client sees it at its start.
pub(super) struct Seen<'a> {
    topology: &'a Topology,
    /// The zone of each node as the client's own discovery finds it, by node.
    discovered: Vec<Option<Cow<'a, str>>>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(topology: &'a Topology) -> Self {
        Self { topology, discovered: discover(topology) }
    }

    /// The zone that a model of `ZONAL_AFFINITY` believes a node to stand in. The documents' asks only
    /// `CLUSTER SHARDS` (Chalk documentation, Online store).
    pub(super) fn zone(&self, model: Model, node: usize) -> Option<&str> {
        match model {
            Model::Documented => self.topology.nodes[node].zones.shards.as_deref(),
            Model::Client => self.discovered[node].as_deref(),
        }
    }

    /// The replicas that a client keeps of a shard; under `UNIFORM_RANDOM` those that it chooses one of. None kept:
    /// it reads the primary.
    ///
    /// A stand-alone store has no `CLUSTER SLOTS` to choose replicas from: its clients know the one server only.
    pub(super) fn kept(&self, shard: &Shard, policy: Policy, model: Model, zone: Option<&str>) -> Vec<usize> {
        if !self.topology.is_cluster {
            return Vec::new();
        }
        let listed: Vec<usize> = self.topology.listed_replicas(shard).collect();
        if policy != Policy::ZonalAffinity {
            return listed;
        }
        let is_local = |node: &usize| zone.is_some() && self.zone(model, *node) == zone;
        let local: Vec<usize> = listed.iter().copied().filter(is_local).collect();
        // Where nothing matches, the client's own strategy reads every replica.
        if local.is_empty() && model == Model::Client { listed } else { local }
    }
}

/// Where the client looks for zones.
#[derive(Clone, Copy)]
enum Source {
    Shards,
    Host,
    Info,
}

impl Source {
    fn of(self, node: &Node) -> Option<Cow<'_, str>> {
        match self {
            Self::Shards => node.zones.shards.as_deref().map(Cow::Borrowed),
            Self::Host => zone_in_host_to_the_client(&node.address.host).map(Cow::Owned),
            Self::Info => node.zones.info.as_deref().map(Cow::Borrowed),
        }
    }
}

/// The client's own discovery: `CLUSTER SHARDS`, then host names, then `INFO`. A method that
/// alone knows every node's zone replaces what was found before it; else the later overwrites the earlier, until every
/// node has a zone. That `CLUSTER SHARDS` may name another port than `CLUSTER SLOTS` does (both ports open, and TLS)
/// is not reckoned with.
fn discover(topology: &Topology) -> Vec<Option<Cow<'_, str>>> {
    let mut known: Vec<usize> = Vec::new();
    for (_, shard) in topology.serving() {
        known.extend(shard.primary);
        known.extend(topology.listed_replicas(shard));
    }
    let mut merged: Vec<Option<Cow<'_, str>>> = vec![None; topology.nodes.len()];
    for source in [Source::Shards, Source::Host, Source::Info] {
        let found: Vec<_> = known.iter().map(|index| source.of(&topology.nodes[*index])).collect();
        let is_complete = found.iter().all(Option::is_some);
        for (index, zone) in known.iter().zip(found) {
            if zone.is_some() {
                merged[*index] = zone;
            }
        }
        if is_complete || known.iter().all(|index| merged[*index].is_some()) {
            break;
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::Address;

    fn zones(topology: &Topology) -> Vec<&str> {
        let seen = Seen::new(topology);
        let all: Vec<Option<Cow<'_, str>>> = seen.discovered;
        all.into_iter()
            .map(|zone| match zone {
                Some(Cow::Borrowed(zone)) => zone,
                Some(Cow::Owned(_)) => "host",
                None => "-",
            })
            .collect()
    }

    #[test]
    fn a_complete_method_ends_the_search_and_later_ones_overwrite() {
        let mut topology = Topology::imagined(&[&[Some("a"), Some("b")]]);
        for node in &mut topology.nodes {
            node.zones.info = Some("info".to_owned());
        }
        assert_eq!(zones(&topology), ["a", "b"], "CLUSTER SHARDS knows all");
        topology.nodes[1].zones.shards = None;
        assert_eq!(zones(&topology), ["info", "info"], "INFO knows all and replaces");
        topology.nodes[0].zones.info = None;
        assert_eq!(zones(&topology), ["a", "info"], "both together");
        topology.nodes[1].zones.info = None;
        assert_eq!(zones(&topology), ["a", "-"]);
        topology.nodes[1].address = Address::new("redis-node-1a.example.com", 6379);
        topology.nodes[1].zones.info = Some("info".to_owned());
        assert_eq!(zones(&topology), ["a", "host"], "complete by a false zone, so INFO is never asked");
    }

    #[test]
    fn nodes_that_the_client_does_not_know_are_not_waited_for() {
        let mut topology = Topology::imagined(&[&[Some("a"), Some("b"), None]]);
        topology.nodes[2].is_listed = false;
        topology.nodes[0].zones.info = Some("info".to_owned());
        assert_eq!(zones(&topology), ["a", "b", "-"]);
    }
}
