//! Timing a stage.

use std::time::Duration;

use futures_util::future::LocalBoxFuture;

use crate::connect::evidence::Stage;
use crate::observe::Context;

/// Announces a stage, runs it, and says how long it took. What is not evidence, such as the open connection,
/// comes back beside it.
///
/// The future is boxed: those of the AWS SDK are large, and there is one per stage.
pub(super) fn timed<'a, T: 'a, L: 'a>(
    context: &'a Context,
    name: &'static str,
    stage: impl Future<Output = (T, L)> + 'a,
) -> LocalBoxFuture<'a, (Stage<T>, L)> {
    Box::pin(async move {
        context.stage(name);
        let start_us = context.elapsed_us();
        let (outcome, live) = stage.await;
        (Stage { start_us, duration_us: context.elapsed_us() - start_us, outcome }, live)
    })
}

/// The same for a stage that leaves nothing behind.
pub(super) fn timed_only<'a, T: 'a>(
    context: &'a Context,
    name: &'static str,
    stage: impl Future<Output = T> + 'a,
) -> LocalBoxFuture<'a, Stage<T>> {
    let stage = timed(context, name, async { (stage.await, ()) });
    Box::pin(async { stage.await.0 })
}

/// Whole milliseconds.
pub(super) fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
