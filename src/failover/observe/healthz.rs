//! One `GET` of a health path, over a connection of its own: as a client's first request, step by step.

use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::{Request, Response, header};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;

use super::HostAddress;
use crate::connect::Roots;
use crate::connect::observe::{Duplex, NotOpened, Part, look_up, reach};
use crate::connect::text::escape;
use crate::failover::evidence::{HEALTH_PATH, Healthz, HealthzOutcome, Step};
use crate::observe::Context;

/// More addresses than this are not tried.
const ADDRESSES: usize = 3;
/// How much of a body is read, in bytes, and how long is waited for it: an answer is there with its head.
const MOST_BODY: usize = 64 << 10;
const BODY: Duration = Duration::from_secs(1);

/// What to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// How to speak with it, the name in the TLS handshake and in the `Host` header, and the port.
    pub host: HostAddress,
    /// The path, such as [`HEALTH_PATH`].
    pub path: String,
    /// The addresses to connect to, the next where one does not take the connection; where there is none, the system's
    /// resolver is asked for those of the host.
    pub addresses: Vec<IpAddr>,
}

impl Target {
    /// The health path of a host at these addresses, or wherever the system finds it.
    pub fn new(host: HostAddress, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        Self { host, path: HEALTH_PATH.to_owned(), addresses: addresses.into_iter().collect() }
    }
}

/// Why there is no answer.
struct NoAnswer {
    step: Step,
    reason: String,
    timed_out: bool,
}

impl From<NotOpened> for NoAnswer {
    fn from(failure: NotOpened) -> Self {
        let step = match failure.part {
            Part::Resolve => Step::Resolve,
            Part::Connect => Step::Connect,
            Part::Tls => Step::Tls,
        };
        Self { step, reason: failure.reason, timed_out: failure.timed_out }
    }
}

/// Asks once, until the context's deadline. A redirect is not followed.
pub async fn get(target: &Target, context: &Context) -> Healthz {
    let begun = context.elapsed_us();
    let mut seen = Healthz {
        tls: target.host.tls,
        host: target.host.host.clone(),
        path: target.path.clone(),
        address: None,
        outcome: HealthzOutcome::Answered { status: 0, location: None },
        took_us: 0,
        handshake: None,
    };
    seen.outcome = match Box::pin(exchange(target, &mut seen, context)).await {
        Ok((status, location)) => HealthzOutcome::Answered { status, location },
        Err(NoAnswer { step, reason, timed_out }) => HealthzOutcome::Failed { step, reason, timed_out },
    };
    seen.took_us = context.elapsed_us() - begun;
    seen
}

async fn exchange(
    target: &Target,
    seen: &mut Healthz,
    context: &Context,
) -> Result<(u16, Option<String>), NoAnswer> {
    let HostAddress { tls, host, port } = &target.host;
    let addresses = if target.addresses.is_empty() {
        look_up(host, *port, context).await?
    } else {
        target.addresses.iter().map(|ip| SocketAddr::new(*ip, *port)).collect()
    };
    let name = tls.then_some(host.as_str());
    let now = Timestamp::now().to_string();
    let mut failure = None;
    let tried = addresses.len().min(ADDRESSES);
    for (index, address) in addresses.into_iter().take(tried).enumerate() {
        seen.address = Some(address.ip().to_string());
        // One that hangs leaves time for the others.
        let left = context.remaining() / u32::try_from(tried - index).unwrap_or(1);
        let mine = if index + 1 == tried { context.clone() } else { context.limited(left) };
        match reach(address, name, &Roots::System, &now, &mine).await {
            Ok(reached) => {
                seen.handshake = reached.handshake;
                return talk(reached.stream, target, context).await;
            }
            Err(why) => failure = Some(why),
        }
    }
    Err(failure.map_or_else(
        || NoAnswer { step: Step::Resolve, reason: "there is no address".to_owned(), timed_out: false },
        NoAnswer::from,
    ))
}

/// The request and its answer, on an open connection.
async fn talk(
    stream: Box<dyn Duplex>,
    target: &Target,
    context: &Context,
) -> Result<(u16, Option<String>), NoAnswer> {
    let failed = |reason: String, timed_out| NoAnswer { step: Step::Answer, reason, timed_out };
    let request = Request::get(&target.path)
        .header(header::HOST, host_header(&target.host))
        .header(header::USER_AGENT, concat!("chalkstore/", env!("CARGO_PKG_VERSION")))
        .header(header::ACCEPT, "*/*")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|error| failed(escape(&error.to_string()), false))?;
    let exchange = async {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut connection = pin!(connection);
        let mut answer = pin!(async {
            let response = sender.send_request(request).await?;
            let told = told(&response);
            drain(response, context).await;
            Ok::<_, hyper::Error>(told)
        });
        tokio::select! {
            biased;
            answer = &mut answer => answer,
            // The connection came to its end; what it brought is there.
            _ = &mut connection => answer.await,
        }
    };
    match context.within(exchange).await {
        Err(late) => Err(failed(late.to_string(), true)),
        Ok(Err(error)) => Err(failed(why(&error), false)),
        Ok(Ok(told)) => Ok(told),
    }
}

/// The name, and the port where it is not the scheme's own.
fn host_header(host: &HostAddress) -> String {
    let name = if host.host.contains(':') { format!("[{}]", host.host) } else { host.host.clone() };
    match (host.tls, host.port) {
        (true, 443) | (false, 80) => name,
        (_, port) => format!("{name}:{port}"),
    }
}

fn told(response: &Response<Incoming>) -> (u16, Option<String>) {
    let location = response.headers().get(header::LOCATION);
    let location = location.map(|value| escape(&String::from_utf8_lossy(value.as_bytes())));
    (response.status().as_u16(), location)
}

/// Reads what a body has, within bounds, and forgets it.
async fn drain(response: Response<Incoming>, context: &Context) {
    let mut body = response.into_body();
    let mut count = 0;
    let reading = async {
        while let Some(Ok(frame)) = body.frame().await {
            count += frame.data_ref().map_or(0, Bytes::len);
            if count > MOST_BODY {
                break;
            }
        }
    };
    // An answer whose body does not end is an answer.
    if context.at_most(BODY, reading).await.is_err() {
        drop(body);
    }
}

fn why(error: &hyper::Error) -> String {
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        "the connection was closed before there was an answer".to_owned()
    } else if error.is_parse() {
        "what it answered is not HTTP/1.1".to_owned()
    } else {
        escape(&std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_header_has_a_port_where_it_must() {
        for (text, header) in [
            ("chalk.example.com", "chalk.example.com"),
            ("chalk.example.com:8443", "chalk.example.com:8443"),
            ("http://chalk.example.com:443", "chalk.example.com:443"),
            ("[::1]:8443", "[::1]:8443"),
        ] {
            assert_eq!(host_header(&text.parse().expect("a host")), header);
        }
    }
}
