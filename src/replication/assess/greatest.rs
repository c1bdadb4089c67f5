//! LAG051: whether every replica is behind by less than the greatest lag that is allowed, at this moment.

use super::case::{Case, Told};
use super::flowing::{help, unknown_ways};
use crate::replication::lag::{Arrivals, Lag};
use crate::replication::words;
use crate::report::Finding;
use crate::report::catalogue::LAG_MAX;

/// Whether no replica is behind by more than was allowed now. What the window saw before is LAG003's.
#[expect(clippy::cast_precision_loss, reason = "a lag that is allowed is below 2^53 ms")]
pub(super) fn greatest(case: &Case<'_>) -> Told {
    let mut told = Told::default();
    let Some(most) = case.expected.max_lag_ms.map(|most| most as f64) else {
        told.findings.push(Finding::skip(&LAG_MAX, "no greatest lag was set: --max-lag"));
        return told;
    };
    let allowed = words::duration(most);
    let mut unknown = Vec::new();
    let mut worst: Option<(f64, &Lag)> = None;
    for lag in &case.lags {
        match now_ms(lag) {
            Some((ms, is_all)) if ms > most => {
                let or_more = if is_all { "" } else { " or more" };
                let message = format!("{}{or_more} behind, and {allowed} is allowed", words::duration(ms));
                told.findings
                    .push(Finding::fail(&LAG_MAX, message).help(help(lag.kind)).about(lag.subject()));
            }
            Some((ms, true)) => {
                if worst.is_none_or(|(most, _)| ms > most) {
                    worst = Some((ms, lag));
                }
            }
            _ => unknown.push(lag),
        }
    }
    told.findings.extend(unknown_ways(&LAG_MAX, &unknown));
    if case.lags.is_empty() {
        told.findings.push(Finding::skip(&LAG_MAX, "nothing that was named has a replica (LAG004)"));
    }
    if let (true, Some((ms, lag))) = (told.findings.is_empty(), worst) {
        let message = format!("at most {} ({}); {allowed} is allowed", words::duration(ms), lag.subject());
        told.findings.push(Finding::pass(&LAG_MAX).message_is(message));
    }
    told
}

/// How far a replica is behind now, in milliseconds, and whether that is all: of what is not known it is the least. Nothing
/// where not even that is known.
fn now_ms(lag: &Lag) -> Option<(f64, bool)> {
    if !lag.state.is_known() {
        return lag.now_at_least_ms().map(|ms| (ms, false));
    }
    // Where nothing was written, nothing is behind.
    let markers = lag.canary.as_ref().and_then(Arrivals::worst_ms);
    let now = [lag.last_ms(), lag.at_least_ms, markers].into_iter().flatten().reduce(f64::max);
    let now = now.unwrap_or_default();
    // A marker that did not arrive takes longer than it was looked for.
    let lost = lag.canary.filter(|canary| canary.lost > 0).map(|canary| canary.limit_ms);
    Some(lost.map_or((now, true), |limit| (now.max(limit), false)))
}
