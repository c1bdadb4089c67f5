//! A client behind a resolver that keeps an answer as long as its TTL says.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout};

/// A resolver's cache of one name.
pub(super) struct Client {
    socket: UdpSocket,
    question: Vec<u8>,
    second: Duration,
    kept: Option<(Ipv4Addr, Instant)>,
}

impl Client {
    /// One that asks this server about a name; `second` is how long a second is.
    pub(super) async fn new(server: SocketAddr, name: &str, second: Duration) -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("there is a port");
        socket.connect(server).await.expect("it is on loopback");
        // One question, recursion desired.
        let mut question = vec![0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        for label in name.split('.') {
            question.push(u8::try_from(label.len()).expect("a short label"));
            question.extend(label.bytes());
        }
        question.extend([0, 0, 1, 0, 1]);
        Self { socket, question, second, kept: None }
    }

    /// Where the name leads to now: out of the cache while it lasts.
    pub(super) async fn address(&mut self) -> Ipv4Addr {
        if let Some((address, until)) = self.kept
            && Instant::now() < until
        {
            return address;
        }
        loop {
            self.socket.send(&self.question).await.expect("loopback takes it");
            let mut answer = [0; 512];
            let Ok(Ok(count)) = timeout(Duration::from_secs(1), self.socket.recv(&mut answer)).await else {
                continue;
            };
            // The only record stands at the end: TTL, length, address.
            let record = &answer[count - 10..count];
            let ttl_s = u32::from_be_bytes([record[0], record[1], record[2], record[3]]);
            let address = Ipv4Addr::new(record[6], record[7], record[8], record[9]);
            self.kept = Some((address, Instant::now() + self.second * ttl_s));
            return address;
        }
    }
}
