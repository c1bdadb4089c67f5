//! Rows for machines and a picture for people: how long each stage took, and what the store is.

use serde_json::{Value, json};

use super::cluster::{Mode, mode};
use super::server::identity;
use super::words;
use crate::connect::evidence::{
    Answer, Credentials, Described, Greeting, Key, KeyType, Listed, Resolve, ServerStore, Stage, TableStore,
    Tcp, Tls, TlsProbe,
};
use crate::report::{Block, Cell, Event, Row, Table, Timeline, Tone};
use crate::words::milliseconds;

/// One stage as it is shown.
struct Shown {
    name: &'static str,
    /// When it began and how long it took; none where it was not reached.
    time: Option<(u64, u64)>,
    good: bool,
    detail: String,
}

impl Shown {
    fn new<T>(name: &'static str, stage: Option<&Stage<T>>, tell: impl FnOnce(&T) -> (bool, String)) -> Self {
        let Some(stage) = stage else {
            return Self { name, time: None, good: false, detail: "not reached".to_owned() };
        };
        let (good, detail) = tell(&stage.outcome);
        Self { name, time: Some((stage.start_us, stage.duration_us)), good, detail }
    }

    fn row(&self) -> Row {
        let outcome = match (self.time, self.good) {
            (None, _) => "skipped",
            (Some(_), true) => "ok",
            (Some(_), false) => "failed",
        };
        // Three decimals are all that was measured.
        let us = self.time.map(|(_, us)| us);
        Row {
            table: "stages",
            value: json!({"stage": self.name, "outcome": outcome, "duration_us": us, "detail": self.detail}),
        }
    }

    fn event(self) -> Option<Event> {
        let (start_us, duration_us) = self.time?;
        let tone = if self.good { Tone::Good } else { Tone::Bad };
        Some(Event {
            label: self.name.to_owned(),
            start_us,
            duration_us: Some(duration_us),
            tone,
            note: self.detail,
        })
    }
}

/// The rows of a server: its stages, and what it is.
pub(super) fn server_rows(server: &ServerStore) -> Vec<Row> {
    let mut rows: Vec<Row> = server_stages(server).iter().map(Shown::row).collect();
    if let Some(stage) = &server.facts {
        let facts = &stage.outcome;
        let (kind, version) = identity(facts).unzip();
        let known = facts.server.known();
        let clients = facts.clients.known();
        let replication = facts.replication.known();
        let cluster = facts.cluster_info.known();
        rows.push(Row {
            table: "server",
            value: json!({
                "address": address(server),
                "kind": kind,
                "version": version,
                "role": replication.and_then(|known| known.role.as_deref()).map(role),
                "mode": mode(facts).map(Mode::as_str),
                "maxclients": clients.and_then(|known| known.maxclients),
                "connected_clients": clients.and_then(|known| known.connected_clients),
                "cluster_connections": clients.and_then(|known| known.cluster_connections),
                "cluster_state": cluster.and_then(|known| known.state.as_deref()),
                "cluster_size": cluster.and_then(|known| known.size),
                "cluster_known_nodes": cluster.and_then(|known| known.known_nodes),
                "availability_zone": known.and_then(|known| known.availability_zone.as_deref()),
                "os": known.and_then(|known| known.os.as_deref()),
                "uptime_s": known.and_then(|known| known.uptime_s),
                "rtt_us": server.ping.as_ref().map(|stage| stage.duration_us),
                "tls": handshake(server).map(|done| done.protocol.as_str()),
                "certificate_expires_at": handshake(server)
                    .and_then(|done| done.chain.first())
                    .map(|own| own.not_after.as_str()),
            }),
        });
    }
    rows
}

