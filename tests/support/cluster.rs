//! A real cluster, joined by the commands that an operator would use.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use super::resp::Reply;
use super::server::Server;
use super::server_config::ServerBuilder;
use super::version::Version;
use super::wait::wait_for;

const SLOTS: usize = 16_384;
/// How long a cluster may take to join, link its replicas and agree.
const LIMIT: Duration = Duration::from_mins(1);

/// `cluster-node-timeout` until the cluster has joined.
const JOINING_TIMEOUT_MS: u32 = 2_000;

type Each = Box<dyn Fn(ServerBuilder, usize, usize) -> ServerBuilder>;

/// How to start a cluster. Made by [`Cluster::builder`].
pub(crate) struct ClusterBuilder {
    version: Version,
    shards: usize,
    replicas: usize,
    zones: Vec<String>,
    node_timeout_ms: u32,
    each: Each,
}

/// A running cluster: every node says `cluster_state:ok` and lists every replica of every shard.
#[derive(Debug)]
pub(crate) struct Cluster {
    nodes: Vec<Server>,
    shards: usize,
    replicas: usize,
}

impl ClusterBuilder {
    /// Puts node `i` of shard `s` into zone `(s + i) mod zones`, so that a shard's nodes are spread.
    pub(crate) fn zones(mut self, zones: &[&str]) -> Self {
        self.zones = zones.iter().map(ToString::to_string).collect();
        self
    }

    /// `cluster-node-timeout`, in milliseconds (default 5,000): how long a node must be silent to be failed.
    pub(crate) fn node_timeout_ms(mut self, milliseconds: u32) -> Self {
        self.node_timeout_ms = milliseconds;
        self
    }

    /// Changes each node's builder, given its shard and its place in it (0 is the primary): a password, TLS,
    /// an announced host name, a zone of its own.
    pub(crate) fn each(
        mut self,
        change: impl Fn(ServerBuilder, usize, usize) -> ServerBuilder + 'static,
    ) -> Self {
        self.each = Box::new(change);
        self
    }

    /// Starts the nodes, joins them, and waits until all agree.
    ///
    /// # Panics
    /// When that takes more than a minute.
    pub(crate) fn start(self) -> Cluster {
        let primaries = (0..self.shards).map(|shard| (shard, 0));
        let replicas =
            (0..self.shards).flat_map(|shard| (1..=self.replicas).map(move |index| (shard, index)));
        let nodes = primaries.chain(replicas).map(|(shard, index)| self.node(shard, index).start()).collect();
        let cluster = Cluster { nodes, shards: self.shards, replicas: self.replicas };
        cluster.give_slots();
        cluster.meet();
        cluster.wait_for_shard_ids();
        cluster.replicate();
        cluster.wait_until_ok();
        let node_timeout_ms = self.node_timeout_ms.to_string();
        for node in &cluster.nodes {
            node.run(&["CONFIG", "SET", "cluster-node-timeout", &node_timeout_ms]);
            node.run(&["CONFIG", "SET", "cluster-replica-no-failover", "no"]);
            // For a restart.
            node.run(&["CONFIG", "REWRITE"]);
        }
        cluster
    }

    fn node(&self, shard: usize, index: usize) -> ServerBuilder {
        // Nodes tell each other their state once in half this time, so a short one lets them agree sooner; and
        // while they join, a slow machine must not look like a failed primary.
        let mut node = Server::builder(self.version)
            .cluster_enabled()
            .arg("cluster-node-timeout", &JOINING_TIMEOUT_MS.to_string())
            .arg("cluster-replica-no-failover", "yes");
        if !self.zones.is_empty() {
            node = node.zone(&self.zones[(shard + index) % self.zones.len()]);
        }
        (self.each)(node, shard, index)
    }
}

impl Cluster {
    /// Describes a cluster of `shards` primaries with `replicas` replicas each.
    pub(crate) fn builder(version: Version, shards: usize, replicas: usize) -> ClusterBuilder {
        ClusterBuilder {
            version,
            shards,
            replicas,
            zones: Vec::new(),
            node_timeout_ms: 5_000,
            each: Box::new(|node, _, _| node),
        }
    }

    /// All nodes: the primaries by shard, then the replicas by shard.
    pub(crate) fn nodes(&self) -> &[Server] {
        &self.nodes
    }

    /// The node that was started as primary (`index` 0) or as a replica (from 1) of a shard.
    pub(crate) fn node(&self, shard: usize, index: usize) -> &Server {
        match index {
            0 => &self.nodes[shard],
            _ => &self.nodes[self.shards + shard * self.replicas + index - 1],
        }
    }

