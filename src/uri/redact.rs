//! Takes the secrets out of a value and keeps their shape, so that everything after it can be shown and stored.
//!
//! The evidence of a URI is its text with each character of a secret replaced by one of the same class and
//! length: `hunter2` becomes `qqqqqq9`. Characters with a meaning in a URI stay, because the checks are about
//! them. So the checks read evidence as they would read the value, the spans are those of the original, and a
//! report made from saved evidence is the report made on the spot.

use std::net::Ipv6Addr;

use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grammar::Parts;
use super::words::{
    Key, SchemeWord, boolean, host_port_len, is_documented_format, is_insecure_like, is_password_placeholder,
    is_placeholder, key, scheme_word, variable_len,
};
use crate::report::Span;

/// Longer values are not taken apart: no URI is that long, and secret managers end at 64 KiB.
pub const MAX_BYTES: usize = 8192;

/// A value without its secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The value, each character of a secret replaced by one of its class. Empty where the value was too long.
    pub text: String,
    /// Where secrets stand, in bytes of the value, sorted, apart from each other.
    pub masks: Vec<Span>,
    /// What is known of a value that is a JSON object or array.
    pub json: Option<JsonShape>,
    /// The first byte that is not UTF-8, if any.
    pub invalid_utf8_at: Option<usize>,
    /// Whether the password's percent escapes decode to something that is not UTF-8.
    pub password_not_utf8: bool,
    /// The length of the value, in bytes.
    pub bytes: usize,
}

/// A JSON value where a URI belongs, without its contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonShape {
    /// How many keys the object has; 0 for an array.
    pub keys: usize,
    /// The key whose value looks like a connection URI, if there is exactly one.
    pub uri_key: Option<String>,
    /// Where that value stands, if it stands there unescaped.
    pub uri_span: Option<Span>,
}

impl Evidence {
    /// Whether evidence that was read from a file can be judged.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn validate(&self) -> Result<(), &'static str> {
        let is_text = |span: &Span| span.start <= span.end && self.text.get(span.start..span.end).is_some();
        let are_apart = self.masks.windows(2).all(|pair| pair[0].end <= pair[1].start);
        if !self.masks.iter().all(is_text) || !are_apart {
            return Err("its masks do not fit its text");
        }
        if self.text.len() > MAX_BYTES || (!self.text.is_empty() && self.text.len() != self.bytes) {
            return Err("its length is not that of its text");
        }
        let uri_span = self.json.as_ref().and_then(|json| json.uri_span);
        if !uri_span.iter().all(is_text) {
            return Err("its JSON shape does not fit its text");
        }
        Ok(())
    }
}

/// Takes the secrets out of `value`.
pub fn redact(value: &[u8]) -> Evidence {
    redact_with_parts(value).0
}

/// The evidence, and the parts of the value, which are those of the evidence's text as well.
pub(super) fn redact_with_parts(value: &[u8]) -> (Evidence, Parts) {
    let bytes = value.len();
    if bytes > MAX_BYTES {
        return (Evidence { bytes, ..Evidence::default() }, Parts::of(""));
    }
    let text = match std::str::from_utf8(value) {
        Ok(text) => text,
        Err(error) => {
            let invalid_utf8_at = Some(error.valid_up_to());
            return (Evidence { invalid_utf8_at, bytes, ..Evidence::default() }, Parts::of(""));
        }
    };
    let parts = Parts::of(text);
    let json = json_shape(text, parts.body);
    let masks = masks(text, &parts);
    let password = parts.password(text).and_then(|(_, param)| param.value).map_or("", |value| value.of(text));
    let password_not_utf8 = percent_decode_str(password).decode_utf8().is_err();
    let text = shape(text, &masks);
    (Evidence { text, masks, json, invalid_utf8_at: None, password_not_utf8, bytes }, parts)
}

/// Where a second URI begins in the same value, at its scheme.
pub(super) fn second_uri(text: &str, parts: &Parts) -> Option<Span> {
    // The URI behind a variable's name is the first one.
    let name = if parts.scheme.is_none() { variable_len(parts.body.of(text)).unwrap_or(0) } else { 0 };
    let rest = parts.separator.end + name..parts.body.end;
    let mut from = rest.start;
    let bytes = &text.as_bytes()[..rest.end];
    while let Some(found) = memchr::memchr(b':', bytes.get(from..)?) {
        let colon = from + found;
        from = colon + 1;
        if !bytes[colon..].starts_with(b"://") {
            continue;
        }
        let start = text[..colon]
            .rfind(|character: char| !character.is_ascii_alphanumeric())
            .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
        let stands_apart = start > rest.start
            && text[..start]
                .ends_with(|character: char| character.is_whitespace() || ",;|'\"".contains(character));
        if stands_apart
            && matches!(scheme_word(&text[start..colon]), SchemeWord::Server(_) | SchemeWord::Table)
        {
            return Some(Span::new(start, colon));
        }
    }
    None
}

