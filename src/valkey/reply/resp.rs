//! A reply as it came over the wire, RESP2 or RESP3.
//!
//! The redis crate's codec could read it, but it allocates every string: a cluster of 60 nodes answers with 60,000 of
//! them, few of which are kept.

use std::borrow::Cow;

use super::Reply;
use crate::connect::resp::{Header, header, number};

/// No reply that is asked for is nested this deep.
const DEEPEST: usize = 16;

/// For so many items room is made at once: a count that was made up is found out before anything of that size is.
const SET_ASIDE: usize = 64;

/// Reads one reply. The text is borrowed.
///
/// # Errors
/// What is wrong with the bytes, or the error that the server replied with.
pub fn reply_from_bytes(bytes: &[u8]) -> Result<Reply<'_>, String> {
    let mut rest = bytes;
    match read(&mut rest, 0)? {
        Reply::Error(error) => Err(error.into_owned()),
        reply if rest.is_empty() => Ok(reply),
        _ => Err("more follows behind the reply".to_owned()),
    }
}

fn read<'a>(rest: &mut &'a [u8], depth: usize) -> Result<Reply<'a>, String> {
    if depth > DEEPEST {
        return Err("the reply is nested too deep".to_owned());
    }
    let (header, length) =
        header(rest).map_err(|_| "these bytes are no reply".to_owned())?.ok_or("the reply is cut off")?;
    let kind = rest[0];
    let line = &rest[1..length - 2];
    *rest = &rest[length..];
    match header {
        Header::Nil => Ok(Reply::Nil),
        Header::Line => one_line(kind, line),
        Header::Bytes(length) => {
            let bytes =
                rest.get(..length).filter(|_| rest.len() >= length + 2).ok_or("the reply is cut off")?;
            *rest = &rest[length + 2..];
            Ok(match kind {
                b'!' => Reply::Error(text(bytes)),
                // A verbatim string says what it is: `txt:`.
                b'=' => Reply::Text(text(bytes.get(4..).unwrap_or_default())),
                _ => Reply::Text(text(bytes)),
            })
        }
        Header::List(count) => {
            let mut items = Vec::with_capacity(count.min(SET_ASIDE));
            for _ in 0..count {
                items.push(read(rest, depth + 1)?);
            }
            Ok(Reply::List(items))
        }
        Header::Map(count) => {
            let mut pairs = Vec::with_capacity(count.min(SET_ASIDE));
            for _ in 0..count {
                pairs.push((read(rest, depth + 1)?, read(rest, depth + 1)?));
            }
            Ok(Reply::Map(pairs))
        }
    }
}

fn one_line(kind: u8, line: &[u8]) -> Result<Reply<'_>, String> {
    match kind {
        b'-' => Ok(Reply::Error(text(line))),
        b':' => number(line).map(Reply::Int).ok_or_else(|| "a number is none".to_owned()),
        b'#' => Ok(Reply::Int(i64::from(line == b"t"))),
        _ => Ok(Reply::Text(text(line))),
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    // The common case on its own: it is ten times as fast.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_protocols_are_read() {
        let two = b"*2\r\n$5\r\nslots\r\n*3\r\n:1\r\n$-1\r\n+OK\r\n";
        let text = |text: &'static str| Reply::Text(text.into());
        let list = || Reply::List(vec![Reply::Int(1), Reply::Nil, text("OK")]);
        assert_eq!(reply_from_bytes(two), Ok(Reply::List(vec![text("slots"), list()])));
        let three = b"%1\r\n$5\r\nslots\r\n~3\r\n#t\r\n_\r\n=6\r\ntxt:OK\r\n";
        assert_eq!(reply_from_bytes(three), Ok(Reply::Map(vec![(text("slots"), list())])));
    }

    #[test]
    fn what_is_no_reply_is_told() {
        assert_eq!(reply_from_bytes(b"-ERR no\r\n"), Err("ERR no".to_owned()));
        for bytes in [&b""[..], b"*1\r\n", b"$3\r\nab\r\n", b":x\r\n", b"+a\r\n+b\r\n", b"HTTP/1.1\r\n"] {
            assert!(reply_from_bytes(bytes).is_err(), "{bytes:?}");
        }
        assert!(reply_from_bytes(&b"*1\r\n".repeat(100_000)).is_err());
    }
}
