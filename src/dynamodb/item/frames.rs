//! Where each item of a JSON document begins and ends, found while the document is still being read.

use std::ops::Range;

/// What may come next between the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// An element, or the end: nothing was there yet.
    Any,
    /// A comma, or the end.
    Comma,
    /// An element: a comma was there.
    Element,
}

/// What keeps the elements from being an array, and the line.
pub(crate) type Fault = (&'static str, u64);

/// Finds the elements of one array, or documents that follow each other. What is in them is not judged.
#[derive(Debug)]
pub(crate) struct Frames {
    /// Whether the elements of an array are wanted, and its end is still to come.
    in_array: bool,
    is_over: bool,
    next: Next,
    fault: Option<Fault>,
    at: usize,
    line: u64,
    /// The element under way: where it begins, and in which line.
    start: Option<(usize, u64)>,
    depth: u64,
    in_string: bool,
    is_escaped: bool,
}

impl Frames {
    /// For a text whose items follow each other from `at` on, in an array whose bracket stands before it, or not.
    pub(crate) fn new(text: &[u8], at: usize, in_array: bool) -> Self {
        let line = 1 + memchr::memchr_iter(b'\n', text.get(..at).unwrap_or_default()).count() as u64;
        Self {
            in_array,
            is_over: false,
            next: Next::Any,
            fault: None,
            at,
            line,
            start: None,
            depth: 0,
            in_string: false,
            is_escaped: false,
        }
    }

    /// The next item that is complete: its bytes and its line. `text` is what was read and not yet forgotten.
    pub(crate) fn next(&mut self, text: &[u8]) -> Option<(Range<usize>, u64)> {
        while let Some(byte) = text.get(self.at).copied().filter(|_| !self.is_over) {
            self.at += 1;
            self.line += u64::from(byte == b'\n');
            if self.in_string {
                match byte {
                    _ if self.is_escaped => self.is_escaped = false,
                    b'\\' => self.is_escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            let is_between = self.depth == 0;
            match byte {
                b'{' | b'[' => self.depth += 1,
                b']' if is_between && self.in_array => {
                    self.is_over = true;
                    self.in_array = false;
                    let found = self.ended(self.at - 1);
                    if self.next == Next::Element {
                        return self.stop("an item was expected behind a comma");
                    }
                    return found;
                }
                b'}' | b']' if !is_between => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return self.ended(self.at);
                    }
                    continue;
                }
                b'"' => self.in_string = true,
                b',' | b' ' | b'\n' | b'\r' | b'\t' if is_between => {
                    let found = self.ended(self.at - 1);
                    if byte == b',' {
                        if !self.in_array {
                            self.stop("a comma stands behind an item that is in no array");
                        } else if self.next != Next::Comma {
                            self.stop("an item was expected, and not a comma");
                        }
                        self.next = Next::Element;
                    }
                    if found.is_some() {
                        return found;
                    }
                    continue;
                }
                _ => {}
            }
            if self.start.is_none() {
                if self.in_array && self.next == Next::Comma {
                    return self.stop("a comma was expected before an item");
                }
                self.start = Some((self.at - 1, self.line));
            }
        }
        None
    }

    /// Looks for no more elements, for this reason.
    fn stop(&mut self, reason: &'static str) -> Option<(Range<usize>, u64)> {
        self.fault = Some((reason, self.line));
        self.is_over = true;
        self.in_array = false;
        None
    }

    /// What is wrong between the elements, once it was reached.
    pub(crate) const fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Where the first byte behind the array stands, once its end was reached.
    pub(crate) fn end(&self) -> Option<usize> {
        (self.is_over && self.fault.is_none()).then_some(self.at)
    }

    fn ended(&mut self, end: usize) -> Option<(Range<usize>, u64)> {
        let (start, line) = self.start.take()?;
        self.next = Next::Comma;
        Some((start..end, line))
    }

    /// What is left when the text is at its end, and cannot be a whole item.
    pub(crate) fn rest(&mut self, text: &[u8]) -> Option<(Range<usize>, u64)> {
        self.ended(text.len())
    }

    /// Whether an array has begun and not ended.
    pub(crate) const fn is_cut_off(&self) -> bool {
        self.in_array
    }

    /// The line that was reached.
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// From where on the text is still needed. It is at the beginning from now on.
    pub(crate) fn forget(&mut self) -> usize {
        let kept = self.start.map_or(self.at, |(start, _)| start);
        self.at -= kept;
        self.start = self.start.map(|(start, line)| (start - kept, line));
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text in blocks of this size.
    fn read(text: &str, at: usize, in_array: bool, block: usize) -> (Vec<(String, u64)>, bool) {
        let mut frames = Frames::new(text.as_bytes(), at, in_array);
        let mut held = text.as_bytes()[..at].to_vec();
        let mut found = Vec::new();
        for piece in text.as_bytes()[at..].chunks(block) {
            held.extend_from_slice(piece);
            while let Some((range, line)) = frames.next(&held) {
                found.push((String::from_utf8_lossy(&held[range]).into_owned(), line));
            }
            held.drain(..frames.forget());
        }
        found.extend(
            frames
                .rest(&held)
                .map(|(range, line)| (String::from_utf8_lossy(&held[range]).into_owned(), line)),
        );
        (found, frames.is_cut_off())
    }

    #[test]
    fn items_are_found_however_the_text_comes() {
        let array = "[\n {\"a\":\"]}\\\"\\\\\"} ,\n{\"b\":[{},[]]},1]\n]";
        let documents = "{\n\"a\": 1\n}\n{\"b\":2} x";
        for block in [1, 2, 3, 7, 1000] {
            let (found, is_cut_off) = read(array, 1, true, block);
            let found: Vec<(&str, u64)> = found.iter().map(|(text, line)| (text.as_str(), *line)).collect();
            assert_eq!(found, [("{\"a\":\"]}\\\"\\\\\"}", 2), ("{\"b\":[{},[]]}", 3), ("1", 3)], "{block}");
            assert!(!is_cut_off);
            let (found, _) = read(documents, 0, false, block);
            let found: Vec<(&str, u64)> = found.iter().map(|(text, line)| (text.as_str(), *line)).collect();
            assert_eq!(found, [("{\n\"a\": 1\n}", 1), ("{\"b\":2}", 4), ("x", 4)], "{block}");
            let (found, is_cut_off) = read("[{\"a\":1},{\"b\"", 1, true, block);
            assert_eq!(found.len(), 2);
            assert!(is_cut_off);
        }
    }
}
