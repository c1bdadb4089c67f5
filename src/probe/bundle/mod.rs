//! A bundle: everything of a run in one file, for a bug report or a colleague who has no network to look for himself.
//!
//! It is a gzip'd tar archive of one folder: the evidence, the report made of it for people and for scripts, what went
//! wrong, what it ran on, what was left out and by which rule, and a manifest with the SHA-256 of each file. It is
//! written whole or not at all, and read with suspicion.

mod archive;
mod error;
mod ledger;
mod manifest;
mod spool;
mod versions;
mod writer;

pub(super) use archive::open;
pub use error::BundleError;
pub use ledger::{Action, Ledger, Redaction, redaction_schema};
pub use manifest::{BUNDLE_VERSION, FileEntry, Manifest, manifest_schema};
pub use versions::Versions;
pub use writer::{BundleEnd, BundleWriter, REPORTS};
