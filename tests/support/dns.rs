//! A name server on loopback: it answers from what a test says of each name, and that may change at any time.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use chalkstore::failover::evidence::RecordKind;

/// How often it looks whether it is to end.
const TICK: Duration = Duration::from_millis(50);
/// No chain of names is followed further.
const LONGEST_CHAIN: usize = 8;

/// Response codes.
const NO_ERROR: u8 = 0;
const SERVER_FAILURE: u8 = 2;
const NO_SUCH_NAME: u8 = 3;

/// What is said of one name.
type Records = Vec<(RecordKind, String, u32)>;

#[derive(Debug, Default)]
struct Inside {
    names: BTreeMap<String, Records>,
    failing: BTreeSet<String>,
    is_silent: bool,
    asked: Vec<(String, RecordKind)>,
}

/// A name server, until dropped.
#[derive(Debug)]
pub(crate) struct DnsServer {
    address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl DnsServer {
    /// One that knows no name.
    pub(crate) fn start() -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        socket.set_read_timeout(Some(TICK)).expect("a socket takes a time limit");
        let address = socket.local_addr().expect("it is bound");
        let (inside, stop) = (Arc::new(Mutex::new(Inside::default())), Arc::new(AtomicBool::new(false)));
        let (shared, stopped) = (Arc::clone(&inside), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            let mut buffer = [0; 1500];
            while !stopped.load(Ordering::SeqCst) {
                match socket.recv_from(&mut buffer) {
                    Ok((count, from)) => {
                        let answer = held(&shared).answer(&buffer[..count]);
                        // A client that is gone is no failure of a test.
                        drop(answer.map(|answer| socket.send_to(&answer, from)));
                    }
                    // The system tells here, too, that nobody waits for an answer any more.
                    Err(error) => assert!(error.kind() != io::ErrorKind::InvalidInput, "{error}"),
                }
            }
        });
        Self { address, inside, stop, thread: Some(thread) }
    }

    /// Its address and port: for `--resolver`.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on a name has these records of a type, each with its TTL in seconds, and those of other types that it
    /// had. A `CNAME` is followed as far as the server knows it.
    pub(crate) fn set(&self, name: &str, kind: RecordKind, values: Vec<(&str, u32)>) {
        let mut inside = held(&self.inside);
        let records = inside.names.entry(name.to_lowercase()).or_default();
        records.retain(|(of, ..)| *of != kind);
        records.extend(values.into_iter().map(|(value, ttl_s)| (kind, value.to_owned(), ttl_s)));
    }

    /// From now on a name is there, and has no records at all.
    pub(crate) fn nothing(&self, name: &str) {
        held(&self.inside).names.insert(name.to_lowercase(), Records::new());
    }

    /// From now on there is no such name.
    pub(crate) fn forget(&self, name: &str) {
        held(&self.inside).names.remove(&name.to_lowercase());
    }

    /// Whether the server fails at a name (`SERVFAIL`).
    pub(crate) fn failing(&self, name: &str, on: bool) {
        let mut inside = held(&self.inside);
        let name = name.to_lowercase();
        if on {
            inside.failing.insert(name)
        } else {
            inside.failing.remove(&name)
        };
    }

    /// Whether it answers nothing at all.
    pub(crate) fn silent(&self, on: bool) {
        held(&self.inside).is_silent = on;
    }

    /// Every question so far, the silent ones too.
    pub(crate) fn asked(&self) -> Vec<(String, RecordKind)> {
        held(&self.inside).asked.clone()
    }
}

impl Drop for DnsServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(self.thread.take().map(JoinHandle::join));
    }
}

fn held(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Inside {
    /// The answer to one message (RFC 1035 §4.1); none where there is to be none.
    fn answer(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        let (name, end) = question(message)?;
        let kind = match u16::from_be_bytes([*message.get(end)?, *message.get(end + 1)?]) {
            1 => Some(RecordKind::A),
            5 => Some(RecordKind::Cname),
            28 => Some(RecordKind::Aaaa),
            _ => None,
        };
        if let Some(kind) = kind {
            self.asked.push((name.clone(), kind));
        }
        if self.is_silent {
            return None;
        }
        let (code, records) = self.find(&name, kind);
        let count = u16::try_from(records.len()).ok()?;
        let mut answer = message[..2].to_vec();
        // A response, to what was asked recursively, and recursion is available.
        answer.extend([0x81, 0x80 | code, 0, 1]);
        answer.extend(count.to_be_bytes());
        answer.extend([0, 0, 0, 0]);
        answer.extend(message.get(12..end + 4)?);
        for (name, kind, value, ttl_s) in records {
            put_name(&mut answer, &name);
            let (number, data) = data(kind, &value);
            answer.extend(number.to_be_bytes());
            answer.extend([0, 1]);
            answer.extend(ttl_s.to_be_bytes());
            answer.extend(u16::try_from(data.len()).ok()?.to_be_bytes());
            answer.extend(data);
        }
        Some(answer)
    }

    /// The response code, and the records: the chain of names first.
    fn find(&self, name: &str, kind: Option<RecordKind>) -> (u8, Vec<(String, RecordKind, String, u32)>) {
        let mut chain = Vec::new();
        let mut name = name.to_owned();
        for _ in 0..LONGEST_CHAIN {
            if self.failing.contains(&name) {
                return (SERVER_FAILURE, Vec::new());
            }
            let Some(records) = self.names.get(&name) else {
                return (if chain.is_empty() { NO_SUCH_NAME } else { NO_ERROR }, chain);
            };
            let of = |wanted| records.iter().filter(move |(kind, ..)| Some(*kind) == wanted);
            let told = |(kind, value, ttl_s): &(RecordKind, String, u32)| {
                (name.clone(), *kind, value.clone(), *ttl_s)
            };
            if of(kind).next().is_some() {
                chain.extend(of(kind).map(told));
                return (NO_ERROR, chain);
            }
            let Some(alias) = of(Some(RecordKind::Cname)).next() else { return (NO_ERROR, chain) };
            chain.push(told(alias));
            name = alias.1.trim_end_matches('.').to_lowercase();
        }
        (NO_ERROR, chain)
    }
}

/// The name of the first question, in small letters, and where it ends in the message.
fn question(message: &[u8]) -> Option<(String, usize)> {
    let mut labels = Vec::new();
    let mut at = 12;
    loop {
        let length = usize::from(*message.get(at)?);
        at += 1;
        if length == 0 {
            return Some((labels.join("."), at));
        }
        labels.push(String::from_utf8_lossy(message.get(at..at + length)?).to_lowercase());
        at += length;
    }
}

fn put_name(message: &mut Vec<u8>, name: &str) {
    for label in name.trim_end_matches('.').split('.').filter(|label| !label.is_empty()) {
        message.push(u8::try_from(label.len()).expect("a label has at most 63 characters"));
        message.extend(label.bytes());
    }
    message.push(0);
}

/// A record's type as a number, and its value as it is sent.
fn data(kind: RecordKind, value: &str) -> (u16, Vec<u8>) {
    match kind {
        RecordKind::A => (1, value.parse::<Ipv4Addr>().expect("an IPv4 address").octets().to_vec()),
        RecordKind::Aaaa => (28, value.parse::<Ipv6Addr>().expect("an IPv6 address").octets().to_vec()),
        RecordKind::Cname => {
            let mut name = Vec::new();
            put_name(&mut name, value);
            (5, name)
        }
    }
}
