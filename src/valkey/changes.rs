//! What is different between two looks at a store.

use std::collections::{BTreeMap, BTreeSet};

use super::topology::{Node, Topology};
use super::{Evidence, Expectations};
use crate::report::Change;

/// What changed from `before` to `after`: nodes that came, went, or have another state, role or zone; shards with another
/// primary or other slots. What moves all the time, such as a round trip, is no change.
pub fn changes(before: &Evidence, after: &Evidence, expectations: &Expectations) -> Vec<Change> {
    let [before, after] = [before, after].map(|seen| Topology::of(seen, &expectations.zone_map));
    if before.shards.is_empty() || after.shards.is_empty() {
        // Nothing is known of one of them, so nothing of what changed; a check says so.
        return Vec::new();
    }
    let mut changes = of_nodes(&before, &after);
    changes.extend(of_shards(&before, &after));
    changes
}

fn of_nodes(before: &Topology, after: &Topology) -> Vec<Change> {
    let [was, is] = [before, after].map(by_id);
    let ids: BTreeSet<&str> = was.keys().chain(is.keys()).copied().collect();
    let mut changes = Vec::new();
    for id in ids {
        let (was, is) = (was.get(id), is.get(id));
        let Some(node) = is.or(was) else { continue };
        let about = node.address.to_string();
        let told = |what: &str, tell: &dyn Fn(&Node) -> Option<String>| {
            Change::between(&*about, what, was.and_then(|node| tell(node)), is.and_then(|node| tell(node)))
        };
        changes.extend(told("state", &|node| Some(node.state.as_str().to_owned())));
        // What came or went says it all with its state.
        if was.is_some() && is.is_some() {
            changes.extend(told("role", &|node| node.role.map(|role| role.as_str().to_owned())));
            changes.extend(told("zone", &|node| node.zone().map(str::to_owned)));
            changes.extend(told("replication link", &|node| node.replication.as_ref()?.link_status.clone()));
            changes.extend(told("address", &|node| Some(node.address.to_string())));
        }
    }
    changes
}

fn by_id(topology: &Topology) -> BTreeMap<&str, &Node> {
    topology.nodes.iter().map(|node| (node.id.as_str(), node)).collect()
}

/// A shard has no name that lasts; the nodes that serve it have, so that each primary is told with its slots.
fn of_shards(before: &Topology, after: &Topology) -> Vec<Change> {
    let [was, is] = [before, after].map(slots_by_primary);
    let primaries: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let change = |primary: &&String| {
        Change::between(&***primary, "slots", was.get(*primary).cloned(), is.get(*primary).cloned())
    };
    primaries.iter().filter_map(change).collect()
}

fn slots_by_primary(topology: &Topology) -> BTreeMap<String, String> {
    let told = topology.serving().filter_map(|(_, shard)| {
        let primary = &topology.nodes[shard.primary?];
        (!shard.slots.is_empty()).then(|| (primary.address.to_string(), shard.slots.to_string()))
    });
    told.collect()
}
