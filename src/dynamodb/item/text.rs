//! Strings of JSON: where one ends, and how many bytes of UTF-8 it stands for.

use super::refusal::Refusal;

/// A string between its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Its first byte, in the item's text.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// How many bytes it stands for.
    pub(super) bytes: u64,
    /// Whether a backslash is in it.
    pub(super) is_escaped: bool,
}

/// Measures the string whose first byte stands at `start`.
///
/// # Errors
/// What is wrong with it, and where.
pub(super) fn measure(text: &[u8], start: usize) -> Result<Text, (Refusal, usize)> {
    let mut at = start;
    let mut bytes = 0_u64;
    let mut is_escaped = false;
    loop {
        let end = at + run(text.get(at..).unwrap_or_default());
        bytes += (end - at) as u64;
        match text.get(end) {
            Some(b'"') => return Ok(Text { start, end, bytes, is_escaped }),
            Some(b'\\') => {
                is_escaped = true;
                let (character, length) =
                    escape(text.get(end..).unwrap_or_default()).map_err(|reason| (reason, end))?;
                bytes += character.len_utf8() as u64;
                at = end + length;
            }
            Some(_) => return Err((Refusal::Syntax("a control character stands in a string"), end)),
            None => return Err((Refusal::Syntax("a string does not end"), end)),
        }
    }
}

/// Where a string of JSON ends whose first byte stands at `start`. It may hold half of a character, which is no text.
///
/// # Errors
/// What is wrong with it, and where.
pub(super) fn end(text: &[u8], start: usize) -> Result<usize, (Refusal, usize)> {
    let mut at = start;
    loop {
        match measure(text, at) {
            Ok(found) => return Ok(found.end),
            // Such an escape has six bytes.
            Err((Refusal::Surrogate, half)) => at = half + 6,
            Err(stop) => return Err(stop),
        }
    }
}

/// Writes what a string with backslashes stands for. It was measured before.
pub(super) fn unescape(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let (before, escaped) = rest.split_at(at);
        out.extend_from_slice(before);
        let Ok((character, length)) = escape(escaped) else { return };
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = escaped.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// How many bytes come before the first quote, backslash or control character. Eight are looked at at once.
fn run(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // The lowest marked byte is right; those above it may be marked by a borrow.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let (words, tail) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let backslash = below(word ^ (ONES * u64::from(b'\\')), 1);
        let marked = (quote | backslash | below(word, 0x20)) & HIGH;
        if marked != 0 {
            return number * 8 + (marked.trailing_zeros() / 8) as usize;
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    words.len() * 8 + tail.iter().position(is_special).unwrap_or(tail.len())
}

/// The character that an escape stands for, and the length of the escape.
fn escape(text: &[u8]) -> Result<(char, usize), Refusal> {
    const WRONG: Refusal = Refusal::Syntax("a backslash begins no escape that JSON knows");
    let character = match text.get(1) {
        Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let first = unit(text, 2).ok_or(WRONG)?;
            if let Some(character) = char::from_u32(first) {
                return Ok((character, 6));
            }
            // Half of a character: the other half has to follow.
            let second = match text.get(6..8) {
                Some(b"\\u") => unit(text, 8).ok_or(WRONG)?,
                _ => return Err(Refusal::Surrogate),
            };
            let halves = [first, second].map(|half| u16::try_from(half).unwrap_or_default());
            let character = char::decode_utf16(halves).next().and_then(Result::ok);
            return character.map(|character| (character, 12)).ok_or(Refusal::Surrogate);
        }
        _ => return Err(WRONG),
    };
    Ok((character, 2))
}

/// Four hexadecimal digits.
fn unit(text: &[u8], at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits.iter().try_fold(0, |unit, byte| Some(unit << 4 | char::from(*byte).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_as_long_as_what_they_stand_for() {
        for inner in [
            "",
            "a",
            "seven..",
            "eight...",
            "nine.....",
            "é日本😀",
            r#"a\"b\\c\/d"#,
            r"\b\f\n\r\t",
            r"\u0041\u00e9\u65E5\ud83d\ude00",
            r"\u0000",
            "0123456701234567\\n0123456701234567é",
        ] {
            let text = format!("\"{inner}\" rest\"");
            let expected: String = serde_json::from_str(&format!("\"{inner}\"")).expect("is JSON");
            let found = measure(text.as_bytes(), 1).expect("is a string");
            assert_eq!(found.bytes, expected.len() as u64, "{inner}");
            assert_eq!((found.start, found.end), (1, 1 + inner.len()), "{inner}");
            assert_eq!(found.is_escaped, inner.contains('\\'));
            let mut out = Vec::new();
            unescape(inner.as_bytes(), &mut out);
            assert_eq!(out, expected.as_bytes(), "{inner}");
        }
    }

    #[test]
    fn strings_that_are_none() {
        for inner in
            [r"\x", r"\u12", r"\u12g4", "a\nb", "a\u{1f}", "01234567\u{0}", "no end", r"\", r"\ud83d\u12"]
        {
            let found = measure(inner.as_bytes(), 0).expect_err("is no string").0;
            assert!(matches!(found, Refusal::Syntax(_)), "{inner}: {found:?}");
        }
        for inner in [r#"\ud83d""#, r#"\ude00\ud83d""#, r#"\ud83d\u0041""#, r#"\ud83dx""#] {
            assert_eq!(
                measure(inner.as_bytes(), 0).expect_err("is no text").0,
                Refusal::Surrogate,
                "{inner}"
            );
        }
    }

    #[test]
    fn every_byte_is_found_at_every_place() {
        for place in 0..20 {
            for byte in 0..=u8::MAX {
                let mut text = vec![0xc3; 20];
                text[place] = byte;
                let is_special = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(run(&text), if is_special { place } else { 20 }, "{byte} at {place}");
            }
        }
    }
}
