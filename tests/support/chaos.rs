//! Stands before a server and disturbs some of its connections, by a seed.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::peers::Listener;

/// How long a connection hangs that is let hang.
const HANG: Duration = Duration::from_secs(4);

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Whole,
    /// Every answer is late.
    Late(Duration),
    /// It is closed at once.
    Refused,
    /// Eight bytes from here on are none that a server would send.
    Garbled(usize),
    /// The answer ends here.
    Truncated(usize),
    /// Nothing ever comes.
    Hanging,
}

/// A listener of 127.0.0.1 that passes everything on to a server, or not.
#[derive(Debug)]
pub(crate) struct ChaosLink(Listener);

impl ChaosLink {
    /// Disturbs half of the connections to `port` of 127.0.0.1, each in a way of its own.
    pub(crate) fn new(port: u16, seed: u64) -> Self {
        let count = AtomicU64::new(0);
        Self::with(port, move || fate(seed, count.fetch_add(1, Ordering::SeqCst)))
    }

    /// Disturbs none.
    pub(crate) fn whole(port: u16) -> Self {
        Self::with(port, || Fate::Whole)
    }

    /// Every answer of all of them is late.
    pub(crate) fn late(port: u16, delay: Duration) -> Self {
        Self::with(port, move || Fate::Late(delay))
    }

    fn with(port: u16, fate: impl Fn() -> Fate + Send + Sync + 'static) -> Self {
        Self(Listener::new(move |client| {
            let fate = fate();
            match fate {
                Fate::Refused => return client.shutdown(Shutdown::Both),
                Fate::Hanging => {
                    thread::sleep(HANG);
                    return Ok(());
                }
                _ => {}
            }
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            client.set_nodelay(true)?;
            server.set_nodelay(true)?;
            let (from, to) = (client.try_clone()?, server.try_clone()?);
            let upward = thread::spawn(move || drop(up(from, &to)));
            drop(down(&server, &client, fate));
            // Whoever still waits on either side is to see that it is over.
            drop((server.shutdown(Shutdown::Both), client.shutdown(Shutdown::Both)));
            drop(upward.join());
            Ok(())
        }))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.port()
    }
}

fn up(mut from: TcpStream, mut to: &TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to)?;
    to.shutdown(Shutdown::Write)
}

fn down(mut from: &TcpStream, mut to: &TcpStream, fate: Fate) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut passed = 0;
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        let mut bytes = &mut buffer[..read];
        match fate {
            Fate::Late(delay) => thread::sleep(delay),
            Fate::Garbled(at) => {
                for (place, byte) in bytes.iter_mut().enumerate() {
                    if (at..at + 8).contains(&(passed + place)) {
                        *byte = 0xff;
                    }
                }
            }
            Fate::Truncated(at) if passed + read >= at => {
                bytes = &mut bytes[..at.saturating_sub(passed)];
                to.write_all(bytes)?;
                return Ok(());
            }
            _ => {}
        }
        to.write_all(bytes)?;
        passed += read;
    }
}

/// The fate of the nth connection.
fn fate(seed: u64, nth: u64) -> Fate {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ nth.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mut next = |below: u64| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    };
    let place = |next: &mut dyn FnMut(u64) -> u64| usize::try_from(next(2_000)).unwrap_or_default();
    match next(10) {
        0 => Fate::Late(Duration::from_millis(next(1_500))),
        1 => Fate::Refused,
        2 => Fate::Garbled(place(&mut next)),
        3 => Fate::Truncated(place(&mut next)),
        4 => Fate::Hanging,
        _ => Fate::Whole,
    }
}
