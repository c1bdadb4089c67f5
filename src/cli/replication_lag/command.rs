//! Looks at everything that was named, once or again and again, and reports.

use std::io::{self, IsTerminal as _};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync;

use super::Arguments;
use super::history::History;
use super::job::Job;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::interrupt::interrupted;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::cli::watched::watched;
use crate::observe::{Context, Progress};
use crate::probe::{self, Expectations, Watch};
use crate::render::{Format, OutputSpec, Target};
use crate::replication;
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let replication = replication::Expectations { rpo_ms: arguments.rpo, max_lag_ms: arguments.max_lag };
    let reporter = Reporter {
        command: "replication-lag",
        noun: noun("replication-lag"),
        expectations: Expectations { replication, ..Expectations::default() },
        on_stderr: false,
        detailed_exitcode: false,
    };
    if let Some(path) = &globals.evidence {
        if !arguments.is_empty() || arguments.window.is_some() || !arguments.region.is_empty() {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes no store")
                .hint("leave stores, --region and --window out; --rpo and --max-lag may be said anew"));
        }
        return Run::replay(globals, reporter, path);
    }
    check(arguments)?;
    let files = Files { inputs: arguments.files(), outputs: Vec::new() };
    let job = Job::new(arguments, globals)?;
    let mut globals = globals.clone();
    if arguments.watch.is_some() && globals.output.is_empty() && !io::stdout().is_terminal() {
        globals.output.push(OutputSpec { format: Format::Ndjson, target: Target::Stdout });
    }
    let globals = &globals;
    let mut run = Run::start(globals, reporter, job.subject.clone(), false, files)?;
    let Some(interval) = arguments.watch else {
        once(&job, &mut run, globals)?;
        if let Some(error) = job.refusal() {
            run.bad_input(&error);
        }
        return Ok(run.finish());
    };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let stopped = runtime.block_on(again(&job, &mut run, interval));
    // A thread may still wait for the resolver; nobody waits for it.
    runtime.shutdown_background();
    if let Some(exit) = stopped {
        run.interrupted(exit);
    }
    if let Some(error) = job.refusal() {
        run.bad_input(&error);
    }
    Ok(run.finish())
}

/// Refuses what cannot be meant before anything is asked.
fn check(arguments: &Arguments) -> Result<(), CliError> {
    if arguments.is_empty() {
        return Err(CliError::usage_message("nothing that replicates was named").hint(
            "name at least one store, for example: chalkstore replication-lag --table chalk-online-store --region us-east-1 --region us-west-2",
        ));
    }
    if arguments.table.len() > 1 {
        let count = arguments.table.len();
        return Err(CliError::usage_message(format!(
            "replication-lag looks at one table, and {count} were named"
        ))
        .hint("run it once for each table"));
    }
    if arguments.canary.is_some() && arguments.table.is_empty() && !has_uri(arguments) {
        return Err(CliError::usage_message("--canary writes marker items into a table, and none was named")
            .hint("add --table NAME"));
    }
    Ok(())
}

fn has_uri(arguments: &Arguments) -> bool {
    arguments.secret.is_some() || !arguments.store.sources().is_empty()
}

/// Looks once. Where a signal comes, what was known is reported, and markers are deleted: the first lets that happen.
fn once(job: &Job<'_>, run: &mut Run, globals: &Globals) -> Result<(), CliError> {
    let (stop, stopped) = sync::watch::channel(false);
    let sink = run.spinner().sink();
    let context = Context::new(globals.timeout, job.subject.clone(), sink).stopped_by(stopped);
    let watch = Watch::new(None, None);
    let work = job.work(Rc::clone(&watch), context);
    watched(run, job.limit(), watch, &stop, work)?;
    Ok(())
}

/// Looks at everything again and again, until a signal comes.
async fn again(job: &Job<'_>, run: &mut Run, interval: Duration) -> Option<Exit> {
    let mut signal = pin!(interrupted());
    let mut history = History::default();
    let lags = run.spinner().sink();
    loop {
        // A person sees the lags meanwhile, once there are any.
        let sink = if run.has_reported() { None } else { run.spinner().sink() };
        let jobs = std::iter::once(job.start(sink));
        let mut seen = None;
        let stopped =
            probe::run(jobs, 1, job.limit(), signal.as_mut(), |recorded| seen = Some(recorded)).await;
        // Half a look differs from the last one in everything.
        if let Some(recorded) = seen.filter(|_| stopped.is_none() || !run.has_reported()) {
            history.add(&recorded);
            run.look_again(recorded);
        }
        if stopped.is_some() || job.is_refused() || !run.has_reader() {
            return stopped;
        }
        if let Some(lags) = &lags {
            lags(Progress::Stage { subject: String::new(), stage: history.line().into() });
        }
        tokio::select! {
            exit = signal.as_mut() => return Some(exit),
            () = tokio::time::sleep(interval) => {}
        }
    }
}
