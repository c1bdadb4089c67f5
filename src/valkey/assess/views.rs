//! TOP007 and TOP008: whether the nodes agree, and whether slots are on their way.

use std::collections::BTreeMap;

use super::case::Case;
use super::{told, words};
use crate::connect::ACL;
use crate::report::Finding;
use crate::report::catalogue::{TOP_MIGRATION, TOP_VIEWS};
use crate::valkey::evidence::{Place, Shape, View, ViewSource};
use crate::valkey::topology::{State, Topology};
use crate::valkey::{Address, Slots};

/// Whether every node knows the same shards and nodes.
pub(super) fn agree(case: &Case<'_>) -> Vec<Finding> {
    let check = &TOP_VIEWS;
    let views = &case.evidence.views;
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut blind = Vec::new();
    for (node, answers) in case.answered() {
        match answers.view().filter(|view| views[*view].source != ViewSource::Replication) {
            Some(view) => groups.entry(view).or_default().push(node),
            None => blind.push(node),
        }
    }
    let mut by_shape: BTreeMap<Shape<'_>, Vec<usize>> = BTreeMap::new();
    for (view, nodes) in groups {
        by_shape.entry(Shape::of(&views[view])).or_default().extend(nodes);
    }
    let mut findings = Vec::new();
    if by_shape.len() > 1 {
        findings.push(disagreement(case, by_shape));
    }
    if !blind.is_empty() {
        let finding = words::about(&case.topology, &blind, |names| {
            Finding::unknown(check, format!("{names}: neither CLUSTER SHARDS nor CLUSTER NODES tells a view"))
        });
        findings.push(finding.help(ACL));
    }
    // What has failed for all to know sends no client anywhere.
    let is_silent =
        |node: &usize| case.answers(*node).is_none() && case.topology.nodes[*node].state != State::Failed;
    let silent: Vec<usize> = (0..case.topology.nodes.len()).filter(is_silent).collect();
    findings.extend(told::silent_among(case, check, &silent));
    findings
}

/// Who differs, and in what: a note for each group of nodes beside the one that is reckoned with.
fn disagreement(case: &Case<'_>, by_shape: BTreeMap<Shape<'_>, Vec<usize>>) -> Finding {
    let topology = &case.topology;
    let total: usize = by_shape.values().map(Vec::len).sum();
    let leading = crate::valkey::build::leading_view(case.evidence).map(Shape::of);
    let views = by_shape.len();
    let (mut leaders, mut others) = (None, Vec::new());
    for (shape, nodes) in by_shape {
        if leaders.is_none() && leading.as_ref().is_none_or(|leading| *leading == shape) {
            leaders = Some((shape, nodes));
        } else {
            others.push((shape, nodes));
        }
    }
    let Some((leading, leaders)) = leaders else {
        return Finding::unknown(&TOP_VIEWS, "the nodes differ, and none of them can be gone by");
    };
    let mut addresses: BTreeMap<&str, &Address> = BTreeMap::new();
    for member in case.evidence.views.iter().flat_map(View::members) {
        addresses.entry(&member.id).or_insert(&member.address);
    }
    let message = format!(
        "the nodes have {views} different views of the cluster; {} of {total} share the one that this report goes by",
        leaders.len()
    );
    others.sort_by_key(|(_, nodes)| std::cmp::Reverse(nodes.len()));
    let mut finding = Finding::fail(&TOP_VIEWS, message).help(
        "if it lasts longer than a minute: slots that somebody changed on one node alone are mended with valkey-cli --cluster fix HOST:PORT; a node that others do not know needs CLUSTER MEET, one that is gone CLUSTER FORGET on every node",
    );
    for (shape, nodes) in others.iter().take(3) {
        let differences = differences(&leading, shape, &addresses);
        finding = finding.note(format!("to {}: {differences}", words::nodes(topology, nodes)));
    }
    if others.len() > 3 {
        finding = finding.note(format!("and {} further views", others.len() - 3));
    }
    finding
}

