//! Reads `chalkstore.toml`.

use std::path::Path;
use std::time::Instant;

use super::error::CliError;
use super::input::text;
use crate::config::{self, Config};

/// What the file says, read until `deadline`.
pub(super) fn config(path: &Path, deadline: Instant) -> Result<Config, CliError> {
    let text = text("--config", path, deadline)?;
    if text.len() as u64 > config::MAX_BYTES {
        let most = config::MAX_BYTES >> 20;
        let reason = format!("--config: {} is longer than {most} MiB", path.display());
        return Err(CliError::usage_message(reason));
    }
    config::read(&text, &path.display().to_string()).map_err(CliError::problems)
}
