//! Which Region a record leads to.

use std::collections::BTreeSet;

use super::names::{balancer_of, plain};
use super::target::DEEPEST;
use super::{Target, route};
use crate::failover::Evidence;
use crate::failover::evidence::{Policy, Record};

/// The Region that a record leads to: that of the load balancer's name, of the Region's own host or its addresses, or of
/// the latency record. Nothing where none tells, or where several tell different ones.
pub fn region_of(record: &Record, evidence: &Evidence) -> Option<String> {
    within(record, evidence, 0)
}

/// The Region of a host's name or an address: that of a load balancer by its name, or of a Region's own host.
pub fn region_of_host(host: &str, evidence: &Evidence) -> Option<String> {
    if let Some((_, region)) = balancer_of(host) {
        return Some(region);
    }
    let name = plain(host);
    let is_it = |own: &str, addresses: &[String]| plain(own) == name || addresses.contains(&name);
    let hosts = evidence.hosts.iter().filter(|own| is_it(&own.host, &own.addresses));
    only(hosts.map(|own| own.region.clone()))
}

/// Whether nothing but the routing tag of a latency record tells its Region: that says for whom it answers, and not where
/// its target stands.
pub fn is_declared_only(record: &Record, evidence: &Evidence) -> bool {
    matches!(record.policy, Policy::Latency { .. }) && place(record, evidence, 0).is_none()
}

/// The names and addresses that a record leads to, as they are compared: its own, and those of the zone's records that
/// it is an alias to.
pub fn places(record: &Record, evidence: &Evidence) -> Vec<String> {
    let mut all = Vec::new();
    collect(record, evidence, 0, &mut all);
    all
}

fn collect(record: &Record, evidence: &Evidence, depth: usize, all: &mut Vec<String>) {
    all.extend(record.values.iter().map(|value| plain(value)));
    let Some(alias) = &record.alias else { return };
    all.push(plain(&alias.dns_name));
    let target = evidence.zone().and_then(|zone| Target::of(record, zone));
    if let Some(Target::Records { name, kind }) = target.filter(|_| depth < DEEPEST) {
        for inner in route::records(evidence, &name, &kind) {
            collect(inner, evidence, depth + 1, all);
        }
    }
}

pub(super) fn within(record: &Record, evidence: &Evidence, depth: usize) -> Option<String> {
    place(record, evidence, depth).or_else(|| match &record.policy {
        Policy::Latency { region } => Some(region.clone()),
        _ => None,
    })
}

/// By what it leads to alone.
fn place(record: &Record, evidence: &Evidence, depth: usize) -> Option<String> {
    match &record.alias {
        Some(alias) => region_of_host(&alias.dns_name, evidence).or_else(|| {
            let target = Target::of(record, evidence.zone()?)?;
            let Target::Records { name, kind } = target else { return None };
            let route = (depth < DEEPEST).then(|| route::records(evidence, &name, &kind))?;
            all(route.into_iter().map(|record| within(record, evidence, depth + 1)))
        }),
        None => all(record.values.iter().map(|value| region_of_host(value, evidence))),
    }
}

/// The Region, where all tell it.
fn all(regions: impl Iterator<Item = Option<String>>) -> Option<String> {
    let regions: Option<Vec<String>> = regions.collect();
    only(regions?.into_iter())
}

/// The Region, where there is only one.
fn only(regions: impl Iterator<Item = String>) -> Option<String> {
    let mut regions: BTreeSet<String> = regions.collect();
    if regions.len() > 1 { None } else { regions.pop_first() }
}
