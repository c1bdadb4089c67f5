//! TOP017 and TOP018: settings that decide what a loss does.

use std::collections::BTreeMap;

use super::case::Case;
use super::service::Service;
use super::told::{self, Told};
use super::words;
use crate::report::catalogue::{TOP_COVERAGE, TOP_TIMEOUT};
use crate::report::{Check, Finding};
use crate::valkey::reply::Settings;

/// Below this many milliseconds a pause of a node (a fork, a long command, a busy host) looks like its death.
const HASTY_MS: u64 = 3_000;
/// Above this many milliseconds, the default, a shard is without its primary for long.
const SLOW_MS: u64 = 15_000;

/// What nodes say of a setting, and which nodes say what.
fn setting<T: Ord + Copy>(
    case: &Case<'_>,
    check: &'static Check,
    directive: &str,
    pick: fn(&Settings) -> Option<T>,
) -> (Told<T>, BTreeMap<T, Vec<usize>>) {
    let mut told =
        told::told_by_those_that_answered(case, check, told::CONFIG, |answers| &answers.settings, pick);
    let service = Service::of(case);
    told.unknown = told.unknown.into_iter().map(|finding| where_it_is(finding, service, directive)).collect();
    told.unknown.extend(told::silent(case, check));
    let mut by_value: BTreeMap<T, Vec<usize>> = BTreeMap::new();
    for (node, value) in &told.known {
        by_value.entry(*value).or_default().push(*node);
    }
    (told, by_value)
}

/// Where a setting can be read that the servers do not tell.
fn where_it_is(finding: Finding, service: Service, directive: &str) -> Finding {
    match service {
        Service::ElastiCache => finding.help(format!(
            "ElastiCache withholds CONFIG; the parameter group tells: aws elasticache describe-cache-parameters --cache-parameter-group-name NAME --query \"Parameters[?ParameterName=='{directive}']\""
        )),
        Service::MemoryDb => finding.help(format!(
            "MemoryDB withholds CONFIG; the parameter group tells: aws memorydb describe-parameters --parameter-group-name NAME --query \"Parameters[?Name=='{directive}']\""
        )),
        Service::Other(name) => {
            finding.help(format!("{name} withholds CONFIG: ask there for {directive}"))
        }
        Service::Own => finding,
    }
}

/// Nodes that have a setting different from most.
fn odd_ones<T: Ord + Copy>(
    case: &Case<'_>,
    by_value: &BTreeMap<T, Vec<usize>>,
    shown: fn(T) -> String,
) -> String {
    let mut groups: Vec<(&T, &Vec<usize>)> = by_value.iter().collect();
    groups.sort_by_key(|(_, nodes)| nodes.len());
    let parts: Vec<String> = groups
        .iter()
        .map(|(value, nodes)| format!("{} at {}", shown(**value), words::nodes(&case.topology, nodes)))
        .collect();
    words::few(&parts)
}

/// Whether one lost shard leaves the others alone.
pub(super) fn coverage(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_COVERAGE;
    let directive = "cluster-require-full-coverage";
    let (told, by_value) = setting(case, check, directive, |settings| settings.require_full_coverage);
    let yes_or_no = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let set = Service::of(case).set(directive, "no");
    let reads = case.topology.settings.allow_reads_when_down;
    let mut findings = Vec::new();
    if by_value.len() > 1 {
        let message = format!(
            "{directive} differs: {}; after the loss of a shard some nodes refuse everything and others serve",
            odd_ones(case, &by_value, yes_or_no)
        );
        findings.push(Finding::warn(check, message).help(set));
    } else if by_value.contains_key(&true) && case.topology.serving().count() > 1 {
        let serves = match reads {
            Some(true) => "reads are served all the same, because cluster-allow-reads-when-down is yes",
            _ => "reads stop too",
        };
        let message = format!(
            "{directive} is yes: one shard that is lost stops all {}, with CLUSTERDOWN; {serves}",
            case.topology.serving().count()
        );
        let finding = Finding::warn(check, message).help(format!(
            "{set}: a lost shard then costs its own features alone. Keep it where half an answer is worse than none"
        ));
        findings.push(if reads == Some(true) {
            finding
        } else {
            finding.note("cluster-allow-reads-when-down yes would keep reads going, which may be stale")
        });
    }
    findings.extend(told.unknown);
    findings
}

/// Whether the node timeout is sensible, and one.
pub(super) fn node_timeout(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_TIMEOUT;
    let directive = "cluster-node-timeout";
    let (told, by_value) = setting(case, check, directive, |settings| settings.node_timeout_ms);
    let service = Service::of(case);
    let set = service.set(directive, "5000");
    // As the directive has it, which is set in milliseconds.
    let ms = |value: u64| format!("{value} ms");
    let mut findings = Vec::new();
    if by_value.len() > 1 {
        let message = format!(
            "{directive} differs: {}; nodes do not agree on when one of them has failed",
            odd_ones(case, &by_value, ms)
        );
        findings.push(Finding::warn(check, message).help(set.clone()));
    }
    let (shortest, longest) = (by_value.keys().next(), by_value.keys().next_back());
    if let Some(shortest) = shortest.filter(|value| **value < HASTY_MS) {
        let message = format!(
            "{directive} is {shortest} ms: a pause of a node that long, for a fork, a long command or a busy host, costs it its role"
        );
        findings.push(Finding::warn(check, message).help(set.clone()));
    }
    if let Some(longest) = longest.filter(|value| **value > SLOW_MS) {
        let message = format!(
            "{directive} is {longest} ms: a shard that loses its primary is without one for longer than {}",
            words::milliseconds(*longest)
        );
        findings.push(Finding::warn(check, message).help(set));
    }
    if findings.is_empty()
        && let Some(value) = longest
    {
        let message = format!("{directive} is {value} ms on every node that tells");
        findings.extend(told.unknown.is_empty().then(|| Finding::pass(check).message_is(message)));
    }
    findings.extend(told.unknown);
    findings
}
