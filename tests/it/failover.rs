//! What a failover name looks like from outside: Route 53, resolvers, health endpoints, load balancers.

mod checks;
pub(crate) mod deployment;
mod dns;
mod drafted;
mod emulated;
mod healthz;
mod parts;
mod program;
mod records;
mod throttled;
mod verdicts;

use std::time::Duration;

use chalkstore::observe::Context;

/// Long enough for what answers at once, on a busy machine.
const LONG: Duration = Duration::from_secs(20);
/// How long is waited for what does not come.
const SHORT: Duration = Duration::from_millis(400);

/// Runs an observation to its end, in a runtime as the program's.
fn looked<T>(limit: Duration, look: impl AsyncFnOnce(&Context) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done = runtime.block_on(async { look(&Context::new(limit, "a test", None)).await });
    runtime.shutdown_background();
    done
}