/// How much of a fragment may be the rest of a password that a raw `#` cut off: all but what can only be the
/// end of the URI.
pub(super) fn cut_off_len(fragment: &str) -> usize {
    let known_tail = |tail: &str| {
        let value = tail.strip_suffix("#insecure").unwrap_or(tail);
        value == "true" || value == "false"
    };
    if let Some(at) =
        fragment.find("&clustered=").filter(|at| known_tail(&fragment[at + "&clustered=".len()..]))
    {
        return at;
    }
    fragment.strip_suffix("#insecure").map_or(fragment.len(), str::len)
}

/// Where secrets stand, or may stand.
fn masks(text: &str, parts: &Parts) -> Vec<Span> {
    let mut masks = Vec::new();
    let mut mask = |span: Span| {
        if !span.is_empty() {
            masks.push(span);
        }
    };
    if let Some(second) = second_uri(text, parts) {
        // Taken for one URI, the two would have their parts in the wrong places.
        let before = text[..second.start].trim_end_matches(|character: char| !character.is_alphanumeric());
        mask(Span::new(parts.separator.end, before.len().max(parts.separator.end)));
        mask(Span::new(second.end + 3, parts.body.end));
        return merge(masks);
    }
    match parts.word() {
        SchemeWord::Other if parts.scheme.is_none() && is_documented_format(parts.body.of(text)) => {}
        SchemeWord::Other if parts.scheme.is_none() && host_port_len(parts.body.of(text)).is_some() => {
            mask_parts(text, parts, &mut mask);
        }
        SchemeWord::Other => match variable_len(parts.body.of(text)).filter(|_| parts.scheme.is_none()) {
            Some(name) => {
                let start = parts.body.start + name;
                let uri = Span::new(start, parts.body.end).of(text);
                for inner in self::masks(uri, &Parts::of(uri)) {
                    mask(Span::new(start + inner.start, start + inner.end));
                }
            }
            None => mask(parts.body),
        },
        SchemeWord::Foreign => mask(Span::new(parts.separator.end, parts.body.end)),
        _ => mask_parts(text, parts, &mut mask),
    }
    merge(masks)
}

/// What may be a secret in a URI, part by part.
fn mask_parts(text: &str, parts: &Parts, mask: &mut impl FnMut(Span)) {
    let is_table = matches!(parts.word(), SchemeWord::Table | SchemeWord::NearTable);
    if let Some(userinfo) = parts.userinfo {
        mask_userinfo(text, userinfo, mask);
    }
    if !may_show_host(parts.host.of(text)) {
        mask(parts.host);
    }
    if let Some(port) = parts.port.filter(|port| !may_show_port(port.of(text))) {
        mask(port);
    }
    if let Some(path) = parts.path.filter(|path| !may_show_path(path.of(text), is_table)) {
        mask(Span::new(path.start + 1, path.end));
    }
    mask_params(text, parts, mask);
    if let Some(fragment) = parts.fragment.filter(|fragment| !is_insecure_like(fragment.of(text))) {
        mask(Span::new(fragment.start, fragment.start + cut_off_len(fragment.of(text))));
    }
}

/// Whether a parameter's value is too little to be a secret: a boolean, or a number of one or two digits.
fn is_no_secret(value: &str) -> bool {
    boolean(value).is_some() || (value.len() <= 2 && value.bytes().all(|byte| byte.is_ascii_digit()))
}

/// All of it, but for the user `default` and what is to be filled in.
fn mask_userinfo(text: &str, userinfo: Span, mask: &mut impl FnMut(Span)) {
    let Some((user, password)) = userinfo.of(text).split_once(':') else {
        mask(userinfo);
        return;
    };
    let colon = userinfo.start + user.len();
    let show_user = user == "default" || is_placeholder(user);
    if is_password_placeholder(password) {
        mask(Span::new(if show_user { colon } else { userinfo.start }, colon));
    } else {
        mask(Span::new(if show_user { colon + 1 } else { userinfo.start }, userinfo.end));
    }
}

fn mask_params(text: &str, parts: &Parts, mask: &mut impl FnMut(Span)) {
    let mut behind_password = false;
    for param in &parts.params {
        let value = param.value.map_or("", |value| value.of(text));
        let (show_key, show_value) = match key(param.key.of(text)) {
            Key::Password | Key::Near("password") => (true, is_password_placeholder(value)),
            Key::Clustered => (true, boolean(value).is_some() || is_placeholder(value)),
            Key::Near(_) => (true, is_no_secret(value)),
            Key::OtherClients(_) => (!behind_password || param.value.is_some(), is_no_secret(value)),
            // What no client knows may be the rest of a password that holds a raw `&`.
            Key::Unknown => {
                (!behind_password && param.value.is_some(), !behind_password && is_no_secret(value))
            }
        };
        if !show_key {
            mask(param.key);
        }
        if let Some(value) = param.value.filter(|_| !show_value) {
            mask(value);
        }
        behind_password |= matches!(key(param.key.of(text)), Key::Password | Key::Near("password"));
    }
}

