//! Which version of a secret was read.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A version of a secret, without its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// The secret's name or ARN, as it was asked for.
    pub secret: String,
    /// `VersionId`.
    pub id: Option<String>,
    /// `CreatedDate` of this version: RFC 3339, UTC.
    pub created_at: Option<String>,
}

/// As it stands in a sentence: `version ID of the secret NAME, made 2026-11-01T12:00:00Z`.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "version {id} of the secret {}", self.secret)?,
            None => write!(f, "the current version of the secret {}", self.secret)?,
        }
        match &self.created_at {
            Some(at) => write!(f, ", made {at}"),
            None => f.write_str(", whose date AWS does not tell"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_told_is_said() {
        let version = Version {
            secret: "store-uri".to_owned(),
            id: Some("v-1".to_owned()),
            created_at: Some("2026-11-01T12:00:00Z".to_owned()),
        };
        assert_eq!(version.to_string(), "version v-1 of the secret store-uri, made 2026-11-01T12:00:00Z");
        let version = Version { id: None, created_at: None, ..version };
        let told = "the current version of the secret store-uri, whose date AWS does not tell";
        assert_eq!(version.to_string(), told);
    }
}
