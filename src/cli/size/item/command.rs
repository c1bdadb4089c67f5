//! Reads items, sizes them, and reports.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::pin::pin;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::interrupt::interrupted;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::dynamodb::item::KeyPart;
use crate::dynamodb::observe::items::{Options, Scan, Source, sources};
use crate::probe::{Expectations, Observed, Recorded};
use crate::render::Format;
use crate::report::Exit;

pub(in crate::cli::size) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let noun = noun("size item");
    let reporter = Reporter {
        command: "size item",
        noun,
        expectations: Expectations::default(),
        on_stderr: false,
        detailed_exitcode: false,
    };
    if let Some(path) = &globals.evidence {
        if !arguments.files.is_empty() {
            return Err(CliError::usage_message("--evidence judges what was saved: it reads no items")
                .hint("leave the files out"));
        }
        return Run::replay(globals, reporter, path);
    }
    let options = options(arguments, globals)?;
    let mut inputs = Vec::new();
    for path in &arguments.files {
        inputs.extend(sources(path).map_err(CliError::usage)?);
    }
    if inputs.iter().filter(|input| **input == Source::Stdin).count() > 1 {
        return Err(CliError::usage_message("`-` was given twice, and standard input can be read once"));
    }
    let read = |source: &Source| match source {
        Source::File(path) => Some(path.clone()),
        Source::Stdin => None,
    };
    let paths: Vec<_> = inputs.iter().filter_map(read).collect();
    let files = Files { inputs: paths.iter().map(AsRef::<Path>::as_ref).collect(), outputs: Vec::new() };
    let subject = match inputs.as_slice() {
        [one] => one.name(),
        many => format!("{} inputs", many.len()),
    };
    let mut run = Run::start(globals, reporter, subject.clone(), false, files)?;
    if inputs.contains(&Source::Stdin) && io::stdin().is_terminal() {
        run.remark("reading items from the terminal; Ctrl-D ends them");
    }
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    runtime.block_on(scan(&mut run, inputs, options, subject));
    // A thread may still wait for standard input; nobody waits for it.
    runtime.shutdown_background();
    Ok(run.finish())
}

fn options(arguments: &Arguments, globals: &Globals) -> Result<Options, CliError> {
    let key = &arguments.key;
    if key.len() > 2 {
        return Err(CliError::usage_message(format!(
            "--key is given {} times; a key has at most two parts",
            key.len()
        )));
    }
    if key.iter().any(String::is_empty) || key.len() == 2 && key.first() == key.get(1) {
        return Err(CliError::usage_message("--key needs the name of an attribute, another one each time"));
    }
    Ok(Options {
        format: arguments.format,
        key: key.iter().cloned().map(KeyPart).collect(),
        with_lines: globals.output.iter().any(|output| output.format == Format::Ndjson),
    })
}

/// Reads until all is read, or a signal comes.
async fn scan(run: &mut Run, inputs: Vec<Source>, options: Options, subject: String) {
    let mut scan = Scan::start(inputs, options);
    let mut signal = pin!(interrupted());
    loop {
        tokio::select! {
            biased;
            exit = signal.as_mut() => {
                run.interrupted(exit);
                break;
            }
            lines = scan.next() => match lines {
                Some(lines) if lines.is_empty() => {}
                Some(lines) => {
                    run.lines(lines.as_bytes());
                    // Whoever fills a pipe slowly sees each item soon.
                    run.flush();
                }
                None => break,
            }
        }
    }
    let done = scan.inputs_done();
    let seen = scan.finish();
    // An input that a signal kept from being read is not a bad one.
    for input in seen.inputs.iter().take(done) {
        if let Some(failure) = &input.failure {
            run.bad_input(&CliError::usage_message(format!("{}: {failure}", input.name)));
        }
    }
    if let Some(first) = seen.first_malformed.first() {
        let message = first.message.as_deref().unwrap_or_default();
        let place = format!("{}:{}", first.input, first.line);
        let count = seen.malformed;
        run.bad_input(&CliError::usage_message(format!("{place}: {message} ({count} of this kind in all)")));
    }
    run.report(Recorded {
        name: Some(subject),

        observed: vec![Observed::Items(Box::new(seen))],
        ..Recorded::default()
    });
}
