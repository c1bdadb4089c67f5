//! When a load balancer's target health turns, as `EvaluateTargetHealth` sees it.

use super::{Span, Timing};
use crate::failover::evidence::{Balancer, TargetGroup};

/// What AWS takes where nothing is said: of an Application Load Balancer.
const DEFAULT_INTERVAL_S: u32 = 30;
const DEFAULT_UNHEALTHY: u32 = 2;
const DEFAULT_HEALTHY: u32 = 5;

/// The timeout of a probe, in seconds, which is not asked for: AWS's own for HTTP, and for a connection alone.
const HTTP_TIMEOUT_S: u64 = 6;
const TCP_TIMEOUT_S: u64 = 10;

/// When a load balancer counts as unhealthy after all its targets died, and as healthy after they are back. The first
/// target group that has no healthy target makes it unhealthy; all have to be back.
pub(super) fn timing(balancer: Option<&Balancer>, dns_name: &str) -> Timing {
    let groups = balancer.and_then(|balancer| balancer.target_groups.answer());
    let groups: Vec<&TargetGroup> = groups.into_iter().flatten().filter(|group| is_used(group)).collect();
    let spans = groups.iter().map(|group| of_group(group));
    let all = spans.reduce(|(unhealthy, healthy), (other_unhealthy, other_healthy)| {
        (unhealthy.first(other_unhealthy), healthy.last(other_healthy))
    });
    let is_assumed = all.is_none() || groups.iter().any(|group| !is_told(group));
    let failure = balancer.and_then(|balancer| balancer.target_groups.failure());
    let why = failure.map(|failure| format!(": {failure}")).unwrap_or_default();
    let unsure = is_assumed
        .then(|| format!("interval and thresholds of the target groups of {dns_name} are not known{why}"));
    let unsure = unsure.into_iter().collect();
    let (unhealthy, healthy) =
        all.unwrap_or_else(|| of(DEFAULT_INTERVAL_S, DEFAULT_UNHEALTHY, DEFAULT_HEALTHY, HTTP_TIMEOUT_S));
    let settings: Vec<String> = groups
        .iter()
        .map(|group| {
            let threshold = group.unhealthy_threshold.unwrap_or(DEFAULT_UNHEALTHY);
            format!("{} s x {threshold}", group.interval_s.unwrap_or(DEFAULT_INTERVAL_S))
        })
        .collect();
    let settings = match settings.as_slice() {
        [] => format!("{DEFAULT_INTERVAL_S} s x {DEFAULT_UNHEALTHY}"),
        settings => settings.join(", "),
    };
    let assumed = if is_assumed { ", as AWS has it where nobody said" } else { "" };
    Timing {
        unhealthy,
        healthy,
        by: format!("target health of {dns_name} ({settings}{assumed})"),
        is_assumed,
        unsure,
    }
}

fn is_used(group: &TargetGroup) -> bool {
    let is_unused = |target: &crate::failover::evidence::Target| target.state.as_deref() == Some("unused");
    group.targets.answer().is_none_or(|targets| targets.is_empty() || !targets.iter().all(is_unused))
}

const fn is_told(group: &TargetGroup) -> bool {
    group.interval_s.is_some() && group.unhealthy_threshold.is_some() && group.healthy_threshold.is_some()
}

fn of_group(group: &TargetGroup) -> (Span, Span) {
    of(
        group.interval_s.unwrap_or(DEFAULT_INTERVAL_S),
        group.unhealthy_threshold.unwrap_or(DEFAULT_UNHEALTHY),
        group.healthy_threshold.unwrap_or(DEFAULT_HEALTHY),
        if group.health_path.is_some() { HTTP_TIMEOUT_S } else { TCP_TIMEOUT_S },
    )
}

fn of(interval_s: u32, unhealthy: u32, healthy: u32, timeout_s: u64) -> (Span, Span) {
    let interval = u64::from(interval_s);
    // A timeout is shorter than the interval.
    let timeout_s = timeout_s.min(interval);
    let span = |count: u32, more: u64| {
        let count = u64::from(count.max(1));
        let most_ms = count.saturating_mul((interval + timeout_s) * 1000).saturating_add(more * 1000);
        let of = |count: u64| count.saturating_mul(interval * 1000);
        Span::new(of(count - 1), of(count), most_ms)
    };
    (span(unhealthy, 0), span(healthy, timeout_s))
}
