//! From the replies of many nodes to evidence. It is fed by what observes, and by tests with captured replies.

use std::collections::BTreeSet;

use super::evidence::Health;
use super::evidence::{
    Answers, Evidence, Member, Node, Origin, Outcome, Role, ShardView, Unreached, View, ViewSource,
};
use super::reply::{Reply, gossip, replication, settings, slot_rows, view_of_nodes, view_of_shards};
use super::{Address, Slots};
use crate::connect::evidence::{Answered, Lost};
use crate::connect::info;

/// What a node replied, before it is read.
#[derive(Clone, Debug)]
pub struct Replies<'a> {
    /// How long the TCP connection took, in microseconds.
    pub connect_us: u64,
    /// Round trips of single PINGs, in microseconds.
    pub rtt_us: Vec<u64>,
    /// What came of logging in, where there are credentials.
    pub login: Option<Answered<()>>,
    /// `CLUSTER SHARDS`.
    pub shards: Answered<Reply<'a>>,
    /// `CLUSTER NODES`.
    pub nodes: Answered<Reply<'a>>,
    /// `CLUSTER SLOTS`, of the first node.
    pub slots: Option<Answered<Reply<'a>>>,
    /// `CLUSTER INFO`.
    pub cluster: Answered<Reply<'a>>,
    /// `INFO server`.
    pub server: Answered<Reply<'a>>,
    /// `INFO clients`.
    pub clients: Answered<Reply<'a>>,
    /// `INFO replication`.
    pub replication: Answered<Reply<'a>>,
    /// `INFO memory`.
    pub memory: Answered<Reply<'a>>,
    /// `INFO persistence`.
    pub persistence: Answered<Reply<'a>>,
    /// Each `CONFIG GET`.
    pub config: Vec<Answered<Reply<'a>>>,
}

/// Puts evidence together, node by node.
#[derive(Debug)]
pub struct Gathering {
    evidence: Evidence,
    dialled: String,
    tls: bool,
}

impl Gathering {
    /// Nothing yet. `seed` is where the store was reached first; its host stands in for nodes that announce none.
    pub fn new(observed_at: String, timeout_ms: u64, seed: Address, tls: bool, clustered: bool) -> Self {
        let dialled = seed.host.clone();
        let origin = Origin::Store { seed, tls, clustered };
        let evidence = Evidence { observed_at, timeout_ms, origin, views: Vec::new(), nodes: Vec::new() };
        Self { evidence, dialled, tls }
    }

    /// Takes down that a node answered nothing.
    pub fn unreached(&mut self, address: Address, unreached: Unreached) {
        self.evidence.nodes.push(Node { address, outcome: Outcome::Unreached(unreached) });
    }

