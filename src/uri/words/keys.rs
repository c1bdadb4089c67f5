//! The keys of the query, the values that are words, and the fragment.

/// What a query parameter's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::uri) enum Key {
    /// `password`.
    Password,
    /// `clustered`.
    Clustered,
    /// Another spelling of one of the two.
    Near(&'static str),
    /// A key that other clients read, and what to do instead.
    OtherClients(&'static str),
    /// Anything else.
    Unknown,
}

const NEAR_PASSWORD: [&str; 11] = [
    "pass",
    "passwd",
    "pwd",
    "pw",
    "passphrase",
    "auth",
    "token",
    "auth_token",
    "auth-token",
    "authtoken",
    "secret",
];
const NEAR_CLUSTERED: [&str; 8] = [
    "cluster",
    "cluster_mode",
    "cluster-mode",
    "clustermode",
    "is_cluster",
    "is_clustered",
    "cluster_enabled",
    "sharded",
];

/// Keys of other clients' URIs. None of them is read by the query servers.
const OTHER_CLIENTS: [(&str, &str); 22] = [
    ("db", "the database goes into the path: `:6379/0`"),
    ("database", "the database goes into the path: `:6379/0`"),
    ("user", "there is no documented parameter for an ACL user"),
    ("username", "there is no documented parameter for an ACL user"),
    ("ssl", "TLS is chosen by the scheme: `rediss://` or `valkeys://`"),
    ("tls", "TLS is chosen by the scheme: `rediss://` or `valkeys://`"),
    ("ssl_cert_reqs", "certificate verification is switched off by `#insecure` at the end"),
    ("verify", "certificate verification is switched off by `#insecure` at the end"),
    ("insecure", "certificate verification is switched off by `#insecure` at the end"),
    ("skip_verify", "certificate verification is switched off by `#insecure` at the end"),
    ("protocol", "take it out: the query servers choose the protocol version"),
    ("timeout", "take it out: timeouts are not set in the URI"),
    ("socket_timeout", "take it out: timeouts are not set in the URI"),
    ("connect_timeout", "take it out: timeouts are not set in the URI"),
    ("read_timeout", "take it out: timeouts are not set in the URI"),
    ("write_timeout", "take it out: timeouts are not set in the URI"),
    ("max_connections", "take it out: pools are not set in the URI"),
    ("pool_size", "take it out: pools are not set in the URI"),
    ("client_name", "take it out: the query servers name their clients themselves"),
    ("decode_responses", "take it out: it is an option of another client"),
    ("health_check_interval", "take it out: it is an option of another client"),
    ("addr", "every node is found from the one host in the URI"),
];

/// Recognises a query parameter's key.
pub(in crate::uri) fn key(word: &str) -> Key {
    match word {
        "password" => return Key::Password,
        "clustered" => return Key::Clustered,
        _ => {}
    }
    if word.len() > 24 {
        return Key::Unknown;
    }
    let lower = word.trim().to_ascii_lowercase();
    let lower = lower.as_str();
    if let Some((_, instead)) = OTHER_CLIENTS.into_iter().find(|(name, _)| *name == lower) {
        return Key::OtherClients(instead);
    }
    if NEAR_PASSWORD.contains(&lower) || is_near(lower, "password") {
        return Key::Near("password");
    }
    if NEAR_CLUSTERED.contains(&lower) || is_near(lower, "clustered") {
        return Key::Near("clustered");
    }
    Key::Unknown
}

/// Two slips away at the most. The lengths decide most cases without a comparison.
fn is_near(word: &str, right: &str) -> bool {
    word.len().abs_diff(right.len()) <= 2 && strsim::osa_distance(word, right) <= 2
}

/// What somebody means who writes this for a boolean.
pub(in crate::uri) fn boolean(word: &str) -> Option<bool> {
    let lower =
        word.trim_matches(|character: char| character == '"' || character == '\'' || character == ' ');
    let is = |words: [&str; 6]| words.iter().any(|word| word.eq_ignore_ascii_case(lower));
    if is(["true", "yes", "1", "on", "y", "t"]) {
        Some(true)
    } else if is(["false", "no", "0", "off", "n", "f"]) {
        Some(false)
    } else {
        None
    }
}

/// Whether a word stands for a fragment that somebody may write for `insecure`; such a word is no secret.
pub(in crate::uri) fn is_insecure_like(word: &str) -> bool {
    ["insecure", "insecure=true", "skip-verify", "skip_verify", "noverify", "no-verify", "tls-insecure"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (word, expected) in [
            ("password", Key::Password),
            ("pasword", Key::Near("password")),
            ("Password", Key::Near("password")),
            ("token", Key::Near("password")),
            ("cluster", Key::Near("clustered")),
            ("clusterd", Key::Near("clustered")),
            ("foo", Key::Unknown),
        ] {
            assert_eq!(key(word), expected, "{word}");
        }
        assert!(matches!(key("db"), Key::OtherClients(_)));
    }
}
