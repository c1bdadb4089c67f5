//! What the loss of some nodes does to a store, by the servers' own rules.

use schemars::JsonSchema;
use serde::Serialize;

use crate::valkey::reply::{DEFAULT_PING_PERIOD_S, DEFAULT_VALIDITY_FACTOR};
use crate::valkey::topology::Shard;
use crate::valkey::{SLOTS, Slots, Topology};

/// What a loss comes to. The worse, the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every shard keeps a primary and a replica.
    Survives,
    /// All slots are served, and some shard has no replica left.
    Degraded,
    /// Some slots are not served, though a live copy of all of them exists.
    LosesWrites,
    /// Some slots have no live copy until what was lost returns.
    LosesData,
    /// It depends on where nodes stand whose zone nobody knows; or there is nothing to lose.
    Unknown,
}

impl Verdict {
    /// As it is written in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Survives => "survives",
            Self::Degraded => "degraded",
            Self::LosesWrites => "loses_writes",
            Self::LosesData => "loses_data",
            Self::Unknown => "unknown",
        }
    }
}

/// `cluster_state` of the nodes that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// They serve.
    Ok,
    /// They refuse every command with `CLUSTERDOWN`; reads too, but with `cluster-allow-reads-when-down`.
    Fail,
}

/// A store, made ready to be asked about many losses.
pub(super) struct Store<'a> {
    pub(super) topology: &'a Topology,
    /// The shards with slots: their primaries are those that vote. With their places among all shards.
    pub(super) serving: Vec<(usize, &'a Shard)>,
    /// Whether a node is dead already: the cluster says so, or it does not answer.
    dead: Vec<bool>,
    /// Whether a node could be elected, if it is alive.
    electable: Vec<bool>,
    /// Slots that no shard has.
    has_unassigned: bool,
}

/// What became of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fate {
    pub(super) verdict: Verdict,
    pub(super) slots_lost: u16,
    pub(super) slots_unserved: u16,
    /// Shards that fail over, with their new primaries.
    pub(super) failing_over: Vec<(usize, usize)>,
    pub(super) stuck: Vec<usize>,
    pub(super) gone: Vec<usize>,
    pub(super) without_replica: Vec<usize>,
    pub(super) majority_kept: bool,
    pub(super) state: State,
    /// Nodes whose loss, after all that, would leave more slots unserved.
    pub(super) second_fault: Vec<usize>,
}

impl<'a> Store<'a> {
    pub(super) fn new(topology: &'a Topology) -> Self {
        let serving: Vec<_> = topology.serving().collect();
        let assigned = serving.iter().flat_map(|(_, shard)| shard.slots.ranges());
        let assigned = Slots::from_ranges(assigned.map(|(start, end)| (u64::from(*start), u64::from(*end))));
        Self {
            topology,
            dead: topology.nodes.iter().map(is_dead).collect(),
            electable: (0..topology.nodes.len()).map(|node| is_electable(topology, node)).collect(),
            has_unassigned: assigned.unwrap_or_default() != Slots::all(),
            serving,
        }
    }

    /// Whether a node is dead, before or by a loss.
    pub(super) fn is_dead(&self, lost: &[bool], node: usize) -> bool {
        self.dead[node] || lost[node]
    }

    /// Whether a replica could be elected after a loss.
    pub(super) fn is_candidate(&self, lost: &[bool], node: usize) -> bool {
        !self.is_dead(lost, node) && self.electable[node]
    }

    /// What the loss of these nodes comes to, when whatever fails over by itself has done so. No replica is moved
    /// between shards, though some servers do that after a while (`cluster-allow-replica-migration`).
    pub(super) fn lose(&self, lost: &[bool]) -> Fate {
        let voters = self.serving.len();
        let lost_voters = self.serving.iter().filter(|(_, shard)| self.is_headless(lost, shard)).count();
        let majority_kept = has_majority(voters, lost_voters);
        let mut fate = Fate {
            verdict: Verdict::Unknown,
            slots_lost: 0,
            slots_unserved: 0,
            failing_over: Vec::new(),
            stuck: Vec::new(),
            gone: Vec::new(),
            without_replica: Vec::new(),
            majority_kept,
            state: State::Ok,
            second_fault: Vec::new(),
        };
        let (mut at_once, mut uncovered, mut assigned) = (0_u32, 0_u32, 0_u32);
        // Shards that have a primary in the end: the primary, and whether a replica is left that could follow it.
        let mut served: Vec<(usize, bool)> = Vec::new();
        for (index, shard) in &self.serving {
            let slots = u32::from(shard.slots.len());
            assigned += slots;
            let mut left = self.candidates(lost, shard).count();
            let is_headless = self.is_headless(lost, shard);
            let primary = if is_headless {
                at_once += slots;
                self.elected(lost, shard).filter(|_| majority_kept)
            } else {
                shard.primary
            };
            match primary {
                Some(elected) if is_headless => {
                    left -= 1;
                    fate.failing_over.push((*index, elected));
                }
                Some(_) => {}
                None => {
                    uncovered += slots;
                    let list = if self.has_copy(lost, shard) { &mut fate.stuck } else { &mut fate.gone };
                    list.push(*index);
                }
            }
            served.extend(primary.map(|primary| (primary, left > 0)));
            if left == 0 {
                fate.without_replica.push(*index);
            }
        }
        let unrecovered = fate.stuck.len() + fate.gone.len();
        let is_down = self.is_down(majority_kept, unrecovered);
        fate.slots_lost = slot_count(at_once);
        fate.slots_unserved = slot_count(if is_down { assigned } else { uncovered });
        fate.verdict = if self.serving.is_empty() {
            Verdict::Unknown
        } else if !fate.gone.is_empty() {
            Verdict::LosesData
        } else if is_down || !fate.stuck.is_empty() {
            Verdict::LosesWrites
        } else if !fate.without_replica.is_empty() {
            Verdict::Degraded
        } else {
            Verdict::Survives
        };
        if is_down {
            fate.state = State::Fail;
        } else {
            let is_last_vote = !self.topology.is_cluster || !has_majority(voters, unrecovered + 1);
            let is_fatal = |(_, has_replica): &&(usize, bool)| is_last_vote || !has_replica;
            fate.second_fault = served.iter().filter(is_fatal).map(|(primary, _)| *primary).collect();
        }
        fate
    }

