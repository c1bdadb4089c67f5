//! `--from-table`: one table, looked at in every Region.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use crate::aws;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::run::Run;
use crate::cli::watched::watched;
use crate::dynamodb::observe::{Wanted, table};
use crate::dynamodb::sizing::{Basis, Evidence, TableBasis};
use crate::dynamodb::table_checks;
use crate::dynamodb::workload::Inputs;
use crate::observe::Context;
use crate::probe::{Observed, Watch};

/// Looks at the table, reports, and gives what was seen; nothing where a signal came first.
pub(super) fn look(
    name: &str,
    arguments: &Arguments,
    globals: &Globals,
    run: &mut Run,
) -> Result<Option<Basis>, CliError> {
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
    let (noted, told) = (Rc::clone(&watch), Rc::clone(&basis));
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, name.to_owned(), run.spinner().sink()).stopped_by(stopped);
    let inputs = Inputs { region: None, ..arguments.inputs.clone() };
    let work = async move {
        let seen = table(name, &options, &wanted, &context).await;
        let at = seen.observed_at.clone();
        let basis = Basis::Table(Box::new(TableBasis { seen, inputs }));
        *told.borrow_mut() = Some(basis.clone());
        noted.saw(Observed::Size(Box::new(Evidence { at, basis })));
    };
    // The observation keeps its own deadline.
    if watched(run, globals.timeout, watch, &stop, work.boxed_local())?.is_some() {
        return Ok(None);
    }
    Ok(basis.take())
}