    /// Waits until every node says `cluster_state:ok` and holds no other for failed, every replica is linked, and
    /// every node lists all of them in `CLUSTER SLOTS`, whichever of them are primaries by now, and all nodes say the
    /// same of who follows whom.
    ///
    /// # Panics
    /// When that takes more than a minute.
    pub(crate) fn wait_until_ok(&self) {
        for (place, node) in self.nodes.iter().enumerate() {
            wait_for(&format!("agreement of node {place}"), LIMIT, || {
                let info = node.run(&["CLUSTER", "INFO"]);
                if !info.text().contains("cluster_state:ok") {
                    return Err(info.text().to_owned());
                }
                let nodes = node.run(&["CLUSTER", "NODES"]);
                let mut flags = nodes.text().lines().filter_map(|line| line.split(' ').nth(2));
                if flags.any(|flags| flags.split(',').any(|flag| flag == "fail" || flag == "fail?")) {
                    return Err(nodes.text().to_owned());
                }
                // None on a primary.
                if node.info("replication", "master_link_status").is_some_and(|status| status != "up") {
                    return Err("its link to the primary is down".to_owned());
                }
                // A row is start, end, and the nodes.
                let slots = node.run(&["CLUSTER", "SLOTS"]);
                let listed: usize = slots.items().iter().map(|row| row.items().len() - 2).sum();
                if listed < self.nodes.len() { Err(format!("it lists {listed} nodes")) } else { Ok(()) }
            });
        }
        // A primary that was started again believes itself the primary until another tells it who took over: what it
        // takes by then is lost.
        wait_for("one view of all nodes", LIMIT, || {
            let views: BTreeSet<BTreeSet<String>> = self.nodes.iter().map(view).collect();
            if views.len() == 1 { Ok(()) } else { Err(format!("{views:#?}")) }
        });
    }

    fn give_slots(&self) {
        for (shard, node) in self.nodes[..self.shards].iter().enumerate() {
            // ADDSLOTSRANGE would be shorter, but Redis 6.2 does not have it.
            let slots: Vec<String> = (shard * SLOTS / self.shards..(shard + 1) * SLOTS / self.shards)
                .map(|slot| slot.to_string())
                .collect();
            let mut words = vec!["CLUSTER", "ADDSLOTS"];
            words.extend(slots.iter().map(String::as_str));
            node.run(&words);
            // Distinct epochs from the start save the nodes a round of settling them.
            node.run(&["CLUSTER", "SET-CONFIG-EPOCH", &(shard + 1).to_string()]);
        }
    }

    fn meet(&self) {
        for (place, node) in self.nodes.iter().enumerate() {
            for other in &self.nodes[place + 1..] {
                node.run(&["CLUSTER", "MEET", "127.0.0.1", &other.cluster_port().to_string()]);
            }
        }
        for (place, node) in self.nodes.iter().enumerate() {
            wait_for(&format!("acquaintance of node {place} with all others"), LIMIT, || {
                let nodes = node.run(&["CLUSTER", "NODES"]);
                let known = nodes.text().lines().filter(|line| !line.contains("handshake")).count();
                if known == self.nodes.len() { Ok(()) } else { Err(nodes.text().to_owned()) }
            });
        }
    }

    /// Waits until every node has noted the shard id of every other. Valkey 8.0 that becomes a replica earlier
    /// may note one that differs from its primary's, and refuses to start with such a `nodes.conf`
    /// (valkey-io/valkey issue 2171).
    fn wait_for_shard_ids(&self) {
        let ids: Vec<_> = self.nodes.iter().map(|node| node.command(&["CLUSTER", "MYSHARDID"])).collect();
        // Redis 7.0 and earlier have no such command and note no such ids.
        let ids: Vec<_> = ids.iter().filter(|id| id.error().is_none()).map(Reply::text).collect();
        for (place, node) in self.nodes.iter().enumerate() {
            wait_for(&format!("knowledge of the shards by node {place}"), LIMIT, || {
                let noted = fs::read_to_string(node.folder().join("nodes.conf")).unwrap_or_default();
                if ids.iter().all(|id| noted.contains(id)) { Ok(()) } else { Err(noted) }
            });
        }
    }

    fn replicate(&self) {
        for shard in 0..self.shards {
            let primary = self.node(shard, 0).run(&["CLUSTER", "MYID"]);
            for index in 1..=self.replicas {
                self.node(shard, index).run(&["CLUSTER", "REPLICATE", primary.text()]);
            }
        }
    }
}

/// What a node says of every node: its id, its primary's id (or `-`) and its slots.
fn view(node: &Server) -> BTreeSet<String> {
    let nodes = node.run(&["CLUSTER", "NODES"]);
    let row = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        // Slots in brackets are on the move, which only the node itself tells.
        let slots: Vec<&str> = words[8..].iter().copied().filter(|slot| !slot.starts_with('[')).collect();
        format!("{} {} {}", words[0], words[3], slots.join(" "))
    };
    nodes.text().lines().map(row).collect()
}
