//! Reads a bundle. Whoever made it may mean harm: nothing is written anywhere, and nothing of it is believed before its
//! hash is right.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tar::Archive;

use super::error::BundleError;
use super::manifest::{BUNDLE_VERSION, EVIDENCE, FOLDER, MANIFEST, Manifest, hex};
use crate::probe::evidence_file::EvidenceSource;

/// The longest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 1 << 20;
/// From here on, in bytes, what is unpacked must not be more than [`MAX_RATIO`] times what it is unpacked from: the
/// evidence of a million URIs that are all the same comes to about a hundred.
const ALWAYS_ALLOWED: u64 = 64 << 20;
/// See [`ALWAYS_ALLOWED`].
const MAX_RATIO: u64 = 300;
/// The most zeros behind the last file, in bytes: tar fills its last record of 10 KiB up.
const MAX_PADDING: u64 = 64 << 10;

/// Checks the whole bundle, and opens the evidence in it.
///
/// # Errors
/// When it cannot be read, or is not as chalkstore makes them.
pub(in crate::probe) fn open(source: &EvidenceSource) -> Result<(Box<dyn Read>, Manifest), BundleError> {
    let path = source.name.clone();
    let cannot = |source| BundleError::Read { path: path.clone(), source };
    let (manifest, place) = verified(source)?;
    let mut unpacked = Unpacked::new(source.read().map_err(cannot)?);
    let skipped = io::copy(&mut (&mut unpacked).take(place.start), &mut io::sink()).map_err(cannot)?;
    if skipped < place.start {
        return Err(cannot(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok((Box::new(unpacked.take(place.bytes)), manifest))
}

/// Where a file's content stands in what is unpacked.
#[derive(Clone, Copy, Default)]
struct Place {
    start: u64,
    bytes: u64,
}

/// The manifest, now that every file is as it says, and where the evidence stands.
fn verified(source: &EvidenceSource) -> Result<(Manifest, Place), BundleError> {
    let path = || source.name.clone();
    let refused = |what: String| BundleError::Refused { path: path(), what };
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => refused("it is cut off".to_owned()),
        _ => BundleError::Read { path: path(), source: error },
    };
    let mut archive = Archive::new(Unpacked::new(source.read().map_err(cannot)?));
    let mut manifest: Option<Manifest> = None;
    let mut evidence = Place::default();
    let mut seen: Vec<String> = Vec::new();
    // Raw: long names and attributes would be read whole before they can be refused.
    for entry in archive.entries().map_err(cannot)?.raw(true) {
        let mut entry = entry.map_err(cannot)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            return Err(match manifest {
                None => BundleError::NoManifest { path: path() },
                Some(_) => refused(format!("`{name}` in it is no plain file, but a link or the like")),
            });
        }
        let own = name.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/'));
        let Some(manifest) = &manifest else {
            if own != Some(MANIFEST) {
                return Err(BundleError::NoManifest { path: path() });
            }
            if entry.size() > MAX_MANIFEST {
                return Err(refused(format!("its manifest is longer than {} MiB", MAX_MANIFEST >> 20)));
            }
            let mut text = Vec::new();
            entry.read_to_end(&mut text).map_err(cannot)?;
            manifest = Some(parsed(&text, source)?);
            continue;
        };
        let Some(file) = manifest.files.iter().find(|file| Some(file.name.as_str()) == own) else {
            return Err(refused(format!("`{name}` in it does not stand in its manifest")));
        };
        if seen.contains(&file.name) {
            return Err(refused(format!("{} stands in it twice", file.name)));
        }
        if entry.size() != file.bytes {
            return Err(refused(format!(
                "{} has {} bytes, and {} by the manifest",
                file.name,
                entry.size(),
                file.bytes
            )));
        }
        if file.name == EVIDENCE {
            evidence = Place { start: entry.raw_file_position(), bytes: file.bytes };
        }
        let (hash, read) = hash_of(&mut entry).map_err(cannot)?;
        if read < file.bytes {
            return Err(refused("it is cut off".to_owned()));
        }
        if !hash.eq_ignore_ascii_case(&file.sha256) {
            return Err(refused(format!(
                "{} is not what the manifest says: its SHA-256 is {hash}; was it edited, or damaged on the way?",
                file.name
            )));
        }
        seen.push(file.name.clone());
    }
    let manifest = manifest.ok_or_else(|| BundleError::NoManifest { path: path() })?;
    if let Some(missing) = manifest.files.iter().find(|file| !seen.contains(&file.name)) {
        return Err(refused(format!("{} is missing", missing.name)));
    }
    let mut rest = archive.into_inner();
    let mut padding = Vec::new();
    (&mut rest).take(MAX_PADDING + 1).read_to_end(&mut padding).map_err(cannot)?;
    let is_padding = padding.len() as u64 <= MAX_PADDING && padding.iter().all(|byte| *byte == 0);
    if !is_padding || rest.has_more().map_err(cannot)? {
        return Err(refused("something stands behind its end".to_owned()));
    }
    Ok((manifest, evidence))
}

fn parsed(text: &[u8], from: &EvidenceSource) -> Result<Manifest, BundleError> {
    /// What of a manifest every version has.
    #[derive(Deserialize)]
    struct Version {
        #[serde(alias = "bundle_version")]
        schema_version: u32,
    }
    let path = || from.name.clone();
    let not_one = |source| BundleError::Manifest { path: path(), source };
    // The version first, by itself: a later manifest may look otherwise.
    let Version { schema_version: found } = serde_json::from_slice(text).map_err(not_one)?;
    if found > BUNDLE_VERSION {
        return Err(BundleError::Newer { path: path(), found });
    }
    let manifest: Manifest = serde_json::from_slice(text).map_err(not_one)?;
    manifest.validate().map_err(|what| BundleError::Refused { path: path(), what })?;
    Ok(manifest)
}

fn hash_of(from: &mut impl Read) -> io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((hex(hash), bytes)),
            read => {
                bytes += read as u64;
                hash.update(&buffer[..read]);
            }
        }
    }
}

/// What a gzip file unpacks to, unless it is a bomb.
struct Unpacked<R> {
    from: GzDecoder<BufReader<Counted<R>>>,
    packed: Rc<Cell<u64>>,
    bytes: u64,
}

impl<R: Read> Unpacked<R> {
    fn new(from: R) -> Self {
        let packed = Rc::new(Cell::new(0));
        let counted = Counted { from, bytes: Rc::clone(&packed) };
        Self { from: GzDecoder::new(BufReader::new(counted)), packed, bytes: 0 }
    }

    /// Whether bytes follow that are not part of it.
    fn has_more(self) -> io::Result<bool> {
        let mut behind = self.from.into_inner();
        Ok(behind.read(&mut [0])? > 0)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.bytes += read as u64;
        if self.bytes > ALWAYS_ALLOWED.max(self.packed.get().saturating_mul(MAX_RATIO)) {
            let reason = format!("it unpacks to more than {MAX_RATIO} times its size, as no bundle does");
            return Err(io::Error::other(reason));
        }
        Ok(read)
    }
}

/// Counts what is read.
struct Counted<R> {
    from: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}
