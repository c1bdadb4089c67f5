//! Reads URIs from wherever they come from, a block at a time: a batch can be longer than memory.

use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};

use secrecy::zeroize::Zeroizing;

use super::lines::{is_csv_header, lines};
use super::{Evidence, Item, Source, Value, split_line};
use crate::aws;
use crate::observe::Context;
use crate::secrets::Secret;
use crate::secrets::observe::get_secret;

/// How much is read at once.
const BLOCK: usize = 64 * 1024;

/// The longest line that is read as a whole. What is longer is no URI; it is passed on cut off, and fails there.
const MAX_LINE: usize = 1 << 20;

/// Why a source could not be read. The command line names something that is not there.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The variable is not set.
    #[error("the environment variable {0} is not set")]
    NoVariable(String),
    /// The file or standard input could not be read.
    #[error("{}cannot read {name}", if *.is_file { "--uri-file: " } else { "" })]
    Io {
        /// What was read from.
        name: String,
        /// Whether it is a file that the command line names.
        is_file: bool,
        /// What the system says.
        source: io::Error,
    },
}

/// Reads a URI from AWS Secrets Manager, and says what came of that.
pub async fn read_secret(
    name: &str,
    options: &aws::Options,
    context: &Context,
) -> (Option<Secret>, Evidence) {
    let (value, version, failure) = match get_secret(name, options, context).await {
        Ok((value, version)) => (Some(value), Some(version), None),
        Err(failure) => (None, None, Some(failure)),
    };
    (value, Evidence::Secret { name: name.to_owned(), failure, version })
}

/// Why a source has no one URI.
#[derive(Debug, thiserror::Error)]
pub enum NotOne {
    /// It cannot be read.
    #[error(transparent)]
    Unread(#[from] ReadError),
    /// It is empty.
    #[error("no connection URI came from {0}: it is empty")]
    None(String),
    /// It has more than one.
    #[error("{0} holds several URIs")]
    Several(String),
}

/// The one URI that a source other than a secret holds.
///
/// # Errors
/// Why there is not just one.
pub fn one(source: Source) -> Result<Secret, NotOne> {
    let name = source.describe();
    one_of(name, Reader::new([source]))
}

/// The one URI in what was read of a source of lines; `name` is what to call it.
///
/// # Errors
/// Why there is not just one.
pub fn one_in(name: String, bytes: Vec<u8>) -> Result<Secret, NotOne> {
    one_of(name.clone(), Reader::of(name, bytes))
}

fn one_of(name: String, mut reader: Reader) -> Result<Secret, NotOne> {
    let mut found = Vec::new();
    while let Some(block) = reader.next_block() {
        let block = block?;
        found.extend(block.items().map(|item| Secret::new(String::from_utf8_lossy(item.value.bytes()))));
        if found.len() > 1 {
            return Err(NotOne::Several(name));
        }
    }
    found.pop().ok_or(NotOne::None(name))
}

/// Values that were read at once. Their memory is wiped when they are dropped.
pub struct Block {
    bytes: Zeroizing<Vec<u8>>,
    /// What the lines were read from, and the number of the first; nothing for a single value.
    lines: Option<(String, u64)>,
    name: Option<String>,
}

impl Block {
    fn single(bytes: Vec<u8>, name: Option<String>) -> Self {
        Self { bytes: Zeroizing::new(bytes), lines: None, name }
    }

    /// The values of this block, in order.
    pub fn items(&self) -> Box<dyn Iterator<Item = Item<'_>> + '_> {
        if let Some((source, first)) = &self.lines {
            let lines = lines(&self.bytes).zip(*first..);
            let item = move |(line, number)| {
                split_line(line).map(|item| Item { origin: Some((source.as_str(), number)), ..item })
            };
            Box::new(lines.filter_map(item))
        } else {
            let name = self.name.as_deref().map(Into::into);
            Box::new(std::iter::once(Item { name, value: Value::Borrowed(&self.bytes), origin: None }))
        }
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Block({} bytes)", self.bytes.len())
    }
}

/// Reads sources one after another.
pub struct Reader {
    sources: VecDeque<Source>,
    lines: Option<Lines>,
}

impl Reader {
    /// A reader of everything but secrets, which come from AWS.
    pub fn new(sources: impl IntoIterator<Item = Source>) -> Self {
        Self { sources: sources.into_iter().collect(), lines: None }
    }

    /// A reader of what was read already of a source of lines; `name` is what to call it.
    pub fn of(name: String, bytes: Vec<u8>) -> Self {
        let lines = Lines::new(name, false, Box::new(io::Cursor::new(Zeroizing::new(bytes))));
        Self { sources: VecDeque::new(), lines: Some(lines) }
    }

    /// The next block; nothing at the end. It blocks until there is one.
    ///
    /// # Errors
    /// When a source is not there or cannot be read. The next call goes on with the next source.
    pub fn next_block(&mut self) -> Option<Result<Block, ReadError>> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next_block() {
                    Ok(Some((bytes, first))) => {
                        let lines = Some((lines.name.clone(), first));
                        return Some(Ok(Block { bytes, lines, name: None }));
                    }
                    Ok(None) => self.lines = None,
                    Err(source) => {
                        let (name, is_file) = (lines.name.clone(), lines.is_file);
                        self.lines = None;
                        return Some(Err(ReadError::Io { name, is_file, source }));
                    }
                }
                continue;
            }
            let source = self.sources.pop_front()?;
            let name = source.describe();
            match source {
                Source::Argument(value) => {
                    return Some(Ok(Block::single(value.into_encoded_bytes(), None)));
                }
                Source::Variable(variable) => {
                    let value = std::env::var_os(&variable).ok_or(ReadError::NoVariable(variable));
                    return Some(value.map(|value| Block::single(value.into_encoded_bytes(), Some(name))));
                }
                Source::Stdin => self.lines = Some(Lines::new(name, false, Box::new(io::stdin()))),
                Source::File(path) => match File::open(&path) {
                    Ok(file) => self.lines = Some(Lines::new(name, true, Box::new(file))),
                    Err(source) => return Some(Err(ReadError::Io { name, is_file: true, source })),
                },
                Source::Secret(_) => {}
            }
        }
    }
}

