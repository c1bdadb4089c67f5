//! The lags of a Valkey store's replicas.

use std::collections::BTreeSet;

use super::offsets::{Behind, Track, Untracked};
use super::{Kind, Lag, State};
use crate::connect::ACL;
use crate::observe::LONGER;
use crate::replication::evidence::{Offsets, ValkeyStore};
use crate::replication::statistics::{Points, Statistics};
use crate::replication::words::{self, us_as_ms};
use crate::valkey::evidence::Outcome;
use crate::valkey::reply::DEFAULT_REPL_TIMEOUT_S;
use crate::valkey::{Address, Topology, ZoneMap};

/// A chain of replicas is not followed further than this.
const LONGEST_CHAIN: usize = 16;
const ASK_AGAIN: &str = "look at the node, and ask again";

/// A lag for each replica, of the nodes that were asked and of those that the topology knows.
pub(super) fn lags(seen: &ValkeyStore) -> Vec<Lag> {
    let store = Nodes::of(seen);
    // A primary alone does not tell whether anything follows it.
    if store.shards.is_empty() && seen.offsets.iter().all(|node| node.primary.is_none()) {
        let lag = Lag::new(Kind::Valkey, &seen.name, METRIC);
        return vec![lag.unknown(
            "the store's topology could not be read",
            "the TOP checks of its URI say why: `chalkstore topology`",
        )];
    }
    let asked = seen.offsets.iter().filter(|node| node.primary.is_some());
    let mut lags: Vec<Lag> = asked.map(|node| store.of_node(seen, node)).collect();
    let known: BTreeSet<&Address> = seen.offsets.iter().map(|node| &node.node).collect();
    for shard in &store.shards {
        for replica in shard.replicas.iter().filter(|replica| !known.contains(replica)) {
            let lag = Lag::new(Kind::Valkey, &seen.name, METRIC);
            let primary = shard.primary.as_ref().map(ToString::to_string);
            let lag = lag.between(primary.as_deref(), Some(&replica.to_string()));
            lags.push(match why_unasked(seen, replica) {
                Some(unreached) => lag.unknown(unreached.why, unreached.help),
                None => lag.unknown("the replica was not asked for its offset", ASK_AGAIN),
            });
        }
    }
    lags
}

/// Why a node was not asked for its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::replication) struct Unasked {
    /// How far it came, and what was seen.
    pub(in crate::replication) why: String,
    /// What to do.
    pub(in crate::replication) help: String,
}

/// Why a node could not be asked; nothing where it was not tried, or did answer.
pub(in crate::replication) fn why_unasked(seen: &ValkeyStore, node: &Address) -> Option<Unasked> {
    let node = seen.topology.nodes.iter().find(|one| one.address == *node)?;
    let Outcome::Unreached(unreached) = &node.outcome else { return None };
    let why = format!("{}: {}: {}", node.address, unreached.stage.as_str(), unreached.reason);
    let help = if unreached.timed_out {
        format!("look at the node, or {LONGER}")
    } else {
        "look whether the node runs; `chalkstore topology` tells what the others say of it".to_owned()
    };
    Some(Unasked { why, help })
}

/// What tells of it.
const METRIC: &str = "offset";

/// The nodes that hold the same data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shards {
    /// Its name, as the topology counts it.
    pub name: String,
    /// The node that takes its writes; null where nobody knows one.
    pub primary: Option<Address>,
    /// The nodes that follow.
    pub replicas: Vec<Address>,
    /// Whether every replica is known to stand in the primary's zone.
    pub is_in_one_zone: bool,
}

/// A store's shards, and under which names its nodes go.
#[derive(Clone, Debug)]
pub struct Nodes {
    /// The shards that serve.
    pub shards: Vec<Shards>,
    /// A name and the address under which the node was asked.
    aliases: Vec<(Address, Address)>,
}

