//! LAG030 to LAG033: the members of an Aurora Global Database.

use std::collections::BTreeMap;

use super::case::{Case, Told, unread};
use crate::aws::{Asked, FailureKind};
use crate::observe::LONGER;
use crate::replication::evidence::{AuroraGlobal, ClusterFacts, GlobalFacts, Member, MemberSeen};
use crate::replication::words;
use crate::report::catalogue::{LAG_AURORA_MEMBERS, LAG_AURORA_RPO, LAG_AURORA_STATE, LAG_AURORA_VERSIONS};
use crate::report::{Check, Finding};

const DESCRIBE_CLUSTERS: &str = "rds:DescribeDBClusters";

/// Makes the findings of each database that was described.
fn each(case: &Case<'_>, check: &'static Check, of: impl Fn(&AuroraGlobal, &GlobalFacts, &mut Told)) -> Told {
    let mut told = Told::default();
    for seen in case.databases() {
        match &seen.described {
            Asked::Answered(facts) => of(seen, facts, &mut told),
            Asked::Failed(failure) if failure.kind == FailureKind::NotFound => told.findings.push(
                if std::ptr::eq(check, &raw const LAG_AURORA_MEMBERS) {
                    Finding::fail(check, "there is no such global database")
                        .help("look at the identifier and the account: aws rds describe-global-clusters")
                } else {
                    Finding::skip(check, "there is no such global database (LAG030)")
                }
                .about(seen.id.clone()),
            ),
            Asked::Failed(failure) => {
                told.findings.push(unread(check, &seen.id, "rds:DescribeGlobalClusters", failure));
            }
        }
    }
    told
}

/// What a member's own Region tells.
fn seen_of<'a>(seen: &'a AuroraGlobal, member: &Member) -> Option<&'a MemberSeen> {
    seen.members.iter().find(|one| one.arn == member.arn)
}

fn about(seen: &AuroraGlobal, member: &Member) -> String {
    format!("{} in {}", seen.id, member.region().unwrap_or_else(|| member.cluster()))
}

/// The answer of a member's own Region.
///
/// # Errors
/// The finding, where there is none.
fn described<'a>(
    check: &'static Check,
    seen: &'a AuroraGlobal,
    member: &Member,
) -> Result<&'a ClusterFacts, Finding> {
    match seen_of(seen, member).map(|one| &one.described) {
        Some(Asked::Answered(facts)) => Ok(facts),
        Some(Asked::Failed(failure)) => Err(unread(check, &about(seen, member), DESCRIBE_CLUSTERS, failure)),
        None => {
            Err(Finding::unknown(check, "its Region was not asked").help(LONGER).about(about(seen, member)))
        }
    }
}

/// Whether every secondary follows, and can take over.
pub(super) fn members(case: &Case<'_>) -> Told {
    let check = &LAG_AURORA_MEMBERS;
    each(case, check, |seen, facts, told| {
        let mut secondaries = facts.members.iter().filter(|member| !member.is_writer).peekable();
        if secondaries.peek().is_none() {
            told.findings.push(
                Finding::fail(check, "it has no secondary cluster: nothing can take over in another Region")
                    .help("add one: aws rds create-db-cluster --global-cluster-identifier, and an instance in it")
                    .about(seen.id.clone()),
            );
        }
        for member in secondaries {
            let finding = match member.synchronization.as_deref() {
                Some("connected") => None,
                Some("pending-resync") => Some(
                    Finding::fail(
                        check,
                        "the secondary is pending-resync: it lost its place, and is copied anew",
                    )
                    .help("wait until it is connected, and do not fail over to it before"),
                ),
                Some(other) => Some(
                    Finding::unknown(check, format!("the secondary is {other}: not a state that is known"))
                        .help("see what AWS says of it; a later chalkstore may know it"),
                ),
                None => Some(
                    Finding::unknown(check, "DescribeGlobalClusters does not tell whether it is connected")
                        .help("look at the secondary in the RDS console"),
                ),
            };
            told.findings.extend(finding.map(|finding| finding.about(about(seen, member))));
            match described(check, seen, member) {
                Ok(cluster) if cluster.instances == 0 => told.findings.push(
                    Finding::fail(check, "the secondary has no instance: it holds the data, and cannot take over before one is made")
                        .help("add an instance, of the writer's class: aws rds create-db-instance --db-cluster-identifier")
                        .about(about(seen, member)),
                ),
                Ok(_) => {}
                Err(finding) => told.findings.push(finding),
            }
        }
    })
}

