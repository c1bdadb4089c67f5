//! What becomes of an observation.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::support::random::Random;

/// What becomes of an observation, each time that somebody makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing.
    Whole,
    /// The answer is late, which may be too late.
    Late(Duration),
    /// Eight bytes from here on are none that a server would send. Where nobody reads them, nothing is lost.
    Scrambled(usize),
    /// The server does not want to.
    Refused,
    /// The answer begins with bytes that no server sends.
    Garbled,
    /// Half of the answer comes.
    Truncated,
    /// The connection is closed without an answer.
    Killed,
    /// Nothing ever comes.
    Hanging,
}

impl Fate {
    /// Those by which nothing can be learned.
    pub(crate) const BROKEN: [Self; 5] =
        [Self::Refused, Self::Garbled, Self::Truncated, Self::Killed, Self::Hanging];

    /// Whether nothing can be learned.
    pub(crate) fn is_broken(self) -> bool {
        Self::BROKEN.contains(&self)
    }

    /// Says an answer, or what becomes of it; `body` is where a reader begins to read what it says. Whether the
    /// connection goes on.
    pub(super) fn say(
        self,
        mut stream: &TcpStream,
        answer: &[u8],
        refusal: &[u8],
        body: usize,
    ) -> io::Result<bool> {
        match self {
            Self::Whole => stream.write_all(answer)?,
            Self::Late(delay) => {
                thread::sleep(delay);
                stream.write_all(answer)?;
            }
            Self::Refused => stream.write_all(refusal)?,
            Self::Scrambled(at) => stream.write_all(&spoilt(answer, at % answer.len().max(1)))?,
            Self::Garbled => stream.write_all(&spoilt(answer, body))?,
            Self::Truncated => {
                stream.write_all(&answer[..body + (answer.len() - body) / 2])?;
                return Ok(false);
            }
            Self::Killed => return Ok(false),
            // The client waits until it goes away.
            Self::Hanging => {
                io::copy(&mut stream, &mut io::sink())?;
                return Ok(false);
            }
        }
        Ok(true)
    }
}

pub(super) fn spoilt(answer: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = answer.to_vec();
    bytes.iter_mut().skip(at).take(8).for_each(|byte| *byte = 0xff);
    bytes
}

type Decide = Box<dyn Fn(&str) -> Fate + Send + Sync>;

/// The fates of an environment's observations, and those that were met.
pub(crate) struct Fates {
    decide: Decide,
    met: Mutex<BTreeMap<String, Fate>>,
}

impl Fates {
    fn new(decide: impl Fn(&str) -> Fate + Send + Sync + 'static) -> Self {
        Self { decide: Box::new(decide), met: Mutex::default() }
    }

    /// All is well.
    pub(crate) fn whole() -> Self {
        Self::new(|_| Fate::Whole)
    }

    /// All is well but one observation.
    pub(crate) fn alone(name: &str, fate: Fate) -> Self {
        let alone = name.to_owned();
        Self::new(move |name| if name == alone { fate } else { Fate::Whole })
    }

    /// Some are not well, whichever the seed says. How many of them it says, too: few, so that much can pass, or many.
    pub(crate) fn seeded(seed: u64) -> Self {
        let share = [30, 60, 200, 450][usize::try_from(mixed(seed) % 4).unwrap_or_default()];
        Self::new(move |name| {
            let drawn = name.bytes().fold(mixed(seed), |state, byte| mixed(state ^ u64::from(byte)));
            if drawn % 1000 >= share {
                return Fate::Whole;
            }
            let more = mixed(drawn);
            match more % 7 {
                0 => Fate::Late(Duration::from_millis(mixed(more) % 1_500)),
                1 => Fate::Scrambled(usize::try_from(mixed(more) % 4_000).unwrap_or_default()),
                other => Fate::BROKEN[usize::try_from(other - 2).unwrap_or_default()],
            }
        })
    }

    /// The fate of an observation that is being made.
    pub(super) fn meet(&self, name: &str) -> Fate {
        let fate = (self.decide)(name);
        self.met.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), fate);
        fate
    }

    /// The fate of an observation that is not made by a connection of one's own.
    pub(crate) fn of(&self, name: &str) -> Fate {
        self.meet(name)
    }

    /// Every observation that was made, and its fate.
    pub(crate) fn met(&self) -> BTreeMap<String, Fate> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Another number for each.
const fn mixed(state: u64) -> u64 {
    Random::new(state).next()
}

/// Ends a connection such that what was said arrives.
pub(super) fn hang_up(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    io::copy(&mut { stream }, &mut io::sink()).map(drop)
}
