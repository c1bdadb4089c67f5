//! LAG010: the Regions of a global table.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Told, unread};
use crate::aws::{Asked, FailureKind};
use crate::dynamodb::evidence::ReplicaSeen;
use crate::replication::evidence::GlobalTable;
use crate::replication::lag::{is_strong, table_stands_alone};
use crate::report::Finding;
use crate::report::catalogue::LAG_TABLE_REPLICAS;

const CHECK: &crate::report::Check = &LAG_TABLE_REPLICAS;

/// Whether each table has an active replica in every Region that was named.
pub(super) fn replicas(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.tables() {
        of_table(seen, &mut told);
    }
    told
}

fn of_table(seen: &GlobalTable, told: &mut Told) {
    let about = |region: &str| format!("{} in {region}", seen.table);
    // What any Region says of each of the others: they may disagree, and then the worse counts.
    let mut listed: BTreeMap<&str, Vec<&ReplicaSeen>> = BTreeMap::new();
    let mut standing: BTreeSet<&str> = BTreeSet::new();
    for region in &seen.regions {
        match &region.described {
            Asked::Answered(facts) => {
                standing.insert(&region.region);
                told.findings.extend(of_status(facts.status.as_deref(), &about(&region.region)));
                for replica in &facts.replicas {
                    listed.entry(&replica.region).or_default().push(replica);
                }
            }
            // Where nobody lists it either, it is told below.
            Asked::Failed(failure) if failure.kind == FailureKind::NotFound => {}
            Asked::Failed(failure) => {
                told.findings.push(unread(CHECK, &about(&region.region), "dynamodb:DescribeTable", failure));
            }
        }
    }
    if seen.regions.is_empty() {
        told.findings.push(
            Finding::unknown(CHECK, "no Region was asked: none is known, or no time was left")
                .help("give --region, or set AWS_REGION; or give it longer with --timeout")
                .about(seen.table.clone()),
        );
        return;
    }
    for (region, replicas) in &listed {
        let troubles = replicas.iter().filter_map(|replica| of_replica(replica, &about(region)));
        told.findings.extend(troubles.max_by_key(|finding| finding.status));
        let is_gone = seen.regions.iter().any(|one| {
            one.region == **region
                && one.described.failure().is_some_and(|failure| failure.kind == FailureKind::NotFound)
        });
        let is_made = replicas
            .iter()
            .any(|one| matches!(one.status.as_deref(), Some("CREATING" | "CREATION_FAILED" | "DELETING")));
        if is_gone && !is_made {
            told.findings.push(
                Finding::fail(CHECK, "the replica is listed, and there is no table in its Region")
                    .help("ask again in a minute; if it stays so, AWS support has to look at the group")
                    .about(about(region)),
            );
        }
    }
    for region in seen.wanted_regions.iter().map(String::as_str) {
        let is_absent = seen.regions.iter().any(|one| {
            one.region == region
                && one.described.failure().is_some_and(|failure| failure.kind == FailureKind::NotFound)
        });
        let is_alone = standing.contains(region) && standing.len() > 1;
        let is_listed = listed.contains_key(region);
        // What was not read is told above.
        let message = if is_absent && !is_listed {
            "there is no table of this name, and no other Region lists one"
        } else if is_alone && !is_listed && !table_stands_alone(seen) && !lists_any(seen, region) {
            "the table there is one of its own: neither side lists the other as a replica"
        } else {
            continue;
        };
        told.findings.push(
            Finding::fail(CHECK, message)
                .help("add the replica: aws dynamodb update-table --replica-updates, or `chalkstore create-table`")
                .about(about(region)),
        );
    }
    if table_stands_alone(seen) {
        let several = standing.len() > 1;
        let message = if several {
            "tables of this name stand in several Regions, and do not replicate: none lists a replica"
        } else {
            "the table stands in one Region alone, and is replicated to none"
        };
        told.findings.push(
            Finding::fail(CHECK, message)
                .help("add a replica: aws dynamodb update-table --replica-updates, or `chalkstore create-table`")
                .about(seen.table.clone()),
        );
    }
    let extra: Vec<&str> = listed
        .keys()
        .copied()
        .filter(|region| !seen.wanted_regions.iter().any(|one| one == region))
        .collect();
    if !extra.is_empty() && !seen.wanted_regions.is_empty() {
        told.notes.push(format!("{} is also replicated to {}", seen.table, extra.join(", ")));
    }
    if is_strong(seen) {
        told.notes.push(format!("{}: the group is strongly consistent", seen.table));
    }
}

/// Whether the table of a Region lists any replica.
fn lists_any(seen: &GlobalTable, region: &str) -> bool {
    let own = seen.regions.iter().find(|one| one.region == region);
    own.and_then(|one| one.described.answer()).is_some_and(|facts| !facts.replicas.is_empty())
}

/// The table's own status.
fn of_status(status: Option<&str>, about: &str) -> Option<Finding> {
    match status {
        Some("ACTIVE" | "UPDATING") => None,
        Some("CREATING") => Some(
            Finding::warn(CHECK, "the table is CREATING: it serves nothing yet")
                .help("wait until it is ACTIVE, and look again")
                .about(about),
        ),
        Some(status) => Some(
            Finding::fail(CHECK, format!("the table is {status}: not a state in which it serves"))
                .help("`chalkstore check-table` says what the status means (TBL001)")
                .about(about),
        ),
        None => Some(
            Finding::unknown(CHECK, "DescribeTable does not tell the table's status")
                .help("ask again")
                .about(about),
        ),
    }
}

/// What the status of a replica means.
fn of_replica(replica: &ReplicaSeen, about: &str) -> Option<Finding> {
    let described =
        replica.status_description.as_deref().map(|text| format!(" ({text})")).unwrap_or_default();
    let (meaning, help) = match replica.status.as_deref() {
        Some("ACTIVE") => return None,
        None => {
            return Some(
                Finding::unknown(CHECK, "DescribeTable does not tell the replica's status")
                    .help("ask again")
                    .about(about),
            );
        }
        Some(status @ ("CREATING" | "UPDATING")) => {
            return Some(
                Finding::warn(CHECK, format!("the replica is {status}{described}"))
                    .help("wait until it is ACTIVE: nothing may fail over to it before")
                    .about(about),
            );
        }
        Some("DELETING") => ("it leaves the group", "if nobody meant it, add it again once it is gone"),
        Some("CREATION_FAILED") => {
            ("it could not be made, and holds nothing", "see the reason, delete it, and make it again")
        }
        Some("REGION_DISABLED") => (
            "the account has no access to this Region any more, and it gets no writes",
            "enable the Region within 20 hours, or the replica leaves the group",
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
        Some(status) => {
            return Some(
                Finding::unknown(
                    CHECK,
                    format!("the replica is {status}{described}: not a status that is known"),
                )
                .help("see what AWS says of it; a later chalkstore may know it")
                .about(about),
            );
        }
    };
    let message =
        format!("the replica is {}{described}: {meaning}", replica.status.as_deref().unwrap_or_default());
    Some(Finding::fail(CHECK, message).help(help).about(about))
}
