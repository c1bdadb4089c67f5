//! LAG021: what an MSK Replicator's metrics say of failures.

use std::collections::BTreeSet;

use super::case::{Case, Told, unread};
use super::msk::undescribed;
use crate::aws::{Asked, FailureKind};
use crate::connect::text::escape;
use crate::metrics::{Completeness, WindowSeen};
use crate::replication::evidence::{MetricSeen, Replicator};
use crate::replication::lag::unread_help;
use crate::replication::names::{self, CLUSTER_PING as PING};
use crate::replication::statistics::Points;
use crate::replication::words;
use crate::report::Finding;
use crate::report::catalogue::LAG_MSK_FAILURES;

/// Metrics that count failures, and what each means. AWS has both `ReplicatorFailure` and `ReplicationFailures`.
const COUNTS: [(&str, &str); 4] = [
    (names::REPLICATOR_FAILURE, "the replicator itself failed"),
    (names::REPLICATION_FAILURES, "messages could not be replicated"),
    (names::AUTH_ERROR, "connections to a cluster were refused for want of permission"),
    (names::OFFSET_SYNC_FAILURE, "offsets of consumer groups could not be synchronised"),
];
/// What happened within so many seconds of the window's end is happening now.
const NOW_S: i64 = 900;
/// Points may be late by so many periods.
const LATE_PERIODS: i64 = 3;
/// States in which messages are replicated.
const REPLICATES: [&str; 2] = ["RUNNING", "UPDATING"];

/// Whether no failure was counted, and both clusters answer.
pub(super) fn failures(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    for seen in case.replicators() {
        match (&seen.described, &seen.metrics) {
            (Asked::Failed(_), Asked::Failed(_)) => {
                told.findings.push(undescribed(&LAG_MSK_FAILURES, seen));
            }
            (_, Asked::Failed(failure)) => told.findings.push(unread(
                &LAG_MSK_FAILURES,
                seen.name(),
                "cloudwatch:GetMetricData",
                failure,
            )),
            (_, Asked::Answered(metrics)) => of_metrics(seen, metrics, &case.evidence.window, &mut told),
        }
    }
    told
}

fn of_metrics(seen: &Replicator, metrics: &[MetricSeen], window: &WindowSeen, told: &mut Told) {
    let name = seen.name();
    for metric in metrics {
        if let Some((_, meaning)) = COUNTS.iter().find(|(name, _)| *name == metric.name) {
            told.findings.extend(counted(metric, meaning, window).map(|finding| finding.about(name)));
        }
        if metric.name == names::THROTTLE_TIME {
            let max = Points::of(&metric.series, window, 1.0).numbers().into_iter().fold(0.0, f64::max);
            if max > 0.0 {
                let cluster = alias(metric).unwrap_or("a cluster");
                told.notes.push(format!("{name}: {cluster} held it back for up to {}", words::duration(max)));
            }
        }
    }
    // Clusters are known by the description, and by the list of the metrics.
    if let Some(failure) = seen.listing.as_ref().filter(|failure| failure.kind != FailureKind::Limit) {
        told.findings.push(
            Finding::unknown(&LAG_MSK_FAILURES, format!("not every metric of it was asked for: {failure}"))
                .help(unread_help("cloudwatch:ListMetrics", failure.kind))
                .about(name),
        );
    }
    let is_read = |wanted: &str| metrics.iter().any(|metric| metric.name == wanted);
    let of_whole = COUNTS.iter().filter(|(wanted, _)| *wanted != names::AUTH_ERROR);
    told.findings.extend(of_whole.filter(|(wanted, _)| !is_read(wanted)).map(|(wanted, _)| {
        Finding::unknown(&LAG_MSK_FAILURES, format!("{wanted} was not read"))
            .help("allow cloudwatch:GetMetricData, or ask again")
            .about(name)
    }));
    let is_counted = |metric: &&MetricSeen| COUNTS.iter().any(|(name, _)| *name == metric.name);
    let counts: Vec<&MetricSeen> = metrics.iter().filter(is_counted).collect();
    if !counts.is_empty() && counts.iter().all(|metric| metric.series.is_empty()) {
        told.findings.push(
            Finding::unknown(
                &LAG_MSK_FAILURES,
                "none of the metrics that count failures has a point in the window",
            )
            .help("look at the replicator's metrics in CloudWatch; a longer --window may show older points")
            .about(name),
        );
    }
    let facts = seen.described.answer();
    // One that is being updated goes on replicating.
    if let Some(state) =
        facts.and_then(|facts| facts.state.as_deref().filter(|state| !REPLICATES.contains(state)))
    {
        let message =
            format!("{name} is {}: whether its clusters answer is not judged (LAG020)", escape(state));
        told.findings.push(Finding::skip(&LAG_MSK_FAILURES, message).about(name));
        return;
    }
    let mut clusters: BTreeSet<&str> =
        facts.map(|facts| facts.clusters.iter().map(|one| one.alias.as_str()).collect()).unwrap_or_default();
    let pings: Vec<&MetricSeen> = metrics.iter().filter(|metric| metric.name == PING).collect();
    let refused: Vec<&MetricSeen> =
        metrics.iter().filter(|metric| metric.name == names::AUTH_ERROR).collect();
    clusters.extend(pings.iter().chain(&refused).filter_map(|metric| alias(metric)));
    if clusters.is_empty() {
        told.findings.push(
            Finding::unknown(
                &LAG_MSK_FAILURES,
                format!("no point of {PING}: whether its clusters answer is not known"),
            )
            .help("look at the replicator's metrics in CloudWatch")
            .about(name),
        );
    }
    for cluster in clusters {
        let metric = pings.iter().copied().find(|metric| alias(metric) == Some(cluster));
        told.findings.extend(pinged(metric, cluster, window).map(|finding| finding.about(name)));
        if !refused.iter().any(|metric| alias(metric) == Some(cluster)) {
            let message = format!("{} of {cluster} was not read", names::AUTH_ERROR);
            told.findings.push(
                Finding::unknown(&LAG_MSK_FAILURES, message)
                    .help("allow cloudwatch:GetMetricData, or ask again")
                    .about(name),
            );
        }
    }
}

