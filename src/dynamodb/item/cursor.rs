//! A place in the JSON text of one item, and the marks of JSON that may stand there.

use super::refusal::Refusal;
use super::text::{self, Text};

/// Why reading stopped, and at which byte.
pub(super) type Stop = (Refusal, usize);

/// A place in a text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// The text's beginning.
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), at: 0 }
    }

    /// What is wrong here.
    pub(super) const fn stop(&self, reason: Refusal) -> Stop {
        (reason, self.at)
    }

    /// The byte here, behind white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// What stands from here on.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes behind this byte, where it stands here.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    /// Goes behind this byte.
    pub(super) fn expect(&mut self, byte: u8, otherwise: Refusal) -> Result<(), Stop> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.stop(otherwise)),
            None => Err(self.stop(Refusal::Syntax("it ends in the middle"))),
        }
    }

    /// Goes behind this word, where it stands here.
    pub(super) fn take_word(&mut self, word: &[u8]) -> bool {
        self.peek();
        let is_here = self.rest().starts_with(word);
        self.at += if is_here { word.len() } else { 0 };
        is_here
    }

    /// A string.
    pub(super) fn string(&mut self, otherwise: Refusal) -> Result<Text, Stop> {
        self.expect(b'"', otherwise)?;
        let found = text::measure(self.text, self.at)?;
        self.at = found.end + 1;
        Ok(found)
    }

    /// The name of a member of an object, and its colon.
    pub(super) fn member(&mut self) -> Result<Text, Stop> {
        let found = self.string(Refusal::Syntax("a name in quotes was expected"))?;
        self.expect(b':', Refusal::Syntax("a colon was expected behind a name"))?;
        Ok(found)
    }

    /// The name of an attribute or of a map's element, and its colon.
    pub(super) fn name(&mut self) -> Result<Text, Stop> {
        let start = self.at;
        let found = self.member()?;
        match found.bytes {
            0 => Err((Refusal::EmptyName, start)),
            1..=MAX_NAME_BYTES => Ok(found),
            bytes => Err((Refusal::LongName(bytes), start)),
        }
    }

    /// Whether another member or element follows: goes behind the comma, or behind the end.
    pub(super) fn goes_on(&mut self, end: u8) -> Result<bool, Stop> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Err(self.stop(Refusal::Syntax("a comma or a closing bracket was expected"))),
            None => Err(self.stop(Refusal::Syntax("it ends in the middle"))),
        }
    }

    /// A number as JSON writes it.
    pub(super) fn number(&mut self) -> Result<&'a str, Stop> {
        let start = self.at;
        let digits = |cursor: &mut Self| {
            let count = cursor.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
            cursor.at += count;
            count
        };
        self.at += usize::from(self.rest().starts_with(b"-"));
        let is_padded = matches!(self.rest(), [b'0', b'0'..=b'9', ..]);
        let mut is_good = digits(self) > 0 && !is_padded;
        if self.rest().starts_with(b".") {
            self.at += 1;
            is_good &= digits(self) > 0;
        }
        if matches!(self.rest(), [b'e' | b'E', ..]) {
            self.at += 1;
            self.at += usize::from(matches!(self.rest(), [b'+' | b'-', ..]));
            is_good &= digits(self) > 0;
        }
        let found = self.text.get(start..self.at).and_then(|text| std::str::from_utf8(text).ok());
        found.filter(|_| is_good).ok_or((Refusal::Syntax("a number is not written as JSON writes it"), start))
    }

    /// Goes behind a JSON value of any kind that does not count, however deep it is.
    pub(super) fn skip(&mut self) -> Result<(), Stop> {
        // The closing brackets that are still to come.
        let mut open: Vec<u8> = Vec::new();
        loop {
            let is_whole = match self.peek() {
                Some(b'{') => self.opens(b'}', &mut open),
                Some(b'[') => self.opens(b']', &mut open),
                _ => {
                    self.scalar()?;
                    true
                }
            };
            // Behind a value, and behind all that end with it.
            while is_whole && let Some(end) = open.last().copied() {
                if self.goes_on(end)? {
                    break;
                }
                open.pop();
            }
            match open.last() {
                None => return Ok(()),
                Some(b'}') => self.name_of_any_kind()?,
                Some(_) => {}
            }
        }
    }

    /// Goes behind a name, which may hold half of a character, and its colon.
    fn name_of_any_kind(&mut self) -> Result<(), Stop> {
        self.expect(b'"', Refusal::Syntax("a name in quotes was expected"))?;
        self.at = text::end(self.text, self.at)? + 1;
        self.expect(b':', Refusal::Syntax("a colon was expected behind a name"))
    }

    /// Goes behind an opening bracket; where nothing is in it, behind the closing one, too. Says whether nothing was.
    fn opens(&mut self, end: u8, open: &mut Vec<u8>) -> bool {
        self.at += 1;
        let is_empty = self.take(end);
        if !is_empty {
            open.push(end);
        }
        is_empty
    }

    /// Goes behind a value that holds no other.
    fn scalar(&mut self) -> Result<(), Stop> {
        match self.peek() {
            // Half of a character is JSON; who reads it as text refuses it.
            Some(b'"') => {
                self.at += 1;
                self.at = text::end(self.text, self.at)? + 1;
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
            }
            None => return Err(self.stop(Refusal::Syntax("it ends in the middle"))),
            Some(_) => {
                let words = [&b"true"[..], b"false", b"null"];
                if !words.into_iter().any(|word| self.take_word(word)) {
                    return Err(self.stop(Refusal::Syntax("a value was expected")));
                }
            }
        }
        Ok(())
    }

    /// What keeps a text from being one JSON value, and where.
    pub(super) fn fault(text: &str) -> Option<Stop> {
        let mut cursor = Cursor::new(text);
        if let Err(stop) = cursor.skip() {
            return Some(stop);
        }
        cursor.peek().map(|_| cursor.stop(Refusal::Syntax("something follows its end")))
    }
}

/// What is wrong behind an array that has ended, and where: nothing may follow, or where it is the list in what `aws
/// dynamodb scan` prints, the rest of that.
pub(crate) fn fault_behind_array(rest: &str, is_listed: bool) -> Option<Stop> {
    let before = if is_listed { "{\"Items\":[]" } else { "[]" };
    let (reason, at) = Cursor::fault(&[before, rest].concat())?;
    Some((reason, at.saturating_sub(before.len())))
}

/// The longest attribute name.
const MAX_NAME_BYTES: u64 = 65_535;
