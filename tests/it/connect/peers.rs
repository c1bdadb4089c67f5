//! Peers that are no Redis server, and servers spoken to in the wrong way.

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::thread;
use std::time::Duration;

use chalkstore::connect::Roots;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown};
use chalkstore::uri::ServerUri;

use super::{CANARY, expect_finding, expect_saying, password, test, test_within, tls_uri, uri};
use crate::support::{Banner, Certificate, Server, SilentListener, Version};

#[test]
fn strangers_are_named() {
    for (bytes, name) in [
        ("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "an HTTP server"),
        ("SSH-2.0-OpenSSH_9.2p1\r\n", "an SSH server"),
        ("220 mail.example.com ESMTP\r\n", "an SMTP or FTP server"),
        ("+OK POP3 ready\r\n", "a POP3 server"),
        ("ERROR\r\n", "a memcached server"),
        ("hello\u{1b}[31m\r\n", "does not speak the Redis protocol"),
    ] {
        for peer in [Banner::at_once(bytes), Banner::after_request(bytes)] {
            let seen = test(ServerUri { credentials: Some(password(CANARY)), ..uri(peer.port()) });
            let finding = expect_saying(&seen, "NET008", Fail, name);
            assert!(!finding.message().contains('\u{1b}'), "{}", finding.message());
            expect_saying(&seen, "NET011", Skip, "NET008");
        }
        let peer = Banner::after_request(bytes);
        expect_finding(&test(tls_uri(peer.port())), "NET004", Fail);
    }
}

#[test]
fn a_stranger_gets_no_password() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    let received = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut all = Vec::new();
        // The test hangs up when it has waited long enough.
        drop(stream.read_to_end(&mut all));
        all
    });
    let uri = ServerUri { credentials: Some(password(CANARY)), ..uri(port) };
    expect_finding(&test_within(uri, Roots::System, Duration::from_millis(600)), "NET011", Skip);
    assert_eq!(received.join().expect("the listener"), b"*1\r\n$4\r\nPING\r\n");
}

#[test]
fn silence_ends_with_the_deadline() {
    let timeout = Duration::from_millis(900);
    let peer = SilentListener::new();
    let seen = test_within(uri(peer.port()), Roots::System, timeout);
    expect_saying(&seen, "NET008", Unknown, "said nothing");
    expect_saying(&seen, "NET012", Fail, "no answer within");
    let seen = test_within(tls_uri(peer.port()), Roots::System, timeout);
    expect_saying(&seen, "NET004", Fail, "no answer within");
    expect_saying(&seen, "NET005", Skip, "NET004");
}

#[test]
fn a_server_that_hangs_up_without_a_word() {
    let peer = Banner::at_once("");
    expect_finding(&test(uri(peer.port())), "NET008", Unknown);
    expect_finding(&test(uri(peer.port())), "NET012", Fail);
    let seen = test(tls_uri(peer.port()));
    expect_saying(&seen, "NET004", Fail, "during the TLS handshake");
}

#[test]
fn tls_to_a_plain_text_port() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        let uri = tls_uri(server.port());
        let seen = test_within(uri, Roots::System, Duration::from_secs(2));
        let finding = expect_saying(&seen, "NET004", Fail, "speaks plain text, not TLS");
        assert!(finding.help_text().expect("help").contains("redis://"));
        expect_saying(&seen, "NET008", Skip, "NET004");
    }
}

#[test]
fn plain_text_to_a_tls_port() {
    for version in [Version::Redis7015, Version::Valkey801] {
        let server = Server::builder(version).tls(Certificate::Valid).start();
        let seen = test(ServerUri { credentials: Some(password(CANARY)), ..uri(server.tls_port()) });
        let finding = expect_saying(&seen, "NET008", Fail, "speaks TLS (TLS 1.3), not plain text");
        assert!(finding.help_text().expect("help").contains("rediss://"));
        expect_finding(&seen, "NET002", Pass);
    }
}
