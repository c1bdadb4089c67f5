//! One server of every version: what it answers, asks for and follows.

use std::fs;
use std::net::{Ipv6Addr, TcpStream};
use std::time::Duration;

use super::super::resp::Client;
use super::super::{Certificate, Reply, Server, Version, wait_for};
use super::tools::{LONG, connect, timed_out};

#[test]
fn every_version_answers_and_is_what_it_says() {
    for version in Version::ALL {
        let server = Server::builder(version).ipv6().start();
        assert_eq!(server.run(&["PING"]).text(), "PONG");
        assert_eq!(server.info("server", "process_id"), Some(server.pid().to_string()));
        let names = ["valkey_version", "redis_version"];
        let told =
            names.into_iter().find_map(|name| server.info("server", name)).expect("it tells a version");
        assert!(version.name().ends_with(&told) || told.starts_with("6.2."), "{} is {told}", version.name());
        assert_eq!(server.info("server", "no_such_line"), None);

        let over_tcp =
            Client::new(connect(server.port())).command(&["PING"]).expect("it answers on its port");
        assert_eq!(over_tcp, Reply::Text("PONG".to_owned()));
        drop(TcpStream::connect((Ipv6Addr::LOCALHOST, server.port())).expect("it listens on ::1"));
        assert!(server.log().contains("eady to accept connections"), "{}", server.log());
    }
}

#[test]
fn replies_of_every_type_are_read() {
    let server = Server::builder(Version::Valkey912).start();
    assert_eq!(server.run(&["RPUSH", "list", "a", "two words"]).integer(), 2);
    let items = server.run(&["LRANGE", "list", "0", "-1"]);
    assert_eq!(items.items().iter().map(Reply::text).collect::<Vec<_>>(), ["a", "two words"]);
    assert_eq!(server.run(&["GET", "nothing"]), Reply::Nil);
    let refused = server.command(&["NONSENSE"]);
    assert!(refused.error().is_some_and(|message| message.starts_with("ERR unknown command")), "{refused:?}");
}

#[test]
fn passwords_and_users_are_asked_for() {
    for version in Version::ALL {
        let password = r#"quote " backslash \ space"#;
        let server =
            Server::builder(version).password(password).acl_user("probe", "pw 2", "~* +ping +info").start();
        assert_eq!(server.run(&["PING"]).text(), "PONG");
        let mut stranger = Client::new(connect(server.port()));
        let mut answer = |words: &[&str]| stranger.command(words).expect("it answers");
        assert!(answer(&["PING"]).error().is_some_and(|message| message.starts_with("NOAUTH")));
        assert_eq!(answer(&["AUTH", "probe", "pw 2"]).text(), "OK");
        assert_eq!(answer(&["PING"]).text(), "PONG");
        assert!(answer(&["GET", "k"]).error().is_some_and(|message| message.starts_with("NOPERM")));
    }
}

#[test]
fn a_replica_follows_its_primary() {
    for version in Version::ALL {
        let builder = Server::builder(version).password("pw");
        let primary = if version.has_tls() { builder.tls_only(Certificate::Valid) } else { builder }.start();
        let builder = Server::builder(version).replica_of(&primary);
        let builder = if version.has_tls() { builder.tls(Certificate::Valid) } else { builder };
        let replica = builder.start();
        wait_for("link", LONG, || {
            let status = replica.info("replication", "master_link_status");
            if status.as_deref() == Some("up") {
                Ok(())
            } else {
                Err(format!("{status:?}: {}", replica.log()))
            }
        });
    }
}

#[test]
fn tls_ports_speak_tls_only() {
    let certificates = [
        Certificate::Valid,
        Certificate::ValidFor(Duration::from_hours(48)),
        Certificate::Expired,
        Certificate::WrongHost,
    ];
    for version in Version::ALL.into_iter().filter(|version| version.has_tls()) {
        for certificate in certificates {
            let server = Server::builder(version).tls(certificate).start();
            let answer = Client::new(connect(server.tls_port())).command(&["PING"]);
            assert!(answer.is_err_and(|error| !timed_out::<()>(Err(error))), "a plain client is cut off");
            let answer =
                Client::new(connect(server.port())).command(&["PING"]).expect("the plain port answers");
            assert_eq!(answer.text(), "PONG");
            for file in [server.ca_file()].iter().chain(&server.client_files()) {
                let text = fs::read_to_string(file).expect("the file is there");
                assert!(text.starts_with("-----BEGIN "), "{text}");
            }
        }
        let server = Server::builder(version).tls_only(Certificate::Valid).require_client_cert().start();
        assert_eq!(server.run(&["CONFIG", "GET", "port"]).items()[1].text(), "0");
        assert_eq!(server.run(&["CONFIG", "GET", "tls-auth-clients"]).items()[1].text(), "yes");
    }
}

#[test]
fn command_line_clients_come_with_three_versions() {
    for version in [Version::Valkey801, Version::Redis7015, Version::Redis62] {
        let server = Server::builder(version).start();
        let done = version
            .cli()
            .expect("it comes with one")
            .args(["-p", &server.port().to_string(), "PING"])
            .output()
            .expect("it can be started");
        assert_eq!(String::from_utf8_lossy(&done.stdout), "PONG\n");
    }
}
