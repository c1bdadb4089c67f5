//! Whether it was seen that a record leads to where its Region's host was asked.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{is_declared_only, places, plain, region_of};
use crate::failover::Evidence;
use crate::failover::evidence::{HostSeen, Record};

/// The addresses that a record leads to, as far as they were seen: its own values, and those of a host that it names.
pub fn addresses(record: &Record, evidence: &Evidence) -> BTreeSet<IpAddr> {
    let places = places(record, evidence);
    let own = places.iter().filter_map(|place| place.parse().ok());
    let hosts = evidence.hosts.iter().filter(|host| places.contains(&plain(&host.host)));
    own.chain(hosts.flat_map(parsed)).collect()
}

/// Why what is known of a record's Region may not be true of the record; nothing where nothing speaks against it. The
/// Region is only the routing tag's word, or the host that was given for it stands elsewhere than the record leads to.
pub fn unproven(record: &Record, evidence: &Evidence) -> Option<String> {
    let region = region_of(record, evidence)?;
    let target = places(record, evidence).join(", ");
    if is_declared_only(record, evidence) {
        return Some(format!("nothing but its latency record's tag says that {target} stands in {region}"));
    }
    let own = addresses(record, evidence);
    let given: Vec<&HostSeen> =
        evidence.hosts.iter().filter(|host| host.is_given && host.region == region).collect();
    let seen: BTreeSet<IpAddr> = given.iter().copied().flat_map(parsed).collect();
    // An IPv6 record has nothing in common with a host that only has IPv4 addresses.
    let is_comparable = seen.iter().any(|one| own.iter().any(|other| one.is_ipv4() == other.is_ipv4()));
    if !is_comparable || own.intersection(&seen).next().is_some() {
        return None;
    }
    let host = given.first()?;
    let list = |all: &BTreeSet<IpAddr>| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Some(format!(
        "it leads to {} ({target}), and {}, which was given for {region}, to {}",
        list(&own),
        host.host,
        list(&seen)
    ))
}

fn parsed(host: &HostSeen) -> impl Iterator<Item = IpAddr> {
    host.addresses.iter().filter_map(|address| address.parse().ok())
}
