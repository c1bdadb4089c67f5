//! From evidence to a topology.

use std::collections::BTreeMap;

use super::Address;
use super::evidence::{Answers, Evidence, Health, Outcome, Role, Shape, ShardView, View, ViewSource};
use super::reply::Settings;
use super::topology::{Node, Shard, State, Topology, Zones};
use super::zone::zone_in_host;
use super::zone_map::ZoneMap;
use crate::connect::evidence::Answered;

impl Topology {
    /// Joins what every node told. Where nodes disagree, the view that most of them share counts, and of equal ones
    /// that of the first node that was asked.
    pub fn of(evidence: &Evidence, zone_map: &ZoneMap) -> Self {
        let Some(view) = leading_view(evidence) else { return Self::default() };
        let mut topology = Self {
            is_cluster: view.source != ViewSource::Replication,
            settings: settings(evidence),
            ..Self::default()
        };
        for shard in &view.shards {
            topology.add_shard(shard);
        }
        topology.take_facts(evidence);
        for node in &mut topology.nodes {
            let host = node.hostname.as_deref().unwrap_or(&node.address.host);
            node.zones.hostname = zone_in_host(host);
            node.zones.map = zone_map.zone_of(&node.address, node.hostname.as_deref()).map(str::to_owned);
        }
        topology.measure_lag();
        topology
    }

    fn add_shard(&mut self, view: &ShardView) {
        let first = self.nodes.len();
        self.nodes.extend(view.members.iter().map(|member| Node {
            id: member.id.clone(),
            address: member.address.clone(),
            hostname: member.hostname.clone(),
            role: Some(member.role),
            state: match member.health {
                Health::Online => State::Up,
                Health::Loading => State::Loading,
                Health::Failed => State::Failed,
            },
            zones: Zones { shards: member.zone.clone(), ..Zones::default() },
            is_listed: member.role == Role::Replica && member.health == Health::Online,
            ..Node::default()
        }));
        let mut shard = Shard { slots: view.slots.clone(), ..Shard::default() };
        let primary = view.primary().map(|member| &member.id);
        for (index, member) in (first..).zip(&view.members) {
            match member.role {
                Role::Replica => shard.replicas.push(index),
                Role::Primary if primary == Some(&member.id) => shard.primary = Some(index),
                Role::Primary => shard.former.push(index),
            }
        }
        self.shards.push(shard);
    }

    /// What each node told of itself, and what the others think of it.
    fn take_facts(&mut self, evidence: &Evidence) {
        let by_id: BTreeMap<String, usize> =
            self.nodes.iter().enumerate().map(|(index, node)| (node.id.clone(), index)).collect();
        let by_address: BTreeMap<Address, usize> =
            self.nodes.iter().enumerate().map(|(index, node)| (node.address.clone(), index)).collect();
        for (asked, node) in evidence.nodes.iter().enumerate() {
            let own_id = match &node.outcome {
                Outcome::Answered(answers) => answers.gossip.known().map(|gossip| &gossip.myself),
                Outcome::Unreached(_) => None,
            };
            let index = own_id.and_then(|id| by_id.get(id)).or_else(|| by_address.get(&node.address));
            let index = index.copied().unwrap_or_else(|| {
                // A node that does not know itself in the leading view: forgotten, or on its own.
                let id = own_id.cloned().unwrap_or_else(|| node.address.to_string());
                self.nodes.push(Node { id, address: node.address.clone(), ..Node::default() });
                self.nodes.len() - 1
            });
            let own = &mut self.nodes[index];
            own.asked = Some(asked);
            match &node.outcome {
                Outcome::Answered(answers) => own.take_answers(answers),
                Outcome::Unreached(unreached) if own.state != State::Failed && unreached.was_asked() => {
                    own.state = State::Unreached;
                }
                Outcome::Unreached(_) => {}
            }
        }
        for (_, answers) in evidence.answered() {
            let Some(gossip) = answers.gossip.known() else { continue };
            let find = |id: &String| by_id.get(id).copied();
            for index in gossip.suspects.iter().filter_map(find) {
                if self.nodes[index].state == State::Up {
                    self.nodes[index].state = State::Suspected;
                }
            }
            // A view without CLUSTER SHARDS from a node that has not heard of the failure.
            for index in gossip.failed.iter().filter_map(find) {
                self.nodes[index].state = State::Failed;
            }
            for index in gossip.no_failover.iter().filter_map(find) {
                // A node's own word counts: what others have heard of it may be out of date.
                self.nodes[index].stands_for_election.get_or_insert(false);
            }
            if let Some(Answered::Known(rows)) = &answers.slots {
                for node in &mut self.nodes {
                    node.is_listed = false;
                }
                for index in rows.iter().flat_map(|row| &row.replicas).filter_map(find) {
                    self.nodes[index].is_listed = true;
                }
            }
        }
    }

