//! What a bundle says of itself.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::report::{Header, Tool};

/// The version of the format. A reader refuses a newer one.
pub const BUNDLE_VERSION: u32 = 1;

/// The folder that a bundle unpacks to.
pub(super) const FOLDER: &str = "chalkstore-bundle";
/// What was seen.
pub(super) const EVIDENCE: &str = "evidence.jsonl";
/// What stands first, and names the others.
pub(super) const MANIFEST: &str = "manifest.json";

/// What a bundle says of itself: its first file, `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// The version of the format: 1.
    #[serde(alias = "bundle_version")]
    pub schema_version: u32,
    /// The program that made it.
    pub tool: Tool,
    /// The subcommand.
    pub command: String,
    /// What the whole run is about.
    pub subject: String,
    /// When the observation started: RFC 3339, UTC.
    #[serde(alias = "observed_at")]
    pub started_at: String,
    /// When the bundle was made: RFC 3339, UTC.
    pub created_at: String,
    /// What the run came to, as its exit code.
    pub exit_code: u8,
    /// From which status on a finding made that code 1: `warn`, `fail` or `never`.
    pub fail_on: String,
    /// Every other file of the bundle, by name.
    pub files: Vec<FileEntry>,
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileEntry {
    /// Its name in the bundle's folder.
    pub name: String,
    /// Its length, in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in small hexadecimal letters.
    pub sha256: String,
}

/// The JSON schema of a manifest.
pub fn manifest_schema() -> Schema {
    schema_for!(Manifest)
}

/// A hash as it stands in a manifest.
pub(super) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

impl Manifest {
    /// Whether it is the manifest of this evidence.
    ///
    /// # Errors
    /// What they say otherwise of each other.
    pub(in crate::probe) fn agrees_with(&self, header: &Header) -> Result<(), String> {
        let said = [
            ("command", &self.command, &header.command),
            ("subject", &self.subject, &header.subject),
            ("time of the observation", &self.started_at, &header.started_at),
        ];
        match said.into_iter().find(|(_, own, other)| own != other) {
            None => Ok(()),
            Some((what, own, other)) => Err(format!(
                "its manifest and its evidence contradict each other: the {what} is {own:?} by the manifest, and {other:?} by {EVIDENCE}"
            )),
        }
    }

    /// Whether it can be of a bundle.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn validate(&self) -> Result<(), String> {
        /// More than any bundle has.
        const MOST_FILES: usize = 64;
        if self.files.len() > MOST_FILES {
            return Err(format!("its manifest names more than {MOST_FILES} files"));
        }
        for (at, file) in self.files.iter().enumerate() {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            if file.name.is_empty() || file.name.starts_with('.') || !file.name.bytes().all(is_plain) {
                return Err(format!("its manifest names `{}`, which is no plain file name", file.name));
            }
            if file.name == MANIFEST || self.files[..at].iter().any(|other| other.name == file.name) {
                return Err(format!("its manifest names {} twice", file.name));
            }
        }
        if !self.files.iter().any(|file| file.name == EVIDENCE) {
            return Err(format!("its manifest names no {EVIDENCE}"));
        }
        Ok(())
    }
}
