//! Nodes and shards, as rows for scripts.

use serde_json::json;

use super::summary::version;
use crate::report::Row;
use crate::valkey::assess::Case;
use crate::valkey::topology::Node;

/// A row for every node.
pub(super) fn nodes(case: &Case<'_>) -> Vec<Row> {
    let topology = &case.topology;
    let mut shard_of = vec![None; topology.nodes.len()];
    for (index, shard) in topology.shards.iter().enumerate() {
        for node in shard.members().chain(shard.former.iter().copied()) {
            shard_of[node] = Some(index);
        }
    }
    let row = |(node, shard): (&Node, Option<usize>)| Row { table: "nodes", value: node_row(node, shard) };
    topology.nodes.iter().zip(shard_of).map(row).collect()
}

fn node_row(node: &Node, shard: Option<usize>) -> serde_json::Value {
    let replication = node.replication.as_ref();
    let clients = node.clients.as_ref();
    let memory = node.memory.as_ref();
    json!({
        "id": node.id,
        "address": node.address,
        "hostname": node.hostname,
        "shard": shard,
        "role": node.role,
        "state": node.state.as_str(),
        "zone": node.zone(),
        "zone_by_source": {
            "cluster_shards": node.zones.shards,
            "info": node.zones.info,
            "zone_map": node.zones.map,
            "hostname": node.zones.hostname,
        },
        "is_listed_in_cluster_slots": node.is_listed,
        "version": version(node),
        "rtt_us": node.rtt_us,
        "link_status": replication.and_then(|replication| replication.link_status.clone()),
        "lag_bytes": node.lag_bytes,
        "last_io_s": replication.and_then(|replication| replication.last_io_s),
        "connected_clients": clients.and_then(|clients| clients.connected_clients),
        "maxclients": clients.and_then(|clients| clients.maxclients),
        "used_memory_bytes": memory.and_then(|memory| memory.used_bytes),
        "maxmemory_bytes": memory.and_then(|memory| memory.max_bytes),
    })
}

/// A row for every shard.
pub(super) fn shards(case: &Case<'_>) -> Vec<Row> {
    let topology = &case.topology;
    let address = |node: &usize| topology.nodes[*node].address.to_string();
    let row = |(index, shard): (usize, &crate::valkey::topology::Shard)| Row {
        table: "shards",
        value: json!({
            "shard": index,
            "slots": shard.slots,
            "slot_count": shard.slots.len(),
            "primary": shard.primary.as_ref().map(address),
            "replicas": shard.replicas.iter().map(address).collect::<Vec<_>>(),
            "former_primaries": shard.former.iter().map(address).collect::<Vec<_>>(),
        }),
    };
    topology.shards.iter().enumerate().map(row).collect()
}
