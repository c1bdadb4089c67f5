//! Where saved evidence is read from: a file, which can be read twice, or a stream, which is held.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use crate::observe::{LONGER, in_time};

/// The longest stream that is held, in bytes. A longer one is read from a file.
const MAX_HELD: u64 = 256 << 20;
/// What to do with a longer one.
const SAVE_IT: &str = "save it to a file first";

/// How a gzip file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file or a stream that somebody wants to have read.
#[derive(Clone)]
pub struct EvidenceSource {
    /// What to call it.
    pub(in crate::probe) name: String,
    held: Held,
}

#[derive(Clone)]
enum Held {
    File(PathBuf),
    Bytes(Rc<[u8]>),
}

impl EvidenceSource {
    /// A file by its path; `-` is standard input. What is no regular file is read to its end at once, and until `deadline`:
    /// without one as long as it takes.
    ///
    /// # Errors
    /// When it cannot be opened, or a stream cannot be read, is endless or did not end until `deadline`.
    pub fn open(path: &Path, deadline: Option<Instant>) -> io::Result<Self> {
        let is_stdin = path.as_os_str() == "-";
        let name = if is_stdin { "standard input".to_owned() } else { path.display().to_string() };
        if path.is_file() && !is_stdin {
            File::open(path)?;
            return Ok(Self { name, held: Held::File(path.to_owned()) });
        }
        let own_path = path.to_owned();
        // Opening a pipe waits for whoever writes to it.
        let read = move || {
            if is_stdin {
                all(io::stdin(), MAX_HELD, SAVE_IT)
            } else {
                all(File::open(own_path)?, MAX_HELD, SAVE_IT)
            }
        };
        let bytes = match deadline {
            Some(deadline) => in_time(deadline, read).map_err(|_| {
                let reason = format!("it did not end in time; {LONGER}, or {SAVE_IT}");
                io::Error::new(io::ErrorKind::TimedOut, reason)
            })??,
            None => read()?,
        };
        Ok(Self { name, held: Held::Bytes(bytes.into()) })
    }

    /// It from its beginning.
    ///
    /// # Errors
    /// When the file cannot be opened any more.
    pub(in crate::probe) fn read(&self) -> io::Result<Box<dyn Read>> {
        Ok(match &self.held {
            Held::File(path) => Box::new(File::open(path)?),
            Held::Bytes(bytes) => Box::new(Cursor::new(Rc::clone(bytes))),
        })
    }

    /// The whole of it, where it is no longer than so many bytes.
    ///
    /// # Errors
    /// When it cannot be read, or is longer.
    pub fn bytes(&self, most: u64) -> io::Result<Vec<u8>> {
        all(self.read()?, most, "give evidence or a bundle instead")
    }

    /// Whether it is compressed, as a bundle is.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(in crate::probe) fn is_gzip(&self) -> io::Result<bool> {
        let mut first = Vec::new();
        self.read()?.take(GZIP.len() as u64).read_to_end(&mut first)?;
        Ok(first == GZIP)
    }
}

/// The whole of what may be endless. `otherwise` says what to do where it is longer than `most` bytes.
fn all(from: impl Read, most: u64, otherwise: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if from.take(most + 1).read_to_end(&mut bytes)? as u64 > most {
        let reason = format!("it is longer than {} MiB; {otherwise}", most >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}
