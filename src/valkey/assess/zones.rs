//! TOP020, TOP023 and TOP024: zones, and whether all who tell them tell the same.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::service::Service;
use super::zonal::for_zonal_affinity;
use super::{versions, words};
use crate::report::Finding;
use crate::report::catalogue::{TOP_ZONE, TOP_ZONE_NAMES, TOP_ZONE_SOURCES};
use crate::valkey::topology::{Node, Topology};
use crate::valkey::zone::is_zone_id;

/// Whether the zone of every node is known.
pub(super) fn known(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let unknown: Vec<usize> =
        (0..topology.nodes.len()).filter(|node| topology.nodes[*node].zone().is_none()).collect();
    if unknown.is_empty() {
        return Vec::new();
    }
    let all = unknown.len() == topology.nodes.len();
    let message = |names: String| {
        if all {
            "the zone of no node is known: what a zone's loss does cannot be told, nor which replicas are local"
                .to_owned()
        } else {
            format!("{names}: in no known zone ({} of {} nodes)", unknown.len(), topology.nodes.len())
        }
    };
    vec![for_zonal_affinity(case, |zonal| {
        let finding = if all {
            zonal(&TOP_ZONE, message(String::new()))
        } else {
            words::about(topology, &unknown, |names| zonal(&TOP_ZONE, message(names)))
        };
        finding.help(how_to_tell(case, &unknown))
    })]
}

/// How zones are made known, by what the servers are.
pub(super) fn how_to_tell(case: &Case<'_>, nodes: &[usize]) -> String {
    let map = match Service::of(case) {
        Service::ElastiCache => {
            return "aws elasticache describe-cache-clusters --show-cache-node-info > zones.json, then --zone-map zones.json; servers of Valkey 7.2 and later tell it themselves (INFO server)".to_owned();
        }
        Service::MemoryDb => {
            return "aws memorydb describe-clusters --show-shard-details > zones.json, then --zone-map zones.json"
                .to_owned();
        }
        Service::Own | Service::Other(_) => {
            "name them with --zone-map FILE (lines like `10.0.1.0/24 us-east-1a`)"
        }
    };
    let oldest = nodes.iter().filter_map(|node| versions::of(&case.topology.nodes[*node])).min();
    match oldest {
        Some(version) if version.knows_zones() && Service::of(case) == Service::Own => format!(
            "on each of them CONFIG SET availability-zone ZONE, and `availability-zone ZONE` in its configuration file; or {map}"
        ),
        Some(version) if !version.is_valkey => {
            format!("Redis has no setting for a node's zone; {map}")
        }
        _ => map.to_owned(),
    }
}

/// Whether every source, and every node, tells the same zone of a node.
pub(super) fn consistent(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_ZONE_SOURCES;
    if topology.zones().is_empty() {
        return words::needs_zones(check);
    }
    let mut differing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut guessed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, node) in topology.nodes.iter().enumerate() {
        let told = told_zones(node);
        let zones: BTreeSet<&str> = told.iter().map(|(_, zone)| zone.trim()).collect();
        let describe = |told: &[(&str, &str)]| {
            let parts: Vec<String> =
                told.iter().map(|(source, zone)| format!("{zone} by {source}")).collect();
            words::few(&parts)
        };
        match (&node.zones.hostname, zones.iter().next()) {
            _ if zones.len() > 1 => differing.entry(describe(&told)).or_default().push(index),
            (Some(guess), Some(zone)) if guess != zone => {
                let all = [told.as_slice(), &[("its host name", guess.as_str())]].concat();
                guessed.entry(describe(&all)).or_default().push(index);
            }
            _ => {}
        }
    }
    let mut findings = Vec::new();
    for (what, nodes) in differing.iter().take(3) {
        findings.push(for_zonal_affinity(case, |zonal| {
            words::about(topology, nodes, |names| zonal(check, format!("{names}: {what}"))).help(
                "ZONAL_AFFINITY goes by CLUSTER SHARDS: set availability-zone on the node to where it stands, and correct the zone map if it is that",
            )
        }));
    }
    for (what, nodes) in guessed.iter().take(3) {
        findings.push(words::about(topology, nodes, |names| {
            Finding::warn(check, format!("{names}: {what}"))
        }).help("a name that carries another zone misleads clients that go by names; rename it, or set availability-zone right"));
    }
    findings.extend(between_views(case));
    findings
}

/// What sources that know say of a node's zone. A host name only looks like it.
fn told_zones(node: &Node) -> Vec<(&'static str, &str)> {
    let zones = &node.zones;
    let sources = [("CLUSTER SHARDS", &zones.shards), ("INFO", &zones.info), ("the zone map", &zones.map)];
    sources.into_iter().filter_map(|(source, zone)| Some((source, zone.as_deref()?))).collect()
}

