//! What really becomes of a cluster that lost nodes, asked of the nodes that are left.

use std::collections::BTreeSet;

use serde_json::Value;

use super::layouts::Layout;
use crate::support::{Cluster, Reply, Server};

/// What was predicted, or what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: String,
    /// Whether what fails can be agreed on.
    pub(super) majority_kept: bool,
    /// What every node says of the cluster.
    pub(super) state: BTreeSet<String>,
    pub(super) slots_unserved: u64,
    pub(super) failing_over: Vec<u64>,
    /// Without a primary, though there is a copy.
    pub(super) stuck: Vec<u64>,
    /// Without any copy.
    pub(super) gone: Vec<u64>,
    /// Whether no shard answers reads, not even from its replicas.
    pub(super) reads_stop: bool,
}

/// The prediction: a row of the report's `zone_loss`.
pub(super) fn predicted(row: &Value) -> Outcome {
    let shards = |key: &str| -> Vec<u64> {
        let list = row[key].as_array().expect("a list").iter();
        list.map(|shard| shard.as_u64().expect("a number")).collect()
    };
    let text = |key: &str| row[key].as_str().expect("a word").to_owned();
    let reads = row["reads"].as_array().expect("a list");
    assert!(!reads.is_empty(), "{row}");
    Outcome {
        verdict: text("verdict"),
        majority_kept: row["majority_kept"].as_bool().expect("yes or no"),
        state: [text("state_after")].into(),
        slots_unserved: row["slots_unserved"].as_u64().expect("a number"),
        failing_over: shards("shards_failing_over"),
        stuck: shards("shards_stuck"),
        gone: shards("shards_gone"),
        // Of every policy. Where only some shards are without a live copy, the others' reads go on.
        reads_stop: reads.iter().all(|policy| policy["failing_after"] == 1.0),
    }
}

/// A cluster, a key in each of its shards, and the zone that it loses.
pub(super) struct Losing<'a> {
    cluster: &'a Cluster,
    nodes: Vec<(usize, bool, &'a Server)>,
    /// By shard.
    keys: Vec<String>,
    slots: Vec<u64>,
}

impl<'a> Losing<'a> {
    pub(super) fn new(layout: &Layout, cluster: &'a Cluster, zone: char) -> Self {
        let count = layout.shards.len();
        let bound = |shard: usize| i64::try_from(shard * 16_384 / count).expect("is small");
        let any = cluster.node(0, 0);
        let key = |shard: usize| {
            let keys = (0..).map(|number| format!("{zone}-{number}"));
            let slot = |key: &String| any.run(&["CLUSTER", "KEYSLOT", key]).integer();
            let mut keys = keys.filter(|key| (bound(shard)..bound(shard + 1)).contains(&slot(key)));
            keys.next().expect("there is one for each slot")
        };
        let slots = |shard: usize| u64::try_from(bound(shard + 1) - bound(shard)).expect("is positive");
        Self {
            cluster,
            nodes: layout.nodes(cluster, zone),
            keys: (0..count).map(key).collect(),
            slots: (0..count).map(slots).collect(),
        }
    }

    /// Writes the keys, and waits until every replica has them.
    pub(super) fn write(&self) {
        for (shard, key) in self.keys.iter().enumerate() {
            self.cluster.node(shard, 0).run(&["SET", key, key]);
        }
        super::wait_for("copies", super::LIMIT, || {
            let missing = self.nodes.iter().find(|(shard, _, node)| !self.has_copy(*shard, node));
            missing.map_or(Ok(()), |(shard, _, _)| Err(format!("a replica of shard {shard} has none")))
        });
    }

    /// Kills every node of the zone.
    pub(super) fn kill(&self) {
        for (_, is_lost, node) in &self.nodes {
            if *is_lost {
                node.kill();
            }
        }
    }

    /// The slots that no node takes writes for, as long as nobody has noticed the loss: where there is a primary, the
    /// others send there, whether it is dead or not. None when they have noticed: then they take none at all.
    pub(super) fn slots_lost(&self) -> Option<u64> {
        let mut lost = 0;
        for (key, slots) in self.keys.iter().zip(&self.slots) {
            let replies: Vec<Reply> = self.left().map(|(_, node)| set(node, key)).collect();
            if replies.iter().any(|reply| reply.error().is_some_and(|error| error.starts_with("CLUSTERDOWN")))
            {
                return None;
            }
            if replies.iter().all(|reply| reply.error().is_some()) {
                lost += slots;
            }
        }
        Some(lost)
    }

