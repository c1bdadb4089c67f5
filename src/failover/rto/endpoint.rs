//! When a health check that probes an endpoint changes its mind.

use super::Span;
use crate::failover::WhatIf;
use crate::failover::evidence::HealthCheckFacts;

/// What AWS takes where nothing is said.
const DEFAULT_INTERVAL_S: u32 = 30;
const DEFAULT_THRESHOLD: u32 = 3;

/// The longest that one request may take, in seconds: 4 to connect and 2 for the status, 2 more for the body where it
/// is searched; 10 to connect where only that is asked for.
pub(in crate::failover) fn longest_try_s(kind: &str) -> u64 {
    match kind {
        "TCP" => 10,
        "HTTP_STR_MATCH" | "HTTPS_STR_MATCH" => 8,
        _ => 6,
    }
}

/// The interval in seconds and the threshold, as they are set or asked about.
pub(super) fn settings(facts: &HealthCheckFacts, what_if: Option<&WhatIf>) -> (u32, u32) {
    settled(
        what_if.and_then(|what_if| what_if.interval_s).or(facts.interval_s),
        what_if.and_then(|what_if| what_if.threshold).or(facts.threshold),
    )
}

/// The interval in seconds and the threshold of a health check that is only asked about: where one of them is, a record
/// that nothing decides about is reckoned with as if it had a check of its own host. Nothing where neither is.
pub(super) fn supposed(what_if: Option<&WhatIf>) -> Option<(u32, u32)> {
    let what_if = what_if?;
    let is_asked = what_if.interval_s.is_some() || what_if.threshold.is_some();
    is_asked.then(|| settled(what_if.interval_s, what_if.threshold))
}

fn settled(interval_s: Option<u32>, threshold: Option<u32>) -> (u32, u32) {
    (interval_s.unwrap_or(DEFAULT_INTERVAL_S), threshold.unwrap_or(DEFAULT_THRESHOLD).max(1))
}

/// How long after an endpoint begins to fail the check is unhealthy.
///
/// A checker that had just asked waits a whole interval, and an interval counts from an answer to the next request; a
/// request into a hole takes as long as it may. The quickest hits the first failure at once.
pub(super) fn unhealthy(interval_s: u32, threshold: u32, longest_try_s: u64) -> Span {
    let (interval_ms, threshold) = (u64::from(interval_s) * 1000, u64::from(threshold));
    Span::new(
        threshold.saturating_sub(1).saturating_mul(interval_ms),
        threshold.saturating_mul(interval_ms),
        threshold.saturating_mul(interval_ms + longest_try_s * 1000),
    )
}

/// How long after an endpoint is back the check is healthy: as many successes in a row as it took failures, and the
/// request that was under way into the hole before.
pub(super) fn healthy(interval_s: u32, threshold: u32, longest_try_s: u64) -> Span {
    let span = unhealthy(interval_s, threshold, longest_try_s);
    Span { max_ms: span.max_ms.saturating_add(longest_try_s * 1000), ..span }
}