/// The view of a server.
pub(super) fn server(server: &ServerStore) -> Vec<Block> {
    let mut blocks = vec![timeline(server_stages(server))];
    let Some(stage) = &server.facts else { return blocks };
    let facts = &stage.outcome;
    let mut rows = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            rows.push(vec![Cell::from(name), Cell::from(value)]);
        }
    };
    add("server", identity(facts).map(|(kind, version)| format!("{kind} {version}")));
    add("address", address(server).map(str::to_owned));
    add(
        "role",
        facts.replication.known().and_then(|known| known.role.as_deref()).map(|name| role(name).to_owned()),
    );
    add("mode", mode(facts).map(|mode| mode.as_str().to_owned()));
    add("zone", facts.server.known().and_then(|known| known.availability_zone.clone()));
    let clients = facts.clients.known();
    add(
        "connections",
        clients.and_then(|known| Some(format!("{} of {}", known.connected_clients?, known.maxclients?))),
    );
    let cluster = facts.cluster_info.known();
    add("cluster", cluster.and_then(|known| known.state.clone()));
    add("nodes", cluster.and_then(|known| known.known_nodes).map(|nodes| nodes.to_string()));
    add("TLS", handshake(server).map(|done| format!("{}, {}", done.protocol, done.cipher)));
    blocks.push(Block::Table(Table { title: "What the server is".to_owned(), columns: Vec::new(), rows }));
    blocks
}

/// The rows of a table: its stages, and what it is.
pub(super) fn table_rows(table: &TableStore) -> Vec<Row> {
    let mut rows: Vec<Row> = table_stages(table).iter().map(Shown::row).collect();
    if let Some(Described::Table(facts)) = table.describe.as_ref().map(|stage| &stage.outcome) {
        let key = |key: Option<&Key>| {
            key.map(|key| json!({"name": key.name, "type": key.key_type.as_ref().map(KeyType::as_str)}))
        };
        let region = table.region.as_ref().and_then(|stage| stage.outcome.as_ref());
        rows.push(Row {
            table: "described_table",
            value: json!({
                "name": table.name,
                "region": region.map(|found| found.name.as_str()),
                "status": facts.status,
                "partition_key": key(facts.hash_key.as_ref()),
                "sort_key": key(facts.range_key.as_ref()),
                "billing_mode": facts.billing_mode,
                "item_count": facts.item_count,
                "replicas": facts.replicas.iter()
                    .map(|(region, status)| json!({"region": region, "status": status}))
                    .collect::<Vec<Value>>(),
            }),
        });
    }
    rows
}

/// The view of a table.
pub(super) fn table(table: &TableStore) -> Vec<Block> {
    let mut blocks = vec![timeline(table_stages(table))];
    let Some(Described::Table(facts)) = table.describe.as_ref().map(|stage| &stage.outcome) else {
        return blocks;
    };
    let region = table.region.as_ref().and_then(|stage| stage.outcome.as_ref());
    let keys: Vec<&str> =
        [&facts.hash_key, &facts.range_key].into_iter().flatten().map(|key| key.name.as_str()).collect();
    let replicas: Vec<&str> = facts.replicas.iter().map(|(region, _)| region.as_str()).collect();
    let rows = [
        ("table", Some(table.name.clone())),
        ("region", region.map(|found| found.name.clone())),
        ("status", facts.status.clone()),
        ("key", Some(keys.join(", "))),
        ("billing", facts.billing_mode.clone()),
        ("items, hours ago", facts.item_count.map(|count| count.to_string())),
        ("replicas", (!replicas.is_empty()).then(|| replicas.join(", "))),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(name, value)| Some(vec![Cell::from(name), Cell::from(value?)]))
        .collect();
    blocks.push(Block::Table(Table { title: "What the table is".to_owned(), columns: Vec::new(), rows }));
    blocks
}

fn timeline(stages: Vec<Shown>) -> Block {
    let events = stages.into_iter().filter_map(Shown::event).collect();
    Block::Timeline(Timeline { title: "Stages".to_owned(), events })
}

