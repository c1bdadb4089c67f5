//! Reads `chalkstore.toml`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::error::CliError;
use crate::config::{self, Config};

/// What the file says.
pub(super) fn config(path: &Path) -> Result<Config, CliError> {
    let name = path.display().to_string();
    let text = text(path)
        .map_err(|error| CliError::usage(anyhow::Error::new(error).context(format!("cannot read {name}"))))?;
    config::read(&text, &name).map_err(CliError::problems)
}

/// The whole text, unless it is endless.
fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if File::open(path)?.take(config::MAX_BYTES + 1).read_to_end(&mut bytes)? as u64 > config::MAX_BYTES {
        let reason = format!("it is longer than {} MiB", config::MAX_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text"))
}
