//! NET008, NET009, NET012 and half of NET010: who is there, and do they talk to us?

use super::gate::Verdicts;
use super::login;
use super::words;
use crate::connect::evidence::{Answer, Banner, Dial, Greeting, Lost, Refusal, ServerStore, TlsProbe};
use crate::report::{Finding, catalogue as checks};

/// Judges the conversation up to the measured PING.
pub(super) fn judge(server: &ServerStore, verdicts: &mut Verdicts) {
    let Some(stage) = &server.greeting else { return };
    greeting(server, &stage.outcome, verdicts);
    if !verdicts.is_open() {
        return;
    }
    verdicts.add(protected(server, &stage.outcome));
    login::judge(server, &stage.outcome, verdicts);
    if verdicts.is_open() {
        ping(server, verdicts);
    }
}

fn greeting(server: &ServerStore, greeting: &Greeting, verdicts: &mut Verdicts) {
    let check = &checks::NET_PEER;
    if let Some(TlsProbe::Speaks(protocol)) = &greeting.tls {
        let message = format!("port {} speaks TLS ({protocol}), not plain text", server.port);
        return verdicts
            .need(Finding::fail(check, message).help("write `rediss://` (or `valkeys://`) into the URI"));
    }
    match &greeting.answer {
        Answer::Said(_) => verdicts.add(Finding::pass(check)),
        Answer::Refused(refusal) => {
            verdicts.add(Finding::pass(check));
            if refusal.code == "DENIED" {
                verdicts.need(denied(refusal));
            } else if refusal.is_max_clients() {
                verdicts.need(full(refusal));
            }
        }
        Answer::Lost(Lost::NotRedis(banner)) => verdicts.need(stranger(server, banner)),
        Answer::Lost(Lost::TooLong) => {
            verdicts.need(
                Finding::fail(check, "what comes back has no end in sight")
                    .help("check host and port: that is not the store"),
            );
        }
        Answer::Lost(lost) => {
            let seen = lost.to_string();
            verdicts.add(Finding::unknown(check, format!("the peer said nothing: {seen}")));
            verdicts.need(Finding::fail(&checks::NET_PING, format!("PING was not answered: {seen}")).help(
                "the connection is accepted, but nobody speaks: the server hangs or is stopped, or a load \
                     balancer accepts in its name; look at the server's own log and load",
            ));
        }
    }
}

fn stranger(server: &ServerStore, banner: &Banner) -> Finding {
    let port = server.port;
    let message = match &banner.looks_like {
        Some(name) => format!("port {port} is {name}, not a Redis server: it sent `{}`", banner.excerpt),
        None => format!("port {port} does not speak the Redis protocol: it sent `{}`", banner.excerpt),
    };
    let help = if banner.looks_like.as_deref() == Some(crate::connect::banner::TLS) && !server.tls {
        "write `rediss://` (or `valkeys://`) into the URI if that is the store"
    } else {
        "check host and port: that is not the store"
    };
    Finding::fail(&checks::NET_PEER, message).help(help)
}

fn denied(refusal: &Refusal) -> Finding {
    // The text goes on for a screen; its first sentence says it.
    let said = refusal.text.split(". ").next().unwrap_or(&refusal.text);
    Finding::fail(&checks::NET_PROTECTED, format!("the server turns other machines away: {said}")).help(
        "give the default user a password (`requirepass`) and put it into the URI, or, where the network alone \
         guards the server, set `protected-mode no`",
    )
}

fn full(refusal: &Refusal) -> Finding {
    Finding::fail(&checks::NET_MAXCLIENTS, format!("the server refused the connection: {}", refusal.text)).help(
        "all connections are taken: raise `maxclients` or take a larger node, or open fewer (query servers × \
         connections each; a replica policy opens more, see `chalkstore topology`)",
    )
}

fn protected(server: &ServerStore, greeting: &Greeting) -> Finding {
    let check = &checks::NET_PROTECTED;
    let wants_password = matches!(&greeting.answer, Answer::Refused(refusal) if refusal.code == "NOAUTH");
    let used = server.tcp.as_ref().and_then(|stage| stage.outcome.connection());
    let loopback = used.is_some_and(|attempt| attempt.loopback && attempt.outcome == Dial::Connected);
    if wants_password {
        Finding::pass(check).message_is("the server wants a password, so protected mode is not in force")
    } else if loopback {
        Finding::skip(check, "asked over a loopback address, which protected mode never turns away")
    } else {
        Finding::pass(check)
    }
}

fn ping(server: &ServerStore, verdicts: &mut Verdicts) {
    let check = &checks::NET_PING;
    let Some(stage) = &server.ping else { return };
    match &stage.outcome {
        Answer::Said(_) => {
            verdicts.add(Finding::pass(check).message_is(format!("PONG in {}", stage.took())));
        }
        Answer::Refused(refusal) if refusal.code == "NOAUTH" => {
            // Logging in worked, or NET011 would have ended this: the server forgot.
            verdicts.need(Finding::fail(check, "the server wants credentials even after it took them"));
        }
        Answer::Refused(refusal) if refusal.code == "LOADING" => {
            verdicts.add(Finding::skip(check, "needs NET013, which failed: the server is loading"));
        }
        Answer::Refused(refusal) if refusal.is_no_permission() => {
            let message = format!("the user may not run PING ({})", refusal.text);
            verdicts.add(if server.clustered {
                Finding::fail(check, message)
                    .help(words::ACL)
                    .note("cluster clients check every new connection with PING, and give it up")
            } else {
                Finding::warn(check, message).help(words::ACL)
            });
        }
        Answer::Refused(refusal) if refusal.code == "MASTERDOWN" => {
            verdicts.add(
                Finding::fail(
                    check,
                    format!("a replica that has lost its primary refuses: {}", refusal.text),
                )
                .help(
                    "look at the primary; `replica-serve-stale-data yes` lets a replica answer with old data \
                     meanwhile",
                ),
            );
        }
        Answer::Refused(refusal) => {
            verdicts.add(
                Finding::fail(check, format!("PING was refused: {}", refusal.text))
                    .help("the server's log says why"),
            );
        }
        Answer::Lost(lost) => verdicts.need(
            Finding::fail(check, format!("PING was not answered: {lost}"))
                .help("the server stopped talking: look at its log and load"),
        ),
    }
}
