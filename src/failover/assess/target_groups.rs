//! FO037 and FO050: what load balancers know of their targets.

use super::case::{Case, Entry, Group};
use super::checked::Checked;
use super::judge::Told;
use super::unread::unread;
use crate::aws::Asked;
use crate::failover::evidence::{Balancer, TargetGroup};
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_LAYERS, FO_TARGET_GROUPS};
use crate::words::count;

/// What reading a load balancer takes.
const BALANCERS: &str = "elasticloadbalancing:DescribeLoadBalancers";
const GROUPS: &str = "elasticloadbalancing:DescribeTargetGroups";
const TARGETS: &str = "elasticloadbalancing:DescribeTargetHealth";

/// Whether health check and load balancer look at the same path, where both decide.
pub(super) fn layers(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let checks = case.checked();
    let mut findings = Vec::new();
    let mut applies = false;
    for entry in &group.entries {
        let Some(id) = entry.record.health_check.as_deref().filter(|_| entry.evaluates_target()) else {
            continue;
        };
        let is_own = |one: &&Checked<'_>| {
            (one.check.id == id || one.parent == Some(id)) && (one.is_http() || one.is_https())
        };
        let Some(balancer) = entry.balancer(case.evidence) else { continue };
        for checked in checks.iter().filter(is_own) {
            applies = true;
            match &balancer.target_groups {
                Asked::Failed(failure) => {
                    findings.push(unread(&FO_CHECK_LAYERS, GROUPS, failure).about(&balancer.dns_name));
                }
                Asked::Answered(groups) => {
                    findings.extend(groups.iter().filter_map(|one| differs(entry, checked, one)));
                }
            }
        }
    }
    applies.then(|| findings.into())
}

fn differs(entry: &Entry<'_>, checked: &Checked<'_>, group: &TargetGroup) -> Option<Finding> {
    let asked = checked.facts.path.as_deref().filter(|path| !path.is_empty()).unwrap_or("/");
    if group.health_path.as_deref() == Some(asked) {
        return None;
    }
    let probed = group.health_path.as_deref().unwrap_or("no path (not by HTTP)");
    let message = format!(
        "{} is healthy only if health check {} ({asked}) and target group {} ({probed}) both are: they look at different things, and one can be green while the other is red",
        entry.label(),
        checked.check.id,
        group.name
    );
    Some(
        Finding::warn(&FO_CHECK_LAYERS, message)
            .help("let both ask for /healthz: aws elbv2 modify-target-group --health-check-path /healthz, and the same --resource-path in the health check"),
    )
}

/// Whether every target group has a healthy target.
pub(super) fn healthy(case: &Case<'_>) -> Told {
    let balancers = &case.evidence.balancers;
    if balancers.is_empty() {
        return match case.groups() {
            Err(missing) => missing.finding(&FO_TARGET_GROUPS).into(),
            Ok(_) => Finding::skip(&FO_TARGET_GROUPS, "no record leads to a load balancer").into(),
        };
    }
    balancers.iter().flat_map(|balancer| of_balancer(case, balancer)).collect::<Vec<_>>().into()
}

fn of_balancer(case: &Case<'_>, balancer: &Balancer) -> Vec<Finding> {
    let Balancer { dns_name, region, .. } = balancer;
    let told = |finding: Finding| vec![finding.about(region.as_str())];
    match &balancer.described {
        Asked::Failed(failure) => return vec![unread(&FO_TARGET_GROUPS, BALANCERS, failure).about(region)],
        Asked::Answered(None) => {
            return told(
                Finding::unknown(&FO_TARGET_GROUPS, format!("this account has no load balancer {dns_name} in {region}"))
                    .help("if it is another account's, ask with its credentials (--profile); if it was deleted, the record leads to nothing"),
            );
        }
        Asked::Answered(Some(facts)) => {
            if let Some(state) = facts.state.as_deref().filter(|state| *state != "active") {
                return told(
                    Finding::fail(&FO_TARGET_GROUPS, format!("the load balancer {} is {state}", facts.name))
                        .help("see its events in the console"),
                );
            }
        }
    }
    let groups = match &balancer.target_groups {
        Asked::Failed(failure) => return vec![unread(&FO_TARGET_GROUPS, GROUPS, failure).about(region)],
        Asked::Answered(groups) => groups,
    };
    if groups.is_empty() {
        return told(
            Finding::fail(&FO_TARGET_GROUPS, format!("the load balancer {dns_name} has no target group"))
                .help("let its listeners forward to the query servers"),
        );
    }
    let decides = case.entries().any(|entry| entry.evaluates_target() && entry.target() == balancer.dns_name);
    let any = groups.iter().any(|group| group.healthy().is_some_and(|(healthy, _)| healthy > 0));
    groups.iter().filter_map(|group| of_group(group, region, decides || !any)).collect()
}

fn of_group(group: &TargetGroup, region: &str, is_bad: bool) -> Option<Finding> {
    if let Some(failure) = group.targets.failure() {
        return Some(unread(&FO_TARGET_GROUPS, TARGETS, failure).about(region));
    }
    let name = &group.name;
    let (message, help) = match group.healthy()? {
        (1.., _) => return None,
        (0, 0) => (
            format!("target group {name} has no targets: it is documented to count as unhealthy"),
            "register targets, or take the group off the load balancer: an empty one makes the whole record unhealthy where its target's health is evaluated",
        ),
        (0, all) => {
            let mut targets = group.targets.answer().into_iter().flatten();
            let reason = targets.find_map(|target| target.reason.as_deref());
            let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            (
                format!("target group {name} has {}, and none is healthy{reason}", count(all, "target")),
                "look at the query servers of this Region: aws elbv2 describe-target-health",
            )
        }
    };
    let finding = if is_bad {
        Finding::fail(&FO_TARGET_GROUPS, message)
    } else {
        Finding::warn(&FO_TARGET_GROUPS, format!("{message}; other groups serve"))
    };
    Some(finding.help(help).about(region))
}
