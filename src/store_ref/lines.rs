//! One line of a batch: a bare URI, `name,uri`, or a JSON object with `name` and `uri`.

use std::borrow::Cow;

use serde::Deserialize;

use crate::secrets::Secret;

/// One value of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its name, where the line gives one.
    pub name: Option<Cow<'a, str>>,
    /// The value that should be a URI.
    pub value: Value<'a>,
    /// Where it stood: what was read, and the line, counted from 1.
    pub origin: Option<(&'a str, u64)>,
}

/// A value, where it lies or taken out of JSON or CSV. It may be a secret, so it prints as a mask.
#[derive(Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// As it stands in the line.
    Borrowed(&'a [u8]),
    /// Unescaped from the line.
    Owned(Secret),
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(crate::secrets::MASK)
    }
}

impl Value<'_> {
    /// The value's bytes.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(secret) => secret.expose().as_bytes(),
        }
    }
}

#[derive(Deserialize)]
struct JsonLine {
    name: String,
    uri: String,
}

/// The lines of a text, without their ends. `slice::split` does the same, but looks at one byte at a time.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = memchr::memchr(b'\n', text);
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// Takes a line apart. Nothing for one that is empty.
///
/// A line is taken as CSV only where a URI cannot begin: what stands before its first comma is short and holds no
/// `:`, and what follows looks like a URI. All else is the value itself, so that its faults are found.
pub fn split_line(line: &[u8]) -> Option<Item<'_>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        return None;
    }
    let bare = Item { name: None, value: Value::Borrowed(line), origin: None };
    // Both other forms are rare, and most URIs hold neither a brace nor a comma.
    if line.trim_ascii_start().starts_with(b"{") {
        let parsed: Option<JsonLine> = serde_json::from_slice(line).ok();
        return Some(parsed.map_or(bare, |json| Item {
            name: Some(Cow::Owned(json.name)),
            value: Value::Owned(Secret::new(json.uri)),
            origin: None,
        }));
    }
    let quoted =
        line.starts_with(b"\"").then(|| memchr::memmem::find(line, b"\",").map(|quote| quote + 1)).flatten();
    let Some(comma) = quoted.or_else(|| memchr::memchr(b',', line)) else { return Some(bare) };
    let (name, uri) = (&line[..comma], &line[comma + 1..]);
    let name = std::str::from_utf8(name).ok().filter(|name| name.len() <= 256 && !name.contains(':'));
    match name {
        Some(name) if memchr::memmem::find(uri, b":/").is_some() => Some(csv(name, uri)),
        _ => Some(bare),
    }
}

/// Quotes around a field are CSV's; two of them inside stand for one.
fn csv<'a>(name: &'a str, uri: &'a [u8]) -> Item<'a> {
    let unquoted = |field: &'a str| {
        field
            .strip_prefix('"')
            .and_then(|field| field.strip_suffix('"'))
            .map(|field| field.replace("\"\"", "\""))
    };
    let name = unquoted(name).map_or(Cow::Borrowed(name), Cow::Owned);
    let value = std::str::from_utf8(uri).ok().and_then(unquoted);
    let value = value.map_or(Value::Borrowed(uri), |uri| Value::Owned(Secret::new(uri)));
    Item { name: Some(name), value, origin: None }
}

/// Whether a file's first line only names its columns.
pub(super) fn is_csv_header(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // Spreadsheets write a byte-order mark first.
    line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).eq_ignore_ascii_case(b"name,uri")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_of_a_line() {
        for (line, expected) in [
            ("redis://h:1", (None, "redis://h:1")),
            ("redis://h:1\r", (None, "redis://h:1")),
            ("prod,redis://h:1", (Some("prod"), "redis://h:1")),
            ("\"prod, eu\",\"redis://h:1\"", (Some("prod, eu"), "redis://h:1")),
            ("\"prod\",\"redis://h:1?password=a\"\"b\"", (Some("prod"), "redis://h:1?password=a\"b")),
            ("{\"name\":\"prod\",\"uri\":\"redis://h:1\"}", (Some("prod"), "redis://h:1")),
            ("{\"name\":\"a\",\"uri\":\"redis://h:1\",\"x\":1}", (Some("a"), "redis://h:1")),
            // A secret that was stored as JSON: that is a fault, not a form of a batch.
            ("{\"uri\":\"redis://h:1\"}", (None, "{\"uri\":\"redis://h:1\"}")),
            ("{\"host\":\"h\"}", (None, "{\"host\":\"h\"}")),
            ("redis://a:1,b:1", (None, "redis://a:1,b:1")),
            ("redis://h:1?password=a,redis://b:1", (None, "redis://h:1?password=a,redis://b:1")),
            (" redis://h:1", (None, " redis://h:1")),
        ] {
            let item = split_line(line.as_bytes()).expect("not empty");
            let value = std::str::from_utf8(item.value.bytes()).expect("text");
            assert_eq!((item.name.as_deref(), value), expected, "{line}");
        }
        assert_eq!(split_line(b""), None);
        assert_eq!(split_line(b"\r"), None);
    }
}
