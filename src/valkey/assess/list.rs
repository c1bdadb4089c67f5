//! The list of the checks, and what runs them.

use super::case::{Applies, Case, Judge};
use super::{
    answers, balance, connections, failover, layout, local, loss, placement, replication, settings, slots,
    versions, views, zones,
};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check};
use crate::valkey::{Evidence, Expectations, report};

/// Every check, in the order in which its findings are reported.
static CHECKS: &[Judge] = &[
    Judge { check: &checks::TOP_READABLE, applies: Applies::Always, find: slots::readable },
    Judge { check: &checks::TOP_MODE, applies: Applies::Servers, find: slots::mode },
    Judge { check: &checks::TOP_SLOTS, applies: Applies::Cluster, find: slots::slots },
    Judge {
        check: &checks::TOP_SHARDS_COMMAND,
        applies: Applies::ClusterServers,
        find: answers::shards_command,
    },
    Judge { check: &checks::TOP_ANSWERS, applies: Applies::Servers, find: answers::answer },
    Judge { check: &checks::TOP_HEALTH, applies: Applies::Store, find: answers::healthy },
    Judge { check: &checks::TOP_STATE, applies: Applies::ClusterServers, find: answers::cluster_state },
    Judge { check: &checks::TOP_VIEWS, applies: Applies::ClusterServers, find: views::agree },
    Judge { check: &checks::TOP_MIGRATION, applies: Applies::ClusterServers, find: views::settled },
    Judge { check: &checks::TOP_LINK, applies: Applies::Servers, find: replication::linked },
    Judge { check: &checks::TOP_LAG, applies: Applies::Servers, find: replication::close_behind },
    Judge { check: &checks::TOP_REPLICA, applies: Applies::Store, find: replication::replicated },
    Judge { check: &checks::TOP_VERSION, applies: Applies::Servers, find: versions::agree },
    Judge { check: &checks::TOP_LAYOUT, applies: Applies::Store, find: layout::as_expected },
    Judge { check: &checks::TOP_BALANCE, applies: Applies::Cluster, find: balance::slots },
    Judge { check: &checks::TOP_MEMORY, applies: Applies::Servers, find: balance::memory },
    Judge { check: &checks::TOP_CLIENTS, applies: Applies::Servers, find: balance::clients },
    Judge { check: &checks::TOP_MAXCLIENTS, applies: Applies::Servers, find: connections::fit },
    Judge { check: &checks::TOP_COVERAGE, applies: Applies::ClusterServers, find: settings::coverage },
    Judge { check: &checks::TOP_TIMEOUT, applies: Applies::ClusterServers, find: settings::node_timeout },
    Judge { check: &checks::TOP_FAILOVER, applies: Applies::Servers, find: failover::automatic },
    Judge { check: &checks::TOP_ZONE, applies: Applies::Store, find: zones::known },
    Judge { check: &checks::TOP_LOCAL, applies: Applies::Store, find: local::replica },
    Judge { check: &checks::TOP_ZONE_SHARDS, applies: Applies::Store, find: local::in_shards },
    Judge { check: &checks::TOP_ZONE_SOURCES, applies: Applies::Store, find: zones::consistent },
    Judge { check: &checks::TOP_ZONE_NAMES, applies: Applies::Store, find: zones::names },
    Judge { check: &checks::TOP_ZONE_KNOWN, applies: Applies::Store, find: local::known },
    Judge { check: &checks::TOP_REPLICA_ZONE, applies: Applies::Store, find: placement::replicas },
    Judge { check: &checks::TOP_MAJORITY, applies: Applies::Cluster, find: placement::majority },
    Judge { check: &checks::TOP_ZONE_LOSS, applies: Applies::Store, find: loss::of_zones },
    Judge { check: &checks::TOP_LOSE, applies: Applies::Store, find: loss::asked },
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