fn server_stages(server: &ServerStore) -> Vec<Shown> {
    let mut stages = vec![
        Shown::new("resolve", server.resolve.as_ref(), resolve),
        Shown::new("connect", server.tcp.as_ref(), connect),
    ];
    if server.tls {
        stages.push(Shown::new("TLS", server.handshake.as_ref(), tls));
    }
    stages.push(Shown::new("protocol", server.greeting.as_ref(), greeting));
    if server.login != crate::connect::evidence::Login::None {
        stages.push(Shown::new("AUTH", server.auth.as_ref(), answer));
    }
    stages.push(Shown::new("PING", server.ping.as_ref(), answer));
    stages.push(Shown::new("INFO", server.facts.as_ref(), |facts| match &facts.server {
        crate::connect::evidence::Answered::Known(_) => (true, String::new()),
        other => (false, other.untold("INFO server", "it")),
    }));
    stages
}

fn table_stages(table: &TableStore) -> Vec<Shown> {
    let mut stages = vec![
        Shown::new("region", table.region.as_ref(), |found| match found {
            Some(found) => (true, format!("{} ({})", found.name, found.source.as_str())),
            None => (false, "none found".to_owned()),
        }),
        Shown::new("credentials", table.credentials.as_ref(), |found| match found {
            Credentials::Found { .. } => (true, "found".to_owned()),
            Credentials::Failed(failure) => (false, failure.to_string()),
        }),
        Shown::new("DescribeTable", table.describe.as_ref(), |described| match described {
            Described::Table(facts) => (true, facts.status.clone().unwrap_or_default()),
            Described::Failed(failure) => (false, failure.to_string()),
        }),
    ];
    if table.list.is_some() {
        stages.push(Shown::new("ListTables", table.list.as_ref(), |listed| match listed {
            Listed::Tables { names, .. } => (true, words::count(names.len(), "table")),
            Listed::Failed(failure) => (false, failure.to_string()),
        }));
    }
    stages
}

fn resolve(resolve: &Resolve) -> (bool, String) {
    match resolve {
        Resolve::Literal => (true, "an address".to_owned()),
        Resolve::Found { addresses } => (true, addresses.join(", ")),
        Resolve::NoSuchName { error } | Resolve::Failed { error } => (false, error.clone()),
        Resolve::TimedOut { after_ms } => (false, format!("no answer within {}", milliseconds(*after_ms))),
    }
}

fn connect(tcp: &Tcp) -> (bool, String) {
    match tcp.connection() {
        Some(used) => (true, used.address.clone()),
        None => (false, "no connection".to_owned()),
    }
}

fn tls(tls: &Tls) -> (bool, String) {
    match tls {
        Tls::Done(done) => (true, format!("{}, {}", done.protocol, done.cipher)),
        Tls::Failed(failure) => (false, super::tls::fault(&failure.fault)),
    }
}

fn greeting(greeting: &Greeting) -> (bool, String) {
    if let Some(TlsProbe::Speaks(protocol)) = &greeting.tls {
        return (false, format!("the port speaks {protocol}"));
    }
    match &greeting.answer {
        // It wants credentials: that is an answer, and a good one.
        Answer::Refused(refusal) if refusal.code == "NOAUTH" => (true, refusal.code.clone()),
        other => answer(other),
    }
}

fn answer(answer: &Answer) -> (bool, String) {
    match answer {
        Answer::Said(said) => (true, said.clone()),
        Answer::Refused(refusal) => (false, refusal.code.clone()),
        Answer::Lost(lost) => (false, lost.to_string()),
    }
}

fn address(server: &ServerStore) -> Option<&str> {
    server.tcp.as_ref()?.outcome.connection().map(|used| used.address.as_str())
}

fn handshake(server: &ServerStore) -> Option<&crate::connect::evidence::Handshake> {
    match &server.handshake.as_ref()?.outcome {
        Tls::Done(done) => Some(done),
        Tls::Failed(_) => None,
    }
}

/// INFO still uses the old words.
fn role(role: &str) -> &str {
    match role {
        "master" => "primary",
        "slave" => "replica",
        other => other,
    }
}
