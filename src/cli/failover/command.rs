//! Looks at a failover name, and reports.

use std::path::Path;
use std::rc::Rc;

use futures_util::FutureExt as _;
use tokio::sync;

use super::Arguments;
use super::arguments::What;
use super::name::NameArgs;
use super::watch;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::watched;
use crate::failover::observe::{Limiter, look};
use crate::failover::{self, Expectations};
use crate::observe::Context;
use crate::probe::{self, Observed, Watch};
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    match &arguments.what {
        None => check(&arguments.name, arguments.name.expectations()?, globals),
        Some(What::Simulate(simulate)) => {
            let expected = simulate.name.expectations()?;
            let scenario = Some(simulate.scenario());
            check(&simulate.name, Expectations { scenario, ..expected }, globals)
        }
        Some(What::Watch(watch)) => {
            let reporter = Reporter { command: "failover watch", ..reporter(watch.name.expectations()?) };
            match &globals.evidence {
                Some(_) if watch.says_how_long() => {
                    Err(CliError::usage_message("--evidence judges what was saved: nothing is watched")
                        .hint("leave out --every, --for and --until; what is judged may be said anew"))
                }
                Some(path) => replay(&watch.name, reporter, path, globals),
                None => watch::run(watch, reporter, globals),
            }
        }
    }
}

fn reporter(expected: Expectations) -> Reporter {
    Reporter {
        command: "failover",
        noun: noun("failover"),
        expectations: probe::Expectations { failover: expected, ..probe::Expectations::default() },
        on_stderr: false,
        detailed_exitcode: false,
    }
}

/// Judges what was saved.
fn replay(
    arguments: &NameArgs,
    reporter: Reporter,
    path: &Path,
    globals: &Globals,
) -> Result<Exit, CliError> {
    if arguments.looks() {
        return Err(CliError::usage_message("--evidence judges what was saved: it takes nothing to look at")
            .hint("leave out NAME and what is looked at with it; what is judged may be said anew"));
    }
    Run::replay(globals, reporter, path)
}

fn check(arguments: &NameArgs, expected: Expectations, globals: &Globals) -> Result<Exit, CliError> {
    let reporter = reporter(expected);
    if let Some(path) = &globals.evidence {
        return replay(arguments, reporter, path, globals);
    }
    let Some(name) = &arguments.name else {
        return Err(CliError::usage_message("no failover name was given")
            .hint("chalkstore failover NAME; or --evidence FILE, with what was saved before"));
    };
    let wanted = arguments.wanted()?;
    let options = arguments.aws.options("failover");
    let mut run = Run::start(globals, reporter, name.host.clone(), false, Files::default())?;
    let watch = Watch::new(Some(name.host.clone()), None);
    watch.plan(failover::every_check());
    let noted = Rc::clone(&watch);
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(globals.timeout, name.host.clone(), run.spinner().sink()).stopped_by(stopped);
    let asked = name.url();
    let work = async move {
        let seen = Box::pin(look(&asked, &wanted, &options, &Limiter::default(), &context)).await;
        noted.saw(Observed::Failover(Box::new(seen)));
    };
    // The observation keeps its own deadline.
    watched(&mut run, globals.timeout, watch, &stop, work.boxed_local())?;
    Ok(run.finish())
}