    /// Whether a shard has no primary that lives.
    fn is_headless(&self, lost: &[bool], shard: &Shard) -> bool {
        shard.primary.is_none_or(|primary| self.is_dead(lost, primary))
    }

    /// The replicas of a shard that could be elected.
    fn candidates<'s>(&'s self, lost: &'s [bool], shard: &'s Shard) -> impl Iterator<Item = usize> + 's {
        shard.replicas.iter().copied().filter(|node| self.is_candidate(lost, *node))
    }

    /// Who is elected when the primary fails: the most recent data wins, zones have no say in it. Replicas stand for
    /// election when their primary fails; when one that nobody knows does, they do not.
    fn elected(&self, lost: &[bool], shard: &Shard) -> Option<usize> {
        (self.topology.is_cluster && shard.primary.is_some()).then_some(())?;
        let lag = |node: &usize| (self.topology.nodes[*node].lag_bytes.unwrap_or(u64::MAX), *node);
        self.candidates(lost, shard).min_by_key(lag)
    }

    /// Whether a replica that lives has the shard's data.
    fn has_copy(&self, lost: &[bool], shard: &Shard) -> bool {
        let has = |node: &usize| !self.is_dead(lost, *node) && self.topology.nodes[*node].state.is_up();
        shard.replicas.iter().any(has)
    }

    /// Whether what is left refuses commands, so many shards being without a primary for good.
    fn is_down(&self, majority_kept: bool, unrecovered: usize) -> bool {
        if !self.topology.is_cluster {
            return unrecovered > 0;
        }
        let needs_all = self.topology.settings.require_full_coverage.unwrap_or(true);
        let is_covered = unrecovered == 0 && !self.has_unassigned;
        !majority_kept || (needs_all && !is_covered)
    }
}

/// Whether enough primaries are left to elect a replica: those lost count as members still.
const fn has_majority(voters: usize, lost: usize) -> bool {
    voters > 0 && voters.saturating_sub(lost) > voters / 2
}

/// Slots that several shards claim count once at most.
fn slot_count(slots: u32) -> u16 {
    u16::try_from(slots).unwrap_or(SLOTS).min(SLOTS)
}

/// The nodes of serving shards that count as absent and could be mended: dead ones, those that load, and replicas whose
/// link has been down for too long. One that is told not to stand for election is not broken.
pub(super) fn broken(topology: &Topology) -> Vec<usize> {
    let is_broken = |node: &usize| {
        let own = &topology.nodes[*node];
        !own.state.is_up() || (!own.is_link_up() && !is_electable(topology, *node))
    };
    let members =
        topology.serving().flat_map(|(_, shard)| shard.members().chain(shard.former.iter().copied()));
    let mut broken: Vec<usize> = members.filter(is_broken).collect();
    broken.sort_unstable();
    broken.dedup();
    broken
}

/// The same store when they are mended: a former primary comes back as a replica.
pub(super) fn mended(topology: &Topology) -> Topology {
    let mut mended = topology.clone();
    for node in broken(topology) {
        mended.nodes[node].state = crate::valkey::topology::State::Up;
        if let Some(replication) = &mut mended.nodes[node].replication {
            replication.link_status = Some("up".to_owned());
        }
    }
    for shard in &mut mended.shards {
        shard.replicas.append(&mut shard.former);
    }
    mended
}

const fn is_dead(node: &crate::valkey::topology::Node) -> bool {
    use crate::valkey::topology::State;
    matches!(node.state, State::Failed | State::Unreached)
}

/// Whether a replica would stand for election: it has data, that is fresh enough, and nothing forbids it.
///
/// A replica whose link is down stands as long as the link has not been down for longer than
/// `repl-ping-replica-period` + `cluster-node-timeout` × `cluster-replica-validity-factor`; with the factor 0 for ever.
fn is_electable(topology: &Topology, node: usize) -> bool {
    let (node, settings) = (&topology.nodes[node], &topology.settings);
    let is_fresh = || {
        let factor = settings.replica_validity_factor.unwrap_or(DEFAULT_VALIDITY_FACTOR);
        let allowed_ms = settings
            .ping_period_s
            .unwrap_or(DEFAULT_PING_PERIOD_S)
            .saturating_mul(1000)
            .saturating_add(super::zone_loss::node_timeout_ms(topology).saturating_mul(factor));
        let since = node.replication.as_ref().and_then(|replication| replication.link_down_since_s);
        factor == 0 || since.is_some_and(|seconds| seconds.saturating_mul(1000) <= allowed_ms)
    };
    node.state.is_up() && node.stands_for_election != Some(false) && (node.is_link_up() || is_fresh())
}
