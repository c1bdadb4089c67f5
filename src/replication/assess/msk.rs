//! LAG020, LAG022, LAG023: an MSK Replicator and what it is set to.

use super::case::{Case, Told, unread};
use crate::aws::{Asked, FailureKind};
use crate::replication::evidence::{Flow, Replicator, ReplicatorFacts};
use crate::report::catalogue::{LAG_MSK_OFFSETS, LAG_MSK_RUNNING, LAG_MSK_TOPICS};
use crate::report::{Check, Finding};

/// Whether each replicator is running.
pub(super) fn running(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.replicators() {
        let name = seen.name();
        match &seen.described {
            Asked::Failed(failure) if failure.kind == FailureKind::NotFound => told.findings.push(
                Finding::fail(&LAG_MSK_RUNNING, format!("there is no such replicator in {}", seen.region))
                    .help("look at the ARN: a replicator lives in the Region of its target cluster")
                    .about(name),
            ),
            Asked::Failed(failure) => {
                told.findings.push(unread(&LAG_MSK_RUNNING, name, "kafka:DescribeReplicator", failure));
            }
            Asked::Answered(facts) => {
                told.findings.extend(of_state(facts).map(|finding| finding.about(name)));
                if facts.is_reference {
                    let real = facts.resource_arn.as_deref().unwrap_or("another Region's");
                    told.notes.push(format!("{name} is a reference: the replicator itself is {real}"));
                }
            }
        }
    }
    told
}

fn of_state(facts: &ReplicatorFacts) -> Option<Finding> {
    let check = &LAG_MSK_RUNNING;
    let info = facts.state_info.as_deref().map(|info| format!(" ({info})")).unwrap_or_default();
    Some(match facts.state.as_deref() {
        Some("RUNNING") => return None,
        Some(state @ ("CREATING" | "UPDATING")) => {
            Finding::warn(check, format!("the replicator is {state}{info}"))
                .help("wait until it is RUNNING: 30 minutes or more for a new one")
        }
        Some("FAILED") => {
            Finding::fail(check, format!("the replicator is FAILED{info}: nothing is replicated")).help(
                "see the reason; a replicator that failed has to be deleted and made again, from the offsets that the target has",
            )
        }
        Some("DELETING") => {
            Finding::fail(check, format!("the replicator is DELETING{info}: it will replicate nothing"))
                .help("if nobody meant it, make another one as soon as it is gone")
        }
        Some(state) => {
            Finding::unknown(check, format!("the replicator is {state}{info}: not a state that is known"))
                .help("see what AWS says of it; a later chalkstore may know it")
        }
        None => Finding::unknown(check, "DescribeReplicator does not tell the state").help("ask again"),
    })
}

/// Makes the findings of each flow of each replicator that was described.
fn each_flow(case: &Case<'_>, check: &'static Check, of: impl Fn(&Flow, &str, &mut Told)) -> Told {
    let mut told = Told::default();
    for seen in case.replicators() {
        let Asked::Answered(facts) = &seen.described else {
            told.findings.push(undescribed(check, seen));
            continue;
        };
        if facts.flows.is_empty() {
            told.findings.push(
                Finding::unknown(check, "DescribeReplicator tells no flow from one cluster to another")
                    .help(if facts.is_reference { "ask for the replicator itself" } else { "ask again" })
                    .about(seen.name()),
            );
        }
        for flow in &facts.flows {
            of(flow, seen.name(), &mut told);
        }
    }
    told
}

/// Why it is not known how a replicator is set.
pub(super) fn undescribed(check: &'static Check, seen: &Replicator) -> Finding {
    match seen.described.failure() {
        Some(failure) if failure.kind == FailureKind::NotFound => {
            Finding::skip(check, "there is no such replicator (LAG020)").about(seen.name())
        }
        Some(failure) => unread(check, seen.name(), "kafka:DescribeReplicator", failure),
        None => Finding::unknown(check, "DescribeReplicator told nothing of it")
            .help("ask again")
            .about(seen.name()),
    }
}

