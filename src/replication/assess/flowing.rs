//! LAG002: whether anything that is written to has stopped replicating.

use super::case::{Case, Told};
use crate::replication::lag::{Kind, Lag, State};
use crate::replication::statistics::Span;
use crate::replication::words;
use crate::report::catalogue::LAG_FLOWING;
use crate::report::{Check, Finding};

/// A gap that is told, in seconds: shorter ones come from points that are late or fall on another side of an edge.
const TOLD_GAP_S: i64 = 300;

/// Whether nothing that is written to has stopped.
pub(super) fn flowing(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    if case.lags.is_empty() {
        told.findings.push(Finding::skip(&LAG_FLOWING, "nothing that was named has a replica"));
    }
    let clock = |epoch_s| words::clock(epoch_s, &case.evidence.window);
    let of = |state: State| case.lags.iter().filter(move |lag| lag.state == state);
    for lag in of(State::Stalled) {
        told.findings
            .push(Finding::fail(&LAG_FLOWING, lag.why.clone()).help(what_to_do(lag)).about(lag.subject()));
    }
    for lag in of(State::Suspect) {
        told.findings
            .push(Finding::warn(&LAG_FLOWING, lag.why.clone()).help(what_to_do(lag)).about(lag.subject()));
    }
    for lag in case.lags.iter().filter(|lag| lag.state != State::Stalled) {
        told.findings.extend(lag.stopped.map(|span| {
            let message = format!(
                "it had stopped from {} to {}: something was written, and no point of {} came for {}",
                clock(span.start_epoch_s),
                clock(span.end_epoch_s),
                lag.metric,
                words::seconds(span.seconds())
            );
            Finding::warn(&LAG_FLOWING, message).help(help(lag.kind)).about(lag.subject())
        }));
    }
    let unknown: Vec<&Lag> = of(State::Stale).chain(of(State::Unknown)).collect();
    told.findings.extend(unknown_ways(&LAG_FLOWING, &unknown));
    for lag in case.lags.iter().filter(|lag| lag.state == State::Measured && lag.part.is_none()) {
        let gaps: Vec<&Span> = lag.points.gaps.iter().filter(|gap| gap.seconds() >= TOLD_GAP_S).collect();
        if let Some(longest) = gaps.iter().max_by_key(|gap| gap.seconds()) {
            told.notes.push(format!(
                "{}: {} without points, the longest of {} from {} on",
                lag.subject(),
                words::count(gaps.len(), "stretch"),
                words::seconds(longest.seconds()),
                clock(longest.start_epoch_s)
            ));
        }
    }
    told
}

/// Directions that are unknown, told once: LAG001 says of each why, and what to do.
pub(super) fn unknown_ways(check: &'static Check, lags: &[&Lag]) -> Option<Finding> {
    let finding = match lags {
        [] => return None,
        [lag] => Finding::unknown(check, "1 direction is unknown: LAG001").about(lag.subject()),
        all => {
            let mut sources: Vec<&str> = all.iter().map(|lag| lag.source.as_str()).collect();
            sources.dedup();
            let message = format!("{} are unknown: LAG001", words::count(all.len(), "direction"));
            Finding::unknown(check, message).about(words::names(&sources))
        }
    };
    Some(finding.help("see what LAG001 says of each direction"))
}

fn what_to_do(lag: &Lag) -> String {
    if lag.help.is_empty() { help(lag.kind).to_owned() } else { lag.help.clone() }
}

/// What to do about a direction that has stopped.
pub(super) fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::GlobalTable => {
            "write a marker with --canary to be sure; look at the replicas' states (LAG010), at throttled replicated writes in the receiving Region, and at the AWS Health Dashboard"
        }
        Kind::MskReplicator => {
            "look at the replicator's state and failures (LAG020, LAG021), and whether it may read the topic and write it on the other side"
        }
        Kind::AuroraGlobal => "look at the secondary's state (LAG030, LAG031) and at its events in RDS",
        Kind::GlobalDatastore => "look at the secondary's state and events in ElastiCache",
        Kind::Valkey => {
            "look at the replica's log, and at the network and the login between the two (LAG040)"
        }
    }
}
