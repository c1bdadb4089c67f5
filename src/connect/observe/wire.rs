//! A thin wire: the redis crate's codec over any connection. Its client is not used, because it hides the very
//! things that are looked for: unprompted replies, what a foreign peer says, how long each step takes.

use std::io;
use std::time::Duration;

use redis::{Cmd, Value};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::fault;
use super::timing::ms;
use crate::connect::banner::banner;
use crate::connect::evidence::{Answer, Banner, Lost, Refusal};
use crate::connect::resp::{Foreign, LONGEST, header};
use crate::connect::text::Scrubber;
use crate::observe::Context;

/// How much is read at once: most of what a node of a large cluster has to say.
const AT_ONCE: usize = 16 * 1024;

/// A connection of any kind.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Duplex for T {}

/// A connection on which commands are sent.
pub(crate) struct Wire {
    stream: Box<dyn Duplex>,
    arrived: Vec<u8>,
    /// How far the reply at the start of `arrived` has been looked through.
    framing: Framing,
    scrub: Scrubber,
}

/// What came back for one command.
#[derive(Clone, Debug)]
pub(crate) enum Heard {
    /// A reply that is no error, as it came: who asked for many reads them when there is time.
    Reply(Vec<u8>),
    /// An error reply.
    Refused(Refusal),
    /// No reply.
    Lost(Lost),
}

impl Wire {
    pub(super) fn new(stream: impl Duplex + 'static, scrub: Scrubber) -> Self {
        Self { stream: Box::new(stream), arrived: Vec::new(), framing: Framing::default(), scrub }
    }

    /// Sends one command and waits for its answer, which is no list.
    pub(super) async fn ask(&mut self, command: &Cmd, limit: Duration, context: &Context) -> Answer {
        let mut answers = self.ask_all(std::slice::from_ref(command), limit, context).await;
        answers.pop().unwrap_or(Answer::Lost(Lost::Closed))
    }

    /// Sends all commands in one go and waits for as many answers, none of which is a list.
    pub(super) async fn ask_all(
        &mut self,
        commands: &[Cmd],
        limit: Duration,
        context: &Context,
    ) -> Vec<Answer> {
        let heard = self.exchange(commands, limit, context).await;
        heard.into_iter().map(|heard| self.flat(heard)).collect()
    }

    /// Sends all commands in one go and waits for as many answers.
    pub(crate) async fn exchange(
        &mut self,
        commands: &[Cmd],
        limit: Duration,
        context: &Context,
    ) -> Vec<Heard> {
        let bytes: Vec<u8> = commands.iter().flat_map(Cmd::get_packed_command).collect();
        let mut heard = Vec::with_capacity(commands.len());
        let exchange = async {
            // A server that is full, or protected, says so and hangs up before it reads anything: what it said is
            // still to be read when writing fails.
            let written = async {
                self.stream.write_all(&bytes).await?;
                self.stream.flush().await
            };
            drop(written.await);
            self.receive(commands.len(), &mut heard).await
        };
        let lost = match context.at_most(limit, exchange).await {
            Ok(lost) => lost,
            Err(late) => Some(Lost::TimedOut { after_ms: ms(late.after) }),
        };
        if let Some(lost) = lost {
            heard.resize(commands.len(), Heard::Lost(lost));
        }
        heard
    }

    /// Sends nothing, and waits for what the server says of its own accord.
    pub(super) async fn listen(&mut self, limit: Duration, context: &Context) -> Option<Answer> {
        let mut heard = Vec::new();
        drop(context.at_most(limit, self.receive(1, &mut heard)).await);
        heard.pop().map(|heard| self.flat(heard))
    }

    /// Describes bytes that are no reply to what was asked.
    pub(super) fn banner(&self, bytes: &[u8]) -> Banner {
        banner(bytes, &self.scrub)
    }

    async fn receive(&mut self, count: usize, heard: &mut Vec<Heard>) -> Option<Lost> {
        while heard.len() < count {
            match self.framing.look(&self.arrived) {
                Frame::Whole(length) => {
                    let one = self.decode(length);
                    self.arrived.drain(..length);
                    self.framing = Framing::default();
                    match one {
                        Heard::Lost(lost) => return Some(lost),
                        one => heard.push(one),
                    }
                }
                Frame::Foreign => return Some(Lost::NotRedis(self.banner(&self.arrived))),
                Frame::Partial if self.arrived.len() > LONGEST => return Some(Lost::TooLong),
                Frame::Partial => match self.read_more().await {
                    Ok(0) if self.arrived.is_empty() => return Some(Lost::Closed),
                    Ok(0) => return Some(Lost::NotRedis(self.banner(&self.arrived))),
                    Ok(_) => {}
                    Err(error) => return Some(fault::lost(&error)),
                },
            }
        }
        None
    }