/// Whether consumers find their place on the other side.
pub(super) fn offsets(case: &Case<'_>) -> Told {
    each_flow(case, &LAG_MSK_OFFSETS, |flow, name, told| {
        let check = &LAG_MSK_OFFSETS;
        match flow.synchronises_offsets {
            Some(true) if flow.groups.is_empty() => told.findings.push(
                Finding::fail(check, "offsets are synchronised of no consumer group: no pattern names one")
                    .help("name the groups of the deployment: aws kafka update-replication-info --consumer-group-replication")
                    .about(name),
            ),
            Some(true) => {
                if !flow.groups_excluded.is_empty() {
                    told.notes.push(format!("{name} leaves out the groups {}", flow.groups_excluded.join(", ")));
                }
                if flow.detects_new_groups == Some(false) {
                    told.findings.push(
                        Finding::warn(check, "consumer groups that are new are not found, and their offsets not synchronised")
                            .help("set DetectAndCopyNewConsumerGroups: aws kafka update-replication-info")
                            .about(name),
                    );
                }
            }
            Some(false) => told.findings.push(
                Finding::fail(check, "offsets of consumer groups are not synchronised: after a failover consumers begin at the oldest or the newest message")
                    .help("set SynchroniseConsumerGroupOffsets: aws kafka update-replication-info --consumer-group-replication")
                    .about(name),
            ),
            None => told.findings.push(
                Finding::unknown(check, "DescribeReplicator does not tell whether offsets are synchronised")
                    .help("ask again")
                    .about(name),
            ),
        }
        match flow.offset_sync_mode.as_deref() {
            Some("LEGACY") => told.notes.push(format!(
                "{name} synchronises offsets in mode LEGACY: they are not translated back for a failback"
            )),
            Some("ENHANCED") | None => {}
            Some(mode) => told.notes.push(format!("{name} synchronises offsets in mode {mode}")),
        }
    })
}

/// Whether consumers find their topics on the other side.
pub(super) fn topics(case: &Case<'_>) -> Told {
    each_flow(case, &LAG_MSK_TOPICS, |flow, name, told| {
        let check = &LAG_MSK_TOPICS;
        let finding = match flow.topic_names.as_deref() {
            Some("IDENTICAL") => None,
            Some("PREFIXED_WITH_SOURCE_CLUSTER_ALIAS") => Some(
                Finding::fail(check, format!("topics are called {}.NAME on the other side: who reads NAME after a failover reads nothing", flow.source))
                    .help("names cannot be changed later: make a replicator that keeps them (TopicNameConfiguration IDENTICAL)"),
            ),
            Some(other) => Some(
                Finding::unknown(check, format!("topics are named by {other}: not a setting that is known"))
                    .help("see what AWS says of it; a later chalkstore may know it"),
            ),
            None => Some(
                Finding::unknown(check, "DescribeReplicator does not tell how topics are named")
                    .help("ask again"),
            ),
        };
        told.findings.extend(finding.map(|finding| finding.about(name)));
        if flow.topics.is_empty() {
            told.findings.push(
                Finding::fail(check, "no pattern names a topic: nothing is replicated")
                    .help("name the topics: aws kafka update-replication-info --topic-replication")
                    .about(name),
            );
        }
        match flow.detects_new_topics {
            Some(true) => {}
            Some(false) => told.findings.push(
                Finding::warn(check, "topics that are new are not replicated")
                    .help("set DetectAndCopyNewTopics: aws kafka update-replication-info --topic-replication")
                    .about(name),
            ),
            None => told.findings.push(
                Finding::unknown(check, "DescribeReplicator does not tell whether new topics are replicated")
                    .help("ask again")
                    .about(name),
            ),
        }
        if !flow.topics_excluded.is_empty() {
            told.notes.push(format!("{name} leaves out the topics {}", flow.topics_excluded.join(", ")));
        }
        if flow.starting_position.as_deref() == Some("LATEST") {
            told.notes.push(format!(
                "{name} begins at the newest message: what a new topic got before it was found, up to 30 s, is never copied"
            ));
        }
    })
}
