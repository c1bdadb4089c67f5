//! NET004 to NET007: the handshake, and who the server proves to be.

use super::gate::Verdicts;
use super::words::count;
use crate::connect::evidence::{
    Answer, Banner, Certificate, Greeting, Handshake, Lost, NameMatch, ServerStore, Stage, Tls, TlsFailure,
    TlsFault, Trust,
};
use crate::connect::trust::{DAYS_OF_NOTICE, Validity, is_verified, validity};
use crate::report::{Check, Finding, Status, catalogue as checks};
use crate::words::milliseconds;

/// What is true of every finding about a certificate under `#insecure`.
const INSECURE: &str = "`#insecure`: it connects, but nobody verifies who is there";

const NO_CLIENT_CERTIFICATE: &str = "the product has no option for a client certificate: let the server accept \
     clients without one (`tls-auth-clients no` or `optional`) and protect it with a password";

/// Judges the handshake and its certificate, as of `now`.
pub(super) fn judge(server: &ServerStore, now: &str, verdicts: &mut Verdicts) {
    let Some(stage) = &server.handshake else { return };
    let done = match &stage.outcome {
        Tls::Failed(failure) => return verdicts.need(failed(server, failure)),
        Tls::Done(done) => done,
    };
    verdicts.need(handshake(done, stage, server.greeting.as_ref()));
    let points = [chain(server, done, now), name(server, done), expiry(server, done, now)];
    if !server.insecure && !is_verified(done, now) {
        let worst = points.iter().find(|point| matches!(point.status, Status::Fail | Status::Unknown));
        let code = worst.map_or("NET005", |point| point.check.code);
        verdicts.close(format!("nothing is asked of a server that is not verified: see {code}"));
    }
    for point in points {
        verdicts.add(point);
    }
}

/// A failure; a warning where the URI says that verification does not matter.
fn bad(server: &ServerStore, check: &'static Check, message: String) -> Finding {
    if server.insecure { Finding::warn(check, message).note(INSECURE) } else { Finding::fail(check, message) }
}

fn handshake(done: &Handshake, stage: &Stage<Tls>, greeting: Option<&Stage<Greeting>>) -> Finding {
    let check = &checks::NET_TLS;
    // TLS 1.3 lets the client think that all is well; what the server thinks comes with the first read.
    match greeting.map(|stage| &stage.outcome.answer) {
        Some(Answer::Lost(Lost::TlsAlert { alert })) if !done.client_certificate_asked => {
            return Finding::fail(check, format!("the server ended the session with the alert {alert}"))
                .help(alert_help(alert));
        }
        Some(Answer::Lost(Lost::TlsAlert { alert })) => {
            let message =
                format!("the server wants a certificate of the client's: alert {alert} after the handshake");
            return Finding::fail(check, message).help(NO_CLIENT_CERTIFICATE);
        }
        Some(Answer::Lost(Lost::Closed | Lost::Reset)) if done.client_certificate_asked => {
            let message = "the server asked for a certificate of the client's, and hung up when it got none";
            return Finding::fail(check, message).help(NO_CLIENT_CERTIFICATE);
        }
        _ => {}
    }
    let message = format!("{} with {} in {}", done.protocol, done.cipher, stage.took());
    let finding = Finding::pass(check).message_is(message);
    if done.client_certificate_asked {
        finding.note("the server asked for a certificate of the client's, but goes on without one")
    } else {
        finding
    }
}

