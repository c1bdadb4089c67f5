//! TBL013: the other Regions of a global table.

use super::case::{Case, Told};
use crate::aws::{Asked, FailureKind};
use crate::dynamodb::evidence::ReplicaSeen;
use crate::dynamodb::plan::Attribute;
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

/// What the status of a replica means.
fn of_status(replica: &ReplicaSeen) -> Option<Finding> {
    let status = replica.status.as_deref();
    let described =
        replica.status_description.as_deref().map(|text| format!(" ({text})")).unwrap_or_default();
    let (meaning, help) = match status {
        Some("ACTIVE") => return None,
        None => {
            return Some(
                Finding::unknown(&TBL_REPLICAS, "DescribeTable does not tell the replica's status")
                    .help("ask again")
                    .about(&*replica.region),
            );
        }
        Some(status @ ("CREATING" | "UPDATING")) => {
            let message = format!("the replica is {status}{described}");
            let help = "wait until it is ACTIVE: 15 to 50 s for an empty table, 10 minutes or more for one with items";
            return Some(Finding::warn(&TBL_REPLICAS, message).help(help).about(&*replica.region));
        }
        Some("DELETING") => ("it leaves the group", "if nobody meant it, add it again once it is gone"),
        Some("CREATION_FAILED") => (
            "it could not be made, and holds nothing",
            "see the reason, delete it (aws dynamodb update-table --replica-updates), and make it again",
        ),
        Some("REGION_DISABLED") => (
            "the account has no access to this Region any more, and it gets no writes",
            "enable the Region within 20 hours, or the replica leaves the group and becomes a table of its own",
        ),
        Some("INACCESSIBLE_ENCRYPTION_CREDENTIALS") => (
            "its KMS key is out of reach, and it gets no writes",
            "enable the key, or mend its policy, within 20 hours, or the replica leaves the group",
        ),
        Some("REPLICATION_NOT_AUTHORIZED") => (
            "replication is not allowed, and it gets no writes",
            "look at the table's resource policy and the role AWSServiceRoleForDynamoDBReplication",
        ),
        Some("ARCHIVING" | "ARCHIVED") => (
            "its KMS key was out of reach for too long, and it was put away as a backup",
            "mend the key, and restore the table or add the replica again",
        ),
        Some(_) => ("not a state in which it is known to get writes", "AWS support knows the status"),
    };
    let message = format!("the replica is {}{described}: {meaning}", status.unwrap_or_default());
    Some(Finding::fail(&TBL_REPLICAS, message).help(help).about(&*replica.region))
}

/// Whether the replica's own Region shows the table.
fn described(case: &Case<'_>, replica: &ReplicaSeen) -> Option<Finding> {
    let region = &replica.region;
    match case.seen.region(region).map(|there| &there.described) {
        Some(Asked::Failed(failure)) if failure.kind == FailureKind::NotFound => {
            let is_made =
                matches!(replica.status.as_deref(), Some("CREATING" | "CREATION_FAILED" | "DELETING"));
            (!is_made).then(|| {
                Finding::fail(&TBL_REPLICAS, "the replica is listed, and there is no table in its Region")
                    .help("ask again in a minute; if it stays so, AWS support has to look at the group")
                    .about(&**region)
            })
        }
        // Why it was not described is TBL001's to tell.
        Some(_) => None,
        None => Some(
            Finding::unknown(&TBL_REPLICAS, "this Region was not asked")
                .help("give it longer with --timeout")
                .about(&**region),
        ),
    }
}
