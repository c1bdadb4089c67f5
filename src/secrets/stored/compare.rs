//! What a stored value is to the URI that is to be stored. Neither comes out.

use super::ValueSeen;
use crate::secrets::Secret;
use crate::uri::{self, ServerUri, StoreUri};

/// Compares a stored value with the URI that is to be stored. `as_bytes`: it is stored as bytes, which query servers do
/// not read.
pub fn compare(stored: &Secret, wanted: &Secret, as_bytes: bool) -> ValueSeen {
    if stored == wanted && !as_bytes {
        return ValueSeen::Same;
    }
    let redacted = uri::redact(stored.expose().as_bytes());
    let shown = || uri::shown(&redacted);
    let (is, to_be) = (read(stored), read(wanted));
    let is_same = is.as_ref().zip(to_be.as_ref()).is_some_and(|(is, to_be)| store(is) == store(to_be));
    if is_same || stored == wanted {
        let differs = differences(is.as_ref(), to_be.as_ref(), as_bytes);
        ValueSeen::SameStore { stored: shown(), as_bytes, differs }
    } else if uri::scheme(&redacted).is_some() {
        ValueSeen::OtherStore { stored: shown() }
    } else {
        ValueSeen::NoUri { bytes: stored.expose().len() }
    }
}

/// A value as a URI, mended where only its form is wrong.
fn read(value: &Secret) -> Option<StoreUri> {
    let mended = || uri::corrected(value.expose()).and_then(|mended| uri::parse(mended.expose()).ok());
    uri::parse(value.expose()).ok().or_else(mended)
}

/// What tells a store from another.
#[derive(PartialEq, Eq)]
enum Store<'a> {
    Table(&'a str),
    Server { host: String, port: u16, database: u32 },
}

fn store(uri: &StoreUri) -> Store<'_> {
    match uri {
        StoreUri::Table { name } => Store::Table(name),
        StoreUri::Server(server) => Store::Server {
            host: server.host.trim_end_matches('.').to_ascii_lowercase(),
            port: server.port,
            database: server.database.unwrap_or(0),
        },
    }
}

/// What changes when one URI of a store takes another's place. Of user and password only that they do.
fn differences(is: Option<&StoreUri>, to_be: Option<&StoreUri>, as_bytes: bool) -> Vec<String> {
    let mut differs = Vec::new();
    if let (Some(StoreUri::Server(is)), Some(StoreUri::Server(to_be))) = (is, to_be) {
        let on = |insecure: bool| if insecure { "off" } else { "on" };
        let user = |uri: &ServerUri| uri.credentials.as_ref().and_then(|own| own.user.clone());
        let password = |uri: &ServerUri| uri.credentials.as_ref().map(|own| own.password.clone());
        let parts = [
            (is.scheme != to_be.scheme)
                .then(|| format!("scheme ({} to {})", is.scheme.as_str(), to_be.scheme.as_str())),
            (user(is) != user(to_be)).then(|| "user name".to_owned()),
            (password(is) != password(to_be)).then(|| "password".to_owned()),
            (is.clustered != to_be.clustered)
                .then(|| format!("clustered ({} to {})", is.clustered, to_be.clustered)),
            (is.insecure != to_be.insecure)
                .then(|| format!("certificate check ({} to {})", on(is.insecure), on(to_be.insecure))),
        ];
        differs.extend(parts.into_iter().flatten());
    }
    if as_bytes {
        differs.push("form (bytes to text)".to_owned());
    }
    if differs.is_empty() {
        differs.push("the way it is written".to_owned());
    }
    differs
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
    fn what_another_uri_of_the_store_changes_is_told_and_no_secret() {
        for (stored, expected) in [
            ("rediss://cache.internal:6379/0?password=hunter3&clustered=true", &["password"][..]),
            (
                "redis://ann:hunter2@cache.internal:6379/0?clustered=false",
                &["scheme (redis to rediss)", "user name", "clustered (false to true)"],
            ),
            (
                "rediss://cache.internal:6379/0?password=hunter2&clustered=true#insecure",
                &["certificate check (off to on)"],
            ),
            ("rediss://CACHE.internal:6379?password=hunter2&clustered=true\n", &["the way it is written"]),
        ] {
            let seen = compare(&Secret::new(stored), &Secret::new(URI), false);
            let ValueSeen::SameStore { differs, .. } = &seen else { panic!("{seen:?}") };
            assert_eq!(differs, expected, "{stored}");
            assert!(!format!("{seen:?}").contains("hunter"), "{seen:?}");
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
