//! What a topology costs beside the network: `cargo bench --bench topology`.
//!
//! The clusters have three nodes a shard in three zones, like a real one of Valkey 9.1.2.

use std::io;
use std::path::Path;

use chalkstore::connect::evidence::Answered;
use chalkstore::probe::{
    End, EvidenceReader, EvidenceWriter, Expectations as Expected, Observed, Recorded, Wanted,
};
use chalkstore::render::{OutputSpec, Outputs, Style};
use chalkstore::report::{FailOn, Header, Tool, Vantage};
use chalkstore::valkey::gather::{Gathering, Replies};
use chalkstore::valkey::predict::{advice, policies, zone_losses};
use chalkstore::valkey::reply::{Reply, reply_from_bytes, view_of_shards};
use chalkstore::valkey::{Address, Evidence, Expectations, QueryServers, SLOTS, Topology, ZoneMap, assess};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const ZONES: [&str; 3] = ["us-east-1a", "us-east-1b", "us-east-1c"];

fn main() {
    divan::main();
}

/// What the nodes of a cluster say.
struct Cluster {
    nodes: usize,
}

impl Cluster {
    fn shards(&self) -> usize {
        self.nodes / 3
    }

    fn id(place: usize) -> String {
        format!("{place:0>40x}")
    }

    fn zone(place: usize) -> &'static str {
        ZONES[(place + place / 3) % 3]
    }

    fn address(place: usize) -> Address {
        Address::new(format!("10.0.{}.{}", place / 250, place % 250), 6379)
    }

    fn slots(&self, shard: usize) -> (usize, usize) {
        let bound = |shard: usize| shard * usize::from(SLOTS) / self.shards();
        (bound(shard), bound(shard + 1) - 1)
    }

    /// `CLUSTER SHARDS` as a node replies: each begins with another shard.
    fn shards_reply(&self, asked: usize) -> Vec<u8> {
        let shards = (0..self.shards()).map(|number| {
            let shard = (number + asked) % self.shards();
            let (start, end) = self.slots(shard);
            let members: String = (shard * 3..shard * 3 + 3).map(member).collect();
            let id = bulk(&Self::id(shard));
            format!(
                "*6\r\n{}*2\r\n:{start}\r\n:{end}\r\n{}*3\r\n{members}{}{id}",
                bulk("slots"),
                bulk("nodes"),
                bulk("id")
            )
        });
        format!("*{}\r\n{}", self.shards(), shards.collect::<String>()).into_bytes()
    }

    fn nodes_reply(&self, asked: usize) -> String {
        let lines = (0..self.nodes).map(|place| {
            let (id, address) = (Self::id(place), Self::address(place));
            let myself = if place == asked { "myself," } else { "" };
            let (start, end) = self.slots(place / 3);
            let (role, slots) = match place % 3 {
                0 => ("master -".to_owned(), format!(" {start}-{end}")),
                within => (format!("slave {}", Self::id(place - within)), String::new()),
            };
            format!("{id} {address}@16379 {myself}{role} 0 1 1 connected{slots}\n")
        });
        lines.collect()
    }

    fn replication(place: usize) -> String {
        let primary = Self::address(place - place % 3);
        if !place.is_multiple_of(3) {
            return format!(
                "role:slave\r\nmaster_host:{}\r\nmaster_port:6379\r\nmaster_link_status:up\r\nmaster_last_io_seconds_ago:1\r\nslave_repl_offset:1000\r\nmaster_repl_offset:1000\r\n",
                primary.host
            );
        }
        let replicas = (1..3).map(|within| {
            let host = Self::address(place + within).host;
            format!("slave{}:ip={host},port=6379,state=online,offset=1000,lag=1,type=replica\r\n", within - 1)
        });
        format!("role:master\r\n{}master_repl_offset:1000\r\n", replicas.collect::<String>())
    }

    /// Everything that every node says.
    fn said(&self) -> Vec<Said> {
        let said = |place| Said {
            address: Self::address(place),
            shards: self.shards_reply(place),
            nodes: self.nodes_reply(place),
            cluster: format!(
                "cluster_state:ok\r\ncluster_slots_assigned:16384\r\ncluster_known_nodes:{}\r\n",
                self.nodes
            ),
            server: format!(
                "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.1.2\r\nserver_mode:cluster\r\navailability_zone:{}\r\n",
                Self::zone(place)
            ),
            replication: Self::replication(place),
        };
        (0..self.nodes).map(said).collect()
    }
}

/// What one node says.
struct Said {
    address: Address,
    shards: Vec<u8>,
    nodes: String,
    cluster: String,
    server: String,
    replication: String,
}

impl Said {
    fn replies(&self) -> Replies<'_> {
        fn text(text: &str) -> Answered<Reply<'_>> {
            Answered::Known(Reply::Text(text.into()))
        }
        Replies {
            connect_us: 100,
            rtt_us: vec![100, 90],
            login: None,
            shards: Answered::Known(reply_from_bytes(&self.shards).expect("is a reply")),
            nodes: text(&self.nodes),
            slots: None,
            cluster: text(&self.cluster),
            server: text(&self.server),
            clients: text("connected_clients:9\r\ncluster_connections:118\r\nmaxclients:10000\r\n"),
            replication: text(&self.replication),
            memory: text("used_memory:2000000\r\nmaxmemory:0\r\n"),
            persistence: text("loading:0\r\n"),
            config: Vec::new(),
        }
    }
}

fn bulk(text: &str) -> String {
    format!("${}\r\n{text}\r\n", text.len())
}

