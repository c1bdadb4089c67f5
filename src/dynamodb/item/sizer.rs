//! The size of one item, from its JSON text in one pass.
//!
//! The rules are those of the developer guide's page *Item sizes and formats*, made exact by what `DynamoDB` Local
//! reports (`tests/it/dynamodb/`).

use serde::{Deserialize, Serialize};

use super::base64;
use super::cursor::{Cursor, Stop};
use super::layout::Layout;
use super::number::Decimal;
use super::pieces::{Piece, Pieces};
use super::refusal::{ItemError, Refusal};
use super::text::{Text, unescape};

/// How many lists and maps may lie in each other, below the item. The guide speaks of 32 levels: the item is the first.
pub const MAX_CONTAINERS: usize = 31;
/// What a list or a map takes beside its elements, and beside one byte for each of these.
pub(in crate::dynamodb) const CONTAINER_BYTES: u64 = 3;
/// What an element of a list or a map takes beside itself.
const ELEMENT_BYTES: u64 = 1;
/// The longest value of a partition key and of a sort key.
const KEY_PARTS: [(&str, u64); 2] = [("partition", 2048), ("sort", 1024)];
/// The types of values.
pub(super) const TYPES: [&str; 10] = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];
/// So much of a name stands in messages.
const SHOWN_NAME: usize = 64;

/// The name of an attribute that is a part of the table's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct KeyPart(pub String);

/// An attribute of the item that was measured last.
#[derive(Clone, Copy, Debug)]
struct Found {
    name: Piece,
    kind: &'static str,
    name_bytes: u64,
    value_bytes: u64,
    /// Where its value stands in the text.
    value: (usize, usize),
}

/// An attribute of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// Its name, in UTF-8.
    pub name: &'a [u8],
    /// Its type: `S`, `N`, `B`, `BOOL`, `NULL`, `L`, `M`, `SS`, `NS` or `BS`.
    pub kind: &'static str,
    /// The bytes of its name and its value.
    pub bytes: u64,
}

/// An item's size.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// The bytes of all names and values: what units are reckoned from.
    pub bytes: u64,
    text: &'a [u8],
    pieces: &'a Pieces,
    found: &'a [Found],
    /// The key's attributes, where somebody named them.
    pub(super) named: &'a [KeyPart],
}

impl<'a> Measured<'a> {
    /// The item's attributes, in the order of the text.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let Self { text, pieces, found, .. } = *self;
        found.iter().map(|one| Attribute {
            name: pieces.bytes(text, one.name),
            kind: one.kind,
            bytes: one.name_bytes + one.value_bytes,
        })
    }

    /// The JSON text of an attribute's value, as the item's layout writes it. For keys: no other value is to be shown.
    pub(super) fn json(&self, name: &str) -> Option<&'a str> {
        let is_it = |one: &&Found| self.pieces.bytes(self.text, one.name) == name.as_bytes();
        let (start, end) = self.found.iter().find(is_it)?.value;
        std::str::from_utf8(self.text.get(start..end)?).ok()
    }
}

/// A step from an item to a place in it.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The name, by its place in the text.
    Name(usize, usize),
    Element(usize),
}

/// Measures items. It keeps room for the next one, so that a stream of items takes no memory.
#[derive(Debug)]
pub struct Sizer {
    layout: Layout,
    key: Vec<KeyPart>,
    pieces: Pieces,
    found: Vec<Found>,
    steps: Vec<Step>,
}

impl Sizer {
    /// For items of this layout. Where `key` names attributes, the first of them as partition key and the second as sort
    /// key, an item has to have them as `DynamoDB` demands it.
    pub const fn new(layout: Layout, key: Vec<KeyPart>) -> Self {
        Self { layout, key, pieces: Pieces::new(), found: Vec::new(), steps: Vec::new() }
    }

