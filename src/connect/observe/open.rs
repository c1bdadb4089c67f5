//! A connection that may be trusted with a password, for a room that has more to ask than this one.

use super::wire::Wire;
use super::{dial, resolve, tls};
use crate::connect::Roots;
use crate::connect::evidence::{Dial, Handshake, NameMatch, Resolve, TlsFault, Trust};
use crate::connect::text::Scrubber;
use crate::connect::trust::{Validity, is_verified, validity};
use crate::observe::Context;
use crate::uri::ServerUri;
use crate::words::{count, milliseconds};

/// An open connection.
pub(crate) struct Opened {
    /// Where commands are sent.
    pub(crate) wire: Wire,
    /// How long the TCP connection took, in microseconds.
    pub(crate) connect_us: u64,
}

/// Which part of opening failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Resolve,
    Connect,
    Tls,
}

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotOpened {
    pub(crate) part: Part,
    /// What was seen, in a few words.
    pub(crate) reason: String,
    /// Whether the time was up.
    pub(crate) timed_out: bool,
}

/// Connects to `host` and `port` as `uri` says a store's servers are to be connected to: with TLS or without, verified
/// unless it says `#insecure`. `now` (RFC 3339) is when certificates are judged.
pub(crate) async fn open(
    (host, port): (&str, u16),
    uri: &ServerUri,
    roots: &Roots,
    now: &str,
    context: &Context,
) -> Result<Opened, NotOpened> {
    let (resolved, addresses) = resolve::resolve(host, port, context).await;
    if addresses.is_empty() {
        return Err(not_resolved(resolved));
    }
    let begun = context.elapsed_us();
    let (tcp, connection) = dial::dial(&addresses, context).await;
    let Some((stream, _)) = connection else {
        return Err(not_connected(tcp.attempts.into_iter().map(|attempt| attempt.outcome)));
    };
    let connect_us = context.elapsed_us() - begun;
    let scrub = Scrubber::new(uri.credentials.as_ref());
    if !uri.scheme.is_tls() {
        return Ok(Opened { wire: Wire::new(stream, scrub), connect_us });
    }
    let shaken = tls::shake(stream, host, context.remaining(), context).await;
    let stream = shaken.result.map_err(|fault| not_shaken(&fault))?;
    if !uri.insecure {
        let handshake = tls::judge(stream.get_ref().1, host, roots, now, shaken.client_certificate_asked);
        if !is_verified(&handshake, now) {
            return Err(NotOpened { part: Part::Tls, reason: untrusted(&handshake, now), timed_out: false });
        }
    }
    Ok(Opened { wire: Wire::new(stream, scrub), connect_us })
}

pub(super) fn not_resolved(resolved: Resolve) -> NotOpened {
    let (reason, timed_out) = match resolved {
        Resolve::TimedOut { after_ms } => {
            (format!("the resolver did not answer within {}", milliseconds(after_ms)), true)
        }
        Resolve::NoSuchName { error } | Resolve::Failed { error } => (error, false),
        Resolve::Literal | Resolve::Found { .. } => ("the name has no address".to_owned(), false),
    };
    NotOpened { part: Part::Resolve, reason, timed_out }
}

/// Of several addresses the one that hung tells most.
pub(super) fn not_connected(outcomes: impl Iterator<Item = Dial>) -> NotOpened {
    let mut reason = "there was no time left to connect".to_owned();
    for outcome in outcomes {
        match outcome {
            Dial::TimedOut { after_ms } => {
                let reason = format!("no answer to the connection within {}", milliseconds(after_ms));
                return NotOpened { part: Part::Connect, reason, timed_out: true };
            }
            Dial::Refused => "the connection was refused".clone_into(&mut reason),
            Dial::Unreachable { error } | Dial::Failed { error } => reason = error,
            Dial::Connected => {}
        }
    }
    NotOpened { part: Part::Connect, reason, timed_out: false }
}

pub(super) fn not_shaken(fault: &TlsFault) -> NotOpened {
    let timed_out = matches!(fault, TlsFault::TimedOut { .. });
    let reason = match fault {
        TlsFault::BadName => "its host cannot be named in TLS".to_owned(),
        TlsFault::TimedOut { after_ms } => format!("no TLS handshake within {}", milliseconds(*after_ms)),
        TlsFault::Closed | TlsFault::Reset => "it hung up on the TLS handshake".to_owned(),
        TlsFault::NotTls => "it does not speak TLS".to_owned(),
        TlsFault::Alert { alert } => format!("it ended the TLS handshake with the alert {alert}"),
        TlsFault::Failed { error } => error.clone(),
    };
    NotOpened { part: Part::Tls, reason, timed_out }
}

/// Why a certificate is not good enough to send a password.
fn untrusted(handshake: &Handshake, now: &str) -> String {
    if handshake.trust != Trust::Trusted {
        return match &handshake.trust {
            Trust::UnknownIssuer => "its certificate is from an unknown issuer".to_owned(),
            Trust::IssuerExpired => "an issuer of its certificate has expired".to_owned(),
            Trust::NoRoots => "there are no root certificates to judge its own by".to_owned(),
            Trust::Broken { error } => format!("its certificate chain is broken: {error}"),
            Trust::Trusted => String::new(),
        };
    }
    if handshake.name != NameMatch::Matches {
        return "its certificate is for another name".to_owned();
    }
    match handshake.chain.first().map(|own| validity(own, now)) {
        Some(Validity::Expired { days_ago }) => {
            format!("its certificate expired {} ago", count(days_ago, "day"))
        }
        Some(Validity::NotYet) => "its certificate is not valid yet".to_owned(),
        _ => "its certificate cannot be read".to_owned(),
    }
}
