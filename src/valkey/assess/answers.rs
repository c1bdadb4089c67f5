//! TOP003 to TOP006: who answers what, and who is well.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;
use super::versions;
use super::zonal::for_zonal_affinity;
use super::{told, words};
use crate::connect::ACL;
use crate::connect::evidence::Answered;
use crate::observe::LONGER;
use crate::report::Finding;
use crate::report::catalogue::{TOP_ANSWERS, TOP_HEALTH, TOP_SHARDS_COMMAND, TOP_STATE};
use crate::valkey::evidence::{Answers, Outcome, Stage, Unreached};
use crate::valkey::topology::State;
use crate::words::seconds;

/// Whether every server has `CLUSTER SHARDS`.
pub(super) fn shards_command(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_SHARDS_COMMAND;
    let (mut missing, mut forbidden, mut untold) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (node, answers) in case.answered() {
        match &answers.shards {
            Answered::Known(_) => {}
            Answered::Refused(refusal) if refusal.is_unknown_command() => missing.push(node),
            Answered::Refused(refusal) if refusal.is_no_permission() => forbidden.push(node),
            other => {
                let why = other.untold(told::SHARDS, "it");
                untold.entry(why).or_insert_with(Vec::new).push(node);
            }
        }
    }
    let mut findings = Vec::new();
    if !missing.is_empty() {
        let versions = missing.iter().filter_map(|node| versions::of(&topology.nodes[*node]));
        let oldest = versions.min();
        let (why, help) = match oldest {
            Some(version) if !version.has_shards() => (
                format!("{version} has no CLUSTER SHARDS"),
                "upgrade to Valkey 9.1, whose CLUSTER SHARDS tells zones too; the command itself came with Redis 7.0 and Valkey 7.2",
            ),
            Some(version) => (
                format!("{version} has CLUSTER SHARDS, but this server does not offer it"),
                "services that stand a proxy before the nodes withhold it: ask the service, or choose another replica policy",
            ),
            None => (
                "CLUSTER SHARDS is an unknown command there".to_owned(),
                "the command came with Redis 7.0 and Valkey 7.2; some services withhold it",
            ),
        };
        findings.push(for_zonal_affinity(case, |zonal| {
            words::about(topology, &missing, |names| zonal(check, format!("{names}: {why}"))).help(help)
        }));
    }
    if !forbidden.is_empty() {
        findings.push(for_zonal_affinity(case, |zonal| {
            words::about(topology, &forbidden, |names| {
                zonal(check, format!("{names}: the user may not run CLUSTER SHARDS"))
            })
            .help(ACL)
        }));
    }
    for (why, nodes) in untold {
        findings
            .push(words::about(topology, &nodes, |names| Finding::unknown(check, format!("{names}: {why}"))));
    }
    findings.extend(told::silent(case, check));
    findings
}

/// Whether every node answers.
pub(super) fn answer(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_ANSWERS;
    let mut silent: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    let mut locked: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (mut not_asked, mut shared) = (Vec::new(), Vec::new());
    let asked: BTreeSet<_> = case.evidence.nodes.iter().map(|node| &node.address).collect();
    for node in 0..topology.nodes.len() {
        match case.outcome(node) {
            None if asked.contains(&topology.nodes[node].address) => shared.push(node),
            None => not_asked.push(node),
            Some(Outcome::Unreached(unreached)) if !unreached.was_asked() => {
                not_asked.push(node);
            }
            Some(Outcome::Unreached(unreached)) => {
                let Unreached { stage, reason, timed_out, .. } = unreached;
                let why = match (*timed_out, stage) {
                    (true, Stage::Connect) => "no answer to the connection request".to_owned(),
                    (true, Stage::Answer) => "it accepts the connection and then says nothing".to_owned(),
                    _ => format!("{}: {reason}", stage.as_str()),
                };
                silent.entry((*timed_out, why)).or_default().push(node);
            }
            Some(Outcome::Answered(answers)) => {
                if let Some(text) = refused_login(answers) {
                    locked.entry(text).or_default().push(node);
                }
            }
        }
    }
    let mut findings = Vec::new();
    for ((hangs, why), nodes) in &silent {
        findings.push(silence(case, *hangs, why, nodes));
    }
    for (text, nodes) in &locked {
        let finding = words::about(topology, nodes, |names| {
            Finding::fail(check, format!("{names}: these credentials are refused: {text}"))
        });
        findings.push(finding.help(
            "give every node the same users and passwords (ACL LIST, requirepass): cluster clients log in to each with the same",
        ));
    }
    if !shared.is_empty() {
        let finding = words::about(topology, &shared, |names| {
            Finding::unknown(check, format!("{names}: another node answers at this address"))
        });
        findings.push(finding.help(
            "let every node announce an address of its own: cluster-announce-ip, cluster-announce-port",
        ));
    }
    if !not_asked.is_empty() {
        let finding = words::about(topology, &not_asked, |names| {
            Finding::unknown(check, format!("{names}: there was no time left to ask"))
        });
        findings.push(finding.help(LONGER));
    }
    findings
}

