//! A value as a person may see it: secrets masked by a fixed width, control characters made visible, and the
//! places in it moved along.

use crate::report::Span;
use crate::secrets::MASK;

/// A value that may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// The text.
    pub text: String,
    /// Where a run of the original begins: there, here, and whether it stands here as it stands there.
    runs: Vec<(usize, usize, bool)>,
}

impl Shown {
    /// Masks and escapes `text`. `masks` are sorted and apart from each other.
    pub(super) fn new(text: &str, masks: &[Span]) -> Self {
        let mut shown = Self {
            text: String::with_capacity(text.len() + masks.len() * MASK.len()),
            runs: Vec::with_capacity(2 * masks.len() + 2),
        };
        let mut at = 0;
        for mask in masks {
            shown.push_visible(text, at, mask.start);
            shown.begin_run(mask.start, false);
            shown.text.push_str(MASK);
            at = mask.end;
        }
        shown.push_visible(text, at, text.len());
        shown.begin_run(text.len(), true);
        shown
    }

    fn begin_run(&mut self, original: usize, verbatim: bool) {
        self.runs.push((original, self.text.len(), verbatim));
    }

    fn push_visible(&mut self, text: &str, start: usize, end: usize) {
        if is_printable_ascii(&text.as_bytes()[start..end]) {
            self.push_verbatim(text, start, end);
            return;
        }
        let mut verbatim_from = start;
        for (at, character) in text[start..end].char_indices().filter(|(_, character)| is_hidden(*character))
        {
            let at = start + at;
            self.push_verbatim(text, verbatim_from, at);
            self.begin_run(at, false);
            match character {
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                _ => self.text.extend(character.escape_unicode()),
            }
            verbatim_from = at + character.len_utf8();
        }
        self.push_verbatim(text, verbatim_from, end);
    }

    fn push_verbatim(&mut self, text: &str, start: usize, end: usize) {
        if start < end {
            self.begin_run(start, true);
            self.text.push_str(&text[start..end]);
        }
    }

    /// Where a place of the original stands in the shown text. What is only a part of a mask becomes all of it.
    pub(super) fn span(&self, original: Span) -> Span {
        let start = self.place(original.start, false);
        let end = if original.is_empty() { start } else { self.place(original.end, true) };
        Span::new(start, end.max(start))
    }

    fn place(&self, original: usize, is_end: bool) -> usize {
        let next = self.runs.partition_point(|(start, _, _)| *start <= original);
        let Some((start, shown, verbatim)) = next.checked_sub(1).map(|run| self.runs[run]) else { return 0 };
        if original == start {
            shown
        } else if verbatim {
            (shown + original - start).min(self.text.len())
        } else if is_end {
            self.runs.get(next).map_or(self.text.len(), |(_, shown, _)| *shown)
        } else {
            shown
        }
    }
}

/// Whether a text is ASCII without control characters. It is always read to its end, so that the compiler can look at
/// many bytes at once.
pub(super) fn is_printable_ascii(text: &[u8]) -> bool {
    text.iter().fold(true, |so_far, byte| so_far & matches!(byte, b' '..=b'~'))
}

/// Characters that a terminal would obey, or that nobody would see.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_move_along() {
        let text = "a=secret&b=\u{1b}c\n";
        let shown = Shown::new(text, &[Span::new(2, 8)]);
        assert_eq!(shown.text, "a=••••&b=\\u{1b}c\\n");
        assert_eq!(shown.span(Span::new(2, 8)).of(&shown.text), "••••");
        assert_eq!(shown.span(Span::new(4, 6)).of(&shown.text), "••••");
        assert_eq!(shown.span(Span::new(0, 10)).of(&shown.text), "a=••••&b");
        assert_eq!(shown.span(Span::new(9, 10)).of(&shown.text), "b");
        assert_eq!(shown.span(Span::new(11, 12)).of(&shown.text), "\\u{1b}");
        assert_eq!(shown.span(Span::new(12, 14)).of(&shown.text), "c\\n");
        assert_eq!(shown.span(Span::new(14, 14)), Span::new(shown.text.len(), shown.text.len()));
    }

    #[test]
    fn nothing_to_hide_stays_as_it_is() {
        let shown = Shown::new("redis://h:1", &[]);
        assert_eq!(shown.text, "redis://h:1");
        assert_eq!(shown.span(Span::new(8, 9)).of(&shown.text), "h");
    }
}
