//! Plans what the file describes, looks at all of it, and reports.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Instant;

use jiff::Timestamp;

use super::wait::wait;
use super::{Arguments, baseline, choice};
use crate::cli::config_file;
use crate::cli::dataflow::{NamedBy, Places, read_all};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::input::{in_time, text};
use crate::cli::interrupt::interrupted;
use crate::cli::run::{Reporter, Run};
use crate::config::{self, Environment};
use crate::dataflow;
use crate::preflight::observe::{AT_ONCE, Shared, jobs};
use crate::preflight::{Given, OldReport, Part, Plan, plan};
use crate::probe::{self, Expectations, Selection};
use crate::report::{Exit, Noun};
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::store_ref::observe::{one, one_in};
use crate::valkey::{self, ZoneMap};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let selection = choice::selection(&arguments.only, &arguments.skip)?;
    let deadline = Instant::now() + globals.timeout;
    let old = match arguments.baseline.as_deref() {
        Some(path) => Some((baseline::read(path, deadline)?, path)),
        None => None,
    };
    if let Some(path) = &globals.evidence {
        return replay(arguments, globals, path, selection.as_ref(), old.as_ref());
    }
    let config = config_file::config(&arguments.config, deadline).map_err(|error| {
        if arguments.config.exists() {
            error
        } else {
            error.hint("`chalkstore init` writes one; --config names another")
        }
    })?;
    let chosen = choice::environments(&config, &arguments.environments)?;
    let folder = arguments.config.parent().unwrap_or(Path::new(""));
    let given = Given {
        folder,
        day: Timestamp::now().strftime("%Y-%m-%d").to_string(),
        zone: std::env::var("CHALK_AVAILABILITY_ZONE").ok().filter(|zone| !zone.is_empty()),
        selection,
    };
    let mut plans = plans(&chosen, &given, &arguments.config, deadline)?;
    if let Some((old, path)) = &old {
        for plan in &mut plans {
            plan.terms.baseline = Some(old.of(&plan.name, &path.display().to_string()));
        }
    }
    let named: Vec<PathBuf> =
        plans.iter().flat_map(|plan| plan.described.files()).map(|file| folder.join(file)).collect();
    let mut files = Files { inputs: vec![arguments.config.as_path()], outputs: Vec::new() };
    files.inputs.extend(arguments.baseline.as_deref());
    files.inputs.extend(named.iter().map(PathBuf::as_path));
    let mut run = Run::start(globals, reporter(), arguments.config.display().to_string(), false, files)?;
    let shared = Shared { sink: run.spinner().sink(), timeout: globals.timeout, ..Shared::default() };
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let stopped = runtime.block_on(async {
        let mut signal = pin!(interrupted());
        if let Some(limit) = arguments.wait {
            return wait(&plans, &shared, limit, &mut run, signal).await;
        }
        let (jobs, longest) = jobs(&plans, &shared);
        probe::run(jobs, AT_ONCE, longest, signal.as_mut(), |recorded| run.report(recorded)).await
    });
    // A thread may still wait for the resolver; nobody waits for it.
    runtime.shutdown_background();
    if let Some(exit) = stopped {
        run.interrupted(exit);
    }
    if plans.is_empty() {
        run.remark(&format!("{} describes no environment", arguments.config.display()));
    }
    Ok(run.finish())
}

fn reporter() -> Reporter {
    Reporter {
        command: "preflight",
        noun: Noun { one: "environment", many: "environments" },
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: false,
    }
}

/// Judges what was saved, by what is said now of checks and of what is known.
fn replay(
    arguments: &Arguments,
    globals: &Globals,
    path: &Path,
    selection: Option<&Selection>,
    old: Option<&(OldReport, &Path)>,
) -> Result<Exit, CliError> {
    if !arguments.environments.is_empty() {
        return Err(CliError::usage_message("--evidence judges what was saved: all environments in it")
            .hint("leave ENV out; --only, --skip and --baseline may be said anew"));
    }
    Run::replay_beside(globals, reporter(), path, arguments.baseline.as_deref(), |recorded| {
        if let Some(selection) = selection {
            let terms = recorded.terms.get_or_insert_default();
            let own = terms.selection.take().unwrap_or_default();
            terms.selection = Some(selection.clone().over(own));
        }
        if let Some((old, path)) = old {
            baseline::judge_by(old, path, recorded);
        }
    })
}

