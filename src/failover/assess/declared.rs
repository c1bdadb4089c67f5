//! FO061 and FO062: what only operators know.

use std::collections::BTreeSet;

use super::case::Case;
use super::judge::Told;
use crate::failover::model::plain;
use crate::report::Finding;
use crate::report::catalogue::{FO_DEPLOYED, FO_OFFLINE};

/// How many names a chain may have before it is taken for a circle.
const LONGEST_CHAIN: usize = 16;

/// Whether no offline consumer follows the failover name.
pub(super) fn offline(case: &Case<'_>) -> Told {
    let declared = &case.expected.offline_hosts;
    if declared.is_empty() {
        return Finding::skip(&FO_OFFLINE, "no offline consumer was declared: --offline-host").into();
    }
    let of_host = |host: &String| {
        let name = host_of(host);
        let fixed = "point it at its Region's own host: offline stores are regional, and training data would come from another one after a failover";
        let fail =
            |message: String| Some(Finding::fail(&FO_OFFLINE, message).help(fixed).about(host.as_str()));
        if name == case.evidence.name {
            return fail(format!("offline consumers are pointed at the failover name {name} itself"));
        }
        match leads_to_failover(case, &name) {
            Some(true) => return fail(format!("{name} leads to the failover name {}", case.evidence.name)),
            Some(false) => return None,
            None => {}
        }
        (!stands_in_a_region(case, &name)).then(|| {
            Finding::unknown(&FO_OFFLINE, format!("where {name} leads to is not known"))
                .help(format!("if it is a Region's host, say so: --region-host REGION={name}"))
                .about(host.as_str())
        })
    };
    declared.iter().filter_map(of_host).collect::<Vec<_>>().into()
}

/// The host of what was declared: a URL, or a host with or without a port.
fn host_of(text: &str) -> String {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let name = rest.rsplit_once(':').map_or(rest, |(name, _)| name);
    plain(name)
}

/// Whether a name is a Region's host, or its load balancer's.
fn stands_in_a_region(case: &Case<'_>, name: &str) -> bool {
    case.evidence.hosts.iter().any(|host| plain(&host.host) == name)
        || case.evidence.balancers.iter().any(|balancer| balancer.dns_name == name)
}

/// Whether the zone's own records lead from a name to the failover name. Nothing where it has none of it, or where they
/// lead to what is no Region's: beyond the zone anything may follow.
fn leads_to_failover(case: &Case<'_>, name: &str) -> Option<bool> {
    let records = case.evidence.zone()?.records.answer()?;
    let mut names = vec![name.to_owned()];
    for at in 0..LONGEST_CHAIN {
        let Some(name) = names.get(at).cloned() else { break };
        for record in records.iter().filter(|record| record.name == name) {
            let targets = record.alias.iter().map(|alias| plain(&alias.dns_name));
            let values = record.values.iter().filter(|_| record.kind == "CNAME").map(|value| plain(value));
            for next in targets.chain(values) {
                if next == case.evidence.name {
                    return Some(true);
                }
                if !names.contains(&next) {
                    names.push(next);
                }
            }
        }
    }
    let has_records = |name: &String| records.iter().any(|record| record.name == *name);
    let mut ends = names.iter().filter(|name| !has_records(name)).peekable();
    (names.len() > 1 && ends.peek().is_some() && ends.all(|end| stands_in_a_region(case, end)))
        .then_some(false)
}

/// Whether the same is deployed in all Regions.
pub(super) fn deployed(case: &Case<'_>) -> Told {
    let declared = &case.expected.deployed;
    let help =
        "say what is deployed: --deployed REGION=VERSION, for each Region (what `chalk apply` printed)";
    if declared.is_empty() {
        return Finding::unknown(
            &FO_DEPLOYED,
            "what is deployed cannot be seen from here, and was not declared",
        )
        .help(help)
        .into();
    }
    let mut findings = Vec::new();
    let versions: BTreeSet<&str> = declared.values().map(String::as_str).collect();
    if versions.len() > 1 {
        let all: Vec<String> =
            declared.iter().map(|(region, version)| format!("{version} in {region}")).collect();
        findings.push(
            Finding::fail(
                &FO_DEPLOYED,
                format!(
                    "the Regions differ: {}; after a failover features are computed otherwise",
                    all.join(", ")
                ),
            )
            .help("run `chalk apply` for every Region's resource group, from the same commit"),
        );
    }
    let missing: Vec<&str> =
        case.regions().into_iter().filter(|region| !declared.contains_key(*region)).collect();
    if !missing.is_empty() || declared.len() < 2 {
        let which = if missing.is_empty() { "a second Region".to_owned() } else { missing.join(", ") };
        findings.push(
            Finding::unknown(&FO_DEPLOYED, format!("what is deployed in {which} was not declared"))
                .help(help),
        );
    }
    findings.into()
}