    /// Reads what a node replied, and takes it down. The nodes that no other has told of yet come back.
    pub fn answered(&mut self, address: &Address, replies: Replies<'_>) -> Vec<(String, Address)> {
        let views = self.evidence.views.len();
        let shards = read(replies.shards, |reply| view_of_shards(reply, &self.dialled, self.tls));
        let shards = known_as(shards, |view| self.index_of(view));
        let text = |reply: &Reply<'_>| {
            reply.text().map(str::to_owned).ok_or(format!("it is {}, not text", reply.kind()))
        };
        let nodes = read(replies.nodes, text);
        let replication = known_as(read(replies.replication, text), |text| replication(&text));
        let server = known_as(read(replies.server, text), |text| info::server(&text));
        // A member of a cluster that does not tell its view now, because it loads or may not, is no store of its own.
        let stands_alone = match (server.known().and_then(|server| server.mode.as_deref()), &shards) {
            (Some(mode), _) => mode != "cluster",
            (None, Answered::Refused(refusal)) if refusal.is_cluster_disabled() => true,
            (None, _) => !matches!(self.evidence.origin, Origin::Store { clustered: true, .. }),
        };
        let mut other_view = None;
        if shards.known().is_none() {
            let view = match &nodes {
                Answered::Known(text) => view_of_nodes(text, &self.dialled).ok(),
                _ if !stands_alone => None,
                Answered::Refused(_) | Answered::Lost(_) => {
                    replication.known().and_then(|replication| view_of_replication(address, replication))
                }
            };
            other_view = view.map(|view| self.index_of(view));
        }
        let config: Vec<Answered<Reply<'_>>> = replies.config;
        let told: Vec<&Reply<'_>> = config.iter().filter_map(Answered::known).collect();
        let settings = match config.iter().find(|reply| reply.known().is_none()) {
            Some(Answered::Refused(refusal)) if told.is_empty() => Answered::Refused(refusal.clone()),
            Some(Answered::Lost(lost)) if told.is_empty() => Answered::Lost(lost.clone()),
            _ => Answered::Known(settings(told)),
        };
        let answers = Answers {
            connect_us: replies.connect_us,
            rtt_us: replies.rtt_us,
            login: replies.login,
            shards,
            other_view,
            gossip: match nodes {
                Answered::Known(text) => readable(gossip(&text)),
                Answered::Refused(refusal) => Answered::Refused(refusal),
                Answered::Lost(lost) => Answered::Lost(lost),
            },
            slots: replies.slots.map(|slots| read(slots, |reply| slot_rows(reply, &self.dialled))),
            cluster: known_as(read(replies.cluster, text), |text| info::cluster_info(&text)),
            server,
            clients: known_as(read(replies.clients, text), |text| info::clients(&text)),
            replication,
            memory: known_as(read(replies.memory, text), |text| info::memory(&text)),
            persistence: known_as(read(replies.persistence, text), |text| info::persistence(&text)),
            settings,
        };
        let outcome = Outcome::Answered(Box::new(answers));
        self.evidence.nodes.push(Node { address: address.clone(), outcome });
        let new = self.evidence.views[views..].iter().flat_map(View::members);
        new.map(|member| (member.id.clone(), member.address.clone())).collect()
    }

    /// What a node that answered calls itself.
    pub fn own_id(&self, address: &Address) -> Option<String> {
        let (_, answers) = self.evidence.answered().find(|(own, _)| *own == address)?;
        Some(answers.gossip.known().map_or_else(|| address.to_string(), |gossip| gossip.myself.clone()))
    }

    /// Takes down the round trips of a node that answered before they were timed.
    pub fn timed(&mut self, address: &Address, rtt_us: &[u64]) {
        for node in self.evidence.nodes.iter_mut().filter(|node| node.address == *address) {
            if let Outcome::Answered(answers) = &mut node.outcome {
                answers.rtt_us = rtt_us.to_vec();
            }
        }
    }

    /// All of it, in order.
    pub fn done(mut self) -> Evidence {
        self.evidence.nodes.sort_by(|a, b| a.address.cmp(&b.address));
        self.evidence
    }

    fn index_of(&mut self, view: View) -> usize {
        let views = &mut self.evidence.views;
        views.iter().position(|other| *other == view).unwrap_or_else(|| {
            views.push(view);
            views.len() - 1
        })
    }
}

/// Evidence from a saved reply to `CLUSTER SHARDS`.
///
/// # Errors
/// What is wrong with the reply.
pub fn from_shards(observed_at: String, reply: &Reply<'_>, tls: bool) -> Result<Evidence, String> {
    let view = view_of_shards(reply, "", tls)?;
    Ok(Evidence { observed_at, timeout_ms: 0, origin: Origin::File, views: vec![view], nodes: Vec::new() })
}

/// A store that is no cluster: its primary, which knows its replicas, or a replica, which knows its primary.
fn view_of_replication(own: &Address, seen: &super::reply::Replication) -> Option<View> {
    let member = |address: &Address, role| Member {
        id: address.to_string(),
        address: address.clone(),
        hostname: None,
        role,
        health: Health::Online,
        zone: None,
    };
    let mut members: Vec<Member> = match (seen.role.as_deref()?, &seen.primary) {
        ("master", _) => {
            let replicas = seen.replicas.iter().map(|replica| Member {
                health: if replica.state == "online" { Health::Online } else { Health::Loading },
                ..member(&replica.address, Role::Replica)
            });
            std::iter::once(member(own, Role::Primary)).chain(replicas).collect()
        }
        (_, Some(primary)) => vec![member(primary, Role::Primary), member(own, Role::Replica)],
        _ => return None,
    };
    // A replica that has just connected anew stands there twice, and is one copy of the data all the same.
    let mut listed = BTreeSet::new();
    members.sort_by_key(|member| (member.role, member.health));
    members.retain(|member| listed.insert(member.id.clone()));
    Some(View::sorted(ViewSource::Replication, vec![ShardView { slots: Slots::default(), members }]))
}

fn read<T>(answer: Answered<Reply<'_>>, read: impl FnOnce(&Reply<'_>) -> Result<T, String>) -> Answered<T> {
    match answer {
        Answered::Known(reply) => readable(read(&reply)),
        Answered::Refused(refusal) => Answered::Refused(refusal),
        Answered::Lost(lost) => Answered::Lost(lost),
    }
}

fn readable<T>(read: Result<T, String>) -> Answered<T> {
    read.map_or_else(|reason| Answered::Lost(Lost::Unreadable { reason }), Answered::Known)
}

fn known_as<T, U>(answer: Answered<T>, make: impl FnOnce(T) -> U) -> Answered<U> {
    match answer {
        Answered::Known(known) => Answered::Known(make(known)),
        Answered::Refused(refusal) => Answered::Refused(refusal),
        Answered::Lost(lost) => Answered::Lost(lost),
    }
}
