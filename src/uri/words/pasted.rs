//! What is pasted where a URI belongs: the documented format, `host:port`, a variable's assignment.

use super::{SchemeWord, scheme_word};

/// The documentation's description of the format; beginnings of it are copied too.
pub(in crate::uri) fn is_documented_format(body: &str) -> bool {
    const FORMAT: &str = "[protocol]://[host]:[port]/[database]?[query_params][#fragment]";
    body.len() >= "[protocol]://".len() && FORMAT.starts_with(body)
}

/// The length of a `host:port` at the beginning of a value without a scheme, where it is clearly one: a name with
/// a dot and a domain of letters, an IPv4 address or `localhost`, then up to five digits, then the end or what may
/// follow a port; and no `@`, which would make it a user and a password.
pub(in crate::uri) fn host_port_len(body: &str) -> Option<usize> {
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
pub(in crate::uri) fn variable_len(body: &str) -> Option<usize> {
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
