//! `--zone-map`: which zone a node stands in, where its server does not tell.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Address;

/// Zones of nodes, by network, name or address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneMap {
    /// In the order of the file; the first that fits counts.
    pub entries: Vec<Entry>,
}

/// One line of a zone map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The nodes that it is about.
    pub nodes: Nodes,
    /// Their zone.
    pub zone: String,
}

/// Which nodes an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nodes {
    /// Every address of a network: its address and the length of its prefix.
    Network(IpAddr, u8),
    /// A host, whatever the port: an address, a name, or the first label of a name.
    Host(String),
    /// One host and port.
    Address(Address),
}

impl ZoneMap {
    /// Reads a zone map.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let _ = text;
        Err("not there yet".to_owned())
    }

    /// The zone of a node: by its address, and by the host name that it announces.
    pub fn zone_of(&self, address: &Address, hostname: Option<&str>) -> Option<&str> {
        let fits = |entry: &&Entry| match &entry.nodes {
            Nodes::Address(own) => own == address,
            Nodes::Host(host) => [Some(address.host.as_str()), hostname].into_iter().flatten().any(|own| {
                own.eq_ignore_ascii_case(host)
                    || own.split_once('.').is_some_and(|(first, _)| {
                        first.eq_ignore_ascii_case(host) && own.parse::<IpAddr>().is_err()
                    })
            }),
            Nodes::Network(network, length) => {
                address.host.parse().is_ok_and(|ip: IpAddr| is_in(ip.to_canonical(), *network, *length))
            }
        };
        self.entries.iter().find(fits).map(|entry| entry.zone.as_str())
    }
}

fn is_in(ip: IpAddr, network: IpAddr, length: u8) -> bool {
    let bits = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => (u128::from(ip.to_bits()) << 96, 32),
        IpAddr::V6(ip) => (ip.to_bits(), 128),
    };
    let ((ip, size), (network, other)) = (bits(ip), bits(network));
    let differing = ip ^ network;
    size == other && (length == 0 || u32::from(length) <= differing.leading_zeros().min(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_that_fits_counts() {
        let entry = |nodes, zone: &str| Entry { nodes, zone: zone.to_owned() };
        let map = ZoneMap {
            entries: vec![
                entry(Nodes::Address(Address::new("10.0.1.4", 6379)), "x"),
                entry(Nodes::Network("10.0.1.0".parse().expect("an address"), 24), "a"),
                entry(Nodes::Network("fd00::".parse().expect("an address"), 8), "b"),
                entry(Nodes::Host("prod-0001-001".to_owned()), "c"),
            ],
        };
        let zone =
            |host: &str, port, name| map.zone_of(&Address::new(host, port), name).unwrap_or("-").to_owned();
        assert_eq!(zone("10.0.1.4", 6379, None), "x");
        assert_eq!(zone("10.0.1.4", 6380, None), "a");
        assert_eq!(zone("10.0.2.4", 6380, None), "-");
        assert_eq!(zone("fd00::1", 6380, None), "b");
        assert_eq!(zone("10.0.2.4", 1, Some("prod-0001-001.prod.x.amazonaws.com")), "c");
        assert_eq!(zone("PROD-0001-001", 1, None), "c");
    }
}
