//! Writes corrected URIs to the file that the user names: the only place where a whole URI leaves the program.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::corrected;

/// A file of corrected URIs, readable by its owner alone.
pub struct FixedFile {
    path: PathBuf,
    out: BufWriter<File>,
    left_out: u64,
    failure: Option<io::Error>,
}

/// Why the file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write corrected URIs to {path}")]
pub struct FixedError {
    path: String,
    source: io::Error,
}

impl FixedFile {
    /// Creates the file, or empties it, with mode 0600.
    ///
    /// # Errors
    /// When it cannot be created, or is no ordinary file: a terminal or a pipe would show the secrets.
    pub fn create(path: &Path) -> Result<Self, FixedError> {
        let open = || {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(path)?;
            if !file.metadata()?.is_file() {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"));
            }
            // An older file may be readable by others: it is closed to them before anything is written.
            #[cfg(unix)]
            file.set_permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600))?;
            file.set_len(0)?;
            Ok(file)
        };
        match open() {
            Ok(file) => {
                Ok(Self { path: path.to_owned(), out: BufWriter::new(file), left_out: 0, failure: None })
            }
            Err(source) => Err(FixedError { path: path.display().to_string(), source }),
        }
    }

    /// Writes a value as it is if it is valid, corrected if it can be. One with a name becomes a JSON line.
    pub fn write(&mut self, name: Option<&str>, value: &[u8], is_valid: bool) {
        let Ok(text) = std::str::from_utf8(value) else {
            self.left_out += 1;
            return;
        };
        let correction = corrected(text);
        let fixed = match &correction {
            Some(correction) => correction.expose(),
            None if is_valid => text,
            None => {
                self.left_out += 1;
                return;
            }
        };
        let line = match name {
            Some(name) => json!({ "name": name, "uri": fixed }).to_string(),
            None => fixed.to_owned(),
        };
        if self.failure.is_none() {
            self.failure = writeln!(self.out, "{line}").err();
        }
    }

    /// Writes what is left, and tells how many values could not be corrected.
    ///
    /// # Errors
    /// The first write that failed.
    pub fn finish(mut self) -> Result<u64, FixedError> {
        let flushed = self.out.flush();
        match self.failure.or(flushed.err()) {
            Some(source) => Err(FixedError { path: self.path.display().to_string(), source }),
            None => Ok(self.left_out),
        }
    }
}