fn alias(metric: &MetricSeen) -> Option<&str> {
    metric.dimensions.get(names::BY_CLUSTER).map(String::as_str)
}

fn is_partial(metric: &MetricSeen) -> bool {
    metric.completeness != Completeness::Complete || !metric.missing.is_empty()
}

/// Failures that were counted.
fn counted(metric: &MetricSeen, meaning: &str, window: &WindowSeen) -> Option<Finding> {
    let points = Points::of(&metric.series, window, 1.0);
    let failed: Vec<&(i64, f64)> = points.values.iter().filter(|(_, value)| *value > 0.0).collect();
    let at = alias(metric).map(|alias| format!(" at {alias}")).unwrap_or_default();
    let Some((newest, _)) = failed.last() else {
        return is_partial(metric).then(|| {
            Finding::unknown(&LAG_MSK_FAILURES, format!("CloudWatch gave only a part of {}", metric.name))
                .help("ask again")
        });
    };
    let sum: f64 = failed.iter().map(|(_, value)| value).sum();
    let message = format!(
        "{}{at}: {sum:.0} in the window, the last at {}: {meaning}",
        metric.name,
        words::clock(*newest, window)
    );
    let help = if metric.name == names::AUTH_ERROR {
        "look at the replicator's role and at the clusters' policies: kafka-cluster:Connect, DescribeTopic, ReadData and WriteData"
    } else {
        "look at the replicator's log and at the clusters' health"
    };
    let is_now = window.end_epoch_s.saturating_sub(*newest) <= NOW_S;
    Some(
        if is_now {
            Finding::fail(&LAG_MSK_FAILURES, message)
        } else {
            Finding::warn(&LAG_MSK_FAILURES, message)
        }
        .help(help),
    )
}

/// Whether a cluster answers: 0 is bad, and so is no point where it was asked for.
fn pinged(metric: Option<&MetricSeen>, cluster: &str, window: &WindowSeen) -> Option<Finding> {
    let check = &LAG_MSK_FAILURES;
    let help = "look at the network between the replicator and the cluster (subnets, security groups), at its role, and at the cluster";
    let Some(metric) = metric else {
        let message = format!("{PING} of {cluster} was not read: whether it answers is not known");
        return Some(Finding::unknown(check, message).help("allow cloudwatch:GetMetricData, or ask again"));
    };
    let points = Points::of(&metric.series, window, 1.0);
    if is_partial(metric) {
        return Some(
            Finding::unknown(check, format!("CloudWatch gave only a part of {PING} of {cluster}"))
                .help("ask again"),
        );
    }
    let Some((_, last)) = points.values.last() else {
        let message = format!("no point of {PING} of {cluster}: the replicator does not reach it");
        return Some(Finding::fail(check, message).help(help));
    };
    let newest = points.newest_end_epoch_s(window.period_s).unwrap_or(window.start_epoch_s);
    let silent = window.end_epoch_s.saturating_sub(newest);
    if *last <= 0.0 {
        return Some(Finding::fail(check, format!("{cluster} does not answer: {PING} is 0")).help(help));
    }
    if silent >= LATE_PERIODS.saturating_mul(i64::from(points.step_s(window.period_s))) && silent >= 300 {
        let message = format!("{PING} of {cluster} has no point since {}", words::clock(newest, window));
        return Some(Finding::fail(check, message).help(help));
    }
    let failed = points.values.iter().filter(|(_, value)| *value <= 0.0).count();
    (failed > 0).then(|| {
        let message = format!(
            "{cluster} did not answer in {} of the window, and does now",
            words::count(failed, "period")
        );
        Finding::warn(check, message).help(help)
    })
}