fn failed(server: &ServerStore, failure: &TlsFailure) -> Finding {
    let check = &checks::NET_TLS;
    let fault = fault(&failure.fault);
    match &failure.plain {
        Some(Answer::Said(_) | Answer::Refused(_)) => {
            return Finding::fail(
                check,
                format!("port {} speaks plain text, not TLS: a PING without TLS was answered ({fault})", server.port),
            )
            .help(
                "if the server is not to have TLS, write `redis://` (or `valkey://`); else name the port on which \
                 it speaks TLS",
            );
        }
        Some(Answer::Lost(Lost::NotRedis(Banner { looks_like, excerpt })))
            if looks_like.as_deref() != Some(crate::connect::banner::TLS) =>
        {
            let port = server.port;
            let message = match looks_like {
                Some(name) => format!("port {port} is {name}: `{excerpt}` ({fault})"),
                None => {
                    format!("port {port} speaks neither TLS nor the Redis protocol: `{excerpt}` ({fault})")
                }
            };
            return Finding::fail(check, message).help("check host and port: that is not the store");
        }
        _ => {}
    }
    if failure.client_certificate_asked {
        return Finding::fail(check, format!("the server wants a certificate of the client's: {fault}"))
            .help(NO_CLIENT_CERTIFICATE);
    }
    let help = match &failure.fault {
        TlsFault::Closed | TlsFault::Reset => {
            "the port accepts connections but hangs up on TLS: a server whose connections are all taken \
             (`maxclients`) does just that, and so does a proxy without a target"
        }
        TlsFault::TimedOut { .. } => {
            "nothing answers, neither in TLS nor in plain text: the server hangs, or something between accepts \
             connections in its name"
        }
        TlsFault::Alert { alert } => alert_help(alert),
        TlsFault::BadName => "write a host name or an address into the URI",
        TlsFault::NotTls | TlsFault::Failed { .. } => {
            "check host and port, and which TLS versions the server offers"
        }
    };
    Finding::fail(check, fault).help(help)
}

/// A fault in words.
pub(super) fn fault(fault: &TlsFault) -> String {
    match fault {
        TlsFault::TimedOut { after_ms } => {
            format!("the TLS handshake got no answer within {}", milliseconds(*after_ms))
        }
        TlsFault::Closed => "the server closed the connection during the TLS handshake".to_owned(),
        TlsFault::Reset => "the server reset the connection during the TLS handshake".to_owned(),
        TlsFault::Alert { alert } => format!("the server refused the TLS handshake with the alert {alert}"),
        TlsFault::NotTls => "what came back is not TLS".to_owned(),
        TlsFault::BadName => "the host cannot stand in a TLS handshake".to_owned(),
        TlsFault::Failed { error } => format!("the TLS handshake failed: {error}"),
    }
}

/// Alerts as the TLS library spells them.
fn alert_help(alert: &str) -> &'static str {
    match alert {
        "ProtocolVersion" => "the server offers neither TLS 1.2 nor TLS 1.3: let it (`tls-protocols`)",
        "HandshakeFailure" => {
            "server and client have no cipher suite in common, or the server wants a client certificate"
        }
        "CertificateRequired" | "BadCertificate" => NO_CLIENT_CERTIFICATE,
        "UnrecognisedName" => {
            "the server does not know this host name: connect by the name that it is set up for"
        }
        _ => "the server's log says why",
    }
}

fn chain(server: &ServerStore, done: &Handshake, now: &str) -> Finding {
    let check = &checks::NET_TLS_CHAIN;
    let roots = format!("the {} of {}", count(done.roots.loaded, "root"), done.roots.source);
    let finding = match &done.trust {
        Trust::Trusted => {
            let issuer = done.chain.first().map_or("", |own| own.issuer.as_str());
            let pass = Finding::pass(check)
                .message_is(format!("issued by {issuer}; the chain leads to one of {roots}"));
            return if server.insecure && is_verified(done, now) {
                pass.note("the certificate verifies from here: `#insecure` is not needed")
            } else {
                pass
            };
        }
        Trust::NoRoots => {
            let message = format!(
                "no root certificate is known here ({}), so the chain cannot be judged",
                done.roots.source
            );
            let finding =
                if server.insecure { bad(server, check, message) } else { Finding::unknown(check, message) };
            finding.help("install the system's CA certificates (`ca-certificates`), or name a PEM file in SSL_CERT_FILE")
        }
        Trust::UnknownIssuer => {
            bad(server, check, untrusted(done, &roots)).help(untrusted_help(server, done))
        }
        Trust::IssuerExpired => bad(
            server,
            check,
            "a certificate above the server's own has expired, or is not valid yet".to_owned(),
        )
        .help("renew the intermediate certificate that the server sends"),
        Trust::Broken { error } => {
            bad(server, check, format!("the chain is broken: {error}")).help(untrusted_help(server, done))
        }
    };
    done.roots
        .errors
        .iter()
        .fold(finding, |finding, error| finding.note(format!("loading the roots: {error}")))
}

