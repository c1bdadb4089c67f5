//! Takes a value apart into the places of a connection URI, without judging it.
//!
//! Lenient on purpose: whatever stands there gets a place, so that a check can point at it. The format is
//! `[protocol]://[host]:[port]/[database]?[query_params][#fragment]` and `dynamodb:///[table_name]` (Chalk
//! documentation, Online store).

use memchr::{memchr, memchr2, memchr3, memmem, memrchr};

use super::words::{Key, SchemeWord, key, scheme_word};
use crate::report::Span;

/// One `key=value` of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Param {
    /// The key.
    pub key: Span,
    /// What the key was recognised as.
    pub word: Key,
    /// What follows the `=`; none where there is no `=`.
    pub value: Option<Span>,
}

impl Param {
    /// Whether it is `password`, or what somebody wrote for it.
    pub(super) fn is_password(&self) -> bool {
        matches!(self.word, Key::Password | Key::Near("password"))
    }

    /// Key, `=` and value.
    pub(super) fn span(&self) -> Span {
        Span::new(self.key.start, self.value.map_or(self.key.end, |value| value.end))
    }
}

/// Where the parts of a value stand, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The value without what copying wraps around it: white space, quotes, a byte-order mark.
    pub body: Span,
    /// What stands where a scheme does, and what it was recognised as.
    pub scheme: Option<(Span, SchemeWord)>,
    /// What stands between the scheme and the rest: `://`, or what was written instead.
    pub separator: Span,
    /// What stands before the `@`.
    pub userinfo: Option<Span>,
    /// The host, without brackets.
    pub host: Span,
    /// Whether the host stands in brackets.
    pub bracketed: bool,
    /// What follows the host's `:`.
    pub port: Option<Span>,
    /// What follows, from its `/` up to `?` or `#`.
    pub path: Option<Span>,
    /// The query's parameters, empty ones left out.
    pub params: Vec<Param>,
    /// What follows the first `#`.
    pub fragment: Option<Span>,
}

impl Parts {
    /// Takes `text` apart.
    pub(super) fn of(text: &str) -> Self {
        let body = body(text);
        let mut parts = Self {
            body,
            scheme: None,
            separator: Span::new(body.start, body.start),
            userinfo: None,
            host: Span::new(body.start, body.start),
            bracketed: false,
            port: None,
            path: None,
            params: Vec::new(),
            fragment: None,
        };
        let mut rest = body.start;
        if let Some((scheme, separator)) = scheme_and_separator(text, body) {
            let word = scheme_word(scheme.of(text));
            // `host:6379` looks like a scheme too; it is one only where it is known or followed by slashes.
            if word != SchemeWord::Other || separator.len() > 1 {
                parts.scheme = Some((scheme, word));
                parts.separator = separator;
                rest = separator.end;
            }
        }
        parts.take_rest(text, rest);
        parts
    }

    fn take_rest(&mut self, value: &str, start: usize) {
        let text = value.as_bytes();
        let end = self.body.end;
        let find = |from: usize, byte: u8| memchr(byte, &text[from..end]).map(|at| from + at);
        let stop = memchr3(b'/', b'?', b'#', &text[start..end]).map_or(end, |at| start + at);

        let mut authority_end = stop;
        let mut at = memrchr(b'@', &text[start..stop]).map(|at| start + at);
        if at.is_none() {
            // A raw `/`, `?` or `#` in the user-info part ends the authority too early; an `@` further on, with
            // nothing that could be a port before it, tells.
            at = early_end(&text[start..stop])
                .then(|| find(stop, b'@'))
                .flatten()
                .or_else(|| find(stop, b'@').filter(|at| is_cut_off(&text[start..*at], stop - start)));
            if let Some(first) = at {
                authority_end = memchr3(b'/', b'?', b'#', &text[first..end]).map_or(end, |next| first + next);
                at = memrchr(b'@', &text[first..authority_end]).map(|last| first + last);
            }
        }
        self.userinfo = at.map(|at| Span::new(start, at));
        self.take_host(text, at.map_or(start, |at| at + 1), authority_end);

        let path_end = memchr2(b'?', b'#', &text[authority_end..end]).map_or(end, |at| authority_end + at);
        if path_end > authority_end {
            self.path = Some(Span::new(authority_end, path_end));
        }
        let hash = find(path_end, b'#');
        self.fragment = hash.map(|hash| Span::new(hash + 1, end));
        if text.get(path_end) == Some(&b'?') && path_end < end {
            self.take_params(value, path_end + 1, hash.unwrap_or(end));
        }
    }

