//! The one type in which a secret lives.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// What stands in a secret's place wherever a person or a machine reads. Its width says nothing of the secret's.
pub const MASK: &str = "••••";

/// A secret: wiped when dropped, never serialised, and printed as `••••` by everything that prints.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a secret in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The secret itself, for the one place that needs it. Never pass it to anything that prints or stores.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_a_mask_of_fixed_width() {
        for text in ["", "x", "hunter2-hunter2-hunter2"] {
            let secret = Secret::new(text);
            assert_eq!(format!("{secret} {secret:?} {:?}", Some(&secret)), "•••• •••• Some(••••)");
        }
    }
}
