//! TBL013: the other Regions of a global table.

use super::case::{Case, Told};
use crate::aws::{Asked, FailureKind};
use crate::dynamodb::evidence::ReplicaSeen;
use crate::dynamodb::plan::Attribute;
use crate::dynamodb::status::{self, Status, Whose, without_table};
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::TBL_REPLICAS;

/// Whether every expected Region has an active replica, and no replica is in trouble.
pub(super) fn replicas(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let own = case.seen.own().map_or("", |own| own.region.as_str());
    let listed = |region: &str| case.facts.replicas.iter().any(|replica| replica.region == region);
    let is_wanted = |region: &str| case.wanted.replicas.iter().any(|replica| replica.region == region);
    // What is listed is judged by its status, below.
    for finding in case.expected(&TBL_REPLICAS, Attribute::Replicas).into_iter().flatten() {
        let region = finding.detail.as_ref().and_then(|detail| detail.subject.as_deref());
        if region.is_none_or(|region| !listed(region)) {
            told.findings.push(finding);
        }
    }
    for replica in &case.facts.replicas {
        told.findings.extend(of_status(replica));
        told.findings.extend(described(case, replica));
    }
    if case.is_global() {
        let extra = case.facts.replicas.iter().map(|replica| replica.region.as_str());
        let extra: Vec<&str> = extra.filter(|region| !is_wanted(region)).collect();
        let is_said = case.is_whole || !case.wanted.replicas.is_empty();
        if is_said && !extra.is_empty() {
            let verb = if extra.len() == 1 { "is" } else { "are" };
            told.notes.push(format!("{} {verb} not expected, and serves all the same", extra.join(", ")));
        } else if !is_said {
            told.notes.push(format!("it stands in {own} and {}", extra.join(", ")));
        }
    } else if case.wanted.replicas.iter().all(|replica| replica.region == own) {
        told.notes.push(format!("it stands in {own} alone, and no other Region is expected"));
    }
    if case.facts.multi_region_consistency.as_deref() == Some("STRONG") {
        told.notes.push("the group is strongly consistent".to_owned());
    }
    told
}

fn of_status(replica: &ReplicaSeen) -> Option<Finding> {
    let described = replica.status_description.as_deref();
    let finding = status::finding(&TBL_REPLICAS, Whose::Replica, replica.status.as_deref(), described)?;
    Some(finding.about(&*replica.region))
}

/// Whether the replica's own Region shows the table.
fn described(case: &Case<'_>, replica: &ReplicaSeen) -> Option<Finding> {
    let region = &replica.region;
    match case.seen.region(region).map(|there| &there.described) {
        Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => {
            let may_lack_it =
                replica.status.as_deref().is_some_and(|word| Status::of(word).may_lack_its_table());
            (!may_lack_it).then(|| without_table(&TBL_REPLICAS).about(&**region))
        }
        // Why it was not described is TBL001's to tell.
        Some(_) => None,
        None => {
            Some(Finding::unknown(&TBL_REPLICAS, "this Region was not asked").help(LONGER).about(&**region))
        }
    }
}
