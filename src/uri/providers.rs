//! What the name of a provider's endpoint tells: whether it has TLS, which ports it listens on, and whether it
//! speaks the cluster protocol (facts from the providers' documentation; the server's own word always wins).

use std::net::Ipv4Addr;

/// Whether an endpoint has TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tls {
    /// Clients have to use it.
    Required,
    /// There is none.
    Absent,
    /// It depends on how the store was set up.
    Either,
}

/// Where a port tells something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ports {
    /// Any port can be right.
    Any,
    /// Just these.
    Only(&'static [u16]),
    /// The port that the host's name carries (`redis-NNNNN.…`).
    Named(u16),
    /// One port, and another that only reads.
    WithReader {
        /// The port.
        port: u16,
        /// The port that only reads.
        reader: u16,
    },
    /// One port for TLS, another for plain text.
    Split {
        /// The port with TLS.
        tls: u16,
        /// The port without.
        plain: u16,
    },
}

/// An endpoint that its name gives away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// The service and kind of endpoint, for messages: "the configuration endpoint of an ElastiCache cluster with TLS".
    pub what: &'static str,
    /// Whether it has TLS.
    pub tls: Tls,
    /// Its ports.
    pub ports: Ports,
    /// What `clustered` has to say, where the name tells.
    pub clustered: Option<bool>,
    /// A reason for which it is the wrong endpoint for query servers, whatever the rest says.
    pub unfit: Option<&'static str>,
    /// Whether its certificates come from a CA that no public trust store has.
    pub private_ca: bool,
}

const UNKNOWN: Endpoint = Endpoint {
    what: "",
    tls: Tls::Either,
    ports: Ports::Any,
    clustered: None,
    unfit: None,
    private_ca: false,
};

const READER: &str = "it is a reader endpoint: its replicas refuse writes, and the query servers write";
const NODE: &str = "it names one node: after a failover or a replacement it may be a replica, or gone";

/// Recognises a host name.
pub(super) fn endpoint(host: &str) -> Option<Endpoint> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let lower;
    let host = if host.bytes().fold(false, |any, byte| any | byte.is_ascii_uppercase()) {
        lower = host.to_ascii_lowercase();
        lower.as_str()
    } else {
        host
    };
    if host.bytes().last().is_some_and(|byte| byte.is_ascii_digit()) {
        return private_address(host);
    }
    // Every name that is recognised ends so; most hosts of a batch do not, and are spared the comparisons.
    if ![".com", ".net", ".io", ".cn"].iter().any(|domain| host.ends_with(domain)) {
        return None;
    }
    let aws = host.strip_suffix(".amazonaws.com").or_else(|| host.strip_suffix(".amazonaws.com.cn"));
    if let Some(name) = aws {
        if let Some(name) = name.strip_suffix(".cache") {
            return Some(elasticache(name));
        }
        return memorydb(name);
    }
    azure(host).or_else(|| hosted(host))
}

/// `NAME` is what stands before `.cache.amazonaws.com`, its last label the Region's short code.
fn elasticache(name: &str) -> Endpoint {
    let labels: Vec<&str> = name.split('.').collect();
    let has = |label: &str| labels.contains(&label);
    match labels.first().copied().unwrap_or_default() {
        "clustercfg" => Endpoint {
            what: "the configuration endpoint of an ElastiCache cluster with TLS",
            tls: Tls::Required,
            clustered: Some(true),
            ..UNKNOWN
        },
        "master" => Endpoint {
            what: "the primary endpoint of an ElastiCache replication group with TLS (cluster mode off)",
            tls: Tls::Required,
            clustered: Some(false),
            ..UNKNOWN
        },
        "replica" => Endpoint {
            what: "the reader endpoint of an ElastiCache replication group with TLS (cluster mode off)",
            tls: Tls::Required,
            clustered: Some(false),
            unfit: Some(READER),
            ..UNKNOWN
        },
        _ if has("clustercfg") => Endpoint {
            what: "the configuration endpoint of an ElastiCache cluster without TLS",
            tls: Tls::Absent,
            clustered: Some(true),
            ..UNKNOWN
        },
        _ if has("serverless") => Endpoint {
            what: "an ElastiCache Serverless endpoint",
            tls: Tls::Required,
            ports: Ports::WithReader { port: 6379, reader: 6380 },
            clustered: Some(true),
            ..UNKNOWN
        },
        first if has("ng") && first.ends_with("-ro") => Endpoint {
            what: "the reader endpoint of an ElastiCache replication group without TLS (cluster mode off)",
            tls: Tls::Absent,
            clustered: Some(false),
            unfit: Some(READER),
            ..UNKNOWN
        },
        _ if has("ng") => Endpoint {
            what: "the primary endpoint of an ElastiCache replication group without TLS (cluster mode off)",
            tls: Tls::Absent,
            clustered: Some(false),
            ..UNKNOWN
        },
        first if is_node(first) => {
            Endpoint { what: "a single node of an ElastiCache cluster", unfit: Some(NODE), ..UNKNOWN }
        }
        _ => Endpoint { what: "an ElastiCache endpoint", ..UNKNOWN },
    }
}

