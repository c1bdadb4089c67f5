//! The conversation up to the point where the server has let us in.

use std::net::SocketAddr;
use std::time::Duration;

use super::wire::Wire;
use super::{dial, other_way};
use crate::connect::banner;
use crate::connect::evidence::{Answer, Banner, Greeting, Lost, TlsProbe};
use crate::connect::text::Scrubber;
use crate::observe::Context;
use crate::uri::Credentials;

/// How long to listen for what a server says before it hangs up.
const UNPROMPTED: Duration = Duration::from_millis(300);

/// Where a first PING in plain text went, so that it can be looked into when nothing comes back.
pub(super) struct Plain<'a> {
    pub(super) address: SocketAddr,
    pub(super) host: &'a str,
}

/// The first PING, without credentials: it tells who is there before anything secret is sent.
pub(super) async fn greet(
    wire: &mut Wire,
    plain: Option<Plain<'_>>,
    scrub: &Scrubber,
    context: &Context,
) -> Greeting {
    // Half of the time, because silence has to be looked into; over TLS there is nothing more to try.
    let limit = if plain.is_some() { context.remaining() / 2 } else { context.remaining() };
    let mut answer = ping(wire, limit, context).await;
    let Some(plain) = plain else { return Greeting { answer, tls: None } };
    if answer == Answer::Lost(Lost::Reset)
        && let Some(stream) = dial::again(plain.address, context).await
        && let Some(said) = Wire::new(stream, scrub.clone()).listen(UNPROMPTED, context).await
    {
        // The reset threw away what the server had said before it hung up.
        answer = said;
    }
    let tls = match &answer {
        Answer::Lost(Lost::TimedOut { .. } | Lost::Closed | Lost::Reset) => {
            other_way::tls(plain.address, plain.host, context).await
        }
        Answer::Lost(Lost::NotRedis(Banner { looks_like: Some(name), .. })) if name == banner::TLS => {
            other_way::tls(plain.address, plain.host, context).await.or(Some(TlsProbe::Silent))
        }
        _ => None,
    };
    Greeting { answer, tls }
}

/// PING. Any reply but the right one, or an error, is a stranger's: POP3 says `+OK` to all comers.
pub(super) async fn ping(wire: &mut Wire, limit: Duration, context: &Context) -> Answer {
    match wire.ask(&redis::cmd("PING"), limit, context).await {
        Answer::Said(said) if said != "PONG" => {
            Answer::Lost(Lost::NotRedis(wire.banner(format!("+{said}").as_bytes())))
        }
        answer => answer,
    }
}

/// AUTH, with the user where the URI has one, as the redis crate does it.
pub(super) async fn auth(wire: &mut Wire, credentials: &Credentials, context: &Context) -> Answer {
    let mut command = redis::cmd("AUTH");
    if let Some(user) = &credentials.user {
        command.arg(user.expose());
    }
    command.arg(credentials.password.expose());
    match wire.ask(&command, context.remaining(), context).await {
        // Only `OK` is expected; anything else may be an echo and is not kept.
        Answer::Said(said) if said != "OK" => Answer::Said("something other than OK".to_owned()),
        answer => answer,
    }
}
