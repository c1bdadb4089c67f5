//! Loopback ports that parallel tests, and parallel test processes, do not take from each other.
//!
//! A port is reserved by holding the UDP port of the same number: TCP servers are not hindered, and the
//! reservation ends with this process. All ports lie below the range that the system gives to outgoing
//! connections, and a port's cluster bus port (10,000 above it) is free too.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};

const FIRST: u16 = 11_000;
const COUNT: u16 = 10_000;
/// The distance from a server's port to its cluster bus port.
pub(crate) const TO_BUS: u16 = 10_000;

/// A reserved port of 127.0.0.1, until dropped.
#[derive(Debug)]
pub(crate) struct Port {
    number: u16,
    _reservation: UdpSocket,
}

impl Port {
    /// Reserves a port on which nobody listens, nor on its bus port.
    pub(crate) fn reserve() -> Self {
        let start =
            u16::try_from(RandomState::new().hash_one(0) % u64::from(COUNT)).expect("it is below COUNT");
        (0..COUNT)
            .map(|step| FIRST + (start + step) % COUNT)
            .find_map(|number| {
                let reservation = UdpSocket::bind((Ipv4Addr::LOCALHOST, number)).ok()?;
                let free = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
                (free(number) && free(number + TO_BUS)).then_some(Self { number, _reservation: reservation })
            })
            .expect("there is a free port")
    }

    /// The port.
    pub(crate) fn number(&self) -> u16 {
        self.number
    }
}
