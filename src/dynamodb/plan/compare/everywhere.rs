//! All comparisons, in the order in which a person reads them.

use super::standing::Standing;
use super::{capacity, kind, replicas, scaling};
use crate::dynamodb::evidence::TableSeen;
use crate::dynamodb::plan::Compared;
use crate::dynamodb::spec::TableSpec;
use crate::dynamodb::status::Status;

/// Compares a table that exists with the one that is wanted. Where it was not described, there is nothing to compare.
pub fn compare(spec: &TableSpec, seen: &TableSeen) -> Vec<Compared> {
    let Some(own) = seen.own().and_then(|own| Some(Standing { seen: own, facts: own.described.answer()? }))
    else {
        return Vec::new();
    };
    // A replica that is just being made has nothing to compare yet: it is waited for first. One that goes has nothing left.
    let is_replica = |region: &str| {
        let mut replicas = own.facts.replicas.iter();
        let may_lack_its_table = |word: &str| Status::of(word).may_lack_its_table();
        replicas.any(|replica| {
            replica.region == region && !replica.status.as_deref().is_some_and(may_lack_its_table)
        })
    };
    let others: Vec<Standing<'_>> = seen
        .regions
        .iter()
        .skip(1)
        .filter(|region| is_replica(&region.region))
        .filter_map(|region| Some(Standing { seen: region, facts: region.described.answer()? }))
        .collect();
    let mut compared = vec![kind::keys(spec, own)];
    compared.extend(capacity::billing(spec, own));
    compared.extend(scaling::writes(spec, own));
    compared.extend(scaling::reads(spec, own));
    compared.extend(kind::of_region(spec, own, !own.facts.replicas.is_empty()));
    compared.extend(kind::warm_throughput(spec, own));
    compared.extend(kind::expiry(spec, own));
    compared.extend(kind::stream(spec, own));
    for replica in &spec.replicas {
        compared.push(replicas::replica(spec, replica, own, seen));
        if let Some(other) = others.iter().find(|other| other.region() == replica.region) {
            compared.extend(scaling::writes(spec, *other));
            compared.extend(scaling::reads(spec, *other));
            compared.extend(kind::of_region(spec, *other, true));
        }
    }
    compared
}
