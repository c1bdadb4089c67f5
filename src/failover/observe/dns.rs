//! Asking resolvers, one by one, and without a cache: what each of them says now, with its TTLs.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{
    ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts,
};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};

use crate::connect::text::escape;
use crate::failover::evidence::{DnsOutcome, DnsRecord, RecordKind, ResolverSeen};
use crate::observe::Context;

/// Where a resolver listens.
const PORT: u16 = 53;
/// Where systems say which resolvers they ask.
const SYSTEM: &str = "/etc/resolv.conf";
/// No system asks more.
const SYSTEM_SERVERS: usize = 3;

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolverAddress {
    /// The system's own, as `/etc/resolv.conf` names them.
    System,
    /// One address.
    At(SocketAddr),
}

impl FromStr for ResolverAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "system" {
            return Ok(Self::System);
        }
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        let alone = bare.parse::<IpAddr>().map(|ip| SocketAddr::new(ip, PORT));
        let address = alone.or_else(|_| text.parse::<SocketAddr>());
        address
            .ok()
            .filter(|address| address.port() != 0)
            .map(Self::At)
            .ok_or("write an address, such as 1.1.1.1, 10.0.0.2:5353 or [2606:4700:4700::1111]:53; or system")
    }
}

/// A resolver that can be asked again and again.
pub struct Resolver {
    label: String,
    client: Result<TokioResolver, String>,
}

impl Resolver {
    /// Gets one ready; nothing is sent yet. Why the system's own cannot be asked is told by every answer.
    pub fn new(address: &ResolverAddress) -> Self {
        match address {
            ResolverAddress::System => {
                let client = system().and_then(|servers| client(&servers));
                Self { label: "system".to_owned(), client }
            }
            ResolverAddress::At(address) => Self { label: address.to_string(), client: client(&[*address]) },
        }
    }

    /// The resolver: `ADDRESS:PORT`, or `system`.
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// Asks for the records of a name, without a cache and until the context's deadline.
pub async fn ask(resolver: &Resolver, name: &str, kind: RecordKind, context: &Context) -> ResolverSeen {
    let begun = context.elapsed_us();
    let outcome = match &resolver.client {
        Err(reason) => DnsOutcome::Failed(reason.clone()),
        Ok(client) => look_up(client, name, kind, context).await,
    };
    ResolverSeen { resolver: resolver.label.clone(), kind, outcome, took_us: context.elapsed_us() - begun }
}

async fn look_up(client: &TokioResolver, name: &str, kind: RecordKind, context: &Context) -> DnsOutcome {
    let Ok(mut full) = Name::from_ascii(name).or_else(|_| Name::from_utf8(name)) else {
        return DnsOutcome::Failed("this is no name that can be asked for".to_owned());
    };
    // No search list: it is the whole name.
    full.set_fqdn(true);
    let of = match kind {
        RecordKind::A => RecordType::A,
        RecordKind::Aaaa => RecordType::AAAA,
        RecordKind::Cname => RecordType::CNAME,
    };
    let begun = context.elapsed_us();
    match context.within(client.lookup(full, of)).await {
        Err(late) => DnsOutcome::TimedOut(u64::try_from(late.after.as_millis()).unwrap_or(u64::MAX)),
        Ok(Ok(found)) => {
            let records: Vec<DnsRecord> = found.answers().iter().filter_map(record).collect();
            if records.iter().any(|record| record.kind == kind) {
                DnsOutcome::Answered(records)
            } else {
                DnsOutcome::NoRecords
            }
        }
        Ok(Err(error)) => failed(&error, (context.elapsed_us() - begun) / 1000),
    }
}

fn failed(error: &NetError, took_ms: u64) -> DnsOutcome {
    match error {
        NetError::Timeout => DnsOutcome::TimedOut(took_ms),
        NetError::Dns(DnsError::NoRecordsFound(none)) => match none.response_code {
            ResponseCode::NXDomain => DnsOutcome::NoName,
            ResponseCode::NoError => DnsOutcome::NoRecords,
            other => DnsOutcome::Failed(refused(other)),
        },
        NetError::Dns(DnsError::ResponseCode(code)) => DnsOutcome::Failed(refused(*code)),
        NetError::Io(error) => DnsOutcome::Failed(escape(&error.to_string())),
        other => DnsOutcome::Failed(escape(&other.to_string())),
    }
}

fn refused(code: ResponseCode) -> String {
    match code {
        ResponseCode::ServFail => "the resolver failed (SERVFAIL)".to_owned(),
        ResponseCode::Refused => "the resolver refuses to answer (REFUSED)".to_owned(),
        other => format!("the resolver says: {}", escape(&other.to_string())),
    }
}

fn record(record: &Record) -> Option<DnsRecord> {
    let (kind, value) = match &record.data {
        RData::A(address) => (RecordKind::A, address.0.to_string()),
        RData::AAAA(address) => (RecordKind::Aaaa, address.0.to_string()),
        RData::CNAME(name) => (RecordKind::Cname, written(&name.0)),
        _ => return None,
    };
    Some(DnsRecord { name: written(&record.name), kind, value, ttl_s: record.ttl })
}

/// In small letters, and without the dot at its end.
fn written(name: &Name) -> String {
    escape(name.to_ascii().trim_end_matches('.')).to_lowercase()
}

fn client(servers: &[SocketAddr]) -> Result<TokioResolver, String> {
    let at = |address: &SocketAddr| {
        // An answer that is too long for a datagram is asked for again over a connection.
        let ways = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut way| {
            way.port = address.port();
            way
        });
        NameServerConfig::new(address.ip(), true, ways.into())
    };
    let config = ResolverConfig::from_parts(None, Vec::new(), servers.iter().map(at).collect());
    let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
    options(builder.options_mut());
    builder.build().map_err(|error| escape(&error.to_string()))
}

