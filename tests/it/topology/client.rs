//! A query server's client: the redis crate's cluster clients, given the replicas that a policy keeps.
//!
//! The client of the product can be told to leave replicas out (`replica_filter`); the released crate cannot. What that
//! filter does is done to the answer that the client gets: at discovery it drops from `CLUSTER SLOTS` the replicas that
//! are not kept, which then get no connection and no reads. So the seed here is a stand-in that
//! passes on the cluster's own `CLUSTER SLOTS` without them; everything behind that is the crate's own doing. No topology
//! changes while a client lives, so that it never asks another node.

use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use redis::cluster::{ClusterClient, ClusterConnection};
use redis::cluster_async;
use redis::cluster_read_routing::RandomReplicaStrategy;

use crate::support::{Reply, Scripted, Server};

/// The replicas that are kept, by `host:port` as `CLUSTER SLOTS` prints them; none: all.
pub(super) type Kept = Option<Vec<String>>;

/// What a policy keeps of a cluster, as the documents say (Chalk documentation, Online store), asked of one of its nodes.
pub(super) fn kept(
    policy: &str,
    model: &str,
    zone: Option<&str>,
    seed: &Server,
    cluster: &[&Server],
) -> Kept {
    let rows = seed.run(&["CLUSTER", "SLOTS"]);
    let shards = replicas_by_primary(&rows);
    match (policy, model) {
        ("unset", _) => None,
        ("UNIFORM_RANDOM", _) => {
            let mut random = (0..).map(|draw| RandomState::new().hash_one(draw));
            let one = |replicas: &Vec<String>| {
                let draw = usize::try_from(random.next()? % (replicas.len() as u64).max(1)).ok()?;
                replicas.get(draw).cloned()
            };
            Some(shards.values().filter_map(one).collect())
        }
        // CLUSTER SHARDS has the zone, or nobody has.
        ("ZONAL_AFFINITY", "documented") => Some(replicas_of_zone(&seed.run(&["CLUSTER", "SHARDS"]), zone)),
        // What the client's own strategy finds on a cluster without zones in its host names.
        ("ZONAL_AFFINITY", "client") => {
            let zones: BTreeMap<String, Option<String>> = cluster
                .iter()
                .map(|node| (format!("127.0.0.1:{}", node.port()), node.info("server", "availability_zone")))
                .collect();
            let is_local = |replica: &&String| zone.is_some() && zones[*replica].as_deref() == zone;
            let of_shard = |replicas: &Vec<String>| -> Vec<String> {
                let local: Vec<String> = replicas.iter().filter(is_local).cloned().collect();
                if local.is_empty() { replicas.clone() } else { local }
            };
            Some(shards.values().flat_map(of_shard).collect())
        }
        other => panic!("{other:?} is no policy"),
    }
}

/// The replicas of each primary. A shard whose slots are in pieces has several rows.
fn replicas_by_primary(rows: &Reply) -> BTreeMap<String, Vec<String>> {
    let mut shards: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.items() {
        let nodes: Vec<String> = row.items()[2..].iter().map(address).collect();
        shards.insert(nodes[0].clone(), nodes[1..].to_vec());
    }
    shards
}

/// `host:port` of a node of `CLUSTER SLOTS`.
fn address(node: &Reply) -> String {
    format!("{}:{}", node.items()[0].text(), node.items()[1].integer())
}

fn replicas_of_zone(shards: &Reply, zone: Option<&str>) -> Vec<String> {
    let nodes = shards.items().iter().flat_map(|shard| field(shard, "nodes").map_or(&[][..], Reply::items));
    let is_meant = |node: &&Reply| {
        field(node, "role").map(Reply::text) == Some("replica")
            && zone.is_some()
            && field(node, "availability-zone").map(Reply::text) == zone
    };
    let place = |node: &Reply| {
        let [endpoint, port] = ["endpoint", "port"].map(|key| field(node, key).expect("it has one"));
        format!("{}:{}", endpoint.text(), port.integer())
    };
    nodes.filter(is_meant).map(place).collect()
}

