//! Judges what was saved, whatever command did.

use std::mem::take;
use std::path::Path;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::probe::{EvidenceReader, Expectations};
use crate::report::{Exit, Header};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let paths = &arguments.files;
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(CliError::usage_message("`-` stands there twice, and standard input can be read once"));
    }
    if globals.bundle.is_some() && paths.len() > 1 {
        return Err(CliError::usage_message("a bundle holds one run, and several files were given")
            .hint("make a bundle of each; `report` takes several"));
    }
    // All are opened before anything is written: a slip of the pen is no half report.
    let mut readers: Vec<EvidenceReader> = paths
        .iter()
        .map(|path| EvidenceReader::open(path, None).map_err(CliError::usage))
        .collect::<Result<_, _>>()?;
    let expectations: Vec<Expectations> =
        readers.iter_mut().map(|reader| take(&mut reader.expectations)).collect();
    let Some(first) = readers.first() else {
        return Err(CliError::usage_message("no file was given"));
    };
    let header = Header { fail_on: globals.fail_on, ..header(first, &readers) };
    let reporter = Reporter {
        command: "report",
        noun: noun(&header.command),
        expectations: expectations.first().cloned().unwrap_or_default(),
        on_stderr: false,
        detailed_exitcode: arguments.detailed_exitcode,
    };
    let files = Files { inputs: paths.iter().map(AsRef::<Path>::as_ref).collect(), outputs: Vec::new() };
    let is_batch = readers.len() > 1 || first.is_batch;
    let observer = first.observer.clone();
    let mut run = Run::again(globals, reporter, &header, &observer, is_batch, files)?;
    for (reader, expectations) in readers.into_iter().zip(expectations) {
        run.expect(expectations);
        run.judge_saved(reader, |_| {});
    }
    Ok(run.finish())
}

/// What the report begins with: what the one file says, or what all of them have in common.
fn header(first: &EvidenceReader, all: &[EvidenceReader]) -> Header {
    let mut header = first.header.clone();
    for other in all.iter().skip(1).map(|reader| &reader.header) {
        if other.command != header.command {
            "report".clone_into(&mut header.command);
        }
        if other.vantage.host != header.vantage.host {
            header.vantage.host = None;
        }
        if other.vantage.zone != header.vantage.zone {
            header.vantage.zone = None;
        }
        // Times of one form are in their order as texts.
        if other.started_at < header.started_at {
            header.started_at.clone_from(&other.started_at);
        }
    }
    if all.len() > 1 {
        header.subject = format!("{} files", all.len());
    }
    header
}
