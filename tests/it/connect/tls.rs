//! TLS: the handshake, and each point of the certificate.

use std::time::Duration;

use chalkstore::report::Assessment;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::uri::ServerUri;

use super::{
    CANARY, expect_finding, expect_no_other_problem, expect_saying, password, test, test_with_roots, tls_uri,
};
use crate::support::{Certificate, Server, Version};

const WITH_TLS: [Version; 2] = [Version::Redis7015, Version::Valkey801];

fn insecure(port: u16) -> ServerUri {
    ServerUri { insecure: true, credentials: Some(password(CANARY)), ..tls_uri(port) }
}

fn secure(port: u16) -> ServerUri {
    ServerUri { insecure: false, ..insecure(port) }
}

fn start(version: Version, certificate: Certificate) -> Server {
    Server::builder(version).password(CANARY).tls(certificate).start()
}

/// Tests a server that must not get to see a byte: the first that the test would send is PING. All later checks
/// are skipped on account of the check `code`.
#[track_caller]
fn expect_nothing_sent(server: &Server, code: &str, test: impl FnOnce() -> Assessment) -> Assessment {
    let pings = || server.info("commandstats", "cmdstat_ping");
    let before = pings();
    let seen = test();
    assert_eq!(pings(), before, "something was sent");
    for later in ["NET008", "NET011", "NET012", "NET016"] {
        expect_saying(&seen, later, Skip, code);
    }
    seen
}

#[test]
fn a_valid_certificate() {
    for version in WITH_TLS {
        let server = start(version, Certificate::Valid);
        for host in ["localhost", "127.0.0.1"] {
            let uri = ServerUri { host: host.into(), ..secure(server.tls_port()) };
            let seen = test_with_roots(uri, server.ca_file());
            expect_saying(&seen, "NET004", Pass, "TLS 1.3 with TLS13_");
            expect_saying(&seen, "NET005", Pass, "CN=chalkstore test authority");
            expect_finding(&seen, "NET006", Pass);
            expect_saying(&seen, "NET007", Pass, "for another 34");
            expect_finding(&seen, "NET011", Pass);
            expect_no_other_problem(&seen, &["NET003"]);
        }
        let seen = test_with_roots(insecure(server.tls_port()), server.ca_file());
        let finding = expect_finding(&seen, "NET005", Pass);
        assert!(finding.notes()[0].contains("`#insecure` is not needed"), "{:?}", finding.notes());
    }
}

#[test]
fn an_older_protocol() {
    for version in WITH_TLS {
        let old = |protocols: &str| {
            Server::builder(version).tls(Certificate::Valid).arg("tls-protocols", protocols).start()
        };
        let server = old("TLSv1.2");
        let seen = test_with_roots(tls_uri(server.tls_port()), server.ca_file());
        expect_saying(&seen, "NET004", Pass, "TLS 1.2 with TLS_ECDHE");
        expect_finding(&seen, "NET012", Pass);
    }
}

#[test]
fn an_expired_certificate() {
    for version in WITH_TLS {
        let server = start(version, Certificate::Expired);
        let seen = expect_nothing_sent(&server, "NET007", || {
            test_with_roots(secure(server.tls_port()), server.ca_file())
        });
        expect_finding(&seen, "NET005", Pass);
        expect_finding(&seen, "NET006", Pass);
        expect_saying(&seen, "NET007", Fail, "on 2021-01-01");

        let seen = test_with_roots(insecure(server.tls_port()), server.ca_file());
        expect_finding(&seen, "NET007", Warn);
        expect_finding(&seen, "NET011", Pass);
        expect_no_other_problem(&seen, &["NET003", "NET007"]);
    }
}

/// An authority's certificate that was made only after the server's own had expired is no reason to blame it.
#[test]
fn an_expired_certificate_below_one_that_was_renewed() {
    for version in WITH_TLS {
        let server = start(version, Certificate::ExpiredBelowRenewed);
        let seen = test_with_roots(secure(server.tls_port()), server.ca_file());
        expect_finding(&seen, "NET005", Pass);
        expect_saying(&seen, "NET007", Fail, "on 2021-01-01");
        let seen = test(secure(server.tls_port()));
        expect_saying(&seen, "NET005", Fail, "CN=chalkstore test authority, which is not among the");
        expect_saying(&seen, "NET007", Fail, "on 2021-01-01");
    }
}