    /// Measures an item. Its size may be over 400 KB: only its parts are judged.
    ///
    /// # Errors
    /// What is wrong with it, where `DynamoDB` would not store it.
    pub fn measure<'a>(&'a mut self, text: &'a str) -> Result<Measured<'a>, ItemError> {
        self.pieces.clear();
        self.found.clear();
        self.steps.clear();
        let Self { layout, key, pieces, found, steps } = self;
        let mut walk = Walk { cursor: Cursor::new(text), pieces, found, steps };
        let bytes = match walk.document(*layout) {
            Ok(bytes) => bytes,
            Err(stop) => return Err(told(text, stop, &self.steps)),
        };
        if let Some((part, reason)) = walk.key(key) {
            return Err(ItemError { reason, path: part.0.clone(), at: 0 });
        }
        let Self { key, pieces, found, .. } = self;
        Ok(Measured { bytes, text: text.as_bytes(), pieces, found, named: key })
    }
}

/// Why an item was not measured. A text that is no JSON is told as such, whatever was seen first.
fn told(text: &str, (reason, at): Stop, steps: &[Step]) -> ItemError {
    if !reason.is_malformed()
        && let Some((fault, place)) = Cursor::fault(text)
    {
        let path = if place == at { path(text, steps) } else { String::new() };
        return ItemError { reason: fault, path, at: place };
    }
    ItemError { reason, path: path(text, steps), at }
}

/// The way to where reading stopped, as in `features.scores[3]`.
fn path(text: &str, steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Element(place) => path.push_str(&format!("[{place}]")),
            Step::Name(start, end) => {
                let name = text.get(*start..*end).unwrap_or_default();
                path.push_str(if path.is_empty() { "" } else { "." });
                path.extend(name.chars().take(SHOWN_NAME));
                path.push_str(if name.chars().nth(SHOWN_NAME).is_some() { "…" } else { "" });
            }
        }
    }
    path
}

