//! LAG004: whether the loss of a single zone loses writes.

use super::case::{Case, Told};
use crate::replication::lag::Kind;
use crate::replication::rpo::{Loss, Scenario, UNKNOWN_ZONES};
use crate::replication::words;
use crate::report::Finding;
use crate::report::catalogue::LAG_ZONE;

/// Whether no store loses what it acknowledged.
pub(super) fn zone(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let mut is_any_safe = false;
    for one in case.losses.iter().filter(|one| one.scenario == Scenario::Zone) {
        let finding = match &one.loss {
            Loss::Nothing(why) => {
                is_any_safe = true;
                // Whether the clusters have brokers in several zones was not looked at.
                if one.kind == Kind::MskReplicator {
                    told.notes.push(format!("{}: {why}", one.source));
                }
                continue;
            }
            Loss::NotCounted(why) => {
                told.findings.push(Finding::skip(&LAG_ZONE, *why).about(one.source.clone()));
                continue;
            }
            Loss::Everything(why) => {
                Finding::fail(&LAG_ZONE, format!("what it holds can be lost with one zone: {why}"))
                    .help("give each shard a replica in another zone (TOP011)")
            }
            Loss::AtMost(ms) | Loss::AtLeast(ms, _) if *ms > case.rpo_ms() => Finding::fail(
                &LAG_ZONE,
                format!(
                    "its replication is asynchronous, and a replica is {} behind: more than the RPO of {}",
                    words::duration(*ms),
                    words::duration(case.rpo_ms())
                ),
            )
            .help(help(one.kind)),
            Loss::AtMost(ms) => Finding::warn(
                &LAG_ZONE,
                format!(
                    "its replication is asynchronous: a failover loses what was acknowledged last, up to {} of writes",
                    words::duration(ms.max(1.0))
                ),
            )
            .help(help(one.kind)),
            Loss::AtLeast(_, why) | Loss::Unknown(why) => {
                Finding::unknown(&LAG_ZONE, format!("what the loss of a zone costs is not known: {why}"))
                    .help(help_to_know(one.kind, why))
            }
        };
        told.findings.push(finding.about(one.source.clone()));
    }
    // A skip beside a pass says nothing of the pass.
    if told.findings.iter().all(|finding| finding.status == crate::report::Status::Skip) && is_any_safe {
        told.findings.insert(0, Finding::pass(&LAG_ZONE));
    }
    told
}

fn help_to_know(kind: Kind, why: &str) -> &'static str {
    match kind {
        Kind::GlobalTable => "see LAG010",
        Kind::MskReplicator => "see LAG020",
        Kind::AuroraGlobal => "see LAG030",
        Kind::Valkey if why.starts_with(UNKNOWN_ZONES) => {
            "`chalkstore topology` says how to tell the zones (TOP020)"
        }
        Kind::GlobalDatastore | Kind::Valkey => "see LAG001 and LAG002",
    }
}

fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::Valkey => {
            "the online store can be filled again from the offline store; where a write must not be lost, WAIT for a replica, or keep it in DynamoDB"
        }
        _ => "look at the lag (LAG003)",
    }
}
