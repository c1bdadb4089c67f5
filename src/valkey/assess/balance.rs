//! TOP013 to TOP015: slots, memory and clients, and how evenly they are spread.

use std::collections::BTreeSet;

use super::case::Case;
use super::service::Service;
use super::{told, words};
use crate::connect::evidence::MemoryFacts;
use crate::connect::{MEMORY_FULL_PERCENT, MEMORY_HIDDEN};
use crate::report::Finding;
use crate::report::catalogue::{TOP_BALANCE, TOP_CLIENTS, TOP_MEMORY};
use crate::valkey::evidence::Role;
use crate::valkey::topology::State;

/// How many percent a shard's slots may be away from an even share.
const SLOTS_PERCENT: u64 = 25;
/// From how many percent of `maxmemory` on a node is short of memory.
const MEMORY_PERCENT: u64 = 80;
/// How many percent more than its peers' mean a node's memory may be, and at least how many bytes more it has to be.
const MEMORY_UNEVEN: (u64, u64) = (150, 256 * words::MIB);
/// The same of its clients.
const CLIENTS_UNEVEN: (u64, u64) = (200, 50);

/// Whether slots are spread evenly.
pub(super) fn slots(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_BALANCE;
    let serving: Vec<(usize, u64)> =
        topology.serving().map(|(index, shard)| (index, u64::from(shard.slots.len()))).collect();
    if serving.is_empty() {
        return vec![words::needs_slots(check)];
    }
    let mut findings = Vec::new();
    let total: u64 = serving.iter().map(|(_, slots)| slots).sum();
    let count = serving.len() as u64;
    // Compared without division: slots / (total / count) against 100 ± 25 percent.
    let percent = |slots: u64| slots * count * 100 / total.max(1);
    let uneven: Vec<usize> = serving
        .iter()
        .filter(|(_, slots)| percent(*slots).abs_diff(100) > SLOTS_PERCENT)
        .map(|(index, _)| *index)
        .collect();
    let least = serving.iter().min_by_key(|(_, slots)| slots);
    let most = serving.iter().max_by_key(|(_, slots)| slots);
    if let (false, Some(least), Some(most)) = (uneven.is_empty(), least, most) {
        let message = format!(
            "shard {} has {} slots and shard {} has {}: an even share is {}",
            most.0,
            most.1,
            least.0,
            least.1,
            total / count
        );
        findings.push(
            Finding::warn(check, message)
                .help("valkey-cli --cluster rebalance HOST:PORT, if the keys are spread as evenly as the slots should be")
                .note(format!("{} more than {SLOTS_PERCENT} % away from it", away(&uneven))),
        );
    }
    let is_waiting = |shard: &crate::valkey::topology::Shard| {
        let is_up = |node: usize| !matches!(topology.nodes[node].state, State::Failed | State::Unreached);
        shard.slots.is_empty() && shard.primary.is_some_and(is_up)
    };
    let empty: Vec<usize> =
        topology.shards.iter().filter(|shard| is_waiting(shard)).filter_map(|shard| shard.primary).collect();
    if !empty.is_empty() {
        let finding = words::about(topology, &empty, |names| {
            Finding::warn(
                check,
                format!("{names}: a primary without slots; it serves nothing and has no vote"),
            )
        });
        findings.push(finding.help(
            "give it slots (valkey-cli --cluster rebalance HOST:PORT --cluster-use-empty-masters), or make it a replica (CLUSTER REPLICATE)",
        ));
    }
    findings
}

fn away(shards: &[usize]) -> String {
    if shards.len() == 1 { "1 shard is".to_owned() } else { format!("{} shards are", shards.len()) }
}