    async fn read_more(&mut self) -> io::Result<usize> {
        self.arrived.reserve(AT_ONCE);
        self.stream.read_buf(&mut self.arrived).await
    }

    fn decode(&self, length: usize) -> Heard {
        let bytes = &self.arrived[..length];
        // The codec takes an error's text apart; the text itself is evidence.
        if let [b'-', line @ .., b'\r', b'\n'] = bytes {
            let line = String::from_utf8_lossy(line);
            let (text, code) = (self.scrub.clean(&line), self.scrub.code(&line));
            let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_uppercase());
            return if is_code {
                Heard::Refused(Refusal { code, text })
            } else {
                Heard::Lost(Lost::NotRedis(self.banner(bytes)))
            };
        }
        Heard::Reply(bytes.to_vec())
    }

    /// A reply to a command that is answered with text or a number. A long one is text that is searched for fields.
    fn flat(&self, heard: Heard) -> Answer {
        let bytes = match heard {
            Heard::Reply(bytes) => bytes,
            Heard::Refused(refusal) => return Answer::Refused(refusal),
            Heard::Lost(lost) => return Answer::Lost(lost),
        };
        match redis::parse_redis_value(&bytes) {
            Ok(Value::Okay) => Answer::Said("OK".to_owned()),
            Ok(Value::SimpleString(text)) => Answer::Said(text),
            Ok(Value::BulkString(bytes)) => {
                Answer::Said(self.scrub.without_echo(String::from_utf8_lossy(&bytes).into_owned()))
            }
            Ok(Value::Int(number)) => Answer::Said(number.to_string()),
            _ => Answer::Lost(Lost::NotRedis(self.banner(&bytes))),
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

/// Finds the end of the first reply. The codec could, but it would believe any length that a peer names.
#[derive(Debug, Default)]
struct Framing {
    /// Up to where the reply has been looked through.
    at: usize,
    /// How many values are still to come behind that place; none before the first look.
    open: Option<usize>,
}

impl Framing {
    /// Goes on where it stopped: a long reply arrives in many pieces.
    fn look(&mut self, bytes: &[u8]) -> Frame {
        let mut open = self.open.unwrap_or(1);
        while open > 0 {
            let rest = bytes.get(self.at..).unwrap_or_default();
            match header(rest) {
                Ok(Some((header, length))) if rest.len() >= length + header.behind() => {
                    self.at += length + header.behind();
                    open = open.saturating_sub(1).saturating_add(header.inner());
                    self.open = Some(open);
                }
                Ok(_) => return Frame::Partial,
                Err(Foreign) => return Frame::Foreign,
            }
        }
        Frame::Whole(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: &[u8]) -> Frame {
        Framing::default().look(bytes)
    }

    #[test]
    fn replies_are_framed_byte_by_byte() {
        for reply in [
            &b"+PONG\r\n"[..],
            b"-NOAUTH x\r\n",
            b":1\r\n",
            b"$3\r\na\r\n\r\n",
            b"$-1\r\n",
            b"$0\r\n\r\n",
            b"*-1\r\n",
            b"*0\r\n",
            b"*2\r\n*1\r\n:1\r\n$1\r\na\r\n",
            b"%1\r\n+a\r\n*2\r\n_\r\n#t\r\n",
            b"=7\r\ntxt:abc\r\n",
        ] {
            let mut framing = Framing::default();
            for cut in 0..reply.len() {
                assert_eq!(frame(&reply[..cut]), Frame::Partial, "{reply:?} cut at {cut}");
                assert_eq!(framing.look(&reply[..cut]), Frame::Partial, "{reply:?} grown to {cut}");
            }
            assert_eq!(framing.look(reply), Frame::Whole(reply.len()), "{reply:?}");
            assert_eq!(frame(&[reply, b"+more"].concat()), Frame::Whole(reply.len()));
        }
    }
}
