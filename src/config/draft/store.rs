//! The store and its topology.

use std::collections::BTreeSet;

use super::page::Page;
use super::seen::{Origin, StoreSeen};
use crate::report::Noun;
use crate::valkey::topology::ReplicaCount;
use crate::valkey::{Evidence, Topology, Version, VersionWanted, ZoneMap};

/// What the policy line says, which nothing but the query servers' own settings can.
const POLICY: &str = "The replica connection policy, as CHALK_REDIS_REPLICA_CONNECTION_POLICY has it in the query servers: unset, \
                      UNIFORM_RANDOM or ZONAL_AFFINITY. The store does not tell it.";
const QUERY_SERVERS: &str = "How many query servers run in which zone.";

const SHARD: Noun = Noun { one: "shard", many: "shards" };
const NODE: Noun = Noun { one: "node", many: "nodes" };

/// Where the URI comes from, and what the store is.
pub(super) fn store(page: &mut Page, store: Option<&(Origin, StoreSeen)>) {
    let Some((origin, seen)) = store else {
        page.part_idea("online_store");
        page.says("Where the connection URI comes from: one of secret, uri_env, uri_file and uri (without a password).");
        page.idea("secret", "online-store-uri", "A secret of AWS Secrets Manager: its name or ARN.");
        return topology_idea(page);
    };
    page.part("online_store");
    match origin {
        Origin::Secret(name) => page.key("secret", name.as_str()),
        Origin::Variable(name) => page.key("uri_env", name.as_str()),
        Origin::File(path) => page.key("uri_file", path.to_string_lossy().as_ref()),
        Origin::Uri(uri) => page.key("uri", uri.as_str()),
    }
    match seen {
        StoreSeen::Server(evidence) => topology(page, evidence),
        StoreSeen::Table(name) => page.says(&format!("The URI is that of the DynamoDB table {name}.")),
        StoreSeen::Unseen(reason) => {
            page.unseen("the store", reason);
            topology_idea(page);
        }
    }
}

fn topology_idea(page: &mut Page) {
    page.part_idea("topology");
    page.says("For a Valkey or Redis store.");
    layout_idea(page);
    page.idea("policy", "ZONAL_AFFINITY", POLICY);
    page.idea("query_servers", servers(&["us-east-1a", "us-east-1b"]), QUERY_SERVERS);
}

fn topology(page: &mut Page, evidence: &Evidence) {
    page.part("topology");
    if evidence.answered().next().is_none() {
        let reason = evidence.nodes.iter().find_map(|node| match &node.outcome {
            crate::valkey::evidence::Outcome::Unreached(unreached) => {
                Some(format!("{}: {}", unreached.stage.as_str(), unreached.reason))
            }
            crate::valkey::evidence::Outcome::Answered(_) => None,
        });
        page.unseen("the store's topology", &reason.unwrap_or_else(|| "no node was asked".to_owned()));
    } else {
        let topology = Topology::of(evidence, &ZoneMap::default());
        let version = evidence.seed().and_then(|(_, answers)| answers.server.known()).map(|server| {
            match (&server.valkey_version, &server.redis_version) {
                (Some(version), _) => format!("Valkey {version}, "),
                (None, Some(version)) => format!("Redis {version}, "),
                (None, None) => String::new(),
            }
        });
        let kind = if topology.is_cluster { "a cluster" } else { "no cluster" };
        page.says(&format!(
            "Seen: {}{kind}, {}, {}.",
            version.unwrap_or_default(),
            SHARD.count(topology.shards.len() as u64),
            NODE.count(topology.nodes.len() as u64)
        ));
        layout(page, &topology);
        page.idea("policy", "ZONAL_AFFINITY", POLICY);
        let zones = topology.zones();
        if zones.is_empty() {
            page.idea(
                "query_servers",
                servers(&["us-east-1a", "us-east-1b"]),
                &format!("{QUERY_SERVERS} The nodes tell no zones (they do from Valkey 9.1 on); a file may: zone_map."),
            );
            page.idea("zone_map", "zones.json", "A file with the zones of nodes, next to this file.");
        } else {
            let seen = format!("{QUERY_SERVERS} Nodes were seen in {}.", zones.join(", "));
            page.idea("query_servers", servers(&zones), &seen);
        }
        return;
    }
    layout_idea(page);
    page.idea("policy", "ZONAL_AFFINITY", POLICY);
    page.idea("query_servers", servers(&["us-east-1a", "us-east-1b"]), QUERY_SERVERS);
}

