//! What nodes did not tell, and what would make them tell.

use std::collections::BTreeMap;

use super::case::Case;
use super::words;
use crate::connect::evidence::Answered;
use crate::report::{Check, Finding};
use crate::valkey::evidence::Answers;

/// What to ask for, and how to be allowed to.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The command.
    pub(super) command: &'static str,
    /// What a user needs to run it.
    pub(super) acl: &'static str,
}

pub(super) const SHARDS: Asked = Asked { command: "CLUSTER SHARDS", acl: "+cluster|shards" };
pub(super) const NODES: Asked = Asked { command: "CLUSTER NODES", acl: "+cluster|nodes" };
pub(super) const CLUSTER_INFO: Asked = Asked { command: "CLUSTER INFO", acl: "+cluster|info" };
pub(super) const SERVER: Asked = Asked { command: "INFO server", acl: "+info" };
pub(super) const CLIENTS: Asked = Asked { command: "INFO clients", acl: "+info" };
pub(super) const REPLICATION: Asked = Asked { command: "INFO replication", acl: "+info" };
pub(super) const MEMORY: Asked = Asked { command: "INFO memory", acl: "+info" };
pub(super) const CONFIG: Asked = Asked { command: "CONFIG GET", acl: "+config|get" };

/// What some nodes told; and one `unknown` for each reason for which others, that did answer, did not.
pub(super) struct Told<T> {
    pub(super) known: Vec<(usize, T)>,
    pub(super) unknown: Vec<Finding>,
}

/// Asks all that was answered for one thing. Nodes that answered nothing are TOP004's business.
pub(super) fn told<'a, A: 'a, T>(
    case: &Case<'a>,
    check: &'static Check,
    asked: Asked,
    answer: impl Fn(&'a Answers) -> &'a Answered<A>,
    pick: impl Fn(&'a A) -> Option<T>,
) -> Told<T> {
    let mut known = Vec::new();
    let mut silent: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (node, answers) in case.answered() {
        let answered = answer(answers);
        match answered.known().and_then(&pick) {
            Some(value) => known.push((node, value)),
            None => silent.entry(untold(asked, answered)).or_default().push(node),
        }
    }
    let unknown = silent.iter().map(|(why, nodes)| {
        words::about(&case.topology, nodes, |names| Finding::unknown(check, format!("{names}: {why}"))).help(
            format!(
                "a user needs {} for it (ACL SETUSER); a managed service may withhold the command altogether",
                asked.acl
            ),
        )
    });
    let mut unknown: Vec<Finding> = unknown.collect();
    if known.is_empty() && unknown.is_empty() {
        unknown.push(Finding::unknown(check, "no node answered"));
    }
    Told { known, unknown }
}

/// Why a command told nothing.
pub(super) fn untold<T>(asked: Asked, answered: &Answered<T>) -> String {
    let command = asked.command;
    match answered {
        Answered::Known(_) => format!("{command} does not say it"),
        Answered::Refused(refusal) if refusal.is_no_permission() => {
            format!("the user may not run {command} ({})", refusal.text)
        }
        Answered::Refused(refusal) if refusal.is_unknown_command() => {
            format!("the server does not offer {command} ({})", refusal.text)
        }
        Answered::Refused(refusal) => format!("the server refused {command}: {}", refusal.text),
        Answered::Lost(lost) => format!("{command}: {lost}"),
    }
}
