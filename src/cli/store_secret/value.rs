//! The one URI that is to be stored.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::time::Instant;

use secrecy::zeroize::Zeroizing;

use crate::cli::error::CliError;
use crate::cli::input::in_time;
use crate::secrets::Secret;
use crate::store_ref::observe::{NotOne, Reader};
use crate::store_ref::{Source, UriArgs};

/// The one place that was named.
pub(in crate::cli) fn one_source(arguments: &UriArgs) -> Result<Source, CliError> {
    let mut sources = arguments.sources();
    match (sources.pop(), sources.len()) {
        (Some(source), 0) => Ok(source),
        (Some(_), more) => Err(CliError::usage_message(format!(
            "one URI can be stored, and {} were given",
            more + 1
        ))
        .hint("run it once for each URI")),
        (None, _) => Err(CliError::usage_message("no connection URI was given")
            .hint("give it by `-` for standard input, --uri-file or --uri-env, or as an argument where it has no password")),
    }
}

/// Reads it. A file is read until `deadline`.
pub(in crate::cli) fn read(source: &Source, deadline: Instant) -> Result<Secret, CliError> {
    let name = source.describe();
    let found = if *source == Source::Stdin && io::stdin().is_terminal() {
        vec![typed().map_err(CliError::usage)?]
    } else {
        all(source, deadline)?
    };
    match found.as_slice() {
        // An empty value is nothing to store, not even by force.
        [one] if !one.expose().is_empty() => Ok(one.clone()),
        [] | [_] => Err(NotOne::None(name).into()),
        _ => Err(CliError::usage_message(format!("{name} holds several URIs, and one can be stored"))
            .hint("run it once for each URI")),
    }
}

/// One line of the terminal: standard input goes on to be asked for an answer.
fn typed() -> io::Result<Secret> {
    let mut line = Zeroizing::new(String::with_capacity(1024));
    io::stdin().lock().read_line(&mut line)?;
    Ok(Secret::new(line.trim_end_matches(['\r', '\n'])))
}

/// What a source holds, as far as it tells one URI from several.
fn all(source: &Source, deadline: Instant) -> Result<Vec<Secret>, CliError> {
    let mut reader = match source {
        Source::File(path) => Reader::of(source.describe(), in_time("--uri-file", path, deadline)?),
        _ => Reader::new([source.clone()]),
    };
    let mut found = Vec::new();
    while let Some(block) = reader.next_block() {
        let block = block.map_err(CliError::from)?;
        for item in block.items().take(2) {
            let text = std::str::from_utf8(item.value.bytes()).map_err(|_| {
                CliError::usage_message(format!("{} holds what is not UTF-8, and no URI", source.describe()))
            })?;
            found.push(Secret::new(text));
        }
        if found.len() > 1 {
            break;
        }
    }
    Ok(found)
}
