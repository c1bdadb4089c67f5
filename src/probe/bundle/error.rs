//! Why a bundle is not read.

use std::io;

use super::manifest::BUNDLE_VERSION;

/// Why a bundle is not read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It cannot be read, or not unpacked.
    #[error("cannot read the bundle {path}")]
    Read {
        /// The file.
        path: String,
        /// What the system or the unpacker says.
        source: io::Error,
    },
    /// It is compressed, but no bundle.
    #[error("{path} is no chalkstore bundle: it does not begin with a manifest")]
    NoManifest {
        /// The file.
        path: String,
    },
    /// Its manifest makes no sense.
    #[error("the manifest of the bundle {path} is not one")]
    Manifest {
        /// The file.
        path: String,
        /// What the parser says.
        source: serde_json::Error,
    },
    /// It is of a later version.
    #[error("the bundle {path} has version {found}, and this chalkstore reads up to {BUNDLE_VERSION}")]
    Newer {
        /// The file.
        path: String,
        /// Its version.
        found: u32,
    },
    /// It is not as chalkstore makes them.
    #[error("the bundle {path} is refused: {what}")]
    Refused {
        /// The file.
        path: String,
        /// What is wrong with it.
        what: String,
    },
}