/// Whether the database is available, and nothing is under way.
pub(super) fn state(case: &Case<'_>) -> Told {
    let check = &LAG_AURORA_STATE;
    each(case, check, |seen, facts, told| {
        let mut say = |finding: Finding| told.findings.push(finding.about(seen.id.clone()));
        match facts.status.as_deref() {
            Some("available") => {}
            Some(status @ ("deleting" | "failed" | "inaccessible-encryption-credentials")) => {
                say(Finding::fail(check, format!("the global database is {status}"))
                    .help("see its events: aws rds describe-events"));
            }
            Some(status) => say(Finding::warn(check, format!("the global database is {status}"))
                .help("wait until it is available, and look again")),
            None => {
                say(Finding::unknown(check, "DescribeGlobalClusters does not tell the status")
                    .help("ask again"));
            }
        }
        if let Some(status) = &facts.failover_status {
            let loses = facts.allows_data_loss == Some(true);
            let message = if loses {
                format!("a failover that may lose data is under way ({status})")
            } else {
                format!("a switchover or failover is under way ({status})")
            };
            let help = "wait until it is over: what is said of lags and roles changes meanwhile";
            say(if loses { Finding::fail(check, message) } else { Finding::warn(check, message) }.help(help));
        }
        let writers = facts.members.iter().filter(|member| member.is_writer).count();
        if writers != 1 {
            say(Finding::fail(check, format!("it has {writers} clusters that take writes, not 1"))
                .help("a failover may be under way, or have left two: look at the members in RDS, and detach the one that must not write"));
        }
        for member in &facts.members {
            match described(check, seen, member).map(|cluster| cluster.status.as_deref()) {
                Ok(Some("available")) => {}
                Ok(Some(status)) => told.findings.push(
                    Finding::warn(check, format!("the cluster is {status}"))
                        .help("see its events: aws rds describe-events")
                        .about(about(seen, member)),
                ),
                Ok(None) => told.findings.push(
                    Finding::unknown(check, "DescribeDBClusters does not tell the status")
                        .help("ask again")
                        .about(about(seen, member)),
                ),
                Err(finding) => told.findings.push(finding),
            }
        }
    })
}

/// Whether all members run the same version.
pub(super) fn versions(case: &Case<'_>) -> Told {
    let check = &LAG_AURORA_VERSIONS;
    each(case, check, |seen, facts, told| {
        let mut by_version: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for member in &facts.members {
            match described(check, seen, member) {
                Ok(cluster) => match cluster.engine_version.as_deref() {
                    Some(version) => {
                        let region = member.region().unwrap_or_else(|| member.cluster());
                        by_version.entry(version).or_default().push(region);
                    }
                    None => told.findings.push(
                        Finding::unknown(check, "DescribeDBClusters does not tell the version")
                            .help("ask again")
                            .about(about(seen, member)),
                    ),
                },
                Err(finding) => told.findings.push(finding),
            }
        }
        if by_version.len() > 1 {
            let each: Vec<String> = by_version
                .iter()
                .map(|(version, regions)| format!("{version} in {}", regions.join(", ")))
                .collect();
            told.findings.insert(
                0,
                Finding::fail(check, format!("its members run several versions: {}", each.join("; ")))
                    .help("bring all to one version: a switchover refuses others (aws rds modify-global-cluster --engine-version)")
                    .about(seen.id.clone()),
            );
        }
    })
}

/// Whether the managed RPO can stop all writes.
pub(super) fn managed_rpo(case: &Case<'_>) -> Told {
    let check = &LAG_AURORA_RPO;
    each(case, check, |seen, facts, told| {
        let Some(writer) = facts.members.iter().find(|member| member.is_writer) else {
            told.findings.push(
                Finding::unknown(check, "no member takes writes").help("see LAG031").about(seen.id.clone()),
            );
            return;
        };
        let cluster = match described(check, seen, writer) {
            Ok(cluster) => cluster,
            Err(finding) => {
                told.findings.push(finding);
                return;
            }
        };
        let secondaries = facts.members.iter().filter(|member| !member.is_writer).count();
        match &cluster.managed_rpo_s {
            None => {
                let reason = match facts.engine.as_deref() {
                    Some(engine) if engine != "aurora-postgresql" => "only Aurora PostgreSQL has a managed RPO",
                    _ => "the parameter rds.global_db_rpo was not asked for",
                };
                told.findings.push(Finding::skip(check, reason).about(seen.id.clone()));
            }
            Some(Asked::Failed(failure)) => {
                told.findings.push(unread(check, &seen.id, "rds:DescribeDBClusterParameters", failure));
            }
            Some(Asked::Answered(None)) => {}
            Some(Asked::Answered(Some(seconds))) if secondaries <= 1 => told.findings.push(
                Finding::warn(check, format!(
                    "rds.global_db_rpo is {}, and there is one secondary: when that is away for so long, the primary refuses all commits",
                    words::seconds(*seconds)
                ))
                .help("add a second secondary, or unset the parameter if writes matter more than the RPO")
                .about(seen.id.clone()),
            ),
            Some(Asked::Answered(Some(seconds))) => told.notes.push(format!(
                "{}: rds.global_db_rpo is {}: commits wait when every one of the {secondaries} secondaries is further behind",
                seen.id,
                words::seconds(*seconds)
            )),
        }
    })
}