/// Whole lines of a stream, a block at a time.
struct Lines {
    name: String,
    /// Whether it is a file that the command line names.
    is_file: bool,
    stream: Box<dyn Read + Send>,
    /// The beginning of a line whose end was not read yet.
    rest: Zeroizing<Vec<u8>>,
    /// The number of the next line.
    line: u64,
    is_at_end: bool,
}

impl Lines {
    fn new(name: String, is_file: bool, stream: Box<dyn Read + Send>) -> Self {
        Self { name, is_file, stream, rest: Zeroizing::default(), line: 1, is_at_end: false }
    }

    /// Whole lines, and the number of the first.
    fn next_block(&mut self) -> io::Result<Option<(Zeroizing<Vec<u8>>, u64)>> {
        let mut block = Zeroizing::new(Vec::with_capacity(self.rest.len() + BLOCK));
        block.extend_from_slice(&self.rest);
        self.rest.clear();
        while !self.is_at_end {
            let read = self.read_into(&mut block)?;
            self.is_at_end = read == 0;
            if let Some(newline) = memchr::memrchr(b'\n', &block) {
                self.rest.extend_from_slice(&block[newline + 1..]);
                block.truncate(newline);
                break;
            }
            if block.len() > MAX_LINE {
                self.skip_line(&mut block)?;
                break;
            }
        }
        let mut first = self.line;
        self.line += memchr::memchr_iter(b'\n', &block).count() as u64 + 1;
        if first == 1 && drop_csv_header(&mut block) {
            first = 2;
        }
        let is_done = block.is_empty() && self.rest.is_empty() && self.is_at_end;
        Ok((!is_done).then_some((block, first)))
    }

    /// Reads once, behind what is there.
    fn read_into(&mut self, block: &mut Vec<u8>) -> io::Result<usize> {
        let start = block.len();
        block.resize(start + BLOCK, 0);
        loop {
            match self.stream.read(&mut block[start..]) {
                Ok(read) => {
                    block.truncate(start + read);
                    return Ok(read);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    block.truncate(start);
                    return Err(error);
                }
            }
        }
    }

    /// Leaves out the rest of a line that is too long already.
    fn skip_line(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        block.truncate(MAX_LINE);
        let mut more = Zeroizing::new(Vec::new());
        loop {
            more.clear();
            if self.read_into(&mut more)? == 0 {
                self.is_at_end = true;
                return Ok(());
            }
            if let Some(newline) = memchr::memchr(b'\n', &more) {
                self.rest.extend_from_slice(&more[newline + 1..]);
                return Ok(());
            }
        }
    }
}

fn drop_csv_header(block: &mut Vec<u8>) -> bool {
    let end = memchr::memchr(b'\n', block).unwrap_or(block.len());
    let is_header = is_csv_header(&block[..end]);
    if is_header {
        block.drain(..(end + 1).min(block.len()));
    }
    is_header
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut reader = Reader::new([]);
        reader.lines = Some(Lines::new("test".to_owned(), false, Box::new(io::Cursor::new(text.to_owned()))));
        let mut values = Vec::new();
        while let Some(block) = reader.next_block() {
            let block = block.expect("a cursor does not fail");
            values.extend(block.items().map(|item| String::from_utf8_lossy(item.value.bytes()).into_owned()));
        }
        values
    }

    #[test]
    fn lines_come_whole_whatever_the_blocks() {
        assert_eq!(read(""), Vec::<String>::new());
        assert_eq!(read("a\n\nb\r\nc"), ["a", "b", "c"]);
        assert_eq!(read("Name,URI\nx,redis://h:1\n"), ["redis://h:1"]);
        let many: Vec<String> = (0..20_000).map(|number| format!("redis://host-{number}:1")).collect();
        assert_eq!(read(&many.join("\n")), many);
        assert_eq!(read(&(many.join("\n") + "\n")), many);
    }

    #[test]
    fn an_endless_line_is_cut_off() {
        let long = "x".repeat(3 * MAX_LINE);
        let values = read(&format!("a\n{long}\nb\n"));
        assert_eq!(values.iter().map(String::len).collect::<Vec<_>>(), [1, MAX_LINE, 1]);
    }

    #[test]
    fn what_is_not_there_is_said() {
        let sources =
            [Source::Variable("CHALKSTORE_NOT_SET".to_owned()), Source::File("/does/not/exist".into())];
        let mut reader = Reader::new(sources);
        let errors: Vec<String> = std::iter::from_fn(|| reader.next_block())
            .map(|block| block.expect_err("neither is there").to_string())
            .collect();
        assert_eq!(
            errors,
            [
                "the environment variable CHALKSTORE_NOT_SET is not set",
                "--uri-file: cannot read /does/not/exist"
            ]
        );
    }
}
