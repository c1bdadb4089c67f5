//! TCP: the first address of each family at once, then the rest if none of them answers.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::net::TcpStream;

use super::timing::ms;
use crate::connect::evidence::{Attempt, Dial, Family, Tcp};
use crate::connect::text::escape;
use crate::observe::Context;

/// How long the other family may take once one is connected. A family that is slower than this is as good as
/// broken to a client, and the rest of the test waits for it.
const OTHER_FAMILY: Duration = Duration::from_secs(1);

/// Connects, and says what came of every attempt. The first connection that is accepted is the one to use.
pub(super) async fn dial(
    addresses: &[SocketAddr],
    context: &Context,
) -> (Tcp, Option<(TcpStream, SocketAddr)>) {
    let first = first_of_each_family(addresses);
    let others: Vec<usize> = (0..addresses.len()).filter(|index| !first.contains(index)).collect();
    let limit = if others.is_empty() { context.remaining() } else { context.remaining() / 2 };
    let mut outcomes: Vec<(usize, Attempt)> = Vec::new();
    let mut connection = all_at_once(addresses, &first, limit, context, &mut outcomes).await;
    if connection.is_none() && !others.is_empty() {
        connection = all_at_once(addresses, &others, context.remaining(), context, &mut outcomes).await;
    }
    outcomes.sort_by_key(|(index, _)| *index);
    let used =
        connection.as_ref().and_then(|(index, _)| outcomes.iter().position(|(other, _)| other == index));
    let tcp = Tcp { attempts: outcomes.into_iter().map(|(_, attempt)| attempt).collect(), used };
    (tcp, connection.map(|(index, stream)| (stream, addresses[index])))
}

/// Another connection to an address that has accepted one already.
pub(super) async fn again(address: SocketAddr, context: &Context) -> Option<TcpStream> {
    let stream = context.within(TcpStream::connect(address)).await.ok()?.ok()?;
    stream.set_nodelay(true).ok()?;
    Some(stream)
}

fn first_of_each_family(addresses: &[SocketAddr]) -> Vec<usize> {
    let mut first: Vec<usize> = [true, false]
        .into_iter()
        .filter_map(|v4| addresses.iter().position(|address| address.is_ipv4() == v4))
        .collect();
    first.sort_unstable();
    first
}

async fn all_at_once(
    addresses: &[SocketAddr],
    chosen: &[usize],
    limit: Duration,
    context: &Context,
    outcomes: &mut Vec<(usize, Attempt)>,
) -> Option<(usize, TcpStream)> {
    let begun = Instant::now();
    let mut running: FuturesUnordered<_> = chosen
        .iter()
        .map(|index| async move {
            let address = addresses[*index];
            let _place = match context.session() {
                Some(session) => session.dial(address).await,
                None => None,
            };
            let begun = Instant::now();
            (*index, TcpStream::connect(address).await, begun.elapsed())
        })
        .collect();
    let mut waiting = chosen.to_vec();
    let mut connection: Option<(usize, TcpStream)> = None;
    let mut until = begun + limit;
    while !waiting.is_empty() {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(Some((index, result, took))) = context.at_most(left, running.next()).await else { break };
        waiting.retain(|other| *other != index);
        let outcome = match result {
            Ok(stream) => {
                if connection.is_none() {
                    // Without it a small command waits for the peer's delayed ACK. It is only about speed.
                    drop(stream.set_nodelay(true));
                    connection = Some((index, stream));
                    until = until.min(Instant::now() + OTHER_FAMILY.min(context.remaining() / 4));
                }
                Dial::Connected
            }
            Err(error) => classify(&error),
        };
        outcomes.push((index, attempt(addresses[index], took, outcome)));
    }
    for index in waiting {
        let took = begun.elapsed();
        outcomes.push((index, attempt(addresses[index], took, Dial::TimedOut { after_ms: ms(took) })));
    }
    connection
}

fn attempt(address: SocketAddr, took: Duration, outcome: Dial) -> Attempt {
    Attempt {
        family: if address.is_ipv4() { Family::V4 } else { Family::V6 },
        address: address.to_string(),
        loopback: address.ip().to_canonical().is_loopback(),
        duration_us: u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        outcome,
    }
}

fn classify(error: &io::Error) -> Dial {
    let text = escape(&error.to_string());
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Dial::Refused,
        io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable => Dial::Unreachable { error: text },
        _ => Dial::Failed { error: text },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_are_tried_and_the_one_that_connects_is_used() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
            let good = listener.local_addr().expect("bound");
            let refusing: SocketAddr = format!("[::1]:{}", good.port()).parse().expect("an address");
            let context = Context::new(Duration::from_mins(1), "test", None);
            let (tcp, connection) = dial(&[refusing, good], &context).await;
            assert_eq!(connection.expect("a connection").1, good);
            assert_eq!(tcp.used, Some(1));
            assert_ne!(tcp.attempts[0].outcome, Dial::Connected);
            assert_eq!(tcp.attempts[1].outcome, Dial::Connected);

            // The first of the only family does not answer, so the second is tried.
            let other: SocketAddr = format!("127.0.0.2:{}", good.port()).parse().expect("an address");
            let (tcp, connection) = dial(&[other, good], &context).await;
            assert_eq!(connection.expect("a connection").1, good);
            assert_eq!(tcp.attempts[0].outcome, Dial::Refused);
            assert_eq!(tcp.used, Some(1));
        });
    }

    #[test]
    fn the_first_of_each_family_is_chosen_in_the_resolvers_order() {
        let addresses: Vec<SocketAddr> = ["[::1]:1", "[::2]:1", "127.0.0.1:1", "127.0.0.2:1"]
            .iter()
            .map(|text| text.parse().expect("an address"))
            .collect();
        assert_eq!(first_of_each_family(&addresses), [0, 2]);
        assert_eq!(first_of_each_family(&addresses[2..]), [0]);
        assert!(first_of_each_family(&[]).is_empty());
    }
}
