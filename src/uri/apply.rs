//! Writes corrected URIs to the file that the user names: the only place where a whole URI leaves the program.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{corrected, parse};

/// A file of corrected URIs, readable by its owner alone.
pub struct FixedFile {
    path: PathBuf,
    partial: PathBuf,
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
    /// Creates the file with mode 0600, under a name of its own until [`finish`](Self::finish): what an older file of
    /// that name holds is not lost when the run ends early.
    ///
    /// # Errors
    /// When it cannot be created, or when there is something else than an ordinary file: a terminal or a pipe would
    /// show the secrets.
    pub fn create(path: &Path) -> Result<Self, FixedError> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let open = || {
            if path.metadata().is_ok_and(|found| !found.is_file()) {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"));
            }
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&partial)?;
            #[cfg(unix)]
            file.set_permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600))?;
            Ok(file)
        };
        let failed = |source| FixedError { path: path.display().to_string(), source };
        let out = BufWriter::new(open().map_err(failed)?);
        Ok(Self { path: path.to_owned(), partial, out, left_out: 0, failure: None })
    }

    /// Writes a value as it is if it is valid, corrected if it can be, on a line of its own. One with a name becomes a JSON
    /// line.
    pub fn write(&mut self, name: Option<&str>, value: &[u8]) {
        self.write_as(value, |fixed| match name {
            Some(name) => json!({ "name": name, "uri": fixed }).to_string() + "\n",
            None => format!("{fixed}\n"),
        });
    }

    /// The same for the only value that there is: what is written is the URI and nothing else, as a secret has to hold it.
    pub fn write_alone(&mut self, value: &[u8]) {
        self.write_as(value, str::to_owned);
    }

    fn write_as(&mut self, value: &[u8], form: impl FnOnce(&str) -> String) {
        let text = std::str::from_utf8(value).ok();
        let correction = text.and_then(corrected);
        let fixed = match (&correction, text) {
            (Some(correction), _) => correction.expose(),
            (None, Some(text)) if parse(text).is_ok() => text,
            _ => {
                self.left_out += 1;
                return;
            }
        };
        if self.failure.is_none() {
            self.failure = self.out.write_all(form(fixed).as_bytes()).err();
        }
    }

    /// Puts the file in its place, and tells how many values could not be corrected.
    ///
    /// # Errors
    /// The first write that failed; then no older file was replaced.
    pub fn finish(mut self) -> Result<u64, FixedError> {
        let written = self.failure.take().map_or_else(|| self.out.flush(), Err);
        let placed = written.and_then(|()| fs::rename(&self.partial, &self.path));
        placed.map(|()| self.left_out).map_err(|source| {
            let _removed = fs::remove_file(&self.partial);
            FixedError { path: self.path.display().to_string(), source }
        })
    }
}
