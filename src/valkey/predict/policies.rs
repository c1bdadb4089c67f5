//! What each replica connection policy connects to and reads from (Chalk documentation, Online store; what the
//! client does was measured).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kept::Seen;
use super::reads::failing;
use super::servers::{Left, Servers, Weights};
use crate::numbers::as_f64;
use crate::valkey::topology::Shard;
use crate::valkey::{Expectations, Policy, Topology};

/// Whose word it is on how `ZONAL_AFFINITY` finds zones, and what it does where none matches. Which of the two a query
/// server goes by is not known. The other policies are the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// The documents': the zone is in `CLUSTER SHARDS`; a shard without a match reads its primary.
    Documented,
    /// That of the client library's own zonal strategy: zones from `CLUSTER SHARDS`, host names and `INFO`; a shard
    /// without a match reads all its replicas.
    Client,
}

impl Model {
    /// As it is written in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Client => "client",
        }
    }
}

/// The policies in the models that tell them apart.
pub(super) const RULES: [(Policy, Model); 4] = [
    (Policy::Unset, Model::Documented),
    (Policy::UniformRandom, Model::Documented),
    (Policy::ZonalAffinity, Model::Documented),
    (Policy::ZonalAffinity, Model::Client),
];

/// What the query servers of one zone, or all of them, do under one policy.
///
/// Connections are those that clients hold or keep trying to open: to a node that `CLUSTER SLOTS` lists but that does
/// not answer, they keep trying. The short ones of their start, and those to an endpoint that is no node's own address,
/// are not among them.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PolicyRow {
    /// The policy.
    pub policy: Policy,
    /// By whose word.
    pub model: Model,
    /// The zone of the query servers; none where the policy ignores it, or where no zone is known at all.
    pub zone: Option<String>,
    /// The query servers in that zone, or all of them. Those that stand nobody said where may stand in this zone, so
    /// they count in each zone's row: such rows are alternatives, not parts of one whole.
    pub query_servers: u64,
    /// Connections of one query server.
    pub connections_per_query_server: u64,
    /// Connections of all of the row's.
    pub connections_total: u64,
    /// The share of reads, every slot being read alike, that go to a node in another zone than the query server's.
    /// None where the zone of a node that is read, or of every query server, is not known. For the policies that ignore
    /// the zone, query servers that stand nobody said where count as spread evenly over the zones of the store.
    ///
    /// Without a policy, reads are taken to go to a random replica, as the documents suggest; where the query server
    /// sets no read strategy they go to the primary whatever is connected to.
    pub cross_zone_read_share: Option<f64>,
    /// The shards whose reads go to their primary, since no replica is kept.
    pub primary_fallback_shards: Vec<usize>,
    /// The share of reads that fail or wait as the store stands now: all that they could go to has failed, does not answer,
    /// or refuses because it loads its data or its cluster is down. Nodes that `CLUSTER SLOTS` still lists are asked whether they answer or not.
    pub failing_read_share: f64,
    /// What is expected on each node, by its place in [`Topology::nodes`]; the sum is `connections_total`. Not a part
    /// of the data that is shown: a thousand nodes would drown it.
    #[serde(skip)]
    pub per_node: Vec<f64>,
}

/// Every policy, and `ZONAL_AFFINITY` in each model and each zone that query servers stand in: the zones that were
/// said, or else every zone of the store.
pub fn policies(topology: &Topology, expectations: &Expectations) -> Vec<PolicyRow> {
    let seen = Seen::new(topology);
    let servers = Servers::new(expectations);
    let zones = servers.zones(topology);
    let mut rows = Vec::new();
    for (policy, model) in RULES {
        if policy != Policy::ZonalAffinity || zones.is_empty() {
            let weights = servers.weights(topology);
            rows.push(row(
                &seen,
                topology,
                expectations,
                (policy, model),
                None,
                servers.all(),
                weights.without(&[]),
            ));
            continue;
        }
        for zone in &zones {
            let weights = Weights { by_zone: [(zone.clone(), 1.0)].into(), elsewhere: 0.0 };
            let count = servers.at_most_in(zone);
            rows.push(row(
                &seen,
                topology,
                expectations,
                (policy, model),
                Some(zone),
                count,
                weights.without(&[]),
            ));
        }
    }
    rows
}