#[test]
fn a_certificate_that_expires_soon() {
    for version in WITH_TLS {
        let server = start(version, Certificate::ValidFor(Duration::from_hours(10 * 24 + 12)));
        let seen = test_with_roots(secure(server.tls_port()), server.ca_file());
        expect_saying(&seen, "NET007", Warn, "expires in 10 days");
        expect_finding(&seen, "NET011", Pass);
    }
}

#[test]
fn a_certificate_for_another_host() {
    for version in WITH_TLS {
        let server = start(version, Certificate::WrongHost);
        let seen = expect_nothing_sent(&server, "NET006", || {
            test_with_roots(secure(server.tls_port()), server.ca_file())
        });
        expect_saying(&seen, "NET006", Fail, "names other.example.com, not localhost");
        expect_finding(&seen, "NET005", Pass);
        expect_finding(&seen, "NET007", Pass);

        let seen = test_with_roots(insecure(server.tls_port()), server.ca_file());
        expect_finding(&seen, "NET006", Warn);
        expect_finding(&seen, "NET012", Pass);
    }
}

#[test]
fn an_authority_that_nobody_knows() {
    for version in WITH_TLS {
        let server = start(version, Certificate::Valid);
        let seen = expect_nothing_sent(&server, "NET005", || test(secure(server.tls_port())));
        expect_saying(&seen, "NET005", Fail, "CN=chalkstore test authority, which is not among the");
        expect_finding(&seen, "NET006", Pass);

        let seen = test(insecure(server.tls_port()));
        expect_finding(&seen, "NET005", Warn);
        expect_finding(&seen, "NET012", Pass);
    }
}

#[test]
fn no_roots_at_all() {
    let server = start(Version::Valkey801, Certificate::Valid);
    let nowhere = server.folder().join("no-such-file.pem");
    let seen =
        expect_nothing_sent(&server, "NET005", || test_with_roots(secure(server.tls_port()), &nowhere));
    expect_saying(&seen, "NET005", Unknown, "no root certificate is known");
    let seen = test_with_roots(insecure(server.tls_port()), &nowhere);
    expect_finding(&seen, "NET005", Warn);
    expect_finding(&seen, "NET012", Pass);
}

#[test]
fn a_client_certificate_is_wanted() {
    for version in WITH_TLS {
        for protocols in ["TLSv1.3", "TLSv1.2"] {
            let server = Server::builder(version)
                .tls(Certificate::Valid)
                .require_client_cert()
                .arg("tls-protocols", protocols)
                .start();
            let seen = test_with_roots(tls_uri(server.tls_port()), server.ca_file());
            let finding = expect_saying(&seen, "NET004", Fail, "wants a certificate of the client's");
            assert!(finding.help_text().expect("help").contains("no option for a client certificate"));
            expect_saying(&seen, "NET008", Skip, "NET004");
        }
    }
}

#[test]
fn a_client_certificate_is_asked_for_but_not_needed() {
    for version in WITH_TLS {
        let server =
            Server::builder(version).tls(Certificate::Valid).arg("tls-auth-clients", "optional").start();
        let seen = test_with_roots(tls_uri(server.tls_port()), server.ca_file());
        let finding = expect_finding(&seen, "NET004", Pass);
        assert!(finding.notes()[0].contains("goes on without one"), "{:?}", finding.notes());
        expect_finding(&seen, "NET012", Pass);
    }
}

#[test]
fn a_full_server_hangs_up_on_tls() {
    for version in WITH_TLS {
        let server = Server::builder(version).tls(Certificate::Valid).arg("maxclients", "1").start();
        let held = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("it listens");
        let seen = test_with_roots(tls_uri(server.tls_port()), server.ca_file());
        let finding = expect_saying(&seen, "NET004", Fail, "during the TLS handshake");
        assert!(finding.help_text().expect("help").contains("maxclients"));
        drop(held);
    }
}
