//! Files that are written while a run goes on and belong to a bundle when it ends.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::manifest::{FileEntry, hex};

/// How often another name is tried where one is taken.
const TRIES: u32 = 100;

/// A file without a name that grows as the run goes on.
pub(super) struct Spool {
    /// What it is called in the bundle.
    pub(super) name: &'static str,
    file: File,
    #[cfg(not(unix))]
    path: PathBuf,
}

impl Spool {
    /// An empty one, on the file system of `folder`.
    pub(super) fn create(folder: &Path, name: &'static str) -> io::Result<Self> {
        let (file, path) = create_new(folder, name)?;
        // Nobody else needs its name, and whatever ends the run, nothing is left behind.
        #[cfg(unix)]
        std::fs::remove_file(&path)?;
        Ok(Self {
            name,
            file,
            #[cfg(not(unix))]
            path,
        })
    }

    /// What it is filled by.
    pub(super) fn writer(&self) -> io::Result<Box<dyn Write>> {
        Ok(Box::new(self.file.try_clone()?))
    }

    /// How long it is, and its hash.
    pub(super) fn entry(&mut self) -> io::Result<FileEntry> {
        self.file.rewind()?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        let mut bytes = 0;
        loop {
            let read = self.file.read(&mut buffer)?;
            if read == 0 {
                return Ok(FileEntry { name: self.name.to_owned(), bytes, sha256: hex(hash) });
            }
            bytes += read as u64;
            hash.update(&buffer[..read]);
        }
    }

    /// It from its beginning.
    pub(super) fn read(&mut self) -> io::Result<&mut File> {
        self.file.rewind()?;
        Ok(&mut self.file)
    }
}

#[cfg(not(unix))]
impl Drop for Spool {
    fn drop(&mut self) {
        let _removed = std::fs::remove_file(&self.path);
    }
}

/// A new file beside others of a folder that its owner alone can read, under a name that nothing has.
pub(super) fn create_new(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut tries = 0..TRIES;
    loop {
        let number = tries.next().unwrap_or(TRIES);
        let path = folder.join(format!(".{name}.{}-{number}.tmp", std::process::id()));
        match options.open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < TRIES => {}
            Err(error) => return Err(error),
        }
    }
}
