//! Sizes a table, and reports.

use std::time::Instant;

use jiff::Timestamp;

use super::arguments::What;
use super::{Arguments, emitted, from_table, item, sources};
use crate::cli::emit::{self, EmitSpec};
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::dynamodb::emit::Emitted;
use crate::dynamodb::sizing::{Basis, Evidence};
use crate::dynamodb::workload::Inputs;
use crate::probe::{Expectations, Observed, Recorded};
use crate::render::Target;
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    match &arguments.what {
        Some(What::Item(arguments)) => item::run(arguments, globals),
        None => size(arguments, globals),
    }
}

fn size(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let deadline = Instant::now() + globals.timeout;
    let expected = sources::expectations(arguments, deadline)?;
    let to_stdout = arguments.emit.as_ref().is_some_and(|spec| spec.file.is_none());
    let reporter = Reporter {
        command: "size",
        noun: noun("size"),
        expectations: Expectations { size: expected.clone(), ..Expectations::default() },
        on_stderr: to_stdout,
        detailed_exitcode: false,
    };
    if let Some(path) = &globals.evidence {
        let has_inputs = arguments.inputs != Inputs::default() || arguments.schema.is_some();
        if has_inputs || !arguments.scenario.is_empty() {
            return Err(CliError::usage_message("--evidence judges what was saved: it takes no workload")
                .hint("leave the workload out; --prices, --max-throttle, --optimize and --explain may be said anew"));
        }
        return Run::replay_beside(globals, reporter, path, arguments.prices.as_deref(), |_| {});
    }
    if to_stdout && globals.output.iter().any(|output| output.target == Target::Stdout) {
        return Err(CliError::usage_message("--emit and --output cannot both go to standard output")
            .hint("write one of them to a file: --emit terraform=table.tf"));
    }
    if let Some(name) = &arguments.from_table {
        return table(name, arguments, globals, reporter);
    }
    if arguments.optimize && arguments.trace.is_none() {
        return Err(CliError::usage_message("--optimize looks for policies over a trace, and no --trace was given")
            .hint("leave it out: a workload's policies follow from its peak and its trough; or measure it: --trace FILE"));
    }
    if arguments.save_scenario.is_some() && arguments.scenario.len() > 1 {
        return Err(CliError::usage_message("--save-scenario saves one workload, and several were given")
            .hint("they stand in files already: leave it out"));
    }
    let basis = sources::basis(arguments, deadline)?;
    // What cannot be written down is an error before anything is reported.
    let emitted = match &arguments.emit {
        Some(spec) => Some((spec, emitted::configuration(arguments, spec, &basis, &expected)?)),
        None => None,
    };
    let mut run = Run::start(globals, reporter, label(&basis), false, files(arguments))?;
    if let (Some(path), Basis::Workloads(all)) = (&arguments.save_scenario, &basis) {
        for one in all {
            let saved = emitted::scenario(one).and_then(|text| emit::write(&text, Some(path)));
            saved.unwrap_or_else(|error| run.bad_output(&error));
        }
    }
    let name = label(&basis);
    let evidence = Evidence { at: format!("{:.3}", Timestamp::now()), basis };
    let observed = vec![Observed::Size(Box::new(evidence))];
    run.report(Recorded { name: Some(name), observed, ..Recorded::default() });
    if let Some((spec, emitted)) = emitted {
        hand_over(&emitted, spec, &mut run);
    }
    Ok(run.finish())
}

/// Sizes a table that exists.
fn table(name: &str, arguments: &Arguments, globals: &Globals, reporter: Reporter) -> Result<Exit, CliError> {
    sources::beside(arguments)?;
    let expected = reporter.expectations.size.clone();
    let mut run = Run::start(globals, reporter, name.to_owned(), false, files(arguments))?;
    let basis = from_table::look(name, arguments, globals, &mut run)?;
    if let (Some(spec), Some(basis)) = (&arguments.emit, basis) {
        match emitted::configuration(arguments, spec, &basis, &expected) {
            Ok(emitted) => {
                run.remark(&format!(
                    "{name} exists: import it before anything is applied, and look at the plan: indexes, TTL, stream and tags were not taken over"
                ));
                hand_over(&emitted, spec, &mut run);
            }
            Err(error) => run.bad_input(&error),
        }
    }
    Ok(run.finish())
}

/// Writes the configuration, and tells what to know of it.
fn hand_over(emitted: &Emitted, spec: &EmitSpec, run: &mut Run) {
    for warning in &emitted.warnings {
        run.remark(warning);
    }
    if let Err(error) = emit::write(&emitted.text, spec.file.as_deref()) {
        run.bad_output(&error);
    }
}

/// Every file that is named.
fn files(arguments: &Arguments) -> Files<'_> {
    let inputs =
        arguments.scenario.iter().chain(&arguments.schema).chain(&arguments.trace).chain(&arguments.prices);
    let mut files = Files { inputs: inputs.map(AsRef::as_ref).collect(), outputs: Vec::new() };
    let emitted = arguments.emit.as_ref().and_then(|spec| spec.file.as_deref());
    files.outputs.extend(emitted.map(|path| ("--emit", path)));
    files.outputs.extend(arguments.save_scenario.as_deref().map(|path| ("--save-scenario", path)));
    files
}

/// What to call it.
fn label(basis: &Basis) -> String {
    match basis {
        Basis::Trace(seen) => seen.name.clone(),
        Basis::Table(basis) => basis.seen.name.clone(),
        Basis::Workloads(all) => match all.as_slice() {
            [one] => one.name.clone().unwrap_or_else(|| "the workload".to_owned()),
            several => format!("{} scenarios", several.len()),
        },
    }
}
