//! The store in one line.

use std::collections::BTreeSet;

use crate::valkey::assess::Case;
use crate::valkey::topology::{Node, Topology};
use crate::words::count;

/// `Valkey 9.1.2 · 6 shards · 18 nodes · 3 zones · every node agrees`.
pub(super) fn summary(case: &Case<'_>) -> String {
    let topology = &case.topology;
    let mut parts = vec![versions(topology)];
    if topology.is_cluster {
        parts.push(count(topology.serving().count(), "shard"));
    } else {
        parts.push("no cluster".to_owned());
    }
    parts.push(count(topology.nodes.len(), "node"));
    let zones = topology.zones();
    parts.push(if zones.is_empty() { "zones unknown".to_owned() } else { count(zones.len(), "zone") });
    if case.was_asked() {
        let silent = case.evidence.nodes.len() - case.evidence.answered().count();
        parts.push(if silent == 0 { "every node answers".to_owned() } else { format!("{silent} silent") });
    } else {
        parts.push("read from a file".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// The server's name and version, or both of two.
fn versions(topology: &Topology) -> String {
    let versions: BTreeSet<String> = topology.nodes.iter().filter_map(version).collect();
    versions.into_iter().collect::<Vec<_>>().join(" and ")
}

/// `Valkey 9.1.2`.
pub(super) fn version(node: &Node) -> Option<String> {
    let server = node.server.as_ref()?;
    match (&server.valkey_version, &server.redis_version) {
        (Some(valkey), _) => Some(format!("Valkey {valkey}")),
        (None, Some(redis)) => Some(format!("Redis {redis}")),
        (None, None) => None,
    }
}
