//! Runs an observation so that it always comes back: with what was seen, or with the bug that stopped it.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;

use super::{Bug, Observed, Request};
use crate::observe::Context;

/// Beyond its own deadline an observation gets this long to come to its end. An observation keeps its deadline by
/// itself; this is what stands behind it when it does not.
const GRACE: Duration = Duration::from_secs(2);

thread_local! {
    static PANIC_PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// An observation that came to its end.
pub struct Finished {
    /// What was seen.
    pub observed: Observed,
    /// Whether a bug stopped it.
    pub is_bug: bool,
}

/// Observes. A panic, or a probe that does not keep its deadline, becomes evidence of a bug.
pub async fn observe(request: &Request, context: &Context) -> Finished {
    let limit = context.remaining() + GRACE;
    let guarded = AssertUnwindSafe(request.observe(context)).catch_unwind();
    let result = tokio::time::timeout(limit, guarded).await;
    context.done();
    let place = match result {
        Ok(Ok(observed)) => return Finished { observed, is_bug: false },
        Ok(Err(_panic)) => PANIC_PLACE.take().unwrap_or_else(|| "an unknown place".to_owned()),
        Err(_late) => "a probe that did not keep its deadline".to_owned(),
    };
    let checks = request.plan().iter().map(|check| check.code.to_owned()).collect();
    Finished { observed: Observed::Bug(Bug { checks, place }), is_bug: true }
}

/// Remembers where a panic happened. Its message is not kept: it may quote what was being handled, and that may be
/// a secret.
pub(crate) fn remember_panic(place: String) {
    PANIC_PLACE.set(Some(place));
}