fn untrusted(done: &Handshake, roots: &str) -> String {
    match (done.chain.first(), done.chain.last()) {
        (Some(own), _) if own.is_self_issued() => {
            format!("the certificate is self-signed ({}), and is not among {roots}", own.subject)
        }
        (Some(own), _) if done.sent == 1 => {
            format!(
                "the certificate is issued by {}, which is not among {roots}, and no other was sent",
                own.issuer
            )
        }
        (_, Some(last)) => {
            format!("the chain of {} leads to {}, which is not among {roots}", done.sent, last.issuer)
        }
        _ => "none of the certificates that the server sent can be read".to_owned(),
    }
}

fn untrusted_help(server: &ServerStore, done: &Handshake) -> String {
    // ElastiCache and MemoryDB have certificates of Amazon's public CA.
    if server.host.ends_with(".amazonaws.com") {
        return "this endpoint's certificate comes from Amazon's public CA: the trust store here is out of date, or \
                something between intercepts TLS"
            .to_owned();
    }
    let private = "for a CA of your own or of the service's (Memorystore, Aiven): the product has no option for a CA \
                   file, so that it connects only with `#insecure`, which verifies nobody; to test the chain from \
                   here, name the CA's PEM file in SSL_CERT_FILE";
    if done.sent == 1 && !done.chain.first().is_some_and(Certificate::is_self_issued) {
        format!("for a public CA: let the server send the intermediate certificate too; {private}")
    } else {
        private.to_owned()
    }
}

fn name(server: &ServerStore, done: &Handshake) -> Finding {
    let check = &checks::NET_TLS_NAME;
    let host = &server.host;
    match &done.name {
        NameMatch::Matches => Finding::pass(check).message_is(format!("the certificate names {host}")),
        NameMatch::Broken { error } => {
            bad(server, check, format!("the certificate's names cannot be judged: {error}"))
                .help("replace the server's certificate")
        }
        NameMatch::Differs => {
            let names = done.chain.first().map_or(&[][..], |own| &own.names);
            if names.is_empty() {
                return bad(
                    server,
                    check,
                    format!("the certificate names no host at all, and so not {host}"),
                )
                .help("issue it with subject alternative names: a common name alone counts no more");
            }
            bad(server, check, format!("the certificate names {}, not {host}", names.join(", "))).help(
                "write a host into the URI that the certificate names (a name, not an address), or issue the \
                 certificate for this one",
            )
        }
    }
}

fn expiry(server: &ServerStore, done: &Handshake, now: &str) -> Finding {
    let check = &checks::NET_TLS_EXPIRY;
    let Some(own) = done.chain.first() else {
        return Finding::unknown(check, "the server's certificate cannot be read");
    };
    let until = &own.not_after;
    let renew = "renew the server's certificate; every client that verifies it stops connecting on that day";
    match validity(own, now) {
        Validity::Valid { days_left } if days_left < DAYS_OF_NOTICE => {
            let finding = Finding::warn(
                check,
                format!("the certificate expires in {}, on {until}", count(days_left, "day")),
            );
            let finding = if server.insecure { finding.note(INSECURE) } else { finding };
            finding.help(renew)
        }
        Validity::Valid { days_left } => Finding::pass(check).message_is(format!(
            "the certificate is valid for another {}, until {until}",
            count(days_left, "day")
        )),
        Validity::Expired { days_ago } => {
            bad(server, check, format!("the certificate expired {} ago, on {until}", count(days_ago, "day")))
                .help("renew the server's certificate")
        }
        Validity::NotYet => {
            bad(server, check, format!("the certificate is valid only from {} on", own.not_before))
                .help("check the clocks of this machine and of the one that issued the certificate")
        }
        Validity::Unreadable => Finding::unknown(check, "the certificate's dates cannot be read"),
    }
}
