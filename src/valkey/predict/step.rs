//! Steps that change a placement, and the topology that they lead to.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::valkey::evidence::Role;
use crate::valkey::topology::{Node, Zones};
use crate::valkey::{Address, Topology};

/// One step. Nodes that steps add are counted on behind those of the topology, in the order of the steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// `CLUSTER FAILOVER` on a replica: no data moves.
    Promote {
        /// The shard.
        shard: usize,
        /// The replica that becomes its primary.
        node: usize,
        /// Where it listens; none for one that an earlier step adds.
        address: Option<Address>,
        /// Where it stands by then.
        zone: String,
    },
    /// A replica in another zone, in place of this one: add the new one first.
    Move {
        /// The shard.
        shard: usize,
        /// The replica.
        node: usize,
        /// Where it listens.
        address: Address,
        /// Where it is to stand.
        to_zone: String,
    },
    /// One more replica.
    Add {
        /// The shard.
        shard: usize,
        /// Where it is to stand.
        zone: String,
    },
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Promote { shard, address: Some(address), zone, .. } => {
                write!(f, "shard {shard}: make {address} in {zone} the primary")
            }
            Self::Promote { shard, address: None, zone, .. } => {
                write!(f, "shard {shard}: make the new replica in {zone} the primary")
            }
            Self::Move { shard, address, to_zone, .. } => {
                write!(f, "shard {shard}: move replica {address} to {to_zone}")
            }
            Self::Add { shard, zone } => write!(f, "shard {shard}: add a replica in {zone}"),
        }
    }
}

/// The topology after these steps. Steps that name no shard or node of it change nothing.
pub fn after(topology: &Topology, steps: &[Step]) -> Topology {
    let mut changed = topology.clone();
    let stands_in = |zone: &str| Zones { shards: Some(zone.to_owned()), ..Zones::default() };
    for step in steps {
        match step {
            Step::Promote { shard, node, .. } => {
                let Some(shard) = changed.shards.get_mut(*shard) else { continue };
                let Some(place) = shard.replicas.iter().position(|replica| replica == node) else { continue };
                shard.replicas.remove(place);
                let old = shard.primary.replace(*node);
                shard.replicas.extend(old);
                changed.nodes[*node].role = Some(Role::Primary);
                changed.nodes[*node].is_listed = false;
                if let Some(old) = old {
                    changed.nodes[old].role = Some(Role::Replica);
                    changed.nodes[old].is_listed = changed.nodes[old].state.is_up();
                }
            }
            Step::Move { node, to_zone, .. } => {
                let Some(node) = changed.nodes.get_mut(*node) else { continue };
                node.zones = stands_in(to_zone);
            }
            Step::Add { shard, zone } => {
                let node = changed.nodes.len();
                let Some(shard) = changed.shards.get_mut(*shard) else { continue };
                shard.replicas.push(node);
                changed.nodes.push(Node {
                    id: format!("new-{node}"),
                    role: Some(Role::Replica),
                    zones: stands_in(zone),
                    is_listed: true,
                    ..Node::default()
                });
            }
        }
    }
    changed
}
