//! Replies that real servers gave in known situations, byte by byte, and evidence made of them as an observation would.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chalkstore::connect::evidence::{Answered, Lost, Refusal};
use chalkstore::valkey::evidence::{Stage, Unreached};
use chalkstore::valkey::gather::{Gathering, Replies};
use chalkstore::valkey::reply::{Reply, reply_from_bytes};
use chalkstore::valkey::{Address, Evidence};
use serde::{Deserialize, Deserializer};

/// A situation, and what each node said in it.
#[derive(Debug, Deserialize)]
pub(crate) struct Captured {
    /// What it is called.
    pub(crate) case: String,
    /// The server and its version.
    pub(crate) server: String,
    /// How it came about.
    pub(crate) note: String,
    nodes: Vec<CapturedNode>,
    /// Every reply.
    pub(crate) replies: Vec<CapturedReply>,
}

#[derive(Debug, Deserialize)]
struct CapturedNode {
    addr: String,
}

/// A reply to one command, or none.
#[derive(Debug, Deserialize)]
pub(crate) struct CapturedReply {
    /// The node that was asked.
    pub(crate) node: String,
    /// The protocol's version.
    pub(crate) proto: u8,
    /// The command.
    pub(crate) cmd: String,
    /// The bytes, if any came.
    #[serde(default, deserialize_with = "from_latin1")]
    pub(crate) raw: Option<Vec<u8>>,
    io_error: Option<String>,
}

impl CapturedReply {
    fn answered(&self) -> Answered<Reply<'_>> {
        let Some(bytes) = &self.raw else { return Answered::Lost(Lost::Closed) };
        if let Some(text) = bytes.strip_prefix(b"-") {
            let text = String::from_utf8_lossy(text).trim().to_owned();
            let code = text.split(' ').next().unwrap_or_default().to_owned();
            return Answered::Refused(Refusal { code, text });
        }
        Answered::Known(reply_from_bytes(bytes).expect("a captured reply can be read"))
    }
}

/// The bytes stand as characters with their numbers.
fn from_latin1<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    let byte = |c: char| u8::try_from(u32::from(c)).expect("is a byte");
    Ok(text.map(|text| text.chars().map(byte).collect()))
}

/// Every situation, by version and name.
pub(crate) fn all() -> Vec<Captured> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/valkey");
    let situations: Vec<Captured> = entries(&root).iter().flat_map(|folder| in_folder(folder)).collect();
    assert!(situations.len() > 150, "only {} captured situations", situations.len());
    situations
}

/// Servers that refuse: without a login, without permission, full, protected, or cut off from their primary.
pub(crate) fn refusals() -> Vec<Captured> {
    in_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/refusals"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("a folder of captured replies").filter_map(Result::ok);
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Every situation of a folder; none for a file.
fn in_folder(folder: &Path) -> Vec<Captured> {
    if !folder.is_dir() {
        return Vec::new();
    }
    let mut files = entries(folder);
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a captured situation");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    files.iter().map(read).collect()
}

impl Captured {
    /// `valkey-9.1.2/healthy_3x2`.
    pub(crate) fn name(&self) -> String {
        format!("{}/{}", self.server, self.case)
    }

    /// What an observation of these servers would have taken down.
    pub(crate) fn evidence(&self) -> Evidence {
        let address = |text: &str| text.parse::<Address>().expect("HOST:PORT");
        let seed = address(&self.nodes[0].addr);
        let clustered = !self.case.contains("standalone");
        let mut gathering = Gathering::new(
            "2026-01-01T00:00:00.000Z".to_owned(),
            2000,
            seed,
            self.case == "tls_only",
            clustered,
        );
        let mut known: BTreeSet<Address> = BTreeSet::new();
        let mut asked = BTreeSet::new();
        for (index, node) in self.nodes.iter().enumerate() {
            let own = address(&node.addr);
            let told = gathering.answered(&own, self.replies_of(&own.to_string(), index == 0));
            known.extend(told.into_iter().map(|(_, address)| address));
            asked.insert(own);
        }
        // In the hostname cases every node listens on the same loopback address as its name.
        let asked_ports: BTreeSet<u16> = asked.iter().map(|address| address.port).collect();
        for address in known.iter().filter(|address| !asked_ports.contains(&address.port)) {
            gathering.unreached(address.clone(), self.silence(address));
        }
        gathering.done()
    }

    fn replies_of(&self, node: &str, is_first: bool) -> Replies<'_> {
        let find = |command: &str| {
            let is_it =
                |reply: &&CapturedReply| reply.node == node && reply.proto == 2 && reply.cmd == command;
            self.replies.iter().find(is_it).map(CapturedReply::answered)
        };
        let reply = |command: &str| find(command).unwrap_or(Answered::Lost(Lost::Closed));
        let settings =
            self.replies.iter().filter(|reply| reply.node == node && reply.cmd.starts_with("CONFIG"));
        let config: Vec<Answered<Reply<'_>>> = settings.map(CapturedReply::answered).collect();
        Replies {
            connect_us: 100,
            rtt_us: vec![100],
            login: None,
            shards: reply("CLUSTER SHARDS"),
            nodes: reply("CLUSTER NODES"),
            slots: is_first.then(|| reply("CLUSTER SLOTS")),
            cluster: reply("CLUSTER INFO"),
            server: reply("INFO server"),
            clients: reply("INFO clients"),
            replication: reply("INFO replication"),
            memory: reply("INFO memory"),
            persistence: reply("INFO persistence"),
            config: if config.is_empty() { vec![Answered::Lost(Lost::Closed)] } else { config },
        }
    }

    /// What came of a node that others know and that no reply was captured of: frozen, killed, or not asked.
    fn silence(&self, address: &Address) -> Unreached {
        let error = self.replies.iter().filter(|reply| reply.node == address.to_string());
        let is_frozen =
            error.filter_map(|reply| reply.io_error.as_deref()).any(|error| error.contains("timed out"))
                || self.case.contains("sigstop");
        let (stage, reason, timed_out) = if self.was_alive(address) {
            (Stage::Connect, Unreached::NO_TIME, true)
        } else if is_frozen {
            (Stage::Answer, "no answer within 2000 ms", true)
        } else {
            (Stage::Connect, "refused", false)
        };
        Unreached {
            stage,
            reason: reason.to_owned(),
            timed_out,
            after_us: if timed_out { 2_000_000 } else { 100 },
        }
    }

    /// Whether a node was well, and only its replies were not captured: the note tells which zone was killed, and the
    /// zones of the nodes in the order of their ports.
    fn was_alive(&self, address: &Address) -> bool {
        if self.note.contains("views of 2 nodes only") {
            return true;
        }
        let Some((killed, zones)) =
            self.note.strip_prefix("zone ").and_then(|note| note.split_once(" killed; "))
        else {
            return false;
        };
        let own = zones.split('\'').skip(1).step_by(2).nth(usize::from(address.port % 100));
        own.expect("the note names each node's zone") != killed
    }
}
