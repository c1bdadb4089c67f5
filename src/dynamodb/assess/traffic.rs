//! CAP008 and CAP009: whether capacity keeps up with the traffic, and what is known of that.

use super::case::Case;
use super::limits::percent;
use super::throttling::MORE_WAS_ASKED_FOR;
use crate::dynamodb::cost::Mode;
use crate::dynamodb::sizing::{Basis, ModeRun, RegionRun, Sizing, Throttled};
use crate::numbers::count;
use crate::report::Finding;
use crate::report::catalogue::{CAP_KEEPS_UP, CAP_TRAFFIC};
use crate::words;

/// Whether the recommended mode throttles no more than it may.
pub(super) fn keeps_up(case: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let mode = sizing.recommendation.mode;
    let mut findings = Vec::new();
    for run in &sizing.regions {
        let Some(one) = run.of(mode) else { continue };
        match &one.outcome {
            Err(error) => findings.push(
                Finding::unknown(
                    &CAP_KEEPS_UP,
                    format!("{}: it cannot be simulated: {error}", run.region),
                )
                .help("correct what is named there, in the options, the scenario or the trace, and size again"),
            ),
            Ok(_) => findings.extend(throttled(case, run, one)),
        }
    }
    // What nobody knows is simulated as nothing, which any capacity keeps up with.
    if let Basis::Trace(seen) = &case.evidence.basis
        && let Some(missing) = seen.missing()
    {
        let message = format!(
            "the trace has no {missing} units: whether capacity keeps up with them is not known (CAP009)"
        );
        findings.push(Finding::unknown(&CAP_KEEPS_UP, message).help("see CAP009: it says how to give them"));
    }
    if findings.is_empty() {
        findings.push(Finding::pass(&CAP_KEEPS_UP).note(
            "simulated by the minute: what happens within a minute is not in it, and throttles more than this says",
        ));
    }
    findings
}

/// What is throttled beyond what may be.
fn throttled(case: &Case<'_>, run: &RegionRun, one: &ModeRun) -> Option<Finding> {
    let (share, outcome) = (one.throttled_share()?, one.outcome.as_ref().ok()?);
    (share > case.max_throttle()).then(|| {
        let kinds = [("read", &outcome.read), ("write", &outcome.write)];
        let told: Vec<String> = kinds
            .into_iter()
            .filter(|(_, usage)| usage.throttled_units > 0.0)
            .map(|(what, usage)| {
                format!(
                    "{} of the {what} units ({}) in {}",
                    percent(usage.throttled_share()),
                    count(usage.throttled_units),
                    words::count(usage.throttled_minutes, "minute")
                )
            })
            .collect();
        let message = format!(
            "{}: {} would throttle {}; at most {} may be",
            run.region,
            words(one.mode),
            told.join(" and "),
            percent(case.max_throttle())
        );
        let help = match one.mode {
            Mode::OnDemand => "raise the table's warm throughput before the traffic comes (CAP007)",
            _ => "raise the minimum or lower the target; --optimize finds the cheapest policy within --max-throttle of a trace",
        };
        Finding::fail(&CAP_KEEPS_UP, message).help(help)
    })
}

/// A mode in words.
pub(in crate::dynamodb) const fn words(mode: Mode) -> &'static str {
    match mode {
        Mode::OnDemand => "on-demand capacity",
        Mode::Provisioned => "capacity fixed at the peak",
        Mode::Autoscaling => "provisioned capacity with autoscaling",
    }
}

/// Whether there is a value for every minute.
pub(super) fn is_known(case: &Case<'_>, sizing: &Sizing) -> Vec<Finding> {
    let Some(replay) = &sizing.replay else {
        let reason =
            "no traffic was measured: a workload was described, and taken to swing as a sine over a day";
        return vec![Finding::skip(&CAP_TRAFFIC, reason)];
    };
    let seen = match &case.evidence.basis {
        Basis::Trace(seen) => Some(seen),
        Basis::Workloads(_) | Basis::Table(_) => None,
    };
    let mut findings = Vec::new();
    if let Some(what) = seen.and_then(|seen| seen.missing()) {
        let message = format!("the trace has no {what} units: what is said here takes them as none");
        findings.push(Finding::unknown(&CAP_TRAFFIC, message).help(format!(
            "give the {what} units in the same file; or, if there were none, say so: --gaps zero"
        )));
    }
    if replay.period_s > 60 {
        findings.push(coarse(replay.period_s, seen.is_some()));
    }
    if replay.filled_minutes > 0 {
        let message = format!(
            "{} {} missing and filled in as --gaps says",
            words::count(replay.filled_minutes, "value"),
            if replay.filled_minutes == 1 { "was" } else { "were" }
        );
        findings.push(Finding::warn(&CAP_TRAFFIC, message).help(
            "look at what happened then: CloudWatch leaves out what it did not get, and an idle table reports zeros",
        ));
    }
    if !replay.throttled.is_empty() {
        let message = format!("{MORE_WAS_ASKED_FOR}: requests were throttled ({})", told(&replay.throttled));
        findings.push(Finding::warn(&CAP_TRAFFIC, message).help(
            "take every figure for the least there is to expect: give the table more (CAP011 for one that exists), measure again, and size it by that",
        ));
    }
    let unread = seen.iter().flat_map(|seen| &seen.throttled).filter(|one| one.is_unread);
    let unread: Vec<&str> = unread.map(|one| one.metric.as_str()).collect();
    if !unread.is_empty() {
        let message = format!(
            "how many requests were throttled could not be read ({}): where some were, true demand was higher than what was \
             consumed",
            unread.join(", ")
        );
        findings.push(
            Finding::unknown(&CAP_TRAFFIC, message)
                .help("write these values as plain numbers, such as 1234, or leave them empty"),
        );
    }
    if let Some(ignored) = seen.map(|seen| &seen.ignored).filter(|ignored| !ignored.is_empty()) {
        let note = format!("left out, because it is not of consumed units: {}", ignored.join(", "));
        match findings.pop() {
            None => findings.push(Finding::pass(&CAP_TRAFFIC).note(note)),
            Some(last) => findings.push(last.note(note)),
        }
    }
    if seen.is_some_and(|seen| seen.throttled.is_empty()) {
        let note = "no count of throttled requests was read from the file: where some were throttled, true demand was higher than what was consumed";
        let finding = findings.pop().unwrap_or_else(|| Finding::pass(&CAP_TRAFFIC));
        findings.push(finding.note(note));
    }
    findings
}

/// What was throttled, by metric: `us-east-1: ReadThrottleEvents 1,234`.
pub(in crate::dynamodb) fn told(throttled: &[Throttled]) -> String {
    let one = |one: &Throttled| {
        let region = one.region.as_ref().map(|region| format!("{region}: ")).unwrap_or_default();
        format!("{region}{} {}", one.metric, count(one.requests))
    };
    throttled.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Values that stand for more than a minute.
fn coarse(period_s: u32, is_trace: bool) -> Finding {
    let minutes = period_s / 60;
    let message = format!(
        "one value stands for {minutes} minutes: a peak of a minute may be up to {minutes} times as high as it looks"
    );
    let finding = Finding::warn(&CAP_TRAFFIC, message)
        .help("collect the metrics with a period of 60 s, within 15 days of the peak that matters");
    if is_trace {
        finding.note(
            "that is the distance of the points; if each is of one minute, and minutes without traffic are left out, say so: --trace-period 60s --gaps zero",
        )
    } else {
        finding
    }
}
