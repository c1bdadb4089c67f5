//! Runs one observation to its end, and reports what it saw: the first signal lets it end in its own way, the second
//! does not wait for that.

use std::cell::Cell;
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use tokio::sync::watch::Sender;

use super::error::CliError;
use super::interrupt::interrupted;
use super::run::Run;
use crate::probe::{self, Watch};
use crate::report::Exit;

/// Longer than anything that is set up takes; each of its waits has a limit of its own.
pub(super) const LONGEST: Duration = Duration::from_hours(7 * 24);

/// Does `work`, which takes down what it sees in `watch` and ends when `stop` turns true, and reports. Says which signal
/// came, if one did; the run knows of it then.
///
/// `limit` is the longest that the work can take by its own deadlines: it only catches what does not keep them.
pub(super) fn watched(
    run: &mut Run,
    limit: Duration,
    watch: Rc<Watch>,
    stop: &Sender<bool>,
    work: LocalBoxFuture<'_, ()>,
) -> Result<Option<Exit>, CliError> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let came: Cell<Option<Exit>> = Cell::default();
    runtime.block_on(async {
        let job = probe::Job { watch, work };
        let signal = pin!(async {
            came.set(Some(interrupted().await));
            if stop.send(true).is_err() {
                return pending().await;
            }
            interrupted().await
        });
        let limit = limit.saturating_add(Duration::from_secs(1));
        probe::run(std::iter::once(job), 1, limit, signal, |recorded| run.report(recorded)).await
    });
    runtime.shutdown_background();
    if let Some(exit) = came.get() {
        run.interrupted(exit);
    }
    Ok(came.get())
}
