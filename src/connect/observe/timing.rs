//! Timing a stage.

use std::time::Duration;

use crate::connect::evidence::Stage;
use crate::observe::Context;

/// Announces a stage, runs it, and says how long it took. What is not evidence, such as the open connection,
/// comes back beside it.
pub(super) async fn timed<T, L>(
    context: &Context,
    name: &'static str,
    stage: impl Future<Output = (T, L)>,
) -> (Stage<T>, L) {
    context.stage(name);
    let start_us = context.elapsed_us();
    let (outcome, live) = stage.await;
    (Stage { start_us, duration_us: context.elapsed_us() - start_us, outcome }, live)
}

/// The same for a stage that leaves nothing behind.
pub(super) async fn timed_only<T>(
    context: &Context,
    name: &'static str,
    stage: impl Future<Output = T>,
) -> Stage<T> {
    timed(context, name, async { (stage.await, ()) }).await.0
}

/// Whole milliseconds.
pub(super) fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
