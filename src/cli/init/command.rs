//! Looks, and writes the file.

use std::pin::pin;

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
    let look = Look::new(arguments)?;
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
    place.write(&draft.text)?;
    if globals.verbosity() != Verbosity::Quiet {
        for told in &draft.unobserved {
            notice::note(told);
        }
        if let Place::File(path) = place {
            notice::note(&format!("wrote {}", path.display()));
        }
    }
    Ok(if draft.unobserved.is_empty() { Exit::Ok } else { Exit::Unknown })
}
