//! `--from-table`: one table, looked at in every Region.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use crate::aws;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::interrupt::interrupted;
use crate::cli::run::Run;
use crate::dynamodb::observe::{Wanted, table};
use crate::dynamodb::sizing::{Basis, Evidence, TableBasis};
use crate::dynamodb::table_checks;
use crate::dynamodb::workload::Inputs;
use crate::observe::Context;
use crate::probe::{self, Observed, Watch};
use crate::report::Exit;

/// Looks at the table, reports, and gives what was seen; nothing where a signal came first.
pub(super) fn look(
    name: &str,
    arguments: &Arguments,
    globals: &Globals,
    run: &mut Run,
) -> Result<Option<Basis>, CliError> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let options = aws::Options {
        region: arguments.inputs.region.clone(),
        profile: arguments.profile.clone(),
        endpoint_url: arguments.endpoint_url.clone(),
        command: "size",
    };
    let wanted = Wanted {
        window: arguments.window.or(Wanted::default().window),
        sample_items: arguments.sample_items,
        ..Wanted::default()
    };
    let watch = Watch::new(Some(name.to_owned()), None);
    watch.plan(table_checks());
    let basis: Rc<RefCell<Option<Basis>>> = Rc::default();
    let (watched, told) = (Rc::clone(&watch), Rc::clone(&basis));
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, name.to_owned(), run.spinner().sink()).stopped_by(stopped);
    let inputs = Inputs { region: None, ..arguments.inputs.clone() };
    let work = async move {
        let seen = table(name, &options, &wanted, &context).await;
        let at = seen.observed_at.clone();
        let basis = Basis::Table(Box::new(TableBasis { seen, inputs }));
        *told.borrow_mut() = Some(basis.clone());
        watched.saw(Observed::Size(Box::new(Evidence { at, basis })));
    };
    let came: Cell<Option<Exit>> = Cell::default();
    runtime.block_on(async {
        let job = probe::Job { watch, work: work.boxed_local() };
        // The first signal ends the observation, and what it knows is reported. The second does not wait for that.
        let signal = pin!(async {
            came.set(Some(interrupted().await));
            if stop.send(true).is_err() {
                return pending().await;
            }
            interrupted().await
        });
        // The observation keeps its own deadline; this one only catches what does not.
        let limit = globals.timeout.saturating_add(Duration::from_secs(1));
        probe::run(std::iter::once(job), 1, limit, signal, |recorded| run.report(recorded)).await
    });
    runtime.shutdown_background();
    if let Some(exit) = came.get() {
        run.interrupted(exit);
        return Ok(None);
    }
    Ok(basis.take())
}
