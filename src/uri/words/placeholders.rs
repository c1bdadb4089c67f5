//! Words that stand where something is to be filled in.

use crate::report::Span;

/// Words that stand for "fill me in", whatever the part, by their first letter: every part of every URI of a batch is
/// looked up here, and few begin with one of these.
const fn listed(first: u8) -> &'static [&'static str] {
    match first.to_ascii_lowercase() {
        b'c' => &["changeme", "change_me", "change-me"],
        b'f' => &["fixme"],
        b'h' => &["hostname"],
        b'm' => &["my_host"],
        b'p' => &["placeholder"],
        b'r' => &["replaceme", "replace_me", "replace-me"],
        b't' => &["todo", "tbd", "table_name", "tablename"],
        b'y' => &[
            "your_token",
            "your-token",
            "yourtoken",
            "your_password",
            "your-password",
            "yourpassword",
            "your_auth_token",
            "your_host",
            "your-host",
            "yourhost",
            "your_port",
            "your_table",
            "your-table",
        ],
        _ => &[],
    }
}

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
    let first = word.as_bytes().first();
    first.is_some_and(|first| listed(*first).iter().any(|known| known.eq_ignore_ascii_case(word)))
}

/// What stands inside the brackets of a template, or behind the `$` of a shell variable.
fn unwrapped(word: &str) -> Option<&str> {
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
            assert!(template(word).is_some(), "{word}");
        }
        for word in ["{hunter2}", "}}{{", "{{}", "a{{b"] {
            assert!(template(word).is_none(), "{word}");
        }
    }
}
