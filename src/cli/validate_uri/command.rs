//! Chooses between replaying, working at once, and streaming.

use super::Arguments;
use super::replay::replay;
use super::validation::Validation;
use crate::cli::error::CliError;
use crate::cli::globals::Globals;
use crate::cli::run::Run;
use crate::report::Exit;
use crate::store_ref::Source;
use crate::uri;
use crate::uri::apply::FixedFile;

pub(in crate::cli) fn run(arguments: &Arguments, globals: &Globals) -> Result<Exit, CliError> {
    if let Some(path) = &globals.evidence {
        if !arguments.store.is_empty() || arguments.connect {
            return Err(CliError::usage_message(
                "--evidence judges what was saved: it takes no URI and makes no connection",
            )
            .hint("leave the URI and --connect out; what was seen with --connect is in the file"));
        }
        return replay(globals, path);
    }
    let sources = arguments.store.sources();
    if sources.is_empty() {
        return Err(CliError::usage_message("no connection URI was given").hint(
            "give one as an argument, or take `-` for standard input, --uri-file, --uri-env or --secret",
        ));
    }
    let is_batch = sources.iter().any(|source| matches!(source, Source::Stdin | Source::File(_)));
    let fixed =
        arguments.write_fixed.as_deref().map(FixedFile::create).transpose().map_err(CliError::output)?;
    let run = Run::start(globals, "validate-uri", subject(&sources), is_batch)?;
    let validation = Validation::new(run, globals, arguments, is_batch, fixed);
    let needs_runtime =
        arguments.connect || is_batch || sources.iter().any(|source| matches!(source, Source::Secret(_)));
    if needs_runtime {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CliError::usage)?;
        let exit = runtime.block_on(validation.stream(sources));
        // A thread may still wait for standard input or for the resolver; nobody waits for it.
        runtime.shutdown_background();
        Ok(exit)
    } else {
        Ok(validation.at_once(sources))
    }
}

/// What the whole run is about: the one URI, or where a batch comes from.
fn subject(sources: &[Source]) -> String {
    match sources {
        [Source::Argument(uri)] => uri::check(uri.as_encoded_bytes()).1.shown,
        [one] => one.describe(),
        many => format!("{} sources", many.len()),
    }
}
