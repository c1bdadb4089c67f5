//! TOP019: whether replicas take over by themselves.

use super::case::Case;
use super::service::Service;
use super::{told, words};
use crate::connect::ACL;
use crate::connect::evidence::Answered;
use crate::report::Finding;
use crate::report::catalogue::TOP_FAILOVER;
use crate::valkey::reply::{DEFAULT_NODE_TIMEOUT_MS, DEFAULT_PING_PERIOD_S, DEFAULT_VALIDITY_FACTOR};

/// Whether replicas take over by themselves when their primary fails.
pub(super) fn automatic(case: &Case<'_>) -> Vec<Finding> {
    if case.topology.is_cluster { of_cluster(case) } else { of_single_store(case) }
}

fn of_single_store(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_FAILOVER;
    if case.topology.shards.iter().all(|shard| shard.replicas.is_empty()) {
        return vec![Finding::skip(check, "there is no replica that could take over (TOP011)")];
    }
    let name = match Service::of(case) {
        Service::Own => {
            let message = "this is no cluster: its servers promote no replica by themselves";
            return vec![
                Finding::warn(check, message)
                    .help("let Sentinels watch it, or use a cluster; and give query servers an address that follows the primary")
                    .note("a Sentinel, or whatever else runs these servers, is not seen from here"),
            ];
        }
        Service::ElastiCache => {
            return vec![
                Finding::unknown(check, "ElastiCache promotes a replica if automatic failover is on, which the servers do not tell")
                    .help("aws elasticache describe-replication-groups --query 'ReplicationGroups[].[ReplicationGroupId,AutomaticFailover,MultiAZ]'"),
            ];
        }
        service => service.name().unwrap_or("the service"),
    };
    vec![
        Finding::unknown(check, format!("whether {name} promotes a replica is not told by the servers"))
            .help(format!("look for high availability in the settings of {name}")),
    ]
}

fn of_cluster(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_FAILOVER;
    let is_told = case.answered().any(|(_, answers)| {
        let told = answers.settings.known().is_some_and(|settings| settings.replica_no_failover.is_some());
        told || answers.gossip.known().is_some()
    });
    if topology.serving().next().is_none() {
        return vec![words::needs_slots(check)];
    }
    if topology.serving().all(|(_, shard)| shard.replicas.is_empty()) {
        return vec![Finding::skip(check, "there is no replica that could take over (TOP011)")];
    }
    // Replicas that refuse, and those whose data is too old; and shards that have none but such.
    let (mut refusing, mut old, mut without) = (Vec::new(), Vec::new(), Vec::new());
    for (index, shard) in topology.serving() {
        let up: Vec<usize> =
            shard.replicas.iter().copied().filter(|node| topology.nodes[*node].state.is_up()).collect();
        let refuses = |node: &usize| topology.nodes[*node].stands_for_election == Some(false);
        let is_old = |node: &usize| is_too_old(case, *node);
        if !up.is_empty() && up.iter().all(|node| refuses(node) || is_old(node)) {
            without.push(index);
        }
        refusing.extend(up.iter().copied().filter(refuses));
        old.extend(up.iter().copied().filter(is_old));
    }
    let consequence = if without.is_empty() {
        "others of their shards can".to_owned()
    } else {
        format!("{} would stay without a primary", words::shards(topology, &without))
    };
    let mut findings = Vec::new();
    let weigh = |message: String| {
        if without.is_empty() { Finding::warn(check, message) } else { Finding::fail(check, message) }
    };
    if !refusing.is_empty() {
        let finding = words::about(topology, &refusing, |names| {
            weigh(format!(
                "{names}: never to become primary (cluster-replica-no-failover yes); {consequence}"
            ))
        });
        findings.push(finding.help(Service::of(case).set("cluster-replica-no-failover", "no")));
    }
    if !old.is_empty() {
        let longest = old.iter().filter_map(|node| down_for(case, *node)).max().unwrap_or_default();
        let finding = words::about(topology, &old, |names| {
            weigh(format!(
                "{names}: without its primary for {}, longer than the {} after which a replica does not stand for election; {consequence}",
                words::seconds(longest),
                words::seconds(allowed_s(case).unwrap_or_default())
            ))
        });
        findings.push(finding.help(
            "mend the link (TOP009); where old data is better than none, cluster-replica-validity-factor 0 lets it stand all the same",
        ));
    }
    if !is_told {
        let untold = case.answered().next().map(|(_, answers)| match &answers.gossip {
            Answered::Known(_) => String::new(),
            other => other.untold(told::NODES, "it"),
        });
        let reason = untold.unwrap_or_else(|| "no node answered".to_owned());
        findings.push(
            Finding::unknown(check, format!("whether replicas stand for election is not told: {reason}"))
                .help(ACL),
        );
    }
    findings
}

/// For how many seconds a replica may have been without its primary to stand for election; `None` for any.
fn allowed_s(case: &Case<'_>) -> Option<u64> {
    let settings = &case.topology.settings;
    let factor = settings.replica_validity_factor.unwrap_or(DEFAULT_VALIDITY_FACTOR);
    let timeout = settings.node_timeout_ms.unwrap_or(DEFAULT_NODE_TIMEOUT_MS);
    let period = settings.ping_period_s.unwrap_or(DEFAULT_PING_PERIOD_S);
    (factor > 0).then(|| (timeout.saturating_mul(factor) / 1000).saturating_add(period))
}

fn down_for(case: &Case<'_>, node: usize) -> Option<u64> {
    let node = &case.topology.nodes[node];
    node.replication.as_ref()?.link_down_since_s.filter(|_| !node.is_link_up())
}

fn is_too_old(case: &Case<'_>, node: usize) -> bool {
    down_for(case, node).zip(allowed_s(case)).is_some_and(|(since, allowed)| since > allowed)
}
