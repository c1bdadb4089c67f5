//! Judging a drill: against the objectives, and against what was predicted.

use super::complete::complete;
use super::moved::{longer, moved};
use super::{Drill, Evidence, Move, Outage, lag, reckon, report};
use crate::failover::Expectations;
use crate::failover::rto::{self, Span};
use crate::numbers::as_f64;
use crate::report::catalogue as checks;
use crate::report::{Assessment, Check, Finding, Status};
use crate::words::{duration, milliseconds};

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
    let mut findings = moved(&drill);
    findings.extend(in_time(&drill, expected));
    findings.extend(lost(evidence, &drill, expected));
    findings.extend(as_predicted(evidence, &drill));
    findings.extend(complete(evidence, &drill));
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

fn in_time(drill: &Drill, expected: &Expectations) -> Vec<Finding> {
    let check = &checks::FO_DRILL_RTO;
    let objective = expected.rto_ms();
    let mut findings = Vec::new();
    for one in &drill.moves {
        let about = format!("{} -> {}", one.from, one.to);
        let finding = match &one.outage {
            Some(outage) => judged(outage, objective),
            None if one.unseen_us / 1000 <= objective => {
                Finding::pass(check).message_is("no request was seen to fail")
            }
            None => Finding::unknown(
                check,
                format!(
                    "traffic moved in a gap of {}: nobody saw whether clients were served meanwhile",
                    milliseconds(one.unseen_us / 1000)
                ),
            )
            .help("look more often (--every), from a machine that stays awake and whose network stays up"),
        };
        findings.push(finding.about(about));
    }
    let passing = drill.passing.iter().map(|(region, outage)| (region.as_str(), outage));
    let early = drill.early.iter().map(|(region, outage)| (region.as_str(), outage));
    let asides = drill.asides.iter().map(|aside| {
        let region = aside.then.as_ref().or(aside.before.as_ref());
        (region.map_or("an address of no known Region", String::as_str), &aside.outage)
    });
    // The client's outages are those of the first resolver's clients; these are of clients that others led on.
    let led_on = drill.followers().filter_map(|one| {
        let about = format!("clients of {}, {} -> {}", one.resolver, one.from, one.to);
        Some(judged(one.outage.as_ref()?, objective).about(about))
    });
    findings.extend(led_on);
    findings.extend(
        passing.chain(early).chain(asides).map(|(about, outage)| judged(outage, objective).about(about)),
    );
    if let Some(open) = &drill.open {
        let mut finding = judged(open, objective);
        if let Some(unsettled) = drill.unsettled.as_ref().filter(|_| finding.status == Status::Unknown) {
            finding = finding.help(longer(unsettled));
        }
        findings.push(finding.about("the end of the watching"));
    }
    if findings.is_empty() {
        findings.push(Finding::skip(check, "no failover was seen (FO070)"));
    }
    findings
}

/// How an outage stands to the objective.
fn judged(outage: &Outage, objective: u64) -> Finding {
    let check = &checks::FO_DRILL_RTO;
    let told = format!(
        "clients were not served for {}; the objective is {}",
        lasted(outage),
        milliseconds(objective)
    );
    if outage.at_least_ms() > objective {
        return Finding::fail(check, told).help(
            "a shorter interval, a lower threshold or a shorter TTL: `chalkstore failover NAME --what-if interval=10,threshold=2,ttl=60`",
        );
    }
    match outage.at_most_ms() {
        Some(at_most) if at_most <= objective => Finding::pass(check).message_is(told),
        Some(_) => Finding::warn(check, told).help("look more often (--every) to know it better"),
        None => Finding::unknown(check, told).help("watch from before the drill until after it"),
    }
}

