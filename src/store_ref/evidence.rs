//! How a URI was handed over, as far as a check is about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::aws;
use crate::secrets::Version;

/// How a URI was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Evidence {
    /// On the command line. `bears_secret`: at least one of the arguments does, or may do so.
    Arguments {
        /// Whether one of them bears a secret.
        bears_secret: bool,
    },
    /// In AWS Secrets Manager.
    Secret {
        /// The secret's name or ARN.
        name: String,
        /// Why it could not be read; nothing when it was.
        failure: Option<aws::Failure>,
        /// Which version was read. Older recordings do not tell.
        #[serde(default)]
        version: Option<Version>,
    },
}

impl Evidence {
    /// The version of the secret that the URI was read from; nothing where it came from elsewhere, or was not read.
    pub const fn version(&self) -> Option<&Version> {
        match self {
            Self::Secret { version, .. } => version.as_ref(),
            Self::Arguments { .. } => None,
        }
    }
}
