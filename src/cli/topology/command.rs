//! Finds the one store that is meant, looks at it, and reports.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::pin::pin;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::Arguments;
use super::job::Job;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::input::{name, text};
use crate::cli::interrupt::interrupted;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::probe::{self, Expectations, Observed, Recorded};
use crate::render::{Format, OutputSpec, Target};
use crate::report::Exit;
use crate::store_ref::Source;
use crate::valkey::gather::from_shards;
use crate::valkey::reply::shards_text;
use crate::valkey::{self, ZoneMap};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let noun = noun("topology");
    let deadline = Instant::now() + globals.timeout;
    let expectations =
        Expectations { topology: expectations(arguments, deadline)?, ..Expectations::default() };
    let reporter =
        Reporter { command: "topology", noun, expectations, on_stderr: false, detailed_exitcode: false };
    if let Some(path) = &globals.evidence {
        if !arguments.store.is_empty() {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes no URI")
                .hint("leave the URI out"));
        }
        return Run::replay_beside(globals, reporter, path, arguments.zone_map.as_deref(), |_| {});
    }
    let mut files =
        Files { inputs: arguments.store.uri_file.iter().map(AsRef::as_ref).collect(), outputs: Vec::new() };
    files.inputs.extend(arguments.zone_map.as_deref());
    if let Some(path) = &arguments.from_shards {
        files.inputs.push(path);
        let recorded = saved(path, deadline)?;
        let mut run = Run::start(globals, reporter, path.display().to_string(), false, files)?;
        run.report(recorded);
        return Ok(run.finish());
    }
    let job = Job::new(one_store(arguments)?, arguments, globals, deadline)?;
    let mut globals = globals.clone();
    if arguments.watch.is_some() && globals.output.is_empty() && !io::stdout().is_terminal() {
        globals.output.push(OutputSpec { format: Format::Ndjson, target: Target::Stdout });
    }
    let globals = &globals;
    let mut run = Run::start(globals, reporter, job.subject.clone(), false, files)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let stopped = runtime.block_on(look(&job, &mut run, arguments.watch, globals.timeout));
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

/// Looks at the store: once, or until a signal comes.
async fn look(job: &Job<'_>, run: &mut Run, watch: Option<Duration>, timeout: Duration) -> Option<Exit> {
    let mut signal = pin!(interrupted());
    loop {
        let jobs = std::iter::once(job.start(run.spinner().sink()));
        let mut seen = None;
        let stopped = probe::run(jobs, 1, timeout, signal.as_mut(), |recorded| seen = Some(recorded)).await;
        if let Some(recorded) = seen {
            match watch {
                None => run.report(recorded),
                // Half a look differs from the last one in everything.
                Some(_) if stopped.is_some() && run.has_reported() => {}
                Some(_) => run.look_again(recorded),
            }
        }
        let goes_on = stopped.is_none() && job.refusal().is_none() && run.has_reader();
        let Some(interval) = watch.filter(|_| goes_on) else {
            return stopped;
        };
        tokio::select! {
            exit = signal.as_mut() => return Some(exit),
            () = tokio::time::sleep(interval) => {}
        }
    }
}

/// What the options say of the deployment, read until `deadline`.
fn expectations(arguments: &Arguments, deadline: Instant) -> Result<valkey::Expectations, CliError> {
    let zone_map = match &arguments.zone_map {
        Some(path) => ZoneMap::parse(&text("--zone-map", path, deadline)?)
            .map_err(|reason| CliError::usage_message(format!("--zone-map: {}: {reason}", path.display())))?,
        None => ZoneMap::default(),
    };
    let variable = || std::env::var("CHALK_AVAILABILITY_ZONE").ok().filter(|zone| !zone.is_empty());
    Ok(valkey::Expectations {
        zone: arguments.zone.clone().or_else(variable),
        policy: arguments.policy,
        query_servers: arguments.query_servers.clone(),
        clients_per_server: arguments.clients_per_server,
        lose: arguments.lose.clone(),
        zone_map,
        seed: arguments.seed,
        shards: arguments.shards,
        replicas_per_shard: arguments.replicas_per_shard,
        server_version: arguments.server_version.clone(),
    })
}

/// The one place that the store's URI comes from.
fn one_store(arguments: &Arguments) -> Result<Source, CliError> {
    let mut sources = arguments.store.sources();
    match (sources.pop(), sources.len()) {
        (Some(source), 0) => Ok(source),
        (Some(_), more) => Err(CliError::usage_message(format!(
            "topology looks at one store, and {} were given",
            more + 1
        ))
        .hint("run it once for each store")),
        (None, _) => Err(CliError::usage_message("no store was given").hint(
            "give its URI by --secret, --uri-env, --uri-file or `-`, or what CLUSTER SHARDS printed by --from-shards",
        )),
    }
}

/// What a saved reply to `CLUSTER SHARDS` tells.
fn saved(path: &Path, deadline: Instant) -> Result<Recorded, CliError> {
    let text = text("--from-shards", path, deadline)?;
    let now = format!("{:.3}", Timestamp::now());
    let seen = shards_text(&text).and_then(|reply| from_shards(now, &reply, false)).map_err(|reason| {
        CliError::usage_message(format!("--from-shards: {}: {reason}", name(path)))
            .hint("save it with: valkey-cli -h HOST --json CLUSTER SHARDS")
    })?;
    let observed = vec![Observed::Topology(Box::new(seen))];
    Ok(Recorded { name: Some(path.display().to_string()), observed, ..Recorded::default() })
}
