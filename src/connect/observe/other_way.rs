//! When a port is silent in one language, it is asked in the other: TLS or plain text. No secret is sent.

use std::net::SocketAddr;

use super::wire::Wire;
use super::{dial, session, tls};
use crate::connect::evidence::{Answer, TlsProbe};
use crate::connect::text::Scrubber;
use crate::observe::Context;

/// What the port says to a PING in plain text, on a connection of its own.
pub(super) async fn plain(address: SocketAddr, scrub: &Scrubber, context: &Context) -> Option<Answer> {
    context.stage("PING in plain text");
    let stream = dial::again(address, context).await?;
    let mut wire = Wire::new(stream, scrub.clone());
    Some(session::ping(&mut wire, context.remaining(), context).await)
}

/// Whether the port speaks TLS, on a connection of its own.
pub(super) async fn tls(address: SocketAddr, host: &str, context: &Context) -> Option<TlsProbe> {
    context.stage("a TLS handshake");
    let stream = dial::again(address, context).await?;
    let shaken = tls::shake(stream, host, context.remaining(), context).await;
    Some(match shaken.result {
        Ok(stream) => TlsProbe::Speaks(tls::protocol(stream.get_ref().1)),
        Err(_) => TlsProbe::Silent,
    })
}