fn may_show_host(host: &str) -> bool {
    if is_placeholder(host) {
        return true;
    }
    let odd = |byte: u8| !byte.is_ascii_alphanumeric() && b"!\"#&'+:;=?@\\^`|~".contains(&byte);
    // Where a `:` was written for the `@`, the host holds credentials. A zone (`%eth0`) may follow an address.
    !host.bytes().any(odd)
        || host.split('%').next().is_some_and(|address| address.parse::<Ipv6Addr>().is_ok())
            && host.split_once('%').is_none_or(|(_, zone)| !zone.bytes().any(odd))
}

fn may_show_port(port: &str) -> bool {
    (port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())) || is_placeholder(port)
}

fn may_show_path(path: &str, is_table: bool) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    if is_placeholder(path) {
        return true;
    }
    if is_table {
        return path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-:/".contains(&byte));
    }
    let number = path.trim_end_matches('/');
    let number = number.strip_prefix('-').unwrap_or(number);
    number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn merge(mut masks: Vec<Span>) -> Vec<Span> {
    if masks.len() < 2 {
        return masks;
    }
    masks.sort_unstable_by_key(|mask| mask.start);
    let mut merged: Vec<Span> = Vec::with_capacity(masks.len());
    for mask in masks {
        match merged.last_mut() {
            Some(last) if mask.start <= last.end => last.end = last.end.max(mask.end),
            _ => merged.push(mask),
        }
    }
    merged
}

/// The text with the masked parts replaced by their shape, byte for byte as long.
fn shape(text: &str, masks: &[Span]) -> String {
    let mut shaped = String::with_capacity(text.len());
    let mut at = 0;
    for mask in masks {
        shaped.push_str(&text[at..mask.start]);
        shape_of(mask.of(text), &mut shaped);
        at = mask.end;
    }
    shaped.push_str(&text[at..]);
    shaped
}

fn shape_of(secret: &str, shaped: &mut String) {
    let mut rest = secret;
    while let Some(character) = rest.chars().next() {
        let escape = rest.as_bytes();
        if character == '%' && escape.len() > 2 && escape[1..3].iter().all(u8::is_ascii_hexdigit) {
            shaped.push_str("%41");
            rest = &rest[3..];
            continue;
        }
        shaped.push(match character {
            // Neither hexadecimal nor a word of their own: a malformed escape stays malformed, and no shape is
            // mistaken for a placeholder (`xxx`) or a boolean (`0`, `n`).
            'a'..='z' => 'q',
            'A'..='Z' => 'Q',
            '0'..='9' => '9',
            '#' | '&' | '%' | '+' | '=' | '@' | ':' | '/' | '?' | ';' | ',' | '[' | ']' | '\\' | '.'
            | '-' | '_' | '{' | '}' => character,
            _ if character.is_ascii_control() || character == ' ' => character,
            _ => match character.len_utf8() {
                1 => '!',
                2 => 'é',
                3 => '€',
                _ => '😀',
            },
        });
        rest = &rest[character.len_utf8()..];
    }
}

