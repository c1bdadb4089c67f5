//! Sets a table up, and reports.

use std::rc::Rc;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::sync;

use super::work::Work;
use super::{Arguments, emitted, from_size};
use crate::aws::{self, Options};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::{LONGEST, watched};
use crate::dynamodb::apply::Limits;
use crate::dynamodb::spec::Wanted;
use crate::dynamodb::table::plan_checks;
use crate::observe::Context;
use crate::probe::{Expectations, Observed, Watch};
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let reporter = Reporter {
        command: "create-table",
        noun: noun("create-table"),
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: arguments.change.detailed_exitcode,
    };
    if let Some(path) = &globals.evidence {
        if arguments.name.is_some() || arguments.wanted != Wanted::default() || arguments.change.yes {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes no table")
                .hint("leave the name and what is wanted out: they are in the file"));
        }
        return Run::replay(globals, reporter, path);
    }
    let Some(name) = &arguments.name else {
        return Err(CliError::usage_message("no table was named")
            .hint("chalkstore create-table NAME --layout documented --plan"));
    };
    if arguments.emit.is_none() {
        arguments.change.check()?;
    }
    let (recommended, sized) = match &arguments.from_size {
        Some(path) => from_size::read(path, Instant::now() + globals.timeout)
            .map(|(wanted, region)| (wanted, Some(region)))?,
        None => (Wanted::default(), None),
    };
    let wanted = arguments.wanted.clone().over(recommended);
    let options = region(&arguments.aws.options("create-table"), sized.as_deref(), globals.timeout)?;
    let spec =
        wanted.spec(name, options.region.as_deref().unwrap_or_default()).map_err(CliError::usage_message)?;
    if arguments.emit.is_some() {
        return emitted::run(arguments, &spec, wanted.has_layout());
    }
    let files =
        Files { inputs: arguments.from_size.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let mut run = Run::start(globals, reporter, name.clone(), false, files)?;
    let limits = Limits { timeout: globals.timeout, wait: arguments.change.wait_timeout };
    let work =
        Work { wanted, spec, options, limits, change: arguments.change.clone(), canary: arguments.canary };
    let watch = Watch::new(Some(name.clone()), None);
    watch.plan(plan_checks());
    let (stop, stopped) = sync::watch::channel(false);
    let context = Context::new(LONGEST, name.clone(), run.spinner().sink()).stopped_by(stopped);
    let noted = Rc::clone(&watch);
    let job = async move {
        let seen = work.run(&context).await;
        noted.saw(Observed::Table(Box::new(seen)));
    };
    watched(&mut run, LONGEST, watch, &stop, job.boxed_local())?;
    Ok(run.finish())
}

/// The options with the Region that they lead to. `sized` is the Region that a file was made for.
pub(in crate::cli) fn region(
    options: &Options,
    sized: Option<&str>,
    timeout: Duration,
) -> Result<Options, CliError> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let context = Context::new(timeout, "AWS Region", None);
    let found = runtime.block_on(aws::region_within(options, &context));
    let region = match (found, sized) {
        (Ok(found), Some(sized)) if found.name != sized && options.region.is_none() => {
            let message = format!(
                "--from-size is for {sized}, and the Region {} is {}",
                found.source.as_str(),
                found.name
            );
            return Err(CliError::usage_message(message).hint("say which is meant: --region"));
        }
        (Ok(found), _) => found.name,
        (Err(_), Some(sized)) => sized.to_owned(),
        (Err(failure), None) => {
            return Err(CliError::usage_message(failure.message)
                .hint("name it: --region, AWS_REGION, or the profile's `region`"));
        }
    };
    Ok(Options { region: Some(region), ..options.clone() })
}
