//! From a host to its addresses, by the system's resolver, as the clients do it.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::thread;

use tokio::sync::oneshot;

use super::timing::ms;
use crate::connect::evidence::Resolve;
use crate::connect::text::escape;
use crate::observe::Context;

/// More addresses than this are not tried.
const ADDRESSES: usize = 16;

/// Looks the host up.
pub(super) async fn resolve(host: &str, port: u16, context: &Context) -> (Resolve, Vec<SocketAddr>) {
    if let Ok(address) = host.parse::<IpAddr>() {
        return (Resolve::Literal, vec![SocketAddr::new(address, port)]);
    }
    match context.within(look_up(host.to_owned(), port)).await {
        Err(late) => (Resolve::TimedOut { after_ms: ms(late.after) }, Vec::new()),
        Ok(Err(error)) => (classify(&error), Vec::new()),
        Ok(Ok(addresses)) if addresses.is_empty() => {
            (Resolve::NoSuchName { error: "the name has no address".to_owned() }, addresses)
        }
        Ok(Ok(addresses)) => {
            let names = addresses.iter().map(|address| address.ip().to_string()).collect();
            (Resolve::Found { addresses: names }, addresses)
        }
    }
}

/// A thread of its own rather than `tokio::net::lookup_host`: the system's resolver cannot be interrupted, and a
/// runtime waits for its blocking threads when it ends, far past any deadline.
async fn look_up(host: String, port: u16) -> io::Result<Vec<SocketAddr>> {
    let (answer, answered) = oneshot::channel();
    thread::Builder::new().name("resolve".to_owned()).spawn(move || {
        let found = (host.as_str(), port).to_socket_addrs().map(|found| {
            let mut addresses: Vec<SocketAddr> = Vec::new();
            for address in found {
                if !addresses.contains(&address) && addresses.len() < ADDRESSES {
                    addresses.push(address);
                }
            }
            addresses
        });
        // Nobody listens any more after the deadline.
        drop(answer.send(found));
    })?;
    answered.await.unwrap_or_else(|_| Err(io::Error::other("the resolver's thread ended")))
}

/// `getaddrinfo` has a code for this, but the standard library keeps only its text. These are the texts of glibc,
/// musl, macOS and Windows.
fn classify(error: &io::Error) -> Resolve {
    const NO_SUCH_NAME: [&str; 7] = [
        "Name or service not known",
        "No address associated with hostname",
        "Name does not resolve",
        "Name has no usable address",
        "nodename nor servname provided",
        "No such host is known",
        "Non-recoverable failure in name resolution",
    ];
    let full = error.to_string();
    let text = escape(full.strip_prefix("failed to lookup address information: ").unwrap_or(&full));
    if NO_SUCH_NAME.iter().any(|known| full.contains(known)) {
        Resolve::NoSuchName { error: text }
    } else {
        Resolve::Failed { error: text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_such_name_is_told_from_no_answer() {
        let error = |text: &str| io::Error::other(format!("failed to lookup address information: {text}"));
        let no_such = Resolve::NoSuchName { error: "Name or service not known".into() };
        assert_eq!(classify(&error("Name or service not known")), no_such);
        let failed = Resolve::Failed { error: "Temporary failure in name resolution".into() };
        assert_eq!(classify(&error("Temporary failure in name resolution")), failed);
    }
}
