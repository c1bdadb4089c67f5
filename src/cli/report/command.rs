//! Judges what was saved, whatever command did.

use std::mem::take;
use std::path::Path;

use super::Arguments;
use crate::cli::error::CliError;
use crate::cli::files::Files;
use crate::cli::globals::Globals;
use crate::cli::noun::noun;
use crate::cli::run::{Reporter, Run};
use crate::probe::{EvidenceReader, Expectations, Manifest};
use crate::render::notice;
use crate::report::{Exit, FailOn, Header, Tool};

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let paths = &arguments.files;
    if paths.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(CliError::usage_message("`-` was given twice, and standard input can be read once")
            .hint("keep one `-`, and name the other files"));
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
        return Err(CliError::usage_message("no file was given")
            .hint("name what --save-evidence or --bundle wrote: chalkstore report evidence.jsonl"));
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
    let manifests: Vec<(String, Manifest)> = readers
        .iter()
        .filter_map(|reader| Some((reader.name().to_owned(), reader.manifest.clone()?)))
        .collect();
    let mut run = Run::again(globals, reporter, &header, &observer, is_batch, files)?;
    for (reader, expectations) in readers.into_iter().zip(expectations) {
        run.expect(expectations);
        run.judge_saved(reader, |_| {});
    }
    let exit = run.finish();
    if let ([(name, manifest)], 1) = (manifests.as_slice(), paths.len())
        && let Some(told) = contradiction(name, manifest, globals.fail_on, exit)
    {
        notice::note(&told);
    }
    Ok(exit)
}

/// What is to be said of a manifest that tells another end of the run than its evidence does. Other versions may judge
/// otherwise, and so does whoever asks for it.
fn contradiction(name: &str, manifest: &Manifest, fail_on: FailOn, exit: Exit) -> Option<String> {
    let verdicts = [Exit::Ok, Exit::Findings, Exit::Unknown, Exit::NoChecks].map(Exit::code);
    let is_verdict = |code: u8| verdicts.contains(&code);
    let is_same_judge = manifest.tool == Tool::this() && manifest.fail_on == fail_on.as_str();
    let (told, own) = (manifest.exit_code, exit.code());
    let is_contradiction = is_same_judge && told != own && is_verdict(told) && is_verdict(own);
    is_contradiction.then(|| {
        format!("the manifest of {name} says that the run exited with {told}, and its evidence comes to {own}: the evidence counts; was one of them edited?")
    })
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
