//! `CLUSTER NODES`: what only this command tells (suspicions, open slots, which node answers), and a view where
//! there is no `CLUSTER SHARDS`.

use std::str::SplitAsciiWhitespace;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::valkey::evidence::{Health, Member, Role, ShardView, View, ViewSource};
use crate::valkey::{Address, Slots};

/// A slot on its way from one primary to another. Only the two of them know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Migration {
    /// The slot.
    pub slot: u16,
    /// Whether it leaves the node that was asked (`migrating`), or comes to it (`importing`).
    pub leaves: bool,
    /// The id of the other node.
    pub peer: String,
}

/// What a node says of itself and of its doubts. Lists are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Gossip {
    /// The id of the node that was asked.
    pub myself: String,
    /// Ids of nodes that it cannot reach, though the majority has not agreed (`fail?`).
    pub suspects: Vec<String>,
    /// Ids of nodes that the majority agreed on as failed (`fail`).
    pub failed: Vec<String>,
    /// Where it tries to meet nodes that do not answer (`handshake`).
    pub handshakes: Vec<Address>,
    /// Ids of replicas that will not stand for election (`nofailover`).
    pub no_failover: Vec<String>,
    /// Slots on their way.
    pub migrations: Vec<Migration>,
}

/// Reads what a node says of itself and of its doubts.
///
/// # Errors
/// What is wrong with the reply.
pub fn gossip(text: &str) -> Result<Gossip, String> {
    let mut gossip = Gossip::default();
    for line in lines(text) {
        let line = line?;
        if line.has("myself") {
            line.id.clone_into(&mut gossip.myself);
            gossip.migrations = line.migrations();
        }
        if line.has("handshake") {
            gossip.handshakes.extend(line.address.parse::<Address>());
            continue;
        }
        for (flag, list) in [
            ("fail?", &mut gossip.suspects),
            ("fail", &mut gossip.failed),
            ("nofailover", &mut gossip.no_failover),
        ] {
            if line.has(flag) {
                list.push(line.id.to_owned());
            }
        }
    }
    if gossip.myself.is_empty() {
        return Err("CLUSTER NODES does not say which node answers".to_owned());
    }
    for list in [&mut gossip.suspects, &mut gossip.failed, &mut gossip.no_failover] {
        list.sort_unstable();
    }
    gossip.handshakes.sort_unstable();
    gossip.migrations.sort_unstable();
    Ok(gossip)
}

/// Reads a view where there is no `CLUSTER SHARDS`. `dialled` is the host for a node that does not know its own.
///
/// # Errors
/// What is wrong with the reply.
pub fn view_of_nodes(text: &str, dialled: &str) -> Result<View, String> {
    let mut shards: Vec<(String, ShardView)> = Vec::new();
    for line in lines(text) {
        let line = line?;
        if line.has("handshake") || line.has("noaddr") {
            continue;
        }
        let role = if line.has("slave") { Role::Replica } else { Role::Primary };
        // A replica that does not know its primary yet stands alone.
        let primary = if role == Role::Replica && line.primary != "-" { line.primary } else { line.id };
        let mut address: Address = line.address.parse()?;
        if address.host.is_empty() {
            dialled.clone_into(&mut address.host);
        }
        let member = Member {
            id: line.id.to_owned(),
            address,
            hostname: line.hostname.map(str::to_owned),
            role,
            health: if line.has("fail") { Health::Failed } else { Health::Online },
            zone: None,
        };
        let index = shards.iter().position(|(id, _)| id == primary).unwrap_or_else(|| {
            shards.push((primary.to_owned(), ShardView { slots: Slots::default(), members: Vec::new() }));
            shards.len() - 1
        });
        if role == Role::Primary {
            shards[index].1.slots = line.slots()?;
        }
        shards[index].1.members.push(member);
    }
    View::sorted(ViewSource::Nodes, shards.into_iter().map(|(_, shard)| shard).collect()).checked()
}

