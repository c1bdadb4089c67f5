//! Truth: the redis crate's cluster client, told what to keep as the documents have it, opens the connections that the
//! report says, node by node, and reads where it says.

use std::time::Duration;

use chalkstore::observe::Context;
use chalkstore::uri::{Scheme, ServerUri};
use chalkstore::valkey::predict::{Model, PolicyRow, policies};
use chalkstore::valkey::{Expectations, Target, Topology, ZoneMap, observe};
use redis::Commands as _;

use super::client::{Client, connections, gets, kept, keys};
use super::outcome::has_agreed;
use super::{LIMIT, Seen, VERSIONS, look, some, uri, wait_for};
use crate::support::{Cluster, Server, Version};

/// By shard, the zones of its nodes, the primary's first: zone a has one replica of shard 1's two, b has none of it, c
/// has no replica of it either, and shard 2's second is the only one in b.
const ZONES: [[&str; 3]; 3] = [["a", "b", "c"], ["b", "a", "a"], ["c", "c", "b"]];

/// How many keys of each shard are read.
const KEYS: usize = 400;

fn start(version: Version, replicas: usize) -> Cluster {
    Cluster::builder(version, 3, replicas)
        .each(
            move |node, shard, index| {
                if version.has_zones() { node.zone(ZONES[shard][index]) } else { node }
            },
        )
        .start()
}

#[test]
fn clients_open_the_connections_that_are_predicted() {
    // The one version that tells zones where the documents' policy looks for them, one that tells them elsewhere, and
    // one that knows none.
    for version in some(&[VERSIONS[0], Version::Valkey801, Version::Redis7015, Version::Valkey900], 2) {
        let cluster = start(version, 2);
        let all: Vec<&Server> = cluster.nodes().iter().collect();
        Truth { version, alive: all }.every_policy(Some(&[9, 6]));
    }
}

#[test]
fn a_failed_replica_is_not_connected_to() {
    for version in some(&VERSIONS, 1) {
        let cluster = start(version, 2);
        let killed = cluster.node(0, 1);
        let alive: Vec<&Server> =
            cluster.nodes().iter().filter(|node| node.port() != killed.port()).collect();
        let truth = Truth { version, alive };
        let node_timeout = |ms: &str| {
            for node in &truth.alive {
                node.run(&["CONFIG", "SET", "cluster-node-timeout", ms]);
            }
        };
        // As long as it is listed, clients try to connect to it; as soon as it is not, they do not.
        node_timeout("60000");
        killed.kill();
        assert_eq!(truth.policy("unset", "documented", None), 9);
        node_timeout("2000");
        wait_for("agreement on its failure", LIMIT, || {
            let unaware = truth.alive.iter().find(|node| !has_agreed(node));
            unaware.map_or(Ok(()), |node| Err(node.run(&["CLUSTER", "NODES"]).text().to_owned()))
        });
        truth.every_policy(Some(&[8, 6]));
    }
}

#[test]
fn without_replicas_there_are_primaries_only() {
    for version in some(&VERSIONS, 1) {
        let cluster = start(version, 0);
        let all: Vec<&Server> = cluster.nodes().iter().collect();
        Truth { version, alive: all }.every_policy(Some(&[3, 3]));
    }
}

/// A cluster, and the prediction for it.
struct Truth<'a> {
    version: Version,
    alive: Vec<&'a Server>,
}

