//! A thin wire: the redis crate's codec over any connection. Its client is not used, because it hides the very
//! things that are looked for: unprompted replies, what a foreign peer says, how long each step takes.

use std::time::Duration;

use redis::{Cmd, Value};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::fault;
use super::timing::ms;
use crate::connect::banner::banner;
use crate::connect::evidence::{Answer, Banner, Lost, Refusal};
use crate::connect::text::Scrubber;
use crate::observe::Context;

/// No reply that is asked for comes near this; a peer that sends more is no Redis server, or a broken one.
const LONGEST: usize = 1024 * 1024;

/// No status or error line comes near this.
const LONGEST_LINE: usize = 8 * 1024;

/// A connection of any kind.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Duplex for T {}

/// A connection on which commands are sent.
pub(super) struct Wire {
    stream: Box<dyn Duplex>,
    arrived: Vec<u8>,
    scrub: Scrubber,
}

impl Wire {
    pub(super) fn new(stream: impl Duplex + 'static, scrub: Scrubber) -> Self {
        Self { stream: Box::new(stream), arrived: Vec::new(), scrub }
    }

    /// Sends one command and waits for its answer.
    pub(super) async fn ask(&mut self, command: &Cmd, limit: Duration, context: &Context) -> Answer {
        let mut answers = self.ask_all(std::slice::from_ref(command), limit, context).await;
        answers.pop().unwrap_or(Answer::Lost(Lost::Closed))
    }

    /// Sends all commands in one go and waits for as many answers.
    pub(super) async fn ask_all(
        &mut self,
        commands: &[Cmd],
        limit: Duration,
        context: &Context,
    ) -> Vec<Answer> {
        let bytes: Vec<u8> = commands.iter().flat_map(Cmd::get_packed_command).collect();
        let mut answers = Vec::with_capacity(commands.len());
        let exchange = async {
            // A server that is full, or protected, says so and hangs up before it reads anything: what it said is
            // still to be read when writing fails.
            let written = async {
                self.stream.write_all(&bytes).await?;
                self.stream.flush().await
            };
            drop(written.await);
            self.receive(commands.len(), &mut answers).await
        };
        let lost = match context.at_most(limit, exchange).await {
            Ok(lost) => lost,
            Err(late) => Some(Lost::TimedOut { after_ms: ms(late.after) }),
        };
        if let Some(lost) = lost {
            answers.resize(commands.len(), Answer::Lost(lost));
        }
        answers
    }

    /// Sends nothing, and waits for what the server says of its own accord.
    pub(super) async fn listen(&mut self, limit: Duration, context: &Context) -> Option<Answer> {
        let mut answers = Vec::new();
        drop(context.at_most(limit, self.receive(1, &mut answers)).await);
        answers.pop()
    }

    /// Describes bytes that are no reply to what was asked.
    pub(super) fn banner(&self, bytes: &[u8]) -> Banner {
        banner(bytes, &self.scrub)
    }

    async fn receive(&mut self, count: usize, answers: &mut Vec<Answer>) -> Option<Lost> {
        let mut chunk = vec![0; 16 * 1024];
        while answers.len() < count {
            match frame(&self.arrived) {
                Frame::Whole(length) => {
                    let answer = self.decode(length);
                    self.arrived.drain(..length);
                    match answer {
                        Answer::Lost(lost) => return Some(lost),
                        answer => answers.push(answer),
                    }
                }
                Frame::Foreign => return Some(Lost::NotRedis(self.banner(&self.arrived))),
                Frame::Partial if self.arrived.len() > LONGEST => return Some(Lost::TooLong),
                Frame::Partial => match self.stream.read(&mut chunk).await {
                    Ok(0) if self.arrived.is_empty() => return Some(Lost::Closed),
                    Ok(0) => return Some(Lost::NotRedis(self.banner(&self.arrived))),
                    Ok(read) => self.arrived.extend_from_slice(&chunk[..read]),
                    Err(error) => return Some(fault::lost(&error)),
                },
            }
        }
        None
    }

    fn decode(&self, length: usize) -> Answer {
        let bytes = &self.arrived[..length];
        // The codec takes an error's text apart; the text itself is evidence.
        if let [b'-', line @ .., b'\r', b'\n'] = bytes {
            let line = String::from_utf8_lossy(line);
            let (text, code) = (self.scrub.clean(&line), self.scrub.code(&line));
            let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_uppercase());
            return if is_code {
                Answer::Refused(Refusal { code, text })
            } else {
                Answer::Lost(Lost::NotRedis(self.banner(bytes)))
            };
        }
        match redis::parse_redis_value(bytes) {
            Ok(Value::Okay) => Answer::Said("OK".to_owned()),
            Ok(Value::SimpleString(text)) => Answer::Said(text),
            Ok(Value::BulkString(bytes)) => {
                Answer::Said(self.scrub.without_echo(String::from_utf8_lossy(&bytes).into_owned()))
            }
            Ok(Value::Int(number)) => Answer::Said(number.to_string()),
            _ => Answer::Lost(Lost::NotRedis(self.banner(bytes))),
        }
    }
}

/// What has arrived so far.
#[derive(Debug, PartialEq, Eq)]
enum Frame {
    /// The start of a reply.
    Partial,
    /// A whole reply of this many bytes.
    Whole(usize),
    /// Not a reply to anything that is asked here.
    Foreign,
}

/// Finds the end of the first reply. The codec could, but it would believe any length that a peer names, and only
/// flat replies are ever asked for.
fn frame(bytes: &[u8]) -> Frame {
    let Some(kind) = bytes.first() else { return Frame::Partial };
    if !matches!(kind, b'+' | b'-' | b':' | b'$') {
        return Frame::Foreign;
    }
    let Some(end) = memchr::memmem::find(bytes, b"\r\n") else {
        return if bytes.len() > LONGEST_LINE { Frame::Foreign } else { Frame::Partial };
    };
    if *kind != b'$' {
        return Frame::Whole(end + 2);
    }
    let length = std::str::from_utf8(&bytes[1..end]).ok().and_then(|text| text.parse::<i64>().ok());
    match length.map(usize::try_from) {
        None => Frame::Foreign,
        // Nil.
        Some(Err(_)) => Frame::Whole(end + 2),
        Some(Ok(length)) if length > LONGEST => Frame::Foreign,
        Some(Ok(length)) => {
            let total = end + 2 + length + 2;
            if bytes.len() < total { Frame::Partial } else { Frame::Whole(total) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_framed_byte_by_byte() {
        for reply in
            [&b"+PONG\r\n"[..], b"-NOAUTH x\r\n", b":1\r\n", b"$3\r\na\r\n\r\n", b"$-1\r\n", b"$0\r\n\r\n"]
        {
            for cut in 0..reply.len() {
                assert_eq!(frame(&reply[..cut]), Frame::Partial, "{reply:?} cut at {cut}");
            }
            assert_eq!(frame(&[reply, b"+more"].concat()), Frame::Whole(reply.len()));
        }
    }

    #[test]
    fn foreign_bytes_and_boasting_lengths_are_refused() {
        for bytes in [&b"HTTP/1.1 400"[..], b"*1\r\n", b"$999999999999\r\n", b"$x\r\n", b"\x15\x03"] {
            assert_eq!(frame(bytes), Frame::Foreign, "{bytes:?}");
        }
        assert_eq!(frame(&[b'+'; LONGEST_LINE + 1]), Frame::Foreign);
    }
}
