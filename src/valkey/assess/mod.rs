//! From evidence and expectations to findings: one function a check, in files by subject, and the list that runs
//! them.
//!
//! To add one: its line in the catalogue and its page, a function here, and a line in [`CHECKS`].

mod answers;
mod balance;
mod case;
mod failover;
mod local;
mod placement;
mod replication;
mod service;
mod settings;
mod slots;
mod told;
mod versions;
mod views;
mod words;
mod zonal;
mod zones;

pub(super) use case::Case;
use case::{Applies, Judge};

use super::expectations::Expectations;
use super::{Evidence, report};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};

/// Every check, in the order in which its findings are reported.
static CHECKS: &[Judge] = &[
    Judge { check: &checks::TOP_READABLE, applies: Applies::Always, judge: slots::readable },
    Judge { check: &checks::TOP_SLOTS, applies: Applies::Cluster, judge: slots::slots },
    Judge {
        check: &checks::TOP_SHARDS_COMMAND,
        applies: Applies::ClusterServers,
        judge: answers::shards_command,
    },
    Judge { check: &checks::TOP_ANSWERS, applies: Applies::Servers, judge: answers::answer },
    Judge { check: &checks::TOP_HEALTH, applies: Applies::Store, judge: answers::healthy },
    Judge { check: &checks::TOP_STATE, applies: Applies::ClusterServers, judge: answers::cluster_state },
    Judge { check: &checks::TOP_VIEWS, applies: Applies::ClusterServers, judge: views::agree },
    Judge { check: &checks::TOP_MIGRATION, applies: Applies::ClusterServers, judge: views::settled },
    Judge { check: &checks::TOP_LINK, applies: Applies::Servers, judge: replication::linked },
    Judge { check: &checks::TOP_LAG, applies: Applies::Servers, judge: replication::close_behind },
    Judge { check: &checks::TOP_REPLICA, applies: Applies::Store, judge: replication::replicated },
    Judge { check: &checks::TOP_VERSION, applies: Applies::Servers, judge: versions::agree },
    Judge { check: &checks::TOP_BALANCE, applies: Applies::Cluster, judge: balance::slots },
    Judge { check: &checks::TOP_MEMORY, applies: Applies::Servers, judge: balance::memory },
    Judge { check: &checks::TOP_CLIENTS, applies: Applies::Servers, judge: balance::clients },
    Judge { check: &checks::TOP_COVERAGE, applies: Applies::ClusterServers, judge: settings::coverage },
    Judge { check: &checks::TOP_TIMEOUT, applies: Applies::ClusterServers, judge: settings::node_timeout },
    Judge { check: &checks::TOP_FAILOVER, applies: Applies::Servers, judge: failover::automatic },
    Judge { check: &checks::TOP_ZONE, applies: Applies::Store, judge: zones::known },
    Judge { check: &checks::TOP_LOCAL, applies: Applies::Store, judge: local::replica },
    Judge { check: &checks::TOP_ZONE_SHARDS, applies: Applies::Store, judge: local::in_shards },
    Judge { check: &checks::TOP_ZONE_SOURCES, applies: Applies::Store, judge: zones::consistent },
    Judge { check: &checks::TOP_ZONE_NAMES, applies: Applies::Store, judge: zones::names },
    Judge { check: &checks::TOP_AZ, applies: Applies::Store, judge: local::az },
    Judge { check: &checks::TOP_REPLICA_ZONE, applies: Applies::Store, judge: placement::replicas },
    Judge { check: &checks::TOP_MAJORITY, applies: Applies::Cluster, judge: placement::majority },
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
    let applies = |one: &&Judge| clustered || !one.applies.needs_cluster();
    CHECKS.iter().filter(applies).map(|one| one.check).collect()
}
