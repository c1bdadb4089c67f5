//! FO020 to FO023: health checks that are there, on, the right way round, and each its own record's.

use std::collections::BTreeSet;

use super::case::{Case, Entry, Group};
use super::checked::{Checked, Named};
use super::judge::{Told, unasked};
use super::unread::unread;
use crate::aws::FailureKind;
use crate::report::Finding;
use crate::report::catalogue::{FO_CHECK_ENABLED, FO_CHECK_EXISTS, FO_CHECK_INVERTED, FO_CHECK_OWN};

/// Whether every health check that is named exists.
pub(super) fn exists(case: &Case<'_>) -> Told {
    let named = match case.named_checks() {
        Err(missing) => return missing.finding(&FO_CHECK_EXISTS).into(),
        Ok(named) if named.is_empty() => {
            return Finding::skip(&FO_CHECK_EXISTS, "no record names a health check").into();
        }
        Ok(named) => named,
    };
    let find = |one: &Named<'_>| match one {
        Named::Described(_) => None,
        Named::Unasked(id) => Some(unasked(&FO_CHECK_EXISTS, id)),
        Named::Unread(id, failure) if failure.kind == FailureKind::NotFound => {
            let named = case.entries().filter(|entry| entry.record.health_check.as_deref() == Some(*id));
            let mut labels: Vec<String> = named.map(Entry::label).collect();
            labels.dedup();
            let whose =
                if labels.is_empty() { "a calculated health check".to_owned() } else { labels.join(" and ") };
            let message = format!("{whose} names health check {id}, which is not there any more");
            Some(
                Finding::fail(&FO_CHECK_EXISTS, message)
                    .help("make a health check of the Region's own /healthz (aws route53 create-health-check), and name it in the record")
                    .about(*id),
            )
        }
        Named::Unread(id, failure) => {
            Some(unread(&FO_CHECK_EXISTS, "route53:GetHealthCheck", failure).about(*id))
        }
    };
    named.iter().filter_map(find).collect::<Vec<_>>().into()
}

/// Whether it probes at all.
pub(super) fn enabled(checked: &Checked<'_>) -> Told {
    let finding = checked.facts.is_disabled.then(|| {
        let message =
            format!("{} is disabled: it does not probe, and counts as healthy whatever happens", checked.name());
        Finding::fail(&FO_CHECK_ENABLED, message)
            .help(format!(
                "aws route53 update-health-check --health-check-id {} --no-disabled; for a drill, invert it: disabling does the opposite",
                checked.id()
            ))
            .about(checked.id())
    });
    finding.into()
}

/// Whether its result is the right way round.
pub(super) fn inverted(checked: &Checked<'_>) -> Told {
    let finding = checked.facts.is_inverted.then(|| {
        let message = format!("{} is inverted: while all is well it counts as unhealthy", checked.name());
        let help = format!(
            "if it is left from a drill: aws route53 update-health-check --health-check-id {} --no-inverted",
            checked.id()
        );
        let is_endpoint = checked.probes() && checked.parent.is_none();
        // An alarm, or a part of a calculation, may be meant the other way round.
        let finding = if is_endpoint {
            Finding::fail(&FO_CHECK_INVERTED, message)
        } else {
            Finding::warn(&FO_CHECK_INVERTED, message)
        };
        finding.help(help).about(checked.id())
    });
    finding.into()
}

/// Whether no two records share a health check.
pub(super) fn own(case: &Case<'_>, group: &Group<'_>) -> Option<Told> {
    let mut findings = Vec::new();
    let id = |entry: &Entry<'_>| entry.record.health_check.clone();
    let are_same = |one: &Entry<'_>, other: &Entry<'_>| id(one).is_some() && id(one) == id(other);
    for (at, entry) in group.entries.iter().enumerate() {
        // Records of one Region may well live and die together.
        let is_apart = |other: &Entry<'_>| other.region.is_none() || other.region != entry.region;
        let shares = |other: &&Entry<'_>| is_apart(other) && are_same(other, entry);
        findings.extend(
            group.entries[..at]
                .iter()
                .filter(|other| is_apart(other) && !are_same(other, entry))
                .filter_map(|other| counted(case, other, entry)),
        );
        let same = group.entries[..at].iter().find(shares);
        findings.extend(same.zip(id(entry)).map(|(other, id)| {
            let message = format!(
                "{} and {} share health check {id}: they fail together, and nothing takes over",
                other.label(),
                entry.label()
            );
            Finding::fail(&FO_CHECK_OWN, message)
                .help("give each record a health check of its own Region's /healthz: aws route53 create-health-check")
        }));
    }
    group.entries.iter().any(|entry| id(entry).is_some()).then(|| findings.into())
}

/// Two that have checks of their own and turn unhealthy together all the same: a calculated one counts what decides
/// about the other.
fn counted(case: &Case<'_>, one: &Entry<'_>, other: &Entry<'_>) -> Option<Finding> {
    let (first, second) = (one.record.health_check.as_deref()?, other.record.health_check.as_deref()?);
    let common: BTreeSet<&str> = case.leaves(first).intersection(&case.leaves(second)).copied().collect();
    if common.is_empty() || !case.fails_with(first, &common) || !case.fails_with(second, &common) {
        return None;
    }
    let all = common.iter().copied().collect::<Vec<_>>().join(", ");
    let message = format!(
        "health check {first} of {} and {second} of {} both rest on {all}: when that fails both are unhealthy, and nothing takes over",
        one.label(),
        other.label()
    );
    Some(Finding::fail(&FO_CHECK_OWN, message).help(
        "let each record's check count its own Region's health checks alone: aws route53 update-health-check --child-health-checks",
    ))
}
