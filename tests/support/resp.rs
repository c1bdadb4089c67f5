//! A small RESP2 client, for set-up and for asking a server what really happened.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// One reply of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// A status such as `OK`, or a bulk string.
    Text(String),
    /// An error, with its code: `ERR unknown command …`.
    Error(String),
    /// An integer.
    Integer(i64),
    /// An array.
    Array(Vec<Self>),
    /// The null bulk string or the null array.
    Nil,
}

impl Reply {
    /// The text of a status or bulk string.
    ///
    /// # Panics
    /// When the reply is of another type.
    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("expected a string, got {other:?}"),
        }
    }

    /// The value of an integer.
    ///
    /// # Panics
    /// When the reply is of another type.
    #[track_caller]
    pub(crate) fn integer(&self) -> i64 {
        match self {
            Self::Integer(value) => *value,
            other => panic!("expected an integer, got {other:?}"),
        }
    }

    /// The items of an array.
    ///
    /// # Panics
    /// When the reply is of another type.
    #[track_caller]
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            other => panic!("expected an array, got {other:?}"),
        }
    }

    /// The message, if the reply is an error.
    pub(crate) fn error(&self) -> Option<&str> {
        match self {
            Self::Error(message) => Some(message),
            _ => None,
        }
    }
}

/// A connection that sends commands and reads replies one by one.
#[derive(Debug)]
pub(crate) struct Client<S>(BufReader<S>);

impl Client<UnixStream> {
    /// Connects to a server's socket file. `limit` bounds every read and write.
    pub(crate) fn connect(socket: &Path, limit: Duration) -> io::Result<Self> {
        let stream = UnixStream::connect(socket)?;
        stream.set_read_timeout(Some(limit))?;
        stream.set_write_timeout(Some(limit))?;
        Ok(Self::new(stream))
    }
}

impl<S: Read + Write> Client<S> {
    /// Speaks over a stream that is connected already.
    pub(crate) fn new(stream: S) -> Self {
        Self(BufReader::new(stream))
    }

    /// Sends one command and reads its reply; an error reply is a reply.
    pub(crate) fn command(&mut self, words: &[&str]) -> io::Result<Reply> {
        let mut request = format!("*{}\r\n", words.len());
        for word in words {
            request += &format!("${}\r\n{word}\r\n", word.len());
        }
        self.0.get_mut().write_all(request.as_bytes())?;
        self.reply()
    }

    /// Says a reply itself.
    pub(crate) fn say(&mut self, reply: &Reply) -> io::Result<()> {
        self.0.get_mut().write_all(encoded(reply).as_bytes())
    }

    /// Reads what the other side says: a reply, or a command, which is an array.
    pub(crate) fn reply(&mut self) -> io::Result<Reply> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection"));
        }
        let line = line.trim_end_matches(['\r', '\n']);
        let (kind, rest) = line.split_at_checked(1).ok_or_else(|| not_resp(line))?;
        let number = || rest.parse::<i64>().map_err(|_| not_resp(line));
        Ok(match kind {
            "+" => Reply::Text(rest.to_owned()),
            "-" => Reply::Error(rest.to_owned()),
            ":" => Reply::Integer(number()?),
            "$" => match usize::try_from(number()?) {
                Ok(length) => {
                    let mut bytes = vec![0; length + 2];
                    self.0.read_exact(&mut bytes)?;
                    bytes.truncate(length);
                    Reply::Text(String::from_utf8_lossy(&bytes).into_owned())
                }
                Err(_) => Reply::Nil,
            },
            "*" => match usize::try_from(number()?) {
                Ok(count) => Reply::Array((0..count).map(|_| self.reply()).collect::<io::Result<_>>()?),
                Err(_) => Reply::Nil,
            },
            _ => return Err(not_resp(line)),
        })
    }
}

/// A reply as it is sent.
pub(super) fn encoded(reply: &Reply) -> String {
    match reply {
        Reply::Text(text) => format!("${}\r\n{text}\r\n", text.len()),
        Reply::Error(message) => format!("-{message}\r\n"),
        Reply::Integer(value) => format!(":{value}\r\n"),
        Reply::Array(items) => {
            items.iter().fold(format!("*{}\r\n", items.len()), |text, item| text + &encoded(item))
        }
        Reply::Nil => "$-1\r\n".to_owned(),
    }
}

fn not_resp(line: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not RESP: {line:?}"))
}
