//! Where the URI of a store comes from.

use super::Arguments;
use crate::cli::error::CliError;
use crate::secrets::Secret;
use crate::store_ref::Source;
use crate::store_ref::observe::Reader;

/// The one place that a store's URI comes from.
pub(super) fn one_store(arguments: &Arguments) -> Result<Option<Source>, CliError> {
    let mut sources = arguments.store.sources();
    sources.extend(arguments.secret.clone().map(Source::Secret));
    let source = sources.pop();
    if sources.is_empty() {
        return Ok(source);
    }
    Err(CliError::usage_message(format!(
        "replication-lag looks at one store by its URI, and {} were given",
        sources.len() + 1
    ))
    .hint("run it once for each store"))
}

/// The one URI that a source holds.
pub(super) fn read(source: Source) -> Result<Secret, CliError> {
    let name = source.describe();
    let none = || CliError::usage_message(format!("{name} holds no connection URI"));
    let mut reader = Reader::new([source]);
    let mut found = Vec::new();
    while let Some(block) = reader.next_block() {
        let block = block.map_err(CliError::usage)?;
        found.extend(block.items().map(|item| Secret::new(String::from_utf8_lossy(item.value.bytes()))));
        if found.len() > 1 {
            return Err(CliError::usage_message(format!(
                "{name} holds several URIs, and replication-lag looks at one store"
            ))
            .hint("give it the one that you mean"));
        }
    }
    found.pop().ok_or_else(none)
}
