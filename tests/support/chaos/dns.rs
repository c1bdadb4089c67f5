//! A resolver that answers as another does, or not.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::fate::{Fate, spoilt};

/// How often it looks whether it is to end.
const TICK: Duration = Duration::from_millis(50);
/// How long the other one may take.
const LIMIT: Duration = Duration::from_secs(5);
/// The head of a message, which its reader needs to know whose answer it is.
const HEAD: usize = 12;

/// A resolver of 127.0.0.1, until dropped.
#[derive(Debug)]
pub(crate) struct ChaosDns {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ChaosDns {
    /// Every answer of `server` has this fate.
    pub(crate) fn new(server: SocketAddr, fate: Fate) -> Self {
        let bound = || UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let (socket, other) = (bound(), bound());
        socket.set_read_timeout(Some(TICK)).expect("a socket takes a time limit");
        other.set_read_timeout(Some(LIMIT)).expect("a socket takes a time limit");
        other.connect(server).expect("it is there");
        let address = socket.local_addr().expect("it is bound");
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            let mut buffer = [0; 1500];
            while !stopped.load(Ordering::SeqCst) {
                // Nobody asks, or a client is gone: neither is a failure of a test.
                if let Ok((count, from)) = socket.recv_from(&mut buffer) {
                    drop(pass(&socket, &other, &buffer[..count], from, fate));
                }
            }
        });
        Self { address, stop, thread: Some(thread) }
    }

    /// Its address and port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

fn pass(socket: &UdpSocket, other: &UdpSocket, asked: &[u8], from: SocketAddr, fate: Fate) -> io::Result<()> {
    if matches!(fate, Fate::Hanging | Fate::Killed) {
        return Ok(());
    }
    other.send(asked)?;
    let mut buffer = [0; 1500];
    let count = other.recv(&mut buffer)?;
    let mut answer = buffer[..count].to_vec();
    match fate {
        // "Refused", and nothing behind the question.
        Fate::Refused => {
            answer = asked.to_vec();
            answer[2] |= 0x80;
            answer[3] = answer[3] & 0xf0 | 5;
        }
        Fate::Garbled => answer = spoilt(&answer, HEAD),
        Fate::Scrambled(at) => answer = spoilt(&answer, at % count),
        Fate::Truncated => answer.truncate(HEAD + (count - HEAD) / 2),
        Fate::Late(delay) => thread::sleep(delay),
        Fate::Whole | Fate::Killed | Fate::Hanging => {}
    }
    socket.send_to(&answer, from).map(drop)
}

impl Drop for ChaosDns {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(self.thread.take().map(JoinHandle::join));
    }
}
