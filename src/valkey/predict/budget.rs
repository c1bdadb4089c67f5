//! Predicted connections against what the nodes accept.

use schemars::JsonSchema;
use serde::Serialize;

use super::policies::{Model, PolicyRow, RULES};
use super::servers::Servers;
use crate::valkey::{Expectations, Policy, Topology};

/// The node that comes nearest to its limit under one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Budget {
    /// The policy.
    pub policy: Policy,
    /// By whose word.
    pub model: Model,
    /// The node, by its place in [`Topology::nodes`].
    pub node: usize,
    /// Connections that the query servers are expected to open to it, rounded up. Under `UNIFORM_RANDOM` a replica may
    /// get more than is expected, though never more than a primary gets.
    pub predicted: u64,
    /// Clients that are connected to it now. Whether they are query servers cannot be seen.
    pub connected: u64,
    /// Links of the cluster's own, which count against the limit too.
    pub cluster_connections: u64,
    /// The limit.
    pub maxclients: u64,
    /// What is left when none of the predicted connections is open yet; negative where it does not suffice.
    pub headroom: i64,
    /// What is left when as many as possible of those connected now are the query servers.
    pub headroom_if_connected: i64,
}

/// For each policy the node that comes nearest to its limit, among those that told it. Rows are those of
/// [`super::policies`].
pub fn budgets(topology: &Topology, expectations: &Expectations, rows: &[PolicyRow]) -> Vec<Budget> {
    // Servers that may stand in any zone are in every zone's row, so that these are alternatives.
    let is_sum = Servers::new(expectations).unplaced == 0;
    let all_links = 2 * (topology.nodes.len() as u64).saturating_sub(1);
    let mut budgets = Vec::new();
    for (policy, model) in RULES {
        let mut per_node = vec![0.0_f64; topology.nodes.len()];
        for row in rows.iter().filter(|row| (row.policy, row.model) == (policy, model)) {
            for (sum, own) in per_node.iter_mut().zip(&row.per_node) {
                *sum = if is_sum { *sum + own } else { sum.max(*own) };
            }
        }
        let nearest =
            topology.nodes.iter().zip(per_node).enumerate().filter_map(|(node, (facts, expected))| {
                let clients = facts.clients.as_ref()?;
                let (maxclients, connected) = (clients.maxclients?, clients.connected_clients?);
                let links = if topology.is_cluster { all_links } else { 0 };
                let cluster_connections = clients.cluster_connections.unwrap_or(links);
                let predicted = whole(expected);
                let left = |clients: u64| {
                    let used = i128::from(clients) + i128::from(cluster_connections);
                    i64::try_from(i128::from(maxclients) - used).unwrap_or(i64::MIN)
                };
                Some(Budget {
                    policy,
                    model,
                    node,
                    predicted,
                    connected,
                    cluster_connections,
                    maxclients,
                    headroom: left(connected.saturating_add(predicted)),
                    headroom_if_connected: left(connected.max(predicted)),
                })
            });
        budgets.extend(nearest.min_by_key(|budget| budget.headroom));
    }
    budgets
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was made whole and not negative"
)]
fn whole(expected: f64) -> u64 {
    // Thirds of connections do not add up exactly.
    (expected - 1e-6).ceil().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::super::policies;
    use super::*;
    use crate::connect::evidence::ClientFacts;
    use crate::valkey::QueryServers;

    #[test]
    fn the_node_nearest_to_its_limit_is_told() {
        let mut topology = Topology::imagined(&[&[Some("a"), Some("b"), Some("c")][..]; 3]);
        for (index, node) in topology.nodes.iter_mut().enumerate() {
            node.clients = Some(ClientFacts {
                connected_clients: Some(if index == 4 { 30 } else { 10 }),
                cluster_connections: Some(16),
                maxclients: Some(100),
            });
        }
        let query_servers = vec![QueryServers { zone: Some("b".to_owned()), count: 60 }];
        let expectations = Expectations { query_servers, ..Expectations::default() };
        let budgets = budgets(&topology, &expectations, &policies(&topology, &expectations));
        let told: Vec<_> =
            budgets.iter().map(|b| (b.node, b.predicted, b.headroom, b.headroom_if_connected)).collect();
        // Chosen at random, its replica gets half of them, and a primary comes nearest.
        let busy = (4, 60, -6, 24);
        assert_eq!(told, [busy, (0, 60, 14, 24), busy, busy]);
    }
}
