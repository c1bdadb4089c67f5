//! Writes a bundle: beside its place until it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header as TarHeader};

use super::ledger::Ledger;
use super::manifest::{BUNDLE_VERSION, EVIDENCE, FOLDER, FileEntry, MANIFEST, Manifest, hex};
use super::spool::{Spool, create_new};
use super::versions::Versions;
use crate::report::{Exit, Header, Tool};

/// The reports that a bundle holds: what each is called, and its format.
pub const REPORTS: [(&str, &str); 3] =
    [("report.html", "html"), ("report.json", "json"), ("report.txt", "human")];

/// A bundle that is under way.
pub struct BundleWriter {
    name: String,
    /// Where it will stand; none where it is written to as it goes, as a device is.
    place: Option<Place>,
    file: Option<File>,
    /// Where its parts wait.
    folder: PathBuf,
    spools: Vec<Spool>,
    /// What was left out of it.
    pub ledger: Ledger,
}

/// Two names on one file system. What stands under the first is removed unless it got the second.
struct Place {
    temporary: PathBuf,
    path: PathBuf,
}

impl Drop for Place {
    fn drop(&mut self) {
        // Nobody can be told that what is not wanted any more could not be removed.
        let _removed = fs::remove_file(&self.temporary);
    }
}

/// How a run ended, as its bundle tells it.
#[derive(Clone, Copy, Debug)]
pub struct BundleEnd<'a> {
    /// What the report began with.
    pub header: &'a Header,
    /// When the bundle is made: RFC 3339, UTC.
    pub created_at: &'a str,
    /// What the run came to.
    pub exit: Exit,
    /// What was told on standard error.
    pub errors: &'a str,
}

impl BundleWriter {
    /// A bundle that will stand at `path`, readable by its owner alone. Nothing stands there before it is whole.
    ///
    /// # Errors
    /// When no file can be written there.
    pub fn create(path: &Path) -> io::Result<Self> {
        let name = path.display().to_string();
        let (ledger, spools) = (Ledger::default(), Vec::new());
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            // A device or a pipe is written to, and never replaced.
            let file = Some(OpenOptions::new().write(true).open(path)?);
            return Ok(Self { name, place: None, file, folder: std::env::temp_dir(), spools, ledger });
        }
        // A link stays one: what it leads to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let own = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy().into_owned();
        let folder = folder.to_owned();
        let (file, temporary) = create_new(&folder, &own)?;
        Ok(Self { name, place: Some(Place { temporary, path }), file: Some(file), folder, spools, ledger })
    }

    /// What the evidence is written to.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn evidence(&mut self) -> io::Result<Box<dyn Write>> {
        self.part(EVIDENCE)
    }

    /// What a part of this name is written to.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn part(&mut self, name: &'static str) -> io::Result<Box<dyn Write>> {
        let spool = Spool::create(&self.folder, name)?;
        let writer = spool.writer()?;
        self.spools.push(spool);
        Ok(writer)
    }

    /// What to call it where it cannot be written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Writes the bundle, now that all of its parts are whole.
    ///
    /// # Errors
    /// When it cannot be written; then nothing is left of it.
    pub fn finish(mut self, outcome: BundleEnd<'_>) -> io::Result<()> {
        let mut small = vec![
            ("errors.txt", outcome.errors.as_bytes().to_vec()),
            ("redaction.json", json(&self.ledger.told(outcome.errors))?),
            ("versions.json", json(&Versions::here())?),
        ];
        let mut files: Vec<FileEntry> = small.iter().map(|(name, bytes)| entry(name, bytes)).collect();
        for spool in &mut self.spools {
            files.push(spool.entry()?);
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        let header = outcome.header;
        let manifest = Manifest {
            schema_version: BUNDLE_VERSION,
            tool: Tool::this(),
            command: header.command.clone(),
            subject: header.subject.clone(),
            started_at: header.started_at.clone(),
            created_at: outcome.created_at.to_owned(),
            exit_code: outcome.exit.code(),
            fail_on: header.fail_on.as_str().to_owned(),
            files: files.clone(),
        };
        small.push((MANIFEST, json(&manifest)?));
        let file = self.file.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mtime = header.started_at.parse().map_or(0, |at: jiff::Timestamp| at.as_second());
        let mtime = u64::try_from(mtime).unwrap_or(0);
        let out = GzBuilder::new().mtime(0).write(BufWriter::new(file), Compression::default());
        let mut tar = Builder::new(out);
        let manifest = small.iter().filter(|(name, _)| *name == MANIFEST);
        for (name, bytes) in manifest {
            append(&mut tar, &entry(name, bytes), mtime, bytes.as_slice())?;
        }
        for file in &files {
            let held = small.iter().find(|(name, _)| *name == file.name);
            let spool = self.spools.iter_mut().find(|spool| spool.name == file.name);
            match (held, spool) {
                (Some((_, bytes)), _) => append(&mut tar, file, mtime, bytes.as_slice())?,
                (None, Some(spool)) => append(&mut tar, file, mtime, spool.read()?)?,
                (None, None) => {}
            }
        }
        let mut out = tar.into_inner()?.finish()?;
        out.flush()?;
        if let Some(place) = &self.place {
            // Otherwise a machine that loses power could keep the name and lose what it stands for.
            out.get_ref().sync_all()?;
            fs::rename(&place.temporary, &place.path)?;
        }
        Ok(())
    }
}

fn append(
    tar: &mut Builder<GzEncoder<BufWriter<File>>>,
    file: &FileEntry,
    mtime: u64,
    content: impl io::Read,
) -> io::Result<()> {
    let mut header = TarHeader::new_ustar();
    header.set_entry_type(EntryType::Regular);
    header.set_size(file.bytes);
    header.set_mode(0o600);
    header.set_mtime(mtime);
    header.set_uid(0);
    header.set_gid(0);
    tar.append_data(&mut header, format!("{FOLDER}/{}", file.name), content)
}

fn entry(name: &str, bytes: &[u8]) -> FileEntry {
    let sha256 = hex(Sha256::new().chain_update(bytes));
    FileEntry { name: name.to_owned(), bytes: bytes.len() as u64, sha256 }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
