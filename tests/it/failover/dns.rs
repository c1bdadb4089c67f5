//! What resolvers say, and how they fail.

use chalkstore::failover::evidence::{DnsOutcome, DnsRecord, RecordKind, ResolverSeen};
use chalkstore::failover::observe::{Resolver, ResolverAddress, ask};

use super::{LONG, SHORT, looked};
use crate::support::{DnsServer, RefusingPort};

const NAME: &str = "chalk.example.com";

fn record(name: &str, kind: RecordKind, value: &str, ttl_s: u32) -> DnsRecord {
    DnsRecord { name: name.into(), kind, value: value.into(), ttl_s }
}

fn asked(server: &DnsServer, kind: RecordKind) -> ResolverSeen {
    let resolver = ResolverAddress::At(server.address());
    looked(LONG, async |context| ask(&Resolver::new(&resolver), NAME, kind, context).await)
}

#[test]
fn addresses_ttls_and_chains_are_told() {
    let server = DnsServer::start();
    server.set(NAME, RecordKind::A, vec![("10.1.2.3", 60), ("10.1.2.4", 60)]);
    server.set(NAME, RecordKind::Aaaa, vec![("2001:db8::1", 0)]);
    let seen = asked(&server, RecordKind::A);
    assert_eq!(seen.resolver, server.address().to_string());
    assert_eq!(seen.addresses().collect::<Vec<_>>(), ["10.1.2.3", "10.1.2.4"]);
    let six = record(NAME, RecordKind::Aaaa, "2001:db8::1", 0);
    assert_eq!(asked(&server, RecordKind::Aaaa).outcome, DnsOutcome::Answered(vec![six]));

    server.nothing(NAME);
    server.set(NAME, RecordKind::Cname, vec![("East.example.com.", 300)]);
    server.set("east.example.com", RecordKind::A, vec![("10.1.2.5", 20)]);
    let chain = vec![
        record(NAME, RecordKind::Cname, "east.example.com", 300),
        record("east.example.com", RecordKind::A, "10.1.2.5", 20),
    ];
    assert_eq!(asked(&server, RecordKind::A).outcome, DnsOutcome::Answered(chain));
    // The chain ends where there is no such record.
    assert_eq!(asked(&server, RecordKind::Aaaa).outcome, DnsOutcome::NoRecords);
}

#[test]
fn failures_are_told_apart() {
    let server = DnsServer::start();
    assert_eq!(asked(&server, RecordKind::A).outcome, DnsOutcome::NoName);
    server.nothing(NAME);
    assert_eq!(asked(&server, RecordKind::A).outcome, DnsOutcome::NoRecords);
    server.failing(NAME, true);
    let failed = DnsOutcome::Failed("the resolver failed (SERVFAIL)".into());
    assert_eq!(asked(&server, RecordKind::A).outcome, failed);

    server.silent(true);
    let resolver = ResolverAddress::At(server.address());
    let seen =
        looked(SHORT, async |context| ask(&Resolver::new(&resolver), NAME, RecordKind::A, context).await);
    assert!(matches!(seen.outcome, DnsOutcome::TimedOut(ms) if ms >= 300), "{seen:?}");

    let nobody = RefusingPort::new();
    let resolver: ResolverAddress = format!("127.0.0.1:{}", nobody.port()).parse().expect("an address");
    let seen =
        looked(SHORT, async |context| ask(&Resolver::new(&resolver), NAME, RecordKind::A, context).await);
    assert!(matches!(seen.outcome, DnsOutcome::Failed(_) | DnsOutcome::TimedOut(_)), "{seen:?}");
}

/// A drill asks for hours: every answer is the newest, whatever its TTL says, and a silence ends.
#[test]
fn the_same_resolver_is_asked_again_and_again() {
    let server = DnsServer::start();
    let resolver = ResolverAddress::At(server.address());
    let addresses = looked(LONG, async |context| {
        let resolver = Resolver::new(&resolver);
        let mut told = Vec::new();
        for address in ["10.0.0.1", "10.0.0.2", "", "10.0.0.3"] {
            server.silent(address.is_empty());
            if !address.is_empty() {
                server.set(NAME, RecordKind::A, vec![(address, 3600)]);
            }
            let limit = if address.is_empty() { SHORT } else { LONG };
            let seen = ask(&resolver, NAME, RecordKind::A, &context.limited(limit)).await;
            told.push(seen.addresses().collect::<Vec<_>>().join(" "));
        }
        told
    });
    assert_eq!(addresses, ["10.0.0.1", "10.0.0.2", "", "10.0.0.3"]);
}
