//! Up to the point where the server has let us in.

use super::*;

#[test]
fn addresses() {
    let resolve = |resolve| move |server: &mut ServerStore| server.resolve = stage(resolve);
    when(
        resolve(Resolve::Failed { error: "Temporary failure".into() }),
        "NET001",
        Unknown,
        "Temporary failure",
    );
    when(resolve(Resolve::TimedOut { after_ms: 5000 }), "NET001", Unknown, "within 5 s");
    when(
        resolve(Resolve::TimedOut { after_ms: 5000 }),
        "NET002",
        Skip,
        "NET001, which could not be determined",
    );
    let v6 = Attempt {
        family: Family::V6,
        address: "[2001:db8::1]:6379".into(),
        loopback: false,
        duration_us: 1_000_000,
        outcome: Dial::TimedOut { after_ms: 1000 },
    };
    let both = |server: &mut ServerStore| {
        if let Some(tcp) = &mut server.tcp {
            tcp.outcome.attempts.push(v6);
        }
    };
    when(
        both,
        "NET003",
        Warn,
        "IPv6 addresses that do not work ([2001:db8::1]:6379 did not answer within 1 s)",
    );
    // The deadline fell between two stages.
    when(|server| server.tcp = None, "NET002", Unknown, "deadline");
}

#[test]
fn handshakes() {
    let alert = |alert: &str| with_fault(TlsFault::Alert { alert: alert.into() }, None);
    when(alert("ProtocolVersion"), "NET004", Fail, "the alert ProtocolVersion");
    when(
        with_fault(TlsFault::Reset, Some(Answer::Lost(Lost::Reset))),
        "NET004",
        Fail,
        "reset the connection",
    );
    when(with_fault(TlsFault::BadName, None), "NET004", Fail, "cannot stand");
    when(
        with_fault(TlsFault::NotTls, Some(refused("NOAUTH x"))),
        "NET004",
        Fail,
        "speaks plain text, not TLS",
    );
    when(with_fault(TlsFault::NotTls, None), "NET012", Skip, "NET004");
    let hung_up = |asked: bool| {
        move |server: &mut ServerStore| {
            with_tls(|done| done.client_certificate_asked = asked)(server);
            server.greeting = stage(Greeting { answer: Answer::Lost(Lost::Reset), tls: None });
        }
    };
    when(hung_up(true), "NET004", Fail, "asked for a certificate");
    when(hung_up(false), "NET004", Pass, "TLS 1.3");
    when(hung_up(false), "NET012", Fail, "reset the connection");
}

#[test]
fn chains() {
    let unknown = |done: &mut Handshake| done.trust = Trust::UnknownIssuer;
    when(with_tls(unknown), "NET005", Fail, "the chain of 2 leads to CN=Some CA");
    when(with_tls(unknown), "NET011", Skip, "not verified: see NET005");
    let alone = |done: &mut Handshake| {
        unknown(done);
        done.chain.truncate(1);
        done.sent = 1;
    };
    when(with_tls(alone), "NET005", Fail, "issued by CN=Some CA, which is not among the 140 roots");
    let own = |done: &mut Handshake| {
        alone(done);
        done.chain[0].issuer = done.chain[0].subject.clone();
    };
    when(with_tls(own), "NET005", Fail, "self-signed");
    when(with_tls(|done| done.trust = Trust::IssuerExpired), "NET005", Fail, "above the server's own");
    let broken = |done: &mut Handshake| done.trust = Trust::Broken { error: "BadSignature".into() };
    when(with_tls(broken), "NET005", Fail, "BadSignature");

    let mut amazon = good();
    amazon.host = "clustercfg.x.abc.use1.cache.amazonaws.com".into();
    with_tls(unknown)(&mut amazon);
    let seen = of(amazon);
    let help = seen
        .findings
        .iter()
        .find(|finding| finding.check.code == "NET005")
        .and_then(|found| found.help_text());
    assert!(help.expect("help").contains("Amazon's public CA"));
}

#[test]
fn names_and_dates() {
    let nameless = |done: &mut Handshake| {
        done.name = NameMatch::Differs;
        done.chain[0].names.clear();
    };
    when(with_tls(nameless), "NET006", Fail, "names no host at all");
    let until = |until: &str| {
        let until = until.to_owned();
        with_tls(move |done| done.chain[0].not_after = until)
    };
    when(until("2026-11-22T00:00:00Z"), "NET007", Warn, "expires in 1 day, on 2026-11-22");
    when(until("2026-12-20T12:00:00Z"), "NET007", Pass, "another 30 days");
    when(until("2026-11-20T11:59:59Z"), "NET007", Fail, "expired 0 days ago");
    when(until("never"), "NET007", Unknown, "cannot be read");
    when(until("never"), "NET011", Skip, "NET007");
    let future = |done: &mut Handshake| done.chain[0].not_before = "2026-12-01T00:00:00Z".into();
    when(with_tls(future), "NET007", Fail, "valid only from 2026-12-01");
}

#[test]
fn peers() {
    let greeting = |answer: Answer| {
        move |server: &mut ServerStore| server.greeting = stage(Greeting { answer, tls: None })
    };
    when(greeting(Answer::Lost(Lost::TooLong)), "NET008", Fail, "no end in sight");
    let failed = || Answer::Lost(Lost::Failed { error: "host is down".into() });
    when(greeting(failed()), "NET008", Unknown, "host is down");
    when(greeting(failed()), "NET012", Fail, "host is down");
    let record = Banner { looks_like: Some("a TLS server".into()), excerpt: r"\u{15}\u{3}".into() };
    let plain = |server: &mut ServerStore| {
        (server.tls, server.handshake) = (false, None);
        let answer = Answer::Lost(Lost::NotRedis(record));
        server.greeting = stage(Greeting { answer, tls: Some(TlsProbe::Silent) });
    };
    when(plain, "NET008", Fail, "a TLS server");
    let full = "ERR max number of clients + cluster connections reached";
    when(greeting(refused(full)), "NET010", Fail, "cluster connections reached");
}

#[test]
fn logins() {
    let auth = |answer: Answer| {
        move |server: &mut ServerStore| {
            server.auth = stage(answer);
            server.ping = stage(refused("NOAUTH Authentication required."));
            server.facts = None;
        }
    };
    when(auth(refused("ERR invalid password")), "NET011", Fail, "does not accept the password");
    when(
        auth(refused("ERR Client sent AUTH, but no password is set")),
        "NET011",
        Fail,
        "the server has none",
    );
    when(auth(refused("ERR something")), "NET012", Skip, "NET011");
    when(auth(Answer::Lost(Lost::TimedOut { after_ms: 900 })), "NET011", Unknown, "within 900 ms");
    let old = |server: &mut ServerStore| {
        server.login = Login::UserAndPassword;
        auth(refused("ERR wrong number of arguments for 'auth' command"))(server);
    };
    when(old, "NET011", Fail, "knows no users");
    let open = |server: &mut ServerStore| {
        (server.login, server.auth) = (Login::None, None);
        server.greeting = stage(Greeting { answer: said("PONG"), tls: None });
    };
    when(open, "NET011", Pass, "asks for no credentials");
    let ping = |text: &'static str| move |server: &mut ServerStore| server.ping = stage(refused(text));
    when(ping("NOAUTH Authentication required."), "NET012", Fail, "even after it took them");
    when(ping("ERR odd"), "NET012", Fail, "PING was refused: ERR odd");
    when(|server| server.ping = stage(Answer::Lost(Lost::Closed)), "NET012", Fail, "closed the connection");
}
