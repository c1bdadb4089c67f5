//! Reads what a table is to be sized from.

use std::io;
use std::path::Path;
use std::time::Instant;

use super::Arguments;
use super::interactive;
use crate::aws;
use crate::cli::error::CliError;
use crate::cli::input::{bytes, name, text};
use crate::dynamodb::prices::Prices;
use crate::dynamodb::sizing::{Basis, Expectations, TraceSeen};
use crate::dynamodb::trace::{self, ReadOptions, Reading};
use crate::dynamodb::workload::{Feature, Format, Inputs, parse_scenario, parse_schema};
use crate::render::notice;
use crate::secrets::shown_value;
use crate::store_ref::looks_like_a_uri;

/// The longest trace that is read, in bytes, unpacked: three years of minutes in a wordy format.
const MAX_TRACE: u64 = 1 << 30;

/// What is to be sized. Files are read until `deadline`; a trace is waited for, as whoever writes it may ask AWS for long.
pub(super) fn basis(arguments: &Arguments, deadline: Instant) -> Result<Basis, CliError> {
    match &arguments.trace {
        Some(path) => traced(arguments, path, deadline).map(|seen| Basis::Trace(Box::new(seen))),
        None => described(arguments, deadline).map(Basis::Workloads),
    }
}

/// What it is judged by, read until `deadline`.
pub(super) fn expectations(arguments: &Arguments, deadline: Instant) -> Result<Expectations, CliError> {
    let prices = match &arguments.prices {
        None => None,
        Some(path) => Some(Prices::parse(&text("--prices", path, deadline)?).map_err(|error| {
            CliError::usage_message(format!("--prices: {}: {error}", path.display()))
                .hint("it has the shape {\"regions\": {\"us-east-1\": {\"storage\": {\"usd\": 0.25, \"as_of\": \"2026-08-15\"}}}}")
        })?),
    };
    let Arguments { max_throttle, optimize, explain, step: step_min, .. } = *arguments;
    Ok(Expectations { prices, max_throttle, optimize, explain, step_min })
}

/// The workloads of the flags and the files, each checked.
fn described(arguments: &Arguments, deadline: Instant) -> Result<Vec<Inputs>, CliError> {
    let flags = flags(arguments, deadline)?;
    let mut all = Vec::new();
    for path in &arguments.scenario {
        let text = text("--scenario", path, deadline)?;
        let file = path.display().to_string();
        let mut read = parse_scenario(&text, Format::of(&file, &text)).map_err(|error| {
            CliError::usage_message(format!("--scenario: {file}: {error}"))
                .hint("a scenario's keys are the flags with underscores, as read_qps = 2000; `chalkstore size --help` lists them")
        })?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        read.name = read.name.or(stem);
        let inputs = flags.clone().over(read);
        all.push((Some(file), inputs));
    }
    if all.is_empty() {
        all.push((None, flags));
    }
    if arguments.interactive {
        let [(_, one)] = all.as_mut_slice() else {
            return Err(CliError::usage_message(
                "--interactive asks for one workload, and several scenarios were given",
            )
            .hint("give one --scenario, or none"));
        };
        *one = interactive::ask(std::mem::take(one), &mut io::stdin().lock(), &mut io::stderr())?;
    }
    if all.iter().any(|(_, inputs)| *inputs == Inputs::default()) {
        return Err(CliError::usage_message("no workload was given").hint(
            "describe it by --read-qps and --write-qps, by --scenario FILE, or with --interactive; or measure it: --trace FILE",
        ));
    }
    in_own_region(all.iter_mut().map(|(_, inputs)| inputs))?;
    for (file, inputs) in &all {
        checked(inputs, file.as_deref())?;
    }
    Ok(told_apart(all))
}

