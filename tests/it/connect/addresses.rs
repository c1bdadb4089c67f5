//! Names, ports and address families.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use chalkstore::connect::evidence::{Attempt, Dial, Family, Store};
use chalkstore::connect::{Roots, Target};
use chalkstore::report::Status::{Fail, Pass, Skip, Warn};
use chalkstore::uri::{ServerUri, StoreUri};
use socket2::{Domain, Socket, Type};

use super::{TIMEOUT, assess, expect_finding, expect_saying, observe, test, test_within, uri};
use crate::support::{RefusingPort, Server, Version};

#[test]
fn a_name_that_nobody_has() {
    // RFC 6761: resolvers answer for `.invalid` without asking anybody.
    let seen = test(ServerUri { host: "store.chalk.invalid".into(), ..uri(6379) });
    let finding = seen.findings.first().expect("NET001");
    // A machine without any name server cannot tell: that is no verdict on the name.
    if finding.status == Fail {
        expect_saying(&seen, "NET001", Fail, "store.chalk.invalid does not resolve");
    }
    expect_saying(&seen, "NET002", Skip, "NET001");
    expect_finding(&seen, "NET012", Skip);
}

#[test]
fn a_port_on_which_nobody_listens() {
    let port = RefusingPort::new();
    let seen = test(uri(port.port()));
    expect_finding(&seen, "NET001", Pass);
    let finding = expect_saying(&seen, "NET002", Fail, "refused");
    assert!(finding.help_text().expect("help").contains("nothing listens"));
    expect_saying(&seen, "NET008", Skip, "NET002");
}

#[test]
fn a_port_that_drops_packets() {
    let port = FullListener::new();
    let seen = test_within(uri(port.port()), Roots::System, Duration::from_millis(500));
    let finding = expect_saying(&seen, "NET002", Fail, "did not answer within");
    assert!(finding.help_text().expect("help").contains("security group"));
    expect_saying(&seen, "NET003", Skip, "NET002");
}

#[test]
fn an_address_to_which_there_is_no_way() {
    // The system knows no route for a stream to a multicast group.
    let seen = test(ServerUri { host: "224.0.0.1".into(), ..uri(6379) });
    expect_saying(&seen, "NET002", Fail, "unreachable");
}

#[test]
fn one_family_of_two() {
    let server = Server::builder(Version::Valkey912).ipv6().start();
    let seen = test(ServerUri { host: "127.0.0.1".into(), ..uri(server.port()) });
    expect_saying(&seen, "NET003", Pass, "is an IPv4 address");
    let seen = test(ServerUri { host: "::1".into(), ..uri(server.port()) });
    expect_saying(&seen, "NET003", Pass, "is an IPv6 address");

    // Not every machine has a name with both families, so the second is added to what was really seen; that both
    // are tried is tested beside the code.
    let target = Target::new(StoreUri::Server(uri(server.port())));
    let mut evidence = observe(&target, TIMEOUT);
    let Store::Server(seen) = &mut evidence.store else { panic!("a server") };
    let tcp = &mut seen.tcp.as_mut().expect("it was reached").outcome;
    tcp.attempts.push(Attempt {
        family: Family::V6,
        address: "[2001:db8::1]:6379".to_owned(),
        loopback: false,
        duration_us: 1000,
        outcome: Dial::Unreachable { error: "Network is unreachable".to_owned() },
    });
    let seen = assess(&target, &evidence);
    expect_saying(&seen, "NET003", Warn, "IPv6 addresses that do not work");
    expect_finding(&seen, "NET012", Pass);
}

/// A listener whose queue is full: the kernel drops what else wants to connect, as a firewall does.
struct FullListener {
    listener: Socket,
    _queued: Vec<Socket>,
}

impl FullListener {
    fn new() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        listener.bind(&any.into()).expect("a free port");
        listener.listen(1).expect("it listens");
        let address = listener.local_addr().expect("it is bound");
        let connect = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
            let queued = socket.connect_timeout(&address, Duration::from_millis(200)).is_ok();
            (queued, socket)
        };
        let queued = std::iter::repeat_with(connect).take(16).take_while(|(queued, _)| *queued);
        Self { _queued: queued.map(|(_, socket)| socket).collect(), listener }
    }

    fn port(&self) -> u16 {
        self.listener.local_addr().ok().and_then(|address| address.as_socket()).expect("it is bound").port()
    }
}
