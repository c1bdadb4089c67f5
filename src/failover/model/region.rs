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

pub(super) fn within(record: &Record, evidence: &Evidence, depth: usize) -> Option<String> {
    let seen = match &record.alias {
        Some(alias) => region_of_host(&alias.dns_name, evidence).or_else(|| {
            let target = Target::of(record, evidence.zone()?)?;
            let Target::Records { name, kind } = target else { return None };
            let route = (depth < DEEPEST).then(|| route::records(evidence, &name, &kind))?;
            all(route.into_iter().map(|record| within(record, evidence, depth + 1)))
        }),
        None => all(record.values.iter().map(|value| region_of_host(value, evidence))),
    };
    seen.or_else(|| match &record.policy {
        Policy::Latency { region } => Some(region.clone()),
        _ => None,
    })
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
