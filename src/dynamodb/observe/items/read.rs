//! Cuts what is read into blocks of whole items.

use std::io::{self, Read};
use std::ops::Range;

use crate::dynamodb::item::{Format, Frames, Input, Layout, Refusal, fault_behind_array};

/// How much text makes a block.
const BLOCK: usize = 1 << 20;
/// How much is read at once.
const PIECE: usize = 256 << 10;
/// The longest text of one item.
pub(super) const MAX_ITEM_TEXT: usize = 16 << 20;

/// A block of text with whole items.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: Vec<u8>,
    /// Its first line.
    pub(super) line: u64,
    /// Where its items are; nothing where each is a line.
    pub(super) items: Option<Vec<(Range<usize>, u64)>>,
    /// Items that were not read, by their lines.
    pub(super) left_out: Vec<(u64, Refusal)>,
}

/// How the items of an input lie in it.
enum Arrangement {
    Lines,
    /// One after the other, or in an array, which stands in a scan's answer or by itself.
    Frames {
        frames: Frames,
        is_listed: bool,
    },
}

/// What was read and is not yet handed on.
struct Reader<'a> {
    from: Box<dyn Read>,
    held: Vec<u8>,
    is_over: bool,
    format: Format,
    hand_on: &'a mut dyn FnMut(Block, Layout) -> Option<Vec<u8>>,
}

/// Reads an input to its end. Each block is handed on with the items' layout; what comes back is room for the next, or
/// nothing where nobody wants more.
pub(super) fn read(
    name: String,
    opened: io::Result<Box<dyn Read>>,
    format: Format,
    room: Vec<u8>,
    mut hand_on: impl FnMut(Block, Layout) -> Option<Vec<u8>>,
) -> Input {
    let mut input = Input { name, ..Input::default() };
    let result = opened.map_err(|error| error.to_string()).and_then(|from| {
        let mut reader = Reader { from, held: room, is_over: false, format, hand_on: &mut hand_on };
        reader.held.clear();
        reader.run(&mut input.layout)
    });
    input.failure = result.err();
    input
}

