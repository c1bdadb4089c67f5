//! TBL001: whether there is a table, and it can be used.

use super::unread::unread;
use crate::aws::{Asked, FailureKind};
use crate::dynamodb::evidence::{RegionSeen, TableSeen};
use crate::dynamodb::status::{self, Status, Whose};
use crate::dynamodb::unasked::unasked;
use crate::report::Finding;
use crate::report::catalogue::TBL_ACTIVE;

/// Whether the table is there, and active in every Region in which it stands. Made of any evidence.
pub(super) fn findings(seen: &TableSeen) -> Vec<Finding> {
    if let Some(finding) = unasked(&TBL_ACTIVE, seen) {
        return vec![finding];
    }
    let replicas = seen.facts().map(|facts| facts.replicas.as_slice()).unwrap_or_default();
    let is_replica = |region: &RegionSeen| replicas.iter().any(|replica| replica.region == region.region);
    let mut notes = Vec::new();
    let mut findings = Vec::new();
    for (at, region) in seen.regions.iter().enumerate() {
        // A listed replica without a table is TBL013's to tell.
        let is_absent = region.described.failure().is_some_and(|one| one.kind == FailureKind::NotFound);
        if at == 0 || is_replica(region) && !is_absent {
            findings.extend(of_region(seen, region, &mut notes));
        }
    }
    if findings.is_empty() {
        findings.push(Finding::pass(&TBL_ACTIVE));
    }
    if let Some(first) = findings.first_mut().filter(|_| !notes.is_empty()) {
        first.detail_mut().notes.extend(notes.into_iter().map(Into::into));
    }
    findings
}

fn of_region(seen: &TableSeen, region: &RegionSeen, notes: &mut Vec<String>) -> Option<Finding> {
    let name = &region.region;
    let facts = match &region.described {
        Asked::Answered(facts) => facts,
        Asked::Failed(failure) if failure.kind == FailureKind::NotFound => return Some(absent(seen, name)),
        Asked::Failed(failure) => {
            return Some(unread(&TBL_ACTIVE, name, "dynamodb:DescribeTable", failure));
        }
    };
    let word = facts.status.as_deref();
    if word.is_some_and(|word| Status::of(word) == Status::Updating) {
        notes.push(format!(
            "{name}: {}; what is said of it may be other in a minute",
            status::words(Whose::Table, "UPDATING", None)
        ));
        return None;
    }
    let is_own = seen.own().is_some_and(|own| own.region == *name);
    let whose = if is_own { Whose::Table } else { Whose::Replica };
    Some(status::finding(&TBL_ACTIVE, whose, word, None)?.about(&**name))
}

/// There is no such table; perhaps there is in another Region that was asked.
fn absent(seen: &TableSeen, region: &str) -> Finding {
    let elsewhere = seen.regions.iter().find(|other| other.described.answer().is_some());
    let finding = Finding::fail(&TBL_ACTIVE, format!("there is no table {}", seen.name)).about(region);
    match elsewhere {
        Some(other) => finding.help(format!("there is one in {0}: check it with --region {0}", other.region)),
        None => finding.help(
            "look at the name, the account and the Region: aws dynamodb list-tables; `chalkstore create-table` makes one",
        ),
    }
}
