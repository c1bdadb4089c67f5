//! TOP026 and TOP027: how shards and primaries are placed over zones.

use std::collections::BTreeMap;

use super::case::Case;
use super::service::Service;
use super::words;
use crate::report::Finding;
use crate::report::catalogue::{TOP_MAJORITY, TOP_REPLICA_ZONE};
use crate::valkey::topology::State;

/// Whether every shard has a replica outside of its primary's zone.
pub(super) fn replicas(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_REPLICA_ZONE;
    if topology.zones().is_empty() {
        return words::needs_zones(check);
    }
    if topology.serving().next().is_none() {
        return vec![words::needs_slots(check)];
    }
    if topology.serving().all(|(_, shard)| shard.replicas.is_empty()) {
        return vec![Finding::skip(check, "there is no replica (TOP011)")];
    }
    let mut together: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut open = Vec::new();
    for (index, shard) in topology.serving().filter(|(_, shard)| !shard.replicas.is_empty()) {
        // A replica that is down now is a matter of its own: it has its place all the same.
        let Some(zone) = shard.primary.and_then(|primary| topology.nodes[primary].zone()) else {
            open.push(index);
            continue;
        };
        let mut zones = shard.replicas.iter().map(|node| topology.nodes[*node].zone());
        if zones.clone().any(|own| own.is_some_and(|own| own != zone)) {
            continue;
        }
        if zones.any(|own| own.is_none()) {
            open.push(index);
        } else {
            together.entry(zone).or_default().push(index);
        }
    }
    let mut findings = Vec::new();
    for (zone, shards) in together {
        let message = format!(
            "{}: the primary and every replica stand in {zone}; with that zone the data is gone until it returns",
            words::shards(topology, &shards)
        );
        let help = if Service::of(case).name().is_some() {
            "turn Multi-AZ on, or move a replica: the service places nodes by zone"
        } else {
            "move a replica of each to another zone: add one there (valkey-cli --cluster add-node … --cluster-slave --cluster-master-id ID), then take the old one out"
        };
        findings.push(Finding::fail(check, message).help(help));
    }
    if !open.is_empty() {
        let message =
            format!("{}: the zones of too few nodes are known to tell", words::shards(topology, &open));
        findings.push(Finding::unknown(check, message).help("TOP020 says how to make zones known"));
    }
    findings
}

/// Whether no zone holds half of the voting primaries, or more.
pub(super) fn majority(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_MAJORITY;
    if topology.zones().is_empty() {
        return words::needs_zones(check);
    }
    let mut by_zone: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut voters, mut unknown) = (0_usize, 0_usize);
    for (_, shard) in topology.serving() {
        voters += 1;
        let primary = shard.primary.map(|primary| &topology.nodes[primary]);
        match primary.and_then(|node| node.zone()) {
            Some(zone) => *by_zone.entry(zone).or_default() += 1,
            None => unknown += 1,
        }
    }
    if voters == 0 {
        return vec![words::needs_slots(check)];
    }
    let is_half = |count: usize| count * 2 >= voters;
    let zones = topology.zones().len();
    if let Some((zone, count)) = by_zone.iter().find(|(_, count)| is_half(**count)) {
        let message = format!(
            "{zone} holds {count} of {voters} primaries: without it the others are no majority, no replica is elected anywhere, and the cluster stops"
        );
        let dead = topology.nodes.iter().filter(|node| node.state == State::Failed).count();
        let mut finding = Finding::fail(check, message).help(if voters < 3 {
            "no placement helps with so few: it takes 3 shards or more, in 3 zones"
        } else if zones < 3 {
            "no placement helps with two zones: put nodes into a third"
        } else {
            "move primaries: CLUSTER FAILOVER, sent to a replica that stands in another zone"
        });
        finding = finding.note("after the loss, CLUSTER FAILOVER TAKEOVER on a replica of each lost shard brings it back by hand");
        if dead > 0 {
            finding = finding.note("failovers move primaries: the failed nodes of now may be why");
        }
        if let Some(name) = Service::of(case).name() {
            finding = finding.note(format!(
                "these are the rules of the engine; {name} may replace and promote nodes on its own"
            ));
        }
        return vec![finding];
    }
    let most = by_zone.values().max().copied().unwrap_or_default();
    if unknown > 0 && is_half(most + unknown) {
        let message =
            format!("the zones of {unknown} of {voters} primaries are not known, and they decide it");
        return vec![Finding::unknown(check, message).help("TOP020 says how to make zones known")];
    }
    Vec::new()
}
