//! The stages of a Valkey or Redis server, one after another, until one cannot be passed.

use tokio::net::TcpStream;

use super::session::{self, Plain};
use super::timing::{timed, timed_only};
use super::wire::Wire;
use super::{dial, introspect, other_way, resolve, tls};
use crate::connect::Roots;
use crate::connect::evidence::{Answer, Greeting, Login, ServerStore, Tls, TlsFailure};
use crate::connect::text::Scrubber;
use crate::connect::trust::is_verified;
use crate::observe::Context;
use crate::uri::ServerUri;

/// Goes through the stages.
pub(super) async fn observe(uri: &ServerUri, roots: &Roots, now: &str, context: &Context) -> ServerStore {
    let mut seen = nothing_yet(uri);
    let scrub = Scrubber::new(uri.credentials.as_ref());

    let (stage, addresses) =
        timed(context, "resolve the name", resolve::resolve(&uri.host, uri.port, context)).await;
    seen.resolve = Some(stage);
    if addresses.is_empty() {
        return seen;
    }

    let (stage, connection) = timed(context, "connect", dial::dial(&addresses, context)).await;
    seen.tcp = Some(stage);
    let Some((stream, address)) = connection else { return seen };

    let (mut wire, plain) = if uri.scheme.is_tls() {
        let shaking = async {
            let (outcome, wire) = secure(stream, uri, roots, now, &scrub, context).await;
            match outcome {
                Tls::Failed(mut failure) => {
                    failure.plain = other_way::plain(address, &scrub, context).await;
                    (Tls::Failed(failure), wire)
                }
                done @ Tls::Done(_) => (done, wire),
            }
        };
        let (stage, wire) = timed(context, "TLS handshake", shaking).await;
        seen.handshake = Some(stage);
        let Some(wire) = wire else { return seen };
        (wire, None)
    } else {
        (Wire::new(stream, scrub.clone()), Some(Plain { address, host: &uri.host }))
    };

    let greeting = timed_only(context, "first PING", session::greet(&mut wire, plain, &scrub, context)).await;
    let go_on = is_let_in(&greeting.outcome);
    seen.greeting = Some(greeting);
    if !go_on {
        return seen;
    }

    if let Some(credentials) = &uri.credentials {
        let answer = timed_only(context, "AUTH", session::auth(&mut wire, credentials, context)).await;
        let lost = matches!(answer.outcome, Answer::Lost(_));
        seen.auth = Some(answer);
        if lost {
            return seen;
        }
    }

    let ping = timed_only(context, "PING", session::ping(&mut wire, context.remaining(), context)).await;
    let go_on = match &ping.outcome {
        Answer::Said(_) => true,
        Answer::Refused(refusal) => refusal.code != "NOAUTH",
        Answer::Lost(_) => false,
    };
    seen.ping = Some(ping);
    if go_on {
        let facts = introspect::introspect(&mut wire, uri, context);
        seen.facts = Some(timed_only(context, "INFO", facts).await);
    }
    seen
}

/// What the URI says, and nothing seen yet.
fn nothing_yet(uri: &ServerUri) -> ServerStore {
    ServerStore {
        host: uri.host.clone(),
        port: uri.port,
        tls: uri.scheme.is_tls(),
        insecure: uri.insecure,
        clustered: uri.clustered,
        database: uri.database,
        login: match &uri.credentials {
            None => Login::None,
            Some(credentials) if credentials.user.is_none() => Login::Password,
            Some(_) => Login::UserAndPassword,
        },
        secret: None,
        resolve: None,
        tcp: None,
        handshake: None,
        greeting: None,
        auth: None,
        ping: None,
        facts: None,
    }
}

/// Shakes hands and judges. The connection comes back only if it may be used: verified, or `#insecure`.
async fn secure(
    stream: TcpStream,
    uri: &ServerUri,
    roots: &Roots,
    now: &str,
    scrub: &Scrubber,
    context: &Context,
) -> (Tls, Option<Wire>) {
    // Half of the time: a plain text server never answers, and has to be asked in plain text then.
    let shaken = tls::shake(stream, &uri.host, context.remaining() / 2, context).await;
    let client_certificate_asked = shaken.client_certificate_asked;
    match shaken.result {
        Err(fault) => {
            (Tls::Failed(Box::new(TlsFailure { fault, client_certificate_asked, plain: None })), None)
        }
        Ok(stream) => {
            let handshake = tls::judge(stream.get_ref().1, &uri.host, roots, now, client_certificate_asked);
            let wire =
                (uri.insecure || is_verified(&handshake, now)).then(|| Wire::new(stream, scrub.clone()));
            (Tls::Done(Box::new(handshake)), wire)
        }
    }
}

/// Whether the server will take more commands after the first PING.
fn is_let_in(greeting: &Greeting) -> bool {
    match &greeting.answer {
        Answer::Said(_) => true,
        Answer::Refused(refusal) => refusal.code != "DENIED" && !refusal.is_max_clients(),
        Answer::Lost(_) => false,
    }
}
