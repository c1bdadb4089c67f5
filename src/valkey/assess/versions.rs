//! TOP012, and what a server's version is good for.

use std::collections::BTreeMap;

use super::case::Case;
use super::{told, words};
use crate::report::Finding;
use crate::report::catalogue::TOP_VERSION;
use crate::valkey::topology::Node;
use crate::valkey::version::Version;

/// What came with which version.
impl Version {
    /// Whether it has a thing that came with these versions; `None` where Redis never got it.
    pub(super) fn has(self, redis: Option<(u32, u32)>, valkey: (u32, u32)) -> bool {
        let own = (self.number.0, self.number.1);
        if self.is_valkey { own >= valkey } else { redis.is_some_and(|redis| own >= redis) }
    }

    /// Whether it has `CLUSTER SHARDS`.
    pub(super) fn has_shards(self) -> bool {
        self.has(Some((7, 0)), (7, 2))
    }

    /// Whether its `CLUSTER SHARDS` tells zones.
    pub(super) fn shards_have_zones(self) -> bool {
        self.has(None, (9, 1))
    }

    /// Whether it has the directive `availability-zone`.
    pub(super) fn knows_zones(self) -> bool {
        self.has(None, (8, 0))
    }
}

/// A node's version, if it told.
pub(super) fn of(node: &Node) -> Option<Version> {
    Version::of(node.server.as_ref()?)
}

/// The nodes of each version, the newest last.
pub(super) fn by_version(case: &Case<'_>) -> BTreeMap<Version, Vec<usize>> {
    let mut by_version: BTreeMap<Version, Vec<usize>> = BTreeMap::new();
    for (index, node) in case.topology.nodes.iter().enumerate() {
        if let Some(version) = of(node) {
            by_version.entry(version).or_default().push(index);
        }
    }
    by_version
}

/// Versions with how many nodes run each: `3 × Valkey 8.0.1 and 3 × Valkey 9.1.2`.
pub(super) fn census(by_version: &BTreeMap<Version, Vec<usize>>) -> String {
    let parts: Vec<String> =
        by_version.iter().map(|(version, nodes)| format!("{} × {version}", nodes.len())).collect();
    words::few(&parts)
}

/// Whether every node runs the same version.
pub(super) fn agree(case: &Case<'_>) -> Vec<Finding> {
    let told = told::told(case, &TOP_VERSION, told::SERVER, |answers| &answers.server, Version::of);
    let by_version = by_version(case);
    let mut findings = Vec::new();
    if by_version.len() > 1 {
        let mut finding = Finding::warn(&TOP_VERSION, format!("the nodes run {}", census(&by_version)))
            .help("finish the upgrade: replicas first, then fail over to one (CLUSTER FAILOVER) and upgrade the old primary");
        if by_version.keys().any(|version| version.shards_have_zones())
            && by_version.keys().any(|version| !version.shards_have_zones())
        {
            finding = finding.note(
                "which zones CLUSTER SHARDS tells depends on which node answers: only Valkey 9.1 or later tells any, and only those of such nodes",
            );
        }
        let behind = newer_primaries(case);
        if !behind.is_empty() {
            finding = finding.note(format!(
                "{} {} primary: an older server may be unable to load a newer one's data",
                words::nodes(&case.topology, &behind),
                words::of(&behind, "is older than its", "are older than their"),
            ));
        }
        findings.push(finding);
    }
    findings.extend(told.unknown);
    findings
}

/// Replicas that are older than their primary.
fn newer_primaries(case: &Case<'_>) -> Vec<usize> {
    let version = |node: usize| of(&case.topology.nodes[node]);
    let shards = case.topology.shards.iter();
    let older = shards.flat_map(|shard| {
        let primary = shard.primary.and_then(version);
        shard.replicas.iter().copied().filter(move |replica| {
            let own = version(*replica);
            // Between Redis and Valkey the numbers say nothing.
            own.zip(primary).is_some_and(|(own, primary)| {
                own.is_valkey == primary.is_valkey && own.number < primary.number
                    || !own.is_valkey && primary.is_valkey
            })
        })
    });
    older.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::evidence::ServerFacts;

    fn facts(valkey: Option<&str>, redis: &str) -> ServerFacts {
        ServerFacts {
            valkey_version: valkey.map(str::to_owned),
            redis_version: Some(redis.to_owned()),
            ..ServerFacts::default()
        }
    }

    #[test]
    fn versions_and_what_they_have() {
        for (valkey, redis, shown, shards, zones, knows) in [
            (Some("9.1.2"), "7.2.4", "Valkey 9.1.2", true, true, true),
            (Some("9.0.0"), "7.2.4", "Valkey 9.0.0", true, false, true),
            (Some("8.0.1"), "7.2.4", "Valkey 8.0.1", true, false, true),
            (Some("9.2.0-rc1"), "7.2.4", "Valkey 9.2.0", true, true, true),
            (Some("7.2.8"), "7.2.4", "Valkey 7.2.8", true, false, false),
            (None, "7.0.15", "Redis 7.0.15", true, false, false),
            (None, "8.0.2", "Redis 8.0.2", true, false, false),
            (None, "6.2.14", "Redis 6.2.14", false, false, false),
        ] {
            let version = Version::of(&facts(valkey, redis)).expect("a version");
            assert_eq!(version.to_string(), shown);
            let has = (version.has_shards(), version.shards_have_zones(), version.knows_zones());
            assert_eq!(has, (shards, zones, knows), "{shown}");
        }
        assert_eq!(Version::of(&facts(None, "unstable")), None);
    }
}
