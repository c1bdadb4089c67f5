//! An endpoint with a `/healthz` on loopback, with TLS or without, that fails on cue.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::certificates::{self, CA, Certificate, SERVER};
use super::guard::new_folder;

/// Nobody keeps a connection longer.
const LIMIT: Duration = Duration::from_secs(30);

/// What it does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    /// It answers with a status, and where a redirect leads.
    Answer(u16, Option<String>),
    /// It takes the connection, shakes hands and never answers.
    Hang,
    /// It takes the connection and says nothing at all, not even in a handshake.
    Mute,
    /// It closes every connection at once.
    Close,
}

/// A request, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The name in the TLS handshake; none where there was none, or no TLS.
    pub(crate) sni: Option<String>,
    /// The `Host` header.
    pub(crate) host: String,
    /// The path.
    pub(crate) path: String,
}

#[derive(Debug)]
struct Inside {
    mode: Mode,
    seen: Vec<Seen>,
}

/// An endpoint, until dropped.
#[derive(Debug)]
pub(crate) struct HealthServer {
    address: SocketAddr,
    folder: Option<TempDir>,
    inside: Arc<Mutex<Inside>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl HealthServer {
    /// One that answers 200: with TLS and a certificate, or in plain text.
    pub(crate) fn start(certificate: Option<Certificate>) -> Self {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), certificate)
    }

    /// The same at an address of loopback's: two Regions have different addresses, such as 127.0.0.1 and 127.0.0.2, and
    /// one port.
    pub(crate) fn start_at(address: SocketAddr, certificate: Option<Certificate>) -> Self {
        let listener =
            TcpListener::bind(address).unwrap_or_else(|error| panic!("cannot listen at {address}: {error}"));
        let address = listener.local_addr().expect("it is bound");
        let (folder, config) = certificate.map(tls).unzip();
        let mode = Mode::Answer(200, None);
        let inside = Arc::new(Mutex::new(Inside { mode, seen: Vec::new() }));
        let stop = Arc::new(AtomicBool::new(false));
        let (shared, stopped) = (Arc::clone(&inside), Arc::clone(&stop));
        let thread = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let (inside, config) = (Arc::clone(&shared), config.clone());
                // A client that goes away is no failure of a test.
                thread::spawn(move || drop(serve(stream, config, &inside)));
            }
        });
        Self { address, folder, inside, stop, thread: Some(thread) }
    }

    /// Two at the addresses 127.0.0.1 and 127.0.0.2, with one port.
    pub(crate) fn start_pair(certificates: [Option<Certificate>; 2]) -> [Self; 2] {
        let [first, second] = certificates;
        for _ in 0..20 {
            let one = Self::start(first);
            let other = SocketAddr::from((Ipv4Addr::new(127, 0, 0, 2), one.address.port()));
            // It is free in most cases; where it is not, another port is.
            if TcpListener::bind(other).is_ok() {
                return [one, Self::start_at(other, second)];
            }
        }
        panic!("no port is free at both addresses");
    }

    /// Its address and port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The authority that signed its certificate, as a PEM file: for `SSL_CERT_FILE`.
    ///
    /// # Panics
    /// Without TLS.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.as_ref().expect("it has TLS").path().join(CA)
    }

    /// From now on it answers with this status.
    pub(crate) fn answer(&self, status: u16) {
        held(&self.inside).mode = Mode::Answer(status, None);
    }

    /// From now on it redirects.
    pub(crate) fn redirect(&self, location: &str) {
        held(&self.inside).mode = Mode::Answer(301, Some(location.to_owned()));
    }

    /// From now on it reads requests and does not answer them.
    pub(crate) fn hang(&self) {
        held(&self.inside).mode = Mode::Hang;
    }

    /// From now on it accepts connections and says nothing, so that no TLS handshake ends.
    pub(crate) fn mute(&self) {
        held(&self.inside).mode = Mode::Mute;
    }

    /// From now on it closes every connection at once.
    pub(crate) fn close(&self) {
        held(&self.inside).mode = Mode::Close;
    }

    /// Every request so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        held(&self.inside).seen.clone()
    }
}

impl Drop for HealthServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // The accepting thread wakes up for one more connection.
        drop(TcpStream::connect(self.address));
        drop(self.thread.take().map(JoinHandle::join));
    }
}

fn held(inside: &Mutex<Inside>) -> MutexGuard<'_, Inside> {
    inside.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tls(certificate: Certificate) -> (TempDir, Arc<ServerConfig>) {
    let folder = new_folder();
    certificates::write(folder.path(), certificate);
    let [shown, key] = SERVER.map(|name| folder.path().join(name));
    let shown = CertificateDer::from_pem_file(shown).expect("a certificate was written");
    let key = PrivateKeyDer::from_pem_file(key).expect("a key was written");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("there are versions")
        .with_no_client_auth()
        .with_single_cert(vec![shown], key)
        .expect("the key is the certificate's");
    (folder, Arc::new(config))
}

fn serve(stream: TcpStream, config: Option<Arc<ServerConfig>>, inside: &Mutex<Inside>) -> io::Result<()> {
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    let mode = held(inside).mode.clone();
    match mode {
        Mode::Close => return stream.shutdown(Shutdown::Both),
        // The client waits until it goes away.
        Mode::Mute => return io::copy(&mut &stream, &mut io::sink()).map(drop),
        Mode::Answer(..) | Mode::Hang => {}
    }
    let Some(config) = config else { return talk(stream, |_| None, inside) };
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    talk(&mut stream, |stream| stream.conn.server_name().map(str::to_owned), inside)?;
    stream.conn.send_close_notify();
    stream.flush()?;
    stream.sock.shutdown(Shutdown::Write)?;
    // What the client still says keeps the system from resetting the connection before it has read everything.
    io::copy(&mut stream.sock, &mut io::sink()).map(drop)
}

/// One request, and what `mode` makes of it once it is there.
fn talk<S: Read + Write>(
    mut stream: S,
    sni: impl Fn(&S) -> Option<String>,
    inside: &Mutex<Inside>,
) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let host = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim().to_owned())
    });
    let seen = Seen { sni: sni(&stream), host: host.unwrap_or_default(), path };
    let mode = {
        let mut inside = held(inside);
        inside.seen.push(seen);
        inside.mode.clone()
    };
    match mode {
        Mode::Answer(status, location) => {
            let location = location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
            let body = format!("status {status}\n");
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 {status} Scripted\r\n{location}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes())?;
            stream.flush()
        }
        Mode::Hang | Mode::Mute => io::copy(&mut stream, &mut io::sink()).map(drop),
        Mode::Close => Ok(()),
    }
}
