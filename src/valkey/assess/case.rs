//! What the checks look at.

use crate::report::{Check, Finding};
use crate::valkey::evidence::{Answers, Origin, Outcome};
use crate::valkey::predict::{
    Advice, EventRow, Loss, PolicyRow, UniformLoad, advice, events, policies, uniform_load, zone_losses,
};
use crate::valkey::{Evidence, Expectations, Topology};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    pub(super) applies: Applies,
    /// What there is to say; nothing where the passing state was seen. "Could not find out" is `unknown`, said.
    pub(super) find: fn(&Case<'_>) -> Vec<Finding>,
}

/// To what a check applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Applies {
    /// Whatever was seen.
    Always,
    /// A store whose topology is known.
    Store,
    /// A cluster whose topology is known.
    Cluster,
    /// A store whose servers were asked, not one that was read from a saved `CLUSTER SHARDS`.
    Servers,
    /// A cluster whose servers were asked.
    ClusterServers,
}

impl Applies {
    /// Whether it says nothing of a store that is no cluster.
    pub(super) fn needs_cluster(self) -> bool {
        matches!(self, Self::Cluster | Self::ClusterServers)
    }

    fn needs_servers(self) -> bool {
        matches!(self, Self::Servers | Self::ClusterServers)
    }
}

impl Judge {
    /// What the check finds; nothing where it does not concern this store.
    pub(super) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        if self.applies != Applies::Always {
            if !case.is_readable() {
                return vec![Finding::skip(self.check, "the store's topology is not known (TOP002)")];
            }
            if self.applies.needs_cluster() && !case.topology.is_cluster {
                return Vec::new();
            }
            if self.applies.needs_servers() && !case.was_asked() {
                let reason = "no server was asked: the topology was read from a file";
                return vec![Finding::skip(self.check, reason)];
            }
        }
        let findings = (self.find)(case);
        if findings.is_empty() { vec![Finding::pass(self.check)] } else { findings }
    }
}

/// What the checks look at.
pub(in crate::valkey) struct Case<'a> {
    pub(in crate::valkey) evidence: &'a Evidence,
    pub(in crate::valkey) expected: &'a Expectations,
    pub(in crate::valkey) topology: Topology,
    /// What each policy does.
    pub(in crate::valkey) policies: Vec<PolicyRow>,
    /// What each loss comes to.
    pub(in crate::valkey) losses: Vec<Loss>,
    /// What to change.
    pub(in crate::valkey) advice: Vec<Advice>,
    /// What one replica's fate does.
    pub(in crate::valkey) events: Vec<EventRow>,
    /// How uneven random choice is.
    pub(in crate::valkey) uniform_load: Option<UniformLoad>,
}

impl<'a> Case<'a> {
    pub(super) fn new(evidence: &'a Evidence, expected: &'a Expectations) -> Self {
        let topology = Topology::of(evidence, &expected.zone_map);
        Self {
            policies: policies(&topology, expected),
            losses: zone_losses(&topology, expected),
            advice: advice(&topology, expected),
            events: events(&topology, expected),
            uniform_load: uniform_load(&topology, expected),
            evidence,
            expected,
            topology,
        }
    }

    /// Whether there is a topology to judge.
    pub(in crate::valkey) fn is_readable(&self) -> bool {
        !self.topology.shards.is_empty()
    }

    /// Whether servers were asked.
    pub(in crate::valkey) fn was_asked(&self) -> bool {
        matches!(self.evidence.origin, Origin::Store { .. })
    }

    /// What came of asking a node, if it was asked.
    pub(super) fn outcome(&self, node: usize) -> Option<&'a Outcome> {
        self.topology.nodes[node].asked.map(|asked| &self.evidence.nodes[asked].outcome)
    }

    /// What a node answered, if it did.
    pub(super) fn answers(&self, node: usize) -> Option<&'a Answers> {
        match self.outcome(node)? {
            Outcome::Answered(answers) => Some(answers),
            Outcome::Unreached(_) => None,
        }
    }

    /// The nodes that answered, with what they answered.
    pub(super) fn answered(&self) -> impl Iterator<Item = (usize, &'a Answers)> + '_ {
        (0..self.topology.nodes.len()).filter_map(|node| Some((node, self.answers(node)?)))
    }
}
