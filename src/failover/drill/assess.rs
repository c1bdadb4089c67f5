//! Judging a drill: against the objectives, and against what was predicted.

use super::evidence::State;
use super::{Drill, Evidence, Move, reckon, report};
use crate::failover::Expectations;
use crate::failover::rto::{self, Span, seconds};
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding, Status};

/// The checks of a drill.
pub fn drill_checks() -> Vec<&'static Check> {
    vec![
        &checks::FO_DRILL_MOVED,
        &checks::FO_DRILL_RTO,
        &checks::FO_DRILL_RPO,
        &checks::FO_DRILL_PREDICTED,
        &checks::FO_DRILL_COMPLETE,
    ]
}

/// Judges what was seen.
pub fn assess(evidence: &Evidence, expected: &Expectations) -> Assessment {
    let drill = reckon(evidence);
    let mut findings = vec![moved(&drill)];
    findings.extend(in_time(&drill, expected));
    findings.push(lost(evidence, &drill, expected));
    findings.extend(as_predicted(evidence, &drill));
    findings.push(complete(evidence, &drill));
    Assessment {
        subject: Some(evidence.before.name.clone()),
        findings,
        rows: report::rows(evidence, &drill),
        facts: report::facts(evidence, &drill),
        view: report::view(evidence, &drill, expected),
        gauges: report::gauges(&drill),
        ..Assessment::default()
    }
}

fn moved(drill: &Drill) -> Finding {
    let check = &checks::FO_DRILL_MOVED;
    if let Some(open) = drill.open {
        let told = format!(
            "clients were not served since {} after the first look, and still not at the end",
            seconds(open.by_us / 1000)
        );
        return Finding::fail(check, told)
            .help("watch longer; if the other Region does not take over, `chalkstore failover NAME` says what stands in the way");
    }
    if let Some(first) = drill.moves.first() {
        let route = drill.moves.iter().map(|one| one.to.as_str());
        let route: Vec<&str> = std::iter::once(first.from.as_str()).chain(route).collect();
        return Finding::pass(check).message_is(format!("traffic went {}", route.join(" -> ")));
    }
    if let Some((at_least, at_most)) = drill.passing_ms.iter().copied().max() {
        let told = format!(
            "clients were not served for {}, and then the same Region served again",
            between((at_least, at_most))
        );
        return Finding::warn(check, told).help(
            "an outage that is shorter than the detection moves nothing: hold it longer to see a failover",
        );
    }
    match &drill.active {
        Some(region) => Finding::unknown(
            check,
            format!("no failover was seen: {region} served clients all the time"),
        )
        .help("start the drill while this watches: invert the primary's health check, or stop its /healthz"),
        None => Finding::unknown(
            check,
            "no request through the failover name was served by a Region that is known",
        )
        .help("name each Region's own host: --region-host REGION=HOST"),
    }
}

fn in_time(drill: &Drill, expected: &Expectations) -> Vec<Finding> {
    let check = &checks::FO_DRILL_RTO;
    let objective = expected.rto_ms();
    let finding = |one: &Move| {
        let about = format!("{} -> {}", one.from, one.to);
        if one.failed.is_none() {
            return Finding::pass(check).message_is("no request failed").about(about);
        }
        let (at_least, at_most) = one.outage_ms();
        let told = format!(
            "clients were not served for {}; the objective is {}",
            between((at_least, at_most)),
            seconds(objective)
        );
        let finding = if at_most <= objective {
            Finding::pass(check).message_is(told)
        } else if at_least <= objective {
            Finding::warn(check, told).help("look more often (--every) to know it better")
        } else {
            Finding::fail(check, told).help(
                "a shorter interval, a lower threshold or a shorter TTL: `chalkstore failover NAME --what-if interval=10,threshold=2,ttl=60`",
            )
        };
        finding.about(about)
    };
    if drill.moves.is_empty() {
        return vec![match drill.open {
            Some(open) => still_open(drill, open.by_us, objective),
            None => Finding::skip(check, "no failover was seen (FO070)"),
        }];
    }
    drill.moves.iter().map(finding).collect()
}

/// An outage that had not ended.
fn still_open(drill: &Drill, since_us: u64, objective: u64) -> Finding {
    let check = &checks::FO_DRILL_RTO;
    let lasted = drill.watched_us.saturating_sub(since_us) / 1000;
    if lasted > objective {
        let told = format!(
            "clients were not served for {} at least; the objective is {}",
            seconds(lasted),
            seconds(objective)
        );
        return Finding::fail(check, told).help("see FO070");
    }
    Finding::unknown(check, "the outage had not ended when the watching did").help("watch longer")
}