fn options(options: &mut ResolverOpts) {
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.preserve_intermediates = true;
    // Who asks has a deadline, and asks again.
    options.timeout = std::time::Duration::from_mins(1);
    options.attempts = 0;
}

/// The system's resolvers, in its order.
fn system() -> Result<Vec<SocketAddr>, String> {
    let text = fs::read_to_string(SYSTEM)
        .map_err(|error| format!("the system's resolvers are not known: {SYSTEM}: {error}"))?;
    let servers = nameservers(&text);
    if servers.is_empty() {
        return Err(format!("the system's resolvers are not known: {SYSTEM} names none"));
    }
    Ok(servers)
}

/// The `nameserver` lines; an address with a zone cannot be asked.
fn nameservers(text: &str) -> Vec<SocketAddr> {
    let addresses = text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next()? == "nameserver").then(|| words.next()?.parse::<IpAddr>().ok())?
    });
    addresses.map(|ip| SocketAddr::new(ip, PORT)).take(SYSTEM_SERVERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolvers_are_read_as_people_write_them() {
        let at = |text: &str| Ok(ResolverAddress::At(text.parse().expect("an address")));
        assert_eq!("system".parse(), Ok(ResolverAddress::System));
        assert_eq!("1.1.1.1".parse(), at("1.1.1.1:53"));
        assert_eq!("127.0.0.1:5353".parse(), at("127.0.0.1:5353"));
        assert_eq!("::1".parse(), at("[::1]:53"));
        assert_eq!("[::1]".parse(), at("[::1]:53"));
        assert_eq!("[::1]:5353".parse(), at("[::1]:5353"));
        for text in ["", "dns.example.com", "1.1.1.1:0", "1.1.1", "1.1.1.1:99999"] {
            assert!(text.parse::<ResolverAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_system_names_its_resolvers() {
        let text = "# nameserver 9.9.9.9\nsearch a.example\nnameserver 10.0.0.2\n nameserver ::1 \nnameserver fe80::1%eth0\nnameserver\n";
        let found: Vec<String> = nameservers(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["10.0.0.2:53", "[::1]:53"]);
    }
}