/// Nodes that are silent for the same reason.
fn silence(case: &Case<'_>, hangs: bool, why: &str, nodes: &[usize]) -> Finding {
    let topology = &case.topology;
    let verb = match (hangs, nodes.len()) {
        (true, 1) => " hangs",
        (true, _) => " hang",
        _ => "",
    };
    let mut finding =
        words::about(topology, nodes, |names| Finding::fail(&TOP_ANSWERS, format!("{names}{verb}: {why}")));
    finding = finding.help(if hangs {
        "look at the node itself: is the process stopped, swapping or busy with one long command, or does a firewall drop what is sent to it? A client that is connected to it waits for its own timeout on every command"
    } else {
        "start it again; if it is gone for good, take it out: CLUSTER FORGET and its id on every other node"
    });
    let suspected = suspects(case);
    let is_unnoticed =
        |node: &&usize| topology.nodes[**node].state == State::Unreached && !suspected.contains(*node);
    let unnoticed = nodes.iter().filter(is_unnoticed).count();
    if unnoticed > 0 {
        let whom = match (unnoticed == nodes.len(), nodes.len()) {
            (true, 1) => "it".to_owned(),
            (true, _) => "them".to_owned(),
            (false, _) => format!("{unnoticed} of them"),
        };
        finding = finding
            .note(format!("the other nodes hold nothing against {whom} (yet): clients are still sent there"));
    }
    let answering = case.answered().count();
    if answering <= 1 && unnoticed == nodes.len() && unnoticed > 1 {
        finding = finding.note(
            "none but the first node was reached: the addresses that the nodes announce may not be reachable from here (cluster-announce-ip, security groups, ports)",
        );
    }
    finding
}

/// What a node said that let nobody in.
fn refused_login(answers: &Answers) -> Option<String> {
    if let Some(Answered::Refused(refusal)) = &answers.login {
        return Some(refusal.text.clone());
    }
    match &answers.server {
        Answered::Refused(refusal) if refusal.code == "NOAUTH" => Some(refusal.text.clone()),
        _ => None,
    }
}

/// What the list of nodes that servers give out does not change. Measured with the query servers' client library: the
/// one replica that it keeps of a shard is asked for ever, and its synchronous kind writes to a lost primary until
/// another shard redirects it.
const CONNECTED_BEFORE: &str = "query servers that were connected before may go on turning to what failed, and to no other node: where it does not come back at once, restart those whose requests fail";

/// Whether no node has failed, is suspected or loads.
pub(super) fn healthy(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_HEALTH;
    let in_state = |state: State| -> Vec<usize> {
        (0..topology.nodes.len()).filter(|node| topology.nodes[*node].state == state).collect()
    };
    let mut findings = Vec::new();
    let failed = in_state(State::Failed);
    if !failed.is_empty() {
        findings.push(
            words::about(topology, &failed, |names| {
                Finding::fail(check, format!("{names}: failed, as the majority of the primaries agreed"))
            })
            .help("start it again, and see that TOP011 and TOP028 are well; if it is gone for good: CLUSTER FORGET and its id on every other node")
            .note(CONNECTED_BEFORE),
        );
    }
    let suspected: Vec<usize> = suspects(case).into_iter().filter(|node| !failed.contains(node)).collect();
    let (silent, answering): (Vec<usize>, Vec<usize>) =
        suspected.iter().partition(|node| topology.nodes[**node].state == State::Unreached);
    if !silent.is_empty() {
        let finding = words::about(topology, &silent, |names| {
            let seen = "some nodes cannot reach it (`fail?`), nor does it answer here, but no majority of the primaries has agreed that it failed";
            Finding::fail(check, format!("{names}: {seen}"))
        });
        findings.push(finding.help(
            "look again after cluster-node-timeout; if it stays so, too few primaries are left to agree: bring nodes back",
        ));
    }
    if !answering.is_empty() {
        let finding = words::about(topology, &answering, |names| {
            let seen = "some nodes cannot reach it (`fail?`), though it answers here";
            Finding::warn(check, format!("{names}: {seen}"))
        });
        findings.push(finding.help(
            "if this lasts, the cluster bus is cut between some nodes: let each node reach each other's port + 10000 (cluster-port)",
        ));
    }
    findings.extend(loading(case, &in_state(State::Loading)));
    let mut met: Vec<String> = case
        .answered()
        .filter_map(|(_, answers)| answers.gossip.known())
        .flat_map(|gossip| gossip.handshakes.iter().map(ToString::to_string))
        .collect();
    met.sort_unstable();
    met.dedup();
    if !met.is_empty() {
        let message = format!("{}: to be met (CLUSTER MEET), but there is no answer", words::few(&met));
        findings.push(Finding::warn(check, message).help(
            "see that a node listens there and that its bus port, the client port + 10000, can be reached; else the attempt ends by itself",
        ));
    }
    findings
}

