//! The one URI that a command looks at.

use super::error::CliError;
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::store_ref::observe::{NotOne, one};

/// The one URI that a source holds. `command` is the command that looks at one store.
pub(super) fn one_uri(source: Source, command: &str) -> Result<Secret, CliError> {
    one(source).map_err(|why| match why {
        NotOne::Unread(error) => CliError::usage(error),
        NotOne::None(_) => CliError::usage(why),
        NotOne::Several(name) => {
            let message = format!("{name} holds several URIs, and {command} looks at one store");
            CliError::usage_message(message).hint("give it the one that you mean")
        }
    })
}
