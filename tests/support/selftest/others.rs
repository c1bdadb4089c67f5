//! What is not a Valkey or Redis server: other peers, a relay, the emulators.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};

use super::super::guard::is_running;
use super::super::resp::Client;
use super::super::{Banner, Emulator, RefusingPort, Relay, Server, SilentListener, Version};
use super::tools::{SHORT, connect, read_all, timed_out};

#[test]
fn peers_that_are_no_servers_behave() {
    let refusing = RefusingPort::new();
    let refused = TcpStream::connect((Ipv4Addr::LOCALHOST, refusing.port())).expect_err("nobody listens");
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);

    let silent = SilentListener::new();
    let mut stream = connect(silent.port());
    stream.write_all(b"PING\r\n").expect("the kernel takes it");
    stream.set_read_timeout(Some(SHORT)).expect("a socket takes a time limit");
    assert!(timed_out(stream.read(&mut [0])));

    let ssh = Banner::at_once("SSH-2.0-OpenSSH_9.2\r\n");
    assert_eq!(read_all(connect(ssh.port())), "SSH-2.0-OpenSSH_9.2\r\n");

    let http = Banner::after_request("HTTP/1.1 400 Bad Request\r\n\r\n");
    let mut stream = connect(http.port());
    stream.write_all(b"PING\r\n").expect("the listener reads");
    assert_eq!(read_all(stream), "HTTP/1.1 400 Bad Request\r\n\r\n");
}

#[test]
fn protected_mode_refuses_a_client_from_another_address() {
    let server = Server::builder(Version::Redis7015).protected_mode().start();
    assert_eq!(Client::new(connect(server.port())).command(&["PING"]).expect("it answers").text(), "PONG");
    let relay = Relay::new(server.port(), Ipv4Addr::new(127, 0, 0, 2));
    let said = read_all(connect(relay.port()));
    assert!(said.starts_with("-DENIED Redis is running in protected mode"), "{said}");

    server.run(&["CONFIG", "SET", "protected-mode", "no"]);
    let answer = Client::new(connect(relay.port())).command(&["PING"]).expect("the relay passes it on");
    assert_eq!(answer.text(), "PONG");
}

#[test]
fn emulators_answer() {
    let json = ("Content-Type", "application/x-amz-json-1.0");
    let list = ("X-Amz-Target", "DynamoDB_20120810.ListTables");
    let credential = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, \
                      SignedHeaders=host, Signature=0";
    for emulator in [Emulator::DynamoDbLocal, Emulator::Moto, Emulator::Ministack] {
        let running = emulator.shared();
        assert!(running.url().starts_with("http://127.0.0.1:"));
        assert!(std::ptr::eq(running, emulator.shared()));
        let headers = [json, list, ("Authorization", credential)];
        let (status, body) = running.request("POST", "/", &headers, "{}").expect("it answers");
        assert_eq!(
            (status, body.contains("TableNames")),
            (200, true),
            "{emulator:?}: {body}\n{}",
            running.log()
        );
    }
}

#[test]
fn moto_enforces_iam_when_told_to() {
    let running = Emulator::Moto.start_with(&[("INITIAL_NO_AUTH_ACTION_COUNT", "0")]);
    let headers = [
        ("Content-Type", "application/x-amz-json-1.0"),
        ("X-Amz-Target", "DynamoDB_20120810.ListTables"),
        (
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAUNKNOWN/20260101/us-east-1/dynamodb/aws4_request, \
             SignedHeaders=host, Signature=0",
        ),
    ];
    let (status, body) = running.request("POST", "/", &headers, "{}").expect("it answers");
    assert!((400..500).contains(&status), "{status}: {body}");
    let (pid, log) = (running.pid(), running.log());
    drop(running);
    assert!(!is_running(pid), "{log}");
}