    fn take_host(&mut self, text: &[u8], start: usize, end: usize) {
        let (host, port) = if text.get(start) == Some(&b'[') && start < end {
            match memchr(b']', &text[start..end]) {
                Some(close) => {
                    self.bracketed = true;
                    let close = start + close;
                    let port = (text.get(close + 1) == Some(&b':') && close + 1 < end)
                        .then(|| Span::new(close + 2, end));
                    // Anything else behind the bracket belongs to neither; the host check sees it.
                    let host_end = if port.is_some() || close + 1 == end { close } else { end };
                    (Span::new(start + 1, host_end), port)
                }
                None => (Span::new(start, end), None),
            }
        } else {
            match memrchr(b':', &text[start..end]) {
                Some(colon) if !is_bare_ipv6(&text[start..end], colon) => {
                    (Span::new(start, start + colon), Some(Span::new(start + colon + 1, end)))
                }
                _ => (Span::new(start, end), None),
            }
        };
        self.host = host;
        self.port = port;
    }

    fn take_params(&mut self, text: &str, start: usize, end: usize) {
        let bytes = text.as_bytes();
        let mut at = start;
        while at <= end {
            let stop = memchr(b'&', &bytes[at..end]).map_or(end, |next| at + next);
            if stop > at {
                let equals = memchr(b'=', &bytes[at..stop]).map(|equals| at + equals);
                let name = Span::new(at, equals.unwrap_or(stop));
                self.params.push(Param {
                    key: name,
                    word: key(name.of(text)),
                    value: equals.map(|equals| Span::new(equals + 1, stop)),
                });
            }
            at = stop + 1;
        }
    }

    /// The first parameter with this key, and its place among the parameters.
    pub(super) fn param(&self, word: Key) -> Option<(usize, Param)> {
        self.params.iter().copied().enumerate().find(|(_, param)| param.word == word)
    }

    /// The `password` parameter, or else the first that somebody wrote for it, and its place.
    pub(super) fn password(&self) -> Option<(usize, Param)> {
        self.param(Key::Password).or_else(|| self.param(Key::Near("password")))
    }

    /// What the scheme was recognised as.
    pub(super) fn word(&self) -> SchemeWord {
        self.scheme.map_or(SchemeWord::Other, |(_, word)| word)
    }
}

/// Characters that nobody sees.
pub(super) fn is_invisible(character: char) -> bool {
    character.is_control() || matches!(character, '\u{feff}' | '\u{200b}')
}

/// Characters that copying and secret managers put around a value.
fn is_wrapping(character: char) -> bool {
    character.is_whitespace()
        || is_invisible(character)
        || matches!(character, '"' | '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›')
}

fn body(text: &str) -> Span {
    let start = text.len() - text.trim_start_matches(is_wrapping).len();
    let end = text.trim_end_matches(is_wrapping).len();
    if start < end { Span::new(start, end) } else { Span::new(start, start) }
}

