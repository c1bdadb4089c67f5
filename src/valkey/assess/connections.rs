//! TOP016: whether the nodes accept all connections that query servers will open.

use super::case::Case;
use super::service::Service;
use super::{told, words};
use crate::report::Finding;
use crate::report::catalogue::TOP_MAXCLIENTS;
use crate::valkey::Policy;
use crate::valkey::predict::{Budget, budgets};

/// Below how many percent of `maxclients` that are left it is tight: tools, other clients and a rolling restart of
/// the query servers need room too.
const TIGHT_PERCENT: i64 = 10;

/// Whether every node has room for the connections of all query servers, under the policy in use or else under each.
pub(super) fn fit(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_MAXCLIENTS;
    let told = told::told(
        case,
        check,
        told::CLIENTS,
        |answers| &answers.clients,
        |known| known.connected_clients.and(known.maxclients),
    );
    let in_use = |budget: &Budget| case.expected.policy.is_none_or(|policy| policy == budget.policy);
    let mut budgets: Vec<Budget> =
        budgets(topology, case.expected, &case.policies).into_iter().filter(in_use).collect();
    budgets.sort_by_key(|budget| budget.headroom);
    let mut findings = Vec::new();
    let full: Vec<&Budget> = budgets.iter().filter(|budget| budget.headroom_if_connected < 0).collect();
    let perhaps: Vec<&Budget> =
        budgets.iter().filter(|budget| budget.headroom < 0 && budget.headroom_if_connected >= 0).collect();
    let is_tight = |budget: &&Budget| {
        let limit = i64::try_from(budget.maxclients).unwrap_or(i64::MAX);
        budget.headroom >= 0 && budget.headroom.saturating_mul(100) < limit.saturating_mul(TIGHT_PERCENT)
    };
    let tight: Vec<&Budget> = budgets.iter().filter(is_tight).collect();
    let help = format!(
        "{}, take larger nodes, or open fewer connections: fewer query servers, a policy that connects to fewer replicas, or more shards",
        raise(case, budgets.first(), &told.known)
    );
    if let Some(worst) = full.first() {
        let message = format!("{}: they do not fit", sum(case, worst, &full));
        findings.push(Finding::fail(check, message).help(help));
    } else if let Some(worst) = perhaps.first() {
        let message = format!(
            "{}: they fit only if the clients that are connected now are the query servers already",
            sum(case, worst, &perhaps)
        );
        findings.push(Finding::warn(check, message).help(help));
    } else if let Some(worst) = tight.first() {
        let message = format!("{}: {} are left", sum(case, worst, &tight), worst.headroom);
        findings.push(Finding::warn(check, message).help(help));
    } else if let (Some(worst), true) = (budgets.first(), told.unknown.is_empty()) {
        let message = format!("{}: {} are left", sum(case, worst, &[]), worst.headroom);
        findings.push(Finding::pass(check).message_is(message));
    }
    if case.expected.query_servers.is_empty()
        && let Some(finding) = findings.pop()
    {
        findings.push(
            finding.note("one query server is reckoned with: say how many there are with --query-servers"),
        );
    }
    findings.extend(told.unknown);
    findings
}

/// How to raise the limit: to that of the other nodes, where some have less and that of the others suffices.
fn raise(case: &Case<'_>, worst: Option<&Budget>, limits: &[(usize, u64)]) -> String {
    let service = Service::of(case);
    let most = limits.iter().map(|(_, limit)| *limit).max().unwrap_or_default();
    let short: Vec<usize> = limits.iter().filter(|(_, limit)| *limit < most).map(|(node, _)| *node).collect();
    let suffices = |worst: &&Budget| {
        let used = worst.connected.saturating_add(worst.predicted).saturating_add(worst.cluster_connections);
        used.saturating_mul(100) <= most.saturating_mul(100 - TIGHT_PERCENT.unsigned_abs())
    };
    match worst.filter(|worst| short.contains(&worst.node)).filter(suffices) {
        Some(_) => {
            let names = words::nodes(&case.topology, &short);
            let others = words::count(limits.len() - short.len(), "other node");
            let set = service.set_on(&format!("on {names}"), "maxclients", &most.to_string());
            format!("{set}, as on the {others}")
        }
        None => service.set("maxclients", "20000"),
    }
}

/// What would be connected to the node that comes nearest to its limit.
fn sum(case: &Case<'_>, budget: &Budget, all: &[&Budget]) -> String {
    let mut policies: Vec<&str> = all.iter().map(|budget| name(budget.policy)).collect();
    policies.dedup();
    policies.sort_unstable();
    policies.dedup();
    let policies: Vec<String> = policies.into_iter().map(str::to_owned).collect();
    let count = |number: u64, thing| words::count(usize::try_from(number).unwrap_or(usize::MAX), thing);
    let under =
        if policies.is_empty() { String::new() } else { format!(" (policy {})", words::few(&policies)) };
    format!(
        "{} would have {} of query servers beside {} and {} of the cluster's own, of {} that it accepts{under}",
        words::node(&case.topology, budget.node),
        count(budget.predicted, "connection"),
        count(budget.connected, "client"),
        count(budget.cluster_connections, "link"),
        budget.maxclients,
    )
}

const fn name(policy: Policy) -> &'static str {
    policy.as_str()
}
