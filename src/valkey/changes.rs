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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::evidence::Role;
    use crate::valkey::topology::State;

    fn told(change: impl FnOnce(&mut Topology)) -> Vec<String> {
        let before = Topology::imagined(&[&[Some("a"), Some("b")], &[Some("b"), Some("a")]]);
        let mut after = before.clone();
        change(&mut after);
        let changes = [of_nodes(&before, &after), of_shards(&before, &after)].concat();
        let line = |change: &Change| {
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} {}: {} -> {}", change.about, change.what, side(&change.before), side(&change.after))
        };
        changes.iter().map(line).collect()
    }

    #[test]
    fn states_roles_and_owners_of_slots_are_told() {
        assert!(told(|_| {}).is_empty());
        assert!(told(|store| store.nodes[0].rtt_us = Some(9)).is_empty());
        assert_eq!(
            told(|store| store.nodes[1].state = State::Unreached),
            ["127.0.0.1:7001 state: up -> unreached"]
        );
        let failover = told(|store| {
            store.nodes[0].state = State::Failed;
            store.nodes[1].role = Some(Role::Primary);
            store.shards[0].primary = Some(1);
            store.shards[0].replicas.clear();
            store.shards[0].former.push(0);
        });
        assert_eq!(
            failover,
            [
                "127.0.0.1:7000 state: up -> failed",
                "127.0.0.1:7001 role: replica -> primary",
                "127.0.0.1:7000 slots: 0-8191 -> -",
                "127.0.0.1:7001 slots: - -> 0-8191"
            ]
        );
        assert_eq!(
            told(|store| store.nodes[2].zones.shards = Some("c".to_owned())),
            ["127.0.0.1:7002 zone: b -> c"]
        );
    }
}
