//! The name server and the health endpoints, as plain sockets see them.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, UdpSocket};

use chalkstore::failover::evidence::RecordKind;

use super::super::{DnsServer, HealthRequest, HealthServer};
use super::tools::{SHORT, timed_out};

/// A question for `chalk.example.com` of a type, and the answer as it came.
fn asked(server: SocketAddr, kind: u8) -> std::io::Result<Vec<u8>> {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("there is a free port");
    socket.set_read_timeout(Some(SHORT)).expect("a socket takes a time limit");
    let mut question = vec![7, 8, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    question.extend(b"\x05Chalk\x07example\x03com\0");
    question.extend([0, kind, 0, 1]);
    socket.send_to(&question, server).expect("it is sent");
    let mut answer = [0; 512];
    let count = socket.recv(&mut answer)?;
    Ok(answer[..count].to_vec())
}

#[test]
fn a_name_server_says_what_it_is_told_to() {
    let name = "chalk.example.com";
    let server = DnsServer::start();
    let code = |answer: &[u8]| answer[3] & 0x0f;
    let count = |answer: &[u8]| answer[7];
    let answer = asked(server.address(), 1).expect("it answers");
    assert_eq!((answer[..2].to_vec(), code(&answer), count(&answer)), (vec![7, 8], 3, 0));

    server.set(name, RecordKind::A, vec![("10.1.2.3", 60), ("10.1.2.4", 60)]);
    let answer = asked(server.address(), 1).expect("it answers");
    assert_eq!((code(&answer), count(&answer)), (0, 2));
    assert!(answer.ends_with(&[0, 0, 0, 60, 0, 4, 10, 1, 2, 4]), "{answer:?}");
    let answer = asked(server.address(), 28).expect("it answers");
    assert_eq!((code(&answer), count(&answer)), (0, 0));

    server.nothing(name);
    server.set(name, RecordKind::Cname, vec![("east.example.com", 300)]);
    server.set("east.example.com", RecordKind::Aaaa, vec![("::1", 5)]);
    let answer = asked(server.address(), 28).expect("it answers");
    assert_eq!((code(&answer), count(&answer)), (0, 2));

    server.failing(name, true);
    assert_eq!(code(&asked(server.address(), 1).expect("it answers")), 2);
    server.failing(name, false);
    server.forget(name);
    assert_eq!(code(&asked(server.address(), 1).expect("it answers")), 3);
    server.silent(true);
    assert!(timed_out(asked(server.address(), 1)));
    server.silent(false);
    assert_eq!(server.asked().len(), 7);
    assert_eq!(server.asked()[3], (name.to_owned(), RecordKind::Aaaa));
}

/// What comes back for a request, until the end.
fn said(server: &HealthServer) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(server.address())?;
    stream.set_read_timeout(Some(SHORT))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: chalk.example.com\r\n\r\n")?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    Ok(text)
}

#[test]
fn an_endpoint_fails_on_cue() {
    let [server, other] = HealthServer::start_pair([None, None]);
    assert_eq!(
        (server.address().port(), other.address().ip().to_string()),
        (other.address().port(), "127.0.0.2".into())
    );
    assert!(said(&server).expect("it answers").starts_with("HTTP/1.1 200 "));
    server.answer(503);
    assert!(said(&server).expect("it answers").starts_with("HTTP/1.1 503 "));
    server.redirect("https://elsewhere.example.com/");
    assert!(said(&server).expect("it answers").contains("\r\nLocation: https://elsewhere.example.com/\r\n"));
    server.hang();
    assert!(timed_out(said(&server)));
    server.mute();
    assert!(timed_out(said(&server)));
    server.close();
    assert!(said(&server).map_or(true, |text| text.is_empty()));
    let request = HealthRequest { sni: None, host: "chalk.example.com".into(), path: "/healthz".into() };
    assert_eq!(server.seen(), vec![request; 4]);
    assert!(other.seen().is_empty());
}