/// A scheme-like word at the start of the body, and what separates it from the rest.
fn scheme_and_separator(text: &str, body: Span) -> Option<(Span, Span)> {
    let bytes = &text.as_bytes()[..body.end];
    let length = bytes[body.start..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        .count();
    let scheme = Span::new(body.start, body.start + length);
    let colon = usize::from(bytes.get(scheme.end) == Some(&b':'));
    let slashes =
        bytes[scheme.end + colon..].iter().take_while(|byte| matches!(byte, b'/' | b'\\')).take(2).count();
    let starts_with_letter = bytes.get(body.start).is_some_and(u8::is_ascii_alphabetic);
    (starts_with_letter && (colon == 1 || slashes == 2))
        .then(|| (scheme, Span::new(scheme.end, scheme.end + colon + slashes)))
}

/// Whether an authority without `@` cannot be one: no host, or something behind the last `:` that is no port.
fn early_end(authority: &[u8]) -> bool {
    match memrchr(b':', authority) {
        Some(colon) => colon == 0 || !authority[colon + 1..].iter().all(u8::is_ascii_digit),
        None => authority.is_empty(),
    }
}

/// Whether `text`, up to an `@` behind an authority that ends early, is rather user and password: nothing in the
/// authority is clearly a host with its port, and none of the documented parameters begins before the `@`.
fn is_cut_off(text: &[u8], stop: usize) -> bool {
    let (authority, behind) = text.split_at(stop);
    let Some(colon) = memrchr(b':', authority) else { return false };
    let (host, port) = (&authority[..colon], &authority[colon + 1..]);
    let is_host = host.contains(&b'.') || host.first() == Some(&b'[') || host == b"localhost";
    let is_port = matches!(port, b"6379" | b"6380");
    let is_known = |key: &str| memmem::find(behind, key.as_bytes()).is_some();
    !is_host && !is_port && !is_known("password=") && !is_known("clustered=")
}

/// Whether an authority is an IPv6 address without brackets. `last` is where its last `:` stands.
fn is_bare_ipv6(authority: &[u8], last: usize) -> bool {
    memchr(b':', &authority[..last]).is_some()
        && std::str::from_utf8(authority).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scheme|separator|userinfo|host|port|path|k=v,k|fragment`, `-` where a part is not there.
    fn parts(text: &str) -> String {
        let parts = Parts::of(text);
        let or = |span: Option<Span>| span.map_or("-".to_owned(), |span| span.of(text).to_owned());
        let params: Vec<&str> = parts.params.iter().map(|param| param.span().of(text)).collect();
        [
            or(parts.scheme.map(|(span, _)| span)),
            parts.separator.of(text).to_owned(),
            or(parts.userinfo),
            parts.host.of(text).to_owned(),
            or(parts.port),
            or(parts.path),
            params.join(","),
            or(parts.fragment),
        ]
        .join("|")
    }

    #[test]
    fn every_part_has_its_place() {
        for (text, expected) in [
            ("redis://h:6379/0?a=b&c#d", "redis|://|-|h|6379|/0|a=b,c|d"),
            ("rediss://h:6379?clustered=true#insecure", "rediss|://|-|h|6379|-|clustered=true|insecure"),
            ("redis://u:p@h:1", "redis|://|u:p|h|1|-||-"),
            ("redis://:p@x@h:1/2", "redis|://|:p@x|h|1|/2||-"),
            ("redis://:p/q@h:1/2", "redis|://|:p/q|h|1|/2||-"),
            ("redis://:p?q@h:1/2?x=y", "redis|://|:p?q|h|1|/2|x=y|-"),
            ("redis://:p#q@h:1/2", "redis|://|:p#q|h|1|/2||-"),
            ("redis://h:1/0?password=a@b", "redis|://|-|h|1|/0|password=a@b|-"),
            ("redis://[::1]:6379/0", "redis|://|-|::1|6379|/0||-"),
            ("redis://::1/0", "redis|://|-|::1|-|/0||-"),
            ("redis://[::1", "redis|://|-|[::1|-|-||-"),
            ("redis:/h:1", "redis|:/|-|h|1|-||-"),
            ("redis:h", "redis|:|-|h|-|-||-"),
            ("redis//h", "redis|//|-|h|-|-||-"),
            ("redis:\\\\h", "redis|:\\\\|-|h|-|-||-"),
            ("dynamodb:///t", "dynamodb|://|-||-|/t||-"),
            ("dynamodb://t", "dynamodb|://|-|t|-|-||-"),
            ("h:6379", "-||-|h|6379|-||-"),
            ("rediss://:0/0?clustered=true#insecure", "rediss|://|-||0|/0|clustered=true|insecure"),
            ("  'redis://h:1' \n", "redis|://|-|h|1|-||-"),
            ("", "-||-||-|-||-"),
            ("redis://h:1?&&a=b&", "redis|://|-|h|1|-|a=b|-"),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
