//! What a stored value is to the URI that is to be stored. Neither comes out.

use super::ValueSeen;
use crate::secrets::Secret;
use crate::uri::{self, StoreUri};

/// Compares a stored value with the URI that is to be stored. `as_bytes`: it is stored as bytes, which query servers do
/// not read.
pub fn compare(stored: &Secret, wanted: &Secret, as_bytes: bool) -> ValueSeen {
    if stored == wanted && !as_bytes {
        return ValueSeen::Same;
    }
    let redacted = uri::redact(stored.expose().as_bytes());
    let is_uri = uri::scheme(&redacted).is_some();
    match (store(stored), store(wanted)) {
        (Some(is), Some(is_to_be)) if is == is_to_be => {
            ValueSeen::SameStore { stored: uri::shown(&redacted), as_bytes }
        }
        _ if stored == wanted => ValueSeen::SameStore { stored: uri::shown(&redacted), as_bytes },
        _ if is_uri => ValueSeen::OtherStore { stored: uri::shown(&redacted) },
        _ => ValueSeen::NoUri { bytes: stored.expose().len() },
    }
}

/// What tells a store from another.
#[derive(PartialEq, Eq)]
enum Store {
    Table(String),
    Server { host: String, port: u16, database: u32 },
}

/// The store that a value leads to, mended where only its form is wrong.
fn store(value: &Secret) -> Option<Store> {
    let mended = || uri::corrected(value.expose()).and_then(|mended| uri::parse(mended.expose()).ok());
    Some(match uri::parse(value.expose()).ok().or_else(mended)? {
        StoreUri::Table { name } => Store::Table(name),
        StoreUri::Server(server) => Store::Server {
            host: server.host.trim_end_matches('.').to_ascii_lowercase(),
            port: server.port,
            database: server.database.unwrap_or(0),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "rediss://cache.internal:6379/0?password=hunter2&clustered=true";

    fn kind(stored: &str, wanted: &str) -> &'static str {
        let seen = compare(&Secret::new(stored), &Secret::new(wanted), false);
        assert!(!format!("{seen:?}").contains("hunter"), "{seen:?}");
        match seen {
            ValueSeen::Same => "same",
            ValueSeen::SameStore { .. } => "same store",
            ValueSeen::OtherStore { .. } => "other store",
            ValueSeen::NoUri { .. } => "no URI",
            _ => "not compared",
        }
    }

    #[test]
    fn a_store_is_known_by_its_address() {
        for (stored, expected) in [
            (URI, "same"),
            ("rediss://cache.internal:6379/0?password=hunter3&clustered=true", "same store"),
            ("rediss://CACHE.internal:6379/0?clustered=true", "same store"),
            ("redis://cache.internal:6379?password=hunter2&clustered=false", "same store"),
            ("rediss://cache.internal:6379/0?password=hunter2&clustered=true\n", "same store"),
            ("rediss://cache.internal:6379/1?password=hunter2&clustered=false", "other store"),
            ("rediss://cache.internal:6380/0?password=hunter2&clustered=true", "other store"),
            ("rediss://other.internal:6379/0?password=hunter2&clustered=true", "other store"),
            ("dynamodb:///chalk", "other store"),
            ("hunter2", "no URI"),
            ("{\"password\":\"hunter2\"}", "no URI"),
            ("", "no URI"),
        ] {
            assert_eq!(kind(stored, URI), expected, "{stored}");
        }
        assert_eq!(kind("dynamodb:///chalk", "dynamodb:///chalk"), "same");
        assert_eq!(kind("dynamodb:///chalk2", "dynamodb:///chalk"), "other store");
        let bytes = compare(&Secret::new(URI), &Secret::new(URI), true);
        assert!(matches!(bytes, ValueSeen::SameStore { as_bytes: true, .. }), "{bytes:?}");
    }
}