/// Whether a node is short of memory, or holds far more than others of its role.
pub(super) fn memory(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_MEMORY;
    let told = told::told(
        case,
        check,
        told::MEMORY,
        |answers| &answers.memory,
        |memory| Some((memory.used_bytes?, memory)),
    );
    let mut findings = Vec::new();
    // Of a limit that is not told, nobody knows how near it is.
    let is_boundless = |(_, memory): &(u64, &MemoryFacts)| memory.max_bytes.is_none();
    let boundless: Vec<usize> =
        told.known.iter().filter(|(_, told)| is_boundless(told)).map(|(node, _)| *node).collect();
    if !boundless.is_empty() {
        let finding = words::about(topology, &boundless, |names| {
            Finding::unknown(check, format!("{names}: INFO memory does not tell maxmemory"))
        });
        findings.push(finding.help(MEMORY_HIDDEN));
    }
    let percent = |memory: &MemoryFacts| {
        let max = memory.max_bytes.filter(|max| *max > 0)?;
        Some(memory.counted_bytes()?.saturating_mul(100) / max)
    };
    let in_range = |from: u64, to: u64| -> Vec<(usize, u64)> {
        let all = told.known.iter().filter_map(|(node, (_, memory))| Some((*node, percent(memory)?)));
        all.filter(|(_, percent)| (from..to).contains(percent)).collect()
    };
    for (from, to) in [(MEMORY_FULL_PERCENT, u64::MAX), (MEMORY_PERCENT, MEMORY_FULL_PERCENT)] {
        let short = in_range(from, to);
        let Some(worst) = short.iter().map(|(_, percent)| *percent).max() else { continue };
        let nodes: Vec<usize> = short.iter().map(|(node, _)| *node).collect();
        let up_to = if nodes.len() == 1 { "" } else { "up to " };
        let finding = words::about(topology, &nodes, |names| {
            let message =
                format!("{names}: {up_to}{worst} % of maxmemory used{}", at_the_limit(case, &nodes));
            if from == MEMORY_FULL_PERCENT {
                Finding::fail(check, message)
            } else {
                Finding::warn(check, message)
            }
        });
        findings.push(finding.help(
            "take larger nodes or more shards; when a primary is full, writes fail with OOM, or features are evicted, as maxmemory-policy says",
        ));
    }
    let values: Vec<(usize, u64)> = told.known.iter().map(|(node, (used, _))| (*node, *used)).collect();
    for (role, nodes, most, mean) in uneven(case, &values, MEMORY_UNEVEN) {
        let finding = words::about(topology, &nodes, |names| {
            let (most, mean) = (words::bytes(most), words::bytes(mean));
            Finding::warn(
                check,
                format!("{names}: {most} used; the {role} of the store use {mean} on average"),
            )
        });
        findings.push(finding.help(
            "look for large or badly spread keys there: valkey-cli --bigkeys, and hash tags ({…}) that put many keys into one slot",
        ));
    }
    let unlimited = told.known.iter().filter(|(_, (_, memory))| memory.max_bytes == Some(0)).count();
    let mut findings = [findings, told.unknown].concat();
    if findings.is_empty() && unlimited > 0 {
        findings.push(Finding::pass(check).note(format!(
            "{} without maxmemory: how much the machine has left is not seen from here",
            words::count(unlimited, "node")
        )));
    }
    findings
}

/// What their policies do to writes at the limit; replicas leave it to their primary.
fn at_the_limit(case: &Case<'_>, nodes: &[usize]) -> String {
    let of = |node: usize| case.topology.nodes[node].memory.as_ref();
    let policies: BTreeSet<&str> = nodes.iter().filter_map(|node| of(*node)?.policy.as_deref()).collect();
    let is_over = |node: &usize| {
        let over = of(*node).is_some_and(|memory| memory.counted_bytes() > memory.max_bytes);
        over && case.topology.nodes[*node].role == Some(Role::Primary)
    };
    match policies.first().copied() {
        None => String::new(),
        Some(MemoryFacts::NO_EVICTION) if policies.len() == 1 && nodes.iter().any(is_over) => {
            "; maxmemory-policy is noeviction: writes fail now, with OOM".to_owned()
        }
        Some(policy) if policies.len() == 1 => {
            format!(
                "; maxmemory-policy is {policy}: at the limit writes {}",
                MemoryFacts::at_the_limit(policy)
            )
        }
        Some(_) => {
            let policies: Vec<String> = policies.into_iter().map(str::to_owned).collect();
            format!("; maxmemory-policy differs: {}", words::few(&policies))
        }
    }
}

/// Whether clients are spread evenly over the nodes of a role.
pub(super) fn clients(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_CLIENTS;
    let told =
        told::told(case, check, told::CLIENTS, |answers| &answers.clients, |known| known.connected_clients);
    let mut findings = Vec::new();
    for (role, nodes, most, mean) in uneven(case, &told.known, CLIENTS_UNEVEN) {
        let finding = words::about(topology, &nodes, |names| {
            Finding::warn(
                check,
                format!("{names}: {}; the {role} have {mean} on average", words::count(most, "client")),
            )
        });
        let help = if Service::of(case).name().is_some() {
            "query servers that started with an old list of nodes keep it: restart them in turn, and name the configuration endpoint in the URI, not a node"
        } else {
            "query servers that started with an old list of nodes keep it: restart them in turn; CLIENT LIST there shows who is connected"
        };
        findings.push(finding.help(help));
    }
    findings.extend(told.unknown);
    findings
}

/// Nodes that have far more of something than the mean of their role: the role, the nodes, the most, the mean.
fn uneven(
    case: &Case<'_>,
    values: &[(usize, u64)],
    (percent, at_least): (u64, u64),
) -> Vec<(&'static str, Vec<usize>, u64, u64)> {
    let mut found = Vec::new();
    for (role, name) in [(Role::Primary, "primaries"), (Role::Replica, "replicas")] {
        let of_role = || values.iter().filter(|(node, _)| case.topology.nodes[*node].role == Some(role));
        let count = of_role().count() as u64;
        let sum = of_role().fold(0_u64, |sum, (_, value)| sum.saturating_add(*value));
        let Some(mean) = sum.checked_div(count) else { continue };
        let is_far =
            |value: u64| value.saturating_mul(100) > mean.saturating_mul(percent) && value - mean >= at_least;
        let far: Vec<usize> = of_role().filter(|(_, value)| is_far(*value)).map(|(node, _)| *node).collect();
        let most = of_role().map(|(_, value)| *value).max().unwrap_or_default();
        if !far.is_empty() {
            found.push((name, far, most, mean));
        }
    }
    found
}
