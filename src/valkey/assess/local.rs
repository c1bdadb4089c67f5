//! TOP021, TOP022 and TOP025: what `ZONAL_AFFINITY` finds.

use super::case::Case;
use super::service::Service;
use super::versions;
use super::words;
use super::zonal::{for_zonal_affinity, not_for_this_policy};
use super::zones::how_to_tell;
use crate::report::catalogue::{TOP_LOCAL, TOP_ZONE_KNOWN, TOP_ZONE_SHARDS};
use crate::report::{Check, Finding};
use crate::valkey::Version;
use crate::valkey::evidence::ViewSource;
use crate::valkey::topology::Topology;

/// Why there is nothing to say without a query server's zone, and how to give it.
fn needs_zone(check: &'static Check) -> Vec<Finding> {
    let reason = "no query server's zone was given: --zone us-east-1a, or --query-servers us-east-1a=20";
    vec![Finding::skip(check, reason)]
}

/// What the documentation gets wrong about the setting.
const MISNAMED: &str = "the documentation names the directive `cluster-announce-az`, which no server knows; it is `availability-zone`";

/// Whether every shard has a replica in the query servers' zones.
pub(super) fn replica(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_LOCAL;
    let zones = case.expected.zones_of_query_servers();
    if zones.is_empty() {
        return needs_zone(check);
    }
    if let Some(skipped) = not_for_this_policy(case, check) {
        return vec![skipped];
    }
    if topology.zones().is_empty() {
        return words::needs_zones(check);
    }
    zones.into_iter().flat_map(|zone| replica_in(case, zone)).collect()
}

fn replica_in(case: &Case<'_>, zone: &str) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_LOCAL;
    let (mut none, mut silent, mut down) = (Vec::new(), Vec::new(), Vec::new());
    let (mut beside_primary, mut open) = (Vec::new(), Vec::new());
    for (index, shard) in topology.serving() {
        let is_in = |node: &usize| topology.nodes[*node].zone() == Some(zone);
        let is_listed = |node: &&usize| is_in(node) && topology.nodes[**node].is_listed;
        let serves = |node: &usize| topology.nodes[*node].state.is_up();
        if shard.replicas.iter().filter(is_listed).any(serves) {
            continue;
        }
        let list = if shard.replicas.iter().any(|node| is_listed(&node)) {
            &mut silent
        } else if shard.replicas.iter().any(|node| topology.nodes[*node].zone().is_none()) {
            &mut open
        } else if shard.primary.as_ref().is_some_and(is_in) {
            &mut beside_primary
        } else if shard.replicas.iter().any(is_in) {
            &mut down
        } else {
            &mut none
        };
        list.push(index);
    }
    let has = |shards: &[usize]| if shards.len() == 1 { "has" } else { "have" };
    let mut findings = Vec::new();
    if !silent.is_empty() {
        let message = format!(
            "in {zone} the only {} of {} {} not serve, and clients are still sent there: reads of query servers in that zone wait, and fail",
            words::of(&silent, "replica", "replicas"),
            words::shards(topology, &silent),
            words::of(&silent, "does", "do"),
        );
        findings.push(for_zonal_affinity(case, |zonal| {
            zonal(check, message).help(format!(
                "TOP004 and TOP005 say which node it is and what is wrong with it; a second replica of each in {zone} would carry its reads meanwhile"
            ))
        }));
    }
    for (shards, what) in
        [(&none, "no replica in"), (&down, "a replica that does not serve as the only one in")]
    {
        if !shards.is_empty() {
            let message = format!(
                "{} {} {what} {zone}: query servers there read the primary, as the policy is documented, in another zone",
                words::shards(topology, shards),
                has(shards)
            );
            findings.push(for_zonal_affinity(case, |zonal| {
                zonal(check, message)
                    .help(format!("put a replica of each into {zone}, or run no query servers there"))
            }));
        }
    }
    if !beside_primary.is_empty() {
        let message = format!(
            "{} {} the primary, but no replica in {zone}: reads stay in the zone, and load the primary",
            words::shards(topology, &beside_primary),
            has(&beside_primary)
        );
        findings.push(
            Finding::warn(check, message)
                .help(format!("put a replica of each into {zone} too"))
                .note("the client's own zonal strategy never reads a local primary: it takes replicas of other zones then"),
        );
    }
    if !open.is_empty() {
        let message = format!(
            "{}: no replica is known to be in {zone}, but the zone of some is not known",
            words::shards(topology, &open)
        );
        findings.push(Finding::unknown(check, message).help("TOP020 says how to make zones known"));
    }
    findings
}

