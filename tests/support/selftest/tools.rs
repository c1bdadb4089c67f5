//! What several self-tests need.

use std::io::{self, Read};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::Duration;

use super::super::guard::is_running;
use super::super::wait_for;

/// How long to wait for what takes a second.
pub(super) const LONG: Duration = Duration::from_secs(30);
/// How long to wait for what must not come.
pub(super) const SHORT: Duration = Duration::from_millis(500);

pub(super) fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("somebody listens");
    stream.set_read_timeout(Some(LONG)).expect("a socket takes a time limit");
    stream
}

pub(super) fn read_all(mut stream: TcpStream) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("the peer ends the connection");
    text
}

pub(super) fn timed_out<T>(result: io::Result<T>) -> bool {
    result.is_err_and(|error| matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut))
}

/// Waits until the process and its folder are gone.
pub(super) fn wait_until_gone(pid: u32, folder: &Path) {
    wait_for("end of the server", LONG, || match (is_running(pid), folder.exists()) {
        (false, false) => Ok(()),
        (runs, exists) => Err(format!("process {pid} runs: {runs}, its folder exists: {exists}")),
    });
}
