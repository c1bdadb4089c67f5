//! The cluster by shard and zone.

use crate::report::{Cell, Matrix, MatrixRow, Tone};
use crate::valkey::evidence::Role;
use crate::valkey::topology::{Node, Shard, State, Topology};
use crate::words::microseconds;

/// The heading of nodes whose zone nobody knows.
const NOWHERE: &str = "zone unknown";

/// Shards by zones, with each node where it stands.
pub(super) fn matrix(topology: &Topology) -> Matrix {
    let zones = topology.zones();
    let is_nowhere = |node: &Node| node.zone().is_none();
    let mut columns: Vec<String> = zones.iter().map(ToString::to_string).collect();
    if topology.nodes.iter().any(is_nowhere) {
        columns.push(if zones.is_empty() { "nodes".to_owned() } else { NOWHERE.to_owned() });
    }
    let labels = Labels::of(topology);
    let rows = topology.shards.iter().enumerate().map(|(index, shard)| {
        let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); columns.len()];
        for (node, role) in members(shard) {
            let node = &topology.nodes[node];
            let column = node.zone().map_or(columns.len() - 1, |zone| {
                zones.iter().position(|other| *other == zone).unwrap_or_default()
            });
            cells[column].push(cell(node, role, labels));
        }
        let slots = if shard.slots.is_empty() { "-".to_owned() } else { shard.slots.to_string() };
        let note = if topology.is_cluster { short(&slots) } else { String::new() };
        MatrixRow { name: index.to_string(), note, cells }
    });
    let notes = if topology.is_cluster { "slots" } else { "" };
    Matrix {
        title: "Shards by zone".to_owned(),
        corner: "shard".to_owned(),
        notes: notes.to_owned(),
        rows: rows.collect(),
        columns,
    }
}

/// The primary first, then what follows it, then what it was before.
fn members(shard: &Shard) -> impl Iterator<Item = (usize, &'static str)> + '_ {
    let primary = shard.primary.into_iter().map(|node| (node, "primary"));
    let replicas = shard.replicas.iter().map(|node| (*node, "replica"));
    let former = shard.former.iter().map(|node| (*node, "former primary"));
    primary.chain(replicas).chain(former)
}

/// Slots that moved often are a long list.
fn short(slots: &str) -> String {
    const LONGEST: usize = 24;
    match slots.char_indices().nth(LONGEST) {
        Some(_) => {
            let end = slots[..LONGEST].rfind(',').unwrap_or(LONGEST);
            format!("{},…", &slots[..end])
        }
        None => slots.to_owned(),
    }
}

fn cell(node: &Node, role: &str, labels: Labels) -> Cell {
    let mut text = format!("{role} {}", labels.label(node));
    let tone = match node.state {
        State::Up if node.role == Some(Role::Replica) && !node.is_link_up() => {
            text.push_str(", link down");
            Tone::Caution
        }
        State::Up => {
            if let Some(rtt_us) = node.rtt_us {
                text.push_str(&format!(" {}", microseconds(rtt_us)));
            }
            Tone::Plain
        }
        state => {
            text.push_str(&format!(", {}", state.as_str()));
            if matches!(state, State::Failed | State::Unreached) { Tone::Bad } else { Tone::Caution }
        }
    };
    let cell = Cell::toned(text, tone);
    match role {
        "primary" => cell.leading(),
        "replica" => cell.following(),
        _ => cell,
    }
}

/// How much of an address tells nodes apart.
#[derive(Clone, Copy)]
enum Labels {
    Host,
    Port,
    Both,
}

impl Labels {
    fn of(topology: &Topology) -> Self {
        let all_alike = |key: &dyn Fn(&Node) -> String| {
            let mut keys = topology.nodes.iter().map(key);
            let first = keys.next();
            keys.all(|key| Some(key) == first)
        };
        if topology.nodes.len() < 2 {
            Self::Both
        } else if all_alike(&|node| node.address.port.to_string()) {
            Self::Host
        } else if all_alike(&|node| node.address.host.clone()) {
            Self::Port
        } else {
            Self::Both
        }
    }

    fn label(self, node: &Node) -> String {
        match self {
            Self::Host => node.address.host.clone(),
            Self::Port => format!(":{}", node.address.port),
            Self::Both => node.address.to_string(),
        }
    }
}
