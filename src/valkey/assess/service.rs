//! Who runs the servers, as far as their names tell: whose settings can be changed how.

use super::case::Case;
use crate::valkey::evidence::Origin;

/// Who runs the servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// Nobody else, as far as can be told.
    Own,
    /// Amazon ElastiCache.
    ElastiCache,
    /// Amazon MemoryDB.
    MemoryDb,
    /// Another service.
    Other(&'static str),
}

/// By the ends of names; what the server says of its own system weighs more.
const ENDS: [(&str, Service); 10] = [
    (".cache.amazonaws.com", Service::ElastiCache),
    (".cache.amazonaws.com.cn", Service::ElastiCache),
    (".amazonaws.com", Service::MemoryDb),
    (".redis.cache.windows.net", Service::Other("Azure Cache for Redis")),
    (".redis.cache.chinacloudapi.cn", Service::Other("Azure Cache for Redis")),
    (".redis.azure.net", Service::Other("Azure Managed Redis")),
    (".redis-cloud.com", Service::Other("Redis Cloud")),
    (".redislabs.com", Service::Other("Redis Cloud")),
    (".upstash.io", Service::Other("Upstash")),
    (".aivencloud.com", Service::Other("Aiven")),
];

impl Service {
    /// Who runs the servers of a case.
    pub(super) fn of(case: &Case<'_>) -> Self {
        let says = |name: &str| {
            let os = |node: &crate::valkey::topology::Node| node.server.as_ref()?.os.clone();
            case.topology.nodes.iter().filter_map(os).any(|os| os.contains(name))
        };
        if says("MemoryDB") {
            return Self::MemoryDb;
        }
        if says("ElastiCache") {
            return Self::ElastiCache;
        }
        let seed = match &case.evidence.origin {
            Origin::Store { seed, .. } => Some(seed.host.as_str()),
            Origin::File => None,
        };
        let nodes =
            case.topology.nodes.iter().flat_map(|node| [Some(&*node.address.host), node.hostname.as_deref()]);
        seed.into_iter().chain(nodes.flatten()).find_map(Self::of_host).unwrap_or(Self::Own)
    }

    fn of_host(host: &str) -> Option<Self> {
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        let (_, service) = ENDS.iter().find(|(end, _)| host.ends_with(end))?;
        (*service != Self::MemoryDb || host.contains(".memorydb.")).then_some(*service)
    }

    /// Its name, of one that is not one's own.
    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Own => None,
            Self::ElastiCache => Some("ElastiCache"),
            Self::MemoryDb => Some("MemoryDB"),
            Self::Other(name) => Some(name),
        }
    }

    /// How a setting is changed there, on every node.
    pub(super) fn set(self, directive: &str, value: &str) -> String {
        self.set_on("on every node", directive, value)
    }

    /// The same on some nodes, where nodes have settings of their own.
    pub(super) fn set_on(self, nodes: &str, directive: &str, value: &str) -> String {
        match self {
            Self::Own => format!(
                "{nodes}: CONFIG SET {directive} {value}, and `{directive} {value}` in its configuration file"
            ),
            Self::ElastiCache | Self::MemoryDb => {
                format!("set {directive} to {value} in the cluster's parameter group, if it is there")
            }
            Self::Other(name) => format!("{name} decides on {directive}: ask there for {value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_services_away() {
        for (host, service) in [
            ("clustercfg.chalk.abc123.use1.cache.amazonaws.com", Some(Service::ElastiCache)),
            ("clustercfg.chalk.abc123.memorydb.us-east-1.amazonaws.com.", Some(Service::MemoryDb)),
            ("s3.amazonaws.com", None),
            ("chalk.eastus.redis.azure.net", Some(Service::Other("Azure Managed Redis"))),
            ("10.0.0.1", None),
        ] {
            assert_eq!(Service::of_host(host), service, "{host}");
        }
        assert!(Service::ElastiCache.set("x", "1").contains("parameter group"));
        assert!(Service::Own.set("x", "1").contains("CONFIG SET x 1"));
        assert!(Service::Other("Aiven").set("x", "1").starts_with("Aiven") && Service::Own.name().is_none());
    }
}
