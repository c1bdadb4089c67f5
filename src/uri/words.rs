//! The words of connection URIs: the right ones, those that people write instead, and placeholders.

use super::Scheme;
use crate::report::Span;

/// What a word in the scheme's place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SchemeWord {
    /// One of the four schemes of Valkey and Redis, exactly.
    Server(Scheme),
    /// `dynamodb`, exactly.
    Table,
    /// Another spelling of a server's scheme.
    NearServer(Scheme),
    /// Another spelling of `dynamodb`.
    NearTable,
    /// A scheme that belongs to something else.
    Foreign,
    /// No scheme that is known.
    Other,
}

const SERVERS: [Scheme; 4] = [Scheme::Redis, Scheme::Rediss, Scheme::Valkey, Scheme::Valkeys];

/// What people write for a TLS scheme, because other clients take it.
const TLS_SPELLINGS: [(&str, Scheme); 8] = [
    ("redis+tls", Scheme::Rediss),
    ("redis-tls", Scheme::Rediss),
    ("redis+ssl", Scheme::Rediss),
    ("tls+redis", Scheme::Rediss),
    ("redistls", Scheme::Rediss),
    ("valkey+tls", Scheme::Valkeys),
    ("valkey-tls", Scheme::Valkeys),
    ("valkey+ssl", Scheme::Valkeys),
];

/// Schemes of other things, and what they are.
const FOREIGN: [(&str, &str); 27] = [
    ("http", "a web address"),
    ("https", "a web address"),
    ("postgres", "a PostgreSQL database"),
    ("postgresql", "a PostgreSQL database"),
    ("mysql", "a MySQL database"),
    ("jdbc", "a JDBC database"),
    ("mongodb", "a MongoDB database"),
    ("mongodb+srv", "a MongoDB database"),
    ("memcached", "a memcached server"),
    ("memcache", "a memcached server"),
    ("bigtable", "a Bigtable store"),
    ("cassandra", "a Cassandra database"),
    ("scylla", "a ScyllaDB database"),
    ("snowflake", "a Snowflake warehouse"),
    ("bigquery", "a BigQuery dataset"),
    ("kafka", "a Kafka broker"),
    ("amqp", "an AMQP broker"),
    ("amqps", "an AMQP broker"),
    ("s3", "an S3 bucket"),
    ("gs", "a Cloud Storage bucket"),
    ("file", "a file"),
    ("tcp", "a bare TCP address"),
    ("ssl", "a bare TLS address"),
    ("tls", "a bare TLS address"),
    ("unix", "a local socket"),
    ("redis+unix", "a local socket"),
    ("valkey+unix", "a local socket"),
];

/// What a foreign scheme stands for.
pub(super) fn foreign(word: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, what)| *what)
}

/// Recognises the word in the scheme's place.
pub(super) fn scheme_word(word: &str) -> SchemeWord {
    if let Some(scheme) = SERVERS.into_iter().find(|scheme| scheme.as_str() == word) {
        return SchemeWord::Server(scheme);
    }
    if word == "dynamodb" {
        return SchemeWord::Table;
    }
    // Anything longer is a host name that stands in front, and not worth the comparison.
    if word.len() > 12 {
        return SchemeWord::Other;
    }
    let lower = word.to_ascii_lowercase();
    if lower == "dynamodb" || lower == "dynamo" || lower == "ddb" {
        return SchemeWord::NearTable;
    }
    if let Some(scheme) = SERVERS.into_iter().find(|scheme| scheme.as_str() == lower) {
        return SchemeWord::NearServer(scheme);
    }
    if let Some((_, scheme)) = TLS_SPELLINGS.into_iter().find(|(spelling, _)| *spelling == lower) {
        return SchemeWord::NearServer(scheme);
    }
    if foreign(&lower).is_some() {
        return SchemeWord::Foreign;
    }
    if strsim::osa_distance(&lower, "dynamodb") <= 2 {
        return SchemeWord::NearTable;
    }
    let near = SERVERS.into_iter().map(|scheme| (strsim::osa_distance(&lower, scheme.as_str()), scheme));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((distance, scheme)) if distance <= 2 && lower.len() >= 4 => SchemeWord::NearServer(scheme),
        _ => SchemeWord::Other,
    }
}

/// What a query parameter's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
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
    ("timeout", "take it out: time-outs are not set in the URI"),
    ("socket_timeout", "take it out: time-outs are not set in the URI"),
    ("connect_timeout", "take it out: time-outs are not set in the URI"),
    ("read_timeout", "take it out: time-outs are not set in the URI"),
    ("write_timeout", "take it out: time-outs are not set in the URI"),
    ("max_connections", "take it out: pools are not set in the URI"),
    ("pool_size", "take it out: pools are not set in the URI"),
    ("client_name", "take it out: the query servers name their clients themselves"),
    ("decode_responses", "take it out: it is an option of another client"),
    ("health_check_interval", "take it out: it is an option of another client"),
    ("addr", "every node is found from the one host in the URI"),
];

