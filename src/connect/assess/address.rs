//! NET001 to NET003: the name, TCP, and the address families.

use std::collections::BTreeMap;

use super::gate::Verdicts;
use crate::connect::evidence::{Attempt, Dial, Family, Resolve, ServerStore, Stage, Tcp};
use crate::observe::LONGER;
use crate::report::{Finding, catalogue as checks};
use crate::words::{microseconds, milliseconds};

/// Judges whether there is a way to the server.
pub(super) fn judge(server: &ServerStore, verdicts: &mut Verdicts) {
    let Some(stage) = &server.resolve else { return };
    verdicts.need(resolve(&server.host, stage));
    let Some(stage) = server.tcp.as_ref().filter(|_| verdicts.is_open()) else { return };
    verdicts.need(tcp(server, &stage.outcome));
    if verdicts.is_open() {
        verdicts.add(families(&server.host, &stage.outcome));
    }
}

fn resolve(host: &str, stage: &Stage<Resolve>) -> Finding {
    let check = &checks::NET_RESOLVE;
    match &stage.outcome {
        Resolve::Literal => {
            Finding::pass(check).message_is(format!("{host} is an address; there is nothing to look up"))
        }
        Resolve::Found { addresses } => Finding::pass(check).message_is(format!(
            "{host} resolves to {} in {}",
            addresses.join(", "),
            stage.took()
        )),
        Resolve::NoSuchName { error } => {
            Finding::fail(check, format!("{host} does not resolve: {error}")).help(
                "check the spelling against the provider's console; a name in a private zone resolves only inside \
                 its own network, so run this where the query servers run",
            )
        }
        Resolve::Failed { error } => {
            Finding::unknown(check, format!("the resolver could not answer for {host}: {error}")).help(
                "this says nothing about the store: the machine's own resolver is in trouble (/etc/resolv.conf, \
                 CoreDNS, the VPC's DNS settings)",
            )
        }
        Resolve::TimedOut { after_ms } => {
            Finding::unknown(check, format!("the resolver did not answer for {host} within {}", milliseconds(*after_ms))).help(
                format!("this says nothing about the store: check that the machine reaches its name servers, or {LONGER}"),
            )
        }
    }
}

fn tcp(server: &ServerStore, tcp: &Tcp) -> Finding {
    let check = &checks::NET_TCP;
    if let Some(used) = tcp.connection() {
        let took = microseconds(used.duration_us);
        let mut finding = Finding::pass(check).message_is(format!("{} accepted in {took}", used.address));
        for attempt in &tcp.attempts {
            if attempt.family == used.family && attempt.outcome != Dial::Connected {
                finding = finding.note(format!("{}; a client may try it first", seen(attempt)));
            }
        }
        return finding;
    }
    let all: Vec<String> = tcp.attempts.iter().map(seen).collect();
    let is = |outcome: fn(&Dial) -> bool| tcp.attempts.iter().any(|attempt| outcome(&attempt.outcome));
    let help = if is(|outcome| matches!(outcome, Dial::TimedOut { .. })) {
        format!(
            "packets are dropped on the way: allow TCP {} from the query servers in the store's security group or \
             firewall, and check the route (peering, network ACLs) and that this runs inside the network",
            server.port
        )
    } else if is(|outcome| *outcome == Dial::Refused) {
        format!(
            "the host is there, but nothing listens on port {} at this address, or a firewall rejects it: check the \
             port, that the server is up, and the address it listens on (`bind`); a security group would be silent \
             instead",
            server.port
        )
    } else {
        "there is no way to that address from here: check the route, the VPN or peering, and whether this machine \
         has the address family at all"
            .to_owned()
    };
    Finding::fail(check, format!("no connection: {}", all.join("; "))).help(help)
}

fn families(host: &str, tcp: &Tcp) -> Finding {
    let check = &checks::NET_FAMILIES;
    let mut families: BTreeMap<Family, Vec<&Attempt>> = BTreeMap::new();
    for attempt in &tcp.attempts {
        families.entry(attempt.family).or_default().push(attempt);
    }
    if let (1, Some(family)) = (families.len(), families.keys().next()) {
        let is_address = tcp.attempts.iter().any(|attempt| is_of(&attempt.address, host));
        let message = if is_address {
            format!("{host} is an {} address", family.as_str())
        } else {
            format!("{host} has {} addresses only", family.as_str())
        };
        return Finding::pass(check).message_is(message);
    }
    let broken =
        families.values().find(|attempts| attempts.iter().all(|attempt| attempt.outcome != Dial::Connected));
    let Some(broken) = broken else { return Finding::pass(check) };
    let seen: Vec<String> = broken.iter().map(|attempt| seen(attempt)).collect();
    let family = broken.first().map_or("", |attempt| attempt.family.as_str());
    Finding::warn(
        check,
        format!("{host} has {family} addresses that do not work ({})", seen.join("; ")),
    )
    .help(format!(
        "a query server that tries {family} first waits or fails: make the server listen there, or take those \
         addresses out of the name's records"
    ))
}

/// One attempt in words.
fn seen(attempt: &Attempt) -> String {
    let address = &attempt.address;
    match &attempt.outcome {
        Dial::Connected => format!("{address} accepted"),
        Dial::Refused => format!("{address} refused"),
        Dial::Unreachable { error } => format!("{address} is unreachable ({error})"),
        Dial::TimedOut { after_ms } => format!("{address} did not answer within {}", milliseconds(*after_ms)),
        Dial::Failed { error } => format!("{address} failed ({error})"),
    }
}

/// Whether `address:port` is this host's text with a port.
fn is_of(address: &str, host: &str) -> bool {
    address.rsplit_once(':').is_some_and(|(address, _)| address.trim_matches(['[', ']']) == host)
}
