//! The word in the scheme's place.

use crate::uri::Scheme;

/// What a word in the scheme's place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::uri) enum SchemeWord {
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
const FOREIGN: [(&str, &str); 31] = [
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
    ("redis-sentinel", "a Sentinel"),
    ("redis+sentinel", "a Sentinel"),
    ("rediss+sentinel", "a Sentinel"),
    ("valkey+sentinel", "a Sentinel"),
];

/// What a foreign scheme stands for.
pub(in crate::uri) fn foreign(word: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, what)| *what)
}

/// Recognises the word in the scheme's place.
pub(in crate::uri) fn scheme_word(word: &str) -> SchemeWord {
    if let Some(scheme) = SERVERS.into_iter().find(|scheme| scheme.as_str() == word) {
        return SchemeWord::Server(scheme);
    }
    if word == "dynamodb" {
        return SchemeWord::Table;
    }
    // Anything longer is a host name that stands in front, and not worth the comparison.
    if word.len() > 15 {
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
            ("redis+sentinel", SchemeWord::Foreign),
            ("localhost", SchemeWord::Other),
            ("h", SchemeWord::Other),
        ] {
            assert_eq!(scheme_word(word), expected, "{word}");
        }
    }
}
