//! Names and set elements, to see whether one of them stands there twice.

use super::text::{Text, unescape};

/// Up to so many are compared each with each; more are sorted first.
const FEW: usize = 12;

/// A name or an element, by where its bytes are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    hash: u64,
    start: usize,
    end: usize,
    /// In the scratch, not in the item's text.
    is_copy: bool,
}

impl Piece {
    /// Where in the item's text it stands, if that is known.
    pub(super) fn place(self) -> Option<(usize, usize)> {
        (!self.is_copy).then_some((self.start, self.end))
    }
}

/// The names and elements of every object and set that is open. Their room is used again.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    list: Vec<Piece>,
    scratch: Vec<u8>,
}

/// How much there was when an object or a set began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    list: usize,
    scratch: usize,
}

impl Pieces {
    /// Room for none yet.
    pub(super) const fn new() -> Self {
        Self { list: Vec::new(), scratch: Vec::new() }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.scratch.clear();
    }

    /// What there is now.
    pub(super) const fn mark(&self) -> Mark {
        Mark { list: self.list.len(), scratch: self.scratch.len() }
    }

    /// Adds a string of the item's text.
    pub(super) fn add_text(&mut self, text: &[u8], string: Text) -> Piece {
        let bytes = text.get(string.start..string.end).unwrap_or_default();
        if string.is_escaped {
            return self.add_copy(|out| unescape(bytes, out));
        }
        let piece = Piece { hash: hash(bytes), start: string.start, end: string.end, is_copy: false };
        self.list.push(piece);
        piece
    }

    /// Adds bytes that stand in the text in another form.
    pub(super) fn add_copy(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Piece {
        let start = self.scratch.len();
        write(&mut self.scratch);
        let end = self.scratch.len();
        let piece =
            Piece { hash: hash(self.scratch.get(start..).unwrap_or_default()), start, end, is_copy: true };
        self.list.push(piece);
        piece
    }

    /// The bytes of a piece.
    pub(super) fn bytes<'a>(&'a self, text: &'a [u8], piece: Piece) -> &'a [u8] {
        let all = if piece.is_copy { &self.scratch } else { text };
        all.get(piece.start..piece.end).unwrap_or_default()
    }

    /// Whether two of those that were added since are the same: gives one of them.
    pub(super) fn duplicate(&mut self, text: &[u8], since: Mark) -> Option<Piece> {
        let list = self.list.get_mut(since.list..).unwrap_or_default();
        let pairs: Option<(Piece, Piece)> = if list.len() <= FEW {
            let with_later = |(place, one): (usize, &Piece)| {
                let later = list.get(place + 1..).unwrap_or_default();
                later.iter().find(|other| other.hash == one.hash).map(|other| (*one, *other))
            };
            list.iter().enumerate().find_map(with_later)
        } else {
            list.sort_unstable_by_key(|piece| piece.hash);
            list.array_windows()
                .find(|[one, other]| one.hash == other.hash)
                .map(|[one, other]| (*one, *other))
        };
        let (one, other) = pairs?;
        if self.bytes(text, one) == self.bytes(text, other) {
            return Some(if one.is_copy { other } else { one });
        }
        // Different things with one hash: once in a very long time, or on purpose.
        let mut sorted = self.list.get(since.list..).unwrap_or_default().to_vec();
        sorted.sort_unstable_by_key(|piece| self.bytes(text, *piece));
        let is_same = |[one, other]: &&[Piece; 2]| self.bytes(text, *one) == self.bytes(text, *other);
        sorted.array_windows().find(is_same).map(|[one, _]| *one)
    }

    /// Forgets those that were added since.
    pub(super) fn forget(&mut self, since: Mark) {
        self.list.truncate(since.list);
        self.scratch.truncate(since.scratch);
    }
}

/// Eight bytes at a time; nobody has to be kept from finding two things with one hash, see [`Pieces::duplicate`].
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = (hash ^ word).wrapping_mul(FACTOR);
        product ^ product >> 29
    };
    let (words, tail) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = tail.iter().fold(0_u64, |rest, byte| rest << 8 | u64::from(*byte));
    mix(hash, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds words; an escaped one is a copy.
    fn duplicate(words: &[&str]) -> Option<String> {
        let mut pieces = Pieces::new();
        let mut text = Vec::new();
        pieces.add_copy(|out| out.extend_from_slice(b"outer"));
        let mark = pieces.mark();
        for word in words {
            let start = text.len();
            text.extend_from_slice(word.as_bytes());
            let is_escaped = word.contains('\\');
            pieces.add_text(&text.clone(), Text { start, end: text.len(), bytes: 0, is_escaped });
        }
        let found = pieces.duplicate(&text, mark);
        found.map(|piece| String::from_utf8_lossy(pieces.bytes(&text, piece)).into_owned())
    }

    #[test]
    fn what_stands_there_twice_is_found() {
        assert_eq!(duplicate(&["a", "b", "outer"]), None);
        assert_eq!(duplicate(&["a", "b", "\\u0061"]).as_deref(), Some("a"));
        assert_eq!(duplicate(&["", "b", ""]).as_deref(), Some(""));
        let many: Vec<String> = (0..500).map(|number| format!("name-{number}")).collect();
        let mut words: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(duplicate(&words), None);
        words.push("name-250");
        assert_eq!(duplicate(&words).as_deref(), Some("name-250"));
    }

    #[test]
    fn one_hash_is_not_one_thing() {
        let mut pieces = Pieces::new();
        for letter in [b"a", b"b", b"c"] {
            pieces.add_copy(|out| out.extend_from_slice(letter));
        }
        pieces.list.iter_mut().for_each(|piece| piece.hash = 7);
        let mark = Mark { list: 0, scratch: 0 };
        assert!(pieces.duplicate(b"", mark).is_none());
        pieces.add_copy(|out| out.extend_from_slice(b"b"));
        pieces.list.iter_mut().for_each(|piece| piece.hash = 7);
        let found = pieces.duplicate(b"", mark).expect("is found");
        assert_eq!(pieces.bytes(b"", found), b"b");
    }
}