/// In what a view differs from the leading one, shortly.
fn differences(leading: &Shape<'_>, other: &Shape<'_>, addresses: &BTreeMap<&str, &Address>) -> String {
    let name = |id: &str| addresses.get(id).map_or_else(|| id.to_owned(), ToString::to_string);
    let names = |ids: Vec<&str>| words::few(&ids.into_iter().map(name).collect::<Vec<_>>());
    let missing = |of: &Shape<'_>, from: &Shape<'_>| -> Vec<String> {
        of.0.keys().filter(|id| !from.0.contains_key(*id)).map(|id| name(id)).collect()
    };
    let mut parts = Vec::new();
    for (ids, what) in [(missing(leading, other), "is not known"), (missing(other, leading), "is known too")]
    {
        if !ids.is_empty() {
            parts.push(format!("{} {what}", words::few(&ids)));
        }
    }
    let covered = |shape: &Shape<'_>| {
        shape.0.values().fold(Slots::default(), |all, place| match place {
            Place::Primary(Some(slots)) => all.union(slots),
            _ => all,
        })
    };
    for (one, two, what) in [(leading, other, "nobody's"), (other, leading, "somebody's")] {
        let gap = covered(one).intersection(&covered(two).complement());
        if !gap.is_empty() {
            let are = if gap.len() == 1 { "is" } else { "are" };
            parts.push(format!("{} {are} {what}", words::slots(&gap)));
        }
    }
    let both = || other.0.iter().filter_map(|(id, place)| Some((*id, *leading.0.get(id)?, *place)));
    let changed = |is_it: fn(Place<'_>, Place<'_>) -> bool| -> Vec<&str> {
        both().filter(|(_, ours, theirs)| is_it(*ours, *theirs)).map(|(id, ..)| id).collect()
    };
    for (ids, what) in [
        (
            changed(|ours, theirs| matches!((ours, theirs), (Place::Replica(_), Place::Primary(_)))),
            "is a primary",
        ),
        (
            changed(|ours, theirs| matches!((ours, theirs), (Place::Primary(_), Place::Replica(_)))),
            "is a replica",
        ),
        (
            changed(
                |ours, theirs| matches!((ours, theirs), (Place::Replica(a), Place::Replica(b)) if a != b),
            ),
            "follows another primary",
        ),
        (
            changed(
                |ours, theirs| matches!((ours, theirs), (Place::Primary(a), Place::Primary(b)) if a != b),
            ),
            "has other slots",
        ),
    ] {
        if !ids.is_empty() {
            parts.push(format!("{} {what}", names(ids)));
        }
    }
    parts.join("; ")
}

/// Whether no slot is on its way.
pub(super) fn settled(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_MIGRATION;
    let told = told::told(case, check, told::NODES, |answers| &answers.gossip, Some);
    // From and to, with the slots that leave and those that are expected. Replicas repeat what their primary says.
    let mut ways: BTreeMap<(usize, String), [Vec<u16>; 2]> = BTreeMap::new();
    let index = |id: &str| topology.nodes.iter().position(|node| node.id == id);
    for (node, gossip) in &told.known {
        let Some(own) = primary_of(topology, *node) else { continue };
        for open in &gossip.migrations {
            let peer = index(&open.peer).and_then(|peer| primary_of(topology, peer));
            let name = |node: usize| words::node(topology, node);
            let peer_name = peer.map_or_else(|| open.peer.clone(), name);
            let way = match (open.leaves, peer) {
                (true, _) => (own, peer_name),
                (false, Some(peer)) => (peer, name(own)),
                // Expected from a node that nobody knows any more.
                (false, None) => (own, format!("itself, from {peer_name}, which is unknown")),
            };
            ways.entry(way).or_default()[usize::from(!open.leaves)].push(open.slot);
        }
    }
    let mut findings: Vec<Finding> =
        ways.into_iter().map(|((from, to), slots)| on_its_way(topology, from, &to, &slots)).collect();
    if findings.len() > 3 {
        let more = findings.len() - 3;
        findings.truncate(3);
        findings[2] = findings[2].clone().note(format!("and on {more} further ways"));
    }
    findings.extend(told.unknown);
    findings
}

fn on_its_way(topology: &Topology, from: usize, to: &str, slots: &[Vec<u16>; 2]) -> Finding {
    let set = |slots: &[u16]| {
        Slots::from_ranges(slots.iter().map(|slot| (u64::from(*slot), u64::from(*slot)))).unwrap_or_default()
    };
    let [leaving, coming] = [set(&slots[0]), set(&slots[1])];
    let from = words::node(topology, from);
    let all = leaving.union(&coming);
    let finding = Finding::warn(
        &TOP_MIGRATION,
        format!("{}: on the way from {from} to {to}; keys there may be answered with ASK", words::slots(&all)),
    )
    .help(
        "if nobody is moving slots now, it was broken off: valkey-cli --cluster fix HOST:PORT finishes it, CLUSTER SETSLOT <slot> STABLE on both nodes takes it back",
    );
    let one_sided =
        leaving.intersection(&coming.complement()).union(&coming.intersection(&leaving.complement()));
    if one_sided.is_empty() {
        finding
    } else {
        finding.note(format!(
            "only one of the two knows of {}: it looks like it was broken off",
            words::slots(&one_sided)
        ))
    }
}

/// The primary of a node's shard; itself, if it is one.
fn primary_of(topology: &Topology, node: usize) -> Option<usize> {
    topology.shards.iter().find(|shard| shard.members().any(|own| own == node))?.primary
}