fn row(
    seen: &Seen<'_>,
    topology: &Topology,
    expectations: &Expectations,
    (policy, model): (Policy, Model),
    zone: Option<&str>,
    query_servers: u64,
    left: Left<'_>,
) -> PolicyRow {
    let clients = query_servers.saturating_mul(expectations.clients());
    let mut connections: u64 = 0;
    let mut per_node = vec![0.0; topology.nodes.len()];
    let mut primary_fallback_shards = Vec::new();
    let mut reads = Reads::default();
    let (mut failing_reads, mut all_reads) = (0.0, 0.0);
    for (index, shard) in topology.serving() {
        if let Some(primary) = shard.primary {
            connections += 1;
            per_node[primary] += as_f64(clients);
        }
        let kept = seen.kept(shard, policy, model, zone);
        let opened = if policy == Policy::UniformRandom { kept.len().min(1) } else { kept.len() } as u64;
        connections += opened;
        for replica in &kept {
            per_node[*replica] += as_f64(clients) * as_f64(opened) / as_f64(kept.len() as u64);
        }
        let weight = read_weight(topology, shard);
        all_reads += weight;
        failing_reads += weight * failing(shard, &kept, policy, |node| !topology.serves_reads(node));
        if kept.is_empty() {
            primary_fallback_shards.push(index);
            reads.add(topology, shard, shard.primary.as_slice(), left);
        } else {
            reads.add(topology, shard, &kept, left);
        }
    }
    PolicyRow {
        policy,
        model,
        zone: zone.map(str::to_owned),
        query_servers,
        connections_per_query_server: connections.saturating_mul(expectations.clients()),
        connections_total: connections.saturating_mul(clients),
        cross_zone_read_share: reads.cross_zone_share(left),
        primary_fallback_shards,
        failing_read_share: if all_reads > 0.0 { failing_reads / all_reads } else { 0.0 },
        per_node,
    }
}

/// The share of a store's reads that go to a shard, not yet divided by the sum: every slot is read alike.
pub(super) fn read_weight(topology: &Topology, shard: &Shard) -> f64 {
    if topology.is_cluster { f64::from(shard.slots.len()) } else { 1.0 }
}

/// How reads are spread over zones.
#[derive(Default)]
struct Reads {
    all: f64,
    within: f64,
    has_unknown: bool,
}

impl Reads {
    fn add(&mut self, topology: &Topology, shard: &Shard, targets: &[usize], left: Left<'_>) {
        let weight = read_weight(topology, shard);
        self.all += weight;
        self.has_unknown |= targets.is_empty();
        for target in targets {
            match topology.nodes[*target].zone() {
                Some(zone) => self.within += weight / as_f64(targets.len() as u64) * left.of(zone),
                None => self.has_unknown = true,
            }
        }
    }

    fn cross_zone_share(&self, left: Left<'_>) -> Option<f64> {
        let is_known = !self.has_unknown && self.all > 0.0 && left.all > 0.0 && left.elsewhere() <= 0.0;
        is_known.then(|| (1.0 - self.within / self.all / left.all).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::valkey::QueryServers;
    use crate::valkey::SLOTS;
    use crate::valkey::topology::{State, Zones};

    const A: Option<&str> = Some("a");
    const B: Option<&str> = Some("b");
    const C: Option<&str> = Some("c");

    /// The cluster that the client was measured on.
    fn measured() -> Topology {
        Topology::imagined(&[&[A, B, C], &[B, A, A], &[C, C, B]])
    }

    fn in_zone(zone: &str, count: u32) -> Expectations {
        let zone = Some(zone.to_owned());
        Expectations { query_servers: vec![QueryServers { zone, count }], ..Expectations::default() }
    }

    fn find<'a>(rows: &'a [PolicyRow], policy: Policy, model: Model, zone: Option<&str>) -> &'a PolicyRow {
        let fits =
            |row: &&PolicyRow| row.policy == policy && row.model == model && row.zone.as_deref() == zone;
        rows.iter().find(fits).expect("has a row")
    }

