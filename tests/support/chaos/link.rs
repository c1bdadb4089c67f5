//! Stands before a server and makes it slow.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use crate::support::peers::Listener;

/// A listener of 127.0.0.1 that passes everything on to a server, and its answers late.
#[derive(Debug)]
pub(crate) struct ChaosLink(Listener);

impl ChaosLink {
    /// Every answer of `port` of 127.0.0.1 takes so long.
    pub(crate) fn late(port: u16, delay: Duration) -> Self {
        Self(Listener::new(move |client| {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
            client.set_nodelay(true)?;
            server.set_nodelay(true)?;
            let (from, to) = (client.try_clone()?, server.try_clone()?);
            let upward = thread::spawn(move || drop(up(from, &to)));
            drop(down(&server, &client, delay));
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

fn down(mut from: &TcpStream, mut to: &TcpStream, delay: Duration) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        thread::sleep(delay);
        to.write_all(&buffer[..read])?;
    }
}
