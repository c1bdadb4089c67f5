//! Servers that stand alone: healthy, full, loading, replicas, too old.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use chalkstore::connect::Roots;
use chalkstore::report::Status::{Fail, Pass, Skip, Unknown, Warn};
use chalkstore::uri::ServerUri;

use super::{TIMEOUT, expect_finding, expect_no_other_problem, expect_saying, row, test, test_within, uri};
use crate::support::{Relay, Server, Version, wait_for};

#[test]
fn a_healthy_server_passes_everything() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        let seen = test(uri(server.port()));
        for code in [
            "NET001", "NET002", "NET003", "NET008", "NET010", "NET011", "NET012", "NET013", "NET015",
            "NET016",
        ] {
            expect_finding(&seen, code, Pass);
        }
        for code in ["NET009", "NET017", "NET018"] {
            expect_finding(&seen, code, Skip);
        }
        let (kind, number) = version.name().split_once('-').expect("a kind and a version");
        let status = if version == Version::Redis62 { Warn } else { Pass };
        let finding = expect_finding(&seen, "NET014", status);
        assert!(
            finding.message().to_lowercase().starts_with(&format!("{kind} {number}")),
            "{}",
            finding.message()
        );
        assert_eq!(row(&seen, "server", "role"), "primary");
        assert_eq!(row(&seen, "server", "mode"), "standalone");
        assert_eq!(row(&seen, "server", "maxclients"), 10_000);
        expect_no_other_problem(&seen, &["NET014"]);
    }
}

#[test]
fn a_primary_that_refuses_writes_is_seen_without_a_write() {
    let server = Server::builder(Version::Valkey912).start();
    server.run(&["CONFIG", "SET", "maxmemory", "100000"]);
    let seen = test(uri(server.port()));
    expect_saying(&seen, "NET015", Fail, "noeviction: writes fail now");
    server.run(&["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    expect_saying(&test(uri(server.port())), "NET015", Warn, "evict other features");
    server.run(&["CONFIG", "SET", "maxmemory", "0"]);
    assert!(expect_finding(&test(uri(server.port())), "NET015", Pass).notes().is_empty());
    server.run(&["ACL", "SETUSER", "default", "-@write"]);
    expect_saying(&test(uri(server.port())), "NET015", Fail, "this user may not write");
    server.run(&["ACL", "SETUSER", "default", "-acl"]);
    let seen = test(uri(server.port()));
    let finding = expect_finding(&seen, "NET015", Pass);
    assert!(finding.notes()[0].contains("was not looked at"), "{:?}", finding.notes());
    assert_eq!(server.run(&["DBSIZE"]).integer(), 0);
}

#[test]
fn a_database_is_selected_or_out_of_range() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        let seen = test(ServerUri { database: Some(15), ..uri(server.port()) });
        expect_finding(&seen, "NET018", Pass);
        let seen = test(ServerUri { database: Some(16), ..uri(server.port()) });
        expect_saying(&seen, "NET018", Fail, "SELECT 16 was refused: ERR DB index is out of range");
        expect_no_other_problem(&seen, &["NET014", "NET018"]);
    }
}

#[test]
fn a_replica_refuses_writes() {
    for version in Version::ALL {
        let primary = Server::builder(version).start();
        let replica = Server::builder(version).replica_of(&primary).start();
        wait_for("link to the primary", TIMEOUT, || {
            match replica.info("replication", "master_link_status").as_deref() {
                Some("up") => Ok(()),
                other => Err(format!("{other:?}")),
            }
        });
        let seen = test(uri(replica.port()));
        let finding = expect_saying(&seen, "NET015", Fail, "READONLY");
        assert!(finding.notes().is_empty(), "{:?}", finding.notes());
        assert_eq!(row(&seen, "server", "role"), "replica");

        primary.kill();
        wait_for("end of the link", TIMEOUT, || {
            match replica.info("replication", "master_link_status").as_deref() {
                Some("down") => Ok(()),
                other => Err(format!("{other:?}")),
            }
        });
        let seen = test(uri(replica.port()));
        let finding = expect_finding(&seen, "NET015", Fail);
        assert!(finding.notes()[0].contains("link to the primary is down"), "{:?}", finding.notes());

        replica.run(&["CONFIG", "SET", "replica-serve-stale-data", "no"]);
        let seen = test(uri(replica.port()));
        if version == Version::Redis62 {
            // It refuses reads only.
            expect_finding(&seen, "NET012", Pass);
        } else {
            expect_saying(&seen, "NET012", Fail, "MASTERDOWN");
        }
    }
}

/// A client that has been let in. It counts the others itself: one more connection to ask by would be counted.
struct Client(BufReader<TcpStream>);

impl Client {
    fn new(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("it listens");
        let mut client = Self(BufReader::new(stream));
        assert_eq!(client.line("PING"), "+PONG");
        client
    }

