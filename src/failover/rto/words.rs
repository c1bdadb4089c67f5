//! Numbers as people read them.

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "no time in milliseconds comes near 2^53")]
pub(in crate::failover) const fn in_seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}
