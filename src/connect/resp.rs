//! The headers of the Redis protocol, versions 2 and 3: enough to find where a reply ends and what is in it.

/// No status or error line comes near this.
const LONGEST_LINE: usize = 8 * 1024;

/// No reply that is asked for comes near this (`CLUSTER SHARDS` has 280 bytes a node); a peer that sends more is no
/// Redis server, or a broken one.
pub(crate) const LONGEST: usize = 4 * 1024 * 1024;

/// What a value begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Header {
    /// Nothing.
    Nil,
    /// The line itself is the value; its kind is the byte before it.
    Line,
    /// This many bytes follow, and a line end.
    Bytes(usize),
    /// This many values follow.
    List(usize),
    /// This many keys follow, each with its value.
    Map(usize),
}

impl Header {
    /// How many values follow.
    pub(crate) const fn inner(self) -> usize {
        match self {
            Self::List(count) => count,
            Self::Map(count) => count.saturating_mul(2),
            Self::Nil | Self::Line | Self::Bytes(_) => 0,
        }
    }

    /// How many bytes follow that are no values.
    pub(crate) const fn behind(self) -> usize {
        match self {
            Self::Bytes(length) => length + 2,
            Self::Nil | Self::Line | Self::List(_) | Self::Map(_) => 0,
        }
    }
}

/// What is wrong: no server begins a reply like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign;

/// The header at the start of `bytes`, and how long its line is, with the line's end. Nothing where the line has not
/// arrived whole.
pub(crate) fn header(bytes: &[u8]) -> Result<Option<(Header, usize)>, Foreign> {
    let Some(kind) = bytes.first() else { return Ok(None) };
    if !b"+-:$*_#,(=!%~>".contains(kind) {
        return Err(Foreign);
    }
    // A line is a few bytes long: to look at them one by one is faster than anything cleverer.
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
        return if bytes.len() > LONGEST_LINE { Err(Foreign) } else { Ok(None) };
    };
    if bytes[end - 1] != b'\r' {
        return Err(Foreign);
    }
    let header = match kind {
        b'_' => Header::Nil,
        b'+' | b'-' | b':' | b'#' | b',' | b'(' => Header::Line,
        counted => match number(&bytes[1..end - 1]).ok_or(Foreign)? {
            // Less than nothing is nil.
            named if named < 0 => Header::Nil,
            named => {
                let named = usize::try_from(named).map_err(|_| Foreign)?;
                match counted {
                    _ if named > LONGEST => return Err(Foreign),
                    b'*' | b'~' | b'>' => Header::List(named),
                    b'%' => Header::Map(named),
                    _ => Header::Bytes(named),
                }
            }
        },
    };
    Ok(Some((header, end + 1)))
}

/// A whole number.
pub(crate) fn number(digits: &[u8]) -> Option<i64> {
    let (sign, digits) = match digits {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let more = |number: i64, digit: &u8| {
        let digit = char::from(*digit).to_digit(10)?;
        number.checked_mul(10)?.checked_add(sign * i64::from(digit))
    };
    digits.iter().try_fold(0, more).filter(|_| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_and_fit() {
        for (text, expected) in [
            ("0", Some(0)),
            ("-1", Some(-1)),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("", None),
            ("-", None),
            ("1x", None),
            ("--1", None),
        ] {
            assert_eq!(number(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn headers_are_read_and_boasting_ones_refused() {
        for (bytes, header) in [
            (&b"+PONG\r\n"[..], Header::Line),
            (b"$3\r\nabc\r\n", Header::Bytes(3)),
            (b"$-1\r\n", Header::Nil),
            (b"_\r\n", Header::Nil),
            (b"*2\r\n", Header::List(2)),
            (b"%2\r\n", Header::Map(2)),
            (b"=7\r\ntxt:abc\r\n", Header::Bytes(7)),
        ] {
            assert_eq!(super::header(bytes).map(|found| found.map(|(header, _)| header)), Ok(Some(header)));
            assert_eq!(super::header(&bytes[..2]), Ok(None), "{bytes:?} cut off");
        }
        for bytes in
            [&b"HTTP/1.1 400"[..], b"$999999999999\r\n", b"*999999999999\r\n", b"$x\r\n", b"\x15\x03", b"+\n"]
        {
            assert_eq!(super::header(bytes), Err(Foreign), "{bytes:?}");
        }
        assert_eq!(super::header(&[b'+'; LONGEST_LINE + 1]), Err(Foreign));
        assert_eq!(super::header(b""), Ok(None));
    }
}
