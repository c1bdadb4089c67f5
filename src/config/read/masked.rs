//! A line of a file as a message may show it: somebody may have written a password where none belongs.

use crate::report::Span;
use crate::secrets::{MASK, is_numbers, shown_word};
use crate::uri;

/// The longest text in quotes that is shown.
const LONGEST: usize = 120;

/// The line without what could be a secret and without its comment, and where the marked bytes came to stand. From
/// `hidden_from` on, no text is shown, whatever it is; but of a value that is marked itself, a number is.
pub(super) fn masked(line: &str, span: Span, hidden_from: Option<usize>) -> (String, Span) {
    let mut shown = Shown { text: String::with_capacity(line.len()), span, marks: [None, None] };
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        let hidden = hidden_from.is_some_and(|from| at >= from);
        let end = match first {
            '"' | '\'' => {
                let (content, end) = quoted(line, at, first);
                shown.verbatim(line, at, content.start);
                let is_number = at == span.start && is_numbers(content.of(line));
                shown.text_of(line, content.start, content.end, hidden && !is_number);
                shown.verbatim(line, content.end, end);
                end
            }
            '#' => break,
            _ if is_structure(first) => {
                let end = at + first.len_utf8();
                shown.verbatim(line, at, end);
                end
            }
            _ => {
                let end = bare_end(line, at);
                let text = &line[at..end];
                let is_number = is_number(text) && (at == span.start || text.starts_with(['t', 'f']));
                shown.text_of(line, at, end, hidden && !is_number);
                end
            }
        };
        at = end;
    }
    let end = shown.text.trim_end().len();
    shown.text.truncate(end);
    let [start, stop] = shown.marks.map(|mark| mark.unwrap_or(end).min(end));
    (shown.text, Span::new(start, stop.max(start)))
}

/// What TOML is made of beside words and quotes.
fn is_structure(c: char) -> bool {
    c.is_whitespace() || "=,[]{}".contains(c)
}

