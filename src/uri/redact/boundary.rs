//! Where the one URI of a value ends and something else begins, whatever its parts say.

use crate::report::Span;
use crate::uri::grammar::Parts;
use crate::uri::words::{SchemeWord, scheme_word, variable_len};

/// Where a second URI begins in the same value, at its scheme.
pub(in crate::uri) fn second_uri(text: &str, parts: &Parts) -> Option<Span> {
    // The URI behind a variable's name is the first one.
    let name = if parts.scheme.is_none() { variable_len(parts.body.of(text)).unwrap_or(0) } else { 0 };
    let rest = parts.separator.end + name..parts.body.end;
    let bytes = text.as_bytes().get(rest.clone())?;
    for colon in memchr::memchr_iter(b':', bytes).filter(|colon| bytes[*colon..].starts_with(b"://")) {
        let colon = rest.start + colon;
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
pub(in crate::uri) fn cut_off_len(fragment: &str) -> usize {
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
