//! From evidence and expectations to findings: one function a check, in files by subject, and the list that runs
//! them.
//!
//! To add one: its line in the catalogue and its page, a function here, and a line in [`CHECKS`].

mod case;
mod slots;
mod words;

pub(super) use case::Case;
use case::{Applies, Judge};

use super::expectations::Expectations;
use super::{Evidence, report};
use crate::report::catalogue::{TOP_READABLE, TOP_SLOTS};
use crate::report::{Assessment, Check, Finding};

/// Every check, in the order in which its findings are reported.
static CHECKS: &[Judge] = &[
    Judge { check: &TOP_READABLE, applies: Applies::Always, judge: slots::readable },
    Judge { check: &TOP_SLOTS, applies: Applies::Cluster, judge: slots::slots },
];

/// Judges what was seen of a store's topology.
pub fn assess(evidence: &Evidence, expectations: &Expectations) -> Assessment {
    let case = Case::new(evidence, expectations);
    let findings = CHECKS.iter().flat_map(|one| one.findings(&case)).collect();
    Assessment { findings, rows: report::rows(&case), view: report::view(&case), ..Assessment::default() }
}

/// Every check that this room makes.
pub fn every_check() -> Vec<&'static Check> {
    CHECKS.iter().map(|one| one.check).collect()
}

/// The checks that apply to a store of which no more is known than whether its URI says `clustered=true`.
pub fn plan(clustered: bool) -> Vec<&'static Check> {
    let applies = |one: &&Judge| clustered || one.applies != Applies::Cluster;
    CHECKS.iter().filter(applies).map(|one| one.check).collect()
}

impl Judge {
    /// What the check finds; nothing where it does not concern this store.
    fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        let is_readable = case.is_readable();
        match self.applies {
            Applies::Always => {}
            _ if !is_readable => {
                return vec![Finding::skip(self.check, "the store's topology is not known (TOP002)")];
            }
            Applies::Store => {}
            Applies::Cluster if case.topology.is_cluster => {}
            Applies::Cluster => return Vec::new(),
            Applies::Servers if case.was_asked() => {}
            Applies::Servers => {
                let reason = "no server was asked: the topology was read from a file";
                return vec![Finding::skip(self.check, reason)];
            }
        }
        let findings = (self.judge)(case);
        if findings.is_empty() { vec![Finding::pass(self.check)] } else { findings }
    }
}
