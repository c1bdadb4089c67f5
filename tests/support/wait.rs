//! Waiting for a condition: the one place in the tests that sleeps.

use std::fmt::Display;
use std::thread;
use std::time::{Duration, Instant};

/// How long a server may take to answer its first `PING`, and a command to be answered.
pub(crate) const SERVER_LIMIT: Duration = Duration::from_secs(20);

/// Calls `attempt` until it gives `Ok`, and returns that value.
///
/// # Panics
/// When `limit` has passed: the message says `what` was waited for, and the last attempt's reason.
#[track_caller]
pub(crate) fn wait_for<T, E: Display>(
    what: &str,
    limit: Duration,
    mut attempt: impl FnMut() -> Result<T, E>,
) -> T {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        match attempt() {
            Ok(value) => return value,
            Err(reason) if start.elapsed() >= limit => panic!("no {what} after {limit:?}: {reason}"),
            Err(_) => thread::sleep(pause),
        }
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