/// Gives each that names no Region the environment's, and says so. Without one a Region is assumed, which the report tells. AWS's
/// files are not opened: nothing of AWS is needed here.
fn in_own_region<'a>(all: impl Iterator<Item = &'a mut Inputs>) -> Result<(), CliError> {
    let mut without: Vec<&mut Inputs> = all.filter(|inputs| inputs.region.is_none()).collect();
    if without.is_empty() {
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(CliError::usage)?;
    let Some(found) = runtime.block_on(aws::environment_region()) else {
        return Ok(());
    };
    if !aws::is_region(&found.name) {
        let message = format!(
            "the Region {} is no Region's name: `{}`",
            found.source.as_str(),
            shown_value(&found.name)
        );
        return Err(CliError::usage_message(message).hint("say which is meant: --region us-east-1"));
    }
    notice::note(&format!("--region was not given: {} is taken, {}", found.name, found.source.as_str()));
    for inputs in &mut without {
        inputs.region = Some(found.name.clone());
    }
    Ok(())
}

/// The workloads with a name each: those of one name have their files' instead, and a number where one file is given
/// twice.
fn told_apart(all: Vec<(Option<String>, Inputs)>) -> Vec<Inputs> {
    let named: Vec<Option<String>> = all.iter().map(|(_, inputs)| inputs.name.clone()).collect();
    let is_twice = |name: &Option<String>| named.iter().filter(|other| *other == name).count() > 1;
    let mut taken: Vec<Option<String>> = Vec::new();
    let apart = |(file, mut inputs): (Option<String>, Inputs)| {
        if is_twice(&inputs.name) {
            inputs.name = file;
        }
        let times = taken.iter().filter(|name| **name == inputs.name).count();
        taken.push(inputs.name.clone());
        if times > 0 {
            inputs.name = inputs.name.map(|name| format!("{name} ({})", times + 1));
        }
        inputs
    };
    all.into_iter().map(apart).collect()
}

/// What the flags and the schema say.
fn flags(arguments: &Arguments, deadline: Instant) -> Result<Inputs, CliError> {
    let mut inputs = arguments.inputs.clone();
    if let Some(path) = &arguments.schema {
        let text = text("--schema", path, deadline)?;
        let name = path.display().to_string();
        inputs.features = parse_schema(&text, Format::of(&name, &text)).map_err(|error| {
            CliError::usage_message(format!("--schema: {name}: {error}"))
                .hint("a schema has tables [[features]] with name = \"…\", dtype = \"float\", and length or list_length where it has one")
        })?;
    }
    Ok(inputs)
}

/// Tells everything that is wrong with the inputs at once, and in which file where they are from one.
fn checked(inputs: &Inputs, file: Option<&str>) -> Result<(), CliError> {
    let place = file.map(|file| format!("--scenario: {file}: ")).unwrap_or_default();
    if let Some(what) = uri_in(inputs) {
        return Err(CliError::usage_message(format!(
            "{place}{what} looks like a URI, and would stand in the report"
        ))
        .hint("a URI may hold a password: keep it out of workloads"));
    }
    let Err(errors) = inputs.check() else { return Ok(()) };
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    Err(CliError::usage_message(format!("{place}{}", told.join("; ")))
        .hint("`chalkstore size --help` says what each is; in a scenario file it has underscores"))
}

/// The name that looks like a URI, of those that stand in reports.
fn uri_in(inputs: &Inputs) -> Option<&'static str> {
    fn any_feature(features: &[Feature]) -> bool {
        features.iter().any(|one| looks_like_a_uri(&one.name) || any_feature(&one.fields))
    }
    let is_uri = |text: &Option<String>| text.as_deref().is_some_and(looks_like_a_uri);
    match inputs {
        _ if is_uri(&inputs.name) => Some("the scenario's name"),
        _ if is_uri(&inputs.partition_key) => Some("--partition-key"),
        _ if is_uri(&inputs.sort_key) => Some("--sort-key"),
        _ if any_feature(&inputs.features) => Some("a feature's name"),
        _ => None,
    }
}

/// The trace, and what the flags say beside it.
fn traced(arguments: &Arguments, path: &Path, deadline: Instant) -> Result<TraceSeen, CliError> {
    let mut inputs = flags(arguments, deadline)?;
    untold(&inputs, "--trace")?;
    in_own_region([&mut inputs].into_iter())?;
    let still = Inputs { read_qps: Some(0.0), write_qps: Some(0.0), ..inputs.clone() };
    checked(&still, None)?;
    let name = name(path);
    let bytes = bytes("--trace", path, MAX_TRACE)?;
    let options =
        ReadOptions { unit: arguments.trace_unit, gaps: arguments.gaps, period_s: arguments.trace_period };
    let reading = trace::read(&bytes, &options)
        .map_err(|error| CliError::usage_message(format!("--trace: {name}: {error}")))?;
    let Reading { trace, filled_minutes, ignored, throttled, has_reads, has_writes, .. } = reading;
    Ok(TraceSeen { name, trace, filled_minutes, ignored, throttled, has_reads, has_writes, inputs })
}

/// Refuses what a table that exists tells by itself.
pub(super) fn beside(arguments: &Arguments) -> Result<(), CliError> {
    untold(&arguments.inputs, "--from-table")?;
    checked(&Inputs { read_qps: Some(0.0), write_qps: Some(0.0), ..arguments.inputs.clone() }, None)
}

/// Refuses flags of the traffic, where it is measured. `source` is the flag that says so.
fn untold(inputs: &Inputs, source: &str) -> Result<(), CliError> {
    let told = [
        ("--read-qps", inputs.read_qps.is_some()),
        ("--write-qps", inputs.write_qps.is_some()),
        ("--peak-to-trough", inputs.peak_to_trough.is_some()),
        ("--entities-per-query", inputs.entities_per_query.is_some()),
        ("--read-pattern", inputs.read_pattern.is_some()),
        ("--consistency", inputs.consistency.is_some()),
        ("--transactions", inputs.transactions.is_some()),
        ("--cache-hit-rate", inputs.cache_hit_rate.is_some()),
        ("--cache-entries", inputs.cache_entries.is_some()),
        ("--absent-share", inputs.absent_share.is_some()),
        ("--bloom-fpr", inputs.bloom_fpr.is_some()),
        ("--replica", !inputs.replicas.is_empty()),
    ];
    let told: Vec<&str> = told.into_iter().filter(|(_, is_told)| *is_told).map(|(flag, _)| flag).collect();
    let (verb, hint) = match told.as_slice() {
        [] => return Ok(()),
        ["--replica"] if source == "--trace" => {
            ("contradicts", "a trace is the traffic of one Region: give each Region's own trace its own run")
        }
        [_] => ("contradicts", "leave it out: it is measured"),
        _ => ("contradict", "leave them out: it is measured"),
    };
    Err(CliError::usage_message(format!("{} {verb} {source}", told.join(", "))).hint(hint))
}