impl Truth<'_> {
    /// Every policy in every zone, and in one that does not exist. `counts` is what the documents' own words come to for
    /// `unset` and `UNIFORM_RANDOM`.
    fn every_policy(&self, counts: Option<&[u64; 2]>) {
        for (place, policy) in ["unset", "UNIFORM_RANDOM"].into_iter().enumerate() {
            let predicted = self.policy(policy, "documented", None);
            assert!(counts.is_none_or(|counts| counts[place] == predicted));
        }
        for zone in ["a", "b", "c", "nowhere"] {
            for model in ["documented", "client"] {
                let predicted = self.policy("ZONAL_AFFINITY", model, Some(zone));
                if model == "documented" && (self.version != Version::Valkey912 || zone == "nowhere") {
                    assert_eq!(predicted, 3, "only primaries: no zone is seen");
                }
            }
        }
    }

    /// Connects as one policy has it, and compares. Returns how many connections that is.
    #[track_caller]
    fn policy(&self, policy: &str, model: &str, zone: Option<&str>) -> u64 {
        let name = format!("{} {policy} {model} {zone:?}", self.version.name());
        let seed = self.alive[0];
        let predicted = self.predict(policy, model, zone);
        let options = zone.map_or(vec![], |zone| vec!["--zone", zone]);
        let seen = look(&uri(seed), &options);
        let shown = seen.connections(policy, model, zone.filter(|_| policy == "ZONAL_AFFINITY"));
        assert_eq!(shown, predicted.row.connections_per_query_server, "{name}");
        assert_eq!(self.connections(), vec![0; self.alive.len()], "before: {name}");

        let client = Client::new(seed, kept(policy, model, zone, seed, &self.alive));
        let mut connection = client.connect();
        predicted.compare(&name, &self.connections(), policy);
        let reads = self.read(&mut connection);
        predicted.compare(&name, &self.connections(), policy);
        self.compare_reads(&name, &predicted, &seen, &reads);
        drop(connection);
        self.wait_for_nobody();

        // The asynchronous client keeps its seed, too, which here is a node or none of them.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let client = Client::new(seed, kept(policy, model, zone, seed, &self.alive));
            let connection = client.connect_async().await;
            predicted.compare(&format!("async {name}"), &self.connections(), policy);
            drop(connection);
        });
        drop(runtime);
        self.wait_for_nobody();
        shown
    }

    /// What the library predicts, node by node.
    fn predict(&self, policy: &str, model: &str, zone: Option<&str>) -> Predicted {
        let uri = ServerUri {
            scheme: Scheme::Redis,
            host: "127.0.0.1".to_owned(),
            port: self.alive[0].port(),
            database: None,
            credentials: None,
            clustered: true,
            insecure: false,
        };
        let target = Target {
            uri,
            roots: chalkstore::connect::Roots::System,
            node_timeout: Duration::from_secs(5),
            rtt_samples: 1,
            resp3: false,
            others: Vec::new(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let evidence = runtime.block_on(async {
            let context = Context::new(Duration::from_secs(20), "", None);
            observe(&target, &context).await
        });
        let topology = Topology::of(&evidence, &ZoneMap::default());
        let expectations = Expectations { zone: zone.map(str::to_owned), ..Expectations::default() };
        let model = if model == "client" { Model::Client } else { Model::Documented };
        let mut rows = policies(&topology, &expectations).into_iter();
        let row = rows
            .find(|row| row.policy.as_str() == policy && row.model == model)
            .expect("every policy has one");
        let place = |node: &&Server| {
            let is_it = |known: &chalkstore::valkey::topology::Node| known.address.port == node.port();
            topology.nodes.iter().position(is_it).expect("every node is known")
        };
        let places: Vec<usize> = self.alive.iter().map(place).collect();
        let shard_of = |place: &usize| {
            topology
                .shards
                .iter()
                .position(|shard| shard.members().any(|node| node == *place))
                .expect("a shard")
        };
        let is_primary = |place: &usize| topology.shards.iter().any(|shard| shard.primary == Some(*place));
        Predicted {
            per_node: places.iter().map(|place| row.per_node[*place]).collect(),
            shards: places.iter().map(shard_of).collect(),
            is_primary: places.iter().map(is_primary).collect(),
            row,
        }
    }

    fn connections(&self) -> Vec<usize> {
        self.alive.iter().map(|node| connections(node)).collect()
    }

    /// The servers notice that a client has gone.
    #[track_caller]
    fn wait_for_nobody(&self) {
        wait_for("the end of all connections", LIMIT, || match self.connections() {
            all if all.iter().all(|count| *count == 0) => Ok(()),
            all => Err(format!("{all:?}")),
        });
    }

    /// Reads each shard as often, and says which node was read how often.
    fn read(&self, connection: &mut redis::cluster::ClusterConnection) -> Vec<u64> {
        for node in &self.alive {
            node.run(&["CONFIG", "RESETSTAT"]);
        }
        for key in keys(self.alive[0], 3, KEYS) {
            let value: Option<String> = connection.get(&key).unwrap_or_else(|error| panic!("{key}: {error}"));
            assert_eq!(value, None);
        }
        self.alive.iter().map(|node| gets(node)).collect()
    }

    /// Shards without a kept replica are read from their primary, the others from what is kept; and as many reads leave
    /// the zone as was said.
    fn compare_reads(&self, name: &str, predicted: &Predicted, seen: &Seen, reads: &[u64]) {
        assert_eq!(reads.iter().sum::<u64>(), 3 * KEYS as u64, "{name}: nothing was read twice");
        for (node, count) in reads.iter().enumerate() {
            let falls_back = predicted.row.primary_fallback_shards.contains(&predicted.shards[node]);
            let may_be_read = predicted.per_node[node] > 0.0 && predicted.is_primary[node] == falls_back;
            assert!(may_be_read || *count == 0, "{name}: {reads:?} {predicted:?}");
        }
        let Some(share) = predicted.row.cross_zone_read_share else { return };
        let Some(zone) = &predicted.row.zone else { return };
        let is_away = |(node, _): &(usize, &u64)| seen.node(self.alive[*node].port())["zone"] != **zone;
        let away: u64 = reads.iter().enumerate().filter(is_away).map(|(_, count)| *count).sum();
        #[expect(clippy::cast_precision_loss, reason = "a share or a figure for people needs no more digits")]
        let measured = away as f64 / (3 * KEYS) as f64;
        // Among several replicas the client draws; 0.1 is more than six deviations.
        assert!(
            (measured - share).abs() < 0.1,
            "{name}: {measured} of the reads left the zone, {share} was said"
        );
    }
}

/// A prediction, by node of those that are alive.
#[derive(Debug)]
struct Predicted {
    row: PolicyRow,
    per_node: Vec<f64>,
    shards: Vec<usize>,
    is_primary: Vec<bool>,
}

impl Predicted {
    /// Compares it with the connections that are there. Where one replica of several is drawn, there is exactly one.
    #[track_caller]
    fn compare(&self, name: &str, real: &[usize], policy: &str) {
        #[expect(clippy::cast_precision_loss, reason = "a share or a figure for people needs no more digits")]
        let is_met = |(predicted, real): (&f64, &usize)| {
            let real = *real as f64;
            if policy == "UNIFORM_RANDOM" {
                (predicted - real).abs() < 1.0
            } else {
                (predicted - real).abs() < 1e-9
            }
        };
        let is_each_met = self.per_node.iter().zip(real).all(is_met);
        assert!(is_each_met, "{name}: {real:?}, {:?} was predicted", self.per_node);
        for shard in 0..3 {
            let own = |node: &usize| self.shards[*node] == shard && !self.is_primary[*node];
            let predicted: f64 = (0..real.len()).filter(own).map(|node| self.per_node[node]).sum();
            let there: usize = (0..real.len()).filter(own).map(|node| real[node]).sum();
            #[expect(
                clippy::cast_precision_loss,
                reason = "a share or a figure for people needs no more digits"
            )]
            let is_met = (predicted - there as f64).abs() < 1e-9;
            assert!(is_met, "{name}: shard {shard}: {real:?}, {:?}", self.per_node);
        }
    }
}
