//! The one URI that a command looks at.

use std::time::Instant;

use super::error::CliError;
use super::input::in_time;
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::store_ref::observe::{NotOne, one, one_in};

/// The one URI that a source holds. `command` is the command that looks at one store. A file is read until `deadline`.
pub(super) fn one_uri(source: Source, command: &str, deadline: Instant) -> Result<Secret, CliError> {
    let found = match &source {
        Source::File(path) => one_in(source.describe(), in_time("--uri-file", path, deadline)?),
        _ => one(source),
    };
    found.map_err(|why| match why {
        NotOne::Unread(_) | NotOne::None(_) => why.into(),
        NotOne::Several(name) => {
            let message = format!("{name} holds several URIs, and {command} looks at one store");
            CliError::usage_message(message).hint("give it the one that you mean")
        }
    })
}