/// Reads a value that lies so deep: its type and its bytes.
type ReadValue<W> = fn(&mut W, usize) -> Result<(&'static str, u64), Stop>;

/// One pass over one item.
struct Walk<'a, 's> {
    cursor: Cursor<'a>,
    pieces: &'s mut Pieces,
    found: &'s mut Vec<Found>,
    steps: &'s mut Vec<Step>,
}

impl Walk<'_, '_> {
    fn document(&mut self, layout: Layout) -> Result<u64, Stop> {
        let bytes = match layout {
            Layout::DynamoDb => self.item(Self::typed)?,
            Layout::Plain => self.item(Self::plain)?,
            Layout::Wrapped => self.wrapped()?,
        };
        match self.cursor.peek() {
            None => Ok(bytes),
            Some(_) => Err(self.cursor.stop(Refusal::Syntax("something follows the item"))),
        }
    }

    /// `{"Item": {…}}`, as an export to S3 and `get-item` write it. Other members do not count.
    fn wrapped(&mut self) -> Result<u64, Stop> {
        const OTHER: Refusal = Refusal::Shape("the first item stands in {\"Item\":…}, and this does not");
        self.cursor.expect(b'{', Refusal::Shape("an item is a JSON object"))?;
        let name = self.cursor.string(OTHER)?;
        if !self.is(name, "Item") {
            return Err((OTHER, name.start));
        }
        self.cursor.expect(b':', Refusal::Syntax("a colon was expected behind a name"))?;
        let bytes = self.item(Self::typed)?;
        while self.cursor.goes_on(b'}')? {
            self.cursor.member()?;
            self.cursor.skip()?;
        }
        Ok(bytes)
    }

    /// The item itself: a map without what a map takes beside its elements.
    fn item(&mut self, value: ReadValue<Self>) -> Result<u64, Stop> {
        self.cursor.expect(b'{', Refusal::Shape("an item is a JSON object"))?;
        if self.cursor.peek() == Some(b'}') {
            return Err(self
                .cursor
                .stop(Refusal::Shape("an item has at least its key, and this has no attribute")));
        }
        let since = self.pieces.mark();
        let mut bytes = 0_u64;
        loop {
            let (name, piece) = self.name()?;
            let start = self.cursor.at;
            let (kind, value_bytes) = value(self, 0)?;
            self.steps.pop();
            let value = (start, self.cursor.at);
            self.found.push(Found { name: piece, kind, name_bytes: name.bytes, value_bytes, value });
            bytes += name.bytes + value_bytes;
            if !self.cursor.goes_on(b'}')? {
                break;
            }
        }
        match self.pieces.duplicate(self.cursor.text, since) {
            None => Ok(bytes),
            Some(piece) => Err(self.twice(piece)),
        }
    }

    /// A name. It is the last step of the way until its value is done.
    fn name(&mut self) -> Result<(Text, Piece), Stop> {
        self.cursor.peek();
        let name = self.cursor.name()?;
        self.steps.push(Step::Name(name.start, name.end));
        Ok((name, self.pieces.add_text(self.cursor.text, name)))
    }

    /// A name stands there twice.
    fn twice(&mut self, name: Piece) -> Stop {
        self.steps.extend(name.place().map(|(start, end)| Step::Name(start, end)));
        self.cursor.stop(Refusal::DuplicateName)
    }

    /// A value of `DynamoDB` JSON: `{"S":"text"}`.
    fn typed(&mut self, depth: usize) -> Result<(&'static str, u64), Stop> {
        const SHAPE: Refusal =
            Refusal::Shape("a value is an object such as {\"S\":\"text\"}; is this plain JSON?");
        self.cursor.expect(b'{', SHAPE)?;
        if self.cursor.peek() == Some(b'}') {
            return Err(self.cursor.stop(Refusal::Types("none")));
        }
        let (kind, length) = match self.cursor.rest() {
            [b'"', b'S', b'"', ..] => ("S", 3),
            [b'"', b'N', b'"', ..] => ("N", 3),
            [b'"', b'B', b'"', ..] => ("B", 3),
            [b'"', b'L', b'"', ..] => ("L", 3),
            [b'"', b'M', b'"', ..] => ("M", 3),
            [b'"', b'S', b'S', b'"', ..] => ("SS", 4),
            [b'"', b'N', b'S', b'"', ..] => ("NS", 4),
            [b'"', b'B', b'S', b'"', ..] => ("BS", 4),
            [b'"', b'B', b'O', b'O', b'L', b'"', ..] => ("BOOL", 6),
            [b'"', b'N', b'U', b'L', b'L', b'"', ..] => ("NULL", 6),
            _ => {
                let start = self.cursor.at;
                // No JSON at all is told as such.
                let name = self.cursor.string(Refusal::Syntax("a name in quotes was expected"))?;
                let kind = TYPES.into_iter().find(|kind| name.is_escaped && self.is(name, kind));
                let kind = kind.ok_or((Refusal::Type, start))?;
                let length = self.cursor.at - start;
                self.cursor.at = start;
                (kind, length)
            }
        };
        self.cursor.at += length;
        self.cursor.expect(b':', Refusal::Syntax("a colon was expected behind a name"))?;
        let bytes = match kind {
            "S" => self.cursor.string(Refusal::Value("S", "a string"))?.bytes,
            "N" => {
                let text = self.cursor.string(Refusal::Value("N", "a number in quotes"))?;
                self.with_bytes(text, |bytes| Ok(Decimal::parse(bytes)?.bytes()))?
            }
            "B" => {
                let text = self.cursor.string(Refusal::Value("B", "base64 in quotes"))?;
                self.with_bytes(text, |bytes| base64::decoded_len(bytes).ok_or(Refusal::Base64))?
            }
            "BOOL" if self.cursor.take_word(b"true") || self.cursor.take_word(b"false") => 1,
            "BOOL" => return Err(self.cursor.stop(Refusal::Value("BOOL", "true or false"))),
            "NULL" if self.cursor.take_word(b"true") => 1,
            "NULL" => return Err(self.cursor.stop(Refusal::Value("NULL", "true"))),
            "L" => self.list(depth, Refusal::Value("L", "an array"), Self::typed)?,
            "M" => self.map(depth, Refusal::Value("M", "an object"), Self::typed)?,
            set => self.set(set)?,
        };
        match self.cursor.peek() {
            Some(b'}') => {
                self.cursor.at += 1;
                Ok((kind, bytes))
            }
            Some(b',') => Err(self.cursor.stop(Refusal::Types("several"))),
            Some(_) => Err(self.cursor.stop(Refusal::Syntax("a closing brace was expected behind a value"))),
            None => Err(self.cursor.stop(Refusal::Syntax("it ends in the middle"))),
        }
    }

    /// A value of plain JSON, as the type that SDKs make of it.
    fn plain(&mut self, depth: usize) -> Result<(&'static str, u64), Stop> {
        match self.cursor.peek() {
            Some(b'"') => Ok(("S", self.cursor.string(Refusal::Syntax("a string was expected"))?.bytes)),
            Some(b'-' | b'0'..=b'9') => {
                let start = self.cursor.at;
                let number = self.cursor.number()?;
                let number = Decimal::parse(number.as_bytes()).map_err(|error| (error.into(), start))?;
                Ok(("N", number.bytes()))
            }
            Some(b'{') => Ok(("M", self.map(depth, Refusal::Syntax("an object was expected"), Self::plain)?)),
            Some(b'[') => Ok(("L", self.list(depth, Refusal::Syntax("an array was expected"), Self::plain)?)),
            _ if self.cursor.take_word(b"true") || self.cursor.take_word(b"false") => Ok(("BOOL", 1)),
            _ if self.cursor.take_word(b"null") => Ok(("NULL", 1)),
            Some(_) => Err(self.cursor.stop(Refusal::Syntax("a value was expected"))),
            None => Err(self.cursor.stop(Refusal::Syntax("it ends in the middle"))),
        }
    }

    fn list(&mut self, depth: usize, otherwise: Refusal, value: ReadValue<Self>) -> Result<u64, Stop> {
        self.enter(b'[', depth, otherwise)?;
        let mut bytes = CONTAINER_BYTES;
        if self.cursor.take(b']') {
            return Ok(bytes);
        }
        for place in 0.. {
            self.steps.push(Step::Element(place));
            bytes += ELEMENT_BYTES + value(self, depth + 1)?.1;
            self.steps.pop();
            if !self.cursor.goes_on(b']')? {
                break;
            }
        }
        Ok(bytes)
    }

    fn map(&mut self, depth: usize, otherwise: Refusal, value: ReadValue<Self>) -> Result<u64, Stop> {
        self.enter(b'{', depth, otherwise)?;
        let mut bytes = CONTAINER_BYTES;
        if self.cursor.take(b'}') {
            return Ok(bytes);
        }
        let since = self.pieces.mark();
        loop {
            let (name, _) = self.name()?;
            bytes += ELEMENT_BYTES + name.bytes + value(self, depth + 1)?.1;
            self.steps.pop();
            if !self.cursor.goes_on(b'}')? {
                break;
            }
        }
        if let Some(piece) = self.pieces.duplicate(self.cursor.text, since) {
            return Err(self.twice(piece));
        }
        self.pieces.forget(since);
        Ok(bytes)
    }

    /// Goes into a list or a map.
    fn enter(&mut self, bracket: u8, depth: usize, otherwise: Refusal) -> Result<(), Stop> {
        if depth >= MAX_CONTAINERS {
            return Err(self.cursor.stop(Refusal::Nesting));
        }
        self.cursor.expect(bracket, otherwise)
    }

    /// The elements of a set, which take nothing beside themselves.
    fn set(&mut self, kind: &'static str) -> Result<u64, Stop> {
        self.cursor.expect(b'[', Refusal::Value(kind, "an array"))?;
        if self.cursor.peek() == Some(b']') {
            return Err(self.cursor.stop(Refusal::EmptySet));
        }
        let since = self.pieces.mark();
        let mut bytes = 0_u64;
        for place in 0.. {
            self.steps.push(Step::Element(place));
            bytes += match kind {
                "SS" => {
                    let text = self.cursor.string(Refusal::Value("SS", "an array of strings"))?;
                    self.pieces.add_text(self.cursor.text, text);
                    text.bytes
                }
                "NS" => {
                    let text = self.cursor.string(Refusal::Value("NS", "an array of numbers in quotes"))?;
                    let number = self.with_piece(text, |bytes, out| {
                        let number = Decimal::parse(bytes)?;
                        number.write(out);
                        Ok(number.bytes())
                    });
                    number?
                }
                _ => {
                    let text = self.cursor.string(Refusal::Value("BS", "an array of base64 in quotes"))?;
                    self.with_piece(text, |bytes, out| {
                        base64::decode(bytes, out);
                        base64::decoded_len(bytes).ok_or(Refusal::Base64)
                    })?
                }
            };
            self.steps.pop();
            if !self.cursor.goes_on(b']')? {
                break;
            }
        }
        if self.pieces.duplicate(self.cursor.text, since).is_some() {
            return Err(self.cursor.stop(Refusal::DuplicateElement));
        }
        self.pieces.forget(since);
        Ok(bytes)
    }

    /// Whether a string stands for this, however it is written.
    fn is(&self, text: Text, expected: &str) -> bool {
        self.with_bytes(text, |bytes| Ok(u64::from(bytes == expected.as_bytes()))) == Ok(1)
    }

    /// Does something with what a string stands for.
    fn with_bytes(&self, text: Text, act: impl FnOnce(&[u8]) -> Result<u64, Refusal>) -> Result<u64, Stop> {
        let bytes = self.cursor.text.get(text.start..text.end).unwrap_or_default();
        let result = if text.is_escaped {
            let mut plain = Vec::new();
            unescape(bytes, &mut plain);
            act(&plain)
        } else {
            act(bytes)
        };
        result.map_err(|reason| (reason, text.start))
    }

    /// The same for an element of a set, whose bytes are compared in another form.
    fn with_piece(
        &mut self,
        text: Text,
        act: impl FnOnce(&[u8], &mut Vec<u8>) -> Result<u64, Refusal>,
    ) -> Result<u64, Stop> {
        let bytes = self.cursor.text.get(text.start..text.end).unwrap_or_default();
        let mut plain = Vec::new();
        let bytes = if text.is_escaped {
            unescape(bytes, &mut plain);
            &plain
        } else {
            bytes
        };
        let mut result = Ok(0);
        self.pieces.add_copy(|out| result = act(bytes, out));
        result.map_err(|reason| (reason, text.start))
    }

    /// What is wrong with the item's key.
    fn key<'k>(&self, parts: &'k [KeyPart]) -> Option<(&'k KeyPart, Refusal)> {
        parts.iter().zip(KEY_PARTS).find_map(|(part, (role, longest))| {
            let is_it = |one: &&Found| self.pieces.bytes(self.cursor.text, one.name) == part.0.as_bytes();
            let reason = match self.found.iter().find(is_it) {
                None => Refusal::KeyMissing,
                Some(Found { kind, .. }) if !matches!(*kind, "S" | "N" | "B") => Refusal::KeyType(kind),
                Some(Found { value_bytes: 0, .. }) => Refusal::KeyEmpty,
                Some(Found { value_bytes, .. }) if *value_bytes > longest => {
                    Refusal::KeyLong(role, *value_bytes, longest)
                }
                Some(_) => return None,
            };
            Some((part, reason))
        })
    }
}