fn lost(evidence: &Evidence, drill: &Drill, expected: &Expectations) -> Vec<Finding> {
    let check = &checks::FO_DRILL_RPO;
    if drill.moves.is_empty() {
        return vec![Finding::skip(check, "no failover was seen (FO070)")];
    }
    if evidence.before.table.is_none() && evidence.lag.is_none() {
        return vec![Finding::skip(check, "no table was named (--table)")];
    }
    let objective = expected.rpo_ms.unwrap_or(crate::replication::DEFAULT_RPO_MS);
    let judge = |one: &Move| {
        let about = format!("{} -> {}", one.from, one.to);
        let Some(highest) = lag::highest(evidence, one) else {
            let told = format!(
                "the replication lag from {} was not known in the minutes before traffic left it",
                one.from
            );
            return Finding::unknown(check, told).about(about).help(
                "CloudWatch is some minutes late: watch on for five minutes; `chalkstore replication-lag` says why points are missing",
            );
        };
        let told = format!(
            "the highest replication lag from {} was {}; the objective is {}",
            one.from,
            duration(highest),
            milliseconds(objective)
        );
        let status = if as_f64(objective) >= highest { Status::Pass } else { Status::Fail };
        let finding = Finding::new(check, status, told).about(about);
        if status == Status::Pass {
            finding
        } else {
            finding.help("look at LAG003: `chalkstore explain LAG003`")
        }
    };
    // When a Region is left that still serves, for the one that had served first, nothing is lost.
    let all: Vec<Finding> =
        drill.moves.iter().filter(|one| !one.is_failback || one.outage.is_some()).map(judge).collect();
    if all.is_empty() { vec![Finding::skip(check, "no failover was seen (FO070)")] } else { all }
}

fn as_predicted(evidence: &Evidence, drill: &Drill) -> Vec<Finding> {
    let check = &checks::FO_DRILL_PREDICTED;
    let measured = drill.moves.iter().filter_map(|one| {
        let about = format!("{} -> {}", one.from, one.to);
        // Without a failed request and without a Region that came back, nothing says when it began.
        if one.is_failback {
            return Some((about, true, one.failback_ms()?));
        }
        let outage = one.outage.as_ref()?;
        Some((about, false, (outage.at_least_ms(), outage.at_most_ms()?)))
    });
    let measured: Vec<_> = measured.collect();
    if measured.is_empty() {
        return vec![Finding::skip(check, "no failover with a beginning was seen (FO070)")];
    }
    let predicted = match rto::rto(&evidence.before, None) {
        Ok(predicted) => predicted,
        Err(why) => return vec![Finding::unknown(check, format!("there is no prediction: {why}"))],
    };
    let finding = |(about, is_failback, measured): (String, bool, (u64, u64))| {
        let (what, span) = if is_failback {
            ("the failback", predicted.failback())
        } else {
            ("the failover", predicted.failover())
        };
        let told = format!("{what} took {}; predicted were {}", between(measured), bounds(span));
        let finding = if measured.0 <= span.max_ms && measured.1 >= span.min_ms {
            Finding::pass(check).message_is(told)
        } else if measured.0 > span.max_ms {
            Finding::warn(check, told).help(
                "something took longer than Route 53's rules say: clients or resolvers that keep names longer, a /healthz that failed late, a Region that was slow to take over",
            )
        } else if is_failback {
            Finding::warn(check, told).help(
                "quicker than the rules say: the configuration changed since it was read, or its health check had passed before its host was seen to",
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

/// `between 12 s and 14 s`, or `12 s at least`.
pub(super) fn lasted(outage: &Outage) -> String {
    match outage.at_most_ms() {
        Some(at_most) => between((outage.at_least_ms(), at_most)),
        None => format!("{} at least", milliseconds(outage.at_least_ms())),
    }
}

fn between((at_least, at_most): (u64, u64)) -> String {
    format!("between {} and {}", milliseconds(at_least), milliseconds(at_most))
}

fn bounds(span: Span) -> String {
    format!("{} to {}", milliseconds(span.min_ms), milliseconds(span.max_ms))
}