/// `id ip:port@busport[,hostname[,aux…]] flags primary ping pong epoch link slot…`
struct Line<'a> {
    id: &'a str,
    address: &'a str,
    hostname: Option<&'a str>,
    flags: &'a str,
    primary: &'a str,
    slots: SplitAsciiWhitespace<'a>,
}

impl Line<'_> {
    fn has(&self, flag: &str) -> bool {
        self.flags.split(',').any(|own| own == flag)
    }

    fn slots(&self) -> Result<Slots, String> {
        let plain: Vec<&str> = self.slots.clone().filter(|slot| !slot.starts_with('[')).collect();
        plain.join(",").parse()
    }

    /// `[5461->-ID]` leaves, `[5461-<-ID]` comes.
    fn migrations(&self) -> Vec<Migration> {
        let open = self.slots.clone().filter_map(|slot| {
            let inner = slot.strip_prefix('[')?.strip_suffix(']')?;
            let (slot, peer, leaves) = match inner.split_once("->-") {
                Some((slot, peer)) => (slot, peer, true),
                None => inner.split_once("-<-").map(|(slot, peer)| (slot, peer, false))?,
            };
            Some(Migration { slot: slot.parse().ok()?, leaves, peer: peer.to_owned() })
        });
        open.collect()
    }
}

fn lines(text: &str) -> impl Iterator<Item = Result<Line<'_>, String>> {
    text.lines().filter(|line| !line.trim().is_empty()).map(line)
}

fn line(line: &str) -> Result<Line<'_>, String> {
    let mut words = line.split_ascii_whitespace();
    let mut next = || words.next().ok_or("a line of CLUSTER NODES is cut off");
    let (id, place, flags, primary) = (next()?, next()?, next()?, next()?);
    for _ping_pong_epoch_link in 0..4 {
        next()?;
    }
    let mut places = place.split(',');
    // The bus port follows the last `@`, as an IPv6 address may hold anything but that.
    let address = places.next().unwrap_or_default();
    let address = address.rsplit_once('@').map_or(address, |(address, _)| address);
    let hostname = places.next().filter(|name| !name.is_empty() && !name.contains('='));
    Ok(Line { id, address, hostname, flags, primary, slots: words })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
aaaa 10.0.0.1:6379@16379,cache-1,shard-id=x myself,master - 0 0 1 connected 0-5 7 [7->-bbbb] [9-<-cccc]
bbbb ::1:6380@16380 master,fail? - 0 0 2 connected 6
cccc :0@0 handshake - 0 0 0 disconnected
dddd 10.0.0.4:6379@16379 slave,fail,nofailover aaaa 0 0 1 disconnected
";

    #[test]
    fn doubts_and_open_slots_are_read() {
        let gossip = gossip(TEXT).expect("can be read");
        assert_eq!(gossip.myself, "aaaa");
        assert_eq!(
            (gossip.suspects, gossip.failed.clone()),
            (vec!["bbbb".to_owned()], vec!["dddd".to_owned()])
        );
        assert_eq!(gossip.no_failover, gossip.failed);
        assert_eq!(gossip.handshakes, [Address::new("", 0)]);
        let open: Vec<_> =
            gossip.migrations.iter().map(|open| (open.slot, open.leaves, &*open.peer)).collect();
        assert_eq!(open, [(7, true, "bbbb"), (9, false, "cccc")]);
        assert!(super::gossip("aaaa 10.0.0.1:1@2 master").is_err());
        assert!(super::gossip("").is_err());
    }

    #[test]
    fn a_view_is_read_where_there_is_no_cluster_shards() {
        let view = view_of_nodes(TEXT, "h").expect("can be read");
        let shown: Vec<String> = view
            .shards
            .iter()
            .map(|shard| {
                let members: Vec<String> = shard
                    .members
                    .iter()
                    .map(|member| {
                        format!("{} {} {}", member.address, member.role.as_str(), member.health.as_str())
                    })
                    .collect();
                format!("{}: {}", shard.slots, members.join(", "))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "0-5,7: 10.0.0.1:6379 primary online, 10.0.0.4:6379 replica failed",
                "6: [::1]:6380 primary online"
            ]
        );
    }
}