    fn line(&mut self, command: &str) -> String {
        self.0.get_mut().write_all(format!("{command}\r\n").as_bytes()).expect("it reads");
        self.next_line()
    }

    fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("it answers");
        line.trim_end().to_owned()
    }

    /// How many connections the server counts.
    fn count(&mut self) -> usize {
        let length: usize = self.line("INFO clients")[1..].parse().expect("a length");
        let mut text = vec![0; length + 2];
        self.0.read_exact(&mut text).expect("it answers");
        let text = String::from_utf8_lossy(&text);
        let count = text.lines().find_map(|line| line.strip_prefix("connected_clients:"));
        count.and_then(|count| count.parse().ok()).expect("INFO has it")
    }
}

/// As many clients in all, and the server counts nobody else.
fn fill(clients: &mut Vec<Client>, port: u16, wanted: usize) {
    while clients.len() < wanted {
        wait_until_alone(clients);
        clients.push(Client::new(port));
    }
    wait_until_alone(clients);
}

/// Waits until connections that were closed are counted no more.
fn wait_until_alone(clients: &mut [Client]) {
    let wanted = clients.len();
    let Some(first) = clients.first_mut() else { return };
    wait_for("end of the other connections", TIMEOUT, || match first.count() {
        count if count == wanted => Ok(()),
        count => Err(format!("{count} instead of {wanted}")),
    });
}

#[test]
fn a_server_fills_up() {
    for version in Version::ALL {
        let server = Server::builder(version).arg("maxclients", "10").start();
        let mut clients = Vec::new();
        fill(&mut clients, server.port(), 7);
        let seen = test(uri(server.port()));
        expect_saying(&seen, "NET010", Pass, "8 of 10");

        fill(&mut clients, server.port(), 8);
        let seen = test(uri(server.port()));
        expect_saying(&seen, "NET010", Warn, "9 of 10");

        fill(&mut clients, server.port(), 9);
        let seen = test(uri(server.port()));
        expect_saying(&seen, "NET010", Fail, "10 of 10");
        expect_finding(&seen, "NET012", Pass);

        fill(&mut clients, server.port(), 10);
        let seen = test(uri(server.port()));
        expect_saying(&seen, "NET010", Fail, "ERR max number of clients");
        expect_finding(&seen, "NET008", Pass);
        for code in ["NET009", "NET011", "NET012", "NET015"] {
            expect_saying(&seen, code, Skip, "NET010");
        }
    }
}

#[test]
fn a_server_that_loads_says_so() {
    for version in Version::ALL {
        // Redis 6.2 looks up from loading only every 2 MiB, so it gets more to load, and faster.
        let (delay_us, keys, length) = match version {
            Version::Redis62 => ("250", 20_000, 1_000),
            _ => ("5000", 4_000, 200),
        };
        let mut builder =
            Server::builder(version).arg("key-load-delay", delay_us).arg("rdbcompression", "no");
        if version != Version::Redis62 {
            builder = builder.arg("loading-process-events-interval-bytes", "1024");
        }
        let server = builder.start();
        let fill = format!(
            "for i = 1, {keys} do redis.call('SET', 'key:' .. i, string.rep('x', {length})) end return 'OK'"
        );
        server.run(&["EVAL", &fill, "0"]);
        server.run(&["SAVE"]);
        server.kill();
        server.restart();
        let seen = test(uri(server.port()));
        expect_saying(&seen, "NET013", Fail, "loading its data set");
        expect_saying(&seen, "NET012", Skip, "NET013");
        expect_finding(&seen, "NET014", if version == Version::Redis62 { Warn } else { Pass });
    }
}

#[test]
fn a_server_that_hangs_is_waited_for_until_the_deadline() {
    for version in Version::ALL {
        let server = Server::builder(version).start();
        server.freeze();
        let seen = test_within(uri(server.port()), Roots::System, Duration::from_secs(1));
        expect_finding(&seen, "NET002", Pass);
        expect_finding(&seen, "NET008", Unknown);
        expect_saying(&seen, "NET012", Fail, "no answer within");
        expect_saying(&seen, "NET016", Skip, "NET012");
        server.thaw();
    }
}

#[test]
fn protected_mode_turns_strangers_away() {
    // To Redis 7.0 a client from 127.0.0.2 is a stranger; to the others all of 127/8 is local.
    let server = Server::builder(Version::Redis7015).protected_mode().start();
    let relay = Relay::new(server.port(), Ipv4Addr::new(127, 0, 0, 2));
    let seen = test(uri(relay.port()));
    expect_saying(&seen, "NET009", Fail, "DENIED");
    expect_finding(&seen, "NET008", Pass);
    expect_saying(&seen, "NET012", Skip, "NET009");
}