/// Whether the views of all nodes name the same zones: which one a query server asks must not matter.
fn between_views(case: &Case<'_>) -> Option<Finding> {
    let topology = &case.topology;
    let views = &case.evidence.views;
    let mut asked: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, answers) in case.answered() {
        if let Some(view) = answers.shards.known() {
            asked.entry(*view).or_default().push(node);
        }
    }
    let mut by_node: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    for member in asked.keys().flat_map(|view| views[*view].members()) {
        by_node.entry(&member.id).or_default().insert(member.zone.as_deref());
    }
    let torn: Vec<usize> = (0..topology.nodes.len())
        .filter(|node| by_node.get(topology.nodes[*node].id.as_str()).is_some_and(|zones| zones.len() > 1))
        .collect();
    if torn.is_empty() {
        return None;
    }
    // The nodes that tell fewer zones than the best informed.
    let tells = |view: usize| views[view].members().filter(|member| member.zone.is_some()).count();
    let most = asked.keys().map(|view| tells(*view)).max().unwrap_or_default();
    let poor: Vec<usize> =
        asked.iter().filter(|(view, _)| tells(**view) < most).flat_map(|(_, nodes)| nodes.clone()).collect();
    Some(for_zonal_affinity(case, |zonal| {
        let message = format!(
            "which zones CLUSTER SHARDS tells depends on which node answers: {} of {} nodes tell other zones, or none, of {}",
            poor.len(),
            asked.values().map(Vec::len).sum::<usize>(),
            words::nodes(topology, &torn)
        );
        let finding = zonal(&TOP_ZONE_SOURCES, message);
        let by_version = versions::by_version(case);
        if by_version.keys().any(|version| !version.shards_have_zones()) {
            finding
                .help("finish the upgrade: only Valkey 9.1 or later tells zones in CLUSTER SHARDS, and only those of such nodes")
                .note(format!("the nodes run {}", versions::census(&by_version)))
        } else {
            finding.help(
                "a change of availability-zone reaches the others within a second: look again, and at TOP007",
            )
        }
    }))
}

/// Whether zones are named alike.
pub(super) fn names(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_ZONE_NAMES;
    let zones = every_zone(&case.topology);
    if zones.is_empty() {
        return words::needs_zones(check);
    }
    let of_servers: BTreeSet<&str> = case.expected.zones_of_query_servers().into_iter().collect();
    let mut odd: Vec<(String, &str)> = Vec::new();
    for zone in &zones {
        if zone.trim() != *zone {
            odd.push((
                format!("`{zone}` has blanks around it"),
                "set availability-zone without them; names are compared exactly",
            ));
        }
    }
    let mut folded: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for zone in zones.iter().chain(&of_servers) {
        folded.entry(zone.trim().to_lowercase()).or_default().insert(zone.trim());
    }
    for alike in folded.values().filter(|alike| alike.len() > 1) {
        let names: Vec<String> = alike.iter().map(|zone| format!("`{zone}`")).collect();
        odd.push((
            format!("{} differ in case alone", words::few(&names)),
            "write one of them everywhere; names are compared exactly",
        ));
    }
    let quoted = |is_it: &dyn Fn(&str) -> bool| -> Vec<String> {
        zones.iter().filter(|zone| is_it(zone.trim())).map(|zone| format!("`{zone}`")).collect()
    };
    let ids = quoted(&is_zone_id);
    if !ids.is_empty() && !of_servers.iter().any(|zone| is_zone_id(zone)) {
        odd.push((
            format!("{} {} written like an AWS zone id", words::few(&ids), words::of(&ids, "is", "are")),
            "topology.kubernetes.io/zone, which CHALK_AVAILABILITY_ZONE is filled from, holds names like us-east-1a, and an id never equals one: set availability-zone to names",
        ));
    }
    let is_number = |zone: &str| !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = quoted(&is_number);
    if !numbers.is_empty() && !of_servers.iter().any(|zone| is_number(zone)) {
        odd.push((
            format!("{} {} a bare number", words::few(&numbers), words::of(&numbers, "is", "are")),
            "topology.kubernetes.io/zone holds names like eastus-1 on AKS, never a bare number: set availability-zone to the same",
        ));
    }
    odd.into_iter()
        .map(|(message, help)| for_zonal_affinity(case, |zonal| zonal(check, message).help(help)))
        .collect()
}

/// What to know of a count of zones whose names differ in case or blanks alone: TOP024 warns about them, and they may
/// well be one place.
pub(super) fn counted_apart(topology: &Topology) -> Option<String> {
    let mut folded: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for zone in topology.zones() {
        folded.entry(zone.trim().to_lowercase()).or_default().push(format!("`{zone}`"));
    }
    let alike: Vec<String> = folded.into_values().filter(|alike| alike.len() > 1).flatten().collect();
    (!alike.is_empty()).then(|| format!("{} were counted as separate zones (TOP024)", words::few(&alike)))
}

/// Every name of a zone that any source has.
fn every_zone(topology: &Topology) -> BTreeSet<&str> {
    let all = topology.nodes.iter().flat_map(|node| {
        let zones = &node.zones;
        [&zones.shards, &zones.info, &zones.map].into_iter().filter_map(|zone| zone.as_deref())
    });
    all.collect()
}