impl Reader<'_> {
    fn run(&mut self, layout: &mut Option<Layout>) -> Result<(), String> {
        let mut failure = self.take(BLOCK);
        if self.held.starts_with(b"\xef\xbb\xbf") {
            self.held.drain(..3);
        }
        // The first item may be longer than a block.
        while failure.is_none() && !self.is_over && !has_item(&self.held) && self.held.len() < MAX_ITEM_TEXT {
            failure = self.fill(self.held.len() + BLOCK);
        }
        let Some(start) = self.held.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return failure.map_or(Ok(()), Err);
        };
        let (arrangement, first) = arranged(&self.held, start);
        let first = String::from_utf8_lossy(self.held.get(first).unwrap_or_default()).into_owned();
        let found = Layout::of(&first, self.format).map_err(|error| error.to_string())?;
        *layout = Some(found);
        let result = match arrangement {
            Arrangement::Lines => self.lines(found, &mut failure),
            Arrangement::Frames { frames, is_listed } => self.frames(frames, is_listed, found, &mut failure),
        };
        result.and(failure.map_or(Ok(()), Err))
    }

    /// Reads on until so much is held, or all. Says what went wrong.
    fn fill(&mut self, size: usize) -> Option<String> {
        while self.held.len() < size && !self.is_over {
            if let Err(failure) = self.read_some(size) {
                return Some(failure);
            }
        }
        None
    }

    /// Reads what there is until so much is held, but waits for no more than the first of it: whoever writes slowly
    /// into a pipe sees what came of it. Says what went wrong.
    fn take(&mut self, size: usize) -> Option<String> {
        while self.held.len() < size && !self.is_over {
            match self.read_some(size) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(failure) => return Some(failure),
            }
        }
        None
    }

    /// Reads once. Says whether all came that was asked for.
    fn read_some(&mut self, size: usize) -> Result<bool, String> {
        let before = self.held.len();
        let wanted = size.saturating_sub(before).min(PIECE);
        self.held.resize(before + wanted, 0);
        let read = loop {
            match self.from.read(self.held.get_mut(before..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        self.held.truncate(before + read.as_ref().map_or(0, |count| *count));
        match read {
            Ok(count) => {
                self.is_over = count == 0;
                Ok(count == wanted)
            }
            Err(error) => {
                self.is_over = true;
                Err(match error.kind() {
                    io::ErrorKind::UnexpectedEof => {
                        "its gzip data is cut off; what came before was read".to_owned()
                    }
                    _ => format!("it could not be read to its end: {error}; what came before was read"),
                })
            }
        }
    }

    fn lines(&mut self, layout: Layout, failure: &mut Option<String>) -> Result<(), String> {
        let mut line = 1;
        let mut left_out: Vec<(u64, Refusal)> = Vec::new();
        // Inside of a line that is too long.
        let mut is_skipping = false;
        loop {
            let end = if self.is_over && failure.is_none() {
                Some(self.held.len())
            } else {
                // Where reading failed, the last line is perhaps no whole one.
                memchr::memrchr(b'\n', &self.held).map(|at| at + 1)
            };
            match end {
                Some(end) => {
                    let mut text = std::mem::take(&mut self.held);
                    let rest = text.get(end..).unwrap_or_default().to_vec();
                    text.truncate(end);
                    let mut first_line = line;
                    line += memchr::memchr_iter(b'\n', &text).count() as u64;
                    if is_skipping {
                        let skipped = memchr::memchr(b'\n', &text).map_or(text.len(), |at| at + 1);
                        text.drain(..skipped);
                        first_line += 1;
                        is_skipping = false;
                    }
                    let block = Block {
                        text,
                        line: first_line,
                        items: None,
                        left_out: std::mem::take(&mut left_out),
                    };
                    let Some(room) = (self.hand_on)(block, layout) else { return Ok(()) };
                    self.held = room;
                    self.held.clear();
                    self.held.extend_from_slice(&rest);
                }
                None if self.held.len() >= MAX_ITEM_TEXT => {
                    if !is_skipping {
                        left_out.push((line, Refusal::TooLong((MAX_ITEM_TEXT >> 20) as u64)));
                    }
                    is_skipping = true;
                    self.held.clear();
                }
                None => {}
            }
            if self.is_over {
                return Ok(());
            }
            *failure = if end.is_some() {
                self.take(BLOCK.max(self.held.len() + 1))
            } else {
                self.fill(self.held.len() + BLOCK)
            };
        }
    }

    fn frames(
        &mut self,
        mut frames: Frames,
        is_listed: bool,
        layout: Layout,
        failure: &mut Option<String>,
    ) -> Result<(), String> {
        loop {
            let mut items = Vec::new();
            let line = frames.line();
            while let Some(found) = frames.next(&self.held) {
                items.push(found);
            }
            if self.is_over && failure.is_none() {
                items.extend(frames.rest(&self.held));
            }
            let has_items = !items.is_empty();
            if has_items {
                let kept = frames.forget();
                let text = std::mem::take(&mut self.held);
                let rest = text.get(kept..).unwrap_or_default().to_vec();
                let block = Block { text, line, items: Some(items), left_out: Vec::new() };
                let Some(room) = (self.hand_on)(block, layout) else { return Ok(()) };
                self.held = room;
                self.held.clear();
                self.held.extend_from_slice(&rest);
            } else if self.held.len() >= MAX_ITEM_TEXT {
                let longest = MAX_ITEM_TEXT >> 20;
                return Err(format!(
                    "line {line}: no item ends within {longest} MiB; what came before was read"
                ));
            }
            if let Some((fault, line)) = frames.fault() {
                return Err(format!("line {line}: {fault}; what came before was read"));
            }
            if self.is_over {
                return match failure {
                    Some(_) => Ok(()),
                    None if frames.is_cut_off() => Err("its array does not end; is it cut off?".to_owned()),
                    None => self.behind(&frames, is_listed),
                };
            }
            *failure = if has_items {
                self.take(self.held.len() + BLOCK)
            } else {
                self.fill(self.held.len() + BLOCK)
            };
        }
    }

    /// What stands behind the array may be the rest of a scan's answer, and nothing else.
    fn behind(&self, frames: &Frames, is_listed: bool) -> Result<(), String> {
        let Some(rest) = frames.end().and_then(|end| self.held.get(end..)) else { return Ok(()) };
        let reason = match std::str::from_utf8(rest) {
            Err(error) => (Refusal::Utf8, error.valid_up_to()),
            Ok(rest) => match fault_behind_array(rest, is_listed) {
                None => return Ok(()),
                Some(fault) => fault,
            },
        };
        let (reason, at) = reason;
        let line =
            frames.line() + memchr::memchr_iter(b'\n', rest.get(..at).unwrap_or_default()).count() as u64;
        Err(format!("line {line}, behind its array: {reason}; the items before were read"))
    }
}

/// How the items lie, and the bytes of the first.
fn arranged(text: &[u8], start: usize) -> (Arrangement, Range<usize>) {
    let listed = listed(text, start);
    let is_array = text.get(start) == Some(&b'[');
    let in_array = if is_array { Some(start + 1) } else { listed };
    let mut frames = Frames::new(text, in_array.unwrap_or(start), in_array.is_some());
    let first = frames.next(text).map_or(start..text.len(), |(range, _)| range);
    let has_line_break = text.get(first.clone()).is_some_and(|item| item.contains(&b'\n'));
    // What follows the first item on its line is another item, too, or a fault to be told.
    if in_array.is_none() && !has_line_break {
        return (Arrangement::Lines, first);
    }
    let frames = Frames::new(text, in_array.unwrap_or(start), in_array.is_some());
    (Arrangement::Frames { frames, is_listed: listed.is_some() }, first)
}

/// Where the array of `{"Items": […]}` begins, as `aws dynamodb scan` prints it.
fn listed(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for token in [&b"{"[..], b"\"Items\"", b":", b"["] {
        at += text.get(at..)?.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        at += text.get(at..)?.starts_with(token).then_some(token.len())?;
    }
    Some(at)
}

/// Whether a whole item, or a whole line, is held.
fn has_item(text: &[u8]) -> bool {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
    let (_, first) = arranged(text, start);
    first.end < text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The items of a text with their lines, and what failed.
    fn items(text: &[u8]) -> (Vec<(String, u64)>, Option<String>) {
        let mut found = Vec::new();
        let from: Box<dyn Read> = Box::new(io::Cursor::new(text.to_vec()));
        let input = read("f".to_owned(), Ok(from), Format::Auto, Vec::new(), |block, _| {
            found.extend(block.left_out.iter().map(|(line, reason)| (reason.to_string(), *line)));
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            if let Some(items) = &block.items {
                found.extend(items.iter().map(|(range, line)| (shown(&block.text[range.clone()]), *line)));
            } else {
                let lines = block.text.split(|byte| *byte == b'\n').zip(block.line..);
                found.extend(
                    lines.filter(|(text, _)| !text.is_empty()).map(|(text, line)| (shown(text), line)),
                );
            }
            Some(Vec::new())
        });
        (found, input.failure)
    }

    #[test]
    fn every_arrangement_is_found() {
        let one = |text: &str, line| (text.to_owned(), line);
        let (found, failure) = items(b"\n{\"a\":1}\n\n{\"b\":2}");
        assert_eq!((found, failure), (vec![one("{\"a\":1}", 2), one("{\"b\":2}", 4)], None));
        let (found, failure) = items(b"[{\"a\":1},\n {\"b\":2}]\n");
        assert_eq!((found, failure), (vec![one("{\"a\":1}", 1), one("{\"b\":2}", 2)], None));
        let (found, failure) = items(b"{\n \"Items\": [\n  {\"a\":1},\n  {\"b\":2}],\n \"Count\": 2\n}");
        assert_eq!((found, failure), (vec![one("{\"a\":1}", 3), one("{\"b\":2}", 4)], None));
        let (found, failure) = items(b"\xef\xbb\xbf{\n\"a\":1\n}\n{\"b\":2}");
        assert_eq!((found, failure), (vec![one("{\n\"a\":1\n}", 1), one("{\"b\":2}", 4)], None));
        assert_eq!(items(b" \n"), (Vec::new(), None));
        let (found, failure) = items(b"[{\"a\":1},{\"b\"");
        assert_eq!(found.len(), 2);
        assert!(failure.expect("is cut off").contains("does not end"));
    }

    #[test]
    fn arrays_that_are_none_are_told_with_their_line() {
        let failure = |text: &str| items(text.as_bytes()).1.unwrap_or_default();
        for (text, count, told) in [
            ("[{\"a\":1}\n {\"b\":2}]", 1, "line 2: a comma was expected before an item"),
            ("[{\"a\":1} \"b\"]", 1, "line 1: a comma was expected before an item"),
            ("[1 2]", 1, "line 1: a comma was expected before an item"),
            ("[{\"a\":1},\n,{\"b\":2}]", 1, "line 2: an item was expected, and not a comma"),
            ("[,{\"b\":2}]", 0, "line 1: an item was expected, and not a comma"),
            ("[{\"a\":1},\n\n]", 1, "line 3: an item was expected behind a comma"),
            ("{\n\"a\":1},\n{\"b\":2}", 1, "line 2: a comma stands behind an item that is in no array"),
            ("[{\"a\":1}]\n[{\"b\":1}]", 1, "line 2, behind its array: it is not JSON: something follows"),
            ("{\"Items\":[{\"a\":1}]\n,\"Count\" 1}", 1, "line 2, behind its array: it is not JSON: a colon"),
            ("{\"Items\":[{\"a\":1}]", 1, "line 1, behind its array: it is not JSON: it ends in the middle"),
            (
                "{\"Items\":[{\"a\":1}]}\n{\"Items\":[]}",
                1,
                "line 2, behind its array: it is not JSON: something",
            ),
        ] {
            assert!(failure(text).starts_with(told), "{text}: {}", failure(text));
            assert_eq!(items(text.as_bytes()).0.len(), count, "{text}");
        }
        for text in ["[]", "[ ]\n", "[1]", "[ {} , 1 ]", "{\"Items\":[],\"Count\":0}\n", "{\n}{}\n1 2"] {
            assert_eq!(failure(text), "", "{text}");
        }
    }

    #[test]
    fn what_is_there_is_handed_on() {
        /// Gives a line each time that it is asked.
        struct Slow(u8);
        impl Read for Slow {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                self.0 -= u8::from(self.0 > 0);
                if self.0 == 0 { Ok(0) } else { (&b"{\"a\":1}\n"[..]).read(into) }
            }
        }
        let mut blocks = 0;
        read("f".to_owned(), Ok(Box::new(Slow(9))), Format::Auto, Vec::new(), |block, _| {
            blocks += usize::from(!block.text.is_empty());
            Some(Vec::new())
        });
        assert_eq!(blocks, 8);
    }

    #[test]
    fn blocks_are_cut_between_items() {
        let item = |number: usize| format!("{{\"n{number}\":\"{}\"}}", "x".repeat(number * 7 % 5000));
        let all: Vec<String> = (0..2000).map(item).collect();
        for (text, first) in [(all.join("\n"), 1), (format!("[\n{}\n]", all.join(",\n")), 2)] {
            assert!(text.len() > 4 * BLOCK);
            let (found, failure) = items(text.as_bytes());
            assert_eq!((found.len(), failure), (2000, None));
            for (place, (text, line)) in found.iter().enumerate() {
                assert_eq!((text, *line), (&all[place], place as u64 + first));
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_alone() {
        let text =
            format!("{{\"a\":1}}\n{{\"b\":\"{}\"}}\n{{\"c\":3}}\n", "x".repeat(MAX_ITEM_TEXT + 3 * BLOCK));
        let (found, failure) = items(text.as_bytes());
        let lines: Vec<u64> = found.iter().map(|(_, line)| *line).collect();
        assert_eq!((lines, failure), (vec![1, 2, 3], None));
        assert!(found[1].0.contains("longer than 16 MiB"), "{}", found[1].0);
    }
}