const SHARDS: &str = "How many shards with slots there are.";
const REPLICAS: &str = "How many replicas each shard has.";
const VERSION: &str = "What every server runs.";

/// What the store is made of, as far as it is all alike.
fn layout(page: &mut Page, topology: &Topology) {
    let counts: Vec<ReplicaCount> =
        topology.serving().map(|(_, shard)| topology.replica_count(shard)).collect();
    let releases: BTreeSet<String> = topology
        .nodes
        .iter()
        .filter_map(|node| Version::of(node.server.as_ref()?))
        .map(|version| VersionWanted::release_of(version).to_string())
        .collect();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match topology.serving().count() {
        0 => page.idea("shards", 3, SHARDS),
        shards => page.key("shards", number(shards)),
    }
    // What is down now is not what is to be expected; neither is what nobody has seen.
    let down: usize = counts.iter().map(|count| count.silent + count.failed).sum();
    let most = counts.iter().map(|count| count.seen + count.silent + count.failed).max();
    match most.map(number) {
        None => page.idea("replicas_per_shard", 1, REPLICAS),
        Some(most) if down > 0 => {
            let verb = if down == 1 { "has" } else { "have" };
            let why = format!("{REPLICAS} {down} of them {verb} failed, or did not answer, now.");
            page.idea("replicas_per_shard", most, &why);
        }
        Some(most) if counts.iter().any(|count| number(count.seen) != most) => {
            page.idea("replicas_per_shard", most, &format!("{REPLICAS} They differ now."));
        }
        Some(most) => page.key("replicas_per_shard", most),
    }
    match releases.iter().collect::<Vec<_>>().as_slice() {
        [release] => page.key("server_version", release.as_str()),
        [] => page.idea("server_version", "Valkey 9.1", VERSION),
        [.., newest] => page.idea("server_version", newest.as_str(), &format!("{VERSION} They differ now.")),
    }
}

fn layout_idea(page: &mut Page) {
    page.idea("shards", 3, SHARDS);
    page.idea("replicas_per_shard", 1, REPLICAS);
    page.idea("server_version", "Valkey 9.1", VERSION);
}

/// `{ us-east-1a = 1 }`, on one line.
fn servers(zones: &[&str]) -> toml::Value {
    let table: toml::Table = zones.iter().map(|zone| ((*zone).to_owned(), toml::Value::from(1))).collect();
    table.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::valkey::topology::{Node, Shard, State};

    /// What is written of shards whose replicas are in these states; `is_former` adds a failed primary of before to each.
    fn written(shards: &[&[State]], is_former: bool) -> String {
        let mut topology = Topology::default();
        let mut add = |state: State| {
            topology.nodes.push(Node { state, ..Node::default() });
            topology.nodes.len() - 1
        };
        let shards = shards.iter().map(|states| Shard {
            primary: Some(add(State::Up)),
            replicas: states.iter().map(|state| add(*state)).collect(),
            former: if is_former { vec![add(State::Failed)] } else { Vec::new() },
            ..Shard::default()
        });
        let shards = shards.collect();
        topology.shards = shards;
        let mut page = Page::new("p");
        layout(&mut page, &topology);
        page.text
    }

    /// What TOP031 would not find is left to be decided.
    #[test]
    fn replicas_that_are_down_are_not_expected_away() {
        use State::{Failed, Loading, Suspected, Unreached, Up};
        let cases: &[(&[&[State]], bool, &str, &str)] = &[
            (&[&[Up], &[Loading], &[Suspected]], false, "replicas_per_shard = 1", ""),
            (&[&[], &[]], false, "replicas_per_shard = 0", ""),
            (&[&[Up, Failed], &[Up, Up]], false, "# replicas_per_shard = 2", "1 of them has failed"),
            (&[&[Failed], &[Failed]], false, "# replicas_per_shard = 1", "2 of them have failed"),
            (&[&[Unreached]], false, "# replicas_per_shard = 1", "did not answer"),
            (&[&[]], true, "# replicas_per_shard = 1", "1 of them has failed"),
            (&[&[Up, Up], &[Up]], false, "# replicas_per_shard = 2", "They differ now."),
            (&[], false, "# replicas_per_shard = 1", ""),
        ];
        for (shards, is_former, line, said) in cases {
            let text = written(shards, *is_former);
            assert!(text.lines().any(|one| one == *line) && text.contains(said), "{shards:?}: {text}");
        }
    }
}
