//! A cluster of several nodes, of which each command to each node is an observation: what a real one answered, said again
//! by as many stand-ins as are needed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::fate::{Fates, hang_up};
use crate::support::peers::Listener;
use crate::support::resp::{Client, Reply, encoded};
use crate::support::wait::{SERVER_LIMIT, wait_for};
use crate::support::{Cluster, Server};

const REFUSAL: &[u8] = b"-NOPERM User probe has no permissions to run this command\r\n";

/// What a real cluster answers: each node is asked once for each thing.
pub(crate) struct Answers {
    cluster: Cluster,
    known: Mutex<BTreeMap<(usize, String), Reply>>,
}

impl Answers {
    fn of(&self, node: usize, words: &[&str]) -> Reply {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = || self.cluster.nodes()[node].command(words);
        known.entry((node, words.join(" "))).or_insert_with(asked).clone()
    }

    fn ports(&self) -> Vec<u16> {
        self.cluster.nodes().iter().map(Server::port).collect()
    }
}

fn stands_where_its_primary_does(node: &Server, cluster: &Cluster) -> bool {
    let Some(port) = node.info("replication", "master_port") else { return true };
    let primary = cluster.nodes().iter().find(|one| one.port().to_string() == port);
    let offset = |node: &Server| node.info("replication", "master_repl_offset");
    primary.is_some_and(|primary| offset(primary) == offset(node))
}

/// One cluster's stand-in: a listener of 127.0.0.1 for each node.
#[derive(Debug)]
pub(crate) struct ChaosStore(Vec<Listener>);

impl ChaosStore {
    /// What is said again. Nodes are asked one after another, and what they say has to belong together: nothing moves their
    /// offsets any more.
    pub(crate) fn answers(cluster: Cluster) -> Arc<Answers> {
        for node in cluster.nodes() {
            node.run(&["CONFIG", "SET", "repl-ping-replica-period", "3600"]);
        }
        wait_for("replicas that have all that their primaries wrote", SERVER_LIMIT, || {
            let behind = cluster.nodes().iter().find(|node| !stands_where_its_primary_does(node, &cluster));
            behind.map_or(Ok(()), |node| Err(node.run(&["INFO", "replication"]).text().to_owned()))
        });
        Arc::new(Answers { cluster, known: Mutex::default() })
    }

    /// Answers as the real one, as far as the fates let it: `node 3` is a connection to one, `node 3 info server` a command.
    pub(crate) fn new(answers: &Arc<Answers>, fates: &Arc<Fates>, password: &'static str) -> Self {
        let ports: Arc<OnceLock<Vec<(u16, u16)>>> = Arc::default();
        let real = answers.ports();
        let listeners = (0..real.len()).map(|node| {
            let (answers, fates, ports) = (Arc::clone(answers), Arc::clone(fates), Arc::clone(&ports));
            Listener::new(move |stream| {
                stream.set_nodelay(true)?;
                let own = fates.meet(&format!("node {node}"));
                if own.is_broken() {
                    own.say(&stream, b"+OK\r\n", b"-ERR max number of clients reached\r\n", 0)?;
                    return hang_up(&stream);
                }
                own.say(&stream, b"", b"", 0)?;
                let mut client = Client::new(&stream);
                loop {
                    let command = client.reply()?;
                    let words: Vec<&str> = command.items().iter().map(Reply::text).collect();
                    let name = words.join(" ").to_lowercase();
                    let answer = match words.as_slice() {
                        [auth, .., given] if auth.eq_ignore_ascii_case("auth") => {
                            let refused = Reply::Error("WRONGPASS invalid username-password pair".to_owned());
                            if *given == password { Reply::Text("OK".to_owned()) } else { refused }
                        }
                        words => answers.of(node, words),
                    };
                    let answer = elsewhere(&answer, ports.get().map_or(&[], Vec::as_slice));
                    let said = match &answer {
                        Reply::Text(text) if text == "OK" || text == "PONG" => format!("+{text}\r\n"),
                        other => encoded(other),
                    };
                    // No password becomes a name.
                    let name = if name.starts_with("auth") { "auth" } else { &name };
                    let fate = fates.meet(&format!("node {node} {name}"));
                    if !fate.say(&stream, said.as_bytes(), REFUSAL, 0)? {
                        return hang_up(&stream);
                    }
                }
            })
        });
        let own = Self(listeners.collect());
        let pairs = real.into_iter().zip(own.0.iter().map(Listener::port)).collect();
        ports.set(pairs).expect("it is set once");
        own
    }

    /// The port of a node.
    pub(crate) fn port(&self, node: usize) -> u16 {
        self.0[node].port()
    }
}

/// A reply with the ports of the stand-ins.
fn elsewhere(reply: &Reply, ports: &[(u16, u16)]) -> Reply {
    match reply {
        Reply::Integer(number) => {
            let own = ports.iter().find(|(real, _)| i64::from(*real) == *number);
            Reply::Integer(own.map_or(*number, |(_, own)| i64::from(*own)))
        }
        Reply::Array(items) => Reply::Array(items.iter().map(|item| elsewhere(item, ports)).collect()),
        Reply::Text(text) => Reply::Text(with_ports(text, ports)),
        other => other.clone(),
    }
}

/// A text in which each number that is a port stands for another.
fn with_ports(text: &str, ports: &[(u16, u16)]) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[at..];
        let number = &number[..number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len())];
        told.push_str(&rest[..at]);
        let own = ports.iter().find(|(real, _)| number.parse() == Ok(*real));
        told.push_str(&own.map_or_else(|| number.to_owned(), |(_, own)| own.to_string()));
        rest = &rest[at + number.len()..];
    }
    told + rest
}
