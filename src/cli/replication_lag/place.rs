//! Where the URI of a store comes from.

use super::Arguments;
use crate::cli::error::CliError;
use crate::store_ref::Source;

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
