//! Where saved evidence is read from: a file, which can be read twice, or a stream, which is held.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

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
    /// A file by its path; `-` is standard input. What is no regular file is read to its end at once.
    ///
    /// # Errors
    /// When it cannot be opened, or a stream cannot be read or is endless.
    pub fn open(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self {
                name: "standard input".to_owned(),
                held: Held::Bytes(all(io::stdin(), MAX_HELD, SAVE_IT)?.into()),
            });
        }
        let file = File::open(path)?;
        let is_file = file.metadata()?.is_file();
        let held = if is_file {
            Held::File(path.to_owned())
        } else {
            Held::Bytes(all(file, MAX_HELD, SAVE_IT)?.into())
        };
        Ok(Self { name: path.display().to_string(), held })
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
