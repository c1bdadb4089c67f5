//! One real Valkey or Redis server.

use std::fs;
use std::io;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::TempDir;

use super::certificates::{self, CA, CLIENT};
use super::guard::{Guarded, new_folder};
use super::ports::Port;
use super::resp::{Client, Reply};
use super::server_config::{SOCKET, ServerBuilder};
use super::version::Version;
use super::wait::{SERVER_LIMIT, wait_for};

/// How often a start is tried with other ports when something else takes one in between.
const STARTS: usize = 5;
const CONFIG: &str = "server.conf";

/// A running server on 127.0.0.1. It is killed and its files are removed when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    // The process is dropped first: it must be gone before its folder and its ports are given up.
    process: Mutex<Option<Guarded>>,
    config: ServerBuilder,
    folder: TempDir,
    port: Port,
    tls_port: Option<Port>,
}

impl Server {
    /// Describes a server of this version: standalone, plain TCP, no password, nothing written to disk.
    pub(crate) fn builder(version: Version) -> ServerBuilder {
        ServerBuilder::new(version)
    }

    pub(crate) fn start(config: &ServerBuilder) -> Self {
        for _ in 0..STARTS {
            let server = Self {
                process: Mutex::new(None),
                folder: new_folder(),
                port: Port::reserve(),
                tls_port: config.tls.map(|_| Port::reserve()),
                config: config.clone(),
            };
            if let Some(certificate) = config.tls {
                certificates::write(server.folder.path(), certificate);
            }
            let port = if config.tls_only { 0 } else { server.port.number() };
            let tls_port = server.tls_port.as_ref().map_or(0, Port::number);
            let text = config.text(server.folder.path(), port, tls_port);
            fs::write(server.folder.path().join(CONFIG), text).expect("the folder is writable");
            match server.launch() {
                Ok(()) => return server,
                Err(log) if log.contains("Address already in use") => {}
                Err(log) => panic!("{} did not start:\n{log}", config.version.name()),
            }
        }
        panic!("{} found its ports taken {STARTS} times", config.version.name());
    }

    /// Starts the process and waits until it answers; `Err` has its log when it ended instead.
    fn launch(&self) -> Result<(), String> {
        // A file left by a killed server would refuse connections, and is in the way of its successor.
        drop(fs::remove_file(self.folder.path().join(SOCKET)));

        let arguments = [CONFIG.to_owned()];
        let process = Guarded::start(self.config.version.fetched(), &arguments, &[], self.folder.path());
        wait_for(&format!("answer from {}", self.config.version.name()), SERVER_LIMIT, || {
            match self.try_command(&["PING"], Duration::from_secs(5)) {
                Ok(_) => Ok(Ok(())),
                Err(_) if !process.is_running() => Ok(Err(process.log())),
                Err(error) => Err(error),
            }
        })?;
        *self.process() = Some(process);
        Ok(())
    }

    /// The plain port.
    ///
    /// # Panics
    /// When it has a TLS port only.
    pub(crate) fn port(&self) -> u16 {
        assert!(!self.config.tls_only, "this server has a TLS port only");
        self.port.number()
    }

    /// The TLS port.
    ///
    /// # Panics
    /// When it has none.
    pub(crate) fn tls_port(&self) -> u16 {
        self.tls_port.as_ref().expect("this server was given no TLS").number()
    }

    /// The port by which cluster nodes know this one.
    pub(crate) fn cluster_port(&self) -> u16 {
        self.tls_port.as_ref().unwrap_or(&self.port).number()
    }

    /// The certificate (PEM) of the authority that signed the server's certificate.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.path().join(CA)
    }

    /// A client's certificate and key (PEM) that the server accepts.
    pub(crate) fn client_files(&self) -> [PathBuf; 2] {
        CLIENT.map(|name| self.folder.path().join(name))
    }

    /// What it was started with.
    pub(crate) fn config(&self) -> &ServerBuilder {
        &self.config
    }

    /// Its folder: configuration, log, certificates.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Its process id.
    ///
    /// # Panics
    /// When it was killed.
    pub(crate) fn pid(&self) -> u32 {
        self.with_process(Guarded::pid)
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        self.with_process(Guarded::log)
    }

    /// Sends one command as the default user and returns the reply, which may be an error.
    ///
    /// # Panics
    /// When no reply comes within 20 s.
    #[track_caller]
    pub(crate) fn command(&self, words: &[&str]) -> Reply {
        match self.try_command(words, SERVER_LIMIT) {
            Ok(reply) => reply,
            Err(error) => panic!("no reply from {} to {words:?}: {error}", self.config.version.name()),
        }
    }

    /// Like [`Server::command`], for commands that must succeed.
    ///
    /// # Panics
    /// When the reply is an error, too.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Reply {
        let reply = self.command(words);
        assert_eq!(reply.error(), None, "{words:?} on {}", self.config.version.name());
        reply
    }

    /// Sends several commands over one connection, as the default user; the replies may be errors.
    ///
    /// # Panics
    /// When a reply does not come within 20 s.
    #[track_caller]
    pub(crate) fn commands(&self, commands: &[&[&str]]) -> Vec<Reply> {
        let mut client = self.connect(SERVER_LIMIT).expect("the server takes a connection");
        let replies = commands.iter().map(|words| client.command(words));
        replies.collect::<io::Result<_>>().expect("the server replies")
    }

    /// Sends one command as the default user; `limit` bounds each read and write.
    pub(crate) fn try_command(&self, words: &[&str], limit: Duration) -> io::Result<Reply> {
        self.connect(limit)?.command(words)
    }

    /// Connects as the default user.
    fn connect(&self, limit: Duration) -> io::Result<Client<UnixStream>> {
        let mut client = Client::connect(&self.folder.path().join(SOCKET), limit)?;
        if let Some(password) = &self.config.password {
            client.command(&["AUTH", password])?;
        }
        Ok(client)
    }

    /// One `name:value` line of `INFO`, or `None` when this version has no such line.
    pub(crate) fn info(&self, section: &str, name: &str) -> Option<String> {
        let reply = self.run(&["INFO", section]);
        let value = reply.text().lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.map(|value| value.trim_end().to_owned())
    }

    /// Kills it as a crash would. Its ports stay reserved: connections to them are refused.
    ///
    /// # Panics
    /// When it was killed already.
    pub(crate) fn kill(&self) {
        self.process().take().expect("the server runs").kill();
    }

    /// Starts it again after [`Server::kill`], with the same ports and files.
    pub(crate) fn restart(&self) {
        assert!(self.process().is_none(), "restart comes after kill");
        if let Err(log) = self.launch() {
            panic!("{} did not start again:\n{log}", self.config.version.name());
        }
    }

    /// Stops it where it stands: connections are accepted by the kernel, and nothing is answered.
    pub(crate) fn freeze(&self) {
        self.with_process(|process| process.signal("STOP"));
    }

    /// Lets it go on after [`Server::freeze`].
    pub(crate) fn thaw(&self) {
        self.with_process(|process| process.signal("CONT"));
    }

    fn process(&self) -> MutexGuard<'_, Option<Guarded>> {
        self.process.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    fn with_process<T>(&self, act: impl FnOnce(&Guarded) -> T) -> T {
        act(self.process().as_ref().expect("the server was not killed"))
    }
}
