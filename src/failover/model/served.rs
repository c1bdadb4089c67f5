//! Which Region each resolver's answer leads to.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{region_of_host, routes};
use crate::failover::Evidence;
use crate::failover::evidence::{DnsOutcome, RecordKind, ResolverSeen};

/// Where a resolver's answer leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Served {
    /// The resolver.
    pub resolver: String,
    /// The type that was asked for.
    #[serde(rename = "type")]
    pub kind: RecordKind,
    /// The Regions, sorted; more than one where all answer (multivalue).
    pub regions: Vec<String>,
    /// Addresses that belong to no Region that is known.
    pub strangers: Vec<String>,
}

/// Where each resolver that answered leads to, by the addresses of the Regions' own hosts, those in the zone's records,
/// and the names in the answer.
///
/// A load balancer has more addresses than one answer tells, and changes them: an address that no host has is told as
/// a stranger, not as a Region.
pub fn served(evidence: &Evidence) -> Vec<Served> {
    evidence.resolvers.iter().filter_map(|seen| of(seen, evidence)).collect()
}

fn of(seen: &ResolverSeen, evidence: &Evidence) -> Option<Served> {
    let DnsOutcome::Answered(records) = &seen.outcome else { return None };
    let names = records.iter().filter(|record| record.kind == RecordKind::Cname);
    let by_name: BTreeSet<String> =
        names.filter_map(|record| region_of_host(&record.value, evidence)).collect();
    let mut regions = by_name.clone();
    let mut strangers = Vec::new();
    for address in seen.addresses() {
        match region_of_host(address, evidence).or_else(|| by_records(address, evidence)) {
            Some(region) => {
                regions.insert(region);
            }
            // The name that it stands under tells already.
            None if by_name.len() == 1 => {}
            None => strangers.push(address.to_owned()),
        }
    }
    let (resolver, kind) = (seen.resolver.clone(), seen.kind);
    Some(Served { resolver, kind, regions: regions.into_iter().collect(), strangers })
}

/// The Region of the only entry that has the address as its value.
fn by_records(address: &str, evidence: &Evidence) -> Option<String> {
    let routes = routes(evidence);
    let entries = routes.iter().flat_map(|route| &route.entries);
    let has = entries.filter(|entry| entry.record.values.iter().any(|value| value == address));
    let regions: BTreeSet<Option<String>> = has.map(|entry| entry.region.clone()).collect();
    match regions.into_iter().collect::<Vec<_>>().as_slice() {
        [region] => region.clone(),
        _ => None,
    }
}
