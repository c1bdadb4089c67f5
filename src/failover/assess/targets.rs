//! FO005 and FO006: whether the records lead to different places.

use std::collections::BTreeSet;

use super::case::{Case, Entry, Group, Mode};
use super::judge::Told;
use crate::failover::model;
use crate::report::Finding;
use crate::report::catalogue::{FO_REGIONS, FO_TARGETS};

/// Whether every record leads to another target.
pub(super) fn different(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let mut findings = Vec::new();
    for (at, entry) in group.entries.iter().enumerate() {
        let same = group.entries[..at].iter().find(|other| other.target() == entry.target());
        findings.extend(same.map(|other| {
            let message = format!("{} and {} both lead to {}", other.label(), entry.label(), entry.target());
            Finding::fail(&FO_TARGETS, message)
                .help("let each lead to its own Region's load balancer: a failover to the same place is none")
        }));
        // Two names may stand for the same load balancer.
        let own = model::addresses(entry.record, case.evidence);
        let others = group.entries[..at].iter().filter(|other| other.target() != entry.target());
        findings.extend(others.filter_map(|other| {
            let theirs = model::addresses(other.record, case.evidence);
            let common: Vec<String> = own.intersection(&theirs).map(ToString::to_string).collect();
            let message =
                format!("{} and {} both lead to {}", other.label(), entry.label(), common.join(", "));
            (!common.is_empty()).then(|| {
                Finding::fail(&FO_TARGETS, message).help(
                    "let each lead to its own Region's load balancer alone: what kills one kills the other",
                )
            })
        }));
    }
    group.is_routed().then(|| findings.into())
}

/// Whether the targets stand in different Regions.
pub(super) fn regions(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    if !group.is_routed() {
        return None;
    }
    // For whom a latency record answers is not where its target stands.
    let is_told =
        |entry: &&Entry<'_>| entry.region.is_some() && !model::is_declared_only(entry.record, case.evidence);
    let unknown: Vec<String> = group
        .entries
        .iter()
        .filter(|entry| !is_told(entry))
        .map(|entry| format!("{}: {}", entry.label(), entry.target()))
        .collect();
    let known: BTreeSet<&str> =
        group.entries.iter().filter(is_told).filter_map(|entry| entry.region.as_deref()).collect();
    // Two Regions are enough, whatever the rest is; of a pair, both have to be known.
    if known.len() > 1 {
        return Some(Told::default());
    }
    if !unknown.is_empty() {
        let message = format!("the Region of a target is not known: {}", unknown.join("; "));
        return Some(
            Finding::unknown(&FO_REGIONS, message)
                .help("say which host stands in which Region: --region-host REGION=HOST, for each")
                .into(),
        );
    }
    let region = known.first().copied().unwrap_or_default();
    let (first, last) = (group.entries.first()?, group.entries.last()?);
    let message = match group.mode() {
        Mode::Failover => format!("primary and secondary both lead to {region}: when it dies, both do"),
        _ => format!("all records lead to {region}: when it dies, all of them do"),
    };
    Some(
        Finding::fail(&FO_REGIONS, message)
            .help(format!(
                "let one of {} and {} lead to the load balancer of another Region",
                first.label(),
                last.label()
            ))
            .into(),
    )
}
