//! Makes every character of a text visible before a person's terminal, log or browser gets it.
//!
//! Messages quote what a user or a server sent. A raw escape sequence in it could move the cursor, recolour a
//! verdict or hide a line, and a bidirectional control could reorder one; so whatever does not print as itself
//! is written out, as `\u{1b}`. The same is done to what GitHub's runner would take for a command (`::error::…` at a
//! line's start, `##[error]…` anywhere in one), because any line of a log is read for these. Machine formats have their own escaping and keep the exact text.

use std::borrow::Cow;
use std::ops::Range;

use crate::report::Span;

/// Whether a character does not print as itself: controls, format characters such as the bidirectional ones,
/// every space but the ordinary one, combining marks, and what Unicode has not assigned.
fn is_hidden(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_control() } else { c.escape_debug().len() > 1 }
}

/// Writes one character, escaped if it is hidden.
fn push(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        c if is_hidden(c) => text.extend(c.escape_unicode()),
        c => text.push(c),
    }
}

/// Whether no character in the text is hidden. Nearly every text is plain ASCII, so that is asked first.
fn is_clean(text: &str) -> bool {
    text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) || !text.chars().any(is_hidden)
}

/// Whether GitHub's runner would take a line that starts so for a command. An IPv6 address has no second `::`.
fn is_command(text: &str) -> bool {
    text.trim_start().strip_prefix("::").is_some_and(|rest| rest.contains("::"))
}

/// What begins a command of the older kind to GitHub's runner, wherever it stands in a line.
const OLD_COMMAND: &str = "##[";

/// The text on one line: every hidden character is escaped, line ends too.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_command = is_command(text);
    let is_old_command = text.contains(OLD_COMMAND);
    if is_clean(text) && !is_command && !is_old_command {
        return Cow::Borrowed(text);
    }
    let mut visible = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push(&mut visible, c));
    if is_old_command {
        visible = visible.replace(OLD_COMMAND, r"\u{23}#[");
    }
    Cow::Owned(if is_command { visible.replacen(':', r"\u{3a}", 1) } else { visible })
}

/// The text with its lines kept, for places where a line of data cannot pass for a line of the report.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return visible(text);
    }
    Cow::Owned(text.split('\n').map(visible).collect::<Vec<_>>().join("\n"))
}

/// The text on one line, and where in it the marked bytes came to stand. A span that does not fit marks the
/// nearest bytes that do: a wrong caret is a small fault, a panic in a renderer a big one.
pub(super) fn visible_span(text: &str, span: Span) -> (Cow<'_, str>, Range<usize>) {
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end.max(span.start));
    if is_clean(text) {
        return (Cow::Borrowed(text), start..end);
    }
    let (before, marked, after) =
        (visible(&text[..start]), visible(&text[start..end]), visible(&text[end..]));
    let range = before.len()..before.len() + marked.len();
    (Cow::Owned([before, marked, after].concat()), range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "redis://host:6379/0", "p99 ≥ 3 ms, größer, 日本語, ••••"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn hidden_characters_are_written_out() {
        insta::assert_snapshot!(visible("\u{1b}[31mred\u{7}\r\n\t\u{9b}x\0"), @r"\u{1b}[31mred\u{7}\r\n\t\u{9b}x\u{0}");
        insta::assert_snapshot!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{a0}f\u{ad}g"), @r"a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{a0}f\u{ad}g");
        insta::assert_snapshot!(visible("\u{e0041}\u{2028}\u{fffe}\u{e000}e\u{301}"), @r"\u{e0041}\u{2028}\u{fffe}\u{e000}e\u{301}");
    }

    #[test]
    fn lines_are_kept_where_asked() {
        assert_eq!(visible_lines("one\ntwo\r\n\u{1b}c"), "one\ntwo\\r\n\\u{1b}c");
    }

    #[test]
    fn no_line_is_a_command_to_the_runner() {
        assert_eq!(visible("::error::x"), r"\u{3a}:error::x");
        assert_eq!(visible_lines("one\n  ::stop-commands::x"), "one\n  \\u{3a}:stop-commands::x");
        assert_eq!(visible("::ffff:10.0.1.4"), "::ffff:10.0.1.4");
        assert_eq!(visible("x ##[error]y"), r"x \u{23}#[error]y");
        assert_eq!(visible("####[add-mask]y"), r"##\u{23}#[add-mask]y");
    }

    #[test]
    fn a_span_moves_with_its_text() {
        let (text, range) = visible_span("a\u{1b}b\tc", Span::new(2, 4));
        assert_eq!((text.as_ref(), &text[range]), ("a\\u{1b}b\\tc", "b\\t"));
        let (text, range) = visible_span("ab", Span::new(1, 99));
        assert_eq!(&text[range], "b");
        let (text, range) = visible_span("é", Span::new(1, 0));
        assert_eq!(&text[range], "");
    }
}
