//! Verdicts from evidence made by hand: above all those that no real server can be brought to.

mod reaching;
mod telling;

use crate::connect::evidence::*;
use crate::connect::{assess, plan};
use crate::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use crate::report::{Assessment, Status};

const NOW: &str = "2026-11-20T12:00:00Z";

#[expect(clippy::unnecessary_wraps, reason = "a stage of the evidence may be missing")]
fn stage<T>(outcome: T) -> Option<Stage<T>> {
    Some(Stage { start_us: 10, duration_us: 1_234, outcome })
}

fn refusal(text: &str) -> Refusal {
    let code = text.split(' ').next().unwrap_or_default().to_owned();
    Refusal { code, text: text.to_owned() }
}

fn refused(text: &str) -> Answer {
    Answer::Refused(refusal(text))
}

fn said(text: &str) -> Answer {
    Answer::Said(text.to_owned())
}

fn certificate() -> Certificate {
    Certificate {
        subject: "CN=cache.example.com".into(),
        issuer: "CN=Some CA".into(),
        names: vec!["cache.example.com".into()],
        not_before: "2026-01-01T00:00:00Z".into(),
        not_after: "2027-12-31T00:00:00Z".into(),
    }
}

fn handshake() -> Handshake {
    Handshake {
        protocol: "TLS 1.3".into(),
        cipher: "TLS13_AES_256_GCM_SHA384".into(),
        client_certificate_asked: false,
        sent: 2,
        chain: vec![certificate(), Certificate { subject: "CN=Some CA".into(), ..certificate() }],
        roots: RootSet { source: "the system's trust store".into(), loaded: 140, errors: Vec::new() },
        trust: Trust::Trusted,
        name: NameMatch::Matches,
    }
}

fn facts() -> Facts {
    Facts {
        server: Answered::Known(ServerFacts {
            valkey_version: Some("9.1.2".into()),
            redis_version: Some("7.2.4".into()),
            mode: Some("standalone".into()),
            ..ServerFacts::default()
        }),
        clients: Answered::Known(ClientFacts {
            connected_clients: Some(5),
            cluster_connections: Some(0),
            maxclients: Some(100),
        }),
        replication: Answered::Known(ReplicationFacts {
            role: Some("master".into()),
            ..ReplicationFacts::default()
        }),
        persistence: Answered::Known(PersistenceFacts {
            loading: Some(false),
            ..PersistenceFacts::default()
        }),
        cluster: Answered::Known(ClusterSection { cluster_enabled: Some(false) }),
        cluster_info: Answered::Refused(refusal("ERR This instance has cluster support disabled")),
        select: None,
        memory: Some(Answered::Known(MemoryFacts {
            used_bytes: Some(900),
            max_bytes: Some(1000),
            not_counted_bytes: Some(0),
            policy: Some("noeviction".into()),
        })),
        write_rehearsed: Some(Answered::Known(Rehearsal::Allowed)),
    }
}

/// A server with TLS that passes everything.
fn good() -> ServerStore {
    let attempt = Attempt {
        family: Family::V4,
        address: "10.0.0.1:6379".into(),
        loopback: false,
        duration_us: 400,
        outcome: Dial::Connected,
    };
    ServerStore {
        host: "cache.example.com".into(),
        port: 6379,
        tls: true,
        insecure: false,
        clustered: false,
        database: None,
        login: Login::Password,
        secret: None,
        resolve: stage(Resolve::Found { addresses: vec!["10.0.0.1".into()] }),
        tcp: stage(Tcp { attempts: vec![attempt], used: Some(0) }),
        handshake: stage(Tls::Done(Box::new(handshake()))),
        greeting: stage(Greeting { answer: refused("NOAUTH Authentication required."), tls: None }),
        auth: stage(said("OK")),
        ping: stage(said("PONG")),
        facts: stage(facts()),
    }
}

fn of(server: ServerStore) -> Assessment {
    assess(&Evidence { observed_at: NOW.into(), timeout_ms: 5000, store: Store::Server(Box::new(server)) })
}

#[track_caller]
fn expect(assessment: &Assessment, code: &str, status: Status, part: &str) {
    let finding = assessment.findings.iter().find(|finding| finding.check.code == code).expect(code);
    assert_eq!(finding.status, status, "{code}: {}", finding.message());
    assert!(finding.message().contains(part), "{code}: {}", finding.message());
}

/// The finding for a server that differs from the good one in this.
#[track_caller]
fn when(change: impl FnOnce(&mut ServerStore), code: &str, status: Status, part: &str) {
    let mut server = good();
    change(&mut server);
    expect(&of(server), code, status, part);
}

fn with_tls(change: impl FnOnce(&mut Handshake)) -> impl FnOnce(&mut ServerStore) {
    let mut done = handshake();
    change(&mut done);
    |server| server.handshake = stage(Tls::Done(Box::new(done)))
}

fn with_facts(change: impl FnOnce(&mut Facts)) -> impl FnOnce(&mut ServerStore) {
    let mut facts = facts();
    change(&mut facts);
    |server| server.facts = stage(facts)
}

fn with_fault(fault: TlsFault, plain: Option<Answer>) -> impl FnOnce(&mut ServerStore) {
    |server| {
        let failure = TlsFailure { fault, client_certificate_asked: false, plain };
        server.handshake = stage(Tls::Failed(Box::new(failure)));
        (server.greeting, server.auth, server.ping, server.facts) = (None, None, None, None);
    }
}

#[test]
fn a_good_server_passes_and_every_planned_check_speaks() {
    let seen = of(good());
    let codes: Vec<_> = seen.findings.iter().map(|finding| finding.check.code).collect();
    let planned: Vec<_> = plan::of_server(true).iter().map(|check| check.code).collect();
    assert_eq!(codes, planned);
    assert!(seen.findings.iter().all(|finding| !finding.status.is_problem()), "{:?}", seen.findings);
    expect(&seen, "NET009", Pass, "");
    expect(&seen, "NET012", Pass, "PONG in 1.2 ms");
    assert_eq!(seen.rows.iter().filter(|row| row.table == "stages").count(), 7);
    assert_eq!(seen.rows[0].value["duration_us"], 1234);
    assert_eq!(schemars::schema_for!(Evidence).as_value()["title"], "Evidence");
}
