//! What is to be tested, and with what.

use std::path::PathBuf;

use crate::aws;
use crate::secrets::Version;
use crate::uri::StoreUri;

/// Where the root certificates come from against which a server's chain is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Roots {
    /// The system's own, or what `SSL_CERT_FILE` and `SSL_CERT_DIR` name.
    #[default]
    System,
    /// A PEM file, instead of the system's.
    File(PathBuf),
}

/// One store to test.
#[derive(Clone, Debug)]
pub struct Target {
    /// The store.
    pub uri: StoreUri,
    /// How AWS is to be reached, for a table.
    pub aws: aws::Options,
    /// The roots to trust, for a server with TLS.
    pub roots: Roots,
    /// The version of the secret that the URI was read from, where it came from one.
    pub secret: Option<Version>,
}

impl Target {
    /// A store with everything else as the environment has it.
    pub fn new(uri: StoreUri) -> Self {
        Self { uri, aws: aws::Options::default(), roots: Roots::System, secret: None }
    }
}