fn json_shape(text: &str, body: Span) -> Option<JsonShape> {
    let body = body.of(text);
    if !body.starts_with(['{', '[']) || !body.ends_with(['}', ']']) {
        return None;
    }
    match serde_json::from_str::<serde_json::Value>(body).ok()? {
        serde_json::Value::Object(object) => {
            let mut uris = object.iter().filter_map(|(key, value)| {
                let value = value.as_str()?;
                let word = Parts::of(value).word();
                matches!(word, SchemeWord::Server(_) | SchemeWord::Table).then_some((key, value))
            });
            let found = uris.next().filter(|_| uris.next().is_none());
            let uri_span = found.and_then(|(_, value)| {
                let start = text.find(value)?;
                Some(Span::new(start, start + value.len()))
            });
            Some(JsonShape { keys: object.len(), uri_key: found.map(|(key, _)| key.clone()), uri_span })
        }
        serde_json::Value::Array(_) => Some(JsonShape::default()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_lose_everything_but_their_shape() {
        for (text, expected) in [
            (
                "redis://h:1/0?password=Hunter2!&clustered=true",
                "redis://h:1/0?password=Qqqqqq9!&clustered=true",
            ),
            ("redis://h:1/0?pasword=hunter2&clustered=yes", "redis://h:1/0?pasword=qqqqqq9&clustered=yes"),
            (
                "redis://h:1/0?password=<token>&clustered=true",
                "redis://h:1/0?password=<token>&clustered=true",
            ),
            ("redis://bob:hunter2@h:1", "redis://qqq:qqqqqq9@h:1"),
            ("redis://default:hunter2@h:1", "redis://default:qqqqqq9@h:1"),
            ("redis://bob:<password>@h:1", "redis://qqq:<password>@h:1"),
            ("redis://[user]:[password]@h:1", "redis://[user]:[password]@h:1"),
            ("redis://h:1/0?password={{ .pw }}", "redis://h:1/0?password={{ .qq }}"),
            ("redis://h:1/0?password={pw}", "redis://h:1/0?password={qq}"),
            ("redis://h:1/0?password=${PW}", "redis://h:1/0?password=${PW}"),
            ("redis://default:hunter2", "redis://default:qqqqqq9"),
            ("redis://default:s3cr3t:h.x:6379/0", "redis://qqqqqqq:q9qq9q:q.q:6379/0"),
            ("redis://u:PASS:host:6379", "redis://q:QQQQ:qqqq:6379"),
            ("redis://u:12?PW=2@h", "redis://q:99?QQ=9@h"),
            ("redis://u:12/3?x&PW=2@h:1/0?clustered=true", "redis://q:99/9?q&QQ=9@h:1/0?clustered=true"),
            ("redis://h.x:12?pw=2@h", "redis://h.x:12?pw=9@q"),
            ("redis://h:6379?pw=2@h", "redis://h:6379?pw=9@q"),
            ("redis://2001:db8::7:6379/0", "redis://2001:db8::7:6379/0"),
            ("redis://[fe80::1%25eth0]:1", "redis://[fe80::1%25eth0]:1"),
            ("redis://h:1?password=a&b&clustered=true", "redis://h:1?password=q&q&clustered=true"),
            ("redis://h:1?password=a%2Fb%zz", "redis://h:1?password=q%41q%qq"),
            (
                "redis://h:1?password=a#b&clustered=true#insecure",
                "redis://h:1?password=q#q&clustered=true#insecure",
            ),
            ("redis://h:1#Insecure", "redis://h:1#Insecure"),
            ("hunter2", "qqqqqq9"),
            ("h.io:6379/0?password=Ab1", "h.io:6379/0?password=Qq9"),
            ("10.0.0.1:6379?hunter2", "10.0.0.1:6379?qqqqqq9"),
            ("john.doe:12345@h.io:1", "qqqq.qqq:99999@q.qq:9"),
            ("h.io:6379,password=Ab1", "q.qq:9999,qqqqqqqq=Qq9"),
            ("hun.ter:x1", "qqq.qqq:q9"),
            ("[protocol]://[host]:[port]", "[protocol]://[host]:[port]"),
            ("REDIS_URI=redis://h:1?password=Ab1", "REDIS_URI=redis://h:1?password=Qq9"),
            ("export URI=\"redis://h:1,redis://:pw@i:1\"", "qqqqqq QQQ=!qqqqq://q:9,redis://:qq@q:9\""),
            ("hunter2=redis://h:1?password=Ab1", "qqqqqq9=qqqqq://q:9?qqqqqqqq=Qq9"),
            ("https://hooks/T0/B0", "https://qqqqq/Q9/Q9"),
            ("redis://h:1?clustered=hunter2", "redis://h:1?clustered=qqqqqq9"),
            ("redis://h:1?foo=bar", "redis://h:1?foo=qqq"),
            ("redis://h:1?ssl=True&db=12&a=1", "redis://h:1?ssl=True&db=12&a=1"),
            ("redis://h:1?ssl=abc&db=123&cluster=on", "redis://h:1?ssl=qqq&db=999&cluster=on"),
            ("redis://h:1?password=x&a=1", "redis://h:1?password=q&q=9"),
            ("redis://h:1?hunter2", "redis://h:1?qqqqqq9"),
            ("dynamodb:///a-table", "dynamodb:///a-table"),
            (
                "dynamodb:///arn:aws:dynamodb:us-east-1:1:table/t",
                "dynamodb:///arn:aws:dynamodb:us-east-1:1:table/t",
            ),
            ("redis://h:1/0,redis://:pw@i:1", "redis://q:9/9,redis://:qq@q:9"),
        ] {
            assert_eq!(redact(text.as_bytes()).text, expected, "{text}");
        }
    }

    #[test]
    fn a_json_object_is_known_by_its_keys_alone() {
        let json = redact(br#"{"uri":"redis://h:1","n":1}"#).json.expect("an object");
        assert_eq!(
            (json.keys, json.uri_key.as_deref(), json.uri_span),
            (2, Some("uri"), Some(Span::new(8, 19)))
        );
        assert_eq!(redact(b"[1]").json, Some(JsonShape::default()));
        assert_eq!(redact(b"{no json}").json, None);
    }
}
