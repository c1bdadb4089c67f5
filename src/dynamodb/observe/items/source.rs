//! What to read: files, folders and standard input; gzip by its first bytes.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

/// How much is read from a file at once.
const READ: usize = 256 << 10;

/// One input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// Why there is nothing to read at a path.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It could not be opened or listed.
    #[error("cannot read {path}")]
    Read {
        /// The path, as given.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// A folder without items.
    #[error("the folder {0} holds no file that ends in .json or .json.gz")]
    Empty(String),
}

impl Source {
    /// What messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Opens it, and unpacks it where it is packed.
    pub(super) fn open(&self) -> io::Result<Box<dyn Read>> {
        match self {
            Self::Stdin => unpacked(BufReader::with_capacity(READ, io::stdin())),
            Self::File(path) => unpacked(BufReader::with_capacity(READ, File::open(path)?)),
        }
    }
}

fn unpacked(mut from: impl BufRead + 'static) -> io::Result<Box<dyn Read>> {
    // A pipe may give its first bytes one by one; one is enough, for no JSON begins with it.
    let is_packed = from.fill_buf()?.first() == Some(&0x1f);
    Ok(if is_packed { Box::new(MultiGzDecoder::new(from)) } else { Box::new(from) })
}

/// The inputs that a path stands for: itself, standard input for `-`, and for a folder what an export to S3 puts there,
/// in the order of the names.
///
/// # Errors
/// When a folder cannot be listed or holds nothing.
pub fn sources(path: &Path) -> Result<Vec<Source>, SourceError> {
    if path.as_os_str() == "-" {
        return Ok(vec![Source::Stdin]);
    }
    if !path.is_dir() {
        return Ok(vec![Source::File(path.to_owned())]);
    }
    let data = path.join("data");
    let folder = if data.is_dir() { &data } else { path };
    let fail = |source| SourceError::Read { path: folder.display().to_string(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        if path.is_file() && (name.ends_with(b".json") || name.ends_with(b".json.gz")) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(SourceError::Empty(folder.display().to_string()));
    }
    Ok(found.into_iter().map(Source::File).collect())
}