impl Nodes {
    /// Reads a store's topology.
    pub fn of(seen: &ValkeyStore) -> Self {
        let topology = Topology::of(&seen.topology, &ZoneMap::default());
        let address = |node: usize| topology.nodes[node].address.clone();
        let zone = |node: usize| topology.nodes[node].zone();
        let shards = topology.serving().map(|(index, shard)| {
            let own = shard.primary.and_then(zone);
            let same = |replica: &usize| own.is_some() && zone(*replica) == own;
            Shards {
                name: format!("shard {index}"),
                primary: shard.primary.map(address),
                replicas: shard.replicas.iter().map(|replica| address(*replica)).collect(),
                is_in_one_zone: !shard.replicas.is_empty() && shard.replicas.iter().all(same),
            }
        });
        let aliases = topology.nodes.iter().filter_map(|node| {
            let name = node.hostname.as_ref()?;
            Some((Address::new(name.clone(), node.address.port), node.address.clone()))
        });
        Self { shards: shards.collect(), aliases: aliases.collect() }
    }

    /// What was read of a node, whatever it is called.
    fn find<'a>(&self, seen: &'a ValkeyStore, name: &Address) -> Option<&'a Offsets> {
        let of = |name: &Address| seen.offsets.iter().find(|node| node.node == *name);
        of(name).or_else(|| {
            let other = self.aliases.iter().find_map(|(left, right)| match name {
                name if name == left => Some(right),
                name if name == right => Some(left),
                _ => None,
            });
            other.and_then(of)
        })
    }

    /// The node at the end of a chain of replicas.
    ///
    /// # Errors
    /// Why there is none.
    pub(in crate::replication) fn root<'a>(
        &self,
        seen: &'a ValkeyStore,
        node: &'a Offsets,
    ) -> Result<&'a Offsets, String> {
        let mut at = node;
        for _ in 0..LONGEST_CHAIN {
            let Some(name) = &at.primary else { return Ok(at) };
            at = self.find(seen, name).ok_or_else(|| format!("its primary {name} was not asked"))?;
        }
        Err("it follows replicas in a circle".to_owned())
    }

    fn of_node(&self, seen: &ValkeyStore, node: &Offsets) -> Lag {
        let primary = node.primary.as_ref().map(ToString::to_string);
        let mut lag = Lag::new(Kind::Valkey, &seen.name, METRIC)
            .between(primary.as_deref(), Some(&node.node.to_string()));
        let root = match self.root(seen, node) {
            Ok(root) => root,
            Err(why) => return lag.unknown(why, ASK_AGAIN),
        };
        if Some(&root.node) != node.primary.as_ref() && self.find(seen, &root.node).is_some() {
            let upstream = node.primary.as_ref().and_then(|name| self.find(seen, name));
            if upstream.is_some_and(|upstream| upstream.primary.is_some()) {
                lag.notes.push(format!("a replica of a replica: measured against {}", root.node));
            }
        }
        if node.samples.iter().all(|sample| sample.offset.is_none()) {
            let why = node
                .failure
                .clone()
                .unwrap_or_else(|| "INFO replication does not tell the replica's offset".to_owned());
            return lag.unknown(why, ACL);
        }
        let track = match Track::of(&root.samples) {
            Ok(track) => track,
            Err(Untracked::Nothing) => {
                let why = root.failure.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                return lag.unknown(format!("its primary {} told no offset{why}", root.node), ASK_AGAIN);
            }
            Err(Untracked::WentBack { from, to }) => {
                let why = format!(
                    "the offset of {} went back from {from} to {to} meanwhile: it was restarted, or follows another history",
                    root.node
                );
                return lag.unknown(why, "ask again once the failover is over");
            }
        };
        if let Some(ahead) = node.samples.iter().find(|sample| track.is_ahead(sample)) {
            let why = format!(
                "it is at {}, ahead of its primary {}: it holds what the primary has lost, or another history",
                ahead.offset.unwrap_or_default(),
                root.node
            );
            return lag.unknown(why, "look which of the two has the data before anything is restarted: a full resynchronisation empties the replica");
        }
        let behind: Vec<Behind> = node.samples.iter().filter_map(|sample| track.behind(sample)).collect();
        let last = node.samples.last();
        let link = match last.and_then(|sample| sample.link.as_deref()) {
            _ if last.is_some_and(|sample| sample.offset.is_none()) => Link::Unplaced,
            Some("up") => match last.and_then(|sample| sample.last_io_s) {
                Some(silent_s) if silent_s >= DEFAULT_REPL_TIMEOUT_S => Link::Silent(silent_s),
                _ => Link::Up,
            },
            Some("down") => Link::Down(last.and_then(|sample| sample.link_down_s)),
            _ => Link::Untold,
        };
        let ended = match (&node.failure, &root.failure) {
            (Some(why), _) => Some(format!("its samples ended early: {why}")),
            (None, Some(why)) => Some(format!("the samples of its primary {} ended early: {why}", root.node)),
            (None, None) => None,
        };
        reckoned(lag, &behind, link, ended)
    }
}