    /// What has come of it by now.
    pub(super) fn outcome(&self) -> Outcome {
        let (mut failing_over, mut stuck, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        let (mut slots_unserved, mut has_all_replicas, mut reads_stop) = (0, true, true);
        for (shard, key) in self.keys.iter().enumerate() {
            let copies: Vec<&Server> =
                self.left().map(|(_, node)| node).filter(|node| self.has_copy(shard, node)).collect();
            let takes_writes = |node: &&&Server| set(node, key).error().is_none();
            let primary = copies.iter().find(takes_writes).copied();
            let number = u64::try_from(shard).expect("is small");
            if primary.is_none() {
                slots_unserved += self.slots[shard];
            }
            let first = self.cluster.node(shard, 0);
            let is_first_left = self.left().any(|(_, node)| std::ptr::eq(node, first));
            match primary {
                _ if copies.is_empty() => gone.push(number),
                Some(primary) if !std::ptr::eq(primary, first) => failing_over.push(number),
                None if !is_first_left => stuck.push(number),
                _ => {}
            }
            let follows =
                |node: &&&Server| node.info("replication", "master_link_status").as_deref() == Some("up");
            has_all_replicas &= copies.iter().any(|node| follows(&node));
            let answers = |node: &&Server| {
                let replies = node.commands(&[&["READONLY"], &["GET", key]]);
                replies[1] == Reply::Text(key.clone())
            };
            reads_stop &= !copies.iter().any(answers);
        }
        let verdict = if !gone.is_empty() {
            "loses_data"
        } else if slots_unserved > 0 {
            "loses_writes"
        } else if has_all_replicas {
            "survives"
        } else {
            "degraded"
        };
        Outcome {
            verdict: verdict.to_owned(),
            majority_kept: self.left().any(|(_, node)| has_agreed(node)),
            state: self.left().map(|(_, node)| state(node)).collect(),
            slots_unserved,
            failing_over,
            stuck,
            gone,
            reads_stop,
        }
    }

    /// Starts what was killed, and makes the first primaries the primaries again.
    pub(super) fn restore(&self) {
        for (_, is_lost, node) in &self.nodes {
            if *is_lost {
                node.restart();
            }
        }
        self.cluster.wait_until_ok();
        for shard in 0..self.keys.len() {
            let first = self.cluster.node(shard, 0);
            let is_primary = || first.info("replication", "role").as_deref() == Some("master");
            if !is_primary() {
                first.run(&["CLUSTER", "FAILOVER"]);
                super::wait_for("a failover by hand", super::LIMIT, || {
                    if is_primary() { Ok(()) } else { Err("it follows still") }
                });
            }
        }
        self.cluster.wait_until_ok();
    }

    /// The nodes that are left, with their shards.
    fn left(&self) -> impl Iterator<Item = (usize, &'a Server)> {
        self.nodes.iter().filter(|(_, is_lost, _)| !is_lost).map(|(shard, _, node)| (*shard, *node))
    }

    /// Whether a node has the shard's key. `KEYS` asks nobody whether the cluster is well.
    fn has_copy(&self, shard: usize, node: &Server) -> bool {
        !node.run(&["KEYS", &self.keys[shard]]).items().is_empty()
    }
}

fn set(node: &Server, key: &str) -> Reply {
    node.command(&["SET", key, key])
}

/// Whether a node knows that a majority has agreed on the failure of some node.
pub(super) fn has_agreed(node: &Server) -> bool {
    let nodes = node.run(&["CLUSTER", "NODES"]);
    let flags = nodes.text().lines().filter_map(|line| line.split(' ').nth(2));
    flags.flat_map(|flags| flags.split(',')).any(|flag| flag == "fail")
}

fn state(node: &Server) -> String {
    let info = node.run(&["CLUSTER", "INFO"]);
    let line = info.text().lines().find_map(|line| line.strip_prefix("cluster_state:"));
    line.expect("it is in every version").trim_end().to_owned()
}