/// `chalk-0002-001`, or `chalk-002` with cluster mode off.
fn is_node(label: &str) -> bool {
    label
        .rsplit_once('-')
        .is_some_and(|(_, number)| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn memorydb(name: &str) -> Option<Endpoint> {
    let (labels, _region) = name.rsplit_once(".memorydb.")?;
    let endpoint = match labels.split('.').next().unwrap_or_default() {
        "clustercfg" => Endpoint {
            what: "the endpoint of a MemoryDB cluster with TLS",
            tls: Tls::Required,
            clustered: Some(true),
            ..UNKNOWN
        },
        first if is_node(first) => Endpoint {
            what: "a single node of a MemoryDB cluster",
            clustered: Some(true),
            unfit: Some(NODE),
            ..UNKNOWN
        },
        _ if labels.ends_with(".clustercfg") => Endpoint {
            what: "the endpoint of a MemoryDB cluster without TLS",
            tls: Tls::Absent,
            clustered: Some(true),
            ..UNKNOWN
        },
        _ => Endpoint { what: "a MemoryDB endpoint", clustered: Some(true), ..UNKNOWN },
    };
    Some(endpoint)
}

fn azure(host: &str) -> Option<Endpoint> {
    let cache =
        [".redis.cache.windows.net", ".redis.cache.chinacloudapi.cn", ".redis.cache.usgovcloudapi.net"];
    if cache.iter().any(|suffix| host.ends_with(suffix)) {
        return Some(Endpoint {
            what: "an Azure Cache for Redis endpoint",
            ports: Ports::Split { tls: 6380, plain: 6379 },
            ..UNKNOWN
        });
    }
    host.ends_with(".redis.azure.net").then_some(Endpoint {
        what: "an Azure Managed Redis endpoint",
        tls: Tls::Required,
        ports: Ports::Only(&[10000]),
        ..UNKNOWN
    })
}

fn hosted(host: &str) -> Option<Endpoint> {
    if host.ends_with(".upstash.io") {
        return Some(Endpoint {
            what: "an Upstash endpoint",
            tls: Tls::Required,
            clustered: Some(false),
            ..UNKNOWN
        });
    }
    if host.ends_with(".aivencloud.com") {
        return Some(Endpoint {
            what: "an Aiven for Valkey endpoint",
            tls: Tls::Required,
            clustered: Some(false),
            ..UNKNOWN
        });
    }
    let redis_cloud = [".redns.redis-cloud.com", ".redis-cloud.com", ".redislabs.com"];
    if redis_cloud.iter().any(|suffix| host.ends_with(suffix)) {
        let port = host
            .strip_prefix("redis-")
            .and_then(|rest| rest.split('.').next())
            .and_then(|number| number.parse().ok());
        let ports = port.map_or(Ports::Any, Ports::Named);
        return Some(Endpoint { what: "a Redis Cloud endpoint", ports, ..UNKNOWN });
    }
    None
}

/// Memorystore hands out bare addresses; only its ports say something, and only about private addresses.
fn private_address(host: &str) -> Option<Endpoint> {
    let address: Ipv4Addr = host.parse().ok()?;
    address.is_private().then_some(Endpoint {
        what: "a private address, as Memorystore hands out",
        private_ca: true,
        ..UNKNOWN
    })
}

/// The ports of single nodes of a Memorystore for Redis Cluster, on the same addresses as its discovery endpoint.
pub(super) const MEMORYSTORE_NODE_PORTS: std::ops::RangeInclusive<u16> = 11000..=13047;

/// The port of Memorystore for Redis that serves TLS; its plain-text port is 6379.
pub(super) const MEMORYSTORE_TLS_PORT: u16 = 6378;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for (host, what, tls, clustered) in [
            ("clustercfg.chalk.abc123.use1.cache.amazonaws.com", "configuration", Tls::Required, Some(true)),
            ("chalk.abc123.clustercfg.use1.cache.amazonaws.com", "configuration", Tls::Absent, Some(true)),
            ("master.chalk.abc123.use1.cache.amazonaws.com", "primary", Tls::Required, Some(false)),
            ("replica.chalk.abc123.use1.cache.amazonaws.com", "reader", Tls::Required, Some(false)),
            ("chalk.abc123.ng.0001.use1.cache.amazonaws.com", "primary", Tls::Absent, Some(false)),
            ("chalk-ro.abc123.ng.0001.use1.cache.amazonaws.com", "reader", Tls::Absent, Some(false)),
            ("chalk-abc123.serverless.use1.cache.amazonaws.com", "Serverless", Tls::Required, Some(true)),
            ("chalk-0001-002.chalk.abc123.use1.cache.amazonaws.com", "single node", Tls::Either, None),
            ("master.chalk.abc123.cnn1.cache.amazonaws.com.cn", "primary", Tls::Required, Some(false)),
            (
                "clustercfg.chalk.abc123.memorydb.us-east-1.amazonaws.com",
                "MemoryDB",
                Tls::Required,
                Some(true),
            ),
            ("chalk.abc123.clustercfg.memorydb.us-east-1.amazonaws.com", "MemoryDB", Tls::Absent, Some(true)),
            ("chalk.redis.cache.windows.net", "Azure Cache", Tls::Either, None),
            ("chalk.eastus.redis.azure.net", "Azure Managed", Tls::Required, None),
            ("redis-12345.c1.us-east-1-2.ec2.redns.redis-cloud.com", "Redis Cloud", Tls::Either, None),
            ("Chalk-Project.AivenCloud.com.", "Aiven", Tls::Required, Some(false)),
            ("eu1-chalk.upstash.io", "Upstash", Tls::Required, Some(false)),
            ("10.1.2.3", "Memorystore", Tls::Either, None),
        ] {
            let found = endpoint(host).unwrap_or_else(|| panic!("{host} is not recognised"));
            assert!(found.what.contains(what), "{host}: {}", found.what);
            assert_eq!((found.tls, found.clustered), (tls, clustered), "{host}");
        }
        for host in ["redis.example.net", "s3.amazonaws.com", "8.8.8.8", "", "cache.amazonaws.com"] {
            assert_eq!(endpoint(host), None, "{host}");
        }
    }
}