/// A field of a map, which is a flat array in RESP2.
fn field<'a>(map: &'a Reply, key: &str) -> Option<&'a Reply> {
    map.items().chunks(2).find(|pair| pair[0] == Reply::Text(key.to_owned())).map(|pair| &pair[1])
}

/// A stand-in for a node, whose `CLUSTER SLOTS` has only the kept replicas.
fn filtering_seed(seed: &Server, kept: &[String]) -> Scripted {
    let rows = seed.run(&["CLUSTER", "SLOTS"]);
    let is_kept = |node: &&Reply| kept.contains(&address(node));
    let rows = rows.items().iter().map(|row| {
        let (range_and_primary, replicas) = row.items().split_at(3);
        Reply::Array(range_and_primary.iter().chain(replicas.iter().filter(is_kept)).cloned().collect())
    });
    let rows = Reply::Array(rows.collect());
    Scripted::new(move |words| match words {
        ["CLUSTER", "SLOTS"] => rows.clone(),
        ["PING"] => Reply::Text("PONG".to_owned()),
        // READONLY, CLIENT SETINFO: it is no server, and there is nothing that they could change.
        _ => Reply::Text("OK".to_owned()),
    })
}

/// How often a read is sent again. A replica that is down and still listed is drawn every other time, and the crate's own
/// sixteen tries all fall on it in one of some three hundred runs.
const RETRIES: u32 = 100;

/// A client that was built as a query server builds its own: reads go to replicas.
pub(super) struct Client {
    client: ClusterClient,
    _seed: Option<Scripted>,
}

impl Client {
    pub(super) fn new(seed: &Server, kept: Kept) -> Self {
        let stand_in = kept.map(|kept| filtering_seed(seed, &kept));
        let port = stand_in.as_ref().map_or(seed.port(), Scripted::port);
        let builder = ClusterClient::builder([format!("redis://127.0.0.1:{port}/")]);
        let builder = builder.read_routing_strategy(RandomReplicaStrategy).retries(RETRIES);
        let client = builder.build().expect("the seed is well formed");
        Self { client, _seed: stand_in }
    }

    /// The blocking connection.
    pub(super) fn connect(&self) -> ClusterConnection {
        self.client.get_connection().expect("the cluster can be reached")
    }

    /// The asynchronous one.
    pub(super) async fn connect_async(&self) -> cluster_async::ClusterConnection {
        self.client.get_async_connection().await.expect("the cluster can be reached")
    }
}

/// How many connections of clients a node has: not those of its primary, its replicas, and the test's own, which come
/// through a socket file.
pub(super) fn connections(node: &Server) -> usize {
    let list = node.run(&["CLIENT", "LIST"]);
    let is_clients = |line: &&str| {
        let flags =
            line.split(' ').find_map(|field| field.strip_prefix("flags=")).expect("it is in every version");
        !flags.contains(['S', 'M', 'U'])
    };
    list.text().lines().filter(is_clients).count()
}

/// How many GETs a node was sent since its counters were reset.
pub(super) fn gets(node: &Server) -> u64 {
    let stats = node.run(&["INFO", "commandstats"]);
    let line = stats.text().lines().find_map(|line| line.strip_prefix("cmdstat_get:calls="));
    line.and_then(|line| line.split(',').next()?.parse().ok()).unwrap_or(0)
}

/// Keys of a cluster's shards, of each shard as many.
pub(super) fn keys(seed: &Server, shards: usize, each: usize) -> Vec<String> {
    let mut by_shard = vec![Vec::new(); shards];
    for number in 0.. {
        let key = format!("key-{number}");
        let slot = usize::try_from(seed.run(&["CLUSTER", "KEYSLOT", &key]).integer()).expect("is positive");
        // As the cluster was given them.
        let shard = (0..shards).rfind(|shard| shard * 16_384 / shards <= slot).expect("slots begin at 0");
        if by_shard[shard].len() < each {
            by_shard[shard].push(key);
        } else if by_shard.iter().all(|keys| keys.len() == each) {
            break;
        }
    }
    by_shard.concat()
}
