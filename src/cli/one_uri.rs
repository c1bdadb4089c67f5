//! The one URI that a command looks at.

use super::error::CliError;
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::store_ref::observe::Reader;

/// The one URI that a source holds. `command` is the command that looks at one store.
pub(super) fn one_uri(source: Source, command: &str) -> Result<Secret, CliError> {
    let name = source.describe();
    let none = || CliError::usage_message(format!("{name} holds no connection URI"));
    let mut reader = Reader::new([source]);
    let mut found = Vec::new();
    while let Some(block) = reader.next_block() {
        let block = block.map_err(CliError::usage)?;
        found.extend(block.items().map(|item| Secret::new(String::from_utf8_lossy(item.value.bytes()))));
        if found.len() > 1 {
            return Err(CliError::usage_message(format!(
                "{name} holds several URIs, and {command} looks at one store"
            ))
            .hint("give it the one that you mean"));
        }
    }
    found.pop().ok_or_else(none)
}