/// Plans all environments, or says everything that is wrong with any. Files are read until `deadline`.
fn plans(
    chosen: &[(&str, &Environment)],
    given: &Given<'_>,
    path: &Path,
    deadline: Instant,
) -> Result<Vec<Plan>, CliError> {
    let mut plans = Vec::new();
    let mut wrong = Vec::new();
    for (name, environment) in chosen {
        match plan(name, environment, given) {
            Ok(mut plan) => {
                read(&mut plan, given.folder, deadline)?;
                plans.push(plan);
            }
            Err(reasons) => wrong.extend(reasons.into_iter().map(|why| format!("environments.{name}.{why}"))),
        }
    }
    if wrong.is_empty() {
        return Ok(plans);
    }
    Err(CliError::usage_message(format!("{}: {}", path.display(), wrong.join("; "))))
}

/// Reads what the asked checks need of other files and of variables, and nothing else. What is not there is an error of the
/// file or of the machine, and nothing is looked at.
fn read(plan: &mut Plan, folder: &Path, deadline: Instant) -> Result<(), CliError> {
    let zones = plan.described.topology.as_ref().and_then(|topology| topology.zone_map.as_ref());
    if let Some(file) = zones.filter(|_| plan.takes(&valkey::every_check())) {
        let key = format!("environments.{}.topology.zone_map", plan.name);
        plan.terms.expectations.topology.zone_map = zone_map(&key, &folder.join(file), deadline)?;
    }
    if plan.needs(Part::Store) {
        plan.uri = uri(plan, deadline)?;
    }
    if let Some(flows) = plan.described.dataflow.as_ref().filter(|_| plan.needs(Part::Dataflow)) {
        plan.dataflow = Some(dataflow(flows, plan, folder, deadline)?);
    }
    Ok(())
}

/// The URI of an environment's store, where it does not come from a secret. A file is read until `deadline`.
fn uri(plan: &Plan, deadline: Instant) -> Result<Option<Secret>, CliError> {
    let Some(source) = plan.store.clone() else { return Ok(None) };
    let (key, uri) = match source {
        Source::Secret(_) => return Ok(None),
        Source::File(path) => {
            let key = format!("environments.{}.online_store.uri_file", plan.name);
            let name = Source::File(path.clone()).describe();
            let uri = one_in(name, in_time(&key, &path, deadline)?);
            (key, uri)
        }
        other => (format!("environments.{}.online_store", plan.name), one(other)),
    };
    uri.map(Some).map_err(|why| CliError::from(why).about(key))
}

/// What the files say that the flows are read from.
fn dataflow(
    flows: &config::Dataflow,
    plan: &Plan,
    folder: &Path,
    deadline: Instant,
) -> Result<dataflow::observe::Given, CliError> {
    let place = |path: &PathBuf| folder.join(path);
    let otel_configs: Vec<PathBuf> = flows.otel_configs.iter().map(place).collect();
    let vpc_endpoints: Vec<PathBuf> = flows.vpc_endpoints.iter().map(place).collect();
    let eks_json = flows.eks_json.as_ref().map(place);
    let places = Places {
        otel_configs: &otel_configs,
        eks_cluster: flows.eks_cluster.as_deref(),
        eks_json: eks_json.as_deref(),
        vpc_endpoints: &vpc_endpoints,
        named_by: NamedBy::Environment(&plan.name),
    };
    read_all(places, &plan.described.expected(ZoneMap::default()).dataflow, deadline)
}

fn zone_map(key: &str, path: &Path, deadline: Instant) -> Result<ZoneMap, CliError> {
    let text = text(key, path, deadline)?;
    ZoneMap::parse(&text)
        .map_err(|reason| CliError::usage_message(format!("{key}: {}: {reason}", path.display())))
}
