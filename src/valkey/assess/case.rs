//! What the checks look at.

use crate::report::{Check, Finding};
use crate::valkey::evidence::Origin;
use crate::valkey::predict::{Loss, PolicyRow, policies, zone_losses};
use crate::valkey::{Evidence, Expectations, Topology};

/// A check and how it is made.
pub(super) struct Judge {
    pub(super) check: &'static Check,
    pub(super) applies: Applies,
    /// What there is to say; nothing where the passing state was seen. "Could not find out" is `unknown`, said.
    pub(super) judge: fn(&Case<'_>) -> Vec<Finding>,
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
}

impl<'a> Case<'a> {
    pub(super) fn new(evidence: &'a Evidence, expected: &'a Expectations) -> Self {
        let topology = Topology::of(evidence, &expected.zone_map);
        let policies = policies(&topology, expected);
        let losses = zone_losses(&topology, expected);
        Self { evidence, expected, topology, policies, losses }
    }

    /// Whether there is a topology to judge.
    pub(in crate::valkey) fn is_readable(&self) -> bool {
        !self.topology.shards.is_empty()
    }

    /// Whether servers were asked.
    pub(in crate::valkey) fn was_asked(&self) -> bool {
        matches!(self.evidence.origin, Origin::Store { .. })
    }
}
