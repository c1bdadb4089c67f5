//! Words that stand where something is to be filled in.

use crate::report::Span;

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
pub(in crate::uri) fn is_placeholder(word: &str) -> bool {
    is_filler(word) || unwrapped(word).is_some_and(|inner| !inner.contains(':')) || is_listed(word)
}

/// Where a template's `{{ … }}` stands in a text, if one does.
pub(in crate::uri) fn template(text: &str) -> Option<Span> {
    // Next to no value holds a brace, and this costs less than the search for two.
    memchr::memchr(b'{', text.as_bytes())?;
    let start = memchr::memmem::find(text.as_bytes(), b"{{")?;
    let end = start + memchr::memmem::rfind(&text.as_bytes()[start..], b"}}")?;
    (end >= start + 2).then(|| Span::new(start, end + 2))
}

/// Whether a part is something to fill in, wholly or, in a template, partly. What stands around a template may be
/// a secret: only what [`is_placeholder`] and [`is_password_placeholder`] recognise may be shown.
pub(in crate::uri) fn is_to_fill_in(word: &str) -> bool {
    is_placeholder(word) || template(word).is_some()
}

/// The same for a password.
pub(in crate::uri) fn is_password_to_fill_in(word: &str) -> bool {
    is_password_placeholder(word) || template(word).is_some()
}

/// Whether a password is something to fill in. Stricter than for other parts, because a placeholder is shown and
/// a real token may stand in `<>` or begin with `$`: what is inside must itself speak of a password.
pub(in crate::uri) fn is_password_placeholder(word: &str) -> bool {
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
