//! Whether there is a topology, and whether its slots are covered.

use super::case::Case;
use super::words;
use crate::connect::evidence::Answered;
use crate::connect::{ACL, Misfit, is_sentinel, misfit};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::{TOP_MODE, TOP_READABLE, TOP_SLOTS};
use crate::valkey::evidence::{Answers, Origin, Outcome};
use crate::valkey::{Address, Slots};

/// Whether the first server told a topology.
pub(super) fn readable(case: &Case<'_>) -> Vec<Finding> {
    if case.is_readable() {
        return Vec::new();
    }
    let Origin::Store { seed, .. } = &case.evidence.origin else {
        return vec![
            Finding::fail(&TOP_READABLE, "the saved reply to CLUSTER SHARDS holds no shard")
                .help("save it again from a node of the cluster: valkey-cli --json CLUSTER SHARDS"),
        ];
    };
    let first = case.evidence.nodes.iter().find(|node| node.address == *seed);
    let finding = match first.map(|node| &node.outcome) {
        Some(Outcome::Unreached(unreached)) => {
            let message = format!("{seed}: {}: {}", unreached.stage.as_str(), unreached.reason);
            Finding::fail(&TOP_READABLE, message)
                .help("find out which stage fails: chalkstore validate-uri --connect")
        }
        Some(Outcome::Answered(answers)) => untold(seed, answers),
        None => Finding::unknown(&TOP_READABLE, "no server was asked"),
    };
    vec![finding]
}

/// Whether the store is a cluster where its URI says so, and only there.
pub(super) fn mode(case: &Case<'_>) -> Vec<Finding> {
    let Origin::Store { clustered, .. } = case.evidence.origin else { return Vec::new() };
    let seen = match (clustered, case.topology.is_cluster) {
        (true, false) => Misfit::NoCluster,
        (false, true) => Misfit::Cluster,
        (true, true) | (false, false) => return Vec::new(),
    };
    vec![misfit(&TOP_MODE, seen)]
}

/// Why a server that answers tells no topology.
fn untold(seed: &Address, answers: &Answers) -> Finding {
    let check = &TOP_READABLE;
    let refusal = match (&answers.login, &answers.shards) {
        (Some(Answered::Refused(refusal)), _) | (_, Answered::Refused(refusal)) => Some(refusal),
        _ => None,
    };
    if let Some(refusal) = refusal.filter(|refusal| ["NOAUTH", "WRONGPASS"].contains(&&*refusal.code)) {
        return Finding::fail(check, format!("{seed} refuses the credentials: {}", refusal.text))
            .help("correct the password in the URI; chalkstore validate-uri --connect tells more");
    }
    if answers.server.known().and_then(|server| server.mode.as_deref()) == Some("sentinel") {
        return is_sentinel(check);
    }
    if let (None, Answered::Lost(lost)) = (refusal, &answers.shards) {
        return Finding::unknown(check, format!("{seed}: CLUSTER SHARDS: {lost}")).help(
            format!("ask another node, or {LONGER}; what cannot be read can be saved (valkey-cli --json CLUSTER SHARDS) and looked at"),
        );
    }
    let what = "CLUSTER SHARDS nor CLUSTER NODES nor INFO replication";
    let finding = Finding::unknown(check, format!("{seed} tells neither {what}"));
    let Some(refusal) = refusal else { return finding };
    let help = if refusal.code == "LOADING" {
        "it loads its data: wait until that is done, or ask another node"
    } else if refusal.is_no_permission() {
        ACL
    } else {
        "a service may withhold these commands; --from-shards reads a reply that was saved elsewhere"
    };
    finding.help(help).note(refusal.text.clone())
}

/// Whether each slot has one shard.
pub(super) fn slots(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let mut findings = Vec::new();
    let covered = topology.shards.iter().fold(Slots::default(), |all, shard| all.union(&shard.slots));
    let gaps = covered.complement();
    if !gaps.is_empty() {
        let have = if gaps.len() == 1 { "slot has" } else { "slots have" };
        let message = format!("{} {have} no shard: {gaps}", gaps.len());
        findings.push(Finding::fail(&TOP_SLOTS, message).help(
            "give them to a shard: valkey-cli --cluster fix HOST:PORT, or CLUSTER ADDSLOTSRANGE on its primary",
        ));
    }
    let orphans: Vec<String> = topology
        .serving()
        .filter(|(_, shard)| shard.primary.is_none())
        .map(|(index, _)| words::shard(topology, index))
        .collect();
    if !orphans.is_empty() {
        let message = format!("{} has no primary: nobody takes its writes", words::list(&orphans, 3));
        findings.push(
            Finding::fail(&TOP_SLOTS, message)
                .help("make a replica of it the primary: CLUSTER FAILOVER TAKEOVER on that replica"),
        );
    }
    let serving: Vec<(usize, &Slots)> =
        topology.serving().map(|(index, shard)| (index, &shard.slots)).collect();
    for (place, (index, own)) in serving.iter().enumerate() {
        for (other, slots) in &serving[place + 1..] {
            let both = own.intersection(slots);
            if !both.is_empty() {
                let message = format!(
                    "{} and {} both have {}",
                    words::shard(topology, *index),
                    words::shard(topology, *other),
                    words::slots(&both)
                );
                findings.push(Finding::fail(&TOP_SLOTS, message).help(
                    "find out which of them took the slots last (CLUSTER NODES: config epoch), then valkey-cli --cluster fix HOST:PORT",
                ));
            }
        }
    }
    findings
}