    /// How many bytes each replica is behind its primary: what the primary last heard, or else what the replica says.
    fn measure_lag(&mut self) {
        for shard in &self.shards {
            let Some(primary) = shard.primary.and_then(|primary| self.nodes[primary].replication.clone())
            else {
                continue;
            };
            let Some(written) = primary.offset else { continue };
            for replica in &shard.replicas {
                let node = &mut self.nodes[*replica];
                let heard = primary
                    .replicas
                    .iter()
                    .find(|line| {
                        line.address == node.address || Some(&*line.address.host) == node.hostname.as_deref()
                    })
                    .and_then(|line| line.offset);
                let applied = heard.or_else(|| node.replication.as_ref().and_then(|own| own.offset));
                node.lag_bytes = applied.map(|applied| written.saturating_sub(applied));
            }
        }
    }
}

impl Node {
    /// Whether it says that it follows its primary, and has data.
    fn follows(&self) -> bool {
        let replication = self.replication.as_ref();
        replication.is_some_and(|own| {
            own.link_status.as_deref() == Some("up") && own.offset.is_some_and(|offset| offset > 0)
        })
    }

    fn take_answers(&mut self, answers: &Answers) {
        self.rtt_us = answers.rtt_us.iter().min().copied();
        self.server = answers.server.known().cloned();
        self.clients = answers.clients.known().cloned();
        self.replication = answers.replication.known().cloned();
        self.memory = answers.memory.known().cloned();
        let cluster = answers.cluster.known().and_then(|cluster| cluster.state.as_deref());
        self.is_cluster_up = cluster.map(|state| state == "ok");
        self.zones.info = self.server.as_ref().and_then(|server| server.availability_zone.clone());
        let loading = answers.persistence.known().and_then(|persistence| persistence.loading);
        match self.state {
            State::Up if loading == Some(true) => self.state = State::Loading,
            // To the others a replica is loading until they heard of its first byte; it knows better itself.
            State::Loading if loading != Some(true) && self.follows() => self.state = State::Up,
            _ => {}
        }
        let refuses = answers.settings.known().and_then(|settings| settings.replica_no_failover);
        self.stands_for_election = self.stands_for_election.or(refuses.map(|refuses| !refuses));
    }
}

/// The view that most nodes share. Nodes that differ only in what they have heard of failures and zones share one; of
/// those the first node's counts, because it is what a query server reads.
pub(super) fn leading_view(evidence: &Evidence) -> Option<&View> {
    let shapes: Vec<Shape<'_>> = evidence.views.iter().map(Shape::of).collect();
    let mut votes = vec![0_usize; shapes.len()];
    for view in evidence.answered().filter_map(|(_, answers)| answers.view()) {
        votes[view] += 1;
    }
    // To compare shapes takes long: once for each view, not for each node.
    let mut alike: BTreeMap<&Shape<'_>, usize> = BTreeMap::new();
    for (shape, votes) in shapes.iter().zip(&votes) {
        *alike.entry(shape).or_default() += votes;
    }
    let seed = evidence.seed().and_then(|(_, answers)| answers.view());
    let weight = |view: &usize| {
        let shape = &shapes[*view];
        let is_seeds = seed.is_some_and(|seed| shapes[seed] == *shape);
        let shared = alike.get(shape).copied().unwrap_or_default();
        (shared, is_seeds, Some(*view) == seed, votes[*view], std::cmp::Reverse(*view))
    };
    (0..shapes.len()).max_by_key(weight).and_then(|view| evidence.views.get(view))
}

/// Each setting from the first node that tells it.
fn settings(evidence: &Evidence) -> Settings {
    let mut joined = Settings::default();
    for settings in evidence.answered().filter_map(|(_, answers)| answers.settings.known()) {
        let Settings {
            node_timeout_ms,
            require_full_coverage,
            allow_reads_when_down,
            replica_validity_factor,
            replica_no_failover,
            allow_replica_migration,
            migration_barrier,
            ping_period_s,
        } = settings;
        joined.node_timeout_ms = joined.node_timeout_ms.or(*node_timeout_ms);
        joined.require_full_coverage = joined.require_full_coverage.or(*require_full_coverage);
        joined.allow_reads_when_down = joined.allow_reads_when_down.or(*allow_reads_when_down);
        joined.replica_validity_factor = joined.replica_validity_factor.or(*replica_validity_factor);
        joined.replica_no_failover = joined.replica_no_failover.or(*replica_no_failover);
        joined.allow_replica_migration = joined.allow_replica_migration.or(*allow_replica_migration);
        joined.migration_barrier = joined.migration_barrier.or(*migration_barrier);
        joined.ping_period_s = joined.ping_period_s.or(*ping_period_s);
    }
    joined
}
