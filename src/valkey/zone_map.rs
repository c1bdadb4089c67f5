//! `--zone-map`: which zone a node stands in, where its server does not tell.

mod json;
mod lines;

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
    /// Reads a zone map: lines of nodes and their zone, a JSON object, or what the AWS command line prints for the nodes
    /// of ElastiCache and MemoryDB.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        let entries =
            if text.trim_start().starts_with(['{', '[']) { json::json(text)? } else { lines::lines(text)? };
        if entries.is_empty() {
            return Err(format!("it is empty; {}", lines::FORM));
        }
        Ok(Self { entries })
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

    fn parsed(text: &str) -> ZoneMap {
        ZoneMap::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn lines_are_read_however_they_are_parted() {
        let text = "\u{feff}CIDR,zone\n# a comment\n10.0.1.0/24 us-east-1a\n10.0.2.4:6379 = us-east-1b # another\n\
                    \"10.0.2.0/24\",\"us-east-1c\"\r\ncache-1.internal\tus-east-1d\nfd00::/8;us-east-1e\n[fe80::1]:6379 f\n::1 g\n";
        let map = parsed(text);
        for (host, port, zone) in [
            ("10.0.1.9", 1, "us-east-1a"),
            ("10.0.2.4", 6379, "us-east-1b"),
            ("10.0.2.4", 6380, "us-east-1c"),
            ("cache-1.internal", 1, "us-east-1d"),
            ("fd00::5", 1, "us-east-1e"),
            ("fe80::1", 6379, "f"),
            ("::1", 1, "g"),
        ] {
            assert_eq!(map.zone_of(&Address::new(host, port), None), Some(zone), "{host}");
        }
        assert_eq!(map.entries.len(), 7);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_the_right_form() {
        for (text, what) in [
            ("", "it is empty"),
            ("# nothing\n", "it is empty"),
            ("10.0.1.0/24 a\n10.0.2.0/24", "line 2: `10.0.2.0/24` has no zone"),
            ("10.0.1.0/33 a", "line 1: `10.0.1.0/33` is no network: its prefix is 0 to 32 bits"),
            ("10.0.1/24 a", "line 1: `10.0.1` is no IP address"),
            ("10.0.1.0/24 us east", "more than nodes and a zone"),
            ("a:b:c a", "line 1: `a:b:c` is no network, host or HOST:PORT"),
            ("h!:1 a", "line 1: `h!` is no host"),
            ("{\"10.0.1.0/24\": 1}", "`10.0.1.0/24` has no zone"),
            ("{\"us-east-1a\": [\"10.0.1.0/24\"]}", "`us-east-1a` has no zone"),
            ("{\"a/b\": \"z\"}", "`a` is no IP address"),
            ("{", "it is no JSON"),
            ("[]", "no object"),
            ("{}", "it is empty"),
            ("{\"CacheClusters\": [{\"CacheClusterId\": \"x\"}]}", "--show-cache-node-info"),
            ("{\"Clusters\": [{\"Name\": \"x\"}]}", "--show-shard-details"),
        ] {
            let error = ZoneMap::parse(text).expect_err(text);
            assert!(error.contains(what), "{text}: {error}");
            assert!(error.contains("us-east-1a") || error.contains("aws "), "{text}: {error} shows no form");
        }
    }

    #[test]
    fn of_an_object_the_narrowest_counts() {
        let map = parsed(r#"{"10.0.0.0/8": "a", "10.0.1.0/24": "b", "10.0.1.4": "c", "10.0.1.4:6380": "d"}"#);
        let zone = |host: &str, port| map.zone_of(&Address::new(host, port), None);
        assert_eq!(zone("10.9.9.9", 1), Some("a"));
        assert_eq!(zone("10.0.1.9", 1), Some("b"));
        assert_eq!(zone("10.0.1.4", 1), Some("c"));
        assert_eq!(zone("10.0.1.4", 6380), Some("d"));
    }

    #[test]
    fn what_aws_prints_is_understood_as_it_is() {
        let elasticache = parsed(
            r#"{"CacheClusters": [
                {"CacheClusterId": "chalk-0001-001", "CacheNodeType": "cache.r7g.large", "Engine": "valkey",
                 "CacheClusterStatus": "available", "NumCacheNodes": 1, "PreferredAvailabilityZone": "us-east-1a",
                 "CacheNodes": [{"CacheNodeId": "0001", "CacheNodeStatus": "available",
                   "Endpoint": {"Address": "chalk-0001-001.chalk.abc123.use1.cache.amazonaws.com", "Port": 6379},
                   "ParameterGroupStatus": "in-sync", "CustomerAvailabilityZone": "us-east-1b"}],
                 "ReplicationGroupId": "chalk", "TransitEncryptionEnabled": true},
                {"CacheClusterId": "chalk-0001-002", "PreferredAvailabilityZone": "us-east-1c"},
                {"CacheClusterId": "other", "PreferredAvailabilityZone": "Multiple"}]}"#,
        );
        let memorydb = parsed(
            r#"{"Clusters": [{"Name": "chalk", "Status": "available", "NumberOfShards": 1, "AvailabilityMode": "MultiAZ",
                "Shards": [{"Name": "0001", "Status": "available", "Slots": "0-16383", "NumberOfNodes": 2, "Nodes": [
                  {"Name": "chalk-0001-001", "Status": "available", "AvailabilityZone": "us-east-1a",
                   "Endpoint": {"Address": "chalk-0001-001.chalk.abc123.memorydb.us-east-1.amazonaws.com", "Port": 6379}},
                  {"Name": "chalk-0001-002", "Status": "available", "AvailabilityZone": "us-east-1c"}]}],
                "ClusterEndpoint": {"Address": "clustercfg.chalk.abc123.memorydb.us-east-1.amazonaws.com", "Port": 6379}}]}"#,
        );
        let at = |map: &ZoneMap, host: &str| {
            map.zone_of(&Address::new("10.0.0.1", 6379), Some(host)).map(str::to_owned)
        };
        let node =
            |number: u8, rest: &str| format!("chalk-0001-00{number}.chalk.abc123.{rest}.amazonaws.com");
        assert_eq!(at(&elasticache, &node(1, "use1.cache")).as_deref(), Some("us-east-1b"));
        assert_eq!(at(&elasticache, &node(2, "use1.cache")).as_deref(), Some("us-east-1c"));
        assert_eq!(at(&elasticache, "other"), None);
        assert_eq!(at(&memorydb, &node(1, "memorydb.us-east-1")).as_deref(), Some("us-east-1a"));
        assert_eq!(at(&memorydb, &node(2, "memorydb.us-east-1")).as_deref(), Some("us-east-1c"));
    }
}