/// Nodes that some other cannot reach, though the majority has not agreed.
fn suspects(case: &Case<'_>) -> BTreeSet<usize> {
    let ids: BTreeSet<&str> = case
        .answered()
        .filter_map(|(_, answers)| answers.gossip.known())
        .flat_map(|gossip| gossip.suspects.iter().map(String::as_str))
        .collect();
    let nodes = case.topology.nodes.iter().enumerate();
    nodes.filter(|(_, node)| ids.contains(node.id.as_str())).map(|(index, _)| index).collect()
}

/// Replicas that follow, but that the first node does not list in `CLUSTER SLOTS` yet.
fn unlisted(case: &Case<'_>) -> Vec<usize> {
    let slots = case.evidence.seed().and_then(|(_, answers)| answers.slots.as_ref());
    if slots.and_then(Answered::known).is_none() {
        return Vec::new();
    }
    let nodes = &case.topology.nodes;
    let replicas = case.topology.serving().flat_map(|(_, shard)| shard.replicas.iter().copied());
    replicas.filter(|node| nodes[*node].state == State::Up && !nodes[*node].is_listed).collect()
}

/// Nodes without data: those that say that they load, and replicas that have not heard a byte yet.
fn loading(case: &Case<'_>, nodes: &[usize]) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_HEALTH;
    let loads = |node: &usize| {
        let told = case.answers(*node).and_then(|answers| answers.persistence.known());
        told.and_then(|told| told.loading) == Some(true)
    };
    let (busy, mut fresh): (Vec<usize>, Vec<usize>) = nodes.iter().partition(|node| loads(node));
    fresh.extend(unlisted(case));
    let mut findings = Vec::new();
    if !busy.is_empty() {
        let takes_writes = |node: &usize| topology.serving().any(|(_, shard)| shard.primary == Some(*node));
        let eta =
            busy.iter().filter_map(|node| case.answers(*node)?.persistence.known()?.loading_eta_s).max();
        let eta = eta.map_or_else(String::new, |eta| format!(", about {} to go", seconds(eta)));
        let finding = |names: String| {
            let message = format!("{names}: loading its data, and refusing commands until that is done{eta}");
            if busy.iter().any(takes_writes) {
                Finding::fail(check, message)
            } else {
                Finding::warn(check, message)
            }
        };
        findings.push(
            words::about(topology, &busy, finding)
                .help("wait, and look again; a server that loads has just been restarted, so find out why"),
        );
    }
    if !fresh.is_empty() {
        let finding = words::about(topology, &fresh, |names| {
            Finding::warn(check, format!("{names}: no data that the others know of yet (`loading`)"))
        });
        findings.push(
            finding
                .help("look again in a quarter of a minute; if it stays so, TOP009 tells what is wrong with the link")
                .note("CLUSTER SLOTS leaves such a replica out: a query server that starts now does not connect to it; an idle cluster that was just created looks like this for up to 10 s"),
        );
    }
    findings
}

/// Whether every node says that the cluster is ok.
pub(super) fn cluster_state(case: &Case<'_>) -> Vec<Finding> {
    let topology = &case.topology;
    let check = &TOP_STATE;
    let told = told::told(
        case,
        check,
        told::CLUSTER_INFO,
        |answers| &answers.cluster,
        |known| known.state.as_deref().map(|state| (state, known)),
    );
    let mut findings = Vec::new();
    let down: Vec<usize> =
        told.known.iter().filter(|(_, (state, _))| *state != "ok").map(|(node, _)| *node).collect();
    if let Some((_, (state, known))) = told.known.iter().find(|(_, (state, _))| *state != "ok") {
        let number = |number: Option<u64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
        let slots = format!(
            "of 16384 slots {} are assigned, {} possibly failing, {} failed",
            number(known.slots_assigned),
            number(known.slots_pfail),
            number(known.slots_fail)
        );
        let who = match (down.len(), told.known.len()) {
            (down, all) if down == all => "every node that tells".to_owned(),
            (down, all) => format!("{down} of {all} nodes"),
        };
        let message = format!(
            "cluster_state:{state} at {who} ({}): commands are refused with CLUSTERDOWN; {slots}",
            words::nodes(topology, &down)
        );
        findings.push(Finding::fail(check, message).help(match known.slots_assigned {
            Some(0) => "no slot is assigned to anybody: create the cluster (valkey-cli --cluster create)",
            Some(assigned) if assigned < 16384 => {
                "some slots have no owner: valkey-cli --cluster check HOST:PORT names them, --cluster fix assigns them"
            }
            _ => {
                "a primary is gone and no replica has taken over, or no majority of the primaries is left: bring nodes back, or promote a replica by hand with CLUSTER FAILOVER TAKEOVER"
            }
        }));
    }
    findings.extend(told.unknown);
    findings
}