fn lost(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Finding {
    let check = &checks::FO_DRILL_RPO;
    let Some(left) = drill.moves.first().map(|one| one.from.as_str()) else {
        return Finding::skip(check, "no failover was seen (FO070)");
    };
    if evidence.before.table.is_none() && evidence.lag.is_none() {
        return Finding::skip(check, "no table was named (--table)");
    }
    let Some(highest) = report::highest_lag(evidence, left) else {
        return Finding::unknown(check, format!("the replication lag from {left} was not known during the drill"))
            .help("run `chalkstore replication-lag` for the reason; CloudWatch is some minutes late: watch on for five minutes");
    };
    let objective = expected.rpo_ms.unwrap_or(crate::replication::DEFAULT_RPO_MS);
    let told = format!(
        "the highest replication lag from {left} was {} ms; the objective is {}",
        highest.round(),
        seconds(objective)
    );
    let status = if as_f64(objective) >= highest { Status::Pass } else { Status::Fail };
    let finding = Finding::new(check, status, told);
    match status {
        Status::Pass => finding,
        _ => finding.help("look at LAG003: `chalkstore explain LAG003`"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of an objective are below 2^53")]
const fn as_f64(ms: u64) -> f64 {
    ms as f64
}

fn as_predicted(evidence: &Evidence, drill: &Drill) -> Vec<Finding> {
    let check = &checks::FO_DRILL_PREDICTED;
    let measured = drill.moves.iter().filter_map(|one| {
        let about = format!("{} -> {}", one.from, one.to);
        // Without a failed request and without a Region that came back, nothing says when it began.
        let (what, measured) = match one.failback_ms() {
            Some(measured) => ("the failback", measured),
            None if one.failed.is_some() => ("the failover", one.outage_ms()),
            None => return None,
        };
        Some((about, what, measured))
    });
    let measured: Vec<_> = measured.collect();
    if measured.is_empty() {
        return vec![Finding::skip(check, "no failover with a beginning was seen (FO070)")];
    }
    let predicted = match rto::rto(&evidence.before, None) {
        Ok(predicted) => predicted,
        Err(why) => return vec![Finding::unknown(check, format!("there is no prediction: {why}"))],
    };
    let finding = |(about, what, measured): (String, &str, (u64, u64))| {
        let span = if what == "the failback" { predicted.failback() } else { predicted.failover() };
        let told = format!("{what} took {}; predicted were {}", between(measured), bounds(span));
        let finding = if measured.0 <= span.max_ms && measured.1 >= span.min_ms {
            Finding::pass(check).message_is(told)
        } else if measured.0 > span.max_ms {
            Finding::warn(check, told).help(
                "something took longer than Route 53's rules say: clients or resolvers that keep names longer, a /healthz that failed late, a Region that was slow to take over",
            )
        } else {
            Finding::warn(check, told).help(
                "quicker than the rules say: the configuration changed since it was read, or the health check failed before clients noticed",
            )
        };
        finding.about(about)
    };
    measured.into_iter().map(finding).collect()
}

fn complete(evidence: &Evidence, drill: &Drill) -> Finding {
    let check = &checks::FO_DRILL_COMPLETE;
    let unseen = evidence
        .tracks
        .iter()
        .filter(|track| track.stretches.iter().all(|one| matches!(one.state, State::Unknown { .. })));
    let unseen: Vec<String> = unseen.map(|track| track.thing.name()).collect();
    let mut finding = if drill.blind.is_empty() {
        Finding::pass(check)
    } else {
        let whole: u64 = drill.blind.iter().map(|(from, to)| to - from).sum();
        let told = format!(
            "for {} in {} stretches nothing at all could be reached from here, or nothing was looked at; no outage is reckoned from it",
            seconds(whole / 1000),
            drill.blind.len()
        );
        Finding::warn(check, told).help("watch from a machine whose network stays up")
    };
    if !unseen.is_empty() {
        finding = finding.note(format!("never found out: {}", unseen.join(", ")));
    }
    finding
}

/// `between 12 s and 14 s`.
fn between((at_least, at_most): (u64, u64)) -> String {
    format!("between {} and {}", seconds(at_least), seconds(at_most))
}

fn bounds(span: Span) -> String {
    format!("{} to {}", seconds(span.min_ms), seconds(span.max_ms))
}
