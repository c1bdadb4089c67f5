//! The values of its options, and the file that is written.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::store_ref::looks_like_a_uri;
use crate::{config, store_ref};

/// The path of a file.
pub(super) fn file(text: &str) -> Result<PathBuf, String> {
    if looks_like_a_uri(text) {
        return Err("the path of a file is taken here, and this looks like a URI: see --uri".to_owned());
    }
    Ok(text.into())
}

/// An environment's name.
pub(super) fn environment(text: &str) -> Result<String, String> {
    if config::is_environment(text) {
        Ok(text.to_owned())
    } else {
        Err("--environment takes a name of letters, digits, `.`, `_` and `-`, such as production".to_owned())
    }
}

/// The name of a variable.
pub(super) fn variable(text: &str) -> Result<String, String> {
    store_ref::variable(text.to_owned()).map_err(|reason| reason.to_string())
}

/// A URI that may stand in the file.
pub(super) fn uri(text: &str) -> Result<String, String> {
    if config::bears_no_secret(text) {
        return Ok(text.to_owned());
    }
    Err("--uri takes a URI without a password, which would stand in the file: use --secret, --uri-env or --uri-file".to_owned())
}

/// Where the draft goes.
pub(super) enum Place<'a> {
    Stdout,
    File(&'a Path),
}

impl<'a> Place<'a> {
    /// Refuses a file that is there, before anything is looked at.
    pub(super) fn of(path: &'a Path, force: bool) -> Result<Self, CliError> {
        if path.as_os_str() == "-" {
            return Ok(Self::Stdout);
        }
        let name = path.display();
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                if folder.is_some_and(|folder| !folder.is_dir()) {
                    return Err(CliError::usage_message(format!(
                        "cannot write {name}: there is no such folder"
                    )));
                }
                Ok(Self::File(path))
            }
            Ok(found) if found.is_dir() => Err(CliError::usage_message(format!("{name} is a folder"))),
            Ok(_) if !force => Err(CliError::usage_message(format!("{name} is there already"))
                .hint("name another file, or `-` for standard output; --force writes over it")),
            _ => Ok(Self::File(path)),
        }
    }

    /// Writes all of it, or nothing: an older file stays as it was until the new one is whole.
    pub(super) fn write(&self, text: &str) -> Result<(), CliError> {
        let written = match self {
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
                    // A reader that has seen enough is no failure.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    other => other,
                }
            }
            Self::File(path) => place(path, text),
        };
        let name = match self {
            Self::Stdout => "standard output".to_owned(),
            Self::File(path) => path.display().to_string(),
        };
        written.map_err(|error| {
            CliError::output(anyhow::Error::new(error).context(format!("cannot write {name}")))
        })
    }
}

fn place(path: &Path, text: &str) -> io::Result<()> {
    // A link leads to the file that is meant.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = fs::File::create(&partial).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let placed = written.and_then(|()| fs::rename(&partial, &path));
    if placed.is_err() {
        // What is half written helps nobody; that it could not be removed either says nothing new.
        let _removed = fs::remove_file(&partial);
    }
    placed
}
