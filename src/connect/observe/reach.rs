//! A connection for a room that speaks something else over it than stores do. Nothing secret is sent there, so that the
//! certificate decides nothing: what it is worth comes back beside the connection.

use std::net::SocketAddr;

use super::open::{NotOpened, not_connected, not_resolved, not_shaken};
use super::wire::Duplex;
use super::{dial, resolve, tls};
use crate::connect::Roots;
use crate::connect::evidence::Handshake;
use crate::observe::Context;

/// An open connection.
pub(crate) struct Reached {
    /// What is said and heard.
    pub(crate) stream: Box<dyn Duplex>,
    /// The TLS handshake, with certificate and trust; nothing in plain text.
    pub(crate) handshake: Option<Handshake>,
}

/// The addresses of a host, by the system's resolver.
pub(crate) async fn look_up(host: &str, port: u16, context: &Context) -> Result<Vec<SocketAddr>, NotOpened> {
    let (resolved, addresses) = resolve::resolve(host, port, context).await;
    if addresses.is_empty() { Err(not_resolved(resolved)) } else { Ok(addresses) }
}

/// Connects to an address: with `tls_name` in a TLS handshake, whose certificate is judged by `roots` at `now` (RFC
/// 3339), or in plain text where there is none.
pub(crate) async fn reach(
    address: SocketAddr,
    tls_name: Option<&str>,
    roots: &Roots,
    now: &str,
    context: &Context,
) -> Result<Reached, NotOpened> {
    let (tcp, connection) = dial::dial(&[address], context).await;
    let Some((stream, _)) = connection else {
        return Err(not_connected(tcp.attempts.into_iter().map(|attempt| attempt.outcome)));
    };
    let Some(name) = tls_name else { return Ok(Reached { stream: Box::new(stream), handshake: None }) };
    let shaken = tls::shake(stream, name, context.remaining(), context).await;
    let stream = shaken.result.map_err(|fault| not_shaken(&fault))?;
    let handshake = tls::judge(stream.get_ref().1, name, roots, now, shaken.client_certificate_asked);
    Ok(Reached { stream: Box::new(stream), handshake: Some(handshake) })
}