/// What a replica said of its link at last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Up,
    /// It counts as up, and nothing has come over it for so many seconds, at which servers give it up.
    Silent(u64),
    /// For so many seconds, where it says so.
    Down(Option<u64>),
    /// It did not say.
    Untold,
    /// It told no offset any more, as while it is filled anew.
    Unplaced,
}

/// What the samples come to. Times are upper bounds: what a replica misses may be so old, and is not older. `ended` is
/// why there are no more of them: then nobody knows what is now.
fn reckoned(mut lag: Lag, behind: &[Behind], link: Link, ended: Option<String>) -> Lag {
    let values: Vec<f64> = behind.iter().filter_map(|one| one.most_us).map(us_as_ms).collect();
    lag.statistics = Statistics::of(&values);
    lag.behind_bytes = behind.last().map(|last| last.bytes);
    let width = |one: &Behind| one.most_us.map(|most| us_as_ms(most.saturating_sub(one.least_us)));
    lag.resolution_ms = behind.iter().filter_map(width).reduce(f64::max);
    lag.at_least_ms = behind.iter().map(|one| us_as_ms(one.least_us)).reduce(f64::max);
    lag.points = Points {
        values: behind
            .iter()
            .filter_map(|one| Some((i64::try_from(one.at_us).unwrap_or(i64::MAX), us_as_ms(one.most_us?))))
            .collect(),
        ..Points::default()
    };
    let bytes = words::bytes(lag.behind_bytes.unwrap_or_default());
    match (behind.last(), ended) {
        (Some(last), _) if last.bytes > 0 && matches!(link, Link::Silent(_) | Link::Down(_)) => {
            let since = match link {
                Link::Silent(seconds) => {
                    format!("nothing has come over the link for {}", words::seconds(seconds))
                }
                Link::Down(Some(seconds)) => {
                    format!("the link has been down for {}", words::seconds(seconds))
                }
                _ => "the link is down".to_owned(),
            };
            lag.is(State::Stalled, format!("{since}, and {bytes} are missing: all that was written since"))
        }
        _ if matches!(link, Link::Down(_)) => lag.unknown(
            "the link is down; nothing was written meanwhile that it misses, as far as its primary tells",
            "bring the link up again (LAG040): what is written from now on does not arrive",
        ),
        _ if link == Link::Unplaced => {
            lag.unknown("it told no offset at last: it may be filled anew, or has been restarted", ASK_AGAIN)
        }
        (_, Some(why)) => lag.unknown(why, ASK_AGAIN),
        (Some(last), None) if last.most_us.is_none() => {
            let least = words::duration(us_as_ms(last.least_us));
            lag.unknown(
                format!(
                    "at least {least}: {bytes} are missing, more than was written while it was looked at"
                ),
                "look at the replica's load and at the network between the two, and ask again",
            )
        }
        (Some(_), None) if link == Link::Untold => {
            lag.unknown("INFO replication does not tell of its link", ACL)
        }
        (Some(_), None) => lag.is(State::Measured, String::new()),
        (None, None) => lag.unknown("no offset was read", ASK_AGAIN),
    }
}