fn member(place: usize) -> String {
    let Address { host, port } = Cluster::address(place);
    let role = if place.is_multiple_of(3) { "master" } else { "replica" };
    let text = |key: &str, value: &str| bulk(key) + &bulk(value);
    [
        "*16\r\n".to_owned(),
        text("id", &Cluster::id(place)),
        format!("{}:{port}\r\n", bulk("port")),
        text("ip", &host),
        text("endpoint", &host),
        text("role", role),
        format!("{}:1000\r\n", bulk("replication-offset")),
        text("health", "online"),
        text("availability-zone", Cluster::zone(place)),
    ]
    .concat()
}

fn gather(said: &[Said]) -> Evidence {
    let seed = said[0].address.clone();
    let mut gathering = Gathering::new("2026-01-01T00:00:00.000Z".to_owned(), 5000, seed, false, true);
    for one in said {
        gathering.answered(&one.address, one.replies());
    }
    gathering.done()
}

fn evidence(nodes: usize) -> Evidence {
    let evidence = gather(&Cluster { nodes }.said());
    assert_eq!((evidence.views.len(), evidence.nodes.len()), (1, nodes), "all nodes agree");
    evidence
}

fn expectations() -> Expectations {
    let servers = |zone: &str| QueryServers { zone: Some(zone.to_owned()), count: 20 };
    Expectations { query_servers: ZONES.map(servers).into(), ..Expectations::default() }
}

fn topology(nodes: usize) -> Topology {
    Topology::of(&evidence(nodes), &ZoneMap::default())
}

/// Reading one node's `CLUSTER SHARDS`.
#[divan::bench(args = [60, 300])]
fn read_shards(bencher: Bencher<'_, '_>, nodes: usize) {
    let bytes = Cluster { nodes }.shards_reply(0);
    bencher.counter(BytesCount::new(bytes.len())).bench(|| {
        let reply = reply_from_bytes(black_box(&bytes)).expect("is a reply");
        view_of_shards(&reply, "10.0.0.1", false).expect("is a view")
    });
}

/// Reading what all nodes replied, each with a view of all of them.
#[divan::bench(args = [6, 60, 300])]
fn gather_views(bencher: Bencher<'_, '_>, nodes: usize) {
    let said = Cluster { nodes }.said();
    bencher.bench(|| gather(black_box(&said)));
}

#[divan::bench(args = [60, 999])]
fn topology_of(bencher: Bencher<'_, '_>, nodes: usize) {
    let (evidence, zone_map) = (evidence(nodes), ZoneMap::default());
    bencher.bench(|| Topology::of(black_box(&evidence), &zone_map));
}

#[divan::bench(name = "policies", args = [60, 999])]
fn policies_of(bencher: Bencher<'_, '_>, nodes: usize) {
    let (topology, expectations) = (topology(nodes), expectations());
    bencher.bench(|| policies(black_box(&topology), &expectations));
}

#[divan::bench(name = "zone_losses", args = [60, 999])]
fn zone_losses_of(bencher: Bencher<'_, '_>, nodes: usize) {
    let (topology, expectations) = (topology(nodes), expectations());
    bencher.bench(|| zone_losses(black_box(&topology), &expectations));
}

#[divan::bench(name = "advice", args = [60, 999])]
fn advice_for(bencher: Bencher<'_, '_>, nodes: usize) {
    let (topology, expectations) = (topology(nodes), expectations());
    bencher.bench(|| advice(black_box(&topology), &expectations));
}

/// Every check, with the tables and drawings of the report.
#[divan::bench(name = "assess", args = [60, 999])]
fn assess_all(bencher: Bencher<'_, '_>, nodes: usize) {
    let (evidence, expectations) = (evidence(nodes), expectations());
    bencher.bench(|| assess(black_box(&evidence), &expectations));
}

/// What `--evidence FILE` costs: reading the file, judging, and writing the report for people.
#[divan::bench(args = [60, 999])]
fn replay(bencher: Bencher<'_, '_>, nodes: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("evidence.jsonl");
    save(&path, evidence(nodes));
    let spec: OutputSpec = "human".parse().expect("is a format");
    let expected = Expected { topology: expectations(), ..Expected::default() };
    bencher.bench_local(|| {
        let mut reader = EvidenceReader::open(&path, "topology").expect("is evidence");
        let style = Style::default();
        let mut outputs =
            Outputs::open_on(Box::new(io::sink()), std::slice::from_ref(&spec), style, style).expect("opens");
        outputs.start(&header());
        while let Some(recorded) = reader.next_subject().expect("is evidence") {
            outputs.section(
                &recorded.report(Wanted { rows: true, view: true, how_to_write: true }, &expected).section,
            );
        }
    });
}

fn save(path: &Path, evidence: Evidence) {
    let mut writer = EvidenceWriter::default();
    writer.add_file(path).expect("can be written");
    writer.header(&header(), false, &Expected::default());
    let observed = vec![Observed::Topology(Box::new(evidence))];
    writer.subject(Recorded { observed, ..Recorded::default() });
    assert!(writer.finish(End::default()).is_empty(), "can be written");
}

fn header() -> Header {
    Header {
        command: "topology".to_owned(),
        subject: "redis://10.0.0.1:6379?clustered=true".to_owned(),
        started_at: "2026-01-01T00:00:00.000Z".to_owned(),
        vantage: Vantage::default(),
        tool: Tool::this(),
        fail_on: FailOn::Fail,
    }
}
