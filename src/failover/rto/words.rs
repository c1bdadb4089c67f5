//! Numbers as people read them.

/// A length of time in seconds, with a digit behind the point where it is short and not whole.
pub(in crate::failover) fn seconds(ms: u64) -> String {
    if ms.is_multiple_of(1000) || ms >= 10_000 {
        format!("{} s", ms.saturating_add(500) / 1000)
    } else {
        let tenths = (ms + 50) / 100;
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "no time in milliseconds comes near 2^53")]
pub(in crate::failover) const fn in_seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}