/// Where a text without quotes ends. One with `://` in it runs to the next space: its parameters belong to it.
fn bare_end(line: &str, at: usize) -> usize {
    let rest = &line[at..];
    let word = rest.find(|c: char| c.is_whitespace() || "\"'".contains(c)).unwrap_or(rest.len());
    let is_whole = rest[..word].contains("://") || rest[..word].contains('?') || rest[..word].contains('@');
    let end = if is_whole { word } else { rest[..word].find(is_structure).unwrap_or(word) };
    at + end.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// The content of the text in quotes that begins at `at`, and where it ends with its quotes: at the line's end where it
/// goes on in the next line or is never closed.
fn quoted(line: &str, at: usize, quote: char) -> (Span, usize) {
    let triple = line[at..].bytes().take_while(|byte| *byte == quote as u8).count() >= 3;
    let width = if triple { 3 } else { 1 };
    let start = at + width;
    let mut is_escaped = false;
    for (offset, c) in line[start..].char_indices() {
        let here = start + offset;
        let closes = !triple || line[here..].bytes().take(3).all(|byte| byte == quote as u8);
        if c == quote && !is_escaped && closes {
            return (Span::new(start, here), (here + width).min(line.len()));
        }
        is_escaped = quote == '"' && c == '\\' && !is_escaped;
    }
    (Span::new(start, line.len()), line.len())
}

fn is_number(text: &str) -> bool {
    text == "true" || text == "false" || text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A line that is being made.
struct Shown {
    text: String,
    span: Span,
    /// Where the marked bytes begin and end here.
    marks: [Option<usize>; 2],
}

impl Shown {
    /// A part as it is.
    fn verbatim(&mut self, line: &str, start: usize, end: usize) {
        for (mark, at) in self.marks.iter_mut().zip([self.span.start, self.span.end]) {
            if mark.is_none() && (start..=end).contains(&at) {
                *mark = Some(self.text.len() + at - start);
            }
        }
        self.text.push_str(&line[start..end]);
    }

    /// A part that is text: as it is where it is harmless.
    fn text_of(&mut self, line: &str, start: usize, end: usize, is_hidden: bool) {
        let part = &line[start..end];
        if part.is_empty() || !is_hidden && is_harmless(part) {
            self.verbatim(line, start, end);
            return;
        }
        let before = self.text.len();
        if !is_hidden && part.contains("://") {
            self.text.push_str(&uri::scrub(part));
        } else {
            self.text.push_str(MASK);
        }
        // A place within it is all of it.
        for (mark, (at, to)) in
            self.marks.iter_mut().zip([(self.span.start, before), (self.span.end, self.text.len())])
        {
            if mark.is_none() && (start..end).contains(&at) {
                *mark = Some(to);
            }
        }
    }
}

/// Whether a text is made of words that are no secrets: a name, an ARN, bounds, a sentence.
fn is_harmless(text: &str) -> bool {
    let bounds =
        |rest: &str| rest.trim_end_matches('%').bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let text = match text.rsplit_once('@') {
        Some((text, target)) if !target.is_empty() && bounds(target) => text,
        Some(_) => return false,
        None => text,
    };
    text.len() <= LONGEST
        && !text.contains("://")
        && !text.to_ascii_lowercase().contains("password")
        && text
            .split([' ', ':', '/', ','])
            .filter(|word| !word.is_empty())
            .all(|word| shown_word(word) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str, marked: &str, hides: bool) -> (String, String) {
        let start = line.find(marked).expect("is in it");
        let (text, span) =
            masked(line, Span::new(start, start + marked.len()), hides.then_some(start + marked.len()));
        let marked = span.of(&text).to_owned();
        (text, marked)
    }

    #[test]
    fn a_line_shows_no_secret() {
        for (line, marked, expected, pointed) in [
            ("policy = \"ZONAL\"  # hunter2", "\"ZONAL\"", "policy = \"ZONAL\"", "\"ZONAL\""),
            ("uri = \"redis://:hunter2@h:1\"", "uri", "uri = \"redis://••••@h:1\"", "uri"),
            ("uri = rediss://:hunter2@h:1", "rediss", "uri = rediss://••••@h:1", "rediss://••••@h:1"),
            ("rediss://h?password=hunter2", "rediss", "rediss://h?password=••••", "rediss://h?password=••••"),
            ("role = \"hunter2!\" # x", "\"hunter2!\"", "role = \"••••\"", "\"••••\""),
            ("a = { role = \"x:hunter2@y\", b = 5 }", "b", "a = { role = \"••••\", b = 5 }", "b"),
            ("read_scaling = \"5-50@70\"", "\"5-50@70\"", "read_scaling = \"5-50@70\"", "\"5-50@70\""),
            ("x = \"hunter2!", "\"", "x = \"••••", "\""),
            ("x = '''hunter2! ''' # y", "x", "x = '''••••'''", "x"),
            ("[environments.\"my prod\"]", "environments", "[environments.\"my prod\"]", "environments"),
            ("share = \"12%34\"", "share", "share = \"••••\"", "share"),
        ] {
            assert_eq!(shown(line, marked, false), (expected.to_owned(), pointed.to_owned()), "{line}");
        }
        for line in
            ["pasword = \"hunter2\"", "pasword = \"123456\"", "pasword = 123456", "pasword = \"5-50@70\""]
        {
            let hidden = shown(line, "pasword", true).0;
            assert!(hidden == "pasword = \"••••\"" || hidden == "pasword = ••••", "{hidden}");
        }
        assert_eq!(shown("yes = true", "yes", true).0, "yes = true");
    }

    #[test]
    fn of_a_value_of_another_type_a_number_is_shown() {
        let value_of = |line: &str, value: &str| {
            let start = line.find(value).expect("is in it");
            masked(line, Span::new(start, start + value.len()), Some(start)).0
        };
        assert_eq!(value_of("read_capacity = \"500\" # x", "\"500\""), "read_capacity = \"500\"");
        assert_eq!(value_of("rpo = 5", "5"), "rpo = 5");
        assert_eq!(value_of("read_capacity = \"hunter2\"", "\"hunter2\""), "read_capacity = \"••••\"");
        assert_eq!(
            value_of("a = { b = \"1\", pasword = \"2\" }", "\"1\""),
            "a = { b = \"1\", •••• = \"••••\" }"
        );
    }

    #[test]
    fn any_line_and_any_place_can_be_shown() {
        for line in ["", "é\"ü", "'", "\"\"\"", "a = \"\\\"é", "日本 = '語", "?x=1", "#", "x@y=\"z\""] {
            for start in 0..=line.len() {
                for end in start..=line.len() {
                    let (text, span) = masked(line, Span::new(start, end), Some(end));
                    assert!(span.start <= span.end && span.end <= text.len(), "{line} {start} {end}");
                }
            }
        }
    }
}
