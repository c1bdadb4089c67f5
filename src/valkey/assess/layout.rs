//! TOP031: whether the store is made of what it is expected to be made of.

use std::collections::BTreeMap;

use super::case::Case;
use super::{told, words};
use crate::report::Finding;
use crate::report::catalogue::TOP_LAYOUT;
use crate::valkey::evidence::Origin;
use crate::valkey::topology::ReplicaCount;
use crate::valkey::version::{Version, VersionWanted};

/// What is expected of shards, replicas and versions, each by itself.
pub(super) fn as_expected(case: &Case<'_>) -> Vec<Finding> {
    let wanted = case.expected;
    if wanted.shards.is_none() && wanted.replicas_per_shard.is_none() && wanted.server_version.is_none() {
        let reason = "no layout is expected: --shards, --replicas-per-shard, --server-version";
        return vec![Finding::skip(&TOP_LAYOUT, reason)];
    }
    let mut findings: Vec<Finding> =
        wanted.shards.and_then(|wanted| shards(case, wanted)).into_iter().collect();
    findings.extend(wanted.replicas_per_shard.into_iter().flat_map(|wanted| replicas(case, wanted)));
    findings.extend(wanted.server_version.iter().flat_map(|wanted| versions(case, wanted)));
    findings
}

fn shards(case: &Case<'_>, wanted: u32) -> Option<Finding> {
    let serving = case.topology.serving().count();
    if serving == wanted as usize {
        return None;
    }
    let message = format!(
        "{} with slots, and {wanted} {} expected",
        words::count(serving, "shard"),
        if wanted == 1 { "is" } else { "are" }
    );
    let mut finding = Finding::fail(&TOP_LAYOUT, message).about("shards").help(
        "find out who changed it; if it is meant, say so (--shards), and look at capacity and connections anew",
    );
    let waiting = case.topology.shards.len() - serving;
    if waiting > 0 {
        finding = finding.note(format!("{} without slots", words::count(waiting, "more shard")));
    }
    Some(finding)
}

fn replicas(case: &Case<'_>, wanted: u32) -> Vec<Finding> {
    let wanted = wanted as usize;
    let mut by_count: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (index, shard) in case.topology.serving() {
        let ReplicaCount { seen, silent, .. } = case.topology.replica_count(shard);
        if seen > wanted || seen + silent < wanted {
            by_count.entry(seen).or_default().push(index);
        } else if silent > 0 {
            unknown.push(index);
        }
    }
    let named = |shards: &[usize]| words::shards(&case.topology, shards);
    let has = |shards: &[usize]| words::of(shards, "has", "have").to_owned();
    let mut findings: Vec<Finding> = by_count
        .iter()
        .map(|(count, shards)| {
            let message = format!(
                "{} {} {}, and {wanted} {} expected",
                named(shards),
                has(shards),
                words::count(*count, "replica"),
                if wanted == 1 { "is" } else { "are" }
            );
            let finding = if *count < wanted {
                Finding::fail(&TOP_LAYOUT, message)
                    .help("bring back those that failed (TOP005), or add some; if it is meant, say so: --replicas-per-shard")
            } else {
                Finding::warn(&TOP_LAYOUT, message).help(
                    "each one more costs its node and every query server's connections to it; if it is meant, say so: --replicas-per-shard",
                )
            };
            finding.about("replicas")
        })
        .collect();
    if !unknown.is_empty() {
        let message = format!(
            "{}: whether {wanted} {} there is not known, for not all of them answered (TOP004)",
            named(&unknown),
            if wanted == 1 { "replica is" } else { "replicas are" }
        );
        let unknown = Finding::unknown(&TOP_LAYOUT, message).help("look again when every node answers");
        findings.push(unknown.about("replicas"));
    }
    findings
}

fn versions(case: &Case<'_>, wanted: &VersionWanted) -> Vec<Finding> {
    if case.evidence.origin == Origin::File {
        let message = "CLUSTER SHARDS does not tell which version the servers run";
        let unknown = Finding::unknown(&TOP_LAYOUT, message).help("ask the servers themselves");
        return vec![unknown.about("version")];
    }
    let told = told::told(case, &TOP_LAYOUT, told::SERVER, |answers| &answers.server, Version::of);
    let mut by_version: BTreeMap<Version, Vec<usize>> = BTreeMap::new();
    for (node, version) in told.known.into_iter().filter(|(_, version)| !wanted.takes(*version)) {
        by_version.entry(version).or_default().push(node);
    }
    let others = by_version.iter().map(|(version, nodes)| {
        let verb = words::of(nodes, "runs", "run");
        let message =
            format!("{} {verb} {version}, and {wanted} is expected", words::nodes(&case.topology, nodes));
        Finding::fail(&TOP_LAYOUT, message)
            .about("version")
            .help("finish the upgrade, or take it back; if it is meant, say so: --server-version")
    });
    others.chain(told.unknown).collect()
}
