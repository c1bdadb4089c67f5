//! Masks connection URIs in a text that somebody else wrote, such as a usage error that quotes an argument.

use super::redact::redact;
use super::shown::Shown;
use crate::secrets::MASK;

/// The text with every URI in it masked as it would be shown, and the value of every `password=`.
pub fn scrub(text: &str) -> String {
    let mut scrubbed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, is_uri)) = next_secret(rest) {
        let start = if is_uri {
            rest[..at].rfind(|c: char| !is_scheme(c)).map_or(0, |before| next_char(rest, before))
        } else {
            at
        };
        let length = rest[start..]
            .find(|c: char| c.is_whitespace() || "'\"`".contains(c))
            .unwrap_or(rest.len() - start);
        scrubbed.push_str(&rest[..start]);
        let word = &rest[start..start + length];
        if is_uri {
            let evidence = redact(word.as_bytes());
            scrubbed.push_str(&Shown::new(&evidence.text, &evidence.masks).text);
        } else {
            scrubbed.push_str("password=");
            scrubbed.push_str(MASK);
        }
        rest = &rest[start + length..];
    }
    scrubbed + rest
}

/// Where the next secret may stand, and whether a URI holds it.
fn next_secret(text: &str) -> Option<(usize, bool)> {
    let uri = text.find("://").map(|at| (at, true));
    let password = text.find("password=").map(|at| (at, false));
    match (uri, password) {
        (Some(uri), Some(password)) => Some(if uri.0 < password.0 { uri } else { password }),
        (uri, password) => uri.or(password),
    }
}

fn is_scheme(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '+' | '.' | '-')
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_arguments_lose_their_secrets() {
        for (text, expected) in [
            (
                "unexpected argument '--x=redis://:hunter2@h:1' found",
                "unexpected argument '--x=redis://••••@h:1' found",
            ),
            (
                "invalid value 'rediss://h:1?password=hunter2&clustered=true' for",
                "invalid value 'rediss://h:1?password=••••&clustered=true' for",
            ),
            ("got password=hunter2 and go", "got password=•••• and go"),
            ("https://example.com/hunter2", "https://••••"),
            ("nothing here", "nothing here"),
        ] {
            assert_eq!(scrub(text), expected);
        }
    }
}