    #[test]
    fn connections_are_those_that_were_measured() {
        let topology = measured();
        for (zone, documented, client) in [("a", 5, 9), ("b", 5, 7), ("no-such", 3, 9)] {
            let rows = policies(&topology, &in_zone(zone, 40));
            let connections =
                |policy, model, zone| find(&rows, policy, model, zone).connections_per_query_server;
            assert_eq!(connections(Policy::Unset, Model::Documented, None), 9);
            assert_eq!(connections(Policy::UniformRandom, Model::Documented, None), 6);
            assert_eq!(connections(Policy::ZonalAffinity, Model::Documented, Some(zone)), documented);
            assert_eq!(connections(Policy::ZonalAffinity, Model::Client, Some(zone)), client);
            assert!(rows.iter().all(|row| row.connections_total == 40 * row.connections_per_query_server));
        }
        let rows = policies(&topology, &in_zone("a", 1));
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Documented, A).primary_fallback_shards, [0, 2]);
        assert!(find(&rows, Policy::ZonalAffinity, Model::Client, A).primary_fallback_shards.is_empty());
    }

    /// Valkey 8.0: the zone is in `INFO` only. Redis: nowhere.
    #[test]
    fn zones_that_cluster_shards_does_not_show() {
        let mut topology = Topology::imagined(&[&[A, B], &[B, C], &[C, A]]);
        for node in &mut topology.nodes {
            node.zones = Zones { info: node.zones.shards.take(), ..Zones::default() };
        }
        let rows = policies(&topology, &in_zone("a", 1));
        let row = find(&rows, Policy::ZonalAffinity, Model::Documented, A);
        assert_eq!((row.connections_per_query_server, &*row.primary_fallback_shards), (3, &[0, 1, 2][..]));
        assert_eq!(row.cross_zone_read_share.map(|share| (share * 300.0).round()), Some(200.0));
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Client, A).connections_per_query_server, 6);
        for node in &mut topology.nodes {
            node.zones = Zones::default();
        }
        let rows = policies(&topology, &Expectations::default());
        assert_eq!(rows.len(), 4, "a policy does not vanish with the zones");
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Documented, None).connections_total, 3);
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Client, None).connections_total, 6);
        assert!(rows.iter().all(|row| row.cross_zone_read_share.is_none()));
    }

    #[test]
    fn reads_that_leave_the_zone() {
        let topology = Topology::imagined(&[&[A, B, C]]);
        let share = |expectations: &Expectations, policy, zone| {
            find(&policies(&topology, expectations), policy, Model::Documented, zone).cross_zone_read_share
        };
        let from_b = in_zone("b", 3);
        assert_eq!(share(&from_b, Policy::Unset, None), Some(0.5));
        assert_eq!(share(&from_b, Policy::UniformRandom, None), Some(0.5));
        assert_eq!(share(&from_b, Policy::ZonalAffinity, B), Some(0.0));
        assert_eq!(share(&in_zone("a", 3), Policy::Unset, None), Some(1.0));
        assert_eq!(share(&in_zone("a", 3), Policy::ZonalAffinity, A), Some(0.0), "the primary is local");
        // Nobody said where: a third in each zone.
        let anywhere = share(&Expectations::default(), Policy::Unset, None).expect("is known");
        assert!((anywhere - 2.0 / 3.0).abs() < 1e-12, "{anywhere}");
    }

    /// A replica that hangs is still in `CLUSTER SLOTS` until the others agree that it failed.
    #[test]
    fn reads_that_go_to_a_silent_node_fail() {
        let mut topology = Topology::imagined(&[&[A, B, C], &[B, A, A]]);
        let silent = topology.shards[0].replicas[0];
        topology.nodes[silent].state = State::Unreached;
        let share = |topology: &Topology, policy, model, zone| {
            find(&policies(topology, &in_zone("b", 1)), policy, model, zone).failing_read_share
        };
        let half = f64::from(topology.shards[0].slots.len()) / f64::from(SLOTS);
        let close = |share: f64, to: f64| (share - to).abs() < 1e-12;
        assert!(
            close(share(&topology, Policy::Unset, Model::Documented, None), 0.0),
            "another replica is tried"
        );
        assert!(close(share(&topology, Policy::UniformRandom, Model::Documented, None), half / 2.0));
        assert!(
            close(share(&topology, Policy::ZonalAffinity, Model::Documented, B), half),
            "the only one in b"
        );
        // The others agree that it failed, and list it no longer: the primary is read.
        topology.nodes[silent].state = State::Failed;
        topology.nodes[silent].is_listed = false;
        assert!(close(share(&topology, Policy::ZonalAffinity, Model::Documented, B), 0.0));
        // A cluster that is down refuses all, but where it is told not to.
        topology.nodes.iter_mut().for_each(|node| node.is_cluster_up = Some(false));
        assert!(close(share(&topology, Policy::Unset, Model::Documented, None), 1.0));
        topology.settings.allow_reads_when_down = Some(true);
        assert!(close(share(&topology, Policy::Unset, Model::Documented, None), 0.0));
    }

    #[test]
    fn servers_count_where_they_were_said_to_stand() {
        let topology = measured();
        let mut expectations = in_zone("a", 20);
        expectations.query_servers.push(QueryServers { zone: B.map(str::to_owned), count: 10 });
        expectations.clients_per_server = Some(2);
        let rows = policies(&topology, &expectations);
        assert_eq!(find(&rows, Policy::Unset, Model::Documented, None).connections_total, 30 * 2 * 9);
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Documented, B).connections_total, 10 * 2 * 5);
        assert_eq!(rows.len(), 6);
        expectations.query_servers = vec![QueryServers { zone: None, count: 40 }];
        let rows = policies(&topology, &expectations);
        assert_eq!(rows.len(), 8, "they may stand in any of three zones");
        assert_eq!(find(&rows, Policy::ZonalAffinity, Model::Documented, C).query_servers, 40);
        expectations.zone = A.map(str::to_owned);
        assert_eq!(policies(&topology, &expectations).len(), 4);
    }

    #[test]
    fn a_store_that_stands_alone_is_one_connection() {
        let mut topology = Topology::imagined(&[&[A, B]]);
        topology.is_cluster = false;
        for row in policies(&topology, &in_zone("b", 1)) {
            assert_eq!((row.connections_total, &*row.primary_fallback_shards), (1, &[0][..]));
            assert_eq!(row.cross_zone_read_share, Some(1.0));
        }
    }
}
