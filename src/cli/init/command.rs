//! Looks, and writes the file.

use std::pin::pin;
use std::time::Instant;

use super::Arguments;
use super::look::Look;
use super::place::Place;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::interrupt::interrupted;
use crate::config::draft::draft;
use crate::observe::Context;
use crate::render::{Spinner, Verbosity, notice};
use crate::report::Exit;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    let place = Place::of(&arguments.file, arguments.force)?;
    let look = Look::new(arguments, Instant::now() + globals.timeout)?;
    let spinner = Spinner::stderr(globals.verbosity());
    let context = Context::new(globals.timeout, arguments.environment.clone(), spinner.sink());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
    let came = runtime.block_on(async {
        let signal = pin!(interrupted());
        tokio::select! {
            exit = signal => Err(exit),
            seen = Box::pin(look.look(&context)) => Ok(seen),
        }
    });
    // A thread may still wait for the resolver; nobody waits for it.
    runtime.shutdown_background();
    let seen = match came {
        Ok(seen) => seen,
        // Half a look would pass for a whole one.
        Err(exit) => return Ok(exit),
    };
    let draft = draft(&seen);
    // A file without anything in it would only stand in the way of the next try.
    let is_written = !(draft.is_blind && matches!(place, Place::File(_)));
    if is_written {
        place.write(&draft.text)?;
    }
    if globals.verbosity() != Verbosity::Quiet {
        for told in &draft.unobserved {
            notice::note(told);
        }
        if let Place::File(path) = place {
            notice::note(&ending(&path.display().to_string(), is_written, !draft.unobserved.is_empty()));
        }
    }
    Ok(if draft.unobserved.is_empty() { Exit::Ok } else { Exit::Unknown })
}

/// What became of the file, and how to go on.
fn ending(file: &str, is_written: bool, lacks: bool) -> String {
    match (is_written, lacks) {
        (false, _) => format!(
            "{file} was not written, for nothing could be observed: mend that, and run the same again; a file with examples alone is written where nothing is named but --environment"
        ),
        (true, true) => {
            format!(
                "wrote {file}; when what is missing can be observed, the same with --force writes it anew"
            )
        }
        (true, false) => format!("wrote {file}"),
    }
}