/// Recognises a query parameter's key.
pub(super) fn key(word: &str) -> Key {
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

/// Whether a key is `password`, or what somebody wrote for it.
pub(super) fn is_password_key(word: &str) -> bool {
    matches!(key(word), Key::Password | Key::Near("password"))
}

/// Two slips away at the most. The lengths decide most cases without a comparison.
fn is_near(word: &str, right: &str) -> bool {
    word.len().abs_diff(right.len()) <= 2 && strsim::osa_distance(word, right) <= 2
}

/// What somebody means who writes this for a boolean.
pub(super) fn boolean(word: &str) -> Option<bool> {
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
pub(super) fn is_insecure_like(word: &str) -> bool {
    ["insecure", "insecure=true", "skip-verify", "skip_verify", "noverify", "no-verify", "tls-insecure"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// The documentation's description of the format; beginnings of it are copied too.
pub(super) fn is_documented_format(body: &str) -> bool {
    const FORMAT: &str = "[protocol]://[host]:[port]/[database]?[query_params][#fragment]";
    body.len() >= "[protocol]://".len() && FORMAT.starts_with(body)
}

/// The length of a `host:port` at the beginning of a value without a scheme, where it is clearly one: a name with
/// a dot and a domain of letters, an IPv4 address or `localhost`, then up to five digits, then the end or what may
/// follow a port; and no `@`, which would make it a user and a password.
pub(super) fn host_port_len(body: &str) -> Option<usize> {
    let (host, rest) = body.split_once(':')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = rest.len() == digits || matches!(rest.as_bytes()[digits], b'/' | b'?' | b'#');
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_octet =
        |label: &str| (1..=3).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_domain = |label: &str| label.len() > 1 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_name =
        host.split('.').all(is_label) && host.rsplit_once('.').is_some_and(|(_, domain)| is_domain(domain));
    let is_address = host.split('.').count() == 4 && host.split('.').all(is_octet);
    ((is_name || is_address || host == "localhost")
        && (1..=5).contains(&digits)
        && ends
        && !rest.contains('@'))
    .then_some(host.len() + 1 + digits)
}

/// The length of a variable's name and its `=` before a URI: `REDIS_URI=redis://…`, with `export` and a quotation
/// mark, if they are there.
pub(super) fn variable_len(body: &str) -> Option<usize> {
    let name = body.strip_prefix("export ").unwrap_or(body);
    let (name, uri) = name.split_once('=')?;
    let uri = uri.strip_prefix(['"', '\'']).unwrap_or(uri);
    let (scheme, _) = uri.split_once("://")?;
    let is_name = (1..=64).contains(&name.len())
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let lower = name.to_ascii_lowercase();
    let speaks = !name.bytes().any(|byte| byte.is_ascii_lowercase())
        || ["uri", "url", "redis", "valkey", "store", "dynamo"].iter().any(|word| lower.contains(word));
    (is_name && speaks && matches!(scheme_word(scheme), SchemeWord::Server(_) | SchemeWord::Table))
        .then_some(body.len() - uri.len())
}

/// Words that stand for "fill me in", whatever the part.
const PLACEHOLDERS: [&str; 27] = [
    "your_token",
    "your-token",
    "yourtoken",
    "your_password",
    "your-password",
    "yourpassword",
    "your_auth_token",
    "changeme",
    "change_me",
    "change-me",
    "replaceme",
    "replace_me",
    "replace-me",
    "todo",
    "tbd",
    "fixme",
    "hostname",
    "your_host",
    "your-host",
    "yourhost",
    "my_host",
    "your_port",
    "table_name",
    "your_table",
    "your-table",
    "tablename",
    "placeholder",
];

/// Whether a host, port, database or table is something to fill in rather than a value.
pub(super) fn is_placeholder(word: &str) -> bool {
    is_filler(word) || unwrapped(word).is_some_and(|inner| !inner.contains(':')) || is_listed(word)
}

/// Where a template's `{{ … }}` stands in a text, if one does.
pub(super) fn template(text: &str) -> Option<Span> {
    // Next to no value holds a brace, and this costs less than the search for two.
    memchr::memchr(b'{', text.as_bytes())?;
    let start = memchr::memmem::find(text.as_bytes(), b"{{")?;
    let end = start + memchr::memmem::rfind(&text.as_bytes()[start..], b"}}")?;
    (end >= start + 2).then(|| Span::new(start, end + 2))
}

/// Whether a part is something to fill in, wholly or, in a template, partly. What stands around a template may be
/// a secret: only what [`is_placeholder`] and [`is_password_placeholder`] recognise may be shown.
pub(super) fn is_to_fill_in(word: &str) -> bool {
    is_placeholder(word) || template(word).is_some()
}

/// The same for a password.
pub(super) fn is_password_to_fill_in(word: &str) -> bool {
    is_password_placeholder(word) || template(word).is_some()
}

/// Whether a password is something to fill in. Stricter than for other parts, because a placeholder is shown and
/// a real token may stand in `<>` or begin with `$`: what is inside must itself speak of a password.
pub(super) fn is_password_placeholder(word: &str) -> bool {
    const SPEAKING: [&str; 5] = ["token", "pass", "secret", "auth", "pwd"];
    let speaks = |inner: &str| {
        let lower = inner.to_ascii_lowercase();
        lower.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-' | b' ' | b'.'))
            && SPEAKING.iter().any(|word| lower.contains(word))
    };
    is_filler(word) || unwrapped(word).is_some_and(speaks) || is_variable(word) || is_listed(word)
}

/// `${VAR}`, `$(VAR)`, `%(var)s`, with a name and nothing else inside. `$VAR` alone may be a token.
fn is_variable(word: &str) -> bool {
    let forms = [("${", "}"), ("$(", ")"), ("%(", ")s")];
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    matches!(word.as_bytes().first(), Some(b'$' | b'%'))
        && forms.iter().any(|(open, close)| {
            word.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
        })
}

/// `xxx`, `***`, `...`.
fn is_filler(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 3
        && matches!(bytes[0], b'x' | b'X' | b'*' | b'.')
        && bytes.iter().all(|byte| byte.eq_ignore_ascii_case(&bytes[0]))
}

fn is_listed(word: &str) -> bool {
    // Every part of every URI of a batch comes here, and next to none begins like one of the words.
    let may_be =
        word.as_bytes().first().is_some_and(|first| b"ycrtfhmp".contains(&first.to_ascii_lowercase()));
    may_be
        && (3..=15).contains(&word.len())
        && PLACEHOLDERS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// What stands inside the brackets of a template, or behind the `$` of a shell variable.
fn unwrapped(word: &str) -> Option<&str> {
    // Most values are none: the first byte decides.
    let wrappers: &[(&str, &str)] = match word.as_bytes().first()? {
        b'<' => &[("<", ">")],
        b'[' => &[("[", "]")],
        b'{' => &[("{{", "}}"), ("{", "}")],
        b'$' => &[("${", "}"), ("$(", ")"), ("$", "")],
        b'%' => &[("%(", ")s"), ("%", "%")],
        _ => return None,
    };
    wrappers.iter().find_map(|(open, close)| {
        word.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.is_empty()).map(str::trim)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes() {
        for (word, expected) in [
            ("rediss", SchemeWord::Server(Scheme::Rediss)),
            ("Redis", SchemeWord::NearServer(Scheme::Redis)),
            ("reddiss", SchemeWord::NearServer(Scheme::Rediss)),
            ("valky", SchemeWord::NearServer(Scheme::Valkey)),
            ("redis+tls", SchemeWord::NearServer(Scheme::Rediss)),
            ("dynamodb", SchemeWord::Table),
            ("dynamo", SchemeWord::NearTable),
            ("dynamdb", SchemeWord::NearTable),
            ("https", SchemeWord::Foreign),
            ("localhost", SchemeWord::Other),
            ("h", SchemeWord::Other),
        ] {
            assert_eq!(scheme_word(word), expected, "{word}");
        }
    }

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

    #[test]
    fn placeholders() {
        for word in [
            "[host]",
            "<token>",
            "your_token",
            "changeme",
            "${HOST}",
            "{{ host }}",
            "xxxx",
            "***",
            "$REDIS_HOST",
        ] {
            assert!(is_placeholder(word), "{word}");
        }
        for word in ["", "x", "h", "[::1]", "redis-1.example.net", "exx"] {
            assert!(!is_placeholder(word), "{word}");
        }
        for word in [
            "<token>",
            "your_token",
            "changeme",
            "$REDIS_PASSWORD",
            "[auth-token]",
            "****",
            "${HUNTER}",
            "$(pw)",
            "%(pw)s",
        ] {
            assert!(is_password_placeholder(word), "{word}");
        }
        for word in ["<hunter2>", "$HUNTER", "hunter2", "{abc}", "%41%", "${a-b}", "{{hunter2}}"] {
            assert!(!is_password_placeholder(word), "{word}");
        }
        assert_eq!(template("a{{ .b }}-{{ c }}d"), Some(Span::new(1, 17)));
        for word in ["{{hunter2}}", "a{{ .Values.pw }}", "{{ .Values.pw | quote }}"] {
            assert!(is_password_to_fill_in(word), "{word}");
        }
        for word in ["{hunter2}", "}}{{", "{{}", "a{{b"] {
            assert!(!is_password_to_fill_in(word), "{word}");
        }
    }
}
