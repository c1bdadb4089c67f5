//! What may stand at an address instead of a server: nothing, something that is silent, something else.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::{Domain, Socket, Type};

use super::gate;
use super::ports::Port;
use super::resp::{Client, Reply};

/// A port of 127.0.0.1 on which nobody listens, and that no other test takes while this value lives.
#[derive(Debug)]
pub(crate) struct RefusingPort(Port);

impl RefusingPort {
    /// Reserves one.
    pub(crate) fn new() -> Self {
        Self(Port::reserve())
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.number()
    }
}

/// A listener of 127.0.0.1 whose connections are established and never answered.
#[derive(Debug)]
pub(crate) struct SilentListener(TcpListener);

impl SilentListener {
    /// Opens one. The kernel accepts for it, up to the length of its queue (128).
    pub(crate) fn new() -> Self {
        Self(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port"))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.local_addr().expect("it is bound").port()
    }
}

/// A listener of 127.0.0.1 that says the same bytes to everybody and then ends the connection: an HTTP or
/// SSH server, or a server that refuses.
#[derive(Debug)]
pub(crate) struct Banner(Listener);

impl Banner {
    /// Says them on connect.
    pub(crate) fn at_once(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self(Listener::new(move |stream| say(stream, &bytes)))
    }

    /// Says them when something was received.
    pub(crate) fn after_request(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self(Listener::new(
            move |mut stream| {
                if stream.read(&mut [0; 4096])? > 0 { say(stream, &bytes) } else { Ok(()) }
            },
        ))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.address.port()
    }
}

/// A listener of 127.0.0.1 that speaks RESP2 and answers each command as it is told to.
#[derive(Debug)]
pub(crate) struct Scripted(Listener);

impl Scripted {
    /// Answers with what `answer` makes of a command's words.
    pub(crate) fn new(answer: impl Fn(&[&str]) -> Reply + Send + Sync + 'static) -> Self {
        Self(Listener::new(move |stream| {
            stream.set_nodelay(true)?;
            let mut client = Client::new(stream);
            loop {
                let command = client.reply()?;
                let words: Vec<&str> = command.items().iter().map(Reply::text).collect();
                client.say(&answer(&words))?;
            }
        }))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.address.port()
    }
}

/// A request that a [`ScriptedHttp`] received.
#[derive(Debug)]
pub(crate) struct HttpRequest {
    /// The path.
    pub(crate) path: String,
    /// All headers as one text, names in small letters.
    pub(crate) headers: String,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// What a [`ScriptedHttp`] answers: a status, headers as `Name: value` lines, and a body.
pub(crate) type HttpAnswer = (u16, &'static str, Vec<u8>);

/// A listener of 127.0.0.1 that speaks HTTP and answers each request as it is told to; none is no answer at all.
#[derive(Debug)]
pub(crate) struct ScriptedHttp {
    listener: Listener,
    taken: Arc<AtomicUsize>,
}

impl ScriptedHttp {
    /// The status of an answer that is none: the connection is closed.
    pub(crate) const CLOSE: u16 = 0;

    /// Answers with what `answer` makes of a request.
    pub(crate) fn new(answer: impl Fn(&HttpRequest) -> Option<HttpAnswer> + Send + Sync + 'static) -> Self {
        let taken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&taken);
        let listener = Listener::new(move |mut stream| {
            let (request, _) = receive(&mut stream)?;
            if let Some(refusal) = gate::refusal(&request) {
                return say(stream, &gate::answer(&refusal));
            }
            let Some((status, headers, body)) = answer(&request) else {
                // The client waits until it goes away.
                return io::copy(&mut stream, &mut io::sink()).map(drop);
            };
            if status == Self::CLOSE {
                return stream.shutdown(Shutdown::Both);
            }
            say(stream, &written(&(status, headers, body)))?;
            count.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        Self { listener, taken }
    }

    /// Its address: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listener.address)
    }

    /// How many answers were taken: whoever asked has read them to their end, and closed the connection.
    pub(crate) fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }
}

/// An answer as it is sent; the connection ends behind it.
pub(super) fn written((status, headers, body): &HttpAnswer) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status} Scripted\r\n{headers}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}

/// One request, and its bytes as they came.
pub(super) fn receive(stream: &mut TcpStream) -> io::Result<(HttpRequest, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        bytes.extend(&buffer[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let headers = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let path = headers.split(' ').nth(1).unwrap_or_default().to_owned();
            let length = headers.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or(0);
            while bytes.len() < end + 4 + length {
                match stream.read(&mut buffer)? {
                    0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    count => bytes.extend(&buffer[..count]),
                }
            }
            let body = bytes[end + 4..].to_vec();
            return Ok((HttpRequest { path, headers, body }, bytes));
        }
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// A listener of 127.0.0.1 that passes everything on to a server, from another loopback address. To Redis 7.0
/// with protected mode, a client from 127.0.0.2 is not a local one.
#[derive(Debug)]
pub(crate) struct Relay(Listener);

impl Relay {
    /// Passes on to `port` of 127.0.0.1, from the address `from`.
    pub(crate) fn new(port: u16, from: Ipv4Addr) -> Self {
        Self(Listener::new(move |stream| {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
            socket.bind(&SocketAddr::from((from, 0)).into())?;
            socket.connect(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
            let server = TcpStream::from(socket);
            let (client_in, server_out) = (stream.try_clone()?, server.try_clone()?);
            let upward = thread::spawn(move || pass(client_in, server_out));
            pass(server, stream);
            drop(upward.join());
            Ok(())
        }))
    }

    /// The port.
    pub(crate) fn port(&self) -> u16 {
        self.0.address.port()
    }
}

/// Accepts connections and handles each on a thread of its own, until dropped.
#[derive(Debug)]
pub(super) struct Listener {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    pub(super) fn new(handle: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self::at(Ipv4Addr::LOCALHOST, handle)
    }

    /// The same at another address of loopback's.
    pub(super) fn at(
        address: Ipv4Addr,
        handle: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((address, 0)).expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, handle) = (Arc::clone(&stop), Arc::new(handle));
        let thread = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let handle = Arc::clone(&handle);
                // A client that goes away is no failure of a test.
                thread::spawn(move || drop(handle(stream)));
            }
        });
        Self { address, stop, thread: Some(thread) }
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The accepting thread wakes up for one more connection.
        drop(TcpStream::connect(self.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

/// Says `bytes` and ends the connection; reading on lets the client receive them all before it sees the end.
fn say(mut stream: TcpStream, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes)?;
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    io::copy(&mut stream, &mut io::sink()).map(drop)
}

/// Copies until the sender ends, and passes the end on. The results are not looked at: both ends see an
/// error of theirs themselves.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    drop(io::copy(&mut from, &mut to));
    drop(to.shutdown(Shutdown::Write));
}