/// Whether `CLUSTER SHARDS` tells the zone of every node.
pub(super) fn in_shards(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_ZONE_SHARDS;
    if let Some(skipped) = not_for_this_policy(case, check) {
        return vec![skipped];
    }
    if !topology.is_cluster {
        let message = "this is no cluster: it has no CLUSTER SHARDS for ZONAL_AFFINITY to read";
        return vec![match case.expected.policy {
            Some(_) => Finding::fail(check, message)
                .help("leave CHALK_REDIS_REPLICA_CONNECTION_POLICY unset for this store"),
            None => Finding::skip(check, message),
        }];
    }
    // A node that the others do not know is TOP007's business.
    let members: Vec<usize> =
        (0..topology.nodes.len()).filter(|node| topology.nodes[*node].role.is_some()).collect();
    let missing: Vec<usize> =
        members.iter().copied().filter(|node| topology.nodes[*node].zones.shards.is_none()).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let is_all = missing.len() == members.len();
    let (what, help) = why(case, &missing, is_all);
    let effect = if is_all {
        "ZONAL_AFFINITY finds no local replica, and every read goes to the primaries without a word"
    } else {
        "ZONAL_AFFINITY never reads from replicas among them"
    };
    vec![for_zonal_affinity(case, |zonal| {
        let finding = if is_all {
            zonal(check, format!("{what}: {effect}"))
        } else {
            words::about(topology, &missing, |names| zonal(check, format!("{names}: {what}; {effect}")))
        };
        finding.help(help).note(MISNAMED)
    })]
}

/// Why `CLUSTER SHARDS` does not tell zones, and what would make it.
fn why(case: &Case<'_>, missing: &[usize], is_all: bool) -> (String, String) {
    let topology = &case.topology;
    let elsewhere = missing.iter().filter(|node| topology.nodes[**node].zone().is_some()).count();
    let known = match (elsewhere, missing.len()) {
        (0, _) => String::new(),
        (some, all) if some == all => ", though INFO, host names or the zone map tell the zones".to_owned(),
        (some, all) => {
            format!(", though INFO, host names or the zone map tell the zones of {some} of {all} nodes")
        }
    };
    let has_shards = crate::valkey::build::leading_view(case.evidence)
        .is_some_and(|view| view.source == ViewSource::Shards);
    let versions: Vec<Version> =
        missing.iter().filter_map(|node| versions::of(&topology.nodes[*node])).collect();
    let old = versions.iter().filter(|version| !version.shards_have_zones()).min();
    if !has_shards {
        return (
            format!("there is no CLUSTER SHARDS to read (TOP003){known}"),
            "upgrade to Valkey 9.1 and set availability-zone on every node, or choose UNIFORM_RANDOM"
                .to_owned(),
        );
    }
    match (old, versions.is_empty()) {
        (Some(version), _) if !version.is_valkey => (
            format!("CLUSTER SHARDS of {version} has no zones; Redis has no setting for them at all{known}"),
            "move to Valkey 9.1 or later and set availability-zone on every node, or choose UNIFORM_RANDOM"
                .to_owned(),
        ),
        (Some(version), _) => {
            let set = if Service::of(case).name().is_some() {
                "upgrade the engine to Valkey 9.1 or later"
            } else {
                "upgrade to Valkey 9.1 or later, with availability-zone set on every node"
            };
            (
                format!(
                    "CLUSTER SHARDS of {version} tells no zones, Valkey 9.1 is the first that does{known}"
                ),
                format!("{set}; until then choose UNIFORM_RANDOM"),
            )
        }
        (None, true) => (
            format!("CLUSTER SHARDS tells no zone of {}{known}", if is_all { "any node" } else { "them" }),
            "that takes Valkey 9.1 or later, and availability-zone set on every node".to_owned(),
        ),
        (None, false) => (format!("availability-zone is not set{known}"), how_to_tell(case, missing)),
    }
}

/// Whether the query servers' zones are the cluster's.
pub(super) fn known(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_ZONE_KNOWN;
    let asked = case.expected.zones_of_query_servers();
    if asked.is_empty() {
        return needs_zone(check);
    }
    if topology.zones().is_empty() {
        return words::needs_zones(check);
    }
    asked.into_iter().filter_map(|zone| is_known(case, zone)).collect()
}

fn is_known(case: &Case<'_>, asked: &str) -> Option<Finding> {
    let topology = &case.topology;
    let check = &TOP_ZONE_KNOWN;
    let zones = topology.zones();
    if zones.contains(&asked) {
        return None;
    }
    let names = |topology: &Topology| {
        let names: Vec<String> = topology.zones().into_iter().map(|zone| format!("`{zone}`")).collect();
        words::list(&names, 6)
    };
    let is_alike = |zone: &&&str| zone.trim().eq_ignore_ascii_case(asked.trim());
    let unknown = topology.nodes.iter().filter(|node| node.zone().is_none()).count();
    if unknown > 0 && !zones.iter().any(|zone| is_alike(&zone)) {
        let message = format!(
            "no node is known to be in `{asked}`, but the zone of {} is not known; known are {}",
            words::count(unknown, "node"),
            names(topology)
        );
        return Some(Finding::unknown(check, message).help("TOP020 says how to make zones known"));
    }
    let help = match zones.iter().find(is_alike) {
        Some(zone) => format!(
            "names are compared exactly: set CHALK_AVAILABILITY_ZONE to `{zone}`, or availability-zone of the nodes to `{asked}`"
        ),
        None => format!(
            "set CHALK_AVAILABILITY_ZONE to a zone that the cluster has (commonly from the node label topology.kubernetes.io/zone), or add replicas in {asked}"
        ),
    };
    Some(for_zonal_affinity(case, |zonal| {
        let message = format!(
            "no node is in `{asked}`: there ZONAL_AFFINITY connects to no replica, and reads the primaries; the cluster has {}",
            names(topology)
        );
        zonal(check, message).help(help)
    }))
}
