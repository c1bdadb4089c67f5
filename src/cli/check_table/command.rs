//! Looks at one table in every Region, and reports.

use std::rc::Rc;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use crate::aws;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::watched;
use crate::dynamodb::observe::{self, table};
use crate::dynamodb::spec::{BillingName, EncryptionName, TableRef, Wanted};
use crate::dynamodb::table::{Evidence, Expectations, table_checks};
use crate::observe::Context;
use crate::probe::{self, Observed, Watch};
use crate::report::Exit;

/// Stands for the Region that is not known yet: what is expected can be checked without it.
const ANY_REGION: &str = "the-region-1";

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let wanted = arguments.wanted.clone();
    check(&wanted, arguments.aws.region.as_deref())?;
    let expected = Expectations { wanted };
    let reporter = Reporter {
        command: "check-table",
        noun: noun("check-table"),
        expectations: probe::Expectations { table: expected, ..probe::Expectations::default() },
        on_stderr: false,
        detailed_exitcode: false,
    };
    if let Some(path) = &globals.evidence {
        if arguments.name.is_some() || arguments.window.is_some() {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes no table")
                .hint("leave NAME and --window out; what is expected may be said anew"));
        }
        return Run::replay(globals, reporter, path);
    }
    let Some(table) = &arguments.name else {
        return Err(CliError::usage_message("no table was given")
            .hint("chalkstore check-table NAME; or --evidence FILE, with what was saved before"));
    };
    let options = options(arguments, table)?;
    let mut run = Run::start(globals, reporter, table.name.clone(), false, Files::default())?;
    look(table, options, arguments, globals, &mut run)?;
    Ok(run.finish())
}

/// The Region to ask for a table in, which an ARN names.
pub(in crate::cli) fn region(table: &TableRef, given: Option<String>) -> Result<Option<String>, CliError> {
    let hint = "leave --region out, or give the table's name alone";
    table.region_or(given).map_err(|reason| CliError::usage_message(reason).hint(hint))
}

/// How to reach AWS.
fn options(arguments: &Arguments, table: &TableRef) -> Result<aws::Options, CliError> {
    let mut options = arguments.aws.options("check-table");
    options.region = region(table, options.region)?;
    Ok(options)
}

/// Refuses expectations that contradict themselves before anything is asked.
fn check(wanted: &Wanted, region: Option<&str>) -> Result<(), CliError> {
    let is_capacity = wanted.read_capacity.is_some() || wanted.write_capacity.is_some();
    if is_capacity && wanted.billing != Some(BillingName::Provisioned) {
        return Err(CliError::usage_message(
            "--read-capacity and --write-capacity are expected of a fixed capacity alone: what scales is anywhere between its bounds",
        )
        .hint("add --billing provisioned, or take --read-scaling and --write-scaling"));
    }
    let region = region.unwrap_or(ANY_REGION);
    let mut whole = wanted.clone();
    // The Region that is asked is one of the group.
    whole.replicas.retain(|replica| replica.region != region);
    if whole.encryption == Some(EncryptionName::Customer) && whole.kms_keys.is_empty() {
        whole.encryption = None;
    }
    match whole.spec("any-name", region) {
        Ok(_) => Ok(()),
        Err(reason) => Err(CliError::usage_message(format!("no table can be as expected: {reason}"))
            .hint("`chalkstore check-table --help` lists what can be expected")),
    }
}

/// Looks at the table, and reports.
fn look(
    table_ref: &TableRef,
    options: aws::Options,
    arguments: &Arguments,
    globals: &Globals,
    run: &mut Run,
) -> Result<(), CliError> {
    let name = table_ref.name.clone();
    let regions = arguments.wanted.replicas.iter().map(|replica| replica.region.clone());
    let wanted = observe::Wanted::for_check(arguments.window, regions.collect());
    let watch = Watch::new(Some(name.clone()), None);
    watch.plan(table_checks());
    let noted = Rc::clone(&watch);
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, name.clone(), run.spinner().sink()).stopped_by(stopped);
    let work = async move {
        let seen = table(&name, &options, &wanted, &context).await;
        noted.saw(Observed::Table(Box::new(Evidence { seen, setup: None })));
    };
    // The observation keeps its own deadline.
    watched(run, globals.timeout, watch, &stop, work.boxed_local())?;
    Ok(())
}
