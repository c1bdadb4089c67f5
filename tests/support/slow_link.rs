//! Stands between a replica and its primary: what the primary writes arrives late, is held back, or does not arrive.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::peers::Listener;

/// How often it is looked whether something is held no more, or was cut.
const TICK: Duration = Duration::from_millis(2);

/// A listener of 127.0.0.1 that passes everything on to a server. What a replica gets, which says `PSYNC` first, can be
/// slowed down; every other client is served as if it were not there.
#[derive(Debug)]
pub(crate) struct SlowLink {
    listener: Listener,
    link: Arc<Link>,
}

#[derive(Debug, Default)]
struct Link {
    delay_us: AtomicU64,
    is_held: AtomicBool,
    is_cut: AtomicBool,
}

impl SlowLink {
    /// Passes on to `port` of 127.0.0.1, without delay.
    pub(crate) fn new(port: u16) -> Self {
        let link = Arc::new(Link::default());
        let shared = Arc::clone(&link);
        let listener = Listener::new(move |client| {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            client.set_nodelay(true)?;
            server.set_nodelay(true)?;
            let is_replica = Arc::new(AtomicBool::new(false));
            let (from, to, seen) = (client.try_clone()?, server.try_clone()?, Arc::clone(&is_replica));
            let upward = thread::spawn(move || drop(up(from, to, &seen)));
            let (sender, chunks) = channel::<(Instant, Vec<u8>)>();
            let reader = server.try_clone()?;
            let downward = thread::spawn(move || drop(down(reader, &sender)));
            let mut client_out = client.try_clone()?;
            loop {
                let slow = is_replica.load(Ordering::SeqCst);
                if slow && shared.is_cut.load(Ordering::SeqCst) {
                    break;
                }
                match chunks.recv_timeout(TICK) {
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                    Ok((at, bytes)) => {
                        if is_replica.load(Ordering::SeqCst) {
                            shared.wait(at);
                        }
                        if client_out.write_all(&bytes).is_err() {
                            break;
                        }
                    }
                }
            }
            drop(client.shutdown(Shutdown::Both));
            drop(server.shutdown(Shutdown::Both));
            drop((upward.join(), downward.join()));
            Ok(())
        });
        Self { listener, link }
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.listener.port()
    }

    /// From now on everything arrives so much later.
    pub(crate) fn delay(&self, delay: Duration) {
        let us = u64::try_from(delay.as_micros()).expect("a test is shorter");
        self.link.delay_us.store(us, Ordering::SeqCst);
    }

    /// From now on nothing arrives any more, and the connection stays open.
    pub(crate) fn hold(&self, is_held: bool) {
        self.link.is_held.store(is_held, Ordering::SeqCst);
    }

    /// From now on the connection is closed, and so is each that follows.
    pub(crate) fn cut(&self, is_cut: bool) {
        self.link.is_cut.store(is_cut, Ordering::SeqCst);
    }
}

impl Drop for SlowLink {
    fn drop(&mut self) {
        self.cut(true);
    }
}

impl Link {
    /// Until what came `at` this time may be passed on.
    fn wait(&self, at: Instant) {
        loop {
            let due = at + Duration::from_micros(self.delay_us.load(Ordering::SeqCst));
            let left = due.saturating_duration_since(Instant::now());
            let is_free = left.is_zero() && !self.is_held.load(Ordering::SeqCst);
            if is_free || self.is_cut.load(Ordering::SeqCst) {
                return;
            }
            thread::sleep(if left.is_zero() { TICK } else { left.min(TICK) });
        }
    }
}

/// From the client to the server; and whether the client is a replica.
fn up(mut from: TcpStream, mut to: TcpStream, is_replica: &AtomicBool) -> io::Result<()> {
    let mut buffer = [0; 16 << 10];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return to.shutdown(Shutdown::Write);
        }
        if buffer[..count].windows(5).any(|word| word.eq_ignore_ascii_case(b"psync")) {
            is_replica.store(true, Ordering::SeqCst);
        }
        to.write_all(&buffer[..count])?;
    }
}

/// What the server says, with the time at which it came.
fn down(mut from: TcpStream, sender: &Sender<(Instant, Vec<u8>)>) -> io::Result<()> {
    let mut buffer = [0; 16 << 10];
    loop {
        let count = from.read(&mut buffer)?;
        let is_over = count == 0 || sender.send((Instant::now(), buffer[..count].to_vec())).is_err();
        if is_over {
            return Ok(());
        }
    }
}
