//! FO060: whether the metadata plane lives in several Regions as the routing does.

use std::collections::BTreeSet;

use super::case::{Case, Mode};
use super::judge::Told;
use super::unread::unread;
use crate::failover::Metadata;
use crate::replication::evidence::GlobalFacts;
use crate::report::Finding;
use crate::report::catalogue::FO_METADATA;

const fn words(mode: Metadata) -> &'static str {
    match mode {
        Metadata::ActivePassive => "active-passive",
        Metadata::ActiveActive => "active-active",
        Metadata::SingleRegion => "in one Region alone",
    }
}

/// Whether the metadata plane's mode, declared or seen, is that of the routing.
pub(super) fn mode(case: &Case<'_>) -> Told {
    let declared = case.expected.metadata;
    let mut findings = Vec::new();
    let mut seen = None;
    if let Some(aurora) = &case.evidence.aurora {
        match aurora.described.answer() {
            Some(facts) => {
                seen = Some(of_members(facts));
                if !facts.members.is_empty() && facts.members.iter().all(|member| !member.is_writer) {
                    let message =
                        format!("no member of the Aurora Global Database {} takes writes", aurora.id);
                    findings.push(
                        Finding::fail(&FO_METADATA, message)
                            .help("see whether a failover of it is under way (aws rds describe-global-clusters); if not, promote a member: aws rds failover-global-cluster")
                            .about(aurora.id.as_str()),
                    );
                }
            }
            None => findings.extend(aurora.described.failure().map(|failure| {
                unread(&FO_METADATA, "rds:DescribeGlobalClusters", failure).about(&aurora.id)
            })),
        }
    }
    let Some(mode) = seen.or(declared) else {
        if findings.is_empty() {
            let reason = "the metadata plane was neither declared (--metadata) nor named (--aurora-global)";
            return Finding::skip(&FO_METADATA, reason).into();
        }
        return findings.into();
    };
    if let (Some(declared), Some(seen)) = (declared, seen)
        && declared != seen
    {
        findings.push(
            Finding::warn(
                &FO_METADATA,
                format!("declared: {}; the Aurora Global Database is {}", words(declared), words(seen)),
            )
            .help("correct --metadata, or the database"),
        );
    }
    let routing = match case.main().map(super::Group::mode) {
        Some(Mode::Failover) => Metadata::ActivePassive,
        Some(Mode::Together(_)) => Metadata::ActiveActive,
        Some(Mode::Simple | Mode::Other(_)) | None => {
            findings.push(Finding::skip(&FO_METADATA, "how the name is routed is not known (FO002)"));
            return findings.into();
        }
    };
    if mode == Metadata::SingleRegion {
        findings.push(
            Finding::fail(&FO_METADATA, "the metadata plane lives in one Region alone: when that dies, nothing can be deployed or administered, whichever Region serves")
                .help("make it an Aurora Global Database with a secondary cluster in the other Region"),
        );
    } else if mode != routing {
        findings.push(
            Finding::warn(
                &FO_METADATA,
                format!("the metadata plane is {}, the routing is {}", words(mode), words(routing)),
            )
            .help("let both follow the same strategy: failover records with one writer, weighted or latency records with a metadata plane that takes writes in every Region"),
        );
    }
    findings.into()
}

/// What the members say.
fn of_members(facts: &GlobalFacts) -> Metadata {
    let regions: BTreeSet<&str> = facts.members.iter().filter_map(|member| member.region()).collect();
    let writers = facts.members.iter().filter(|member| member.is_writer).count();
    match (regions.len(), writers) {
        (0 | 1, _) => Metadata::SingleRegion,
        (_, 0 | 1) => Metadata::ActivePassive,
        _ => Metadata::ActiveActive,
    }
}
